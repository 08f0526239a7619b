"""Media files through PyAV, its only caller: read, checked, made playable, given another sound."""

from core.media.container import (
    MAX_DURATION_S,
    MAX_PICTURE_PIXELS,
    MIN_DURATION_S,
    drafted,
    keep,
    sweep_drafts,
)
from core.media.fit import SILENCE_DB, loudness_db
from core.media.normalise import Normalised, normalise
from core.media.picture import frames
from core.media.probe import PLAYED_HZ, Probe, probe
from core.media.sound import samples, sound
from core.media.swap import swap_sound

__all__ = [
    "MAX_DURATION_S",
    "MAX_PICTURE_PIXELS",
    "MIN_DURATION_S",
    "PLAYED_HZ",
    "SILENCE_DB",
    "Normalised",
    "Probe",
    "drafted",
    "frames",
    "keep",
    "loudness_db",
    "normalise",
    "probe",
    "samples",
    "sound",
    "swap_sound",
    "sweep_drafts",
]
