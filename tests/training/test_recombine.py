"""Renderings keep their shape and meaning, differ by their generator, and follow it exactly."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.recombine import LEAST_CROP, LOUDNESS_DB, render_picture, render_sound

RATE_HZ = 16_000


def frames(height: int = 60, width: int = 80, count: int = 4) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 255, (count, height, width, 3), dtype=np.uint8)


def a_tone(hz: float = 1000.0, seconds: float = 4.0) -> np.ndarray:
    return (0.3 * np.sin(2 * np.pi * hz * np.arange(int(RATE_HZ * seconds)) / RATE_HZ)).astype(
        np.float32
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 90), st.integers(1, 90), st.integers(1, 8))
def test_a_picture_is_cropped_within_bounds(seed: int, height: int, width: int, count: int) -> None:
    rendered = render_picture(frames(height, width, count), np.random.default_rng(seed))
    assert rendered.dtype == np.uint8
    assert rendered.shape[0] == count
    for now, before in zip(rendered.shape[1:3], (height, width), strict=True):
        assert max(1, round(LEAST_CROP * before) - 1) <= now <= before


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 5000), st.floats(0.01, 1))
def test_a_sound_keeps_its_length_and_stays_in_range(seed: int, count: int, level: float) -> None:
    samples = (np.random.default_rng(1).uniform(-1, 1, count) * level).astype(np.float32)
    rendered = render_sound(samples, np.random.default_rng(seed))
    assert rendered.dtype == np.float32
    assert rendered.shape == samples.shape
    assert np.isfinite(rendered).all()
    assert np.abs(rendered).max() <= 1


def test_the_same_generator_renders_the_same_and_another_something_else() -> None:
    for render, given_ in ((render_picture, frames()), (render_sound, a_tone())):
        one, same, other = (render(given_, np.random.default_rng(seed)) for seed in (1, 1, 2))
        assert np.array_equal(one, same)
        assert one.shape != other.shape or not np.array_equal(one, other)


def test_all_frames_are_cropped_alike() -> None:
    still = np.repeat(frames(count=1), 3, axis=0)
    rendered = render_picture(still, np.random.default_rng(3)).astype(float)
    differences = [np.abs(rendered[0] - rendered[other]).mean() for other in (1, 2)]
    assert max(differences) < 25  # pixel noise alone, of at most 8 % of the range


def test_a_tone_stays_the_loudest_frequency_within_a_tenth() -> None:
    for seed in range(20):
        rendered = render_sound(a_tone(), np.random.default_rng(seed))
        spectrum = np.abs(np.fft.rfft(rendered))
        loudest_hz = spectrum.argmax() * RATE_HZ / len(rendered)
        assert 895 < loudest_hz < 1105


def test_loudness_is_within_its_range_and_noise_is_added() -> None:
    powers, purities = [], []
    for seed in range(40):
        rendered = render_sound(a_tone(), np.random.default_rng(seed))
        powers.append(10 * np.log10(np.mean(rendered**2)))
        spectrum = np.abs(np.fft.rfft(rendered)) ** 2
        peak = spectrum.argmax()
        purities.append(spectrum[max(0, peak - 40) : peak + 40].sum() / spectrum.sum())
    assert LOUDNESS_DB[0] - 0.5 < min(powers) < max(powers) < LOUDNESS_DB[1] + 0.5
    assert min(purities) < 0.5 < 0.97 < max(purities)  # from -3 dB to 20 dB of tone to noise


@pytest.mark.parametrize("samples", [np.zeros(1000, np.float32), np.zeros(0, np.float32)])
def test_silence_stays_silent(samples: np.ndarray) -> None:
    assert np.array_equal(render_sound(samples, np.random.default_rng(0)), samples)
