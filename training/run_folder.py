"""The folder of one training run: the protocol between its process and everybody who looks.

config.json    the settings                        state.json     how far it is
pairs.json     ids of the pairs it learns from     exit.json      how its process ended, and why
process.json   who works on it                     STOP           asks it to stop and keep
base.txt       digest of its checkpoint            start.lock     held while a process is started
metrics.jsonl  one line a report                   DISCARDED      nobody wants it
heartbeat      touched at every sign of life       log.txt        what its process printed
checkpoint-N/  to go on from                       adapter/       the result

A file is replaced by renaming a finished draft, so a reader sees the old or the new, never half.
How the run stands is worked out from these files and its process each time that somebody asks.
"""

import json
import math
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from core.errors import Conflict, NotFound
from core.records.base import Json, now
from core.run import Adapter, RunConfig, RunState
from training.process import Process

QUIET_S = 120.0  # after this time without a heartbeat a process on another machine counts as gone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    phase: str  # what it does now, in words
    step: int = 0
    total: int = 0
    pairs_per_second: float = 0.0
    seconds_left: float | None = None
    best_step: int | None = None  # of the adapter that would be kept
    best_score: float | None = None  # its composite validation score, 0 to 1


@dataclass(frozen=True, slots=True)
class Exit:
    """How a run's process ended by its own account."""

    state: RunState
    sentence: str
    at: str


_config = Json[RunConfig](RunConfig)
_process = Json[Process](Process)
_progress = Json[Progress](Progress)
_exit = Json[Exit](Exit)
_adapter = Json[Adapter](Adapter)
_ids = Json[list[str]](list[str])


