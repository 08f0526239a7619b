"""One question to base and tuned, side by side: the page's end of the line to a model's process.

The model lives in a process of its own (training/answerer.py), started at the first question and
again after it was idle or has crashed. This side imports no torch.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from core.answer import Answer, Question
from core.errors import ModelError
from core.records.base import Json
from core.run import Adapter
from core.workspace import Workspace
from training.jobs.local import DATABASE

IDLE_S = 600.0  # after this time without a question the process ends, and its memory is free
_END_S = 10.0  # for a process whose input was closed
_ROOT = Path(__file__).parent.parent


@dataclass(frozen=True, slots=True)
class Request:
    """One question for the base model and for each of these adapters."""

    number: int  # comes back with everything that is said to it
    question: Question
    adapters: tuple[Adapter, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """The next words of an answer."""

    model: str  # "base" or "tuned"
    adapter: str | None  # id
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """A line from the model's process: a piece, an answer, an error, or the end."""

    number: int
    piece: Piece | None = None
    answer: Answer | None = None
    error: str = ""
    done: bool = False


REQUEST = Json[Request](Request)
REPLY = Json[Reply](Reply)


class Comparer:
    """Asks models, one question at a time; close it to end the process that it started."""

    def __init__(self, workspace: Workspace, idle_s: float = IDLE_S, threads: int = 1) -> None:
        self._workspace, self._idle_s, self._threads = workspace, idle_s, threads
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._process: subprocess.Popen[str] | None = None
        self._model: tuple[str, str] = ("", "")

    def ask(
        self,
        question: Question,
        adapters: Sequence[Adapter] = (),
        family: str = "tiny_omni",
        checkpoint: str = "",
    ) -> Iterator[Piece | Answer]:
        """Pieces of the base's answer, then of each adapter's; at last every answer as a whole.

        Adapters bring their own family and checkpoint. ModelError, with one sentence, if the model
        cannot be loaded, an adapter does not fit, or the process crashed; ask again to restart it.
        """
        models = {(adapter.family, adapter.checkpoint) for adapter in adapters}
        if len(models) > 1:
            raise ModelError("These adapters are of different models; compare them one by one.")
        with self._lock:
            process = self._started(*(models.pop() if models else (family, checkpoint)))
            request = Request(next(self._numbers), question, tuple(adapters))
            yield from self._replies(process, request)

    def prepare(self, family: str = "tiny_omni", checkpoint: str = "") -> None:
        """Start the process, so that a question soon to come need not wait; returns at once."""
        if self._lock.acquire(blocking=False):
            try:
                self._started(family, checkpoint)
            finally:
                self._lock.release()

    def close(self) -> None:
        """End the process, if one is there; a later question starts another."""
        process, self._process = self._process, None
        if process is None or process.stdin is None or process.stdout is None:
            return
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()

    def _replies(
        self, process: "subprocess.Popen[str]", request: Request
    ) -> Iterator[Piece | Answer]:
        self._send(process, REQUEST.write(request))
        while True:
            line = process.stdout.readline() if process.stdout else ""
            if not line:
                raise self._crashed()
            reply = REPLY.read(line)
            if reply.number != request.number:  # left over from a question nobody waited for
                continue
            if reply.error:
                raise ModelError(reply.error)
            if reply.done:
                return
            if (said := reply.piece or reply.answer) is not None:
                yield said

    def _send(self, process: "subprocess.Popen[str]", line: str) -> None:
        try:
            if process.stdin is not None:
                process.stdin.write(line + "\n")
                process.stdin.flush()
        except BrokenPipeError as error:
            raise self._crashed() from error

    def _crashed(self) -> ModelError:
        process = self._process
        self.close()
        how = f"code {process.returncode}" if process else "no code"
        log = self._log.name
        return ModelError(
            f"The model's process ended unexpectedly ({how}); the workspace's {log} says more. "
            "Ask again to start it anew."
        )

    @property
    def _log(self) -> Path:
        return self._workspace.folder / "answerer.log"

    def _started(self, family: str, checkpoint: str) -> "subprocess.Popen[str]":
        """The process that holds this model."""
        is_there = self._process is not None and self._process.poll() is None
        if not is_there or self._model != (family, checkpoint):
            self.close()
            self._process = self._start(family, checkpoint)
            self._model = family, checkpoint
        if self._process is None:
            raise self._crashed()
        return self._process

    def _start(self, family: str, checkpoint: str) -> "subprocess.Popen[str]":
        words = [str(self._workspace.folder), family, checkpoint, str(self._idle_s)]
        threads = {"OMP_NUM_THREADS": str(self._threads)}
        with self._log.open("w") as log:
            return subprocess.Popen(
                [sys.executable, "-m", "training.answerer", *words],
                cwd=_ROOT,
                env=os.environ | threads | {DATABASE: self._workspace.database},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
