"""New renderings of a picture and of a sound that show and sound the same thing.

So few clips would be learnt by heart; seen cropped, mirrored and in other colours, and heard
shifted, faster, louder and in noise, they must be recognised. All randomness comes from the
generator that is given; the ranges are those under which the demo's classes stay recognisable.
"""

import numpy as np
from numpy.typing import NDArray

LEAST_CROP = 0.65  # of each side
SPEED = 0.1  # most change, up or down
SNR_DB = (-3.0, 20.0)  # of the sound to the noise that is added
LOUDNESS_DB = (-32.0, -14.0)  # RMS of the result below full scale
_SILENT_RMS = 1e-3  # -60 dB: nothing is heard, so nothing is added or made louder
_NOISE_WIDTH = 6  # samples over which noise is smoothed when it is to be dull


def render_picture(frames: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Frames (frames, height, width, 3) cropped and zoomed alike, maybe mirrored, recoloured.

    The result has another height and width; its values are 0 to 255 again.
    """
    cropped = _cropped(frames, rng).astype(np.float32) / 255
    if rng.random() < 0.5:
        cropped = cropped[:, :, ::-1]
    grey = cropped.mean(-1, keepdims=True)
    coloured = grey + (cropped - grey) * rng.uniform(0.5, 1.4)
    contrast, brightness = rng.uniform(0.7, 1.3), rng.uniform(-0.12, 0.12)
    tint = rng.uniform(0.88, 1.12, 3).astype(np.float32)
    shaded = ((coloured - 0.5) * contrast + 0.5 + brightness) * tint
    noise = rng.standard_normal(shaded.shape, np.float32) * rng.uniform(0, 0.08)
    rendered: NDArray[np.uint8] = np.clip((shaded + noise) * 255, 0, 255).astype(np.uint8)
    return rendered


def _cropped(frames: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    _, height, width, _ = frames.shape
    tall, wide = (
        max(1, round(side * part))
        for side, part in zip((height, width), rng.uniform(LEAST_CROP, 1, 2), strict=True)
    )
    top, left = rng.integers(0, height - tall + 1), rng.integers(0, width - wide + 1)
    return frames[:, top : top + tall, left : left + wide]


def render_sound(samples: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Samples (samples,) shifted in a circle, faster or slower, in noise, at another loudness.

    As many samples, within -1 to 1. Silence (below -60 dB) is returned as it is.
    """
    count = len(samples)
    if count == 0 or np.sqrt(np.mean(np.square(samples))) < _SILENT_RMS:
        return samples.copy()
    places = rng.uniform(0, count) + np.arange(count) * rng.uniform(1 - SPEED, 1 + SPEED)
    moved = np.interp(places % count, np.arange(count + 1), np.append(samples, samples[0]))
    noise = rng.standard_normal(count, np.float32)
    if rng.random() < 0.5:
        noise = np.convolve(noise, np.ones(_NOISE_WIDTH, np.float32), "same")[:count]
    ratio = 10 ** (-rng.uniform(*SNR_DB) / 20)
    mixed = moved + noise * (ratio * _rms(moved) / _rms(noise))
    loud = mixed * (10 ** (rng.uniform(*LOUDNESS_DB) / 20) / _rms(mixed))
    rendered: NDArray[np.float32] = np.clip(loud, -1, 1).astype(np.float32)
    return rendered


def _rms(samples: NDArray[np.floating]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) + 1e-12
