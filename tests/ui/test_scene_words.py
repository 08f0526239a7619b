"""Scenes in plain words."""

import pytest

from core.clip import AVInput
from core.workspace import Workspace
from tests.builders import a_clip
from ui.components.scene_words import heard_in, listed, scene_of, with_article


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("cow", "a cow"),
        ("owl", "an owl"),
        ("hens", "hens"),
        ("rain", "rain"),
        ("tense music", "tense music"),
        ("fire engine", "a fire engine"),
        ("man with headphones", "a man with headphones"),
    ],
)
def test_a_thing_has_its_article(thing: str, words: str) -> None:
    assert with_article(thing) == words


def test_things_are_listed() -> None:
    assert listed(["cow", "rain"]) == "a cow and rain"
    assert listed([]) == ""


def test_a_scene_is_two_sentences(demo: Workspace) -> None:
    cow, cat = (demo.store.clips.named(name).id for name in ("cow-pasture", "cat-yarn"))
    store = demo.store
    assert heard_in(store, cat) == "a cat"
    assert scene_of(store, AVInput(cow, cat)) == "The picture shows a cow. The sound is a cat."
    assert (
        scene_of(store, AVInput(cow, cow))
        == "The picture shows a cow. The sound is its own, a cow."
    )
    assert scene_of(store, AVInput(cow, None)) == "The picture shows a cow. There is no sound."
    assert scene_of(store, AVInput(None, cat)) == "There is no picture. The sound is a cat."


def test_a_clip_that_nobody_described_goes_by_its_name(workspace: Workspace) -> None:
    workspace.store.clips.add(a_clip())
    scene = scene_of(workspace.store, AVInput("c" * 16, "c" * 16))
    assert (
        scene == "The picture is of the clip “cow-pasture”. The sound is of the clip “cow-pasture”."
    )
