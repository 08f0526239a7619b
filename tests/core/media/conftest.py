"""Bad and demo files of media, and what becomes of the good among the bad."""

from pathlib import Path

import pytest

from core import media
from tests.core.media.originals import ACCEPTED, BAD, DEMO


@pytest.fixture(scope="module")
def normalised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every acceptable bad file and one demo clip, made playable: file by original name."""
    folder = tmp_path_factory.mktemp("normalised")
    originals = [*(BAD / name for name in ACCEPTED), DEMO / "cow-pasture.mp4"]
    return {file.name: folder / media.normalise(file, folder).media for file in originals}
