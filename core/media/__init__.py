"""Media files through PyAV, its only caller: read, checked, made playable, given another sound."""

from core.media.container import MAX_DURATION_S, MAX_PICTURE_PIXELS, MIN_DURATION_S, sweep_drafts
from core.media.fit import SILENCE_DB, loudness_db
from core.media.picture import frames
from core.media.probe import Probe, probe
from core.media.sound import PLAYED_HZ, samples, sound

__all__ = [
    "MAX_DURATION_S",
    "MAX_PICTURE_PIXELS",
    "MIN_DURATION_S",
    "PLAYED_HZ",
    "SILENCE_DB",
    "Probe",
    "frames",
    "loudness_db",
    "probe",
    "samples",
    "sound",
    "sweep_drafts",
]
