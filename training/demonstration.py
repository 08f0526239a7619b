"""What the demo command makes of a trained adapter: report, table, and figures as in the papers."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from core import prompts
from core.answer import Report, Score
from core.clip import AVInput
from core.workspace import Workspace
from training.benchmarks.base import Asked
from training.figures.case import Said, case_figure
from training.figures.curves import training_curves
from training.figures.grid import RATES, grid_chart
from training.reports import read_answers
from training.runs import run_metrics, run_status

MOST_CASES = 3


def write_report(reports: Sequence[Report], seconds: Mapping[str, float], file: Path) -> None:
    """The reports (by model, part and rate) and the time of each step as JSON."""
    told: dict[str, object] = {
        report.model: {
            part: {rate: _plain(found) for rate, found in rates.items()}
            for part, rates in report.scores.items()
        }
        | {"facts": dict(report.facts)}
        for report in reports
    }
    rounded = {step: round(spent, 1) for step, spent in seconds.items()}
    file.write_text(json.dumps(told | {"seconds": rounded}, indent=1))


def table(reports: Sequence[Report]) -> str:
    """Reports of one benchmark side by side, a line a rate, with 95 % intervals."""
    lines = []
    for part, rates in reports[0].scores.items():
        models = "".join(f"{report.model:>26}" for report in reports)
        lines += [f"{part.replace('_', ' '):<28}{models}"]
        for rate in RATES:
            cells = "".join(f"{_cell(report.scores[part][rate]):>26}" for report in reports)
            n = rates[rate].n
            lines.append(f"  {rate.replace('_', ' '):<26}{cells}   n = {n}")
    return "\n".join(lines)


def draw(workspace: Workspace, run: str, base: Report, tuned: Report, folder: Path) -> list[Path]:
    """The grid's chart, the run's curves, and some held-out cases that training repaired."""
    best = run_status(workspace, run).progress.best_step
    drawn = [*grid_chart(base, tuned, folder / "swap-grid")]
    drawn += training_curves(run_metrics(workspace, run), folder / "training", best)
    wrong, right = (read_answers(workspace, report.id) for report in (base, tuned))
    for before, after in _repaired(wrong, right):
        names = workspace.store.clips.named
        shown = AVInput(names(before.picture).id, names(before.sound).id)
        said = [Said("Base", before.answer, False), Said("Tuned", after.answer, True)]
        target = folder / f"case-{before.picture}-under-{before.sound}"
        drawn += case_figure(workspace, shown, before.prompt, said, target)
    return drawn


def _repaired(base: Sequence[Asked], tuned: Sequence[Asked]) -> list[tuple[Asked, Asked]]:
    """Questions about the sound that base answers by the picture and tuned by ear."""
    found: dict[str, tuple[Asked, Asked]] = {}
    for before, after in zip(base, tuned, strict=True):
        about_sound = before.prompt == prompts.HEAR[0] and before.picture != before.sound
        if not about_sound or before.part != "held_out_combinations":
            continue
        if before.judged.get("hallucination_rate") and after.judged.get("audio_accuracy"):
            found.setdefault(before.picture, (before, after))
    return list(found.values())[:MOST_CASES]


def _plain(found: Score) -> dict[str, float | int | None]:
    """A score as JSON, which knows no NaN."""
    values: dict[str, float | int] = asdict(found)
    return {name: None if math.isnan(value) else value for name, value in values.items()}


def _cell(found: Score) -> str:
    if not found.n:
        return "nothing to ask"
    return f"{found.value:.1%} ({found.low:.1%} to {found.high:.1%})"
