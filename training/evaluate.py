"""One benchmark for the base model and for an adapter in it, as reports in the store."""

import secrets
import time
from pathlib import Path

import torch

from core import plugins
from core.answer import Report
from core.models.base import Family, Model
from core.records.base import now
from core.run import Adapter
from core.workspace import Workspace
from training.adapters import Adapters, checkpoint_digest
from training.benchmarks.base import PACKAGE, Benchmark, Progress, Result
from training.features import Features
from training.objectives.base import with_options
from training.reports import write_answers
from training.run_folder import RunFolder


def evaluate(
    workspace: Workspace,
    benchmark: str = "swap_grid",
    adapter: Adapter | None = None,
    family: str = "tiny_omni",
    checkpoint: str = "",
    progress: Progress | None = None,
) -> tuple[Report, ...]:
    """Reports of the base model and, if there is an adapter, of the tuned one; both are stored.

    An adapter brings its own family and checkpoint. NotFound for an unknown benchmark or family;
    ModelError for a checkpoint or adapter that cannot be used; Conflict without clips to ask about.
    """
    test: Benchmark = plugins.load(PACKAGE, benchmark, "BENCHMARK")
    if adapter is not None:
        family, checkpoint = adapter.family, adapter.checkpoint
    model = _loaded(family, checkpoint)
    features, adapters = Features(workspace, model), Adapters(model)
    measured: list[tuple[Report, Result]] = []
    for used in (None,) if adapter is None else (None, adapter):
        name = "tuned" if used else "base"
        with adapters.using(used):
            started = time.monotonic()
            result = test.run(model, workspace, features, _named(name, progress))
            active, seconds = adapters.active(), time.monotonic() - started
        report = Report(
            id=secrets.token_hex(8),
            benchmark=test.name,
            model=name,
            adapter=active,
            run=used.run if used else None,
            scores=result.scores,
            facts=_facts(workspace, model, used, seconds),
            at=now(),
        )
        measured.append((report, result))
    for report, result in measured:  # both or none
        write_answers(workspace, report.id, result.asked)
        workspace.store.reports.add(report)
    return tuple(report for report, _ in measured)


def _loaded(family: str, checkpoint: str) -> Model:
    kind: Family = plugins.load("core.models", family, "FAMILY")
    return kind.load(checkpoint, "cuda" if torch.cuda.is_available() else "cpu")


def _facts(
    workspace: Workspace, model: Model, adapter: Adapter | None, seconds: float
) -> dict[str, str | float | bool]:
    """What a reader of the numbers must know: the model, and whether retention was trained."""
    facts: dict[str, str | float | bool] = {
        "family": model.family,
        "checkpoint": Path(model.checkpoint).name,
        "base": checkpoint_digest(model),
        "seconds": round(seconds, 1),
    }
    if adapter is not None:
        run = RunFolder(workspace.run_folder(adapter.run))
        config, kinds = run.config, {workspace.store.pairs.get(pair).kind for pair in run.pairs}
        weights = with_options(config.objective, config.options).weights
        facts |= {"objective": config.objective}
        facts |= {"seed": float(config.seed), "steps": float(config.steps)}
        facts |= {f"weight of {term}": weight for term, weight in weights.items()}
        has_pairs = any(kind.endswith("/retention") for kind in kinds)
        facts["retention"] = has_pairs and weights.get("retention", 1.0) > 0
    return facts


def _named(model: str, progress: Progress | None) -> Progress:
    def tell(what: str, done: int, total: int) -> None:
        if progress is not None:
            progress(f"{model}: {what}", done, total)

    return tell
