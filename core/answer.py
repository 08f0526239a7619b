"""Questions to models, their answers, and what is made of them: comparisons, reports, cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from pydantic import ConfigDict

from core.caption import Modality
from core.clip import AVInput


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is shown and asked."""

    input: AVInput
    prompt: str
    asks: Modality
    frames: int | None = None  # pictures shown to the model; None: as many as its family likes


@dataclass(frozen=True, slots=True)
class Answer:
    """What one model said, and which weights said it."""

    question: Question
    model: str  # "base" or "tuned"
    family: str
    checkpoint: str
    adapter: str | None  # id of the adapter that lay in the model, or None
    adapter_active: bool  # as read from the model when it generated
    text: str
    seconds: float  # from question to last token
    logp_base: float | None = None  # nats, summed over the answer's tokens, adapter off
    logp_tuned: float | None = None  # the same with the adapter on


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question to base and tuned under one or more conditions."""

    id: str
    answers: tuple[Answer, ...]
    at: str  # ISO 8601, UTC
    by: str


@dataclass(frozen=True, slots=True)
class Score:
    """A rate with its 95 % interval."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(ser_json_inf_nan="constants")

    value: float  # 0 to 1; NaN where n is 0
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one benchmark for one model."""

    id: str
    benchmark: str
    model: str  # "base" or "tuned"
    adapter: str | None
    run: str | None
    scores: Mapping[str, Mapping[str, Score]]  # by part (e.g. held_out_combinations), by metric
    facts: Mapping[str, str | float | bool]
    at: str


@dataclass(frozen=True, slots=True)
class Case:
    """A comparison that someone kept to show to others."""

    id: str
    title: str
    why: str  # one plain sentence: why it matters
    comparison: str  # comparison id
    base_answer: int  # which of the comparison's answers shows the mistake
    tuned_answer: int  # which of them shows the repair
    at: str
    by: str
    tags: tuple[str, ...] = field(default=())
