"""The frame rate that a clip plays at, from the timestamps of its frames."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

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

    start: Fraction  # the file's timestamp of the first shown frame, s
    rate: Fraction  # frames per second
    count: int  # frames, so that count / rate is the clip's length
    is_constant: bool  # whether the file's frames are exactly these


def timing(starts: Sequence[Fraction], end: Fraction) -> Timing:
    """The timing of a picture whose frames are shown from `starts` (s, any order) until `end`.

    A constant rate is kept as it is. A varying one becomes the rate of the finest usual spacing,
    so that no frame is lost where the picture moves most.
    """
    times = sorted(starts)
    first, gaps = times[0], [late - early for early, late in pairwise(times)]
    moving = sorted(gap for gap in gaps if gap > 0)
    if not moving:
        return Timing(first, _FALLBACK, max(1, round((end - first) * _FALLBACK)), False)
    spacing = (times[-1] - first) / len(gaps)
    drift = max(abs(time - first - index * spacing) for index, time in enumerate(times))
    rate = _exact(1 / spacing, len(times))
    if drift <= _JITTER_S and _SLOWEST <= rate <= _FASTEST:
        return Timing(first, rate, len(times), True)
    finest = _usual(1 / moving[len(moving) // 20])  # the odd double frame is no rate
    return Timing(first, finest, max(1, round((end - first) * finest)), False)


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
