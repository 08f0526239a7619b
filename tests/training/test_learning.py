"""A run from pairs to adapter: it learns, stops, goes on bit for bit, and keeps the best."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.errors import Conflict
from core.models.base import Model
from core.models.tiny_omni import FAMILY
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training import grid, validation
from training.adapters import Adapters
from training.learning import StoppedEarly, learn
from training.run_folder import RunFolder
from training.runs import new_run

VARYING = {"at_s": 0, "pairs_per_second": 0, "seconds_left": 0}


def never() -> bool:
    return False


def after(run: RunFolder, step: int) -> bool:
    return run.progress.phase == "training" and run.progress.step >= step


def test_a_run_starts_at_its_reference_and_learns(straight: RunFolder) -> None:
    """With policy equal to reference every contrastive term is ln 2 and no reward differs."""
    numbers = straight.metrics()
    assert [row["step"] for row in numbers] == [1, 2, 3, 4, 5, 6]
    first, last = numbers[0], numbers[-1]
    for term in ("output", "input", "retention", "joint"):
        assert first[f"term/{term}"] == pytest.approx(0.693147, abs=1e-5)
    assert all(first[f"margin/{kind}"] == pytest.approx(0, abs=1e-5) for kind in ("attribution",))
    assert last["loss"] < first["loss"] - 0.05
    assert last["term/anchor"] < first["term/anchor"]
    assert last["pairs_per_second"] > 0
    assert last["seconds_left"] == 0
    assert not list(straight.folder.glob("checkpoint-*"))


def test_what_was_learnt_from_lies_beside_the_result(straight: RunFolder, demo: Workspace) -> None:
    from datasets import load_from_disk

    kept = load_from_disk(straight.folder / "dataset")
    assert kept["id"][:] == straight.pairs
    stored = json.loads((straight.folder / "dataset" / "state.json").read_text())
    assert straight.config.dataset == stored["_fingerprint"]
    held_out = {demo.store.clips.named("horses-hill").id}
    shown = {row["chosen"]["input"][part] for row in kept for part in ("video", "audio")}
    assert shown.isdisjoint(held_out)


def test_a_stopped_run_goes_on_bit_for_bit(
    straight: RunFolder, demo: Workspace, checkpoint: Path, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    stopped = learn(demo, run, FAMILY.load(str(checkpoint)), lambda: after(run, 3))
    assert stopped is RunState.STOPPED
    assert run.adapter is not None  # stopped and kept
    assert (run.folder / "checkpoint-3" / "COMPLETE").exists()
    assert learn(demo, run, FAMILY.load(str(checkpoint)), never) is RunState.FINISHED
    assert straight.adapter is not None
    assert run.adapter.id == straight.adapter.id
    steps, whole = ([{**row, **VARYING} for row in each.metrics()] for each in (run, straight))
    assert steps == whole


def test_a_checkpoint_that_a_crash_cut_short_is_passed_over(
    straight: RunFolder, demo: Workspace, checkpoint: Path, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    learn(demo, run, FAMILY.load(str(checkpoint)), lambda: after(run, 4))
    (run.folder / "checkpoint-4" / "COMPLETE").unlink()
    (run.folder / "checkpoint-4" / "adapter_model.safetensors").write_bytes(b"half")
    learn(demo, run, FAMILY.load(str(checkpoint)), never)
    assert straight.adapter is not None
    assert run.adapter is not None
    assert run.adapter.id == straight.adapter.id


def test_a_stop_before_the_first_step_leaves_nothing(
    demo: Workspace, model: Model, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    with pytest.raises(StoppedEarly):
        learn(demo, run, model, lambda: True)
    assert run.adapter is None
    assert run.metrics() == []


def test_a_run_with_all_its_steps_is_not_run_again(
    demo: Workspace, model: Model, short: RunConfig
) -> None:
    run = new_run(demo, replace(short, steps=2), "ann")
    (run.folder / "checkpoint-2").mkdir()
    (run.folder / "checkpoint-2" / "COMPLETE").touch()
    with pytest.raises(Conflict, match="has done all its steps"):
        learn(demo, run, model, never)


def test_other_pairs_under_the_same_name_are_refused(
    demo: Workspace, model: Model, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    (run.folder / "pairs.json").write_text(json.dumps(run.pairs[1:]))
    with pytest.raises(Conflict, match="are not those it was made for"):
        learn(demo, run, model, never)


def test_the_best_step_on_held_out_clips_is_kept(
    demo: Workspace, checkpoint: Path, short: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(validation, "SWAPPED_CELLS", 2)  # an untaught model never ends its answers
    monkeypatch.setattr(grid, "MAX_NEW_TOKENS", 6)
    run = new_run(demo, replace(short, steps=3, evaluate_every=1), "ann")
    assert learn(demo, run, FAMILY.load(str(checkpoint)), never) is RunState.FINISHED
    scores = {row["step"]: row["validation/score"] for row in run.metrics()}
    assert set(scores) == {0, 1, 2, 3}
    best = max((step for step in scores if step), key=lambda step: (scores[step], -step))
    assert run.progress.best_step == best
    assert run.progress.best_score == scores[best]
    rates = [name for name in run.metrics()[0] if name.startswith("validation/")]
    assert "validation/hallucination_rate" in rates
    assert run.adapter is not None
    Adapters(FAMILY.load(str(checkpoint))).load(run.adapter)  # its weights have its id


def test_training_leaves_the_base_as_it_was(
    demo: Workspace, model: Model, short: RunConfig
) -> None:
    before = {name: value.clone() for name, value in model.module.state_dict().items()}
    learn(demo, new_run(demo, short, "ann"), model, never)
    after_all = {
        name.replace(".base_layer", ""): value
        for name, value in model.module.state_dict().items()
        if "lora" not in name
    }
    assert set(after_all) == set(before)
    assert all(torch.equal(after_all[name], value) for name, value in before.items())
