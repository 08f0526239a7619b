"""The process of one training run: `python -m training.worker RUN_FOLDER`.

SIGTERM, SIGINT or a STOP file end it at the end of the present step, with a checkpoint and the
adapter so far; a second signal ends it at once.
"""

import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from core import plugins
from core.errors import ModelError, UserError
from core.models.base import Family
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training.jobs.local import DATABASE
from training.process import process
from training.run_folder import Progress, RunFolder
from training.runs import RunStatus, new_run, run_status


def train_in_foreground(
    workspace: Workspace,
    config: RunConfig,
    by: str,
    progress: Callable[[Progress], None] | None = None,
) -> RunStatus:
    """Do a run in this very process and return how it ended; UserError if it failed.

    Ctrl-C stops it and keeps what it learnt. The errors of `training.runs.start_run` come first.
    """
    run = new_run(workspace, config, by)
    run.listener = progress
    run.claim(process())
    work(run, workspace)
    status = run_status(workspace, run.id)
    if status.state is RunState.FAILED:
        raise UserError(status.sentence)
    return status


def work(run: RunFolder, workspace: Workspace) -> RunState:
    """Do the run and note how it ended; what went wrong is told as a sentence, or as unexpected."""
    with _signals() as signalled:
        try:
            state, sentence = _learn(run, workspace, lambda: signalled() or run.stop_asked)
        except UserError as error:
            state, sentence = RunState.FAILED, str(error)
        except Exception as error:  # noqa: BLE001  # the outermost edge: the log gets the trace
            traceback.print_exc()
            kind = type(error).__name__
            state, sentence = RunState.FAILED, f"Something unexpected ({kind}); see the log."
        run.end(state, sentence)
    return state


def _learn(run: RunFolder, workspace: Workspace, stop: Callable[[], bool]) -> tuple[RunState, str]:
    run.report(Progress("loading the model", 0, run.config.steps))
    import torch

    from training.learning import StoppedEarly, learn, quieten

    config = run.config
    quieten()
    family: Family = plugins.load("core.models", config.family, "FAMILY")
    device = "cuda" if torch.cuda.is_available() else "cpu"
    try:
        state = learn(workspace, run, family.load(config.checkpoint, device), stop)
    except torch.OutOfMemoryError as error:
        raise ModelError(
            "The GPU's memory is too small for this run; take fewer samples a step or fewer pairs "
            "of each."
        ) from error
    except StoppedEarly:
        return RunState.STOPPED, "Stopped before it took a step; resume it to go on."
    return state, _sentence(run)


def _sentence(run: RunFolder) -> str:
    progress = run.progress
    done = f"{progress.step} of {progress.total} steps done"
    if progress.best_step is None:
        return f"{done}; the adapter of the last one is kept."
    return (
        f"{done}; the adapter of step {progress.best_step} is kept: "
        f"it did best on held-out clips ({progress.best_score:.2f})."
    )


@contextmanager
def _signals() -> Iterator[Callable[[], bool]]:
    """Whether a signal asked to stop; a second one ends the process."""
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if asked:
            os._exit(128 + number)
        asked.append(number)

    kinds = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(kind, note) for kind in kinds]
    try:
        yield lambda: bool(asked)
    finally:
        for kind, handler in zip(kinds, before, strict=True):
            signal.signal(kind, handler)


def main() -> int:
    """Work on the run named on the command line; 0 unless it failed."""
    run = RunFolder(Path(sys.argv[1]).resolve())
    run.claim(process())  # if who started it died before it could
    workspace = Workspace(run.folder.parent.parent, os.environ.get(DATABASE))
    return int(work(run, workspace) is RunState.FAILED)


if __name__ == "__main__":
    sys.exit(main())
