"""Verdicts and their undoing; both are appended."""

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import Engine, Row, func, select

from core.errors import Conflict, NotFound
from core.records.base import Json, add_new, now
from core.records.pairs import standing
from core.schema import pairs, undos, verdicts
from core.verdict import Decision, Judgement, Sides, Verdict

_answers = Json[dict[str, Judgement]](dict[str, Judgement])
_flags = Json[tuple[str, ...]](tuple[str, ...])


class VerdictRecords:
    """What people said of pairs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, verdict: Verdict) -> bool:
        """Store one verdict; False if its token was stored before. NotFound without its pair."""
        return self.add_all([verdict]) == 1

    def add_all(self, given: Iterable[Verdict]) -> int:
        """Store verdicts in one act; the number of those whose token is new."""
        rows = [_row(verdict) for verdict in given]
        with self._engine.begin() as connection:
            wanted = {row["pair"] for row in rows}
            for pair in wanted:
                if connection.execute(select(pairs.c.id).where(pairs.c.id == pair)).first() is None:
                    raise NotFound(f'There is no pair "{pair}" in this workspace.')
            return add_new(connection, verdicts, rows)

    def undo(self, token: str, verdict_token: str, annotator: str) -> bool:
        """Take a verdict back; False if this undo was stored before, or another one was quicker.

        A token whose verdict was taken back by another one is kept as an undo of nothing, so that
        it never takes back a second verdict. NotFound if there is no such verdict; Conflict if it
        is somebody else's.
        """
        with self._engine.begin() as connection:
            found = select(verdicts.c.annotator).where(verdicts.c.token == verdict_token)
            owner: str | None = connection.execute(found).scalar_one_or_none()
            if owner is None:
                raise NotFound(f'There is no verdict "{verdict_token}" to undo.')
            if owner != annotator:
                raise Conflict(f"This verdict was given by {owner}; only {owner} can undo it.")
            undo = {"token": token, "verdict": verdict_token, "annotator": annotator, "at": now()}
            if add_new(connection, undos, [undo], any_key=True):
                return True
            add_new(connection, undos, [undo | {"verdict": None}])
            return False

    def get(self, token: str) -> Verdict:
        """The verdict with this token, standing or not; NotFound if there is none."""
        with self._engine.connect() as connection:
            row = connection.execute(select(verdicts).where(verdicts.c.token == token)).first()
        if row is None:
            raise NotFound(f'There is no verdict "{token}" in this workspace.')
        return _verdict(row)

    def undone_by(self, token: str) -> Verdict | None:
        """The verdict that the undo with this token took back; None if there is no such undo."""
        found = select(verdicts).join(undos, undos.c.verdict == verdicts.c.token)
        with self._engine.connect() as connection:
            row = connection.execute(found.where(undos.c.token == token)).first()
        return _verdict(row) if row is not None else None

    def last(self, annotator: str) -> Verdict | None:
        """The annotator's newest standing verdict."""
        found = select(verdicts).where(standing(annotator)).order_by(verdicts.c.place.desc())
        with self._engine.connect() as connection:
            row = connection.execute(found.limit(1)).first()
        return _verdict(row) if row is not None else None

    def of_pair(self, pair_id: str) -> list[Verdict]:
        """The standing verdicts of a pair, oldest first."""
        found = select(verdicts).where(verdicts.c.pair == pair_id, standing())
        with self._engine.connect() as connection:
            return [_verdict(row) for row in connection.execute(found.order_by(verdicts.c.place))]

    def standing(self) -> list[Verdict]:
        """Every verdict that was not undone, oldest first."""
        found = select(verdicts).where(standing()).order_by(verdicts.c.place)
        with self._engine.connect() as connection:
            return [_verdict(row) for row in connection.execute(found)]

    def count_judged(self, annotator: str) -> int:
        """Number of pairs with a standing verdict of this annotator."""
        found = select(func.count(verdicts.c.pair.distinct())).where(standing(annotator))
        with self._engine.connect() as connection:
            return connection.execute(found).scalar_one()

    def counts(self) -> dict[Decision, int]:
        """Number of standing verdicts by decision."""
        found = select(verdicts.c.decision, func.count()).where(standing())
        with self._engine.connect() as connection:
            rows = connection.execute(found.group_by(verdicts.c.decision))
            return {Decision(decision): n for decision, n in rows}


def _row(verdict: Verdict) -> dict[str, object]:
    return asdict(verdict) | {
        "answers": _answers.write(dict(verdict.answers)),
        "flags": _flags.write(verdict.flags),
    }


def _verdict(row: Row[tuple[object, ...]]) -> Verdict:
    values = row._asdict()
    values.pop("place")
    return Verdict(
        **values
        | {
            "answers": _answers.read(values["answers"]),
            "decision": Decision(values["decision"]),
            "flags": _flags.read(values["flags"]),
            "sides": Sides(values["sides"]),
        }
    )
