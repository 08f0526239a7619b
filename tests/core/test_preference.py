"""Preference pairs differ on one axis; anything else is refused by name."""

import pytest

from core.caption import Modality
from core.errors import BadRecord
from core.preference import Contrast, Turn, pair_id
from tests.builders import a_pair, a_turn

GOOD = a_turn("A cat meows.")


def test_a_pair_differs_in_its_response_or_in_its_input() -> None:
    assert a_pair(GOOD, a_turn("A cow moos.")).contrast is Contrast.OUTPUT
    assert a_pair(GOOD, a_turn("A cat meows.", audio="e" * 16)).contrast is Contrast.INPUT
    assert a_pair(GOOD).prompt == GOOD.prompt


@pytest.mark.parametrize(
    "rejected",
    [
        GOOD,
        a_turn("A cow moos.", audio="e" * 16),
        a_turn("A cow moos.", prompt="What is heard?"),
        a_turn("A cow moos.", asks=Modality.VISUAL),
    ],
    ids=["nothing differs", "input and response differ", "another prompt", "another question"],
)
def test_what_differs_otherwise_is_no_pair(rejected: Turn) -> None:
    with pytest.raises(BadRecord, match="Pair strange must ask one question"):
        a_pair(GOOD, rejected, id="strange")


def test_an_id_depends_on_the_content_alone() -> None:
    other = a_turn("A cow moos.")
    first = pair_id("acpo/attribution", GOOD, other)
    assert first == pair_id("acpo/attribution", a_turn("A cat meows."), a_turn("A cow moos."))
    assert len(first) == 16
    changed = (("acpo/retention", GOOD, other), ("acpo/attribution", other, GOOD))
    assert first not in {pair_id(*each) for each in changed}
