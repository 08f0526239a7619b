"""A command as somebody types it to work in this very workspace."""

import shlex
from pathlib import Path

from sqlalchemy.engine import make_url

from core.console import WORKSPACE
from core.workspace import Workspace


def command_line(workspace: Workspace, *words: str) -> str:
    """`python app.py WORDS…`, with the workspace and the database where they are not the usual."""
    place = place_of(workspace)
    named = [part for option, value in place.items() if value for part in (f"--{option}", value)]
    return shlex.join(["python", "app.py", *words, *named])


def place_of(workspace: Workspace) -> dict[str, str]:
    """Workspace and database as options; empty where a command finds them by itself.

    A password stays out of the page: three stars stand for it.
    """
    usual = f"sqlite:///{workspace.folder / 'soundcheck.sqlite'}"
    return {
        "workspace": "" if workspace.folder == Path(WORKSPACE).resolve() else str(workspace.folder),
        "database": "" if workspace.database == usual else without_password(workspace.database),
    }


def without_password(database: str) -> str:
    """A database's address that may be shown; "***" for its password wherever it stands."""
    address = make_url(database)
    hidden = {name: "***" for name in address.query if "password" in name.lower()}
    return address.update_query_dict(hidden).render_as_string(hide_password=True)
