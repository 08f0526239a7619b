"""The command line: opens the app, and does every step of the flow without it."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.errors import UserError
from core.workspace import Workspace

app = typer.Typer(
    help="Soundcheck: check, and repair, whether audio-visual language models really listen.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
pairs_app = typer.Typer(help="Preference pairs: build them.", rich_markup_mode=None)
app.add_typer(pairs_app, name="pairs")
console = Console(stderr=True)

WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", help="Folder of the workspace; made at first use.")
]
DatabaseOption = Annotated[
    str, typer.Option("--database", help="SQLAlchemy address; empty: SQLite in the workspace.")
]
WORKSPACE = Path("workspace")


def open_workspace(folder: Path, database: str) -> Workspace:
    """The workspace, with its database migrated."""
    workspace = Workspace(folder, database or None)
    _ = workspace.store
    return workspace


def progress_bar() -> Progress:
    """A bar with a count and the time left, on standard error."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
    )


def shown(progress: Progress, title: str) -> Callable[[int, int, str], None]:
    """A callback (done, total, what) that moves one bar."""
    task = progress.add_task(title, total=None)

    def move(done: int, total: int, what: str) -> None:
        progress.update(task, completed=done, total=total, description=f"{title} {what}"[:60])

    return move


def first_steps(workspace: Workspace) -> None:
    """On a fresh start: import the demo clips and build their pairs."""
    from annotation.build import build_pairs
    from annotation.ingest import demo_folder, import_folder

    if workspace.store.clips.count():
        return
    with progress_bar() as progress:
        import_folder(workspace, demo_folder(), shown(progress, "Importing the demo clips"))
        build_pairs(workspace, "acpo", {}, shown(progress, "Building pairs"))


@app.callback(invoke_without_command=True)
def default(context: typer.Context) -> None:
    """Without a command, open the app."""
    if context.invoked_subcommand is None:
        serve()


@app.command()
def serve(
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port; 0 takes any free one.")] = 7860,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Open the app in the browser. Example: python app.py serve --port 8000"""
    from ui.server import run

    opened = open_workspace(workspace, database)
    first_steps(opened)
    run(opened, host=host, port=port, open_browser=browser and not os.environ.get("CI"))


@app.command("import")
def import_clips(
    folder: Annotated[Path, typer.Argument(help="Folder with videos, or with a manifest.jsonl.")],
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
    report: Annotated[Path | None, typer.Option(help="Write what was done to this file.")] = None,
) -> None:
    """Bring clips in. Example: python app.py import my-clips --report report.json"""
    from annotation.ingest import import_folder

    opened = open_workspace(workspace, database)
    with progress_bar() as progress:
        done = import_folder(opened, folder, shown(progress, "Importing"))
    for refusal in done.refused:
        console.print(f"Refused {refusal.file}: {refusal.reason}", markup=False, soft_wrap=True)
    console.print(
        f"{len(done.imported)} imported, {len(done.already)} already there, "
        f"{len(done.refused)} refused."
    )
    if report is not None:
        report.write_text(done.to_json())


@pairs_app.command("build")
def build(
    recipe: Annotated[str, typer.Option(help="Name of a file in annotation/recipes.")] = "acpo",
    options: Annotated[
        str, typer.Option(help='The recipe\'s options as JSON, e.g. {"donors": 2}')
    ] = "{}",
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Build preference pairs. Example: python app.py pairs build --recipe acpo"""
    from annotation.build import build_pairs

    opened = open_workspace(workspace, database)
    with progress_bar() as progress:
        done = build_pairs(opened, recipe, json.loads(options), shown(progress, "Building pairs"))
    console.print(f"{done.built} pairs built, {done.already} already there.")


def main() -> None:
    """Run a command; a person's error is one sentence and exit code 1."""
    try:
        app()
    except UserError as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
