"""The reports of base and tuned as a measurement leaves them, made in one call."""

import math

from core.answer import Report, Score
from core.workspace import Workspace

BASE, TUNED = "b" * 16, "f" * 16
_RATES = {  # of the base and of the tuned model
    "hallucination_rate": (0.9, 0.05),
    "audio_accuracy": (0.05, 0.95),
    "visual_accuracy": (0.97, 0.96),
    "joint_accuracy": (0.05, 0.9),
    "matched_accuracy": (0.95, 0.95),
    "yes_to_seen_rate": (0.8, 0.1),
}


def rate(value: float, n: int = 40) -> Score:
    return Score(value, round(max(0.0, value - 0.05), 2), round(min(1.0, value + 0.05), 2), n)


def two_reports(workspace: Workspace, run: str = "run-1") -> tuple[Report, Report]:
    """Base and tuned, with numbers for one part and none for the other; stored."""
    nothing = dict.fromkeys(_RATES, Score(math.nan, math.nan, math.nan, 0))
    facts: dict[str, str | float | bool] = {"family": "tiny_omni", "checkpoint": "random"}
    made = []
    for place, (model, identity) in enumerate((("base", BASE), ("tuned", TUNED))):
        known = {name: rate(values[place]) for name, values in _RATES.items()}
        scores = {"held_out_combinations": known, "unseen_sources": nothing}
        about = facts | ({"objective": "acpo", "retention": True} if place else {})
        at = f"2026-01-02T03:04:0{place}.000+00:00"
        adapter, of = ("a1b2c3d4e5f60718", run) if place else (None, None)
        report = Report(identity, "swap_grid", model, adapter, of, scores, about, at)
        workspace.store.reports.add(report)
        made.append(report)
    return made[0], made[1]
