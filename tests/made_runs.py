"""Runs that are over, made without training: one with numbers, one with an adapter."""

from pathlib import Path

import torch

from core.models.tiny_omni import FAMILY
from core.run import RunState
from core.workspace import Workspace
from tests.builders import a_run_config
from training.adapters import new_adapter
from training.checkpoint import keep_adapter
from training.run_folder import RunFolder
from training.runs import new_run

STEPS = 60


def run_with_numbers(workspace: Workspace) -> RunFolder:
    """A finished run with the numbers that training tells."""
    run = new_run(workspace, a_run_config(pairs="all", steps=STEPS), "ann")
    for step in range(1, STEPS + 1):
        told = {"loss": 1 / step, "margin/attribution": step / 30, "accuracy/attribution": 0.9}
        if step % 20 == 0:
            told |= {"validation/hallucination_rate": 1 / step, "validation/visual_accuracy": 0.97}
        run.log_metrics(step, told)
    run.end(RunState.FINISHED, f"{STEPS} of {STEPS} steps done.")
    return run


def run_with_adapter(workspace: Workspace, checkpoint: Path) -> RunFolder:
    """A finished run whose adapter changes the model at random."""
    run = new_run(workspace, a_run_config(pairs="all", checkpoint=str(checkpoint)), "ann")
    wrapped = new_adapter(FAMILY.load(str(checkpoint)), run.config)
    generator = torch.Generator().manual_seed(0)
    for name, value in wrapped.named_parameters():
        if "lora_B" in name:
            value.data.normal_(std=0.3, generator=generator)
    keep_adapter(run, wrapped, None)
    run.end(RunState.FINISHED, "Done.")
    return run
