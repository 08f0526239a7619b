"""Recording what a person says of a pair, and taking it back."""

import math
import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from annotation.rubric import questions
from core.errors import BadRecord, Conflict
from core.records.base import now
from core.store import Store
from core.verdict import Decision, Judgement, Sides, Verdict

TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
LONGEST_S = 600.0  # a longer look means that somebody went away


class VerdictRequest(BaseModel):
    """A verdict as a page sends it; who gives it is known from the session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: Annotated[str, Field(pattern=f"^{TOKEN.pattern}$")]
    pair: Annotated[str, Field(min_length=1, max_length=64)]
    decision: Decision
    answers: dict[str, Judgement] = {}
    note: Annotated[str, Field(max_length=2000)] = ""
    flags: Annotated[tuple[Annotated[str, Field(max_length=40)], ...], Field(max_length=10)] = ()
    seconds_spent: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    sides: Sides = Sides.CHOSEN_FIRST


@dataclass(frozen=True, slots=True)
class Saved:
    """A verdict that is on disk."""

    verdict: Verdict
    new: bool  # False: the same request had been answered before


def read_request(body: object) -> VerdictRequest:
    """The request that a page sent as JSON; BadRecord names the field that cannot be."""
    try:
        return VerdictRequest.model_validate(body)
    except ValidationError as error:
        first: Any = error.errors()[0]
        field = ".".join(map(str, first["loc"])) or "body"
        raise BadRecord(f'The verdict\'s "{field}" cannot be taken: {first["msg"]}.') from error


def record(store: Store, annotator: str, request: VerdictRequest, via: str = "page") -> Saved:
    """Store one verdict; the same token again gives back what was stored first.

    NotFound if there is no such pair; BadRecord if an answer belongs to no question of its kind;
    Conflict if the token stands for a verdict on something else or by somebody else.
    """
    pair = store.pairs.get(request.pair)
    known = [question.id for question in questions(pair)]
    for name in request.answers:
        if name not in known:
            raise BadRecord(
                f'Pairs of kind {pair.kind} have no question "{name}"; there are: '
                f"{', '.join(known)}."
            )
    verdict = Verdict(
        token=request.token,
        pair=pair.id,
        annotator=annotator,
        answers=request.answers,
        decision=request.decision,
        note=request.note,
        flags=request.flags,
        seconds_spent=math.floor(min(request.seconds_spent, LONGEST_S) * 1000) / 1000,
        sides=request.sides,
        at=now(),
        via=via,
    )
    if store.verdicts.add(verdict):
        return Saved(verdict, new=True)
    stored = store.verdicts.get(request.token)
    if (stored.pair, stored.annotator) != (pair.id, annotator):
        raise Conflict(f"The token {request.token} already stands for another verdict.")
    return Saved(stored, new=False)


def undo(store: Store, annotator: str, token: str) -> str:
    """Take back the annotator's last verdict; the id of the pair that is open again.

    The same token again takes back nothing more. Conflict if nothing is left to undo; BadRecord if
    the token is not one.
    """
    if not TOKEN.fullmatch(token):
        raise BadRecord(f'"{token}" cannot be a token: 8 to 64 letters, digits, - or _.')
    taken_back = store.verdicts.undone_by(token)
    if taken_back is None:
        last = store.verdicts.last(annotator)
        if last is None:
            raise Conflict("There is nothing to undo.")
        store.verdicts.undo(token, last.token, annotator)
        taken_back = store.verdicts.undone_by(token)
    if taken_back is None or taken_back.annotator != annotator:
        raise Conflict("This undo crossed with another one; please look again.")
    return taken_back.pair
