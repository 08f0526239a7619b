"""One run from its pairs to its adapter: encode, train, look at held-out clips, keep the best."""

import time
from collections.abc import Callable
from typing import Any

import core.models.qwen2_5_omni  # noqa: F401  # first: it makes transformers importable
from core.errors import Conflict
from core.models.base import Model
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training.adapters import checkpoint_digest, new_adapter
from training.checkpoint import (
    Best,
    best_so_far,
    forget_checkpoints,
    keep_adapter,
    keep_best,
    load_weights,
    mark_complete,
    newest_checkpoint,
    step_of,
)
from training.dataset import as_dataset, fingerprint
from training.features import Features
from training.objectives.base import with_options
from training.run_folder import Progress, RunFolder
from training.schedule import Schedule, grouped
from training.trainer import PairTrainer, pair_trainer
from training.validation import Validation, composite

# isort: split
import datasets
import torch
from transformers import TrainerCallback
from transformers.utils import logging

Stop = Callable[[], bool]
_LOOK = "validation/"  # begins the names of a look's numbers


def quieten() -> None:
    """Let no library draw progress bars: a log keeps each of their frames."""
    datasets.disable_progress_bars()
    logging.disable_progress_bar()


class StoppedEarly(Exception):
    """The run was asked to stop before it had learnt anything that could be kept."""


def learn(workspace: Workspace, run: RunFolder, model: Model, stop: Stop) -> RunState:
    """Do a run's steps, from its newest checkpoint if there is one, and leave its adapter.

    FINISHED, or STOPPED if `stop` said so at the end of a step. StoppedEarly before the first.
    """
    config = run.config
    torch.set_num_threads(config.threads)  # sums of other threads differ in the last bit
    run.begin_with(checkpoint_digest(model))
    begin = newest_checkpoint(run)
    if begin is not None and step_of(begin) >= config.steps:  # it ended before its last words
        wrapped = new_adapter(model, config)
        load_weights(wrapped, begin)
        return _finish(run, wrapped, best_so_far(run))
    schedule = _schedule(workspace, run)
    features = Features(workspace, model)
    validation = Validation(workspace.store, features)

    def tell(what: str, done: int, total: int) -> None:
        run.report(Progress(what, done, total))
        if stop():
            raise StoppedEarly

    features.prepare([*schedule.views(), *validation.views()], tell)
    wrapped = new_adapter(model, config)
    watch = Watch(run, model, wrapped, validation, stop)
    objective = with_options(config.objective, config.options)
    trainer = pair_trainer(model, wrapped, objective, schedule, features.input, run, watch)
    watch.trainer = trainer
    watch.begin(step_of(begin) if begin else 0)
    trainer.train(resume_from_checkpoint=str(begin) if begin else None)
    if trainer.state.global_step < config.steps:
        keep_adapter(run, wrapped, watch.best)
        return RunState.STOPPED
    return _finish(run, wrapped, watch.best)


def _finish(run: RunFolder, wrapped: Any, best: Best | None) -> RunState:
    keep_adapter(run, wrapped, best)
    forget_checkpoints(run)
    return RunState.FINISHED


def _schedule(workspace: Workspace, run: RunFolder) -> Schedule:
    """The samples of the run's pairs, which are kept as a dataset beside its result."""
    config = run.config
    pairs = [workspace.store.pairs.get(pair) for pair in run.pairs]
    if fingerprint(pairs) != config.dataset:
        raise Conflict(f"The pairs of run {run.id} are not those it was made for; start a new run.")
    kept = run.folder / "dataset"
    if not kept.exists():
        as_dataset(pairs).save_to_disk(kept)
    examples = with_options(config.objective, config.options).examples(pairs)
    return Schedule(grouped(examples, {pair.id: pair.group for pair in pairs}), config)


class Watch(TrainerCallback):  # type: ignore[misc]  # transformers carries no types
    """Tells the run's folder how it goes, looks at held-out clips, and stops when asked."""

    trainer: PairTrainer

    def __init__(
        self, run: RunFolder, model: Model, wrapped: Any, validation: Validation, stop: Stop
    ) -> None:
        self.best: Best | None = best_so_far(run)
        self._run, self._model, self._wrapped = run, model, wrapped
        self._validation, self._stop = validation, stop
        self._config: RunConfig = run.config
        self._first_step, self._pairs, self._started_s = 0, 0.0, time.monotonic()

    def begin(self, step: int) -> None:
        """Start the clock; before the first step of all, look at what the base model does."""
        self._run.forget_metrics_after(step)
        self._report("training", step)
        if step == 0 and self._config.evaluate_every:
            self._look(0)
        self._first_step, self._started_s = step, time.monotonic()

    def on_log(self, _args: Any, state: Any, _control: Any, logs: Any = None, **_: Any) -> None:
        """One line of numbers a step."""
        if "loss" not in logs:  # the summary at the end
            return
        told = dict(logs)
        self._pairs += told.pop("pairs")
        told.pop("epoch", None)
        progress = self._report("training", state.global_step)
        told["pairs_per_second"] = progress.pairs_per_second
        if progress.seconds_left is not None:
            told["seconds_left"] = progress.seconds_left
        self._run.log_metrics(state.global_step, told)

    def on_step_end(self, _args: Any, state: Any, control: Any, **_: Any) -> None:
        """Stop if asked, also in the middle of a look at held-out clips; look when it is time."""
        step, every = state.global_step, self._config.evaluate_every
        self._report("training", step)
        is_time = every and (step % every == 0 or step == self._config.steps)
        if self._stop() or (is_time and not self._look(step)):
            control.should_save = control.should_training_stop = step < self._config.steps

    def on_save(self, _args: Any, state: Any, _control: Any, **_: Any) -> None:
        """The checkpoint is whole."""
        mark_complete(self._run, state.global_step)

    def _look(self, step: int) -> bool:
        """Rates on the validation cells; the adapter is kept if it is the best so far.

        False if a stop was asked for before all had been answered: then nothing is judged.
        """
        if not self._validation:
            return True

        def goes_on() -> bool:
            self._report("listening to held-out clips", step)
            return not self._stop()

        self._wrapped.eval()
        found = self._validation.look(self._model, goes_on)
        self._wrapped.train()
        if found is None:
            return False
        rates = {name: rate.value for name, rate in found.items() if rate.n}
        number = composite(rates, self._base_rates())
        told = {f"{_LOOK}{name}": value for name, value in rates.items()}
        self._run.log_metrics(step, {**told, f"{_LOOK}score": number})
        if step and (self.best is None or number > self.best.score):
            self.best = Best(step, number)
            keep_best(self._run, self._wrapped, self.best)
        self._report("training", step)
        return True

    def _base_rates(self) -> dict[str, float]:
        """What the base model did, as it was told before the first step."""
        first = next(iter(self._run.metrics()), {"step": -1})
        told = first.items() if first["step"] == 0 else ()
        return {name.removeprefix(_LOOK): value for name, value in told if name.startswith(_LOOK)}

    def _report(self, phase: str, step: int) -> Progress:
        done, seconds = step - self._first_step, time.monotonic() - self._started_s
        left = seconds / done * (self._config.steps - step) if done > 0 else None
        progress = Progress(
            phase,
            step,
            self._config.steps,
            pairs_per_second=self._pairs / seconds if done > 0 else 0.0,
            seconds_left=left,
            best_step=self.best.step if self.best else None,
            best_score=self.best.score if self.best else None,
        )
        self._run.report(progress)
        return progress
