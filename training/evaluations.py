"""Benchmarks as jobs: each in a process of its own, which outlives the page that started it.

A job's folder speaks the protocol of training/run_folder.py; what it is asked lies in asked.json.
Its result is not there but in the store, as the reports that training/evaluate.py writes.
"""

import os
import secrets
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core import plugins
from core.errors import Conflict, NotFound
from core.records.base import Json
from core.run import RunState
from core.workspace import Workspace
from training.benchmarks.base import PACKAGE
from training.jobs.local import DATABASE
from training.process import alone, process
from training.run_folder import Progress, RunFolder
from training.runs import AT_WORK, find_adapter

_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a job shall measure."""

    benchmark: str
    run: str  # id of the run whose adapter is measured, beside its base


@dataclass(frozen=True, slots=True)
class EvaluationStatus:
    """How one job stands, for people."""

    id: str
    asked: Evaluation
    state: RunState
    progress: Progress
    sentence: str  # how it ended, or why; empty while it works


ASKED = Json[Evaluation](Evaluation)


def start_evaluation(workspace: Workspace, benchmark: str, adapter: str) -> str:
    """Start measuring the base model and an adapter (its id, or its run's); the job's id.

    NotFound for an unknown benchmark or adapter; Conflict while another job is at work.
    """
    known = plugins.names(PACKAGE)
    if benchmark not in known:
        raise NotFound(f'There is no benchmark "{benchmark}"; there are: {", ".join(known)}.')
    run = find_adapter(workspace, adapter).run
    with alone(_folder(workspace)):
        newest = newest_evaluation(workspace)
        if newest is not None and newest.state in AT_WORK:
            raise Conflict(f"{newest.asked.run} is being measured; wait for it, or stop it first.")
        moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
        job = RunFolder(_folder(workspace) / f"{moment}-{secrets.token_hex(2)}")
        job.folder.mkdir(parents=True)
        (job.folder / "asked.json").write_text(ASKED.write(Evaluation(benchmark, run)))
        _start(job, workspace.database)
    return job.id


def _start(job: RunFolder, database: str) -> None:
    """The job's process, in a session of its own."""
    with job.log.open("ab") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "training.evaluation_worker", str(job.folder)],
            cwd=_ROOT,
            env=os.environ | {"OMP_NUM_THREADS": "1", DATABASE: database},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    job.claim(process(child.pid))
    threading.Thread(target=child.wait, daemon=True).start()  # so that it leaves no zombie


def newest_evaluation(workspace: Workspace) -> EvaluationStatus | None:
    """How the last job stands; None if there never was one."""
    folders = sorted(_folder(workspace).glob("*/asked.json"))
    if not folders:
        return None
    job = RunFolder(folders[-1].parent)
    state, ended = job.state, job.exit
    lost = "Its process ended without a word; start it again."
    sentence = ended.sentence if ended else lost if state is RunState.LOST else ""
    return EvaluationStatus(job.id, asked_of(job), state, job.progress, sentence)


def stop_evaluation(workspace: Workspace) -> None:
    """End the job that is at work; Conflict if there is none."""
    newest = newest_evaluation(workspace)
    if newest is None or newest.state not in AT_WORK:
        raise Conflict("No benchmark is at work; there is nothing to stop.")
    job = RunFolder(_folder(workspace) / newest.id)
    if job.process is not None:
        job.process.signal(signal.SIGKILL)
    job.end(RunState.STOPPED, "Stopped; nothing of it was kept.")


def asked_of(job: RunFolder) -> Evaluation:
    """What a job was asked."""
    return ASKED.read((job.folder / "asked.json").read_text())


def _folder(workspace: Workspace) -> Path:
    return workspace.reports / "jobs"
