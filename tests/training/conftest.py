"""A tiny model that was taught nothing, and clips for it to see and hear."""

from pathlib import Path

import pytest

from core.models.base import Model
from core.models.tiny_omni import FAMILY, random_checkpoint


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoint(tmp_path_factory.mktemp("models") / "random")


@pytest.fixture
def model(checkpoint: Path) -> Model:
    return FAMILY.load(str(checkpoint))
