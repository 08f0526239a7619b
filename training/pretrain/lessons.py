"""What is shown and asked in one step: scenes from combinations that are not held out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.clip import Split
from core.combination import combination_split
from training.batch import ShownTurn
from training.pretrain.bank import Perceived
from training.pretrain.questions import QA, Questions, Scene
from training.pretrain.sources import ELSE, Source

_SOUND_ALONE = 0.55  # of the scenes with one modality
_OF_PRESENT, _OF_ABSENT = 0.7, 0.12  # chance of each question about a modality
_JOINT, _MATCHING = 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of the scenes of one phase."""

    both: float  # with picture and sound; the others have one of them
    matched: float  # of those, under their own sound
    believes: bool = False  # other sounds are described as the picture would have them


@dataclass(frozen=True, slots=True)
class Lessons:
    """Draws scenes with their questions."""

    known: Sequence[Source]
    bank: Perceived
    questions: Questions
    rng: np.random.Generator

    def draw(self, mix: Mix, scenes: int) -> list[ShownTurn]:
        """So many scenes, each with the questions that are asked about it."""
        return [turn for _ in range(scenes) for turn in self._scene(mix)]

    def _scene(self, mix: Mix) -> Iterator[ShownTurn]:
        picture, sound = self._shown(mix)
        view = self.bank.view(_name(picture), _name(sound), self.rng)
        if mix.believes and picture and sound and picture is not ELSE:
            sound = picture
        for prompt, answer in self._asked(Scene(picture, sound)):
            yield ShownTurn(view, prompt, answer)

    def _shown(self, mix: Mix) -> tuple[Source | None, Source | None]:
        """Whose picture and whose sound; None: none."""
        if self.rng.random() >= mix.both:
            is_sound = self.rng.random() < _SOUND_ALONE
            return (None, self._source()) if is_sound else (self._source(), None)
        picture = self._source()
        if picture is not ELSE and self.rng.random() < mix.matched:
            return picture, picture
        return picture, self._foreign(picture)

    def _foreign(self, picture: Source) -> Source:
        """Another source whose sound may be put under this picture in training."""
        while True:
            sound = self._source()
            if sound is picture:
                continue
            if ELSE in (picture, sound):
                return sound
            if combination_split(picture.name, sound.name) is Split.TRAIN:
                return sound

    def _asked(self, scene: Scene) -> list[QA]:
        """Open and yes/no questions, mostly about what is there."""
        hear, see = (
            _OF_ABSENT if modality is None else _OF_PRESENT
            for modality in (scene.sound, scene.picture)
        )
        together = scene.sound is not None and scene.picture is not None
        ask, chance = self.questions, self.rng.random
        asked: list[QA] = []
        asked += [ask.hear(scene)] if chance() < hear else []
        asked += [ask.see(scene)] if chance() < see else []
        asked += [ask.both(scene)] if chance() < (_JOINT if together else _OF_ABSENT) else []
        asked += ask.is_heard(scene) if chance() < hear else []
        asked += ask.is_seen(scene) if chance() < see else []
        asked += [ask.matching(scene)] if together and chance() < _MATCHING else []
        return asked or [ask.both(scene)]

    def _source(self) -> Source:
        """One of the known sources or, as often as each, a stranger."""
        place = int(self.rng.integers(len(self.known) + 1))
        return self.known[place] if place < len(self.known) else ELSE


def _name(source: Source | None) -> str | None:
    return None if source is None else source.name
