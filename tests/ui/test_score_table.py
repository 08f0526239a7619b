"""Reports as a table: both models, each rate with its interval, a sentence for the chart."""

import math
from collections.abc import Mapping

from core.answer import Report, Score
from ui.components.score_table import facts_of, parts_of


def a_report(model: str, scores: Mapping[str, Mapping[str, Score]]) -> Report:
    return Report("0" * 16, "swap_grid", model, None, None, scores, {}, "2026-01-01")


def rate(value: float, n: int = 30) -> Score:
    return Score(value, max(0.0, value - 0.1), min(1.0, value + 0.1), n)


HELD, UNSEEN = "held_out_combinations", "unseen_sources"
NOTHING = Score(math.nan, math.nan, math.nan, 0)


def test_known_parts_come_first_and_rows_in_one_order() -> None:
    scores = {"visual_accuracy": rate(0.9), "hallucination_rate": rate(0.8)}
    base = a_report("base", {"other_part": scores, UNSEEN: scores, HELD: scores})
    parts = parts_of(base, None)
    assert [part["title"] for part in parts] == [
        "Combinations that no training met",
        "Sources that no training met",
        "Other part",
    ]
    assert [row["title"] for row in parts[0]["rows"]] == [
        "Names the silent thing it sees",
        "Sees right",
    ]
    assert [row["less_is_better"] for row in parts[0]["rows"]] == [True, False]


def test_both_models_stand_beside_each_other_with_a_sentence() -> None:
    base = a_report("base", {HELD: {"audio_accuracy": rate(0.05)}})
    tuned = a_report("tuned", {HELD: {"audio_accuracy": rate(0.9)}})
    [part] = parts_of(base, tuned)
    [row] = part["rows"]
    assert row["tuned"] == {"value": 0.9, "low": 0.8, "high": 1.0, "n": 30}
    assert row["base"] is not None
    assert row["base"]["value"] == 0.05
    assert part["sentence"] == (
        "Under swapped sound the tuned model names what it hears in 90 % of answers, "
        "the base model in 5 %"
    )


def test_what_was_not_asked_is_no_number() -> None:
    [part] = parts_of(a_report("base", {UNSEEN: {"hallucination_rate": NOTHING}}), None)
    [row] = part["rows"]
    assert row["base"] == {"value": None, "low": None, "high": None, "n": 0}
    assert row["tuned"] is None
    assert part["sentence"] == "Nothing was asked in this part"


def test_facts_hold_nothing_that_json_cannot() -> None:
    report = Report("0" * 16, "b", "base", None, None, {}, {"x": math.nan, "on": True}, "")
    assert facts_of(report) == {"x": None, "on": True}
