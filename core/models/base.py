"""What training, comparison and benchmarks ask of an audio-visual language model."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from torch import Tensor, nn

SAMPLE_RATE_HZ = 16_000


@dataclass(frozen=True, slots=True)
class Picture:
    """Frames that a model is shown, spread evenly over a clip."""

    frames: NDArray[np.uint8]  # (frames, height, width, 3)
    duration_s: float


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound that a model is played: mono, 16 kHz."""

    samples: NDArray[np.float32]  # (samples,), -1 to 1


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture after the vision tower."""

    tokens: Tensor  # (visual tokens, hidden)
    grid: tuple[int, int, int]  # patches in time, height and width
    seconds_per_step: float  # time between two steps of the grid


@dataclass(frozen=True, slots=True)
class Heard:
    """A sound after the audio tower."""

    tokens: Tensor  # (audio tokens, hidden)
    mel_frames: int


@dataclass(frozen=True, slots=True)
class Input:
    """What a model has before it when it is asked; None: that modality is absent."""

    seen: Seen | None
    heard: Heard | None


@dataclass(frozen=True, slots=True)
class Prefix:
    """The token ids and positions that stand for an input, before the prompt."""

    ids: list[int]
    positions: Tensor  # (3, tokens): time, height, width


class Model(Protocol):
    """One loaded checkpoint. Towers are frozen; the language model may carry a LoRA adapter."""

    family: str
    checkpoint: str
    module: nn.Module  # what peft wraps; the same object serves base and tuned
    lora_targets: str  # regular expression over module names: the language model's linear layers
    frames: int  # pictures that the family likes to see of a clip
    decode_px: tuple[int, int] | None  # width and height that frames need; None: as they are shown

    def see(self, pictures: Sequence[Picture]) -> list[Seen]:
        """Run the vision tower, without gradient."""
        ...

    def hear(self, sounds: Sequence[Sound]) -> list[Heard]:
        """Run the audio tower, without gradient."""
        ...

    def prefix(self, shown: Input) -> Prefix:
        """Begin of the user's turn with the slots of the media."""
        ...

    def prompt_ids(self, prompt: str) -> list[int]:
        """The prompt, the end of the user's turn and the begin of the assistant's."""
        ...

    def response_ids(self, response: str) -> list[int]:
        """The response and the end of the assistant's turn."""
        ...

    def hidden(
        self, ids: Tensor, positions: Tensor, mask: Tensor, inputs: Sequence[Input]
    ) -> Tensor:
        """Last hidden states of the language model.

        ids (rows, tokens); positions (3, rows, tokens); mask bool (rows, 1, tokens, tokens),
        true where a token may look; inputs: one for each row, filling its media slots in order.
        Returns (rows, tokens, hidden), with gradient where parameters ask for it.
        """
        ...

    def logits(self, hidden: Tensor) -> Tensor:
        """Vocabulary logits (positions, vocabulary) of chosen hidden states (positions, hidden)."""
        ...

    def stream(self, shown: Input, prompt: str, max_new_tokens: int = 64) -> Iterator[str]:
        """The greedy answer, piece by piece as text."""
        ...

    def answers(self, asked: Sequence[tuple[Input, str]], max_new_tokens: int = 64) -> list[str]:
        """Greedy answers to many questions, in batches; equal to what `stream` gives one by one."""
        ...


class Family(Protocol):
    """A kind of model: how its checkpoints are loaded."""

    name: str
    title: str  # for menus
    default_checkpoint: str  # local folder or hub id; empty: the person must name one

    def load(self, checkpoint: str = "", device: str = "cpu") -> Model:
        """Load a checkpoint; ModelError with one clear sentence if that cannot be done."""
        ...
