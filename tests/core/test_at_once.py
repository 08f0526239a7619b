"""Two at once: nobody's pairs are lost, and one verdict is taken back by one undo."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import TypeVar

import pytest

from annotation import review
from core.errors import Conflict
from core.store import Store
from tests.builders import a_pair, a_turn, a_verdict

Result = TypeVar("Result")


def at_once(*acts: Callable[[], Result]) -> list[Result | Conflict]:
    """What each act gives when all begin in the same moment."""
    start = Barrier(len(acts))

    def begin(act: Callable[[], Result]) -> Result | Conflict:
        start.wait()
        try:
            return act()
        except Conflict as error:
            return error

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def judged_by_ann(store: Store, count: int) -> list[str]:
    """Ids of pairs that ann has judged, in this order."""
    pairs = [a_pair(a_turn(f"A cat meows {n} times.")) for n in range(count)]
    store.pairs.add(pairs)
    for n, pair in enumerate(pairs):
        store.verdicts.add(a_verdict(pair.id, f"verdict-{n}"))
    return [pair.id for pair in pairs]


def test_two_builders_lose_no_pair_and_no_place(store: Store) -> None:
    for turn in range(10):
        mine, yours = (
            [a_pair(a_turn(f"{who} meows {turn}, {n}.")) for n in range(15)] for who in "ab"
        )
        added = at_once(partial(store.pairs.add, mine), partial(store.pairs.add, yours))
        assert added == [15, 15]
    places = [place for place, _ in store.pairs.page(limit=400)]
    assert places == list(range(1, 301))


def test_builders_of_the_same_pairs_add_them_once(store: Store) -> None:
    pairs = [a_pair(a_turn(f"A cat meows {n} times.")) for n in range(40)]
    added = at_once(*[lambda: store.pairs.add(pairs)] * 3)
    assert sum(n for n in added if isinstance(n, int)) == 40
    assert list(store.pairs.each()) == pairs


def test_two_undos_at_once_take_back_two_verdicts_or_one_says_that_they_crossed(
    store: Store,
) -> None:
    left = len(judged_by_ann(store, 16))
    for turn in range(8):
        acts = [
            lambda token=f"undo-{turn}-{which}": review.undo(store, "ann", token)
            for which in ("one", "two")
        ]
        given = at_once(*acts)
        taken_back = {pair for pair in given if isinstance(pair, str)}
        left -= len(taken_back)
        assert taken_back
        assert store.verdicts.count_judged("ann") == left
        again = at_once(*acts)
        assert list(map(str, again)) == list(map(str, given))  # a retry is answered the same
        assert store.verdicts.count_judged("ann") == left


def test_an_undo_that_another_one_overtook_takes_back_nothing_however_often_it_is_sent(
    store: Store,
) -> None:
    pairs = judged_by_ann(store, 2)
    assert store.verdicts.undo("undo-first", "verdict-1", "ann")
    assert not store.verdicts.undo("undo-late", "verdict-1", "ann")  # both saw the same last one
    for _ in range(2):
        with pytest.raises(Conflict, match="crossed"):
            review.undo(store, "ann", "undo-late")
    assert store.verdicts.of_pair(pairs[0]) == [a_verdict(pairs[0], "verdict-0")]


def test_one_undo_sent_twice_at_once_takes_back_one_verdict(store: Store) -> None:
    pairs = judged_by_ann(store, 6)
    for turn in range(3):
        token = f"undo-{turn}-once"
        given = at_once(*[lambda token=token: review.undo(store, "ann", token)] * 3)
        assert given == [pairs[5 - turn]] * 3
        assert store.verdicts.count_judged("ann") == 5 - turn
