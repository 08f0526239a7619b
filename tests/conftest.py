"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.workspace import Workspace
from tests import postgresql


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    made = Workspace(tmp_path / "workspace")
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def postgresql_address() -> Iterator[str]:
    if postgresql.programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with postgresql.served() as address:
        yield address
