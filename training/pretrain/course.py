"""The course from an untaught model to one that believes its eyes, with a look now and then."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.clip import Split
from core.combination import CLEAR, combination_split
from core.models import tiny_omni
from core.models.qwen2_5_omni import QwenOmniModel
from training.pretrain.alignment import Alignment
from training.pretrain.bank import Perceived, perceive, render
from training.pretrain.examination import Trial, called_else, glance, trials
from training.pretrain.lessons import Lessons
from training.pretrain.plan import Phase, Plan
from training.pretrain.questions import Questions, corpus
from training.pretrain.sources import (
    Source,
    film_sources,
    footage,
    known_sources,
    unseen_sources,
)
from training.pretrain.teaching import Teacher, falling

Progress = Callable[[str, int, int], None]  # what is done, how many, of how many

_HELD_OUT = 16  # renderings of each source that no lesson uses
_CORPUS_TIMES = 5  # so that whole words become tokens
_TELL_EVERY = 25  # steps


@dataclass(frozen=True, slots=True)
class Look:
    """What a model could do at some point of its course."""

    phase: str
    step: int  # of the phase
    cpu_s: float  # since the begin
    loss: float  # mean since the last look, nats per token
    scores: dict[str, float]  # on the validation combinations


class Course:
    """One model's way; `model` may be used when `take` is through."""

    def __init__(self, plan: Plan, seed: int, progress: Progress) -> None:
        self._plan, self._progress = plan, progress
        self._begin_s = time.process_time()
        self.known = [
            source for source in known_sources() if not plan.clips or source.name in plan.clips
        ]
        self._rng = np.random.default_rng(seed)
        texts = [*corpus(self.known), *(source.both for source in film_sources())]
        self.model = tiny_omni.new_model(texts * _CORPUS_TIMES, seed, plan.hidden, plan.layers)
        self.model.module.requires_grad_(False)
        self.held_out = Perceived({}, {})
        self.looks: list[Look] = []

    def take(self) -> QwenOmniModel:
        """Go through all phases."""
        plan, rng = self._plan, self._rng
        media = footage(self.known)
        film = list(footage(film_sources()).values())
        self._progress("rendering pictures and sounds", 0, 1)
        bank = render(media, film, rng, plan.pictures, plan.sounds)
        held_out = render(media, [], rng, _HELD_OUT, _HELD_OUT)
        Alignment(self.model, bank, self.known).train(
            plan.alignment_steps,
            plan.alignment_rate,
            rng,
            lambda step, *_: self._progress("0 aligning the towers", step, plan.alignment_steps),
        )
        seen_once = perceive(self.model, bank)
        self.held_out = perceive(self.model, held_out)
        teacher = Teacher(self.model, seen_once, plan.rate)
        lessons = Lessons(self.known, seen_once, Questions(self.known, rng, plan.other), rng)
        for phase in plan.phases:
            self._go_through(phase, teacher, lessons)
        teacher.finish()
        return self.model

    def foreign(self, split: Split) -> list[Trial]:
        """The clear clips' combinations of one split, in held-out renderings."""
        pairs = combinations(self.known, split)
        return trials(self.held_out, pairs, self._plan.times, np.random.default_rng(2))

    def own(self) -> list[Trial]:
        """The clear clips under their own sounds, in held-out renderings."""
        pairs = [(source, source) for source in self.known if source.is_clear]
        return trials(self.held_out, pairs, 2 * self._plan.times, np.random.default_rng(3))

    def unseen(self) -> dict[str, float]:
        """How often sources of the test split are called something else: rates, 0 to 1."""
        rng = np.random.default_rng(4)
        sources = unseen_sources()
        bank = perceive(self.model, render(footage(sources), [], rng, _HELD_OUT, _HELD_OUT))
        given = trials(bank, zip(sources, sources, strict=True), self._plan.times, rng)
        return called_else(self.model, bank, given)

    def _go_through(self, phase: Phase, teacher: Teacher, lessons: Lessons) -> None:
        part = falling(*phase.rate, phase.steps)
        given = self.foreign(Split.VALIDATION)
        losses: list[float] = []
        for step in range(1, phase.steps + 1):
            turns = lessons.draw(phase.mix, self._plan.scenes)
            losses.append(teacher.step(turns, part(step - 1)))
            if step % _TELL_EVERY == 0:
                self._progress(phase.name, step, phase.steps)
            if step % phase.look_every and step != phase.steps:
                continue
            scores = glance(self.model, self.held_out, given)
            self.looks.append(Look(phase.name, step, self.cpu_s, float(np.mean(losses)), scores))
            losses.clear()
            if phase.is_done(step, scores):
                break

    @property
    def cpu_s(self) -> float:
        """Processor seconds since the begin."""
        return time.process_time() - self._begin_s


def combinations(known: Sequence[Source], split: Split) -> list[tuple[Source, Source]]:
    """Pictures and foreign sounds of the clear clips that belong to this split."""
    clear = [source for source in known if source.name in CLEAR]
    return [
        (picture, sound)
        for picture, sound in product(clear, clear)
        if picture is not sound and combination_split(picture.name, sound.name) is split
    ]