class RunFolder:
    """Reads and writes one run's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "log.txt"
        self.adapter_folder = folder / "adapter"
        self.listener: Callable[[Progress], None] | None = None  # hears in this process

    @property
    def id(self) -> str:
        """The run's name."""
        return self.folder.name

    def create(self, config: RunConfig, pairs: Sequence[str]) -> None:
        """Make the folder with the settings and the ids of the pairs to learn from."""
        self.folder.mkdir(parents=True)
        self._replace("pairs.json", _ids.write(list(pairs)))
        self._replace("config.json", _config.write(config))

    @property
    def config(self) -> RunConfig:
        """The settings; NotFound if this is no run's folder."""
        config = self._read("config.json", _config)
        if config is None:
            raise NotFound(f'There is no training run "{self.id}" in this workspace.')
        return config

    @property
    def pairs(self) -> list[str]:
        """Ids of the pairs to learn from, in their order."""
        return self._read("pairs.json", _ids) or []

    @property
    def base(self) -> str | None:
        """Digest of the checkpoint that it began with; None before it began."""
        try:
            return (self.folder / "base.txt").read_text()
        except FileNotFoundError:
            return None

    def begin_with(self, base: str) -> None:
        """Note the digest of the checkpoint; Conflict if the run began with another."""
        if (before := self.base) is None:
            self._replace("base.txt", base)
        elif before != base:
            raise Conflict(
                f"The checkpoint under run {self.id} has changed since it began; start a new run."
            )

    @property
    def process(self) -> Process | None:
        """Who works on it, or did last."""
        return self._read("process.json", _process)

    def clear(self) -> None:
        """Forget the last process and how it ended, before a new one is started."""
        for name in ("process.json", "exit.json", "state.json", "STOP"):
            (self.folder / name).unlink(missing_ok=True)

    def claim(self, process: Process) -> None:
        """Note who works on it from now on."""
        self._replace("process.json", _process.write(process))
        self.beat()

    @property
    def progress(self) -> Progress:
        """How far it is, as its process told last."""
        return self._read("state.json", _progress) or Progress("starting")

    def report(self, progress: Progress) -> None:
        """Tell how far it is; a sign of life."""
        self._replace("state.json", _progress.write(progress))
        self.beat()
        if self.listener is not None:
            self.listener(progress)

    def beat(self) -> None:
        """Give a sign of life."""
        (self.folder / "heartbeat").touch()

    @property
    def quiet_s(self) -> float:
        """Seconds since the last sign of life; infinite if there was none."""
        try:
            return max(0.0, time.time() - (self.folder / "heartbeat").stat().st_mtime)
        except FileNotFoundError:
            return math.inf

    @property
    def exit(self) -> Exit | None:
        """How the last process ended, if it could say."""
        return self._read("exit.json", _exit)

    def end(self, state: RunState, sentence: str) -> None:
        """Tell how it ended."""
        self._replace("exit.json", _exit.write(Exit(state, sentence, now())))

    @property
    def stop_asked(self) -> bool:
        """Whether somebody asked it to stop."""
        return (self.folder / "STOP").exists()

    def ask_to_stop(self) -> None:
        """Ask it to save and stop at the end of its present step."""
        (self.folder / "STOP").touch()

    def discard(self) -> None:
        """Mark that nobody wants it."""
        (self.folder / "DISCARDED").touch()

    @property
    def works(self) -> bool:
        """Whether its process is at work."""
        process = self.process
        if process is None or self.exit is not None:
            return False
        return process.is_alive if process.is_here else self.quiet_s < QUIET_S

    @property
    def state(self) -> RunState:
        """Where the run stands."""
        if (self.folder / "DISCARDED").exists():
            return RunState.DISCARDED
        ended, process = self.exit, self.process
        if ended is not None:
            return ended.state
        if process is None:
            return RunState.WAITING
        if not self.works:
            last_word = self.exit  # it may have ended since the first look
            return last_word.state if last_word else RunState.LOST
        if self.stop_asked:
            return RunState.STOPPING
        return RunState.RUNNING if (self.folder / "state.json").exists() else RunState.WAITING

    def log_metrics(self, step: int, values: Mapping[str, float]) -> None:
        """Append one line of numbers; a line that a crash tore is closed first."""
        with (self.folder / "metrics.jsonl").open("ab+") as file:
            if file.tell() and (file.seek(-1, os.SEEK_END), file.read(1))[1] != b"\n":
                file.write(b"\n")
            file.write(json.dumps({"step": step, "at_s": time.time(), **values}).encode() + b"\n")

    def metrics(self) -> list[dict[str, float]]:
        """All numbers by step, one entry a step; of what was told twice the later counts."""
        by_step: dict[int, dict[str, float]] = {}
        for line in self._lines():
            by_step.setdefault(int(line["step"]), {}).update(line)
        return [by_step[step] for step in sorted(by_step)]

    def forget_metrics_after(self, step: int) -> None:
        """Drop what was told after this step, before it is done again."""
        kept = [json.dumps(line) + "\n" for line in self._lines() if line["step"] <= step]
        self._replace("metrics.jsonl", "".join(kept))

    @property
    def adapter(self) -> Adapter | None:
        """The run's result, if there is one; its path is where the folder lies now."""
        told = self._read("adapter/soundcheck.json", _adapter)
        return None if told is None else replace(told, path=str(self.adapter_folder))

    def keep_adapter(self, adapter: Adapter) -> None:
        """Note the result beside its weights."""
        self._replace("adapter/soundcheck.json", _adapter.write(adapter))

    def _lines(self) -> list[dict[str, float]]:
        try:
            text = (self.folder / "metrics.jsonl").read_bytes()
        except FileNotFoundError:
            return []
        lines = []
        for line in text.splitlines():
            try:
                lines.append(json.loads(line))
            except ValueError:  # torn by a crash, or being written just now
                continue
        return lines

    def _read(self, name: str, kind: Json[T]) -> T | None:
        try:
            return kind.read((self.folder / name).read_text())
        except FileNotFoundError:
            return None

    def _replace(self, name: str, text: str) -> None:
        draft = self.folder / f"{name}.{os.getpid()}.tmp"
        draft.write_text(text)
        draft.replace(self.folder / name)
