"""Which pairs a run learns from: what people accepted, and nothing that is held out."""

from collections import Counter
from dataclasses import replace

import pytest

from core.caption import Modality
from core.clip import AVInput, Split
from core.errors import Conflict
from core.preference import PreferencePair
from core.prompts import BOTH, SEE
from core.verdict import Decision
from core.workspace import Workspace
from tests.builders import a_clip, a_pair, a_run_config, a_turn, a_verdict
from training.dataset import (
    LEAST_PAIRS,
    accepted,
    as_dataset,
    fingerprint,
    is_for_training,
    training_pairs,
)
from training.objectives.acpo import ACPO

COW, SHEEP, DOG, HORSE, CAT = (letter * 16 for letter in "cdefa")
CLIPS = {
    COW: a_clip(COW, "cow-pasture"),
    SHEEP: a_clip(SHEEP, "sheep-meadow"),
    DOG: a_clip(DOG, "dog-rain"),
    CAT: a_clip(CAT, "cat-yarn"),
    HORSE: a_clip(HORSE, "horses-hill", split=Split.TEST),
}


def pair_of(video: str, audio: str, number: int = 0) -> PreferencePair:
    sides = [a_turn(f"{word} {number}.", video, audio) for word in ("Good", "Bad")]
    return a_pair(*sides)


@pytest.fixture
def pairs(workspace: Workspace) -> list[PreferencePair]:
    """As many pairs as a run needs, of a combination that is free for training."""
    for clip in CLIPS.values():
        workspace.store.clips.add(clip)
    built = [pair_of(COW, SHEEP, number) for number in range(LEAST_PAIRS)]
    workspace.store.pairs.add(built)
    return built


def judge(workspace: Workspace, pair: PreferencePair, *decisions: str) -> None:
    for number, decision in enumerate(decisions):
        verdict = a_verdict(
            pair.id, f"{pair.id}-{number}", decision=Decision(decision), annotator=f"ann{number}"
        )
        workspace.store.verdicts.add(verdict)


@pytest.mark.parametrize(
    ("decisions", "is_accepted"),
    [
        ([("ann", "accept")], True),
        ([("ann", "reject")], False),
        ([("ann", "fix")], False),
        ([("ann", "skip")], False),
        ([("ann", "reject"), ("ann", "accept")], True),  # the newest counts
        ([("ann", "accept"), ("ann", "reject")], False),
        ([("ann", "accept"), ("bob", "reject")], False),  # a tie
        ([("ann", "accept"), ("bob", "skip")], True),
        ([("ann", "accept"), ("bob", "reject"), ("cem", "accept")], True),
    ],
)
def test_the_majority_of_the_newest_verdicts_decides(
    decisions: list[tuple[str, str]], is_accepted: bool
) -> None:
    given = [
        a_verdict("p", f"t{number}", annotator=annotator, decision=Decision(decision))
        for number, (annotator, decision) in enumerate(decisions)
    ]
    assert accepted(given) == ({"p"} if is_accepted else set())


def test_only_accepted_pairs_are_learnt_from(
    workspace: Workspace, pairs: list[PreferencePair]
) -> None:
    config = a_run_config()
    extra = pair_of(COW, SHEEP, 99)
    workspace.store.pairs.add([extra])
    for pair in pairs:
        judge(workspace, pair, "accept")
    judge(workspace, extra, "reject")
    assert training_pairs(workspace.store, config) == pairs
    assert training_pairs(workspace.store, a_run_config(pairs="all")) == [*pairs, extra]


def test_too_few_accepted_pairs_say_what_to_do(
    workspace: Workspace, pairs: list[PreferencePair]
) -> None:
    judge(workspace, pairs[0], "accept")
    with pytest.raises(
        Conflict, match=r"Only 1 accepted .* Accept at least 10 pairs on the Verify"
    ):
        training_pairs(workspace.store, a_run_config())


def test_pairs_that_the_objective_leaves_out_do_not_count(
    workspace: Workspace, pairs: list[PreferencePair]
) -> None:
    config = a_run_config(pairs="all", options={"w_out": 0.0})
    with pytest.raises(Conflict, match="Only 0 built pairs"):
        training_pairs(workspace.store, config)


def test_pairs_that_are_only_put_together_are_kept(
    workspace: Workspace, pairs: list[PreferencePair]
) -> None:
    """Without retention's own term, the joint term still needs what is seen."""
    extra = []
    for number, group in enumerate(f"g{number}" for number in range(LEAST_PAIRS)):
        see = [replace(a_turn(f"{word} {number}.", COW, SHEEP), prompt=SEE[0],
                       asks=Modality.VISUAL) for word in ("Cow", "Sheep")]  # fmt: skip
        hear = [a_turn(f"{word} {number}.", COW, SHEEP) for word in ("Baa", "Moo")]
        both = [replace(a_turn(f"All {number}.", COW, sound), prompt=BOTH[0],
                        asks=Modality.AUDIOVISUAL) for sound in (COW, SHEEP)]  # fmt: skip
        kinds = (("acpo/retention", see), ("acpo/attribution", hear), ("acpo/sensitivity", both))
        extra += [a_pair(*turns, kind=kind, group=group) for kind, turns in kinds]
    workspace.store.pairs.add(extra)
    config = a_run_config(pairs="all", options={"retention": 0.0})
    used = training_pairs(workspace.store, config)
    assert {pair.id for pair in extra} <= {pair.id for pair in used}
    axes = Counter(example.axis for example in ACPO(retention=0.0).examples(used))
    assert axes["joint"] == LEAST_PAIRS
    assert "retention" not in axes
    no_joint = a_run_config(pairs="all", options={"retention": 0.0, "joint": 0.0})
    assert len(training_pairs(workspace.store, no_joint)) == len(used) - LEAST_PAIRS


@pytest.mark.parametrize(
    ("video", "audio", "is_free"),
    [
        (COW, COW, True),
        (COW, SHEEP, True),  # offset 9 of the ten clear clips
        (SHEEP, DOG, False),  # offset 4: for validation
        (SHEEP, CAT, True),  # offset 9
        (HORSE, HORSE, False),  # the test split
        (COW, HORSE, False),
    ],
)
def test_held_out_clips_and_combinations_stay_out(video: str, audio: str, is_free: bool) -> None:
    assert is_for_training(pair_of(video, audio), CLIPS) is is_free


def test_a_held_out_combination_on_either_side_keeps_the_pair_out() -> None:
    """Dog (place 4) over sheep (place 0): offset 4, which is for validation."""
    own, foreign = AVInput(SHEEP, SHEEP), AVInput(SHEEP, DOG)
    good = a_turn("A sheep bleats.", own.video, own.audio)
    bad = a_turn("A sheep bleats.", foreign.video, foreign.audio)
    assert not is_for_training(a_pair(good, bad), CLIPS)


def test_the_fingerprint_depends_on_the_pairs_alone(pairs: list[PreferencePair]) -> None:
    assert fingerprint(pairs) == fingerprint(pairs[::-1])
    assert fingerprint(pairs) != fingerprint(pairs[1:])


def test_the_dataset_has_a_row_a_pair_and_their_fingerprint(pairs: list[PreferencePair]) -> None:
    made = as_dataset(pairs)
    assert made["id"][:] == [pair.id for pair in pairs]
    assert made[0]["chosen"]["input"] == {"video": COW, "audio": SHEEP}
    assert made._fingerprint == fingerprint(pairs)
