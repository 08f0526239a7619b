"""Which pairs an annotator has still to judge, and how many are done.

A pair's id is a hash of its content, so the order of ids is a shuffle that everybody shares: clips
and kinds come mixed, and the order needs no column and no seed of its own.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Select, exists, func, select

from core.records.pairs import standing
from core.schema import pairs, undos, verdicts
from core.verdict import Decision


@dataclass(frozen=True, slots=True)
class Judged:
    """How many pairs of a kind one annotator decided in a way."""

    kind: str
    decision: Decision
    pairs: int


class QueueRecords:
    """The pairs in the order in which they are judged; superseded ones are left out."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def next_open(self, annotator: str, after: str = "", kind: str = "") -> str | None:
        """The first pair after this one on which the annotator said nothing that stands."""
        mine = (verdicts.c.annotator == annotator, verdicts.c.pair == pairs.c.id)
        found = _current(select(pairs.c.id), kind)
        found = found.where(pairs.c.id > after, ~exists().where(*mine, _not_undone()))
        return self._first(found.order_by(pairs.c.id))

    def next_skipped(self, annotator: str, kind: str = "") -> str | None:
        """The pair that the annotator skipped longest ago; one skipped twice is left alone."""
        earlier = verdicts.alias("earlier")
        twice = exists().where(
            earlier.c.annotator == annotator,
            earlier.c.pair == verdicts.c.pair,
            earlier.c.decision == Decision.SKIP,
            earlier.c.place < verdicts.c.place,
            ~exists().where(undos.c.verdict == earlier.c.token),
        )
        found = _current(select(pairs.c.id).join(verdicts, verdicts.c.pair == pairs.c.id), kind)
        found = found.where(verdicts.c.decision == Decision.SKIP, standing(annotator), ~twice)
        return self._first(found.order_by(verdicts.c.place))

    def totals(self) -> dict[str, int]:
        """Number of pairs of each kind."""
        counted = select(pairs.c.kind, func.count()).group_by(pairs.c.kind).order_by(pairs.c.kind)
        old = select(pairs.c.supersedes).where(pairs.c.supersedes.is_not(None))
        with self._engine.connect() as connection:
            totals = {row[0]: row[1] for row in connection.execute(counted)}
            for kind, n in connection.execute(counted.where(pairs.c.id.in_(old))):
                totals[kind] -= n
        return totals

    def judged(self, annotator: str, since: str = "") -> list[Judged]:
        """What the annotator decided, from a moment on (ISO 8601, UTC) if one is given."""
        counted = select(pairs.c.kind, verdicts.c.decision, func.count()).select_from(verdicts)
        counted = _current(counted.join(pairs, verdicts.c.pair == pairs.c.id))
        counted = counted.where(standing(annotator), verdicts.c.at >= since)
        with self._engine.connect() as connection:
            rows = connection.execute(counted.group_by(pairs.c.kind, verdicts.c.decision))
            return [Judged(kind, Decision(decision), n) for kind, decision, n in rows]

    def _first(self, found: Select[Any]) -> str | None:
        with self._engine.connect() as connection:
            pair: str | None = connection.execute(found.limit(1)).scalar()
        return pair


def _current(found: Select[Any], kind: str = "") -> Select[Any]:
    newer = pairs.alias("newer")
    found = found.where(~exists().where(newer.c.supersedes == pairs.c.id))
    return found.where(pairs.c.kind == kind) if kind else found


def _not_undone() -> ColumnElement[bool]:
    return ~exists().where(undos.c.verdict == verdicts.c.token)
