"""Jobs as processes: they outlive who started them, and end, resume and die as the folder says."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from core.errors import Conflict
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training.jobs.local import Local
from training.process import process
from training.run_folder import RunFolder
from training.runs import new_run, resume_run, run_status, stop_run

ROOT = Path(__file__).parent.parent.parent.parent


def wait(run: RunFolder, until: Callable[[], bool], seconds: float = 180) -> None:
    """Until something holds, or its time is over: then with what the process said."""
    end = time.monotonic() + seconds
    while not until():
        if time.monotonic() > end:
            pytest.fail(f"{run.state} after {seconds} s\n{run.log.read_text()}")
        time.sleep(0.1)


def ended(run: RunFolder) -> bool:
    return not run.process or not run.process.is_alive


@pytest.mark.slow
def test_a_run_outlives_its_starter_and_a_kill_and_ends_as_if_nothing_had_happened(
    demo: Workspace, short: RunConfig, straight: RunFolder
) -> None:
    config = replace(short, save_every=1)
    run = new_run(demo, config, "ann")
    starter = (
        "import sys; from pathlib import Path\n"
        "from training.jobs.local import Local\nfrom training.run_folder import RunFolder\n"
        "Local().start(RunFolder(Path(sys.argv[1])), sys.argv[2])\n"
    )
    subprocess.run(
        [sys.executable, "-c", starter, str(run.folder), demo.database], cwd=ROOT, check=True
    )
    wait(run, lambda: len(run.metrics()) >= 2 or ended(run))
    worker = run.process
    assert worker is not None
    os.kill(worker.pid, signal.SIGKILL)
    wait(run, lambda: ended(run))
    assert run.state is RunState.LOST
    assert run_status(demo, run.id).resumable
    assert "can be resumed" in run_status(demo, run.id).sentence
    resume_run(demo, run.id)
    wait(run, lambda: ended(run))
    status = run_status(demo, run.id)
    assert (status.state, status.progress.step) == (RunState.FINISHED, 6)
    assert "6 of 6 steps done" in status.sentence
    assert status.adapter is not None
    assert straight.adapter is not None
    assert status.adapter.id == straight.adapter.id
    assert [row["step"] for row in run.metrics()] == [1, 2, 3, 4, 5, 6]
    with pytest.raises(Conflict, match="is finished; it cannot be started again"):
        resume_run(demo, run.id)


@pytest.mark.slow
def test_a_run_is_stopped_and_kept_and_then_discarded(demo: Workspace, short: RunConfig) -> None:
    run = new_run(demo, replace(short, steps=500), "ann")
    jobs = Local()
    jobs.start(run, demo.database)
    assert run.state is RunState.WAITING
    with pytest.raises(Conflict, match="cannot be started again"):
        jobs.start(run, demo.database)
    wait(run, lambda: len(run.metrics()) >= 1 or ended(run))
    assert run.state is RunState.RUNNING
    stop_run(demo, run.id)
    assert run.state in {RunState.STOPPING, RunState.STOPPED}
    wait(run, lambda: ended(run))
    status = run_status(demo, run.id)
    assert status.state is RunState.STOPPED
    assert status.adapter is not None
    assert (Path(status.adapter.path) / "adapter_model.safetensors").exists()
    assert status.resumable
    with pytest.raises(Conflict, match="nothing to stop"):
        stop_run(demo, run.id)
    jobs.discard(run)
    assert run.state is RunState.DISCARDED
    assert run_status(demo, run.id).adapter is None
    assert not list(run.folder.glob("checkpoint-*"))
    with pytest.raises(Conflict, match="is discarded"):
        resume_run(demo, run.id)


def test_two_starts_at_once_make_one_process(demo: Workspace, short: RunConfig) -> None:
    run = new_run(demo, short, "ann")
    refused: list[Conflict] = []

    def start() -> None:
        try:
            Local().start(run, demo.database)
        except Conflict as error:
            refused.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 3
    Local().discard(run)
    assert ended(run)


def test_a_process_that_does_not_listen_is_killed_after_the_grace_time(
    demo: Workspace, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    jobs = Local()
    jobs.start(run, demo.database)
    worker = run.process
    assert worker is not None
    os.kill(worker.pid, signal.SIGSTOP)  # it hears nothing any more
    wait(run, lambda: psutil.Process(worker.pid).status() == psutil.STATUS_STOPPED, seconds=20)
    jobs.stop_and_keep(run, grace_s=0.5)
    assert not ended(run)
    wait(run, lambda: ended(run), seconds=20)
    assert run.state is RunState.LOST


def test_a_run_of_a_reused_process_id_is_not_killed(demo: Workspace, short: RunConfig) -> None:
    """The id belongs to this very test process now; discarding must not end it."""
    run = new_run(demo, short, "ann")
    run.claim(replace(process(), started_s=process().started_s - 3600))
    Local().discard(run)
    assert run.state is RunState.DISCARDED
