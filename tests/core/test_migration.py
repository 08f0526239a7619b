"""Migration: whole or not at all, by one process at a time, after a backup that can be read."""

import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine

from core import store as store_module
from core.store import Store
from tests.builders import a_clip, a_pair, a_verdict

MIGRATIONS = Path(store_module.__file__).parent / "migrations"

DIE_AT = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from core.store import Store

@event.listens_for(Engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if sys.argv[2] in statement:
        os.kill(os.getpid(), signal.SIGKILL)

Store(sys.argv[1])
"""
OPEN_EACH = """
import sys
from core.store import Store
print("ready", flush=True)
for line in sys.stdin:
    Store(line.strip()).close()
    print("open", flush=True)
"""


def address_of(file: Path) -> str:
    return f"sqlite:///{file}"


def at_first_revision(file: Path) -> None:
    """A database as the first version made it, with a clip in it."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = create_engine(address_of(file))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    engine.dispose()


def tables(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}


@pytest.mark.parametrize("statement", ["CREATE TABLE pairs", "INTO alembic_version"])
def test_a_killed_first_migration_leaves_nothing_half_made(tmp_path: Path, statement: str) -> None:
    file = tmp_path / "soundcheck.sqlite"
    killed = subprocess.run(
        [sys.executable, "-c", DIE_AT, address_of(file), statement], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert tables(file) == set()
    store = Store(address_of(file))
    assert store.clips.add(a_clip())
    store.close()


def test_a_killed_later_migration_leaves_the_old_tables_and_their_rows(tmp_path: Path) -> None:
    file = tmp_path / "soundcheck.sqlite"
    at_first_revision(file)
    before = tables(file)
    killed = subprocess.run(
        [sys.executable, "-c", DIE_AT, address_of(file), "DROP TABLE undos"], check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert tables(file) == before
    Store(address_of(file)).close()
    assert tables(file) > before


def test_a_migration_keeps_what_was_said_and_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "soundcheck.sqlite"
    at_first_revision(file)
    pair = a_pair()
    with closing(sqlite3.connect(file)) as old, old:
        old.execute(
            "INSERT INTO pairs VALUES (?, 1, ?, 'g', NULL, ?, ?, 'test', '{}', NULL, '')",
            (pair.id, pair.kind, '{"input":{"video":"a","audio":"b"}}', "{}"),
        )
        verdict = a_verdict(pair.id)
        old.execute(
            "INSERT INTO verdicts VALUES (1, ?, ?, 'ann', '{}', 'accept', '', '[]', 1, ?, '', '')",
            (verdict.token, pair.id, verdict.sides),
        )
        old.execute("INSERT INTO undos VALUES ('u1', ?, 'ann', '')", (verdict.token,))
    store = Store(address_of(file))
    taken_back = store.verdicts.undone_by("u1")
    assert taken_back is not None
    assert taken_back.token == verdict.token
    store.close()


def test_the_backup_holds_what_lies_in_the_write_ahead_log_while_somebody_reads(
    tmp_path: Path,
) -> None:
    file = tmp_path / "soundcheck.sqlite"
    at_first_revision(file)
    with closing(sqlite3.connect(file)) as writer, closing(sqlite3.connect(file)) as reader:
        writer.execute("PRAGMA journal_mode=WAL")
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM cases").fetchall()  # it holds the log in its present state
        rows = [(f"{n:016d}", "b" * 500) for n in range(300)]
        writer.executemany("INSERT INTO cases VALUES (?, ?, 'now')", rows)
        writer.commit()
        Store(address_of(file)).close()
    (backup,) = tmp_path.glob("soundcheck.sqlite.0001.*")
    assert backup.suffix == ".backup"
    with closing(sqlite3.connect(backup)) as kept:
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert kept.execute("SELECT count(*) FROM cases").fetchone() == (300,)
        assert kept.execute("SELECT * FROM alembic_version").fetchone() == ("0001",)


def opened_at_once(addresses: list[str]) -> None:
    """Three processes open each of these databases in the same moment, and none fails."""
    with ExitStack() as running:
        openers = [
            running.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", OPEN_EACH],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    bufsize=1,
                )
            )
            for _ in range(3)
        ]
        lines = [opener.stdout for opener in openers if opener.stdout is not None]
        assert [line.readline() for line in lines] == ["ready\n"] * 3
        for address in addresses:
            for opener in openers:
                assert opener.stdin is not None
                opener.stdin.write(address + "\n")
            assert [line.readline() for line in lines] == ["open\n"] * 3
    assert [opener.returncode for opener in openers] == [0] * 3


def test_processes_that_open_a_new_workspace_at_once_all_can(tmp_path: Path) -> None:
    opened_at_once([address_of(tmp_path / f"{number}.sqlite") for number in range(10)])


def test_processes_that_open_a_new_postgresql_database_at_once_all_can(
    postgresql_address: str,
) -> None:
    engine = create_engine(postgresql_address, isolation_level="AUTOCOMMIT")
    names = [f"fresh{number}" for number in range(3)]
    with engine.connect() as connection:
        for name in names:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    opened_at_once([postgresql_address.replace("/postgres?", f"/{name}?") for name in names])


def test_connections_that_switch_a_new_file_to_write_ahead_at_once_all_can(tmp_path: Path) -> None:
    for number in range(40):
        engines = [store_module._open(address_of(tmp_path / f"{number}.sqlite")) for _ in range(4)]
        start = Barrier(len(engines))

        def mode(engine: Engine, start: Barrier = start) -> str:
            start.wait()
            with engine.connect() as connection:
                return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())

        with ThreadPoolExecutor(len(engines)) as pool:
            assert list(pool.map(mode, engines)) == ["wal"] * 4
        for engine in engines:
            engine.dispose()
