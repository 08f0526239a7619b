"""What the player draws is what plays: levels, times and frequencies are where they belong."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core import media, waveform
from tests.core.made_media import RATE_HZ, a_click, a_tone, a_video


def test_the_peaks_of_a_tone_are_its_amplitude() -> None:
    pairs = np.array(waveform.peaks(a_tone(2, amplitude=0.5))).reshape(800, 2)
    assert pairs[:, 0] == pytest.approx(np.full(800, -0.5), abs=0.002)
    assert pairs[:, 1] == pytest.approx(np.full(800, 0.5), abs=0.002)


def test_the_peaks_are_those_of_the_samples_that_play(tmp_path: Path) -> None:
    loud_then_quiet = np.concatenate([a_tone(1, amplitude=0.6), a_tone(1, amplitude=0.1)], axis=1)
    file = a_video(tmp_path / "tone.mp4", loud_then_quiet)
    played = media.normalise(file, tmp_path).media
    highs = waveform.peaks(media.sound(tmp_path / played), bins=100)[1::2]
    assert np.median(highs[:50]) == pytest.approx(0.6, abs=0.02)
    assert np.median(highs[50:]) == pytest.approx(0.1, abs=0.02)


def test_opposite_channels_do_not_cancel_each_other() -> None:
    tone = a_tone(1, amplitude=0.7)
    assert max(waveform.peaks(np.concatenate([tone, -tone]))) == pytest.approx(0.7, abs=0.002)


@given(count=st.integers(1, 3000), bins=st.integers(1, 900), seed=st.integers(0, 99))
def test_peaks_part_the_time_evenly_and_miss_nothing(count: int, bins: int, seed: int) -> None:
    samples = np.random.default_rng(seed).uniform(-1, 1, count).astype(np.float32)
    pairs = np.array(waveform.peaks(samples, bins)).reshape(bins, 2)
    for place, (low, high) in enumerate(pairs):
        start, end = place * count // bins, (place + 1) * count // bins
        part = samples[start : max(end, start + 1)]  # more bins than samples: each shows one
        assert (low, high) == pytest.approx((part.min(), part.max()), abs=6e-4)


def test_no_samples_are_a_flat_line() -> None:
    assert waveform.peaks(np.zeros(0, np.float32), bins=3) == [0.0] * 6


def _opacity(file: Path) -> np.ndarray:
    with Image.open(file) as image:
        return np.asarray(image.convert("RGBA").getchannel("A")).astype(int)  # (96, 1024)


@pytest.mark.parametrize("at_s", [0.02, 0.5, 1.9])
def test_a_click_stands_at_its_time_in_the_spectrogram(tmp_path: Path, at_s: float) -> None:
    waveform.spectrogram_png(a_click(2, at_s)[0], RATE_HZ, tmp_path / "s.png")
    columns = _opacity(tmp_path / "s.png").sum(axis=0)
    middle = float(np.average(np.arange(1024), weights=columns)) / 1024 * 2
    assert middle == pytest.approx(at_s + 0.0025, abs=0.008)
    assert columns[: int((at_s - 0.02) / 2 * 1024)].sum() == 0


def test_a_higher_tone_stands_higher(tmp_path: Path) -> None:
    rows = []
    for hz in (200, 1000, 4000):
        waveform.spectrogram_png(a_tone(1, hz)[0], RATE_HZ, tmp_path / "s.png")
        rows.append(int(np.argmax(_opacity(tmp_path / "s.png").sum(axis=1))))
    assert rows == sorted(rows, reverse=True)
    mels = 2595 * np.log10(1 + np.array([200, 1000, 4000, 8000]) / 700)
    expected = 96 - 97 * mels[:3] / mels[3]
    assert rows == pytest.approx(expected, abs=1.5)


def test_silence_leaves_the_spectrogram_blank_and_a_tone_does_not(tmp_path: Path) -> None:
    waveform.spectrogram_png(np.zeros(32_000, np.float32), 16_000, tmp_path / "s.png")
    assert _opacity(tmp_path / "s.png").max() == 0
    waveform.spectrogram_png(a_tone(1)[0], RATE_HZ, tmp_path / "s.png")
    assert _opacity(tmp_path / "s.png").shape == (96, 1024)
    assert _opacity(tmp_path / "s.png").max() == 255


def test_the_frame_strip_shows_the_frames_in_order(tmp_path: Path) -> None:
    levels = (20, 120, 220)
    pictures = np.stack([np.full((90, 160, 3), level, np.uint8) for level in levels])
    waveform.frame_strip(pictures, tmp_path / "strip.jpg")
    waveform.poster(pictures[1], tmp_path / "poster.jpg")
    with Image.open(tmp_path / "strip.jpg") as strip, Image.open(tmp_path / "poster.jpg") as poster:
        assert (strip.size, strip.format) == ((3 * 96, 54), "JPEG")
        assert [strip.getpixel((48 + 96 * place, 27))[0] for place in range(3)] == pytest.approx(
            levels, abs=3
        )
        assert (poster.size, poster.format) == ((160, 90), "JPEG")
