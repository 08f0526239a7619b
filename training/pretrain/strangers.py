"""Pictures and sounds of nothing in particular, which the model shall call something else."""

import numpy as np
from numpy.typing import NDArray

from core.models.base import SAMPLE_RATE_HZ


def strange_picture(rng: np.random.Generator, frames: int) -> NDArray[np.uint8]:
    """Patches of colour, from one flat colour to fine noise: (frames, 120, 160, 3)."""
    grain = int(rng.choice([1, 2, 4, 8, 40]))  # patches to a side
    patches = rng.uniform(0, 255, (1, grain, grain, 3))
    if rng.random() < 0.5:
        patches = patches.mean(-1, keepdims=True).repeat(3, -1)
    rows = np.arange(120) * grain // 120
    columns = np.arange(160) * grain // 160
    picture = patches[:, rows][:, :, columns]
    if rng.random() < 0.5:
        picture = picture * np.linspace(rng.uniform(0, 1), 1, 160)[None, None, :, None]
    return picture.repeat(frames, 0).astype(np.uint8)


def strange_sound(rng: np.random.Generator, duration_s: float) -> NDArray[np.float32]:
    """Noise, tones, sweeps or clicks: (samples,) at 16 kHz."""
    count = round(duration_s * SAMPLE_RATE_HZ)
    time_s = np.arange(count) / SAMPLE_RATE_HZ
    kind = rng.integers(4)
    if kind == 0:  # noise, white to dull
        width = int(rng.integers(1, 60))
        made = np.convolve(rng.standard_normal(count), np.ones(width), "same")
    elif kind == 1:  # a chord
        tones = rng.uniform(80, 4000, int(rng.integers(1, 5)))
        made = np.sin(2 * np.pi * tones[:, None] * time_s).sum(0)
    elif kind == 2:  # a tone that rises and falls
        swing = np.sin(2 * np.pi * rng.uniform(0.1, 4) * time_s) * rng.uniform(0.1, 0.9)
        made = np.sin(2 * np.pi * np.cumsum(rng.uniform(200, 3000) * (1 + swing)) / SAMPLE_RATE_HZ)
    else:  # clicks
        made = np.zeros(count)
        made[:: int(SAMPLE_RATE_HZ / rng.uniform(1, 30))] = 1
        made = np.convolve(made, np.exp(-np.arange(800) / rng.uniform(5, 200)), "same")
    if rng.random() < 0.5:  # on and off
        made = made * (np.sin(2 * np.pi * rng.uniform(0.2, 5) * time_s) > rng.uniform(-0.8, 0.8))
    full_scale: NDArray[np.float32] = (made / (np.abs(made).max() + 1e-9)).astype(np.float32)
    return full_scale
