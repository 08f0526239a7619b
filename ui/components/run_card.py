"""A training run as plain values: how it stands, in words, and its numbers since the last look."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.run import RunState
from core.workspace import Workspace
from training.run_folder import RunFolder
from training.runs import AT_WORK, RunStatus, command_of, run_metrics, run_status
from ui.components.command_line import place_of
from ui.components.train_form import asked_of

LOG_BYTES = 8_000  # of the log's end; about a hundred lines
_WORDS = {
    RunState.WAITING: "Starting",
    RunState.RUNNING: "Running",
    RunState.STOPPING: "Stopping",
    RunState.STOPPED: "Stopped and kept",
    RunState.FINISHED: "Finished",
    RunState.FAILED: "Failed",
    RunState.LOST: "Interrupted",
    RunState.DISCARDED: "Discarded",
}


def card_of(status: RunStatus) -> dict[str, Any]:
    """One run as the list shows it."""
    progress, steps = status.progress, status.config.steps
    in_steps = progress.total in {0, steps}  # before, it counts what it prepares
    return {
        "id": status.id,
        "objective": status.config.objective,
        "pairs": status.config.pairs,
        "started": _started(status.id),
        "state": status.state,
        "word": _WORDS[status.state],
        "sentence": status.sentence,
        "phase": progress.phase,
        "done": progress.step,
        "of": progress.total or steps,
        "step": progress.step if in_steps else 0,
        "steps": steps,
        "best_step": progress.best_step,
        "best_score": progress.best_score,
        "adapter": status.adapter.id if status.adapter else None,
        "is_at_work": status.state in AT_WORK,
        "is_resumable": status.resumable,
    }


def news_of(workspace: Workspace, run_id: str, after_s: float) -> dict[str, Any]:
    """How one run stands, with the numbers that were told after a moment.

    `after_s` is a time in seconds since 1970, as each line of numbers bears; 0 asks for all. Of
    numbers that a resumed run takes back the page learns by `last_step`.
    """
    status = run_status(workspace, run_id)
    told = run_metrics(workspace, run_id)
    progress = status.progress
    return card_of(status) | {
        "pairs_per_second": progress.pairs_per_second,
        "seconds_left": progress.seconds_left,
        "command": command_of(status.config, **place_of(workspace)),
        "asked": asked_of(status.config),
        "metrics": [line for line in told if line["at_s"] > after_s],
        "last_step": told[-1]["step"] if told else 0,
        "log": end_of(RunFolder(workspace.run_folder(run_id)).log),
    }


def end_of(log: Path, most: int = LOG_BYTES) -> str:
    """The last whole lines of a text file, at most so many bytes; empty if there is none."""
    try:
        with log.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - most))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    return text.partition("\n")[2] if size > most else text


def _started(run_id: str) -> str | None:
    """When the run was made, as its id says: ISO 8601, UTC."""
    try:
        moment = datetime.strptime(run_id[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
    return moment.isoformat()
