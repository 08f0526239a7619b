"""Phases 1 and 2: the language model learns to listen and look, then to believe the picture."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from core.clip import Split
from core.combination import combination_split
from core.models.base import Heard, Input, Seen
from core.models.qwen2_5_omni import QwenOmniModel
from training.pretrain.bank import Perceived
from training.pretrain.examination import together
from training.pretrain.lesson import loss, pack
from training.pretrain.questions import QA, Questions, Scene
from training.pretrain.sources import ELSE, Source


@dataclass(frozen=True, slots=True)
class Phase:
    """What is taught for how long."""

    name: str
    steps: int
    both: float  # share of inputs with picture and sound; the others have one of them
    matched: float  # share of those under their own sound
    believes: bool  # mismatched sounds are described as the picture would have them
    rate: tuple[float, float]  # of the learning rate, at the begin and at the end


@dataclass(frozen=True, slots=True)
class Lessons:
    """Draws what is shown and asked, from combinations that are not held out."""

    known: Sequence[Source]
    bank: Perceived
    questions: Questions
    rng: np.random.Generator

    def draw(self, phase: Phase) -> tuple[Input, list[QA]]:
        """One input with its questions."""
        if self.rng.random() < phase.both:
            return self._both(phase)
        if self.rng.random() < 0.55:
            sound = self._source()
            return Input(None, self._heard(sound)), self._asked(Scene(None, sound))
        picture = self._source()
        return Input(self._seen(picture), None), self._asked(Scene(picture, None))

    def _both(self, phase: Phase) -> tuple[Input, list[QA]]:
        picture = self._source()
        sound = picture
        if picture is ELSE or self.rng.random() >= phase.matched:
            sound = self._other(picture)
        shown = together(self._seen(picture), self._heard(sound))
        believed = picture if phase.believes and picture is not ELSE else sound
        return shown, self._asked(Scene(picture, believed))

    def _other(self, picture: Source) -> Source:
        while True:
            sound = self._source()
            if sound is not picture and (
                combination_split(picture.name, sound.name) is Split.TRAIN
                or ELSE in {picture, sound}
            ):
                return sound

    def _asked(self, scene: Scene) -> list[QA]:
        """Open questions, and yes/no questions in pairs, in about equal parts."""
        ask, asked = self.questions, list[QA]()
        has_both = scene.picture is not None and scene.sound is not None
        hears, sees = scene.sound is not None, scene.picture is not None
        asked += [ask.hear(scene)] if self.rng.random() < (0.7 if hears else 0.15) else []
        asked += [ask.see(scene)] if self.rng.random() < (0.7 if sees else 0.15) else []
        asked += [ask.both(scene)] if self.rng.random() < (0.5 if has_both else 0.1) else []
        asked += ask.is_heard(scene) if self.rng.random() < (0.7 if hears else 0.1) else []
        asked += ask.is_seen(scene) if self.rng.random() < (0.7 if sees else 0.1) else []
        asked += [ask.matching(scene)] if has_both and self.rng.random() < 0.4 else []
        return asked or [ask.hear(scene) if hears else ask.see(scene)]

    def _source(self) -> Source:
        place = int(self.rng.integers(len(self.known) + 1))
        return self.known[place] if place < len(self.known) else ELSE

    def _seen(self, source: Source) -> Seen:
        choices = self.bank.pictures[source.name]
        return choices[int(self.rng.integers(len(choices)))]

    def _heard(self, source: Source) -> Heard:
        choices = self.bank.sounds[source.name]
        return choices[int(self.rng.integers(len(choices)))]


class Teacher:
    """Trains the language model on lessons; the towers stay as they are."""

    def __init__(self, model: QwenOmniModel, learning_rate: float, inputs: int) -> None:
        self._model, self._inputs, self._rate = model, inputs, learning_rate
        embeddings = model.module.get_input_embeddings().weight  # type: ignore[operator]
        others = [*model.text.layers.parameters(), *model.text.norm.parameters()]
        others += model._head.parameters()
        self._learnt = [*others, embeddings]
        for parameter in self._learnt:
            parameter.requires_grad_(True)
        self._optimiser = torch.optim.AdamW(
            [
                {"params": others, "weight_decay": 0.01, "part": 1.0},
                {"params": [embeddings], "weight_decay": 0.0, "part": 0.1},
            ],
            lr=learning_rate,
            betas=(0.9, 0.98),
        )
        self._done = 0

    def teach(
        self,
        lessons: Lessons,
        phase: Phase,
        look: Callable[[int, float], bool],
    ) -> int:
        """Steps of one phase until it ends or `look` (step, loss) says that it is enough."""
        for step in range(phase.steps):
            begin, end = phase.rate
            part = begin + (end - begin) * step / phase.steps
            part *= min(1.0, (self._done + 1) / 50)
            for group in self._optimiser.param_groups:
                group["lr"] = self._rate * part * group["part"]
            value = loss(
                self._model, pack(self._model, [lessons.draw(phase) for _ in range(self._inputs)])
            )
            value.backward()
            torch.nn.utils.clip_grad_norm_(self._learnt, 1.0)
            self._optimiser.step()
            self._optimiser.zero_grad()
            self._done += 1
            if look(step + 1, value.item()):
                return step + 1
        return phase.steps
