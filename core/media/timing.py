"""The frame rate that a clip plays at, from the timestamps of its frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

_SLOWEST, _FASTEST = Fraction(10), Fraction(60)  # frames per second of what plays
_FALLBACK = Fraction(25)  # for a single picture, whose spacing nobody knows
_USUAL_RATES = (
    *(Fraction(rate) for rate in (10, 12, 15, 20, 24, 25, 30, 48, 50, 60)),
    *(Fraction(rate * 1000, 1001) for rate in (24, 30, 60)),
)
_JITTER_S = Fraction(15, 10_000)  # Matroska rounds its timestamps to milliseconds
_LOOSE = Fraction(3, 100)  # part by which a varying rate may miss the usual one that it stands for


@dataclass(frozen=True, slots=True)
class Timing:
    """Frame k of the clip is shown at k / rate seconds."""

    start_s: float  # the file's timestamp of the first shown frame
    rate: Fraction  # frames per second
    count: int  # frames, so that count / rate is the clip's length
    is_constant: bool  # whether the file's frames are exactly these


def timing(starts: Sequence[int], end: int, tick_s: Fraction) -> Timing:
    """The timing of a picture whose frames are shown from `starts` (any order) until `end`.

    Both count ticks of `tick_s` seconds. A constant rate is kept as it is. A varying one becomes
    the rate of the finest usual spacing, so that no frame is lost where the picture moves most.
    """
    times = np.sort(np.asarray(starts, np.int64)) - min(starts)
    start_s, length_s = float(min(starts) * tick_s), (end - min(starts)) * tick_s
    gaps = np.sort(np.diff(times))
    gaps = gaps[gaps > 0]
    if not gaps.size:
        return Timing(start_s, _FALLBACK, max(1, round(length_s * _FALLBACK)), False)
    steps = len(times) - 1
    even = np.arange(len(times)) * (times[-1] / steps)
    rate = _exact(steps / (int(times[-1]) * tick_s), len(times))
    drift_s = float(np.abs(times - even).max() * tick_s)
    if drift_s <= _JITTER_S and _SLOWEST <= rate <= _FASTEST:
        return Timing(start_s, rate, len(times), True)
    finest_s = int(gaps[len(gaps) // 20]) * tick_s  # the odd double frame is no rate
    rate = _usual(1 / finest_s)
    if end <= max(starts):  # the last frame does not say how long it lasts
        length_s += finest_s
    return Timing(start_s, rate, max(1, round(length_s * rate)), False)


def _exact(measured: Fraction, count: int) -> Fraction:
    """The usual rate if it keeps time with the measured one to the last frame, or that one."""
    nearest = min(_USUAL_RATES, key=lambda rate: abs(rate - measured))
    if abs(count / nearest - count / measured) <= _JITTER_S:
        return nearest
    return measured.limit_denominator(1001)


def _usual(measured: Fraction) -> Fraction:
    """The usual rate near the measured one, or that one in whole frames per second."""
    nearest = min(_USUAL_RATES, key=lambda rate: abs(rate - measured))
    if abs(nearest - measured) > _LOOSE * nearest:
        nearest = Fraction(round(measured))
    return min(max(nearest, _SLOWEST), _FASTEST)
