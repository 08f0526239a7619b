"""A process known by id and start time, so that a number used again is not mistaken for it."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # it has no types of its own

CLOCK_SLACK_S = 2.0  # start times are told from the boot time, which clock corrections move


@dataclass(frozen=True, slots=True)
class Process:
    """Where and when a process was started, and its id there."""

    pid: int
    started_s: float  # seconds since 1970
    host: str

    @property
    def is_here(self) -> bool:
        """Whether it was started on this machine, where it can be seen."""
        return self.host == socket.gethostname()

    @property
    def is_alive(self) -> bool:
        """Whether this very process still works; a zombie does not. False on other machines."""
        if not self.is_here:
            return False
        try:
            found = psutil.Process(self.pid)
            same = abs(found.create_time() - self.started_s) < CLOCK_SLACK_S
            return bool(same and found.status() != psutil.STATUS_ZOMBIE)
        except psutil.NoSuchProcess:
            return False

    def signal(self, number: int) -> None:
        """Send a signal to it, if it is still there."""
        if self.is_alive:
            psutil.Process(self.pid).send_signal(number)


def process(pid: int | None = None) -> Process:
    """The process with this id, by default this one."""
    pid = pid or os.getpid()
    return Process(pid, psutil.Process(pid).create_time(), socket.gethostname())


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let one caller at a time, of all processes, start something in this folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
