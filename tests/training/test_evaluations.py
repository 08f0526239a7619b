"""A benchmark as a job: started, told, stopped, and what it leaves."""

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import Conflict, NotFound
from core.run import RunState
from core.workspace import Workspace
from tests.made_runs import run_with_adapter
from tests.ui.demo import demo_workspace
from training.evaluations import (
    EvaluationStatus,
    newest_evaluation,
    start_evaluation,
    stop_evaluation,
)
from training.reports import newest_evidence
from training.run_folder import RunFolder

LONG_S = 240.0


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[Workspace]:
    """Two clips of which each may stand under the other's sound only when a model is measured."""
    made = demo_workspace(tmp_path, ("cow-pasture", "fire-engine", "hens-rooster"))
    yield made
    if (newest := newest_evaluation(made)) and newest.state is RunState.RUNNING:
        stop_evaluation(made)
    made.store.close()


@pytest.fixture
def run(lab: Workspace, checkpoint: Path) -> RunFolder:
    return run_with_adapter(lab, checkpoint)


def status(workspace: Workspace) -> EvaluationStatus:
    found = newest_evaluation(workspace)
    assert found is not None
    return found


def ended(workspace: Workspace) -> EvaluationStatus:
    end = time.monotonic() + LONG_S
    while (found := status(workspace)).state in {RunState.WAITING, RunState.RUNNING}:
        assert time.monotonic() < end, found
        time.sleep(0.2)
    return found


@pytest.mark.slow
def test_a_job_leaves_the_reports_of_base_and_tuned(lab: Workspace, run: RunFolder) -> None:
    start_evaluation(lab, "swap_grid", run.id)
    with pytest.raises(Conflict, match="being measured"):
        start_evaluation(lab, "swap_grid", run.id)
    found = ended(lab)
    assert (found.state, found.sentence) == (RunState.FINISHED, "Measured.")
    assert found.asked.run == run.id
    evidence = newest_evidence(lab, run=run.id)
    assert evidence is not None
    assert run.adapter is not None
    assert (evidence.base.adapter, evidence.tuned.adapter) == (None, run.adapter.id)
    assert evidence.tuned.scores["held_out_combinations"]["hallucination_rate"].n > 0


def test_what_goes_wrong_is_told_as_a_sentence(
    lab: Workspace, checkpoint: Path, tmp_path: Path
) -> None:
    own = shutil.copytree(checkpoint, tmp_path / "gone-tomorrow")
    run = run_with_adapter(lab, own)
    shutil.rmtree(own)
    start_evaluation(lab, "swap_grid", run.id)
    found = ended(lab)
    assert found.state is RunState.FAILED
    assert "gone-tomorrow" in found.sentence


def test_a_stopped_job_is_gone_at_once(lab: Workspace, run: RunFolder) -> None:
    start_evaluation(lab, "swap_grid", run.id)
    stop_evaluation(lab)
    assert status(lab).state is RunState.STOPPED
    job = RunFolder(lab.reports / "jobs" / status(lab).id)
    assert job.process is not None
    end = time.monotonic() + 10
    while job.process.is_alive and time.monotonic() < end:
        time.sleep(0.05)
    assert not job.process.is_alive
    with pytest.raises(Conflict, match="nothing to stop"):
        stop_evaluation(lab)


def test_two_starts_at_once_make_one_job(lab: Workspace, run: RunFolder) -> None:
    refused: list[Conflict] = []

    def start() -> None:
        try:
            start_evaluation(lab, "swap_grid", run.id)
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=start) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 2
    stop_evaluation(lab)
    assert status(lab).state is RunState.STOPPED
    assert newest_evidence(lab) is None


def test_what_cannot_be_measured_starts_nothing(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match='no benchmark "nonsense"'):
        start_evaluation(workspace, "nonsense", "run")
    with pytest.raises(NotFound, match='no adapter "run"'):
        start_evaluation(workspace, "swap_grid", "run")
    assert newest_evaluation(workspace) is None
