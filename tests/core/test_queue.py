"""The queue: the next open pair of an annotator, in an order that everybody shares."""

from core.records.queue import Judged
from core.store import Store
from core.verdict import Decision
from tests.builders import a_pair, a_turn, a_verdict

KINDS = ("acpo/attribution", "acpo/sensitivity", "acpo/retention")


def filled(store: Store, count: int = 6) -> list[str]:
    """Pairs of alternating kinds; their ids in the order of the queue."""
    built = [a_pair(a_turn(f"{n} cats meow."), kind=KINDS[n % 2]) for n in range(count)]
    store.pairs.add(built)
    return sorted(pair.id for pair in built)


def test_open_pairs_come_in_one_order_and_only_ones_own_verdicts_close_them(store: Store) -> None:
    ids = filled(store)
    assert store.queue.next_open("ann") == ids[0]
    store.verdicts.add(a_verdict(ids[0], "t0"))
    assert store.queue.next_open("ann") == ids[1]
    assert store.queue.next_open("ann", after=ids[2]) == ids[3]
    assert store.queue.next_open("bob") == ids[0]
    assert store.queue.next_open("ann", after=ids[-1]) is None
    store.verdicts.undo("u0", "t0", "ann")
    assert store.queue.next_open("ann") == ids[0]


def test_a_kind_can_be_asked_for(store: Store) -> None:
    filled(store)
    seen = []
    after = ""
    while (pair := store.queue.next_open("ann", after, KINDS[1])) is not None:
        seen.append(pair)
        after = pair
    assert [store.pairs.get(pair).kind for pair in seen] == [KINDS[1]] * 3
    assert store.queue.next_open("ann", "", KINDS[2]) is None


def test_skipped_pairs_come_once_more_the_oldest_first(store: Store) -> None:
    ids = filled(store)
    for number in (4, 2):
        store.verdicts.add(a_verdict(ids[number], f"s{number}", decision=Decision.SKIP))
    assert store.queue.next_skipped("ann") == ids[4]
    assert store.queue.next_skipped("bob") is None
    store.verdicts.add(a_verdict(ids[4], "again", decision=Decision.SKIP))
    assert store.queue.next_skipped("ann") == ids[2]
    store.verdicts.add(a_verdict(ids[2], "done"))
    assert store.queue.next_skipped("ann") is None
    store.verdicts.undo("u1", "again", "ann")
    assert store.queue.next_skipped("ann") == ids[4]


def test_counts_leave_out_what_is_undone_superseded_or_older(store: Store) -> None:
    ids = filled(store)
    old = store.pairs.get(ids[0])
    store.pairs.add([a_pair(a_turn("No cat meows."), kind=old.kind, supersedes=old.id)])
    store.verdicts.add(a_verdict(ids[0], "t0"))
    store.verdicts.add(a_verdict(ids[1], "t1"))
    store.verdicts.add(a_verdict(ids[1], "t2", decision=Decision.REJECT))
    store.verdicts.add(a_verdict(ids[2], "t3"))
    store.verdicts.undo("u3", "t3", "ann")
    assert store.queue.totals() == {KINDS[0]: 3, KINDS[1]: 3}
    kind = store.pairs.get(ids[1]).kind
    assert store.queue.judged("ann") == [Judged(kind, Decision.REJECT, 1)]
    assert store.queue.judged("ann", since="2026-01-01T00:00:00.001+00:00") == []
    assert store.queue.next_open("ann") == ids[2]
