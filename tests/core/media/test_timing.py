"""Timing: the rate that a clip plays at, from any timestamps."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.timing import timing


@given(
    rate=st.sampled_from([10, 12, 15, 24, 25, 30, 50, 60, Fraction(30000, 1001)]),
    count=st.integers(30, 400),
    start=st.integers(-100, 5000),
)
def test_a_constant_rate_is_found_through_millisecond_timestamps(
    rate: int | Fraction, count: int, start: int
) -> None:
    ticks = [start + round(index * 1000 / Fraction(rate)) for index in range(count)]
    found = timing(ticks, ticks[-1] + round(1000 / rate), Fraction(1, 1000))
    assert found.is_constant
    assert found.count == count
    assert float(found.rate) == pytest.approx(float(rate), rel=0.002)
    assert found.start_s == pytest.approx(start / 1000)


@given(gaps=st.lists(st.integers(1, 60), min_size=2, max_size=80), last=st.integers(1, 60))
def test_any_timestamps_give_a_playable_rate_and_the_full_length(
    gaps: list[int], last: int
) -> None:
    ticks = [0, *np.cumsum(gaps).tolist()]
    found = timing(ticks, ticks[-1] + last, Fraction(1, 100))
    assert 10 <= found.rate <= 60
    if not found.is_constant:
        length_s = (ticks[-1] + last) / 100
        assert abs(found.count / found.rate - length_s) <= 1 / found.rate
