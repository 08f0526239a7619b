"""The held-out combinations are balanced, stable and cover what nobody may train on."""

import json
from collections import Counter
from itertools import product
from pathlib import Path

from core.clip import Split
from core.combination import CLEAR, OTHER, UNSEEN, combination_split

MANIFEST = Path("core/demo/manifest.jsonl")


def test_every_demo_clip_is_known_and_unseen_ones_are_the_manifests_test_clips() -> None:
    clips = [json.loads(line) for line in MANIFEST.read_text().splitlines()]
    assert {clip["id"] for clip in clips} == {*CLEAR, *UNSEEN, *OTHER}
    assert {clip["id"] for clip in clips if clip["split"] == "test"} == set(UNSEEN)


def test_each_clear_clip_is_held_out_equally_often_as_picture_and_as_sound() -> None:
    pairs = [pair for pair in product(CLEAR, CLEAR) if pair[0] != pair[1]]
    for split, times in ((Split.TEST, 3), (Split.VALIDATION, 1), (Split.TRAIN, 5)):
        found = [pair for pair in pairs if combination_split(*pair) is split]
        assert set(Counter(video for video, _ in found).values()) == {times}
        assert set(Counter(audio for _, audio in found).values()) == {times}
        assert len(found) == times * len(CLEAR)


def test_whatever_holds_an_unseen_source_is_test() -> None:
    for unseen, any_clip in product(UNSEEN, [*CLEAR, *OTHER, *UNSEEN, "mine"]):
        assert combination_split(unseen, any_clip) is Split.TEST
        assert combination_split(any_clip, unseen) is Split.TEST


def test_other_demo_combinations_and_clips_under_their_own_sound_are_train() -> None:
    others = set(OTHER) - {"cows-man-birds", "frogs-woman-cat"}
    for video, audio in [*product(others, CLEAR), *product(CLEAR, others), *product(OTHER, OTHER)]:
        assert combination_split(video, audio) is Split.TRAIN
    assert combination_split("mine", "mine") is Split.TRAIN


def test_the_same_photograph_or_recording_is_held_out_with_its_clear_clip() -> None:
    for clip in set(CLEAR) - {"cow-pasture"}:
        twin = combination_split("cow-pasture", clip)
        assert combination_split("cows-man-birds", clip) is twin
    for clip in set(CLEAR) - {"cat-yarn"}:
        twin = combination_split(clip, "cat-yarn")
        assert combination_split(clip, "frogs-woman-cat") is twin


def test_other_peoples_combinations_are_held_out_a_tenth_each() -> None:
    splits = Counter(
        combination_split(f"clip{v}", f"clip{a}") for v in range(60) for a in range(60)
    )
    assert 0.08 < splits[Split.TEST] / 3600 < 0.12
    assert 0.08 < splits[Split.VALIDATION] / 3600 < 0.12


def test_a_few_splits_as_they_were_first_given() -> None:
    assert combination_split("sheep-meadow", "toilet-flush") is Split.TEST
    assert combination_split("sheep-meadow", "dog-rain") is Split.VALIDATION
    assert combination_split("toilet-flush", "sheep-meadow") is Split.TRAIN
    assert combination_split("mine", "yours") is Split.VALIDATION
    assert combination_split("this", "that") is Split.TRAIN
