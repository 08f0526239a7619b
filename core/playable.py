"""What the player and the models need of an input, made when first asked for and then kept."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core import media, waveform
from core.clip import AVInput
from core.records.base import Json
from core.workspace import Workspace

_SWAP_RECIPE = "swap 1"  # changes when swap_sound would make another file
_TRACES_RECIPE = "traces 1"  # changes when any trace would be drawn otherwise
_STRIP_FRAMES = 12
_POSTER = 4  # which of the strip's frames stands for the clip: a little after its first third
_POSTER_HEIGHT = 360  # pixels, at most


@dataclass(frozen=True, slots=True)
class Traces:
    """What the player draws of one playable file; the pictures are names of media files."""

    duration_s: float
    peaks: list[float]  # low, high of each of 800 even parts, -1 to 1
    spectrogram: str  # PNG from edge to edge of the clip's time
    strip: str  # JPEG of 12 frames side by side
    poster: str  # JPEG of one frame


_JSON: Json[Traces] = Json(Traces)


def playable(workspace: Workspace, shown: AVInput) -> Path:
    """The file that plays for this input, the very one that models are fed; NotFound for a clip.

    A clip's own media, also where its picture or its sound is absent from the input; for a swapped
    input the picture of one clip over the sound of another.
    """
    clips = workspace.store.clips
    if shown.video is None or shown.audio is None or not shown.is_swapped:
        return workspace.media_file(clips.get(shown.video or shown.audio or "").media)
    picture, sound = clips.get(shown.video).media, clips.get(shown.audio).media
    target = workspace.media / _name(f"{picture} {sound} {_SWAP_RECIPE}", "mp4")
    if not target.exists():
        media.swap_sound(workspace.media_file(picture), workspace.media_file(sound), target)
    return target


def traces(workspace: Workspace, media_name: str) -> Traces:
    """Peaks, spectrogram, frame strip and poster of a playable file; NotFound if there is none."""
    file = workspace.media_file(media_name)
    index = workspace.media / _name(f"{media_name} {_TRACES_RECIPE}", "json")
    if not index.exists():
        made = _draw(workspace.media, file)
        _write(index, lambda draft: draft.write_text(_JSON.write(made)))
    return _JSON.read(index.read_text())


def _draw(folder: Path, file: Path) -> Traces:
    """Draw everything; two processes that do so at once write the same bytes."""
    known = media.probe(file)
    scale = min(1.0, _POSTER_HEIGHT / known.height)
    size = (round(known.width * scale), round(known.height * scale))
    pictures = media.frames(file, _STRIP_FRAMES, size, known, roughly=True)
    heard = media.sound(file, known=known)
    names = {
        kind: _name(f"{file.name} {_TRACES_RECIPE} {kind}", ending)
        for kind, ending in (("spectrogram", "png"), ("strip", "jpg"), ("poster", "jpg"))
    }
    _write(folder / names["strip"], lambda to: waveform.frame_strip(pictures, to))
    _write(folder / names["poster"], lambda to: waveform.poster(pictures[_POSTER], to))
    _write(
        folder / names["spectrogram"],
        lambda to: waveform.spectrogram_png(heard.mean(axis=0), media.PLAYED_HZ, to),
    )
    return Traces(duration_s=known.duration_s, peaks=waveform.peaks(heard), **names)


def _write(target: Path, make: Callable[[Path], object]) -> None:
    """Let `make` write a draft and give it its name when it is whole."""
    with media.drafted(target.parent) as draft:
        make(draft)
        media.keep(draft, target)


def _name(of: str, ending: str) -> str:
    return f"{hashlib.sha256(of.encode()).hexdigest()[:32]}.{ending}"
