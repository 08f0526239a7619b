"""What an annotator sees next, how far they are, and which side they are shown first."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from annotation.chance import draw
from core.store import Store
from core.verdict import Decision, Sides


@dataclass(frozen=True, slots=True)
class KindProgress:
    """How many pairs of one kind are judged."""

    judged: int
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one annotator is; a skipped pair is not judged."""

    judged: int
    total: int
    by_kind: Mapping[str, KindProgress]
    accepted: int
    rejected: int
    fix: int
    skipped: int
    today: int  # judged since midnight, by the clock of this machine


def next_pair(
    store: Store, annotator: str, after: str | None = None, kind: str | None = None
) -> str | None:
    """The id of the pair to judge after this one; None when everything is judged.

    Without `after` it goes on behind the pair that was judged last. At the end come the pairs that
    were passed by, then those that were skipped once.
    """
    if after is None:
        last = store.verdicts.last(annotator)
        after = last.pair if last is not None else ""
    wanted = kind or ""
    return (
        store.queue.next_open(annotator, after, wanted)
        or (store.queue.next_open(annotator, "", wanted) if after else None)
        or store.queue.next_skipped(annotator, wanted)
    )


def progress(store: Store, annotator: str) -> Progress:
    """How far this annotator is in all pairs that are not superseded."""
    totals = store.queue.totals()
    kinds, decisions = Counter[str](), Counter[Decision]()
    for group in store.queue.judged(annotator):
        decisions[group.decision] += group.pairs
        kinds[group.kind] += group.pairs if group.decision is not Decision.SKIP else 0
    today = sum(
        group.pairs
        for group in store.queue.judged(annotator, since=_midnight())
        if group.decision is not Decision.SKIP
    )
    return Progress(
        judged=kinds.total(),
        total=sum(totals.values()),
        by_kind={kind: KindProgress(kinds[kind], total) for kind, total in totals.items()},
        accepted=decisions[Decision.ACCEPT],
        rejected=decisions[Decision.REJECT],
        fix=decisions[Decision.FIX],
        skipped=decisions[Decision.SKIP],
        today=today,
    )


def sides(annotator: str, pair: str, *, blind: bool = False) -> Sides:
    """Which side is shown first.

    Verification is not blind: the chosen side comes first and is labelled so. In a blind campaign
    the order is drawn for each annotator and pair, and is the same at every visit.
    """
    if blind and draw("sides", annotator, pair) < 0.5:
        return Sides.REJECTED_FIRST
    return Sides.CHOSEN_FIRST


def _midnight() -> str:
    """Today's first moment by this machine's clock, as stored times are written: in UTC."""
    today = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
    return today.astimezone(UTC).isoformat(timespec="milliseconds")
