"""The commands of training: train, stop, resume, list runs, evaluate."""

import time
from pathlib import Path
from typing import Annotated

import typer

from core.console import (
    WORKSPACE,
    DatabaseOption,
    WorkspaceOption,
    check_target,
    named_values,
    open_workspace,
    progress_bar,
    shown,
)
from core.errors import Conflict
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training.runs import (
    AT_WORK,
    discard_run,
    find_adapter,
    list_runs,
    resume_run,
    run_status,
    start_run,
    stop_run,
)

app = typer.Typer(rich_markup_mode=None)
USUAL = RunConfig(family="tiny_omni", checkpoint="", objective="acpo", options={})


@app.command()
def train(
    objective: Annotated[str, typer.Option(help="A file of training/objectives.")] = "acpo",
    option: Annotated[list[str], typer.Option(help="The objective's field, NAME=VALUE.")] = [],
    family: Annotated[str, typer.Option(help="A file of core/models.")] = "tiny_omni",
    checkpoint: Annotated[str, typer.Option(help="Folder or hub id; empty: the family's.")] = "",
    pairs: Annotated[str, typer.Option(help="accepted, or all that were built.")] = USUAL.pairs,
    steps: Annotated[int, typer.Option(help="Optimiser steps.")] = USUAL.steps,
    learning_rate: float = USUAL.learning_rate,
    warmup_steps: int = USUAL.warmup_steps,
    weight_decay: float = USUAL.weight_decay,
    groups_per_step: int = USUAL.groups_per_step,
    pairs_per_group: int = USUAL.pairs_per_group,
    lora_rank: int = USUAL.lora_rank,
    lora_alpha: int = USUAL.lora_alpha,
    views: Annotated[int, typer.Option(help="Renderings of a clip; 0: as it is.")] = USUAL.views,
    evaluate_every: int = USUAL.evaluate_every,
    save_every: int = USUAL.save_every,
    seed: int = USUAL.seed,
    threads: int = USUAL.threads,
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Train an adapter. Example: python app.py train --objective acpo --pairs all"""
    given = {name: value for name, value in locals().items() if hasattr(USUAL, name)}
    config = RunConfig(**given, options=named_values(option))

    opened = open_workspace(workspace, database)
    follow(opened, start_run(opened, config, by="you"))


@app.command()
def resume(
    run: Annotated[str, typer.Argument(help="Id of the run; `runs` lists them.")],
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Go on with a stopped run. Example: python app.py resume 20260101-120000-acpo-1a2b"""
    opened = open_workspace(workspace, database)
    resume_run(opened, run)
    follow(opened, run)


@app.command()
def stop(
    run: Annotated[str, typer.Argument(help="Id of the run; `runs` lists them.")],
    discard: Annotated[bool, typer.Option(help="Also delete what it learned.")] = False,
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Stop a run and keep it. Example: python app.py stop 20260101-120000-acpo-1a2b"""
    opened = open_workspace(workspace, database)
    if discard:
        discard_run(opened, run)
        return
    stop_run(opened, run)
    follow(opened, run)


@app.command()
def runs(workspace: WorkspaceOption = WORKSPACE, database: DatabaseOption = "") -> None:
    """List the runs. Example: python app.py runs"""
    for status in list_runs(open_workspace(workspace, database)):
        adapter = status.adapter.id if status.adapter else "no adapter yet"
        done = f"{status.progress.step} of {status.progress.total} steps"
        print(f"{status.id}  {status.state:<9}  {done:<18}  {adapter}  {status.sentence}")


@app.command()
def evaluate(
    benchmark: Annotated[str, typer.Argument(help="A file of training/benchmarks.")] = "swap_grid",
    adapter: Annotated[str, typer.Option(help="Its id, or its run's; empty: base alone.")] = "",
    family: Annotated[str, typer.Option(help="A file of core/models.")] = USUAL.family,
    checkpoint: Annotated[str, typer.Option(help="Folder or hub id; empty: the family's.")] = "",
    out: Annotated[Path | None, typer.Option(help="Write the numbers to this file.")] = None,
    workspace: WorkspaceOption = WORKSPACE,
    database: DatabaseOption = "",
) -> None:
    """Measure base and tuned. Example: python app.py evaluate swap_grid --adapter 1a2b3c4d"""
    from training import evaluate as measuring
    from training.demonstration import table, write_report

    check_target(out)
    opened, started_s = open_workspace(workspace, database), time.monotonic()
    found = find_adapter(opened, adapter) if adapter else None
    with progress_bar() as progress:
        move = shown(progress, "Asking")
        reports = measuring.evaluate(
            opened,
            benchmark,
            found,
            family,
            checkpoint,
            lambda what, done, total: move(done, total, what),
        )
    print(table(reports))
    if out is not None:
        write_report(reports, {benchmark: time.monotonic() - started_s}, out)


def follow(workspace: Workspace, run_id: str) -> None:
    """Show how a run goes until it ends; Ctrl+C stops it and keeps what it learned."""

    print(f"Run {run_id}")
    with progress_bar() as progress:
        move = shown(progress, "Training")
        while (status := run_status(workspace, run_id)).state in AT_WORK:
            move(status.progress.step, status.progress.total or 1, status.progress.phase)
            try:
                time.sleep(0.5)
            except KeyboardInterrupt:
                stop_run(workspace, run_id)
    print(status.sentence or f"The run is {status.state}.")
    if status.adapter is not None:
        print(f"Adapter {status.adapter.id}")
    if status.state in {RunState.FAILED, RunState.LOST}:
        raise Conflict(f"Run {run_id} did not finish; its log.txt says more.")
