"""Rates over verdicts with 95 % Wilson intervals: how many pairs hold, how often people agree."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from core.answer import Score
from core.store import Store
from core.verdict import Decision, Verdict


@dataclass(frozen=True, slots=True)
class Quality:
    """What people made of the pairs so far; skipped pairs are left out."""

    accepted: Score  # share of verdicts that accept
    agreement: Score  # share of pairs of verdicts on one pair that decide alike
    counts: Mapping[Decision, int]  # standing verdicts
    pairs: int  # pairs with at least one verdict


def rate(successes: int, n: int) -> Score:
    """A share with its 95 % Wilson interval; NaN with n = 0."""
    from statsmodels.stats.proportion import proportion_confint  # slow to import

    if n == 0:
        return Score(math.nan, math.nan, math.nan, 0)
    low, high = proportion_confint(successes, n, alpha=0.05, method="wilson")
    return Score(successes / n, float(low), float(high), n)


def quality(store: Store, *, without: Iterable[str] = ("manifest",)) -> Quality:
    """The quality of the pairs as people judge it, without these annotators."""
    left_out = set(without)
    given = [verdict for verdict in store.verdicts.standing() if verdict.annotator not in left_out]
    counts = dict.fromkeys(Decision, 0)
    on_pair: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in given:
        counts[verdict.decision] += 1
        if verdict.decision is not Decision.SKIP:
            on_pair[verdict.pair].append(verdict)
    alike = [
        one.decision is other.decision
        for together in on_pair.values()
        for one, other in combinations(together, 2)
    ]
    judged = sum(map(len, on_pair.values()))
    return Quality(
        rate(counts[Decision.ACCEPT], judged), rate(sum(alike), len(alike)), counts, len(on_pair)
    )
