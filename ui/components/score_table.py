"""Two reports of one benchmark, base and tuned, as a table with intervals and a sentence."""

import math
from collections.abc import Mapping
from typing import Any, TypedDict

from core.answer import Report, Score
from ui.components.family import spoken

_METRICS = {  # what it is called, what it means, whether less is better
    "hallucination_rate": (
        "Names the silent thing it sees",
        "Asked what it hears, it names what is seen but not heard.",
        True,
    ),
    "audio_accuracy": ("Hears right", "Asked what it hears, it names what sounds.", False),
    "visual_accuracy": ("Sees right", "Asked what it sees, it names what is shown.", False),
    "joint_accuracy": ("Tells both right", "Asked for both, it names both and no more.", False),
    "matched_accuracy": (
        "Right under the own sound",
        "Where picture and sound belong together, it hears and sees right.",
        False,
    ),
    "yes_to_seen_rate": (
        "Says the silent thing sounds",
        "Yes to “Is the X making sound?” of an X that is seen but not heard.",
        True,
    ),
    "yes_to_third_rate": (
        "Says an absent thing sounds",
        "Yes to the same of an X that is neither seen nor heard.",
        True,
    ),
    "yes_to_heard_rate": (
        "Says the sounding thing sounds",
        "Yes to the same of the X that is heard.",
        False,
    ),
}
_PARTS = {
    "held_out_combinations": (
        "Combinations that no training met",
        "Pictures and sounds that are known, but were never put together before.",
    ),
    "unseen_sources": (
        "Sources that no training met",
        "Clips of which neither picture nor sound was ever trained on.",
    ),
}


class Rate(TypedDict):
    """A share with its 95 % interval; none of it where nothing was asked."""

    value: float | None
    low: float | None
    high: float | None
    n: int


class Row(TypedDict):
    """One metric for both models."""

    title: str
    says: str
    less_is_better: bool
    base: Rate | None
    tuned: Rate | None


class Part(TypedDict):
    """One part of the benchmark."""

    title: str
    says: str
    sentence: str
    rows: list[Row]


def parts_of(base: Report | None, tuned: Report | None) -> list[Part]:
    """The parts that either report has, the known ones first, each with its known metrics."""
    told = [report for report in (base, tuned) if report is not None]
    names = dict.fromkeys(part for report in told for part in report.scores)
    ordered = [part for part in _PARTS if part in names] + [p for p in names if p not in _PARTS]
    return [_part(part, base, tuned) for part in ordered]


def _part(name: str, base: Report | None, tuned: Report | None) -> Part:
    scores = [report.scores.get(name, {}) if report else {} for report in (base, tuned)]
    title, says = _PARTS.get(name, (name.replace("_", " ").capitalize(), ""))
    rows: list[Row] = [
        {
            "title": words[0],
            "says": words[1],
            "less_is_better": words[2],
            "base": _rate(scores[0], metric),
            "tuned": _rate(scores[1], metric),
        }
        for metric, words in _METRICS.items()
        if metric in scores[0] or metric in scores[1]
    ]
    return {"title": title, "says": says, "sentence": _sentence(*scores), "rows": rows}


def _sentence(base: Mapping[str, Score], tuned: Mapping[str, Score]) -> str:
    """What the chart of a part shows, in one sentence."""
    shares = {
        model: f"{rate['value']:.0%}".replace("%", " %")
        for model, scores in (("tuned", tuned), ("base", base))
        if (rate := _rate(scores, "audio_accuracy")) and rate["value"] is not None
    }
    if not shares:
        return "Nothing was asked in this part"
    (first, share), *rest = shares.items()
    begin = f"Under swapped sound the {first} model names what it hears in {share} of answers"
    return ", ".join([begin, *(f"the {model} model in {share}" for model, share in rest)])


def _rate(scores: Mapping[str, Score], metric: str) -> Rate | None:
    return plain(scores[metric]) if metric in scores else None


def plain(score: Score) -> Rate:
    """The rate in numbers that JSON can hold."""
    if math.isnan(score.value):
        return {"value": None, "low": None, "high": None, "n": score.n}
    return {"value": score.value, "low": score.low, "high": score.high, "n": score.n}


def facts_of(report: Report) -> dict[str, Any]:
    """What a report says about its making, without what JSON cannot hold."""
    told: dict[str, Any] = {
        name: None if isinstance(value, float) and not math.isfinite(value) else value
        for name, value in report.facts.items()
    }
    if "family" in told:
        told["family"] = spoken(told["family"])
    return told
