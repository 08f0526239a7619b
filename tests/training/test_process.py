"""Processes are known by start time too; a zombie or another machine's is not alive here."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from training.process import process


@pytest.fixture
def sleeper() -> Iterator[subprocess.Popen[bytes]]:
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield child
    child.kill()
    child.wait()


def test_this_process_is_alive() -> None:
    assert process().is_alive


def test_an_id_that_was_used_again_is_another_process(sleeper: subprocess.Popen[bytes]) -> None:
    found = process(sleeper.pid)
    assert found.is_alive
    assert not replace(found, started_s=found.started_s - 60).is_alive


def test_a_signal_reaches_only_the_very_process(sleeper: subprocess.Popen[bytes]) -> None:
    found = process(sleeper.pid)
    replace(found, started_s=found.started_s - 60).signal(signal.SIGKILL)
    assert sleeper.poll() is None
    found.signal(signal.SIGKILL)
    assert sleeper.wait(10) == -signal.SIGKILL


def test_a_zombie_is_not_alive(sleeper: subprocess.Popen[bytes]) -> None:
    found = process(sleeper.pid)
    sleeper.kill()
    for _ in range(200):  # ten seconds
        if not found.is_alive:
            break
        time.sleep(0.05)
    assert sleeper.returncode is None  # nobody has waited for it yet
    assert not found.is_alive


def test_a_process_elsewhere_cannot_be_seen() -> None:
    assert not replace(process(), host="elsewhere").is_alive
