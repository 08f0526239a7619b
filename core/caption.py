"""Captions and things: what is seen and what is heard, in sentences and in nouns."""

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


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that is seen in a clip, or a source of sound that is heard in it."""

    clip: str  # clip id
    modality: Modality  # visual: it is seen; audio: it is heard
    name: str  # what a question calls it: "cow", "fire engine"
    made_by: str = "manifest"

    def __post_init__(self) -> None:
        if not self.name.strip() or self.modality is Modality.AUDIOVISUAL:
            raise BadRecord(f'"{self.name}" of clip {self.clip} must be a thing seen or heard.')
