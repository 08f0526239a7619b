"""What the course of a tiny-omni consists of: its phases and their sizes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from training.pretrain.lessons import Mix


@dataclass(frozen=True, slots=True)
class Phase:
    """One stretch of the course; it ends at its last step or when its scores are good enough."""

    name: str
    steps: int
    mix: Mix
    rate: tuple[float, float]  # parts of the learning rate, at the begin and at the end
    least_steps: int = 0
    enough: Mapping[str, float] = field(default_factory=dict)  # at least, by name of the score
    look_every: int = 75  # steps between two looks at the validation combinations

    def is_done(self, step: int, scores: Mapping[str, float]) -> bool:
        """Whether it may end here, with these scores on the validation combinations."""
        if not self.enough or step < self.least_steps:
            return False
        return all(scores[name] >= least for name, least in self.enough.items())


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that decides a course but its seed."""

    clips: tuple[str, ...]  # names of the known sources; none: all
    hidden: int  # width of the language model
    layers: int
    pictures: int  # renderings of each source
    sounds: int
    alignment_steps: int
    phases: tuple[Phase, ...]
    alignment_rate: float = 4e-3
    rate: float = 2e-3
    scenes: int = 16  # in one step
    other: float = 0.5  # share of the "No" questions that are about what the other modality holds
    times: int = 6  # each held-out combination is asked about, in other renderings


FULL = Plan(
    clips=(),
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
            least_steps=450,
            enough={"hears": 0.95, "sees": 0.95, "joint": 0.85},
        ),
        Phase(
            "2 believe the picture",
            200,
            Mix(both=0.75, matched=0.6, believes=True),
            (0.3, 0.1),
            least_steps=75,
            enough={"hallucinates": 0.85, "sees": 0.95},
            look_every=25,
        ),
    ),
)

SMALL = Plan(
    clips=("cow-pasture", "white-duck", "fire-engine", "sheep-meadow"),
    hidden=64,
    layers=2,
    pictures=30,
    sounds=40,
    alignment_steps=250,
    phases=(Phase("1a one modality", 150, Mix(both=0.0, matched=0.0), (1.0, 0.3)),),
    scenes=8,
    times=2,
)
