"""Rates with 95 % intervals over clips.

Renderings of one clip or combination are not independent, so whole clusters are drawn (cluster
bootstrap; Cameron, Gelbach and Miller 2008). Where all clusters agree on 0 or on 1 the bootstrap
would claim certainty; the exact binomial bound over the clusters stands there instead.
"""

import math
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from core.answer import Score

DRAWS = 2000
TAIL = 0.025  # at each end


def score(outcomes: Sequence[float], clusters: Sequence[Hashable], seed: int = 0) -> Score:
    """Mean of outcomes (each 0 to 1) with its interval; n counts outcomes, NaN where n is 0.

    outcomes and clusters: (n,). The same seed gives the same interval.
    """
    if len(outcomes) != len(clusters):
        raise ValueError(f"{len(outcomes)} outcomes for {len(clusters)} clusters")
    if not outcomes:
        return Score(math.nan, math.nan, math.nan, 0)
    names = {name: place for place, name in enumerate(dict.fromkeys(clusters))}
    owner = [names[name] for name in clusters]
    sums, sizes = np.zeros(len(names)), np.zeros(len(names))  # (clusters,)
    np.add.at(sums, owner, outcomes)
    np.add.at(sizes, owner, 1)
    value = float(sums.sum() / sizes.sum())
    low, high = _bounds(value, sums, sizes, seed)
    return Score(value, min(low, value), max(high, value), len(outcomes))


def _bounds(
    value: float, sums: NDArray[np.float64], sizes: NDArray[np.float64], seed: int
) -> tuple[float, float]:
    count = len(sizes)
    if value in {0.0, 1.0}:
        room = 1 - TAIL ** (1 / count)  # Clopper and Pearson 1934, at none of `count`
        return (0.0, room) if value == 0.0 else (1 - room, 1.0)
    drawn = np.random.default_rng(seed).multinomial(count, [1 / count] * count, size=DRAWS)
    low, high = np.quantile(drawn @ sums / (drawn @ sizes), [TAIL, 1 - TAIL])
    return float(low), float(high)
