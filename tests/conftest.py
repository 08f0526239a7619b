"""Fixtures that every test may use."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from core.workspace import Workspace
from tests import postgresql

hypothesis.settings.register_profile("soundcheck", deadline=None)  # busy machines are slow
hypothesis.settings.load_profile("soundcheck")


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
