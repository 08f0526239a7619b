"""Captions: what is seen, what is heard, or both, in words."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import BadRecord


class Modality(StrEnum):
    """What a caption describes, and what a prompt asks for."""

    AUDIO = "audio"
    VISUAL = "visual"
    AUDIOVISUAL = "audiovisual"


@dataclass(frozen=True, slots=True)
class Caption:
    """One description of a clip: a joint caption, or one of its two targets."""

    clip: str  # clip id
    modality: Modality
    text: str
    made_by: str = "manifest"

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadRecord(f"The {self.modality} caption of clip {self.clip} is empty.")
