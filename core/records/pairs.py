"""Preference pairs, read a page at a time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, and_, exists, func, select

from core.errors import NotFound
from core.preference import PreferencePair, Turn
from core.records.base import Json, add_new, lock, now
from core.schema import pairs, undos, verdicts
from core.verdict import Decision

_turn = Json[Turn](Turn)
_facts = Json[dict[str, str | float]](dict[str, str | float])


@dataclass(frozen=True, slots=True)
class PairFilter:
    """Which pairs are meant; an empty field means any."""

    kind: str = ""
    video: str = ""  # clip id in the picture
    decision: Decision | None = None  # some standing verdict decides so
    unjudged_by: str = ""  # no standing verdict of this annotator


class PairRecords:
    """The pairs that recipes built; one that another supersedes is left out of lists."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, built: Iterable[PreferencePair]) -> int:
        """Store pairs in their order; those that are there already are passed over."""
        rows = list(map(_row, built))
        with self._engine.begin() as connection:
            lock(connection, pairs)  # or somebody else would take the same places
            place = connection.execute(
                select(func.coalesce(func.max(pairs.c.place), 0))
            ).scalar_one()
            added = 0
            for row in rows:
                added += add_new(connection, pairs, [row | {"place": place + added + 1}])
            return added

    def get(self, pair_id: str) -> PreferencePair:
        """The pair with this id; NotFound if there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(pairs).where(pairs.c.id == pair_id)).one_or_none()
        if row is None:
            raise NotFound(f'There is no pair "{pair_id}" in this workspace.')
        return _pair(row)

    def count(self, wanted: PairFilter | None = None) -> int:
        """Number of pairs that fit."""
        found = _chosen_by(select(func.count()).select_from(pairs), wanted or PairFilter())
        with self._engine.connect() as connection:
            number: int = connection.execute(found).scalar_one()
        return number

    def counts_by_kind(self) -> dict[str, int]:
        """Number of pairs of each kind."""
        found = select(pairs.c.kind, func.count()).group_by(pairs.c.kind).order_by(pairs.c.kind)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(found)}

    def page(
        self, wanted: PairFilter | None = None, *, after: int = 0, limit: int = 50
    ) -> list[tuple[int, PreferencePair]]:
        """Up to `limit` pairs that fit, each with its place, from the place after `after` on."""
        found = _chosen_by(select(pairs), wanted or PairFilter()).where(pairs.c.place > after)
        with self._engine.connect() as connection:
            rows = connection.execute(found.order_by(pairs.c.place).limit(limit))
            return [(row.place, _pair(row)) for row in rows]

    def each(self, wanted: PairFilter | None = None) -> Iterator[PreferencePair]:
        """Every pair that fits in its order, a thousand at a time: constant memory."""
        after = 0
        while batch := self.page(wanted, after=after, limit=1000):
            yield from (pair for _, pair in batch)
            after = batch[-1][0]

    def place(self, pair_id: str) -> int:
        """The pair's place in the order of building; NotFound if there is none."""
        with self._engine.connect() as connection:
            found = connection.execute(select(pairs.c.place).where(pairs.c.id == pair_id))
            place: int | None = found.scalar_one_or_none()
        if place is None:
            raise NotFound(f'There is no pair "{pair_id}" in this workspace.')
        return place


def standing(annotator: str = "") -> ColumnElement[bool]:
    """The verdicts that count, of one annotator if one is named.

    A verdict counts until it is undone or its annotator judges the same pair again.
    """
    newer = verdicts.alias("newer_verdict")
    judged_again = exists().where(
        newer.c.annotator == verdicts.c.annotator,
        newer.c.pair == verdicts.c.pair,
        newer.c.place > verdicts.c.place,
        ~exists().where(undos.c.verdict == newer.c.token),
    )
    counts = and_(~exists().where(undos.c.verdict == verdicts.c.token), ~judged_again)
    return and_(counts, verdicts.c.annotator == annotator) if annotator else counts


def _chosen_by(found: Select[Any], wanted: PairFilter) -> Select[Any]:
    newer = pairs.alias("newer")
    found = found.where(~exists().where(newer.c.supersedes == pairs.c.id))
    if wanted.kind:
        found = found.where(pairs.c.kind == wanted.kind)
    if wanted.video:
        found = found.where(pairs.c.video == wanted.video)
    if wanted.decision is not None:
        decided = verdicts.c.decision == wanted.decision
        found = found.where(exists().where(verdicts.c.pair == pairs.c.id, decided, standing()))
    if wanted.unjudged_by:
        judged = standing(wanted.unjudged_by)
        found = found.where(~exists().where(verdicts.c.pair == pairs.c.id, judged))
    return found


def _row(pair: PreferencePair) -> dict[str, object]:
    return {
        "id": pair.id,
        "kind": pair.kind,
        "group_id": pair.group,
        "video": pair.chosen.input.video,
        "chosen": _turn.write(pair.chosen),
        "rejected": _turn.write(pair.rejected),
        "made_by": pair.made_by,
        "facts": _facts.write(dict(pair.facts)),
        "supersedes": pair.supersedes,
        "at": now(),
    }


def _pair(row: Row[tuple[object, ...]]) -> PreferencePair:
    return PreferencePair(
        id=row.id,
        kind=row.kind,
        group=row.group_id,
        chosen=_turn.read(row.chosen),
        rejected=_turn.read(row.rejected),
        made_by=row.made_by,
        facts=_facts.read(row.facts),
        supersedes=row.supersedes,
    )
