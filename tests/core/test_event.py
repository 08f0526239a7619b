"""Sound events are labelled intervals that go forward in time."""

import math

import pytest

from core.errors import BadRecord
from tests.builders import an_event


@pytest.mark.parametrize(
    ("onset_s", "offset_s"),
    [(-0.1, 1.0), (1.0, 1.0), (2.0, 1.0), (math.nan, 1.0), (0.0, math.inf)],
)
def test_an_event_that_does_not_go_forward_is_refused(onset_s: float, offset_s: float) -> None:
    with pytest.raises(BadRecord, match=r'"Cow moo" of clip c+ must start at 0 s or later'):
        an_event(onset_s=onset_s, offset_s=offset_s)


def test_an_event_needs_a_label() -> None:
    with pytest.raises(BadRecord, match="has no label"):
        an_event(label=" ")


def test_its_length_is_from_onset_to_offset() -> None:
    assert an_event(onset_s=0.5, offset_s=2.0).duration_s == 1.5
