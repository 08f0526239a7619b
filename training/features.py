"""What the frozen towers make of pictures and sounds: computed once, kept on disk.

A picture comes from the clip in it, a sound from the very file that plays for the whole input, so
that a model is trained on what people heard. With a seed both are rendered anew
(training/recombine.py); the same seed gives the same rendering.
"""

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from safetensors import safe_open
from safetensors.torch import save_file

from core import media
from core.clip import AVInput
from core.models.base import Heard, Input, Model, Picture, Seen, Sound
from core.playable import playable
from core.workspace import Workspace
from training.adapters import checkpoint_digest
from training.batch import View
from training.recombine import render_picture, render_sound

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many

_RECIPE = "features 1"  # changes when a rendering would come out otherwise
_MEMORY_BYTES = 2**29  # of what is kept in memory besides
_WORKERS = 2  # files decoded and rendered at once


@dataclass(frozen=True, slots=True)
class _Medium:
    """One file's picture or sound in one rendering."""

    file: Path
    frames: int  # of the picture; 0: the sound is meant
    seed: int | None

    @property
    def name(self) -> str:
        """Of the file that keeps what the tower made of it."""
        kind = f"picture-{self.frames}" if self.frames else "sound"
        seed = "as-it-is" if self.seed is None else self.seed
        return f"{self.file.stem}-{kind}-{seed}.safetensors"

    @property
    def rng(self) -> np.random.Generator | None:
        """The source of this rendering's chances; None: as it is."""
        if self.seed is None:
            return None
        content = int(hashlib.sha256(self.file.name.encode()).hexdigest()[:8], 16)
        return np.random.default_rng([self.seed, content, int(self.frames > 0)])


class Features:
    """Encoded inputs of one workspace for one checkpoint."""

    def __init__(self, workspace: Workspace, model: Model) -> None:
        self._workspace, self._model = workspace, model
        self._folder = workspace.features / _digest(model)
        self._folder.mkdir(exist_ok=True)
        self._files: dict[AVInput, tuple[Path | None, Path | None]] = {}
        self._kept: OrderedDict[str, Seen | Heard] = OrderedDict()
        self._kept_bytes = 0

    def prepare(self, views: Iterable[View], progress: Progress | None = None) -> None:
        """Make swapped files that never played, and compute what is not on disk yet."""
        wanted = list(dict.fromkeys(views))
        inputs = list(dict.fromkeys(view.input for view in wanted))
        with ThreadPoolExecutor(_WORKERS) as pool:
            for done, _ in enumerate(pool.map(self._files_of, inputs), 1):
                _tell(progress, "putting sounds under pictures", done, len(inputs))
            groups = self._missing(wanted)
            ready = zip(groups, pool.map(self._render, groups), strict=True)
            for done, (group, rendered) in enumerate(ready, 1):
                for medium, part in zip(group, self._encode(rendered), strict=True):
                    _write(self._folder / medium.name, part)
                _tell(progress, "encoding pictures and sounds", done, len(groups))

    def input(self, view: View) -> Input:
        """What the model has before it in this view; computed now if it was not prepared."""
        seen, heard = None, None
        for medium in self._media(view):
            part = self._load(medium)
            if isinstance(part, Seen):
                seen = part
            else:
                heard = part
        return Input(seen, heard)

    def _missing(self, views: Iterable[View]) -> list[list[_Medium]]:
        """The media that are not on disk, those of one file together."""
        groups: dict[tuple[Path, int], list[_Medium]] = {}
        for medium in dict.fromkeys(medium for view in views for medium in self._media(view)):
            if not (self._folder / medium.name).exists():
                groups.setdefault((medium.file, medium.frames), []).append(medium)
        return list(groups.values())

    def _media(self, view: View) -> Iterator[_Medium]:
        picture, sound = self._files_of(view.input)
        if picture is not None:
            yield _Medium(picture, view.frames or self._model.frames, view.picture_seed)
        if sound is not None:
            yield _Medium(sound, 0, view.sound_seed)

    def _files_of(self, shown: AVInput) -> tuple[Path | None, Path | None]:
        """Where the input's picture and its sound come from."""
        if shown not in self._files:
            picture = None
            if shown.video is not None:
                clip = self._workspace.store.clips.get(shown.video)
                picture = self._workspace.media_file(clip.media)
            sound = playable(self._workspace, shown) if shown.audio is not None else None
            self._files[shown] = picture, sound
        return self._files[shown]

    def _load(self, medium: _Medium) -> Seen | Heard:
        if medium.name in self._kept:
            self._kept.move_to_end(medium.name)
            return self._kept[medium.name]
        file = self._folder / medium.name
        if not file.exists():
            (part,) = self._encode(self._render([medium]))
            _write(file, part)
        part = self._kept[medium.name] = _read(file)
        self._kept_bytes += part.tokens.nbytes
        while self._kept_bytes > _MEMORY_BYTES and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._kept_bytes -= oldest.tokens.nbytes
        return part

    def _render(self, group: Sequence[_Medium]) -> list[Picture | Sound]:
        """The renderings of one file's picture or sound, which is decoded once."""
        first = group[0]
        if first.frames:
            frames = media.frames(first.file, first.frames, self._model.decode_px)
            duration_s = media.probe(first.file).duration_s
            return [
                Picture(render_picture(frames, rng) if (rng := medium.rng) else frames, duration_s)
                for medium in group
            ]
        samples = media.samples(first.file)
        return [
            Sound(render_sound(samples, rng) if (rng := medium.rng) else samples)
            for medium in group
        ]

    def _encode(self, rendered: Sequence[Picture | Sound]) -> Sequence[Seen | Heard]:
        pictures = [part for part in rendered if isinstance(part, Picture)]
        if pictures:
            return self._model.see(pictures)
        return self._model.hear([part for part in rendered if isinstance(part, Sound)])


def _digest(model: Model) -> str:
    """Sixteen hexadecimal digits that change with the checkpoint, its precision and rendering."""
    dtype = next(model.module.parameters()).dtype
    content = f"{_RECIPE} {checkpoint_digest(model)} {model.decode_px} {dtype}"
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _tell(progress: Progress | None, what: str, done: int, total: int) -> None:
    if progress is not None:
        progress(what, done, total)


def _write(file: Path, part: Seen | Heard) -> None:
    """Replace the file by a finished draft, so that two processes may do so at once."""
    if isinstance(part, Seen):
        facts = {"grid": json.dumps(part.grid), "seconds_per_step": repr(part.seconds_per_step)}
    else:
        facts = {"mel_frames": str(part.mel_frames)}
    with media.drafted(file.parent) as draft:
        save_file({"tokens": part.tokens.contiguous().cpu()}, draft, metadata=facts)
        draft.replace(file)


def _read(file: Path) -> Seen | Heard:
    with safe_open(file, framework="pt") as stored:
        facts, tokens = stored.metadata(), stored.get_tensor("tokens")
    if "mel_frames" in facts:
        return Heard(tokens, int(facts["mel_frames"]))
    time, height, width = json.loads(facts["grid"])
    return Seen(tokens, (time, height, width), float(facts["seconds_per_step"]))
