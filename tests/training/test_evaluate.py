"""Reports of base and tuned: stored, with their answers and with what a reader must know."""

import math

import pytest

from core.answer import Report, Score
from core.errors import NotFound
from core.workspace import Workspace
from training import grid
from training.benchmarks import swap_grid
from training.evaluate import evaluate
from training.reports import newest_evidence, read_answers
from training.run_folder import RunFolder


def test_base_and_tuned_are_reported_side_by_side(
    demo: Workspace, straight: RunFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap_grid, "LEAST_CELLS", 5)
    monkeypatch.setattr(grid, "MAX_NEW_TOKENS", 3)  # an untaught model never ends its answers
    told: list[str] = []
    base, tuned = evaluate(
        demo, adapter=straight.adapter, progress=lambda what, *_: told.append(what)
    )
    assert straight.adapter is not None
    assert (base.model, base.adapter, base.run) == ("base", None, None)
    assert (tuned.model, tuned.adapter, tuned.run) == ("tuned", straight.adapter.id, straight.id)
    assert tuned.facts["retention"] is True
    assert "retention" not in base.facts
    assert {"base: asking", "tuned: asking"} <= set(told)
    evidence = newest_evidence(demo, run=straight.id)
    assert evidence is not None
    assert (evidence.base, evidence.tuned) == (base, tuned)
    answers = read_answers(demo, tuned.id)
    counted = [asked for asked in answers if "audio_accuracy" in asked.judged]
    assert tuned.scores["held_out_combinations"]["audio_accuracy"].n == len(counted) > 0


def test_an_unknown_benchmark_is_named(demo: Workspace) -> None:
    with pytest.raises(NotFound, match='no "zebra" in'):
        evaluate(demo, "zebra")


def test_there_is_no_evidence_before_the_first_report(workspace: Workspace) -> None:
    assert newest_evidence(workspace) is None
    assert read_answers(workspace, "0" * 16) == []


def test_a_rate_of_nothing_survives_the_store(workspace: Workspace) -> None:
    nothing = Score(math.nan, math.nan, math.nan, 0)
    report = Report("r" * 16, "swap_grid", "base", None, None, {"p": {"x": nothing}}, {}, "2026")
    workspace.store.reports.add(report)
    (found,) = workspace.store.reports.newest()
    assert math.isnan(found.scores["p"]["x"].value)
