"""Rates with 95 % intervals over clips.

Renderings of one clip are not independent, and neither are the cells that share a picture or a
sound: so whole clips are drawn, pictures and sounds apart, and a cell counts as often as both of
its clips were drawn (the pigeonhole bootstrap; Owen 2007, arXiv:0712.1111). Where all agree on 0 or
on 1 the bootstrap would claim certainty; the exact binomial bound over the combinations, which
takes them for independent, stands there instead.
"""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.answer import Score

DRAWS = 2000
TAIL = 0.025  # at each end


def score(outcomes: Sequence[float], clips: Sequence[tuple[Hashable, ...]], seed: int = 0) -> Score:
    """Mean of outcomes (each 0 to 1) with its interval; n counts outcomes, NaN where n is 0.

    outcomes and clips: (n,); clips: what each outcome rests on, as (picture, sound) or (clip,), all
    of one length. The same seed gives the same interval.
    """
    if len(outcomes) != len(clips):
        raise ValueError(f"{len(outcomes)} outcomes for {len(clips)} clips")
    if not outcomes:
        return Score(math.nan, math.nan, math.nan, 0)
    places = {combination: place for place, combination in enumerate(dict.fromkeys(clips))}
    owner = [places[combination] for combination in clips]
    sums, sizes = np.zeros(len(places)), np.zeros(len(places))  # (combinations,)
    np.add.at(sums, owner, outcomes)
    np.add.at(sizes, owner, 1)
    value = float(sums.sum() / sizes.sum())
    if value in {0.0, 1.0}:
        room = 1 - TAIL ** (1 / len(places))  # Clopper and Pearson 1934, at none of so many
        low, high = (0.0, room) if value == 0.0 else (1 - room, 1.0)
    else:
        weights = _drawn(list(places), np.random.default_rng(seed))
        low, high = _quantiles(weights @ sums, weights @ sizes)
    return Score(value, min(low, value), max(high, value), len(outcomes))


def _drawn(
    combinations: Sequence[tuple[Hashable, ...]], rng: np.random.Generator
) -> NDArray[np.float64]:
    """How often each combination counts in each draw: (DRAWS, combinations)."""
    weights = np.ones((DRAWS, len(combinations)))
    for clips in zip(*combinations, strict=True):
        places = {clip: place for place, clip in enumerate(dict.fromkeys(clips))}
        times = rng.multinomial(len(places), [1 / len(places)] * len(places), size=DRAWS)
        weights *= times[:, [places[clip] for clip in clips]]
    return weights


def _quantiles(sums: NDArray[np.float64], sizes: NDArray[np.float64]) -> tuple[float, float]:
    """The interval of the means; a draw in which no combination has both clips says nothing."""
    means = sums[sizes > 0] / sizes[sizes > 0]
    low, high = np.quantile(means, [TAIL, 1 - TAIL])
    return float(low), float(high)
