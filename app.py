"""The command line: opens the app, and does every step of the flow without it."""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

import annotation.commands
import training.commands
from core.console import (
    WORKSPACE,
    DatabaseOption,
    WorkspaceOption,
    check_target,
    console,
    open_workspace,
    progress_bar,
    shown,
)
from core.errors import UserError
from core.workspace import Workspace

DONE = "done"  # in the workspace's mark of its first steps

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


@contextmanager
def timed(seconds: dict[str, float], step: str) -> Iterator[None]:
    """Note how long a step took."""
    started = time.monotonic()
    yield
    seconds[step] = time.monotonic() - started


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="Folder for workspace, report, table and figures.")],
    seed: Annotated[int, typer.Option(help="Seed of the training.")] = 0,
    checkpoint: Annotated[str, typer.Option(help="Folder; empty: the shipped tiny-omni.")] = "",
    steps: Annotated[int, typer.Option(help="Of the training; 0: as many as usual.")] = 0,
) -> None:
    """The whole flow without a browser. Example: python app.py demo --out demo-result"""
    from training.commands import USUAL, follow
    from training.demonstration import draw, table, write_report
    from training.evaluate import evaluate
    from training.runs import run_status, start_run

    workspace, seconds = open_workspace(out / "workspace", ""), dict[str, float]()
    verified_pairs(workspace, seconds)
    with timed(seconds, "train"):
        config = replace(USUAL, checkpoint=checkpoint, seed=seed, steps=steps or USUAL.steps)
        run = start_run(workspace, config, by="demo")
        follow(workspace, run)
    adapter = run_status(workspace, run).adapter
    with timed(seconds, "swap_grid"), progress_bar() as progress:
        move = shown(progress, "Asking")
        base, tuned = reports = evaluate(
            workspace, adapter=adapter, progress=lambda what, done, of: move(done, of, what)
        )
    with timed(seconds, "figures"):
        draw(workspace, run, base, tuned, out)
    write_report(reports, seconds, out / "report.json")
    (out / "table.txt").write_text(table(reports) + "\n")
    print(table(reports))


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="A file of tests/measurements, or all.")],
    out: Annotated[Path | None, typer.Option(help="Write the numbers to this file.")] = None,
) -> None:
    """Measure. Example: python app.py bench verify --out verify.json"""
    from core import plugins

    check_target(out)
    package = "tests.measurements"  # they need requirements-dev.txt, as tests do
    chosen = plugins.names(package) if name == "all" else [name]
    found = {one: plugins.load(package, one, "measure")() for one in chosen}
    told = json.dumps(found if name == "all" else found[name], indent=1)
    if out is not None:
        out.write_text(told)
    print(told)


def verified_pairs(workspace: Workspace, seconds: dict[str, float]) -> None:
    """The demo clips, their pairs, and the verdicts that follow from the manifest's truth."""
    from annotation.build import build_pairs
    from annotation.ingest import demo_folder, import_folder
    from annotation.truth import judge_all

    with progress_bar() as progress:
        with timed(seconds, "import"):
            import_folder(workspace, demo_folder(), shown(progress, "Importing"))
        with timed(seconds, "pairs"):
            build_pairs(workspace, "acpo", {}, shown(progress, "Building pairs"))
    with timed(seconds, "verdicts"):
        judge_all(workspace.store)


def first_steps(workspace: Workspace, clips: Path | None = None) -> None:
    """On a fresh start: import the demo clips, or those of a folder, and build their pairs.

    A start that was cut short is finished by the next one. Where clips were imported before the
    first start, the workspace is somebody's own, and the demo stays out.
    """
    from annotation.build import build_pairs
    from annotation.ingest import demo_folder, import_folder

    mark = workspace.first_steps
    if mark.exists():
        if mark.read_text() == DONE:
            return
    elif workspace.store.clips.count():
        return
    mark.write_text("begun")
    with progress_bar() as progress:
        told = shown(progress, "Importing the demo clips")
        import_folder(workspace, clips or demo_folder(), told)
        build_pairs(workspace, "acpo", {}, shown(progress, "Building pairs"))
    mark.write_text(DONE)


def main() -> None:
    """Run a command; a person's error is one sentence and exit code 1."""
    try:
        app()
    except UserError as error:
        console.print(str(error), style="red", markup=False, soft_wrap=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
