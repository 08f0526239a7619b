"""What splits a joint caption into its two targets."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Decomposition:
    """The two targets of a joint caption; empty where the caption gives no evidence."""

    visual: str
    audio: str


class Decomposer(Protocol):
    """A backend; an entry's file offers one as DECOMPOSER."""

    name: str
    title: str  # for menus

    def decompose(self, joint: str) -> Decomposition:
        """Split one joint caption; nothing that is only seen may stand in the audio target."""
        ...
