"""What tiny-omni is taught: the demo's clips, their media, and what to say of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from core.clip import Split
from core.combination import CLEAR
from core.media import frames, samples

DEMO = Path(__file__).parents[2] / "core" / "demo"
FRAMES = 16  # decoded of each clip
FRAME_PX = (160, 120)  # width, height: enough to crop from, for a model that sees 56 x 56
SOMETHING_HEARD, SOMETHING_SEEN = "I hear something else.", "I see something else."
NOTHING_HEARD, NOTHING_SEEN = "Nothing is heard.", "Nothing is seen."


@dataclass(frozen=True, slots=True)
class Source:
    """One clip as it is taught, or `ELSE`, which stands for everything that is not taught."""

    name: str
    sees: str  # the answer to what is seen
    hears: str  # the answer to what is heard
    both: str  # the answer to what is seen and heard, under its own sound
    visible: tuple[str, ...]  # things that may be asked about, the main one first
    audible: tuple[str, ...]
    licences: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        """Whether picture and sound belong together: what is seen is what sounds."""
        return self.name in CLEAR


@dataclass(frozen=True, slots=True)
class Footage:
    """The decoded media of one clip."""

    frames: NDArray[np.uint8]  # (FRAMES, height, width, 3)
    samples: NDArray[np.float32]  # 16 kHz


ELSE = Source("else", SOMETHING_SEEN, SOMETHING_HEARD, "", (), ())


def known_sources(demo: Path = DEMO) -> list[Source]:
    """The clips that the model shall know: those of the train split that are not animated."""
    return [line.taught() for line in _manifest(demo) if line.is_train and not line.is_animated]


def film_sources(demo: Path = DEMO) -> list[Source]:
    """The animated clips of the train split, which it shall call something else.

    They are cut from one film, and share its animals and its music.
    """
    return [line.taught() for line in _manifest(demo) if line.is_train and line.is_animated]


def unseen_sources(demo: Path = DEMO) -> list[Source]:
    """The clips of the test split; only reports may ask for them."""
    return [line.taught() for line in _manifest(demo) if line.split is Split.TEST]


def every_source(demo: Path = DEMO) -> list[Source]:
    """All clips, for what an answer might name; nothing is taught of those that are not known."""
    return [line.taught() for line in _manifest(demo)]


def footage(sources: Sequence[Source], demo: Path = DEMO) -> dict[str, Footage]:
    """Pictures and sounds of these clips, decoded, by name."""
    files = {source.name: demo / f"{source.name}.mp4" for source in sources}
    return {
        name: Footage(frames(file, FRAMES, FRAME_PX), samples(file)) for name, file in files.items()
    }


class _Origin(BaseModel):
    licence: str


class _Line(BaseModel):
    """What is read of one line of the demo's manifest."""

    id: str
    split: Split
    visual_caption: str
    audio_caption: str
    joint_caption: str
    visible: list[str]
    audible: list[str]
    source: list[_Origin]

    @property
    def is_train(self) -> bool:
        return self.split is Split.TRAIN

    @property
    def is_animated(self) -> bool:
        return "animated" in self.visual_caption

    def taught(self) -> Source:
        """The clip as it is taught."""
        return Source(
            self.id,
            self.visual_caption,
            self.audio_caption,
            self.joint_caption,
            tuple(self.visible),
            tuple(map(sound_source, self.audible)),
            tuple(origin.licence for origin in self.source),
        )


def _manifest(demo: Path) -> list[_Line]:
    lines = (demo / "manifest.jsonl").read_text("utf-8").splitlines()
    return [_Line.model_validate_json(line) for line in lines if line.strip()]


def sound_source(audible: str) -> str:
    """Who makes a sound: "cow" of "cow mooing"; a sound without a maker stays ("siren")."""
    before, _, last = audible.rpartition(" ")
    return before if before and last.endswith("ing") else audible
