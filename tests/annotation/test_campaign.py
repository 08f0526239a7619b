"""The campaign: everybody gets every pair, mixed, and skipped ones once more at the end."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotation.campaign import KindProgress, next_pair, progress, sides
from core.records.base import now
from core.store import Store
from core.verdict import Decision, Sides
from core.workspace import Workspace
from tests.builders import a_pair, a_turn, a_verdict

KINDS = ("acpo/attribution", "acpo/sensitivity", "acpo/retention")


def filled(store: Store, count: int) -> list[str]:
    """Pairs in the order of building: clip after clip, each with all its kinds."""
    built = [
        a_pair(
            a_turn("A cat meows.", video=f"clip{n // 10:02}", audio=f"sound{n}"),
            a_turn("A cow stands.", video=f"clip{n // 10:02}", audio=f"sound{n}"),
            kind=KINDS[n % 3],
        )
        for n in range(count)
    ]
    store.pairs.add(built)
    return [pair.id for pair in built]


def judge(store: Store, pair: str, decision: Decision, annotator: str = "ann", at: str = "") -> str:
    token = f"{pair}-{decision}-{annotator}-{now()}"
    store.verdicts.add(
        a_verdict(pair, token[:64], annotator=annotator, decision=decision, at=at or now())
    )
    return token[:64]


def walked(store: Store, annotator: str) -> list[str]:
    """Every pair in the order in which it is shown, each accepted."""
    seen: list[str] = []
    while (pair := next_pair(store, annotator)) is not None:
        seen.append(pair)
        judge(store, pair, Decision.ACCEPT, annotator)
    return seen


def test_everybody_sees_every_pair_once_in_one_mixed_order(workspace: Workspace) -> None:
    built = filled(workspace.store, 60)
    seen = walked(workspace.store, "ann")
    assert sorted(seen) == sorted(built)
    assert seen == walked(workspace.store, "bob")
    pairs = [workspace.store.pairs.get(pair) for pair in seen]
    clips = [pair.chosen.input.video for pair in pairs]
    neighbours = [one == other for one, other in pairwise(clips)]
    assert sum(neighbours) < 20  # of 59; built, 54 neighbours are of one clip
    assert len({pair.kind for pair in pairs[:10]}) == 3


def test_it_goes_on_behind_the_pair_that_was_judged_last(workspace: Workspace) -> None:
    store, ids = workspace.store, sorted(filled(workspace.store, 9))
    judge(store, ids[4], Decision.ACCEPT)
    assert next_pair(store, "ann") == ids[5]
    assert next_pair(store, "ann", after=ids[7]) == ids[8]
    assert next_pair(store, "ann", after=ids[8]) == ids[0]  # what was passed by comes at the end
    assert next_pair(store, "bob") == ids[0]


def test_one_kind_can_be_judged_alone(workspace: Workspace) -> None:
    store = workspace.store
    filled(store, 9)
    shown = set()
    while (pair := next_pair(store, "ann", kind=KINDS[1])) is not None:
        shown.add(store.pairs.get(pair).kind)
        judge(store, pair, Decision.REJECT)
    assert shown == {KINDS[1]}
    assert progress(store, "ann").by_kind[KINDS[1]] == KindProgress(3, 3)


def test_skipped_pairs_come_back_once_when_the_others_are_done(workspace: Workspace) -> None:
    store, ids = workspace.store, sorted(filled(workspace.store, 4))
    judge(store, ids[1], Decision.SKIP)
    judge(store, ids[0], Decision.SKIP)
    for pair in ids[2:]:
        assert next_pair(store, "ann") == pair
        judge(store, pair, Decision.ACCEPT)
    assert next_pair(store, "ann") == ids[1]
    judge(store, ids[1], Decision.ACCEPT)
    assert next_pair(store, "ann") == ids[0]
    judge(store, ids[0], Decision.SKIP)
    assert next_pair(store, "ann") is None
    assert progress(store, "ann").skipped == 1


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from([Decision.ACCEPT, Decision.SKIP, Decision.FIX]), max_size=40))
def test_no_pair_comes_twice_unless_it_was_skipped(
    workspace: Workspace, decisions: list[Decision]
) -> None:
    store, annotator = workspace.store, f"ann{now()}"
    total = len(filled(store, 12))
    shown: list[str] = []
    skips: dict[str, int] = {}
    for number in range(2 * total + 1):
        pair = next_pair(store, annotator)
        if pair is None:
            break
        decision = decisions[number] if number < len(decisions) else Decision.REJECT
        judge(store, pair, decision, annotator)
        assert shown.count(pair) == skips.get(pair, 0)
        shown.append(pair)
        skips[pair] = skips.get(pair, 0) + (decision is Decision.SKIP)
    assert next_pair(store, annotator) is None
    assert len(set(shown)) == total
    counted = progress(store, annotator)
    assert counted.judged + counted.skipped == total


def test_progress_counts_decisions_kinds_and_today(workspace: Workspace) -> None:
    store, ids = workspace.store, filled(workspace.store, 9)
    long_ago = (datetime.now(UTC) - timedelta(days=2)).isoformat(timespec="milliseconds")
    judge(store, ids[0], Decision.ACCEPT, at=long_ago)
    judge(store, ids[1], Decision.ACCEPT)
    judge(store, ids[3], Decision.REJECT)
    judge(store, ids[4], Decision.FIX)
    judge(store, ids[5], Decision.SKIP)
    judge(store, ids[6], Decision.ACCEPT, annotator="bob")
    found = progress(store, "ann")
    assert (found.judged, found.total, found.today) == (4, 9, 3)
    assert (found.accepted, found.rejected, found.fix, found.skipped) == (2, 1, 1, 1)
    assert found.by_kind == {
        KINDS[0]: KindProgress(2, 3),
        KINDS[1]: KindProgress(2, 3),
        KINDS[2]: KindProgress(0, 3),
    }


def test_sides_are_shown_as_they_are_unless_the_campaign_is_blind() -> None:
    pairs = [f"pair{n}" for n in range(400)]
    assert {sides("ann", pair) for pair in pairs} == {Sides.CHOSEN_FIRST}
    blind = [sides("ann", pair, blind=True) for pair in pairs]
    assert blind == [sides("ann", pair, blind=True) for pair in pairs]
    assert 150 < blind.count(Sides.CHOSEN_FIRST) < 250
    assert blind != [sides("bob", pair, blind=True) for pair in pairs]
