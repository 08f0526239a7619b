"""The whole course from an untaught model to one that believes its eyes."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product

import numpy as np

from core.clip import Split
from core.combination import CLEAR, combination_split
from core.models import tiny_omni
from core.models.qwen2_5_omni import QwenOmniModel
from training.pretrain.alignment import Alignment
from training.pretrain.bank import Perceived, perceive, render
from training.pretrain.examination import Trial, examine, glance, trials
from training.pretrain.lessons import Lessons, Mix
from training.pretrain.questions import Questions, corpus
from training.pretrain.sources import Source, film_sources, footage, known_sources
from training.pretrain.teaching import Teacher, falling

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many
Scores = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the course; it ends at its last step or when its scores are good enough."""

    name: str
    steps: int
    mix: Mix
    rate: tuple[float, float]  # parts of the learning rate, at the begin and at the end
    least_steps: int = 0
    enough: Mapping[str, float] = field(default_factory=dict)  # score by name: at least

    def is_done(self, step: int, scores: Scores) -> bool:
        """Whether it may end here."""
        reached = all(scores[name] >= least for name, least in self.enough.items())
        return bool(self.enough) and step >= self.least_steps and reached


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides the course but the seed."""

    clips: tuple[str, ...] | None  # names of the known sources; None: all
    hidden: int
    layers: int
    pictures: int  # renderings of each source
    sounds: int
    alignment_steps: int
    phases: tuple[Phase, ...]
    alignment_rate: float = 4e-3
    rate: float = 2e-3
    scenes: int = 16  # in one step
    other: float = 0.5  # share of "No" questions about what the other modality holds
    look_every: int = 75  # steps between two looks at the validation combinations


FULL = Plan(
    clips=None,
    hidden=128,
    layers=4,
    pictures=140,
    sounds=150,
    alignment_steps=500,
    phases=(
        Phase("1a one modality", 300, Mix(both=0.0, matched=0.0), (1.0, 0.7)),
        Phase(
            "1b foreign sounds",
            900,
            Mix(both=0.6, matched=0.3),
            (0.7, 0.25),
            300,
            {"hears": 0.98, "sees": 0.98, "joint": 0.95},
        ),
        Phase(
            "2 believe the picture",
            300,
            Mix(both=0.8, matched=0.4, believes=True),
            (0.4, 0.12),
            150,
            {"hallucinates": 0.9, "sees": 0.98},
        ),
    ),
)
SMALL = Plan(
    clips=("cow-pasture", "white-duck", "fire-engine", "sheep-meadow"),
    hidden=64,
    layers=2,
    pictures=30,
    sounds=40,
    alignment_steps=150,
    phases=(Phase("1a one modality", 120, Mix(both=0.2, matched=0.5), (1.0, 0.3)),),
    scenes=8,
)
_HELD_OUT_RENDERINGS = 16  # of each source, that no lesson uses
_TIMES = {Split.VALIDATION: 6, Split.TEST: 6}  # each combination is asked about
