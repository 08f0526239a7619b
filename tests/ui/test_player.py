"""What the player is told: a donor's events on the picture's axis, and both tracks' files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clip import AVInput
from core.errors import NotFound
from core.workspace import Workspace
from tests.builders import an_event
from ui.components.player import looped, player, sample_of


def times(
    sound_s: float, picture_s: float, *events: tuple[float, float]
) -> list[tuple[float, float]]:
    heard = [an_event(onset_s=onset, offset_s=offset) for onset, offset in events]
    return [(one["onset_s"], one["offset_s"]) for one in looped(heard, sound_s, picture_s)]


def test_events_of_a_short_sound_repeat_with_it() -> None:
    assert times(4.0, 10.0, (1.0, 2.0)) == [(1.0, 2.0), (5.0, 6.0), (9.0, 10.0)]


def test_events_of_a_long_sound_are_cut_with_it() -> None:
    assert times(9.0, 5.0, (1.0, 2.0), (4.5, 6.0), (7.0, 8.0)) == [(1.0, 2.0), (4.5, 5.0)]


def test_a_sound_of_equal_length_plays_once() -> None:
    assert times(6.4, 6.4, (0.0, 6.4)) == [(0.0, 6.4)]
    assert times(0.1 + 0.2, 0.3, (0.0, 0.1)) == [(0.0, 0.1)]


def test_a_sliver_left_by_the_cut_is_dropped() -> None:
    assert times(4.0, 5.001, (1.0, 2.0)) == [(1.0, 2.0)]


@given(
    sound_s=st.floats(0.5, 60),
    picture_s=st.floats(0.5, 60),
    onset=st.floats(0, 0.8),
    length=st.floats(0.05, 0.2),
)
def test_a_placed_event_is_heard_where_the_looped_sound_has_it(
    sound_s: float, picture_s: float, onset: float, length: float
) -> None:
    event = (onset * sound_s, (onset + length) * sound_s)
    placed = times(sound_s, picture_s, event)
    for start, end in placed:
        assert 0 <= start < end <= picture_s + 0.001
        turn = round((start - event[0]) / sound_s)
        assert start - turn * sound_s == pytest.approx(event[0], abs=0.002)
    assert len(placed) <= picture_s / sound_s + 1


def test_a_sample_names_the_files_of_both_sounds(demo: Workspace) -> None:
    cow, cat = demo.store.clips.named("cow-pasture"), demo.store.clips.named("cat-yarn")
    sample = sample_of(demo, AVInput(cow.id, cow.id), AVInput(cow.id, cat.id), start="swapped")
    swapped = sample["swapped"]
    assert swapped is not None
    assert sample["start"] == {"t": 0.0, "track": "swapped"}
    assert (sample["original"]["title"], swapped["title"]) == ("cow-pasture", "cat-yarn")
    assert sample["original"]["video"] == f"/media/{cow.media}"
    assert swapped["video"] != sample["original"]["video"]
    assert swapped["peaks"] != sample["original"]["peaks"]
    assert {event["label"] for event in swapped["events"]} == {"Cat meow"}


def test_a_sample_without_another_sound_starts_with_its_own(demo: Workspace) -> None:
    cow = demo.store.clips.named("cow-pasture")
    sample = sample_of(demo, AVInput(cow.id, cow.id), start="swapped")
    assert sample["swapped"] is None
    assert sample["start"]["track"] == "original"
    later = sample_of(demo, AVInput(cow.id, cow.id))
    assert later["seq"] > sample["seq"]


def test_a_sample_of_no_clip_is_refused(demo: Workspace) -> None:
    with pytest.raises(NotFound, match="nothing"):
        sample_of(demo, AVInput("nothing", "nothing"))


def test_data_never_enter_the_template_of_the_component() -> None:
    component = player("player")
    assert component.html_template == '<div class="sc sc-player"></div>'
