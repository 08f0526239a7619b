"""Intervals: what they must hold for any outcomes, and how often they hold the truth."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.scores import score

OUTCOMES = st.lists(st.tuples(st.sampled_from([0.0, 1.0]), st.integers(0, 5)), min_size=1)


@given(OUTCOMES)
def test_the_interval_holds_the_mean_and_stays_between_0_and_1(
    rows: list[tuple[float, int]],
) -> None:
    outcomes, clusters = [row[0] for row in rows], [row[1] for row in rows]
    found = score(outcomes, clusters)
    assert found.value == pytest.approx(sum(outcomes) / len(outcomes))
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.n == len(rows)
    assert score(outcomes, clusters) == found


def test_nothing_asked_is_not_a_number() -> None:
    empty = score([], [])
    assert empty.n == 0
    assert all(math.isnan(value) for value in (empty.value, empty.low, empty.high))


def test_a_perfect_score_still_admits_doubt() -> None:
    """None of 45 combinations wrong: up to 1 - 0.025 ** (1 / 45) = 7.9 % could be."""
    assert score([0.0] * 180, [n % 45 for n in range(180)]).high == pytest.approx(0.0787, abs=1e-4)
    assert score([1.0] * 180, [n % 45 for n in range(180)]).low == pytest.approx(0.9213, abs=1e-4)


def test_renderings_of_one_clip_add_no_certainty() -> None:
    ten = [0.0, 1.0] * 5
    alone = score(ten, list(range(10)))
    copied = score(ten * 8, [*range(10)] * 8)
    assert copied.high - copied.low == pytest.approx(alone.high - alone.low, abs=0.02)
    naive = score(ten * 8, list(range(80)))
    assert naive.high - naive.low < 0.5 * (copied.high - copied.low)


def test_about_95_of_100_intervals_hold_the_truth() -> None:
    """Clusters of 4 with their own rate, mean 0.7: too narrow an interval would miss often."""
    rng, held = np.random.default_rng(7), 0
    for trial in range(200):
        rates = rng.beta(7, 3, size=45)
        outcomes = (rng.random((45, 4)) < rates[:, None]).astype(float).ravel()
        found = score(outcomes.tolist(), np.repeat(np.arange(45), 4).tolist(), seed=trial)
        held += found.low <= 0.7 <= found.high
    assert 180 <= held <= 199
