"""The command line: opens the app, and does every step of the flow without it."""

import os
import sys
from typing import Annotated

import typer

import annotation.commands
import training.commands
from core.console import (
    WORKSPACE,
    DatabaseOption,
    WorkspaceOption,
    console,
    open_workspace,
    progress_bar,
    shown,
)
from core.errors import UserError
from core.workspace import Workspace

app = typer.Typer(
    help="Soundcheck: check, and repair, whether audio-visual language models really listen.",
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)
app.add_typer(annotation.commands.app)
app.add_typer(training.commands.app)


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


def first_steps(workspace: Workspace) -> None:
    """On a fresh start: import the demo clips and build their pairs."""
    from annotation.build import build_pairs
    from annotation.ingest import demo_folder, import_folder

    if workspace.store.clips.count():
        return
    with progress_bar() as progress:
        import_folder(workspace, demo_folder(), shown(progress, "Importing the demo clips"))
        build_pairs(workspace, "acpo", {}, shown(progress, "Building pairs"))


def main() -> None:
    """Run a command; a person's error is one sentence and exit code 1."""
    try:
        app()
    except UserError as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
