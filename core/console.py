"""What all commands share: the workspace they work in, progress bars, NAME=VALUE words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from core.errors import BadRecord
from core.workspace import Workspace

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


def named_values(given: list[str]) -> dict[str, float | bool | str]:
    """NAME=VALUE words as a mapping; a value that reads as JSON's number or truth is one."""
    values: dict[str, float | bool | str] = {}
    for word in given:
        name, equals, value = word.partition("=")
        if not equals:
            raise BadRecord(f'"{word}" is no option; write NAME=VALUE.')
        try:
            values[name] = json.loads(value)
        except ValueError:
            values[name] = value
    return values
