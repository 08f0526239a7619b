"""The player: one video as the only clock, with the labelled sound below it."""

import math
from collections.abc import Sequence
from itertools import count
from typing import Literal, TypedDict

import gradio as gr

from core.clip import AVInput, Clip
from core.event import SoundEvent
from core.playable import playable, traces
from core.workspace import Workspace
from ui.static_files import address

TrackName = Literal["original", "swapped"]
NO_SOUND = "No sound"
_sequence = count(1)  # the same clip sent twice must still be seen as news by the browser


class Event(TypedDict):
    """A labelled sound on the picture's time axis."""

    label: str
    onset_s: float
    offset_s: float
    made_by: str
    confidence: float


class Track(TypedDict):
    """One picture with one sound, and what is drawn of it; files as addresses."""

    title: str  # whose sound it is
    is_silent: bool  # there is no sound: the file is played muted
    video: str
    peaks: list[float]  # none where there is no sound
    spectrogram: str  # empty where there is no sound
    strip: str
    poster: str
    events: list[Event]


class Start(TypedDict):
    """Where the player begins."""

    t: float  # seconds
    track: TrackName


class Sample(TypedDict):
    """Everything that the player needs of one picture with its own and another sound."""

    seq: int
    pair: str
    duration_s: float
    fps: float
    original: Track
    swapped: Track | None
    start: Start
    prefetch: list[str]


def player(elem_id: str, sample: Sample | None = None) -> gr.HTML:
    """The player as a Gradio component; a handler sends it `gr.update(sample=…)`.

    The sample is its only property and is always sent whole: Gradio replaces all properties of a
    component that is not on the page yet. It is no class of its own, because Gradio would write a
    stub file beside the source of each such class whenever the app starts.
    """
    return gr.HTML(
        html_template='<div class="sc sc-player"></div>',
        js_on_load=f"import('{address('player.js')}').then(({{mount}}) => "
        "mount(element.firstElementChild, {sample: props.sample, "
        "watch: (told) => watch('sample', () => told(props.sample))}));",
        apply_default_css=False,
        elem_id=elem_id,
        sample=sample,
    )


def sample_of(
    workspace: Workspace,
    original: AVInput,
    swapped: AVInput | None = None,
    *,
    pair: str = "",
    start: TrackName = "original",
    start_s: float = 0.0,
    prefetch: Sequence[str] = (),
) -> Sample:
    """What the player shows of one picture under its own sound and under a donor's.

    Files that are not there yet are made. NotFound names a clip that is not in the workspace.
    """
    shown = workspace.store.clips.get(original.video or original.audio or "")
    return {
        "seq": next(_sequence),
        "pair": pair,
        "duration_s": shown.duration_s,
        "fps": shown.fps,
        "original": track_of(workspace, original, shown),
        "swapped": track_of(workspace, swapped, shown) if swapped else None,
        "start": {"t": start_s, "track": start if swapped else "original"},
        "prefetch": list(prefetch),
    }


def track_of(workspace: Workspace, shown: AVInput, picture: Clip) -> Track:
    """One input as the player shows it, on the time axis of the picture.

    Without a sound it is the picture's own file, but nothing is heard and drawn of its sound.
    """
    media = playable(workspace, shown).name
    drawn = traces(workspace, media)
    donor = workspace.store.clips.get(shown.audio) if shown.audio else None
    heard = workspace.store.clips.events(donor.id) if donor else []
    return {
        "title": donor.name if donor else NO_SOUND,
        "is_silent": donor is None,
        "video": media_address(media),
        "peaks": drawn.peaks if donor else [],
        "spectrogram": media_address(drawn.spectrogram) if donor else "",
        "strip": media_address(drawn.strip),
        "poster": media_address(drawn.poster),
        "events": looped(heard, donor.duration_s, picture.duration_s) if donor else [],
    }


def looped(events: Sequence[SoundEvent], sound_s: float, picture_s: float) -> list[Event]:
    """Events of a sound on a picture's axis, repeated and cut exactly as the sound itself is.

    `sound_s` and `picture_s` are lengths in seconds. An event that a cut leaves shorter than a
    hundredth of a second is dropped.
    """
    repeats = math.ceil(round(picture_s / sound_s, 6))
    placed: list[Event] = [
        {
            "label": event.label,
            "onset_s": round(event.onset_s + turn * sound_s, 3),
            "offset_s": round(min(event.offset_s + turn * sound_s, picture_s), 3),
            "made_by": event.made_by,
            "confidence": event.confidence,
        }
        for turn in range(repeats)
        for event in events
    ]
    return [event for event in placed if event["offset_s"] - event["onset_s"] >= 0.01]


def media_address(name: str) -> str:
    """Where the browser finds a file of the media folder."""
    return f"/media/{name}"
