"""A pair as plain values: sides in their order, what differs, whose sound."""

import pytest

from core.clip import AVInput
from core.store import Store
from core.verdict import Sides
from core.workspace import Workspace
from tests.builders import a_clip, a_pair, a_turn
from ui.components.pair_card import card_of, heading_of, inputs_of, marked

COW, CAT = "c" * 16, "d" * 16


@pytest.fixture
def store(workspace: Workspace) -> Store:
    workspace.store.clips.add(a_clip(COW, "cow-pasture"))
    workspace.store.clips.add(a_clip(CAT, "cat-yarn"))
    return workspace.store


def test_two_answers_are_judged_under_their_one_sound(store: Store) -> None:
    card = card_of(store, a_pair(), Sides.CHOSEN_FIRST)
    assert card["heading"] == "Which sound?"
    assert [side["role"] for side in card["sides"]] == ["chosen", "rejected"]
    assert {(side["track"], side["sound"]) for side in card["sides"]} == {("swapped", "cat-yarn")}


def test_one_answer_is_judged_under_both_sounds(store: Store) -> None:
    pair = a_pair(a_turn(audio=COW), a_turn(audio=CAT), kind="acpo/sensitivity")
    card = card_of(store, pair, Sides.REJECTED_FIRST)
    assert [(side["role"], side["track"], side["sound"]) for side in card["sides"]] == [
        ("rejected", "swapped", "cat-yarn"),
        ("chosen", "original", "cow-pasture"),
    ]
    assert inputs_of(pair) == (AVInput(COW, COW), AVInput(COW, CAT))


def test_a_pair_without_another_sound_has_none_to_switch_to() -> None:
    pair = a_pair(a_turn("A cow moos.", audio=COW), a_turn("A cat meows.", audio=COW))
    assert inputs_of(pair) == (AVInput(COW, COW), None)


def test_a_side_without_sound_is_the_players_other_track(store: Store) -> None:
    pair = a_pair(a_turn(audio=COW), a_turn(audio=None), kind="another/silence")
    card = card_of(store, pair, Sides.CHOSEN_FIRST)
    assert [(side["track"], side["sound"], side["is_silent"]) for side in card["sides"]] == [
        ("original", "cow-pasture", False),
        ("swapped", "No sound", True),
    ]
    assert inputs_of(pair) == (AVInput(COW, COW), AVInput(COW, None))


def test_an_unknown_kind_still_has_a_heading() -> None:
    assert heading_of("another/spurious_cue")[0] == "Spurious cue"


def test_words_that_differ_are_marked_in_answers_that_are_alike() -> None:
    one, other = marked("A cow moos twice, far away.", "A cow moos once, far away.")
    assert [run["text"] for run in one if run["differs"]] == [" twice,"]
    assert [run["text"] for run in other if run["differs"]] == [" once,"]


def test_answers_that_share_little_are_not_marked() -> None:
    one, other = marked("A siren wails.", "Three brown hens peck on a lawn.")
    assert one == [{"text": "A siren wails.", "differs": False}]
    assert other == [{"text": "Three brown hens peck on a lawn.", "differs": False}]


@pytest.mark.parametrize("text", ["", "Yes.", "  two   spaces kept ", "<b>noise</b> & ${x}"])
def test_no_character_is_lost(text: str) -> None:
    one, other = marked(text, "A quiet room.")
    assert "".join(run["text"] for run in one) == text.rstrip()
    assert "".join(run["text"] for run in other) == "A quiet room."
