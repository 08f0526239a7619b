"""The number that chooses an adapter: what it weighs, and that nothing else is asked."""

import math

import pytest

from core.clip import Split
from core.combination import combination_split
from core.models.base import Model
from core.workspace import Workspace
from training.features import Features
from training.validation import SEEDS, Validation, composite


def test_the_composite_is_the_mean_of_six() -> None:
    found = {
        "hallucination_rate": 0.1,
        "audio_accuracy": 0.8,
        "visual_accuracy": 0.9,
        "matched_accuracy": 1.0,
        "joint_accuracy": 0.4,
        "yes_to_seen_rate": 0.7,
        "yes_to_heard_rate": 0.9,
    }
    assert composite(found) == pytest.approx((0.9 + 0.8 + 0.9 + 1.0 + 0.4 + (0.3 + 0.9) / 2) / 6)


def test_who_says_yes_to_everything_gains_nothing_by_it() -> None:
    yes_to_all = {"yes_to_seen_rate": 1.0, "yes_to_heard_rate": 1.0}
    no_to_all = {"yes_to_seen_rate": 0.0, "yes_to_heard_rate": 0.0}
    listens = {"yes_to_seen_rate": 0.1, "yes_to_heard_rate": 0.9}
    assert composite(yes_to_all) == composite(no_to_all) == 0.5
    assert composite(listens) == pytest.approx(0.9)


def test_hearing_at_the_price_of_seeing_does_not_win() -> None:
    rates = {"matched_accuracy": 1.0, "joint_accuracy": 0.5}
    deaf = dict(hallucination_rate=0.9, audio_accuracy=0.1, visual_accuracy=1.0, **rates)
    blind = dict(hallucination_rate=0.0, audio_accuracy=0.95, visual_accuracy=0.0, **rates)
    both = dict(hallucination_rate=0.05, audio_accuracy=0.9, visual_accuracy=0.95, **rates)
    assert composite(both) > composite(blind)
    assert composite(both) > composite(deaf)


def test_what_the_base_could_do_counts_more_when_it_is_lost() -> None:
    base = {"visual_accuracy": 0.95, "matched_accuracy": 1.0, "audio_accuracy": 0.0}
    kept = base | {"audio_accuracy": 0.9, "visual_accuracy": 0.95}
    lost = base | {"audio_accuracy": 1.0, "visual_accuracy": 0.85}
    assert composite(kept) < composite(lost) + 0.01
    assert composite(kept, base) == composite(kept)
    assert composite(lost, base) == pytest.approx(composite(lost) - 0.05)
    assert composite(kept, base) > composite(lost, base)
    better = base | {"visual_accuracy": 1.0}
    assert composite(better, base) == composite(better)


def test_what_was_not_asked_is_left_out() -> None:
    assert composite({"hallucination_rate": 0.5, "audio_accuracy": 0.7}) == 0.6
    assert math.isnan(composite({}))


def test_only_validation_combinations_are_shown(demo: Workspace, model: Model) -> None:
    validation = Validation(demo.store, Features(demo, model))
    assert validation
    names = {clip.id: clip.name for clip in demo.store.clips.all()}
    for view in validation.views():
        assert view.picture_seed in SEEDS
        if view.input.is_swapped:
            pair = names[view.input.video or ""], names[view.input.audio or ""]
            assert combination_split(*pair) is Split.VALIDATION


def test_a_workspace_without_such_combinations_has_none(workspace: Workspace, model: Model) -> None:
    validation = Validation(workspace.store, Features(workspace, model))
    assert not validation
    assert list(validation.views()) == []
