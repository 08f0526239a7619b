"""The worker's edges: what goes wrong is told, a signal stops, a second one ends."""

import os
import signal
from dataclasses import replace

import pytest

from core.errors import UserError
from core.run import RunConfig, RunState
from core.workspace import Workspace
from training import learning
from training.process import process
from training.run_folder import Progress
from training.runs import new_run
from training.worker import train_in_foreground, work


def test_a_signal_stops_at_the_end_of_the_step_and_keeps(
    demo: Workspace, short: RunConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = new_run(demo, replace(short, steps=50), "ann")
    run.claim(process())
    told = learning.Watch.on_log

    def signalled(self: learning.Watch, *args: object, **named: object) -> None:
        told(self, *args, **named)
        if len(run.metrics()) == 2:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(learning.Watch, "on_log", signalled)
    handler = signal.getsignal(signal.SIGTERM)
    assert work(run, demo) is RunState.STOPPED
    assert signal.getsignal(signal.SIGTERM) is handler
    assert run.progress.step == 3
    assert run.adapter is not None
    assert run.exit is not None
    assert run.exit.sentence == "3 of 50 steps done; the adapter of the last one is kept."


def test_something_unexpected_is_logged_with_its_trace(
    demo: Workspace,
    short: RunConfig,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    run = new_run(demo, short, "ann")

    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(learning, "learn", broken)
    assert work(run, demo) is RunState.FAILED
    assert run.exit is not None
    assert run.exit.sentence == "Something unexpected (ZeroDivisionError); see the log."
    assert "ZeroDivisionError: a bug" in capfd.readouterr().err


def test_a_stop_that_was_asked_before_the_first_step_is_obeyed(
    demo: Workspace, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    run.ask_to_stop()
    assert work(run, demo) is RunState.STOPPED
    assert run.adapter is None


def test_in_the_foreground_progress_is_heard_and_the_result_returned(
    demo: Workspace, short: RunConfig
) -> None:
    heard: list[Progress] = []
    status = train_in_foreground(demo, replace(short, steps=2), "ann", heard.append)
    assert status.state is RunState.FINISHED
    assert status.adapter is not None
    assert [progress.step for progress in heard if progress.phase == "training"][-1] == 2
    assert heard[0].phase == "loading the model"
    with pytest.raises(UserError, match="no checkpoint folder"):
        train_in_foreground(demo, replace(short, checkpoint="/nowhere"), "ann")


def test_a_loss_that_is_no_number_fails_with_what_to_do(demo: Workspace, short: RunConfig) -> None:
    run = new_run(demo, replace(short, learning_rate=1e30, warmup_steps=0), "ann")
    assert work(run, demo) is RunState.FAILED
    assert run.exit is not None
    assert run.exit.sentence.endswith("is no number; lower the learning rate.")
