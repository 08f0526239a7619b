"""Rates with their intervals: worked values, what counts, and what is left out."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.quality import quality, rate
from core.verdict import Decision
from core.workspace import Workspace
from tests.builders import a_pair, a_turn, a_verdict


def test_wilson_interval_of_the_published_spot_check() -> None:
    """912 of 1,000: (p + z²/2n ± z·sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.95996."""
    found = rate(912, 1000)
    assert (found.value, found.n) == (0.912, 1000)
    assert found.low == pytest.approx(0.89283, abs=1e-5)
    assert found.high == pytest.approx(0.92802, abs=1e-5)


@given(st.integers(1, 5000), st.floats(0, 1))
def test_an_interval_holds_its_rate_and_stays_a_rate(n: int, share: float) -> None:
    found = rate(round(share * n), n)
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1 + 1e-12


def test_nothing_counted_is_no_rate() -> None:
    found = rate(0, 0)
    assert math.isnan(found.value)
    assert found.n == 0


def test_acceptance_and_agreement_among_people(workspace: Workspace) -> None:
    store = workspace.store
    built = [a_pair(a_turn(f"{n} cats meow.")) for n in range(4)]
    store.pairs.add(built)
    accept, reject = Decision.ACCEPT, Decision.REJECT
    said = [
        (0, "ann", accept), (0, "bob", accept), (0, "eve", reject),  # one of three agrees
        (1, "ann", accept), (1, "bob", accept),  # agreed
        (2, "ann", Decision.SKIP), (2, "bob", Decision.FIX),  # a skip is no opinion
        (3, "manifest", reject),  # no person
    ]  # fmt: skip
    for number, (which, annotator, decision) in enumerate(said):
        store.verdicts.add(
            a_verdict(built[which].id, f"t{number}", annotator=annotator, decision=decision)
        )
    found = quality(store)
    assert (found.accepted.value, found.accepted.n) == (4 / 6, 6)
    assert (found.agreement.value, found.agreement.n) == (2 / 4, 4)
    assert found.counts == {accept: 4, reject: 1, Decision.FIX: 1, Decision.SKIP: 1}
    assert found.pairs == 3
    assert quality(store, without=()).counts[reject] == 2


def test_no_verdicts_give_no_rate(workspace: Workspace) -> None:
    found = quality(workspace.store)
    assert math.isnan(found.accepted.value)
    assert math.isnan(found.agreement.value)
    assert found.pairs == 0
