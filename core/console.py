"""What all commands share: the workspace they work in, progress bars, NAME=VALUE words."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

from core.errors import BadRecord, NotFound, Unavailable
from core.workspace import Workspace

console = Console(stderr=True)

WorkspaceOption = Annotated[
    Path, typer.Option("--workspace", help="Folder of the workspace; made at first use.")
]
DatabaseOption = Annotated[
    str, typer.Option("--database", help="SQLAlchemy address; empty: SQLite in the workspace.")
]
WORKSPACE = Path("workspace")
_ADDRESSES = (
    "--database is no address of a database that can be used here. Write sqlite:///FILE or "
    "postgresql+psycopg://USER:PASSWORD@HOST/NAME."
)


def open_workspace(folder: Path, database: str) -> Workspace:
    """The workspace, with its database migrated; Unavailable if one of them cannot be opened."""
    if database:
        _check_address(database)
    try:
        workspace = Workspace(folder, database or None)
    except OSError as error:
        raise Unavailable(
            f'"{folder}" cannot be a workspace ({error.strerror}). Choose another folder.'
        ) from error
    try:
        _ = workspace.store
    except DBAPIError as error:
        shown_address = make_url(workspace.database).render_as_string(hide_password=True)
        why = str(error.orig).strip().splitlines()[0].rstrip(".")
        raise Unavailable(
            f"The database {shown_address} cannot be opened: {why}. Check the address, and that "
            "its server runs."
        ) from error
    return workspace


def _check_address(database: str) -> None:
    """Refuse what no database of ours can have as its address; it may hold a password."""
    try:
        url = make_url(database)
        url.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError) as error:
        raise Unavailable(_ADDRESSES) from error
    if url.get_backend_name() not in {"sqlite", "postgresql"}:
        raise Unavailable(_ADDRESSES)


def check_target(file: Path | None) -> None:
    """Refuse a file that could not be written, before any work is done for it."""
    if file is None:
        return
    if not file.absolute().parent.is_dir():
        raise NotFound(f'There is no folder "{file.parent}" to write to. Make it first.')
    if file.is_dir():
        raise NotFound(f'"{file}" is a folder. Name a file in it.')


def progress_bar() -> Progress:
    """A bar with a count and the time left, on standard error."""
    return Progress(
        TextColumn("{task.description}", markup=False),  # a file's name may look like markup
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
