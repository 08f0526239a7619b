"""How checkpoints of Qwen2.5-Omni thinkers are loaded, from a folder or the Hugging Face hub."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import (
    Qwen2_5OmniProcessor,
    Qwen2_5OmniThinkerConfig,
    Qwen2_5OmniThinkerForConditionalGeneration,
)

from core.errors import ModelError
from core.models.qwen2_5_omni.model import QwenOmniModel

_MODEL_TYPES = {"qwen2_5_omni", "qwen2_5_omni_thinker"}


@dataclass(frozen=True, slots=True)
class QwenOmniFamily:
    """Implements core.models.base.Family for one kind of thinker."""

    name: str
    title: str
    default_checkpoint: str
    frames: int  # pictures shown of a clip
    frame_px: tuple[int, int] | None = None  # least and most pixels of a frame; None: as saved
    decode_px: tuple[int, int] | None = None  # width and height of frames; None: as they are shown

    def load(self, checkpoint: str = "", device: str = "cpu") -> QwenOmniModel:
        """Load a checkpoint: bfloat16 on a GPU, float32 on a CPU. ModelError if it cannot be."""
        place = checkpoint or self.default_checkpoint
        if not place:
            raise ModelError(f"Name a checkpoint for {self.title}: a folder or a hub id.")
        if place.startswith("~"):
            place = str(Path(place).expanduser())
        dtype = torch.bfloat16 if torch.device(device).type == "cuda" else torch.float32
        thinker, processor = load_thinker(place, dtype)
        size = processor.video_processor.size
        frame_px = self.frame_px or (size["shortest_edge"], size["longest_edge"])
        thinker = thinker.to(device).eval().requires_grad_(False)
        return QwenOmniModel(
            self.name, place, thinker, processor, self.frames, frame_px, self.decode_px
        )


def load_thinker(checkpoint: str, dtype: torch.dtype) -> tuple[Any, Any]:
    """The thinker and the processor of a checkpoint; a whole Omni model's talker is left out."""
    _check_kind(checkpoint)
    try:
        thinker, report = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained(
            checkpoint, dtype=dtype, output_loading_info=True
        )
        processor = Qwen2_5OmniProcessor.from_pretrained(checkpoint)
    except (OSError, ValueError, RuntimeError, TypeError) as error:
        raise ModelError(_sentence(checkpoint, error)) from error
    if missing := sorted(report["missing_keys"]):
        raise ModelError(
            f'The checkpoint "{checkpoint}" lacks {len(missing)} weights, first {missing[0]}.'
        )
    return thinker, processor


def _check_kind(checkpoint: str) -> None:
    """Refuse other models early: their config would make a thinker of the default, huge, size."""
    if checkpoint.startswith((".", "/")) and not Path(checkpoint).is_dir():
        raise ModelError(f'There is no checkpoint folder "{checkpoint}".')
    try:
        config, _ = Qwen2_5OmniThinkerConfig.get_config_dict(checkpoint)
    except (OSError, ValueError) as error:
        raise ModelError(_sentence(checkpoint, error)) from error
    if config.get("model_type") not in _MODEL_TYPES:
        raise ModelError(
            f'The checkpoint "{checkpoint}" is of type {config.get("model_type")}, '
            "not a Qwen2.5-Omni model."
        )


def _sentence(checkpoint: str, error: Exception) -> str:
    reason = str(error).strip().splitlines() or [type(error).__name__]
    return f'The checkpoint "{checkpoint}" cannot be loaded as Qwen2.5-Omni: {reason[0]}'


FAMILY = QwenOmniFamily(
    name="qwen2_5_omni",
    title="Qwen2.5-Omni",
    default_checkpoint="",
    frames=16,
    frame_px=(128 * 28 * 28, 192 * 28 * 28),  # 16 frames: at most 1,536 visual tokens
)
