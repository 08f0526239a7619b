"""Fixtures of the tests of core."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from core.schema import metadata
from core.store import Store


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "sqlite":
        made = Store(f"sqlite:///{tmp_path / 'test.sqlite'}")
    else:
        made = Store(request.getfixturevalue("postgresql_address"))
        with made.engine.begin() as connection:
            connection.execute(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
    yield made
    made.close()
