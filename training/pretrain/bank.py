"""A bank of renderings: each known picture and sound many times over, seen and heard once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from core.clip import AVInput
from core.models.base import SAMPLE_RATE_HZ, Heard, Input, Model, Picture, Seen, Sound
from training.batch import View
from training.pretrain.sources import ELSE, Footage
from training.pretrain.strangers import strange_picture, strange_sound
from training.recombine import render_picture, render_sound

FRAME_COUNTS = (4, 4, 4, 4, 2, 8)  # drawn from: four is what the app shows, others are asked for
DURATION_S = (3.0, 10.0)
STRANGERS = 3  # times as many renderings as of one known source
_FILM = 0.6  # of the strangers
_TOKEN_S, _MEL_S = 0.2, 0.05  # of an audio token, of a mel frame


@dataclass(frozen=True, slots=True)
class Bank:
    """Renderings by the name of their source; `ELSE.name` stands for all strangers."""

    pictures: Mapping[str, Sequence[Picture]]
    sounds: Mapping[str, Sequence[Sound]]


@dataclass(frozen=True, slots=True)
class Perceived:
    """The same bank after the towers, which are frozen from then on."""

    pictures: Mapping[str, Sequence[Seen]]
    sounds: Mapping[str, Sequence[Heard]]

    def view(self, picture: str | None, sound: str | None, rng: np.random.Generator) -> View:
        """One rendering of a picture, a sound or both, drawn, by the names of their sources."""
        return View(
            AVInput(picture, sound),
            None if picture is None else int(rng.integers(len(self.pictures[picture]))),
            None if sound is None else int(rng.integers(len(self.sounds[sound]))),
        )

    def input(self, view: View) -> Input:
        """What the model has before it; a picture lasts as long as the sound under it."""
        seen, heard = None, None
        if view.input.video is not None and view.picture_seed is not None:
            seen = self.pictures[view.input.video][view.picture_seed]
        if view.input.audio is not None and view.sound_seed is not None:
            heard = self.sounds[view.input.audio][view.sound_seed]
        if seen is not None and heard is not None:
            seconds = heard.mel_frames * _MEL_S / seen.grid[0]
            seen = replace(seen, seconds_per_step=seconds)
        return Input(seen, heard)


def render(
    known: Mapping[str, Footage],
    film: Sequence[Footage],
    rng: np.random.Generator,
    pictures: int,
    sounds: int,
) -> Bank:
    """So many renderings of each known source, and of strangers STRANGERS times as many."""
    seen = {name: [_picture(one, rng) for _ in range(pictures)] for name, one in known.items()}
    heard = {name: [_sound(one, rng) for _ in range(sounds)] for name, one in known.items()}
    if film:
        seen[ELSE.name] = [_strange_picture(film, rng) for _ in range(STRANGERS * pictures)]
        heard[ELSE.name] = [_strange_sound(film, rng) for _ in range(STRANGERS * sounds)]
    return Bank(seen, heard)


def perceive(model: Model, bank: Bank) -> Perceived:
    """What the towers make of every rendering."""
    return Perceived(
        {name: model.see(pictures) for name, pictures in bank.pictures.items()},
        {name: model.hear(sounds) for name, sounds in bank.sounds.items()},
    )


def _picture(source: Footage, rng: np.random.Generator) -> Picture:
    """Frames from equal parts of the clip, as the app takes them, but not their middles."""
    count = int(rng.choice(FRAME_COUNTS))
    part = len(source.frames) / count
    places = ((rng.uniform() + np.arange(count)) * part).astype(int)
    return Picture(render_picture(source.frames[places], rng), _duration_s(rng))


def _sound(source: Footage, rng: np.random.Generator) -> Sound:
    """The sound repeated or cut to another length, as it is under another picture."""
    fitted = np.resize(source.samples, round(_duration_s(rng) * SAMPLE_RATE_HZ))
    return Sound(render_sound(fitted, rng))


def _duration_s(rng: np.random.Generator) -> float:
    """Of any clip, so that a length gives nothing away; in whole audio tokens."""
    least, most = (round(duration_s / _TOKEN_S) for duration_s in DURATION_S)
    return _TOKEN_S * int(rng.integers(least, most + 1))


def _strange_picture(film: Sequence[Footage], rng: np.random.Generator) -> Picture:
    if rng.random() < _FILM:
        return _picture(film[int(rng.integers(len(film)))], rng)
    made = strange_picture(rng, int(rng.choice(FRAME_COUNTS)))
    return Picture(render_picture(made, rng), _duration_s(rng))


def _strange_sound(film: Sequence[Footage], rng: np.random.Generator) -> Sound:
    if rng.random() < _FILM:
        return _sound(film[int(rng.integers(len(film)))], rng)
    made: NDArray[np.float32] = strange_sound(rng, _duration_s(rng))
    return Sound(render_sound(made, rng))
