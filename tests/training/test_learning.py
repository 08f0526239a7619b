"""A run from pairs to adapter: it learns, stops, goes on bit for bit, and keeps the best."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core.errors import Conflict
from core.models.base import Model
from core.models.tiny_omni import FAMILY, new_model, save
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training import grid, learning, validation
from training.adapters import Adapters, new_adapter
from training.batch import ShownTurn, View, pack
from training.dataset import training_pairs
from training.features import Features
from training.learning import StoppedEarly, learn
from training.logprobs import turn_logps
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
    assert any(abs(last[f"margin/{kind}"]) > 1e-3 for kind in ("attribution", "sensitivity"))
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


def test_a_run_that_died_after_its_last_step_only_needs_its_last_words(
    straight: RunFolder, demo: Workspace, checkpoint: Path, short: RunConfig
) -> None:
    """Killed between its last checkpoint and its result, it keeps what it learned."""
    run = new_run(demo, short, "ann")
    learn(demo, run, FAMILY.load(str(checkpoint)), lambda: after(run, 4))
    last = learning.forget_checkpoints
    learning.forget_checkpoints = lambda _run: None
    try:
        learn(demo, run, FAMILY.load(str(checkpoint)), never)
    finally:
        learning.forget_checkpoints = last
    shutil.rmtree(run.adapter_folder)
    assert (run.folder / "checkpoint-6" / "COMPLETE").exists()
    steps = run.metrics()
    assert learn(demo, run, FAMILY.load(str(checkpoint)), never) is RunState.FINISHED
    assert run.adapter is not None
    assert straight.adapter is not None
    assert run.adapter.id == straight.adapter.id
    assert run.metrics() == steps
    assert not list(run.folder.glob("checkpoint-*"))


def test_a_run_does_not_go_on_from_another_checkpoint(
    demo: Workspace, checkpoint: Path, short: RunConfig, tmp_path: Path
) -> None:
    run = new_run(demo, short, "ann")
    learn(demo, run, FAMILY.load(str(checkpoint)), lambda: after(run, 2))
    other = save(new_model(["A cow moos."] * 3, seed=1), tmp_path / "other")
    with pytest.raises(Conflict, match="has changed since it began"):
        learn(demo, run, FAMILY.load(str(other)), never)


def test_the_reference_is_the_base_whatever_the_adapter_holds(
    demo: Workspace, checkpoint: Path, short: RunConfig
) -> None:
    """With its adapter off the policy's log-probabilities are the plain base's, bit for bit."""
    model, plain = (FAMILY.load(str(checkpoint)) for _ in range(2))
    pairs = training_pairs(demo.store, short)[:4]
    turns = [ShownTurn(View(one.input), one.prompt, one.response) for one in
             (pair.chosen for pair in pairs)]  # fmt: skip
    wrapped = new_adapter(model, short)
    torch.manual_seed(5)
    with torch.no_grad():
        for name, parameter in wrapped.named_parameters():
            if "lora_B" in name:
                parameter.normal_(0, 0.1)
        packed = pack(model, turns, Features(demo, model).input)
        policy = turn_logps(model, packed)
        with wrapped.disable_adapter():
            reference = turn_logps(model, packed)
        base = turn_logps(plain, pack(plain, turns, Features(demo, plain).input))
    assert torch.equal(reference, base)
    assert (policy - base).abs().min() > 1e-3


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


def test_a_run_that_looks_goes_on_bit_for_bit_too(
    demo: Workspace, checkpoint: Path, short: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped in the middle of a look: that look judges nothing, and what follows is the same."""
    monkeypatch.setattr(validation, "SWAPPED_CELLS", 2)
    monkeypatch.setattr(grid, "MAX_NEW_TOKENS", 6)
    config = replace(short, steps=4, evaluate_every=2)
    whole, broken = (new_run(demo, config, "ann") for _ in range(2))
    learn(demo, whole, FAMILY.load(str(checkpoint)), never)

    def in_a_look() -> bool:
        looking = broken.progress.phase.startswith("listening")
        return looking and broken.progress.step == 2

    assert learn(demo, broken, FAMILY.load(str(checkpoint)), in_a_look) is RunState.STOPPED
    assert not [row for row in broken.metrics() if row["step"] == 2 and "validation/score" in row]
    assert broken.adapter is not None  # stopped and kept
    learn(demo, broken, FAMILY.load(str(checkpoint)), never)
    found, expected = ([{**row, **VARYING} for row in run.metrics()][-1] for run in (broken, whole))
    assert found == expected


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_run_learns_on_a_gpu_in_bfloat16(
    demo: Workspace, checkpoint: Path, short: RunConfig
) -> None:
    model = FAMILY.load(str(checkpoint), "cuda")
    assert next(model.module.parameters()).dtype is torch.bfloat16
    run = new_run(demo, short, "ann")
    assert learn(demo, run, model, never) is RunState.FINISHED
    first, last = run.metrics()[0], run.metrics()[-1]
    assert first["term/output"] == pytest.approx(0.693, abs=0.01)
    assert last["loss"] < first["loss"]


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
