"""Sound events: labelled intervals of a clip's sound."""

import math
from dataclasses import dataclass

from core.errors import BadRecord


@dataclass(frozen=True, slots=True)
class SoundEvent:
    """A sound heard in `[onset_s, offset_s)` of a clip."""

    clip: str  # clip id
    label: str
    onset_s: float
    offset_s: float
    confidence: float = 1.0  # 0 to 1
    made_by: str = "manifest"

    def __post_init__(self) -> None:
        times = (self.onset_s, self.offset_s)
        if not all(math.isfinite(time) for time in times) or not 0 <= self.onset_s < self.offset_s:
            raise BadRecord(
                f'Sound event "{self.label}" of clip {self.clip} must start at 0 s or later and '
                f"end after it starts, not run from {self.onset_s} s to {self.offset_s} s."
            )
        if not self.label.strip():
            raise BadRecord(f"A sound event of clip {self.clip} has no label.")

    @property
    def duration_s(self) -> float:
        """Length in seconds, always positive."""
        return self.offset_s - self.onset_s
