"""Sound: samples in step with the picture."""

from pathlib import Path

import numpy as np
import pytest

from core import media
from tests.core.made_media import a_tone, a_video


def test_samples_are_the_mean_of_the_channels(tmp_path: Path) -> None:
    both = np.concatenate([a_tone(2, amplitude=0.6), a_tone(2, amplitude=0.2)])
    heard = media.samples(a_video(tmp_path / "stereo.mp4", both))
    assert heard[8_000:24_000].std() == pytest.approx(0.4 / 2**0.5, rel=0.01)
