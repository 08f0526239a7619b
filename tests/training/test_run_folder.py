"""A run's folder: states that follow from processes and files, and numbers that survive a crash."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path

import pytest

from core.errors import Conflict, NotFound
from core.run import Adapter, RunState
from tests.builders import a_run_config
from training.process import Process, process
from training.run_folder import Exit, Progress, RunFolder


@pytest.fixture
def run(tmp_path: Path) -> RunFolder:
    made = RunFolder(tmp_path / "run-1")
    made.create(a_run_config(), ["p1", "p2"])
    return made


@pytest.fixture
def worker() -> Iterator[Process]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process(child.pid)
    child.kill()
    child.wait()


def gone(worker: Process) -> Process:
    return replace(worker, started_s=worker.started_s - 3600)


def test_settings_and_pairs_come_back(run: RunFolder) -> None:
    assert run.config == a_run_config()
    assert run.pairs == ["p1", "p2"]


def test_a_run_stays_with_the_checkpoint_that_it_began_with(run: RunFolder) -> None:
    assert run.base is None
    run.begin_with("a" * 16)
    run.begin_with("a" * 16)
    assert run.base == "a" * 16
    with pytest.raises(Conflict, match="run-1 has changed since it began"):
        run.begin_with("b" * 16)


def test_a_folder_without_settings_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match='no training run "nothing"'):
        _ = RunFolder(tmp_path / "nothing").config


def test_a_run_waits_until_its_process_tells_something(run: RunFolder, worker: Process) -> None:
    assert run.state is RunState.WAITING
    run.claim(worker)
    assert run.state is RunState.WAITING
    run.report(Progress("training", step=3, total=10))
    assert run.state is RunState.RUNNING
    assert run.progress.step == 3


def test_a_run_that_was_asked_stops_until_its_process_says_so(
    run: RunFolder, worker: Process
) -> None:
    run.claim(worker)
    run.report(Progress("training"))
    run.ask_to_stop()
    assert run.state is RunState.STOPPING
    run.end(RunState.STOPPED, "Stopped.")
    assert run.state is RunState.STOPPED
    assert not run.works


def test_a_process_that_is_gone_without_a_word_makes_a_lost_run(
    run: RunFolder, worker: Process
) -> None:
    run.claim(gone(worker))
    run.report(Progress("training"))
    run.beat()
    assert run.state is RunState.LOST


def test_a_last_word_between_two_looks_is_heard(
    run: RunFolder, worker: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process ends, and says how, just after the reader looked for its last word."""
    run.claim(gone(worker))
    last_word = Exit(RunState.FINISHED, "done", "2026")
    looks = chain([None], repeat(last_word))
    monkeypatch.setattr(RunFolder, "exit", property(lambda _: next(looks)))
    assert run.state is RunState.FINISHED


def test_the_result_moves_with_its_folder(run: RunFolder, tmp_path: Path) -> None:
    run.adapter_folder.mkdir()
    run.keep_adapter(Adapter("a" * 16, run.id, str(run.adapter_folder), "tiny_omni", ""))
    moved = RunFolder(run.folder.rename(tmp_path / "moved"))
    assert moved.adapter is not None
    assert moved.adapter.path == str(tmp_path / "moved" / "adapter")


def test_on_another_machine_the_heartbeat_decides(run: RunFolder, worker: Process) -> None:
    run.claim(replace(worker, host="elsewhere"))
    run.report(Progress("training"))
    assert run.state is RunState.RUNNING
    os.utime(run.folder / "heartbeat", (0, 0))
    assert run.state is RunState.LOST


def test_a_new_process_starts_with_a_clean_sheet(run: RunFolder, worker: Process) -> None:
    run.claim(gone(worker))
    run.report(Progress("training", step=7))
    run.ask_to_stop()
    run.end(RunState.FAILED, "No memory.")
    run.clear()
    assert (run.state, run.exit, run.stop_asked) == (RunState.WAITING, None, False)


def test_a_discarded_run_stays_so(run: RunFolder) -> None:
    run.discard()
    run.end(RunState.FINISHED, "Done.")
    assert run.state is RunState.DISCARDED


def test_numbers_are_merged_by_step_and_the_later_counts(run: RunFolder) -> None:
    run.log_metrics(1, {"loss": 2.0})
    run.log_metrics(2, {"loss": 1.5})
    run.log_metrics(2, {"validation/score": 0.5})
    run.log_metrics(1, {"loss": 1.9})
    found = [{k: v for k, v in row.items() if k != "at_s"} for row in run.metrics()]
    assert found == [
        {"step": 1, "loss": 1.9},
        {"step": 2, "loss": 1.5, "validation/score": 0.5},
    ]


def test_a_torn_line_costs_only_itself(run: RunFolder) -> None:
    run.log_metrics(1, {"loss": 2.0})
    with (run.folder / "metrics.jsonl").open("a") as file:
        file.write('{"step": 2, "lo')
    assert [row["step"] for row in run.metrics()] == [1]
    run.log_metrics(3, {"loss": 1.0})
    assert [row["step"] for row in run.metrics()] == [1, 3]


def test_steps_that_will_be_done_again_are_forgotten(run: RunFolder) -> None:
    for step in (1, 2, 3):
        run.log_metrics(step, {"loss": 1.0 / step})
    run.forget_metrics_after(2)
    assert [row["step"] for row in run.metrics()] == [1, 2]


def test_the_result_is_noted_beside_its_weights(run: RunFolder) -> None:
    assert run.adapter is None
    run.adapter_folder.mkdir()
    adapter = Adapter("a" * 16, run.id, str(run.adapter_folder), "tiny_omni", "")
    run.keep_adapter(adapter)
    assert run.adapter == adapter


def test_a_reader_never_sees_half_a_file(run: RunFolder) -> None:
    """A writer replaces the state two thousand times while we read: each read is whole."""
    script = (
        "import sys; from pathlib import Path\n"
        "from training.run_folder import Exit, Progress, RunFolder\n"
        f"run = RunFolder(Path({str(run.folder)!r}))\n"
        "for step in range(2000): run.report(Progress('training', step, 2000))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script]) as writer:
        while writer.poll() is None:
            assert run.progress.step <= 2000
    assert writer.returncode == 0
    assert run.progress.step == 1999
