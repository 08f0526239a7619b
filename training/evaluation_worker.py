"""The process of one benchmark: `python -m training.evaluation_worker JOB_FOLDER`."""

import os
import sys
import traceback
from pathlib import Path

from core.errors import UserError
from core.run import RunState
from core.workspace import Workspace
from training.evaluations import asked_of
from training.jobs.local import DATABASE
from training.run_folder import Progress, RunFolder
from training.runs import find_adapter


def work(job: RunFolder, workspace: Workspace) -> RunState:
    """Measure base and tuned, and note how it ended; what went wrong is told as a sentence."""
    job.report(Progress("loading the model"))
    try:
        _measure(job, workspace)
        state, sentence = RunState.FINISHED, "Measured."
    except UserError as error:
        state, sentence = RunState.FAILED, str(error)
    except Exception as error:  # noqa: BLE001  # the outermost edge: the log gets the trace
        traceback.print_exc()
        kind = type(error).__name__
        state, sentence = RunState.FAILED, f"Something unexpected ({kind}); see the job's log.txt."
    job.end(state, sentence)
    return state


def _measure(job: RunFolder, workspace: Workspace) -> None:
    import torch

    from training.evaluate import evaluate

    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    asked = asked_of(job)

    def tell(what: str, done: int, total: int) -> None:
        job.report(Progress(what, done, total))

    evaluate(workspace, asked.benchmark, find_adapter(workspace, asked.run), progress=tell)


def main() -> int:
    """Work on the job named on the command line; 0 unless it failed."""
    job = RunFolder(Path(sys.argv[1]).resolve())
    workspace = Workspace(job.folder.parent.parent.parent, os.environ.get(DATABASE))
    return int(work(job, workspace) is RunState.FAILED)


if __name__ == "__main__":
    sys.exit(main())
