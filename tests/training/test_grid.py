"""The grid's rates for answerers whose rates are known: one that listens, one that only looks."""

from collections.abc import Callable, Sequence

import pytest

from core import prompts
from core.clip import Split
from core.workspace import Workspace
from training.batch import View
from training.grid import (
    RATES,
    Cell,
    ask,
    cells,
    combinations,
    fits,
    known_clips,
    own_sounds,
    rates,
    unseen_combinations,
)


class Answerer:
    """Answers by a rule instead of by weights; it is shown the view itself."""

    def __init__(self, workspace: Workspace, rule: Callable[[str, str, str], str]) -> None:
        known = {clip.clip.id: clip for clip in known_clips(workspace.store)}
        self._known, self._rule = known, rule

    def input(self, view: View) -> View:
        return view

    def answers(self, asked: Sequence[tuple[View, str]], _max_new_tokens: int) -> list[str]:
        return [
            self._rule(
                prompt,
                self._known[view.input.video or ""].seen,
                self._known[view.input.audio or ""].heard,
            )
            for view, prompt in asked
        ]


def listens(prompt: str, seen: str, heard: str) -> str:
    said = {
        prompts.HEAR[0]: f"I hear a {heard}.",
        prompts.SEE[0]: f"There is a {seen}.",
        prompts.BOTH[0]: f"A {seen} is shown while a {heard} is heard.",
        prompts.is_heard(heard): "Yes.",
    }
    return said.get(prompt, "No.")


def only_looks(prompt: str, seen: str, _heard: str) -> str:
    said = {
        prompts.HEAR[0]: f"I hear a {seen}.",
        prompts.SEE[0]: f"There is a {seen}.",
        prompts.BOTH[0]: f"A {seen} is shown and heard.",
        prompts.is_heard(seen): "Yes.",
    }
    return said.get(prompt, "No.")


@pytest.fixture
def grid(demo: Workspace) -> list[Cell]:
    known = known_clips(demo.store)
    swapped = combinations(known, Split.TEST)
    assert len(swapped) >= 5
    pictures = {picture.clip.id: picture for picture, _ in swapped}
    return cells(swapped, known, (1, 2)) + cells(own_sounds(pictures.values()), known, (1,))


def values(demo: Workspace, grid: list[Cell], rule: Callable[[str, str, str], str]) -> dict:
    answerer = Answerer(demo, rule)
    found = rates(ask(answerer, answerer, grid))  # type: ignore[arg-type]  # see Answerer
    return {rate: score.value for rate, score in found.items()}


def test_a_model_that_listens_is_right_everywhere(demo: Workspace, grid: list[Cell]) -> None:
    assert values(demo, grid, listens) == {
        "hallucination_rate": 0.0,
        "audio_accuracy": 1.0,
        "visual_accuracy": 1.0,
        "matched_accuracy": 1.0,
        "joint_accuracy": 1.0,
        "yes_to_seen_rate": 0.0,
        "yes_to_heard_rate": 1.0,
        "yes_to_third_rate": 0.0,
        "yes_rate": pytest.approx(1 / 3),
    }


def test_a_model_that_only_looks_hallucinates_on_every_swap(
    demo: Workspace, grid: list[Cell]
) -> None:
    found = values(demo, grid, only_looks)
    assert found["hallucination_rate"] == 1.0
    assert found["yes_to_seen_rate"] == 1.0
    assert found["audio_accuracy"] == found["joint_accuracy"] == 0.0
    assert found["visual_accuracy"] == 1.0
    assert found["matched_accuracy"] == 0.9  # a kitten is seen, but what is heard is called a cat


def test_a_model_that_says_yes_to_all_is_seen_through(demo: Workspace, grid: list[Cell]) -> None:
    found = values(demo, grid, lambda *_: "Yes.")
    assert found["yes_rate"] == found["yes_to_third_rate"] == 1.0
    assert found["hallucination_rate"] == found["matched_accuracy"] == 0.0


def test_nothing_asked_leaves_every_rate_empty() -> None:
    found = rates([])
    assert set(found) == set(RATES)
    assert all(score.n == 0 for score in found.values())


def test_held_out_combinations_hold_no_unseen_source_and_are_apart(demo: Workspace) -> None:
    known = known_clips(demo.store)
    parts = {
        part: {(picture.clip.name, sound.clip.name) for picture, sound in combinations(known, part)}
        for part in Split
    }
    assert all(parts.values())
    assert not parts[Split.TEST] & parts[Split.VALIDATION]
    assert not parts[Split.TEST] & parts[Split.TRAIN]
    names = {name for combination in parts[Split.TEST] for name in combination}
    assert "horses-hill" not in names
    assert unseen_combinations(known) == []  # one unseen clip makes no combination


def test_a_picture_takes_no_sound_that_it_shows(demo: Workspace) -> None:
    by_name = {known.clip.name: known for known in known_clips(demo.store)}
    cow, owl = by_name["cow-pasture"], by_name["owl-branch"]
    assert fits(cow, owl)
    assert not fits(cow, cow)


def test_the_third_thing_is_neither_seen_nor_heard(grid: list[Cell]) -> None:
    for cell in grid:
        assert cell.third
        assert cell.third not in {cell.picture.seen, cell.sound.heard, cell.sound.seen}
