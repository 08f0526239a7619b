"""The database: opened, migrated after a backup copy, and read and written in domain types."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import ConnectionPoolEntry

from core.records.clips import ClipRecords
from core.records.evidence import CaseRecords, ComparisonRecords, ReportRecords, RunRecords
from core.records.pairs import PairRecords
from core.records.queue import QueueRecords
from core.records.verdicts import VerdictRecords

_PATIENCE_S = 10  # how long a connection waits for another one's lock
_MIGRATION_LOCK = 7_263_301  # a number of our own among PostgreSQL's advisory locks


class Store:
    """Everything that people and models said, in one database.

    `database` is an SQLAlchemy address: sqlite:///FILE or postgresql+psycopg://…
    """

    def __init__(self, database: str) -> None:
        self.engine = _open(database)
        _migrate(self.engine)
        self.clips = ClipRecords(self.engine)
        self.pairs = PairRecords(self.engine)
        self.verdicts = VerdictRecords(self.engine)
        self.queue = QueueRecords(self.engine)
        self.runs = RunRecords(self.engine)
        self.comparisons = ComparisonRecords(self.engine)
        self.reports = ReportRecords(self.engine)
        self.cases = CaseRecords(self.engine)

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _open(database: str) -> Engine:
    engine = create_engine(database)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: ConnectionPoolEntry) -> None:
    """WAL so that readers never wait; FULL so that an answered verdict outlives a power cut."""
    connection.execute(f"PRAGMA busy_timeout={_PATIENCE_S * 1000}")
    _write_ahead(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to the write-ahead log; of those who do so at once, SQLite lets only one not fail."""
    give_up = time.monotonic() + _PATIENCE_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            is_busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not is_busy or time.monotonic() > give_up:
                raise
            time.sleep(0.01)
        else:
            return


def _migrate(engine: Engine) -> None:
    """Bring the tables to their newest form: all of it or nothing, one process at a time."""
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        if _revision(connection) == head:
            return
    with _alone(engine) as connection:
        current = _revision(connection)  # another process may just have done it
        if current == head:
            return
        if current is not None:
            _back_up(engine, current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _alone(engine: Engine) -> Iterator[Connection]:
    """A transaction that one process at a time is in; what fails in it leaves nothing behind."""
    is_sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")  # a table may be made anew
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver opens none before a table
        else:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        yield connection
        connection.commit()
        if is_sqlite:
            connection.exec_driver_sql("PRAGMA foreign_keys=ON")


def _back_up(engine: Engine, revision: str) -> None:
    """Copy the SQLite database beside itself before its tables change.

    SQLite copies it, so that what lies in the write-ahead log is in the copy, too.
    """
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    draft = Path(f"{file}.{revision}.{stamp}.tmp")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(draft)) as target:
        source.backup(target)
    draft.replace(draft.with_suffix(".backup"))
