"""Turns packed into rows that share their prefix.

A row holds one input; from it branch the prompts that are put to it, and from each prompt its
responses. A tree mask lets every token look at its own branch only, and branches that start at the
same place have the same positions, so each response is scored exactly as if it stood alone while
the input, by far the longest part, passes through the language model once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from core.clip import AVInput
from core.models.base import Input, Model

PASS_ROWS = 4  # rows padded to one length: more would be mostly padding


@dataclass(frozen=True, slots=True)
class View:
    """One rendering of an input: what exactly is shown and played."""

    input: AVInput
    picture_seed: int | None = None  # of the rendering; None: the clip as it is
    sound_seed: int | None = None
    frames: int | None = None  # pictures shown; None: as many as the family likes


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """A turn whose input is one rendering."""

    view: View
    prompt: str
    response: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A batch for one pass of the language model."""

    ids: Tensor  # (rows, tokens)
    positions: Tensor  # (3, rows, tokens)
    mask: Tensor  # bool (rows, 1, tokens, tokens)
    inputs: list[Input]  # one a row
    places: Tensor  # (2, targets): row and token whose hidden state predicts the target
    targets: Tensor  # (targets,): tokens of all responses
    owners: Tensor  # (targets,): which of the different turns a target belongs to


@dataclass(frozen=True, slots=True)
class Packed:
    """Turns, each different one packed once; rows of about one length go through together."""

    passes: list[Rows]
    turns: Tensor  # (turns,): which of the different turns each given one is
    counts: Tensor  # (turns,): tokens of each given turn's response


def pack(
    model: Model,
    turns: Sequence[ShownTurn],
    input_of: Callable[[View], Input],
    *,
    plain: bool = False,
) -> Packed:
    """Rows for these turns; plain: one row for each different turn, sharing nothing."""
    numbers = {turn: number for number, turn in enumerate(dict.fromkeys(turns))}
    trees: dict[object, _Tree] = {}
    for turn, number in numbers.items():
        key = number if plain else turn.view
        if key not in trees:
            trees[key] = _Tree(model, input_of(turn.view))
        trees[key].add(turn, number)
    ordered = sorted(trees.values(), key=lambda tree: len(tree.ids))
    passes = [_joined(ordered[at : at + PASS_ROWS]) for at in range(0, len(ordered), PASS_ROWS)]
    order = torch.tensor([numbers[turn] for turn in turns])
    counts = torch.bincount(torch.cat([rows.owners for rows in passes]))
    return Packed(passes, order, counts[order])


class _Tree:
    """One row in the making."""

    def __init__(self, model: Model, shown: Input) -> None:
        self._model, self.shown = model, shown
        prefix = model.prefix(shown)
        self.ids = list(prefix.ids)
        self.positions = [prefix.positions]  # each (3, tokens)
        self.branch = [0] * len(prefix.ids)  # of each token; 0 is the trunk
        self.parents = [0]  # of each branch
        self.targets: list[tuple[int, int, int]] = []  # predicting token, target, turn
        self._after_trunk = int(prefix.positions.max()) + 1
        self._prompts: dict[str, tuple[int, int, int]] = {}  # branch, last token, next position

    def add(self, turn: ShownTurn, number: int) -> None:
        """Hang a turn into the tree, its prompt only if it is not there yet."""
        if turn.prompt not in self._prompts:
            ids = self._model.prompt_ids(turn.prompt)
            branch = self._grow(ids, 0, self._after_trunk)
            self._prompts[turn.prompt] = branch, len(self.ids) - 1, self._after_trunk + len(ids)
        parent, before, position = self._prompts[turn.prompt]
        ids = self._model.response_ids(turn.response)
        start = len(self.ids)
        self._grow(ids, parent, position)
        for place, target in enumerate(ids):
            self.targets.append((start + place - 1 if place else before, target, number))

    def _grow(self, ids: list[int], parent: int, position: int) -> int:
        self.parents.append(parent)
        branch = len(self.parents) - 1
        self.ids += ids
        self.branch += [branch] * len(ids)
        self.positions.append(torch.arange(position, position + len(ids)).expand(3, -1))
        return branch

    def mask(self) -> Tensor:
        """Who may look at whom: (tokens, tokens), true for earlier tokens of the own branch."""
        related = torch.eye(len(self.parents), dtype=torch.bool)  # branch, ancestor
        for branch, parent in enumerate(self.parents[1:], start=1):
            related[branch] |= related[parent]
        of_token = torch.tensor(self.branch)
        return related[of_token][:, of_token].tril()


def _joined(trees: Sequence[_Tree]) -> Rows:
    """The trees as rows, padded on the right; padding looks at itself alone."""
    count, longest = len(trees), max(len(tree.ids) for tree in trees)
    ids = torch.zeros(count, longest, dtype=torch.long)
    positions = torch.zeros(3, count, longest, dtype=torch.long)
    mask = torch.eye(longest, dtype=torch.bool).repeat(count, 1, 1)
    for row, tree in enumerate(trees):
        length = len(tree.ids)
        ids[row, :length] = torch.tensor(tree.ids)
        positions[:, row, :length] = torch.cat(tree.positions, dim=1)
        mask[row, :length, :length] = tree.mask()
    found = [
        (row, token, target, turn)
        for row, tree in enumerate(trees)
        for token, target, turn in tree.targets
    ]
    rows, tokens, targets, owners = torch.tensor(found).T
    return Rows(
        ids=ids,
        positions=positions,
        mask=mask[:, None],
        inputs=[tree.shown for tree in trees],
        places=torch.stack([rows, tokens]),
        targets=targets,
        owners=owners,
    )
