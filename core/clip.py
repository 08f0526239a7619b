"""Clips, and the audio-visual inputs that are made of them."""

from dataclasses import dataclass
from enum import StrEnum

from core.errors import BadRecord


class Split(StrEnum):
    """The part of an experiment that a clip's source belongs to."""

    TRAIN = "train"
    VALIDATION = "validation"
    TEST = "test"


@dataclass(frozen=True, slots=True)
class Clip:
    """One short video with sound, as it lies in the workspace."""

    id: str  # first 16 hexadecimal digits of the SHA-256 of the file that was imported
    name: str  # what people call it, and no other clip: the manifest's id, or the file's name
    media: str  # name of the playable file in the workspace's media folder, after its content
    duration_s: float
    fps: float
    width: int  # pixels
    height: int  # pixels
    loudness_db: float  # RMS of the sound in dB below full scale; silence is -120
    source: str  # the original recording; clips with one source never part between splits
    split: Split
    credit: str = ""  # authors and licence, as the manifest states them

    def __post_init__(self) -> None:
        if not self.duration_s > 0:
            raise BadRecord(f"Clip {self.name} has no length ({self.duration_s} s).")

    @property
    def is_audible(self) -> bool:
        """Whether there is enough sound to be described: at least -60 dB."""
        return self.loudness_db >= -60.0


@dataclass(frozen=True, slots=True)
class AVInput:
    """The picture of one clip under the sound of another; None: that modality is absent."""

    video: str | None  # clip id
    audio: str | None  # clip id

    def __post_init__(self) -> None:
        if self.video is None and self.audio is None:
            raise BadRecord("An input needs a picture or a sound.")

    @property
    def is_swapped(self) -> bool:
        """Whether picture and sound come from different clips."""
        return self.video is not None and self.audio is not None and self.video != self.audio
