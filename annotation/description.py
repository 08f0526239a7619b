"""What the lines of a manifest say of one clip, as records of it, and what of that is new."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotation.manifest import ClipLine
from annotation.source import recordings
from core.caption import Caption, Modality, Thing
from core.clip import Clip
from core.event import SoundEvent
from core.records.clips import ClipRecords

MAKER = "manifest"  # who says so


@dataclass(frozen=True, slots=True)
class Description:
    """Records of one clip; `is_silent`: it was said that nothing is heard."""

    events: tuple[SoundEvent, ...] = ()
    captions: tuple[Caption, ...] = ()
    things: tuple[Thing, ...] = ()
    made_of: tuple[str, ...] = ()  # names of recordings
    is_silent: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing is said."""
        records = (self.events, self.captions, self.things, self.made_of)
        return not any(records) and not self.is_silent


def description(clip: Clip, lines: Sequence[ClipLine]) -> Description:
    """All that the lines say of the clip, each thing once though several lines may name it."""
    events, things = _events(clip, lines), _things(clip, lines)
    is_heard = bool(events) or any(thing.modality is Modality.AUDIO for thing in things)
    said_silent = any("audible" in line.model_fields_set and not line.audible for line in lines)
    made_of = dict.fromkeys(name for line in lines for name in recordings(line))
    return Description(
        events, _captions(clip, lines), things, tuple(made_of), said_silent and not is_heard
    )


def news(told: Description, clip: Clip, clips: ClipRecords) -> Description:
    """What of a description is not stored of the clip yet.

    Of the captions of a modality the last counts: it is new if the manifest last said another.
    """
    last = {caption.modality: caption for caption in told.captions}
    stored = clips.captions(clip.id, made_by=MAKER)
    events, things = clips.events(clip.id), clips.things(clip.id)
    is_heard = bool(events) or any(thing.modality is Modality.AUDIO for thing in things)
    known = clips.recordings(clip.id)
    return Description(
        tuple(event for event in told.events if event not in events),
        tuple(caption for caption in last.values() if caption != stored.get(caption.modality)),
        tuple(thing for thing in told.things if thing not in things),
        tuple(name for name in told.made_of if name not in known),
        told.is_silent and not is_heard and clip.id not in clips.silent(),
    )


def sounding(audible: str) -> str:
    """What makes a sound: "cow mooing" → "cow"; a sound without a source stays, as "typing"."""
    words = audible.split()
    if len(words) > 1 and words[-1].endswith("ing"):
        words.pop()
    return " ".join(words)


def _events(clip: Clip, lines: Sequence[ClipLine]) -> tuple[SoundEvent, ...]:
    """Each event once, cut where the clip ends."""
    told = (
        SoundEvent(clip.id, event.label, event.onset_s, min(event.offset_s, clip.duration_s))
        for line in lines
        for event in line.events
    )
    return tuple(dict.fromkeys(told))


def _captions(clip: Clip, lines: Sequence[ClipLine]) -> tuple[Caption, ...]:
    """Every caption, in the order of the lines: the last of a modality counts."""
    return tuple(
        Caption(clip.id, modality, text)
        for line in lines
        for modality, text in (
            (Modality.VISUAL, line.visual_caption),
            (Modality.AUDIO, line.audio_caption),
            (Modality.AUDIOVISUAL, line.joint_caption),
        )
        if text is not None
    )


def _things(clip: Clip, lines: Sequence[ClipLine]) -> tuple[Thing, ...]:
    """What is seen and what is heard, the main things first."""
    seen = [Thing(clip.id, Modality.VISUAL, name) for line in lines for name in line.visible]
    heard = [
        Thing(clip.id, Modality.AUDIO, sounding(name)) for line in lines for name in line.audible
    ]
    return tuple(dict.fromkeys(seen + heard))
