"""A sound made to fit another picture: as long, and as loud as what was heard before."""

import numpy as np
from numpy.typing import NDArray

SILENCE_DB = -120.0  # of a sound without any
_INAUDIBLE_DB = -60.0  # below this there is nothing to be as loud as
_SPEECH_DB = -23.0  # usual loudness where the picture's own sound is silent (EBU R 128)
_MAX_GAIN_DB = 30.0  # more would lift a recording's noise, not its sound
_PEAK = 10 ** (-2 / 20)  # -2 dB, so that AAC's own ripple does not clip

Sound = NDArray[np.float32]  # (channels, samples), full scale is -1 to 1


def loudness_db(samples: NDArray[np.float32]) -> float:
    """RMS of all samples in dB below full scale; SILENCE_DB for silence or no samples."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if samples.size else 0.0
    return max(SILENCE_DB, 10 * float(np.log10(power))) if power > 0 else SILENCE_DB


def looped(sound: Sound, length: int, fade: int = 960) -> Sound:
    """The sound repeated or cut to `length` samples: (channels, length).

    Each repeat is crossfaded with the end of the one before over `fade` samples (20 ms at
    48 kHz), linearly, so that it is never louder than the sound itself. A cut is faded out.
    """
    channels, whole = sound.shape
    if whole == 0:
        return np.zeros((channels, length), np.float32)
    fade = min(fade, whole // 2, length)
    rise = np.linspace(0, 1, fade, dtype=np.float32)
    result = np.zeros((channels, length), np.float32)
    for start in range(0, max(1, length - fade), whole - fade):
        end = min(start + whole, length)
        repeat = sound[:, : end - start].copy()
        if start > 0:
            repeat[:, :fade] *= rise
            result[:, start : start + fade] *= rise[::-1]
        result[:, start:end] += repeat
    if whole != length:
        result[:, length - fade :] *= rise[::-1]
    return result


def as_loud_as(sound: Sound, target_db: float) -> Sound:
    """The sound at the target's loudness (RMS of the mono mix, dB); -23 dB if the target is silent.

    Silence stays silence, and no sample comes within 2 dB of full scale: where the peaks are too
    high for that, the sound stays quieter than the target.
    """
    own_db = loudness_db(sound.mean(axis=0))
    if own_db < _INAUDIBLE_DB:
        return sound
    goal_db = target_db if target_db >= _INAUDIBLE_DB else _SPEECH_DB
    gain = 10 ** (min(goal_db - own_db, _MAX_GAIN_DB) / 20)
    return sound * np.float32(min(gain, _PEAK / np.abs(sound).max()))
