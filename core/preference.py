"""Preference pairs: the unit that is verified, trained on and counted."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from core.caption import Modality
from core.clip import AVInput
from core.errors import BadRecord


class Contrast(StrEnum):
    """The one axis on which the two turns of a pair differ."""

    OUTPUT = "output"  # same input, two responses
    INPUT = "input"  # same response, two inputs


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: what a model is shown and asked, and what it answers."""

    input: AVInput
    prompt: str
    asks: Modality
    response: str


@dataclass(frozen=True, slots=True)
class PreferencePair:
    """Two turns that differ on exactly one axis, the first of them preferred."""

    id: str
    kind: str  # recipe/kind, e.g. "acpo/attribution"
    group: str  # ties the pairs of one sample
    chosen: Turn
    rejected: Turn
    made_by: str
    facts: Mapping[str, str | float] = field(default_factory=dict)
    supersedes: str | None = None

    def __post_init__(self) -> None:
        same_question = (self.chosen.prompt, self.chosen.asks) == (
            self.rejected.prompt,
            self.rejected.asks,
        )
        axes = (self.chosen.input != self.rejected.input) + (
            self.chosen.response != self.rejected.response
        )
        if not same_question or axes != 1:
            raise BadRecord(
                f"Pair {self.id} must ask one question and differ in its input or its response, "
                "not in both."
            )

    @property
    def contrast(self) -> Contrast:
        """The axis on which the turns differ."""
        return Contrast.INPUT if self.chosen.input != self.rejected.input else Contrast.OUTPUT

    @property
    def prompt(self) -> str:
        """The question that both turns answer."""
        return self.chosen.prompt


def pair_id(kind: str, chosen: Turn, rejected: Turn) -> str:
    """Sixteen hexadecimal digits that depend on the content alone: built twice, it is one pair."""
    content = json.dumps([kind, asdict(chosen), asdict(rejected)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]
