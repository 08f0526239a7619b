"""Verdicts: what a person says of a pair."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Judgement(StrEnum):
    """The answer to one question of the rubric."""

    YES = "yes"
    NO = "no"
    DEBATABLE = "debatable"


class Decision(StrEnum):
    """What shall become of the pair."""

    ACCEPT = "accept"
    REJECT = "reject"
    FIX = "fix"
    SKIP = "skip"


class Sides(StrEnum):
    """The order in which the two sides were shown."""

    CHOSEN_FIRST = "chosen_first"
    REJECTED_FIRST = "rejected_first"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One judgement of one pair by one annotator; appended, never changed."""

    token: str  # unique, made by the client: the same request twice is one verdict
    pair: str  # pair id
    annotator: str
    answers: Mapping[str, Judgement]  # by the id of the rubric's question
    decision: Decision
    note: str
    flags: tuple[str, ...]
    seconds_spent: float
    sides: Sides
    at: str  # ISO 8601, UTC
    via: str  # page, manifest, label_studio
