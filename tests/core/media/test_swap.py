"""Swapping: another sound under a picture of which not one packet changes."""

from pathlib import Path

import numpy as np
import pytest

from core import media
from core.errors import BadMedia
from tests.core.made_media import (
    RATE_HZ,
    a_click,
    a_tone,
    a_video,
    onset_s,
    picture_packets,
    picture_times,
)
from tests.core.media.originals import BAD, DEMO


@pytest.mark.parametrize(("picture_s", "at_s"), [(2.0, 0.5), (2.0, 1.7), (5.0, 0.05)])
def test_after_a_swap_a_click_is_heard_where_it_was(
    tmp_path: Path, picture_s: float, at_s: float
) -> None:
    picture = a_video(tmp_path / "p.mp4", a_tone(picture_s), picture_s)
    sound = a_video(tmp_path / "s.mp4", a_click(2, at_s), 2)
    media.swap_sound(picture, sound, tmp_path / "swapped.mp4")
    heard = media.samples(tmp_path / "swapped.mp4", RATE_HZ)
    assert onset_s(heard, RATE_HZ) == pytest.approx(at_s, abs=0.003)


def test_a_swap_changes_the_sound_and_not_one_packet_of_the_picture(tmp_path: Path) -> None:
    cow, duck, swapped = (
        tmp_path / media.normalise(DEMO / "cow-pasture.mp4", tmp_path).media,
        tmp_path / media.normalise(DEMO / "white-duck.mp4", tmp_path).media,
        tmp_path / "swapped.mp4",
    )
    media.swap_sound(cow, duck, swapped)
    assert picture_packets(swapped) == picture_packets(cow)
    assert picture_times(swapped) == picture_times(cow)
    heard, cows, ducks = (media.samples(file) for file in (swapped, cow, duck))
    assert len(heard) == len(cows)
    assert np.corrcoef(heard, ducks)[0, 1] > 0.99
    assert abs(np.corrcoef(heard, cows)[0, 1]) < 0.1
    assert media.loudness_db(heard) == pytest.approx(media.loudness_db(cows), abs=0.5)


def test_a_short_sound_is_repeated_and_a_long_one_cut(tmp_path: Path) -> None:
    long = a_video(tmp_path / "long.mp4", a_tone(5.0, hz=300), 5.0)
    short = a_video(tmp_path / "short.mp4", a_click(2.0, 0.5), 2.0)
    media.swap_sound(long, short, tmp_path / "repeated.mp4")
    media.swap_sound(short, long, tmp_path / "cut.mp4")
    repeated = media.samples(tmp_path / "repeated.mp4")
    assert len(repeated) == 5 * 16_000
    for start_s in (0.0, 1.98, 3.96):  # each repeat comes 20 ms earlier for its crossfade
        part = repeated[round(start_s * 16_000) :][: round(1.04 * 16_000)]
        assert onset_s(part, 16_000) == pytest.approx(0.5, abs=0.003)
    assert media.probe(tmp_path / "cut.mp4").duration_s == 2.0


@pytest.mark.parametrize(
    ("own", "donor", "loudness_db"),
    [
        (a_tone(2, amplitude=0.02), a_tone(2, 900, 0.5), -37.0),  # as quiet as the picture's own
        (np.zeros((1, 96_000), np.float32), a_tone(2, 900, 0.5), -23.0),
        (a_tone(2, amplitude=0.5), np.zeros((1, 96_000), np.float32), media.SILENCE_DB),
        (a_tone(2, amplitude=0.9), a_click(2, 1.0), -36.0),  # its peaks forbid more
    ],
    ids=["matched", "own sound silent", "donor silent", "limited by peaks"],
)
def test_a_swapped_sound_is_as_loud_as_the_own_one_and_never_clips(
    tmp_path: Path, own: np.ndarray, donor: np.ndarray, loudness_db: float
) -> None:
    picture = a_video(tmp_path / "p.mp4", own)
    sound = a_video(tmp_path / "s.mp4", donor)
    media.swap_sound(picture, sound, tmp_path / "t.mp4")
    heard = media.sound(tmp_path / "t.mp4")
    assert np.abs(heard).max() < 1
    assert media.loudness_db(heard) == pytest.approx(loudness_db, abs=1.5)


def test_only_playable_clips_are_swapped(tmp_path: Path) -> None:
    with pytest.raises(BadMedia, match="Import it first"):
        media.swap_sound(BAD / "hevc.mp4", BAD / "good.mp4", tmp_path / "t.mp4")
    assert list(tmp_path.iterdir()) == []
