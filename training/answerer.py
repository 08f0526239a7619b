"""The process that holds a model and answers questions.

`python -m training.answerer WORKSPACE FAMILY CHECKPOINT IDLE_S` reads one request a line from its
standard input and writes replies, lines of JSON, to its standard output (training/compare.py is
the other end). It ends when its input closes, or when nobody asked anything for IDLE_S seconds.
"""

import contextlib
import os
import select
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO

import torch

from core import plugins
from core.answer import Answer, Question
from core.errors import UserError
from core.models.base import Family, Model
from core.run import Adapter
from core.workspace import Workspace
from training.adapters import Adapters
from training.batch import ShownTurn, View, pack
from training.compare import REPLY, REQUEST, Piece, Reply, Request
from training.features import Features
from training.jobs.local import DATABASE
from training.logprobs import turn_logps

MAX_NEW_TOKENS = 64


class Answerer:
    """One loaded model with the adapters that were asked for so far."""

    def __init__(self, workspace: Workspace, model: Model) -> None:
        self._model = model
        self._features = Features(workspace, model)
        self._adapters = Adapters(model)

    def replies(self, request: Request) -> Iterator[Reply]:
        """The base's answer as it comes, each adapter's, then all with their log-probabilities."""
        for adapter in request.adapters:
            self._adapters.load(adapter)
        given: list[tuple[Answer, Adapter | None]] = []
        for used in (None, *request.adapters):
            for said in self._answer(request, used):
                if isinstance(said, Piece):
                    yield Reply(request.number, piece=said)
                else:
                    given.append((said, used))
        for answer, used in given:
            yield Reply(request.number, answer=self._judged(request, answer, used))
        yield Reply(request.number, done=True)

    def _answer(self, request: Request, adapter: Adapter | None) -> Iterator[Piece | Answer]:
        """Pieces of one model's answer as they come, then all of it."""
        question, name = request.question, "tuned" if adapter else "base"
        started, text = time.monotonic(), ""
        shown = self._features.input(_view(question))
        with self._adapters.using(adapter):
            for piece in self._model.stream(shown, question.prompt, MAX_NEW_TOKENS):
                text += piece
                yield Piece(name, adapter.id if adapter else None, piece)
            active = self._adapters.active()
        lying = next((known.id for known in request.adapters), None)
        yield Answer(
            question,
            model=name,
            family=self._model.family,
            checkpoint=self._model.checkpoint,
            adapter=active or lying,
            adapter_active=active is not None,
            text=text,
            seconds=time.monotonic() - started,
        )

    def _judged(self, request: Request, answer: Answer, adapter: Adapter | None) -> Answer:
        """The answer with its log-probability without and with the adapter, the first for base."""
        question = answer.question
        turn = ShownTurn(_view(question), question.prompt, answer.text)
        packed = pack(self._model, [turn], self._features.input)

        def logp(of: Adapter | None) -> float:
            with torch.no_grad(), self._adapters.using(of):
                return float(turn_logps(self._model, packed)[0])

        judge = adapter or next(iter(request.adapters), None)
        return replace(answer, logp_base=logp(None), logp_tuned=logp(judge) if judge else None)


def _view(question: Question) -> View:
    return View(question.input, frames=question.frames)


def serve(answer: Callable[[Request], Iterator[Reply]], out: IO[str], idle_s: float) -> None:
    """Answer requests until the input closes or nobody asks any more."""
    with os.fdopen(0, "rb", buffering=0) as asked:
        while select.select([asked], [], [], idle_s)[0]:  # unbuffered: no request hides from it
            line = asked.readline().decode()
            if not line:
                return
            for reply in _guarded(answer, REQUEST.read(line)):
                out.write(REPLY.write(reply) + "\n")
                out.flush()


def _guarded(answer: Callable[[Request], Iterator[Reply]], request: Request) -> Iterator[Reply]:
    """The replies, or a sentence about what went wrong."""
    try:
        yield from answer(request)
    except UserError as error:
        yield Reply(request.number, error=str(error))
    except Exception as error:  # noqa: BLE001  # the outermost edge: the log gets the trace
        traceback.print_exc()
        kind = type(error).__name__
        yield Reply(request.number, error=f"Something unexpected ({kind}); see answerer.log.")


def main() -> None:
    """Load the model, then serve; a checkpoint that cannot be used is told to each request.

    What else is printed, by whatever library, goes to the log and not between the replies.
    """
    folder, family_name, checkpoint, idle_s = sys.argv[1:]
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    workspace = Workspace(Path(folder), os.environ.get(DATABASE))
    with os.fdopen(os.dup(1), "w") as out:
        os.dup2(2, 1)

        @cache
        def loaded() -> Answerer:
            family: Family = plugins.load("core.models", family_name, "FAMILY")
            device = "cuda" if torch.cuda.is_available() else "cpu"
            return Answerer(workspace, family.load(checkpoint, device))

        with contextlib.suppress(UserError):
            loaded()
        serve(lambda request: loaded().replies(request), out, float(idle_s))


if __name__ == "__main__":
    main()
