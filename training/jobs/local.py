"""Jobs as processes of this machine, which outlive the page that started them."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from core.errors import Conflict
from core.run import RunState
from training.process import alone, process
from training.run_folder import RunFolder

DATABASE = "SOUNDCHECK_DATABASE"  # an environment variable, since an address may hold a password
RESUMABLE = {RunState.STOPPED, RunState.LOST, RunState.FAILED}
_ROOT = Path(__file__).parent.parent.parent
_LOOK_S = 0.05  # time between two looks at a process that shall end
_DEATH_S = 10.0  # a killed process is gone by then


class Local:
    """Starts `python -m training.worker RUN` in a session of its own."""

    title = "This machine"

    def start(self, run: RunFolder, database: str) -> None:
        """Start or resume; two starts at once make one process."""
        _ = run.config  # a folder that is no run's stays as it is
        with alone(run.folder):
            state = run.state
            if run.process is not None and state not in RESUMABLE:
                raise Conflict(f"Run {run.id} is {state}; it cannot be started again.")
            run.clear()
            with run.log.open("ab") as log:
                child = subprocess.Popen(
                    [sys.executable, "-m", "training.worker", str(run.folder)],
                    cwd=_ROOT,
                    env=_environment(database, run.config.threads),
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            run.claim(process(child.pid))  # as it does itself, but nobody shall wait for that
        threading.Thread(target=child.wait, daemon=True).start()  # so that it leaves no zombie

    def stop_and_keep(self, run: RunFolder, grace_s: float = 60.0) -> None:
        """Write the STOP file, and let a thread end the process after the grace time."""
        if not run.works:
            raise Conflict(f"Run {run.id} is {run.state}; there is nothing to stop.")
        run.ask_to_stop()
        threading.Thread(target=_kill_after, args=(run, grace_s), daemon=True).start()

    def discard(self, run: RunFolder) -> None:
        """Kill the process if there is one, then delete checkpoints and adapter."""
        _ = run.config  # a folder that is no run's stays as it is
        run.discard()
        _kill_after(run, 0.0)
        for folder in (*run.folder.glob("checkpoint-*"), run.folder / "best", run.adapter_folder):
            shutil.rmtree(folder, ignore_errors=True)


JOBS = Local


def _environment(database: str, threads: int) -> dict[str, str]:
    counts = {name: str(threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    return os.environ | counts | {DATABASE: database, "PYTHONUNBUFFERED": "1"}


def _kill_after(run: RunFolder, grace_s: float) -> None:
    """Kill the run's process if it still works after the grace time."""
    worker, end = run.process, time.monotonic() + grace_s
    if worker is None:
        return
    while worker.is_alive and time.monotonic() < end:
        time.sleep(_LOOK_S)
    worker.signal(signal.SIGKILL)
    while worker.is_alive and time.monotonic() < end + _DEATH_S:
        time.sleep(_LOOK_S)
