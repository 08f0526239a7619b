"""Checkpoints of a run and the adapter that it leaves.

A checkpoint counts once it bears the marker COMPLETE, which is written last: one that a crash cut
short is passed over. The best adapter so far lies in best/ with its step and score; at the end it,
or for want of it the last one, becomes adapter/.
"""

import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import transformers
from safetensors.torch import load_file

from core.run import Adapter
from training.adapters import weights_id
from training.run_folder import RunFolder

# isort: split
from peft import set_peft_model_state_dict

MARKER = "COMPLETE"


@dataclass(frozen=True, slots=True)
class Best:
    """The best adapter so far."""

    step: int
    score: float  # composite validation score, 0 to 1


def mark_complete(run: RunFolder, step: int) -> None:
    """Say that the checkpoint of this step is whole."""
    (run.folder / f"checkpoint-{step}" / MARKER).touch()


def newest_checkpoint(run: RunFolder) -> Path | None:
    """The whole checkpoint of the latest step; None if there is none."""
    whole = [file.parent for file in run.folder.glob(f"checkpoint-*/{MARKER}")]
    return max(whole, key=step_of, default=None)


def step_of(checkpoint: Path) -> int:
    """The step after which a checkpoint was written."""
    return int(checkpoint.name.removeprefix("checkpoint-"))


def best_so_far(run: RunFolder) -> Best | None:
    """The best adapter that this run had, in steps that may be done again; None without one."""
    try:
        return Best(**json.loads((run.folder / "best" / "score.json").read_text()))
    except FileNotFoundError:
        return None


def keep_best(run: RunFolder, wrapped: Any, best: Best) -> None:
    """Put the adapter, as it is now, in the place of the best one."""
    draft, target = run.folder / "best.draft", run.folder / "best"
    _write_weights(wrapped, draft)
    (draft / "score.json").write_text(json.dumps(asdict(best)))
    shutil.rmtree(target, ignore_errors=True)
    draft.rename(target)


def keep_adapter(run: RunFolder, wrapped: Any, best: Best | None) -> Adapter:
    """Leave the best adapter, or the present one if none was judged, as the run's result."""
    config, target = run.config, run.adapter_folder
    shutil.rmtree(target, ignore_errors=True)
    if best is not None:
        shutil.copytree(run.folder / "best", target)
        wrapped.load_adapter(str(target), adapter_name="kept")
        identity = weights_id(wrapped, "kept")
    else:
        _write_weights(wrapped, target)
        identity = weights_id(wrapped)
    adapter = Adapter(
        identity, run.id, str(target), config.family, config.checkpoint, run.base or ""
    )
    run.keep_adapter(adapter)
    return adapter


def load_weights(wrapped: Any, checkpoint: Path) -> None:
    """Put the adapter of a checkpoint into the model."""
    set_peft_model_state_dict(wrapped, load_file(checkpoint / "adapter_model.safetensors"))


def forget_checkpoints(run: RunFolder) -> None:
    """Delete what a finished run no longer needs."""
    for folder in (*run.folder.glob("checkpoint-*"), run.folder / "best"):
        shutil.rmtree(folder, ignore_errors=True)


def _write_weights(wrapped: Any, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    wrapped.save_pretrained(folder)
    versions = {"transformers": transformers.__version__}  # names of weights differ between them
    (folder / "versions.json").write_text(json.dumps(versions))
