"""What a benchmark is: parts, each with rates, for a model as it is now.

torch is only needed where a benchmark runs, so that a page can read what its answers were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.answer import Score
from core.workspace import Workspace

if TYPE_CHECKING:
    from core.models.base import Model
    from training.features import Features

PACKAGE = "training.benchmarks"

Progress = Callable[[str, int, int], None]  # what is done, how much, of how much


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of a benchmark, its answer and what was made of it; kept beside the report."""

    part: str
    picture: str  # name of the clip that is seen
    sound: str  # name of the clip that is heard
    rendering: int | None  # its seed; None: the clips as they are
    prompt: str
    answer: str
    judged: Mapping[str, bool]  # by rate


@dataclass(frozen=True, slots=True)
class Result:
    """Rates by part, and the answers that they rest on."""

    scores: Mapping[str, Mapping[str, Score]]  # by part, by rate
    asked: Sequence[Asked]


class Benchmark(Protocol):
    """An entry of this folder, offered as BENCHMARK."""

    name: str
    title: str
    parts: Mapping[str, str]  # name of each part: what it is, in words

    def run(
        self, model: Model, workspace: Workspace, features: Features, progress: Progress
    ) -> Result:
        """Ask everything and judge it; Conflict if the workspace has nothing to ask about."""
        ...
