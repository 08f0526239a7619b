"""Names: each once, and the demo's for the demo's clips alone."""

import hashlib

import pytest

from annotation.clip_names import ClipNames, demo_folder, demo_ids
from core.combination import CLEAR, OTHER, UNSEEN
from tests.builders import a_clip


def test_a_taken_name_gives_way_to_the_next_wish_and_then_to_the_id() -> None:
    names = ClipNames([a_clip(name="clip_000")])
    assert names.take(["clip_001", "vid1-clip_001"], "a") == "clip_001"
    assert names.take(["clip_000", "vid2-clip_000"], "b") == "vid2-clip_000"
    assert names.take(["clip_000", "vid2-clip_000"], "c") == "clip_000-c"
    assert names.take(["parrot"], "d") == "parrot"
    assert names.take(["parrot"], "e") == "parrot-e"


@pytest.mark.parametrize("name", [CLEAR[0], UNSEEN[0], OTHER[0]])
def test_only_the_demo_s_clip_bears_the_demo_s_name(name: str) -> None:
    assert ClipNames([]).take([name], "0" * 16) == f"{name}-{'0' * 16}"
    assert ClipNames([]).take([name], demo_ids()[name]) == name


def test_the_demo_s_ids_are_those_of_its_files() -> None:
    assert set(demo_ids()) == {*CLEAR, *UNSEEN, *OTHER}
    for name, clip_id in demo_ids().items():
        content = (demo_folder() / f"{name}.mp4").read_bytes()
        assert hashlib.sha256(content).hexdigest().startswith(clip_id)
