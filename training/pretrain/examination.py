"""How well a model hears and sees recombined demo clips, judged by what its answers name."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from core import prompts
from core.caption import Caption, Modality, Thing
from core.clip import AVInput
from core.models.base import Model
from training.batch import View
from training.naming import (
    Names,
    names_both,
    names_of,
    names_the_heard,
    names_the_seen,
    names_the_silent,
    others,
)
from training.pretrain.bank import Perceived
from training.pretrain.questions import heard_names
from training.pretrain.sources import ELSE, Source, every_source

Judge = Callable[[str, Names, Names, frozenset[str]], bool]


@dataclass(frozen=True, slots=True)
class Trial:
    """A picture and a sound, in one rendering each."""

    picture: Source
    sound: Source
    view: View


def trials(
    bank: Perceived,
    combinations: Iterable[tuple[Source, Source]],
    times: int,
    rng: np.random.Generator,
) -> list[Trial]:
    """Each combination so many times, in renderings drawn from the bank."""
    return [
        Trial(picture, sound, bank.view(picture.name, sound.name, rng))
        for picture, sound in combinations
        for _ in range(times)
    ]


def glance(model: Model, bank: Perceived, swapped: Sequence[Trial]) -> dict[str, float]:
    """Open questions about foreign sounds: rates from 0 to 1."""
    asked = Asked(model, bank, swapped)
    return {
        "hallucinates": asked.open(prompts.HEAR[0], names_the_silent),
        "hears": asked.open(prompts.HEAR[0], names_the_heard),
        "sees": asked.open(prompts.SEE[0], names_the_seen),
        "joint": asked.open(prompts.BOTH[0], names_both),
    }


def examine(
    model: Model, bank: Perceived, swapped: Sequence[Trial], matched: Sequence[Trial]
) -> dict[str, float]:
    """All that is asked of foreign sounds, own sounds and one modality alone: rates, 0 to 1."""
    foreign, own = Asked(model, bank, swapped), Asked(model, bank, matched)
    sounds = Asked(model, bank, [_alone(trial, picture=False) for trial in matched])
    pictures = Asked(model, bank, [_alone(trial, picture=True) for trial in matched])
    return glance(model, bank, swapped) | {
        "yes_to_seen": foreign.yes(lambda trial: prompts.is_heard(trial.picture.visible[0])),
        "yes_to_heard": foreign.yes(lambda trial: prompts.is_heard(trial.sound.audible[0])),
        "yes_visible": foreign.yes(lambda trial: prompts.is_seen(trial.picture.visible[0])),
        "yes_invisible": foreign.yes(lambda trial: prompts.is_seen(trial.sound.audible[0])),
        "swapped_called_matching": foreign.yes(lambda _: prompts.MATCHING),
        "matched_called_matching": own.yes(lambda _: prompts.MATCHING),
        "matched_hears": own.open(prompts.HEAR[0], names_the_heard),
        "matched_sees": own.open(prompts.SEE[0], names_the_seen),
        "matched_joint": own.open(prompts.BOTH[0], names_both),
        "sound_alone": sounds.open(prompts.HEAR[0], names_the_heard),
        "picture_alone": pictures.open(prompts.SEE[0], names_the_seen),
    }


def called_else(model: Model, bank: Perceived, unseen: Sequence[Trial]) -> dict[str, float]:
    """How often what was never taught is called something else: rates from 0 to 1."""
    sounds = Asked(model, bank, [_alone(trial, picture=False) for trial in unseen])
    pictures = Asked(model, bank, [_alone(trial, picture=True) for trial in unseen])
    return {
        "unseen_heard_as_else": rate(
            said == ELSE.hears for said in sounds.answers(prompts.HEAR[0])
        ),
        "unseen_seen_as_else": rate(said == ELSE.sees for said in pictures.answers(prompts.SEE[0])),
    }


class Asked:
    """Answers of one model about many inputs; each open question is asked once."""

    def __init__(self, model: Model, bank: Perceived, trials: Sequence[Trial]) -> None:
        self._model, self._trials = model, trials
        self._inputs = [bank.input(trial.view) for trial in trials]
        self._said: dict[str, list[str]] = {}
        self._named = [names(source) for source in every_source()]

    def answers(self, prompt: str) -> list[str]:
        """What the model says to this prompt, trial by trial."""
        if prompt not in self._said:
            self._said[prompt] = self._model.answers([(shown, prompt) for shown in self._inputs])
        return self._said[prompt]

    def open(self, prompt: str, judge: Judge) -> float:
        """Share of the answers of which the judge says yes."""
        judged = zip(self.answers(prompt), self._trials, strict=True)
        return rate(self._judge(judge, said, trial) for said, trial in judged)

    def _judge(self, judge: Judge, said: str, trial: Trial) -> bool:
        picture, sound = names(trial.picture), names(trial.sound)
        return judge(said, picture, sound, others(picture, sound, self._named))

    def yes(self, prompt: Callable[[Trial], str]) -> float:
        """Share of "Yes." to a question that depends on the trial."""
        asked = zip(self._inputs, map(prompt, self._trials), strict=True)
        return rate(answer == prompts.YES for answer in self._model.answers(list(asked)))


def names(source: Source) -> Names:
    """The words by which answers name this source."""
    visible = [Thing(source.name, Modality.VISUAL, name) for name in source.visible]
    audible = [Thing(source.name, Modality.AUDIO, name) for name in heard_names(source)]
    said = {Modality.VISUAL: source.sees, Modality.AUDIO: source.hears}
    captions = [Caption(source.name, modality, text) for modality, text in said.items()]
    return names_of([*visible, *audible], (), captions)


def rate(outcomes: Iterable[bool]) -> float:
    """Share of those that are true; NaN if there are none."""
    counted = list(outcomes)
    return sum(counted) / len(counted) if counted else float("nan")


def _alone(trial: Trial, *, picture: bool) -> Trial:
    """The same rendering of the picture or of the sound, without the other."""
    shown = trial.view
    view = (
        View(AVInput(shown.input.video, None), shown.picture_seed)
        if picture
        else View(AVInput(None, shown.input.audio), None, shown.sound_seed)
    )
    return Trial(trial.picture, trial.sound, view)
