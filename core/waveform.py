"""What the player draws of a clip: the waveform's peaks, a mel spectrogram, frames in a row."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_WINDOW_S = 0.032  # of one spectrum
_TOP_HZ = 8000  # as far up as models listen
_MEL_BANDS = 96  # rows of the spectrogram, from 0 Hz to there
_COLUMNS = 1024  # of the spectrogram, however long the clip is
_RANGE_DB = 60.0  # from full ink down to none
_FAINT_DB = -30.0  # the least that gets full ink, so that a silent clip stays nearly blank
_FLOOR_POWER = 1e-12  # of a spectrum; digital silence has a logarithm too
_INK = (13, 148, 136)  # teal; its opacity is the level, so that it reads on light and on dark
_JPEG_QUALITY = 80


def peaks(samples: NDArray[np.float32], bins: int = 800) -> list[float]:
    """Lowest and highest sample of each bin: [low, high, low, high, …], 2 * bins numbers.

    `samples`: (samples,) or (channels, samples), full scale is -1 to 1. The bins part the clip's
    time evenly. Rounded to three decimals; zeros where there are no samples.
    """
    heard = np.atleast_2d(samples)
    if not heard.shape[1]:
        return [0.0] * (2 * bins)
    starts = np.arange(bins) * heard.shape[1] // bins
    low = np.minimum.reduceat(heard.min(axis=0), starts)
    high = np.maximum.reduceat(heard.max(axis=0), starts)
    pairs = np.stack([low, high], axis=1)  # (bins, 2)
    return [round(float(value), 3) + 0.0 for value in pairs.ravel()]  # no -0.0


def spectrogram_png(samples: NDArray[np.float32], rate_hz: int, file: Path) -> None:
    """Write the log-mel spectrogram of mono samples as a transparent PNG of 1024 x 96 pixels.

    Column c shows the moment (c + ½) / 1024 of the clip, so the picture's edges are the clip's
    ends; the lowest band is at the bottom. Full ink is the clip's loudest point, none 60 dB below.
    """
    power = _mel_power(samples, rate_hz)  # (columns, bands)
    level_db = 10 * np.log10(np.maximum(power, _FLOOR_POWER))
    top_db = max(level_db.max(), _FAINT_DB)
    ink = np.clip((level_db - top_db) / _RANGE_DB + 1, 0, 1) * 255
    image = Image.fromarray(np.ascontiguousarray(ink.T[::-1]).astype(np.uint8), "P")
    image.putpalette(_INK * 256)
    image.save(file, "PNG", transparency=bytes(range(256)))


def frame_strip(pictures: NDArray[np.uint8], file: Path, height: int = 54) -> None:
    """Write frames, (count, height, width, 3) RGB, side by side as one JPEG of this height."""
    count, tall, wide, _ = pictures.shape
    size = (max(1, round(wide * height / tall)), height)
    strip = Image.new("RGB", (count * size[0], height))
    for place, picture in enumerate(pictures):
        scaled = Image.fromarray(picture).resize(size, Image.Resampling.BOX)
        strip.paste(scaled, (place * size[0], 0))
    strip.save(file, "JPEG", quality=_JPEG_QUALITY)


def poster(picture: NDArray[np.uint8], file: Path) -> None:
    """Write one frame, (height, width, 3) RGB, as a JPEG."""
    Image.fromarray(picture).save(file, "JPEG", quality=_JPEG_QUALITY)


def _mel_power(samples: NDArray[np.float32], rate_hz: int) -> NDArray[np.float64]:
    """Power in each mel band around each column's moment: (columns, bands)."""
    size = round(_WINDOW_S * rate_hz)
    middles = ((np.arange(_COLUMNS) + 0.5) / _COLUMNS * len(samples)).astype(int)
    padded = np.pad(samples, (size // 2, size))  # so that window i is centred on sample i
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[middles]  # (columns, size)
    taper = np.hanning(size).astype(np.float32)
    spectra = np.abs(np.fft.rfft(windows * taper, axis=1) / taper.sum()) ** 2
    bands: NDArray[np.float64] = spectra @ _mel_filters(rate_hz, size)
    return bands


@cache
def _mel_filters(rate_hz: int, size: int) -> NDArray[np.float64]:
    """Triangles evenly spaced on the mel scale (O'Shaughnessy 1987): (frequencies, bands)."""
    top = 2595 * np.log10(1 + min(rate_hz / 2, _TOP_HZ) / 700)
    edges_hz = 700 * (10 ** (np.linspace(0, top, _MEL_BANDS + 2) / 2595) - 1)
    bins_hz = np.fft.rfftfreq(size, 1 / rate_hz)[:, None]
    low, middle, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    width = np.maximum(high - low, 2 * rate_hz / size) / 2  # no band falls between two bins
    return np.maximum(0, 1 - np.abs(bins_hz - middle) / width)
