"""A sound fits another picture: as long, as loud, never too loud."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import media
from core.media.fit import as_loud_as, looped
from tests.core.made_media import a_tone


def test_loudness_of_known_sounds() -> None:
    assert media.loudness_db(a_tone(1, amplitude=1.0)) == pytest.approx(-3.01, abs=0.01)
    assert media.loudness_db(np.ones(10, np.float32)) == pytest.approx(0.0)
    assert media.loudness_db(np.zeros(10, np.float32)) == media.SILENCE_DB
    assert media.loudness_db(np.zeros(0, np.float32)) == media.SILENCE_DB


@given(
    whole=st.integers(1, 500),
    length=st.integers(1, 2000),
    fade=st.integers(0, 300),
    seed=st.integers(0, 99),
)
def test_looping_gives_the_length_and_is_never_louder(
    whole: int, length: int, fade: int, seed: int
) -> None:
    sound = np.random.default_rng(seed).uniform(-1, 1, (2, whole)).astype(np.float32)
    made = looped(sound, length, fade)
    assert made.shape == (2, length)
    assert np.abs(made).max() <= np.abs(sound).max() + 1e-6
    untouched = min(whole, length) - 2 * min(fade, whole // 2, length)
    if untouched > 0:
        assert np.array_equal(made[:, :untouched], sound[:, :untouched])
    if whole == length:
        assert np.array_equal(made, sound)


@given(
    amplitude=st.floats(0.002, 1.0),
    target_db=st.floats(-80, 0),
    spike=st.floats(0, 1),
)
def test_matching_never_comes_near_full_scale(
    amplitude: float, target_db: float, spike: float
) -> None:
    sound = a_tone(0.05, amplitude=amplitude)
    sound[0, 100] = spike
    made = as_loud_as(sound, target_db)
    assert np.abs(made).max() <= 10 ** (-2 / 20) + 1e-6
    goal_db = target_db if target_db >= -60 else -23
    assert media.loudness_db(made) <= goal_db + 0.01
