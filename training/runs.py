"""Training runs as a page or a command sees them: start, stop, resume, discard, look."""

import secrets
import shlex
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

from core import plugins
from core.errors import Conflict, NotFound
from core.run import Adapter, RunConfig, RunState
from core.workspace import Workspace
from training.dataset import fingerprint, training_pairs
from training.jobs.base import Jobs
from training.run_folder import Progress, RunFolder

AT_WORK = {RunState.WAITING, RunState.RUNNING, RunState.STOPPING}


@dataclass(frozen=True, slots=True)
class RunStatus:
    """How one run stands, for people."""

    id: str
    config: RunConfig
    state: RunState
    progress: Progress
    sentence: str  # how it ended, or why; empty while it works
    quiet_s: float  # since its last sign of life
    adapter: Adapter | None  # its result so far
    resumable: bool


def start_run(workspace: Workspace, config: RunConfig, by: str, where: str = "local") -> str:
    """Start a run as a job and return its id.

    Conflict if there are too few pairs; BadRecord or NotFound for settings that cannot be.
    """
    run = new_run(workspace, config, by)
    _jobs(where).start(run, workspace.database)
    return run.id


def new_run(workspace: Workspace, config: RunConfig, by: str) -> RunFolder:
    """A run's folder and record, not started yet; the same errors as `start_run`."""
    _check(config)
    config = replace(config, checkpoint=_located(config.checkpoint))
    pairs = training_pairs(workspace.store, config)
    config = replace(config, dataset=fingerprint(pairs))
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    run_id = f"{moment}-{config.objective.replace('_', '-')}-{secrets.token_hex(2)}"
    run = RunFolder(workspace.run_folder(run_id))
    run.create(config, [pair.id for pair in pairs])
    workspace.store.runs.add(run_id, config, by)
    return run


def resume_run(workspace: Workspace, run_id: str, where: str = "local") -> None:
    """Go on from the newest checkpoint; Conflict if the run is at work, finished or discarded."""
    _jobs(where).start(_run(workspace, run_id), workspace.database)


def stop_run(workspace: Workspace, run_id: str, where: str = "local") -> None:
    """Let the run save and stop at the end of its step; Conflict if it is not at work."""
    _jobs(where).stop_and_keep(_run(workspace, run_id))


def discard_run(workspace: Workspace, run_id: str, where: str = "local") -> None:
    """End the run and delete what it learned."""
    _jobs(where).discard(_run(workspace, run_id))


def run_status(workspace: Workspace, run_id: str) -> RunStatus:
    """How the run stands now; NotFound if there is none of this id."""
    run = _run(workspace, run_id)
    state, ended = run.state, run.exit
    return RunStatus(
        run.id,
        run.config,
        state,
        run.progress,
        ended.sentence if ended else _sentence(state),
        run.quiet_s,
        run.adapter if state is not RunState.DISCARDED else None,
        state in {RunState.STOPPED, RunState.LOST, RunState.FAILED},
    )


def list_runs(workspace: Workspace) -> list[RunStatus]:
    """Every run whose folder is there, newest first."""
    known = workspace.store.runs.ids()
    return [
        run_status(workspace, run_id)
        for run_id in known
        if (workspace.run_folder(run_id) / "config.json").exists()
    ]


def run_metrics(workspace: Workspace, run_id: str) -> list[dict[str, float]]:
    """The run's numbers by step; NotFound if there is no such run."""
    return _run(workspace, run_id).metrics()


def find_adapter(workspace: Workspace, name: str) -> Adapter:
    """The adapter with this id, or of the run with this id; NotFound if there is none."""
    for status in list_runs(workspace):
        if status.adapter is not None and name in {status.id, status.adapter.id}:
            return status.adapter
    raise NotFound(f'There is no adapter "{name}"; `python app.py runs` lists those there are.')


def command_of(config: RunConfig, workspace: str = "", database: str = "") -> str:
    """The command line that starts the same run; what is as by default is left out.

    `workspace` and `database` are named where they are not the usual ones.
    """
    words = ["python", "app.py", "train", "--objective", config.objective]
    for field in fields(config):
        value = getattr(config, field.name)
        if field.name in {"objective", "options", "dataset"} or value == field.default:
            continue
        if field.default is MISSING and not value:
            continue
        words += [f"--{field.name.replace('_', '-')}", f"{value}"]
    for name, value in config.options.items():
        words += ["--option", f"{name}={value}"]
    for name, value in (("workspace", workspace), ("database", database)):
        words += [f"--{name}", value] if value else []
    return shlex.join(words)


def _run(workspace: Workspace, run_id: str) -> RunFolder:
    run = RunFolder(workspace.run_folder(run_id))
    _ = run.config
    return run


def _located(checkpoint: str) -> str:
    """A folder's full path, since its process works elsewhere; a hub id stays as it is."""
    folder = Path(checkpoint).expanduser()
    return str(folder.resolve()) if checkpoint and folder.is_dir() else checkpoint


def _jobs(where: str) -> Jobs:
    jobs: Jobs = plugins.load("training.jobs", where, "JOBS")()
    return jobs


def _sentence(state: RunState) -> str:
    if state is RunState.LOST:
        return "Its process ended without a word; it can be resumed from its last checkpoint."
    return "It was discarded." if state is RunState.DISCARDED else ""


def _check(config: RunConfig) -> None:
    known = plugins.names("core.models")
    if config.family not in known:
        raise NotFound(f'There is no model family "{config.family}"; there are: {known}.')
    least: Mapping[str, float] = {
        "steps": 1,
        "groups_per_step": 1,
        "pairs_per_group": 0,
        "lora_rank": 1,
        "lora_alpha": 1,
        "threads": 1,
        "learning_rate": 1e-8,
        "warmup_steps": 0,
        "views": 0,
        "evaluate_every": 0,
        "save_every": 1,
    }
    for name, low in least.items():
        if not getattr(config, name) >= low:
            raise Conflict(
                f"{name.replace('_', ' ').capitalize()} must be {low:g} or more, "
                f"not {getattr(config, name)}."
            )
