"""Reports as readers want them: the newest of base and tuned together, and their answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.answer import Report
from core.records.base import Json
from core.workspace import Workspace
from training.benchmarks.base import Asked

_asked = Json[Asked](Asked)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one benchmark says of the base model and of one adapter."""

    base: Report
    tuned: Report


def newest_evidence(
    workspace: Workspace, benchmark: str = "swap_grid", run: str = ""
) -> Evidence | None:
    """The newest report of a tuned model, of this run if one is named, and its base's.

    The base's report is the newest of the same checkpoint that is not newer.
    None without both.
    """
    told = workspace.store.reports.newest(benchmark, limit=500)
    for place, tuned in enumerate(told):
        if tuned.model != "tuned" or (run and tuned.run != run):
            continue
        for base in told[place:]:
            if base.model == "base" and _of_one_model(base, tuned):
                return Evidence(base, tuned)
    return None


def _of_one_model(one: Report, other: Report) -> bool:
    return all(
        one.facts.get(fact) == other.facts.get(fact) for fact in ("family", "checkpoint", "base")
    )


def write_answers(workspace: Workspace, report_id: str, asked: Sequence[Asked]) -> None:
    """Keep the answers behind a report, one line of JSON each."""
    lines = "".join(_asked.write(one) + "\n" for one in asked)
    _file(workspace, report_id).write_text(lines)


def read_answers(workspace: Workspace, report_id: str) -> list[Asked]:
    """The answers behind a report; none if their file is gone."""
    try:
        lines = _file(workspace, report_id).read_text().splitlines()
    except FileNotFoundError:
        return []
    return [_asked.read(line) for line in lines]


def _file(workspace: Workspace, report_id: str) -> Path:
    return workspace.reports / f"{report_id}.jsonl"
