"""What was measured of base and tuned, as the Results page shows it and as files."""

import json
from pathlib import Path
from typing import Any

from core.answer import Report
from core.errors import NotFound
from core.workspace import Workspace
from training.evaluations import EvaluationStatus, newest_evaluation
from training.reports import Evidence, newest_evidence
from training.runs import AT_WORK
from ui.components.figures import Ending, grid_figure
from ui.components.score_table import facts_of, parts_of, plain

BENCHMARK = "swap_grid"


def results_of(workspace: Workspace, run: str = "") -> dict[str, Any]:
    """The newest evidence, of this run if one is named, and the job that makes more."""
    evidence, job = newest_evidence(workspace, BENCHMARK, run), newest_evaluation(workspace)
    return {
        "evidence": _shown(evidence) if evidence else None,
        "job": _job(job) if job else None,
    }


def as_json(workspace: Workspace, tuned_id: str) -> str:
    """Both reports with everything that they say; NotFound for an unknown report."""
    evidence = _evidence(workspace, tuned_id)
    told = {report.model: _whole(report) for report in (evidence.base, evidence.tuned)}
    return json.dumps(told, indent=1)


def figure(workspace: Workspace, tuned_id: str, ending: Ending) -> Path:
    """The chart in the papers' layout; NotFound for an unknown report."""
    evidence = _evidence(workspace, tuned_id)
    return grid_figure(workspace, evidence.base, evidence.tuned, ending)


def answers(workspace: Workspace, tuned_id: str) -> Path:
    """Every question and answer behind the tuned model's report, one JSON object a line."""
    file = workspace.reports / f"{_evidence(workspace, tuned_id).tuned.id}.jsonl"
    if not file.exists():
        raise NotFound(f"The answers behind report {tuned_id} are gone from this workspace.")
    return file


def _evidence(workspace: Workspace, tuned_id: str) -> Evidence:
    """The evidence whose tuned report has this id, if it is the newest of its run."""
    reports = workspace.store.reports.newest(BENCHMARK, limit=500)
    wanted = next((report for report in reports if report.id == tuned_id), None)
    found = newest_evidence(workspace, BENCHMARK, wanted.run or "") if wanted else None
    if found is None or found.tuned.id != tuned_id:
        raise NotFound(f'There is no newest report "{tuned_id}" in this workspace.')
    return found


def _shown(evidence: Evidence) -> dict[str, Any]:
    tuned = evidence.tuned
    return {
        "id": tuned.id,
        "run": tuned.run,
        "adapter": tuned.adapter,
        "at": tuned.at,
        "facts": facts_of(tuned),
        "parts": parts_of(evidence.base, tuned),
    }


def _whole(report: Report) -> dict[str, Any]:
    scores = {
        part: {rate: plain(score) for rate, score in rates.items()}
        for part, rates in report.scores.items()
    }
    return {
        "id": report.id,
        "benchmark": report.benchmark,
        "adapter": report.adapter,
        "run": report.run,
        "at": report.at,
        "facts": facts_of(report),
        "scores": scores,
    }


def _job(status: EvaluationStatus) -> dict[str, Any]:
    progress = status.progress
    return {
        "run": status.asked.run,
        "state": status.state,
        "phase": progress.phase,
        "done": progress.step,
        "of": progress.total,
        "sentence": status.sentence,
        "is_at_work": status.state in AT_WORK,
    }
