"""Pictures: frames stand upright and are shown when their timestamps say."""

from pathlib import Path

import av
import numpy as np
import pytest

from core import media
from tests.core.made_media import a_tone, a_video, picture_times
from tests.core.media.originals import BAD


def test_a_turned_picture_comes_upright(normalised: dict[str, Path]) -> None:
    with av.open(str(BAD / "rotated-90.mp4")) as container:
        stored = next(container.decode(video=0)).to_ndarray(format="rgb24")  # (320, 180, 3)
    shown = media.frames(normalised["rotated-90.mp4"], 80)[0]
    assert shown.shape == (180, 320, 3)
    assert np.abs(shown.astype(int) - np.rot90(stored)).mean() < 6
    assert np.abs(shown.astype(int) - np.rot90(stored, 3)).mean() > 20


@pytest.mark.parametrize("name", ["variable-frame-rate.mp4", "edit-list.mp4", "vp9-opus.webm"])
def test_frames_are_shown_when_their_timestamps_say(normalised: dict[str, Path], name: str) -> None:
    before, after = (media.frames(file, 13) for file in (BAD / name, normalised[name]))
    assert np.abs(before.astype(int) - after).mean() < 4


def test_what_an_edit_list_hides_stays_hidden(normalised: dict[str, Path]) -> None:
    with av.open(str(BAD / "edit-list.mp4")) as container:
        first = next(frame for frame in container.decode(video=0) if frame.pts >= 0)
        expected = first.to_ndarray(format="rgb24").astype(int)
    shown = media.frames(normalised["edit-list.mp4"], 87)[0]
    assert np.abs(expected - shown).mean() < 4
    assert len(picture_times(normalised["edit-list.mp4"])) == 87


def test_frames_are_evenly_spread_and_scaled(tmp_path: Path) -> None:
    video = a_video(tmp_path / "brighter.mp4", a_tone(2), seconds=2)
    seen = media.frames(video, 4, (64, 36))
    assert seen.shape == (4, 36, 64, 3)
    levels = seen.mean(axis=(1, 2, 3))
    assert levels == pytest.approx(
        [40 + 160 * part for part in (1 / 8, 3 / 8, 5 / 8, 7 / 8)], abs=5
    )
    assert len(media.frames(video, 70)) == 70  # more than there are: some repeat
    rough = media.frames(video, 4, (64, 36), roughly=True).mean(axis=(1, 2, 3))
    assert rough == pytest.approx(levels, abs=12)
