"""Training runs: their settings, their state and the adapters that they leave."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class RunState(StrEnum):
    """Where a run stands; derived from its process, heartbeat and files, never from a flag."""

    WAITING = "waiting"  # its process has not written anything yet
    RUNNING = "running"
    STOPPING = "stopping"  # asked to stop, still at work
    STOPPED = "stopped"  # stopped and kept: it can be resumed
    FINISHED = "finished"
    FAILED = "failed"  # its process said why
    LOST = "lost"  # its process is gone without a word: it can be resumed
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class RunConfig:
    """Everything that decides what a run does; saved as config.json beside its result."""

    family: str
    checkpoint: str
    objective: str
    options: Mapping[str, float | int | bool | str]  # fields of the objective
    lora_rank: int = 8
    lora_alpha: int = 16
    learning_rate: float = 1e-3
    warmup_steps: int = 20
    weight_decay: float = 0.0
    groups_per_step: int = 8  # samples (groups of pairs) in one optimiser step
    pairs_per_group: int = 4  # of a sample's pairs, drawn anew each time; 0: all
    steps: int = 120
    views: int = 8  # augmented renderings of each clip; 0: the clip as it is
    evaluate_every: int = 20  # steps between two looks at the held-out validation grid; 0: never
    save_every: int = 20  # steps between two checkpoints
    seed: int = 0
    threads: int = 1
    pairs: str = "accepted"  # accepted: only pairs that people accepted; all: every built pair
    dataset: str = ""  # fingerprint of the pairs, written when the run starts


@dataclass(frozen=True, slots=True)
class Adapter:
    """A trained LoRA adapter: enough to load it anywhere."""

    id: str  # first 16 hexadecimal digits of the SHA-256 of its weights
    run: str
    path: str
    family: str
    checkpoint: str
    base: str = ""  # digest of the checkpoint that it was trained on; empty: not known
