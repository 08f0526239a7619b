"""What all records share: adding only what is new, the time, and dataclasses as JSON."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite


def now() -> str:
    """The present moment as ISO 8601 in UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def lock(connection: Connection, table: Table) -> None:
    """Let nobody else write the table until the transaction ends: what is read now still holds."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:  # reading goes on, and so do rows of other tables that refer to this one
        connection.exec_driver_sql(f"LOCK TABLE {table.name} IN SHARE ROW EXCLUSIVE MODE")


def add_new(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    *,
    any_key: bool = False,
) -> int:
    """Insert the rows whose unique key is not there yet; the number of those added.

    The key is the token or the first column of the primary key; with `any_key`, a row is also
    passed over where another unique column is taken.
    """
    if not rows:
        return 0
    insert = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql
    key = next(iter(table.primary_key.columns)) if "token" not in table.c else table.c.token
    elements = None if any_key else [key]
    statement = insert(table).on_conflict_do_nothing(index_elements=elements).returning(key)
    return sum(len(connection.execute(statement, dict(row)).all()) for row in rows)


T = TypeVar("T")


class Json(Generic[T]):
    """One dataclass as JSON text, by pydantic."""

    def __init__(self, kind: Any) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def write(self, value: T) -> str:
        """The value as JSON."""
        return self._adapter.dump_json(value).decode()

    def read(self, text: str) -> T:
        """The value that the JSON stands for."""
        return self._adapter.validate_json(text)
