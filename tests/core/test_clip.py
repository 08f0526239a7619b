"""Clips and inputs: what they are, and which cannot be."""

import math

import pytest

from core.clip import AVInput
from core.errors import BadRecord
from tests.builders import a_clip


@pytest.mark.parametrize("duration_s", [0.0, -1.0, math.nan])
def test_a_clip_without_length_is_refused_by_name(duration_s: float) -> None:
    with pytest.raises(BadRecord, match="Clip cow-pasture has no length"):
        a_clip(duration_s=duration_s)


@pytest.mark.parametrize(("loudness_db", "audible"), [(-20.0, True), (-60.0, True), (-60.1, False)])
def test_a_clip_is_audible_from_60_db_below_full_scale(loudness_db: float, audible: bool) -> None:
    assert a_clip(loudness_db=loudness_db).is_audible is audible


def test_an_input_needs_a_picture_or_a_sound() -> None:
    with pytest.raises(BadRecord, match="a picture or a sound"):
        AVInput(None, None)


@pytest.mark.parametrize(
    ("video", "audio", "swapped"),
    [("a", "b", True), ("a", "a", False), ("a", None, False), (None, "b", False)],
)
def test_an_input_is_swapped_if_its_sides_come_from_two_clips(
    video: str | None, audio: str | None, swapped: bool
) -> None:
    assert AVInput(video, audio).is_swapped is swapped
