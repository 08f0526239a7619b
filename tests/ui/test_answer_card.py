"""Answers judged by the labels of their clips, and their likelihood in words."""

import pytest

from core import prompts
from core.answer import Question
from core.caption import Modality, Thing
from core.clip import AVInput
from core.store import Store
from core.workspace import Workspace
from tests.builders import a_clip
from ui.components.answer_card import judged, likelier
from ui.components.comparison import asked_for


@pytest.fixture
def store(demo: Workspace) -> Store:
    return demo.store


def question(store: Store, prompt: str, picture: str | None, sound: str | None) -> Question:
    ids = [store.clips.named(name).id if name else None for name in (picture, sound)]
    return Question(AVInput(*ids), prompt, asked_for(prompt))


HEAR, SEE, BOTH = prompts.HEAR[0], prompts.SEE[0], prompts.BOTH[0]
COW, CAT = "cow-pasture", "cat-yarn"


@pytest.mark.parametrize(
    ("prompt", "picture", "sound", "answer", "right", "wrong_words"),
    [
        (HEAR, COW, CAT, "A cow moos.", False, ["cow", "moos"]),
        (HEAR, COW, CAT, "A cat meows.", True, []),
        (HEAR, COW, CAT, "A cat and a cow.", False, ["cow"]),
        (HEAR, COW, CAT, "A siren wails.", False, []),
        (HEAR, COW, COW, "A cow moos.", True, []),
        (HEAR, COW, None, "A cow moos.", False, ["cow", "moos"]),
        (HEAR, COW, None, "It is silent.", True, []),
        (SEE, COW, CAT, "A cow in a pasture.", True, []),
        (SEE, COW, CAT, "A kitten with yarn.", False, ["kitten"]),
        (BOTH, COW, CAT, "A cow stands while a cat meows.", True, []),
        (BOTH, COW, CAT, "A cow moos.", False, ["moos"]),
        (prompts.is_heard("cow"), COW, CAT, "Yes.", False, []),
        (prompts.is_heard("cow"), COW, CAT, "No.", True, []),
        (prompts.is_heard("cat"), COW, CAT, "Yes.", True, []),
        (prompts.is_seen("cow"), COW, CAT, "Yes.", True, []),
        (prompts.is_seen("cat"), COW, CAT, "Yes.", False, []),
        (prompts.MATCHING, COW, CAT, "No.", True, []),
        (prompts.MATCHING, COW, COW, "No.", None, []),
        ("Sing a song.", COW, CAT, "A cow moos.", None, []),
        (HEAR, COW, CAT, "", None, []),
    ],
)
def test_an_answer_is_judged_by_what_is_labelled(
    store: Store,
    prompt: str,
    picture: str,
    sound: str | None,
    answer: str,
    right: bool | None,
    wrong_words: list[str],
) -> None:
    found = judged(store, question(store, prompt, picture, sound), answer)
    assert found.right is right
    assert [run["text"] for run in found.words if run["is_wrong"]] == wrong_words
    assert "".join(run["text"] for run in found.words) == answer
    assert bool(found.sentence) is (right is not None)


def test_a_third_clips_source_is_a_mistake_and_what_is_denied_is_none(workspace: Workspace) -> None:
    seen = {"c": ("cow", "cow"), "a": ("kitten", "cat"), "e": ("fire engine", "siren")}
    for letter, (visible, audible) in seen.items():
        clip = letter * 16
        things = [
            Thing(clip, Modality.VISUAL, visible),
            Thing(clip, Modality.AUDIO, audible),
        ]
        workspace.store.clips.add(a_clip(clip, visible), named=things)
    asked = Question(AVInput("c" * 16, "a" * 16), HEAR, Modality.AUDIO)
    found = judged(workspace.store, asked, "A cat meows and a siren wails.")
    assert found.right is False
    assert found.sentence == "It says “siren”, which is not heard."
    assert judged(workspace.store, asked, "There is no cow, only a cat.").right is True


def test_a_clip_that_nobody_described_cannot_judge(workspace: Workspace) -> None:
    workspace.store.clips.add(a_clip())
    asked = Question(AVInput("c" * 16, "c" * 16), HEAR, Modality.AUDIO)
    assert judged(workspace.store, asked, "A cow moos.").right is None


@pytest.mark.parametrize(
    ("base", "tuned", "words"),
    [
        (-1.0, -1.0, "as likely as before training"),
        (-1.0, 0.0, "2.7 times likelier after training"),
        (-1.0, -9.0, "3,000 times less likely after training"),
        (-1.0, -99.0, "over a million times less likely after training"),
        (None, -1.0, ""),
    ],
)
def test_a_change_of_likelihood_is_told_in_words(
    base: float | None, tuned: float | None, words: str
) -> None:
    assert likelier(base, tuned) == words


@pytest.mark.parametrize(
    ("prompt", "asks"),
    [
        *((prompt, Modality.AUDIO) for prompt in prompts.HEAR),
        *((prompt, Modality.VISUAL) for prompt in prompts.SEE),
        *((prompt, Modality.AUDIOVISUAL) for prompt in prompts.BOTH),
        (prompts.is_heard("fire engine"), Modality.AUDIO),
        (prompts.is_seen("fire engine"), Modality.VISUAL),
        (prompts.MATCHING, Modality.AUDIOVISUAL),
        ("Sing a song.", Modality.AUDIOVISUAL),
    ],
)
def test_what_a_prompt_asks_about_is_known_by_its_words(prompt: str, asks: Modality) -> None:
    assert asked_for(prompt) is asks
