"""A throw-away PostgreSQL server on a socket in a temporary folder."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of the newest installed server's programs, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return folders[-1].parent if folders else None


@contextmanager
def served() -> Iterator[str]:
    """Run a server that listens on no network; yields its SQLAlchemy address."""
    found = programs()
    if found is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="soundcheck-postgresql-"))
    is_root = os.geteuid() == 0
    if is_root:  # the server refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
    become = ["runuser", "-u", "postgres", "--"] if is_root else []
    data = folder / "data"

    def call(*command: object) -> None:
        plain = [*become, *map(str, command)]
        subprocess.run(plain, check=True, stdout=subprocess.DEVNULL, cwd=folder)

    call(found / "initdb", "-D", data, "-U", "tester", "-A", "trust", "--no-sync", "-E", "UTF8")
    control = (found / "pg_ctl", "-D", data, "-w", "-l", folder / "log")
    options = f"-c listen_addresses='' -c fsync=off -k {folder}"
    call(*control, "-o", options, "start")
    try:
        yield f"postgresql+psycopg://tester@/postgres?host={folder}"
    finally:
        call(*control, "-m", "immediate", "stop")
        shutil.rmtree(folder)
