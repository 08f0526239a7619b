"""The database: opened, migrated after a backup copy, and read and written in domain types."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.pool import ConnectionPoolEntry

from core.records.clips import ClipRecords
from core.records.evidence import CaseRecords, ComparisonRecords, ReportRecords, RunRecords
from core.records.pairs import PairRecords
from core.records.queue import QueueRecords
from core.records.verdicts import VerdictRecords


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


def _prepare_sqlite(connection: object, _record: ConnectionPoolEntry) -> None:
    """WAL so that readers never wait; FULL so that an answered verdict outlives a power cut."""
    cursor = connection.cursor()  # type: ignore[attr-defined]  # a DB-API connection
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    head = ScriptDirectory.from_config(config).get_current_head()
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    if current == head:
        return
    if current is not None:
        _back_up(engine, current)
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _back_up(engine: Engine, revision: str) -> None:
    """Copy the SQLite file beside itself before its tables change."""
    file = make_url(str(engine.url)).database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    shutil.copy2(file, f"{file}.{revision}.{stamp}.backup")
