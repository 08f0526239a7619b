"""Which samples a run learns from in which step, and in which rendering.

Everything follows from the seed and the number of the draw, so a run that goes on after a stop
draws what it would have drawn without it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray
from torch.utils.data import Dataset

from core.clip import AVInput
from core.run import RunConfig
from training.batch import View
from training.objectives.base import Example


@dataclass(frozen=True, slots=True)
class Sample:
    """The examples of one group, with the renderings in which its clips are shown."""

    examples: tuple[Example, ...]
    picture_seed: int | None
    sound_seed: int | None

    def view(self, shown: AVInput) -> View:
        """An input of the sample in the sample's renderings; its pictures are all the same."""
        return View(shown, self.picture_seed, self.sound_seed)


class Schedule(Dataset[Sample]):
    """Draws 0 to steps * groups_per_step - 1; every group comes once before any comes twice."""

    def __init__(self, groups: Sequence[Sequence[Example]], config: RunConfig) -> None:
        self._groups = [tuple(group) for group in groups]
        self._config = config
        self._order: tuple[int, NDArray[np.int64]] = (-1, np.zeros(0, np.int64))

    def __len__(self) -> int:
        return self._config.steps * self._config.groups_per_step

    def __getitem__(self, draw: int) -> Sample:
        turn, place = divmod(draw, len(self._groups))
        if turn != self._order[0]:
            rng = np.random.default_rng([self._config.seed, 0, turn])
            self._order = turn, rng.permutation(len(self._groups))
        group = self._groups[self._order[1][place]]
        rng = np.random.default_rng([self._config.seed, 1, draw])
        picture, sound = (self._rendering(rng) for _ in range(2))
        return Sample(self._some(group, rng), picture, sound)

    def views(self) -> list[View]:
        """Every view that will be drawn, for the encoders to prepare."""
        drawn: dict[View, None] = {}
        for draw in range(len(self)):
            sample = self[draw]
            for example in sample.examples:
                drawn |= {sample.view(turn.input): None for turn in example.turns.values()}
        return list(drawn)

    def _some(self, group: tuple[Example, ...], rng: np.random.Generator) -> tuple[Example, ...]:
        """As many of a group's examples as are wanted: each axis in turn gives one of its own."""
        most = self._config.pairs_per_group or len(group)
        if len(group) <= most:
            return group
        by_axis: dict[str, list[Example]] = {}
        for place in rng.permutation(len(group)):
            by_axis.setdefault(group[place].axis, []).append(group[place])
        rounds = zip_longest(*by_axis.values())
        mixed = [example for around in rounds for example in around if example is not None]
        return tuple(mixed[:most])

    def _rendering(self, rng: np.random.Generator) -> int | None:
        return int(rng.integers(self._config.views)) if self._config.views else None


def grouped(examples: Sequence[Example], group_of: dict[str, str]) -> list[list[Example]]:
    """The examples of each group of pairs together, in their order; `group_of` goes by pair id."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(group_of[example.pair], []).append(example)
    return list(groups.values())
