"""Intervals: what they must hold for any outcomes, and how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scores import score

CLIP = st.integers(0, 5)
OUTCOMES = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), CLIP, CLIP), min_size=1)


@given(OUTCOMES)
def test_the_interval_holds_the_mean_and_stays_between_0_and_1(
    rows: list[tuple[float, int, int]],
) -> None:
    outcomes, clips = [row[0] for row in rows], [row[1:] for row in rows]
    found = score(outcomes, clips)
    assert found.value == pytest.approx(sum(outcomes) / len(outcomes))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == len(rows)
    assert score(outcomes, clips) == found


def test_nothing_asked_is_not_a_number() -> None:
    empty = score([], [])
    assert empty.n == 0
    assert all(math.isnan(value) for value in (empty.value, empty.low, empty.high))


def test_a_perfect_score_still_admits_doubt() -> None:
    """None of 45 combinations wrong: up to 1 - 0.025 ** (1 / 45) = 7.9 % could be."""
    clips = [(n % 5, n % 45) for n in range(180)]
    assert score([0.0] * 180, clips).high == pytest.approx(0.0787, abs=1e-4)
    assert score([1.0] * 180, clips).low == pytest.approx(0.9213, abs=1e-4)


def test_renderings_of_one_clip_add_no_certainty() -> None:
    ten = [0.0, 1.0] * 5
    alone = score(ten, alone_clips := [(n,) for n in range(10)])
    copied = score(ten * 8, alone_clips * 8)
    assert copied.high - copied.low == pytest.approx(alone.high - alone.low, abs=0.02)
    naive = score(ten * 8, [(n,) for n in range(80)])
    assert naive.high - naive.low < 0.5 * (copied.high - copied.low)


def test_cells_that_share_a_picture_are_no_independent_evidence() -> None:
    """Five pictures are right and five wrong under nine sounds each: ten clips, not ninety."""
    outcomes = [float(picture < 5) for picture in range(10) for _ in range(9)]
    crossed = score(outcomes, [(picture, sound) for picture in range(10) for sound in range(9)])
    naive = score(outcomes, [(n,) for n in range(90)])
    assert crossed.low < 0.3
    assert crossed.high > 0.7
    assert naive.high - naive.low < 0.5 * (crossed.high - crossed.low)


def test_about_95_of_100_intervals_hold_the_truth() -> None:
    """Pictures and sounds shift the rate of their cells, mean 0.6: too narrow would miss often."""
    rng, held = np.random.default_rng(7), 0
    for trial in range(200):
        shifts = rng.normal(0, 0.12, (20, 1)) + rng.normal(0, 0.12, (1, 20))
        outcomes = (rng.random((20, 20)) < np.clip(0.6 + shifts, 0, 1)).astype(float).ravel()
        clips = [(picture, sound) for picture in range(20) for sound in range(20)]
        found = score(outcomes.tolist(), clips, seed=trial)
        held += found.low <= 0.6 <= found.high
    assert 180 <= held <= 199
