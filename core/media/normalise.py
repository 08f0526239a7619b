"""Any video file into the one form that every browser plays and every model is fed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from core.media.container import drafted, keep
from core.media.fit import loudness_db
from core.media.mux import write_mp4
from core.media.probe import MOST_CHANNELS, Probe, probe
from core.media.sound import sound

_NOTABLE_S = 0.25  # a shorter difference between picture and sound is nobody's concern


@dataclass(frozen=True, slots=True)
class Normalised:
    """A playable copy of a file."""

    media: str  # name within the folder: 32 hexadecimal digits of its SHA-256, and .mp4
    duration_s: float
    fps: float
    width: int  # pixels
    height: int
    loudness_db: float  # RMS of the sound, dB below full scale
    remarks: tuple[str, ...]  # what was changed, in sentences


def normalise(file: Path, folder: Path) -> Normalised:
    """Write a playable copy into the folder; BadMedia if the file cannot be a clip.

    H.264 in 8-bit 4:2:0 at a constant rate, upright, of even size, and AAC at 48 kHz in one or two
    channels, exactly as long as the picture. What is so already is copied, not encoded.
    The folder holds the whole copy under its name, or nothing.
    """
    known = probe(file)
    heard = sound(file, known=known)
    with drafted(folder) as draft:
        write_mp4(draft, file, known, None if known.is_sound_clean else heard)
        with draft.open("rb") as written:
            name = f"{hashlib.file_digest(written, 'sha256').hexdigest()[:32]}.mp4"
        keep(draft, folder / name)
    return Normalised(
        media=name,
        duration_s=known.duration_s,
        fps=known.fps,
        width=known.width,
        height=known.height,
        loudness_db=loudness_db(heard.mean(axis=0)),
        remarks=tuple(_remarks(known)),
    )


def _remarks(known: Probe) -> list[str]:
    """What a person may notice of the change; nothing for a clean file."""
    after_s = known.sound_end_s - known.duration_s
    said = {
        f"The picture was turned by {known.turn} degrees.": known.turn != 0,
        f"The picture was brought to an even {known.fps:g} frames per second.": (
            not known.timing.is_constant
        ),
        f"The picture was converted from {known.codec} to H.264.": known.codec != "h264",
        f"The sound's {known.channels} channels were mixed into two.": known.channels
        > MOST_CHANNELS,
        f"The sound starts {known.sound_start_s:.1f} s after the picture.": (
            known.sound_start_s > _NOTABLE_S
        ),
        f"The sound was cut where the picture ends, {after_s:.1f} s before its own end.": (
            after_s > _NOTABLE_S
        ),
        f"The sound ends {-after_s:.1f} s before the picture; the rest is silent.": (
            -after_s > _NOTABLE_S
        ),
    }
    return [sentence for sentence, applies in said.items() if applies]
