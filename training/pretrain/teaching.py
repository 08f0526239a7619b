"""Phases 1 and 2: the language model learns to listen and look, then to believe its eyes."""

from collections.abc import Callable
from typing import Any

import torch
from torch import nn

from core.models.qwen2_5_omni import QwenOmniModel
from training.batch import ShownTurn, pack
from training.logprobs import turn_logps
from training.pretrain.bank import Perceived

_WARM_UP = 50  # steps
_GRADIENT_NORM = 1.0  # at most
_WORD_PART = 0.1  # of the learning rate, for the word embeddings, to which the towers are aligned


class Teacher:
    """Trains the language model on what is said of inputs; the towers stay as they are."""

    def __init__(self, model: QwenOmniModel, bank: Perceived, learning_rate: float) -> None:
        thinker: Any = model.module
        words: nn.Parameter = thinker.get_input_embeddings().weight
        others = [
            parameter
            for part in (model.text, thinker.lm_head)
            for parameter in part.parameters()
            if parameter is not words
        ]
        self._model, self._bank, self._rate = model, bank, learning_rate
        self._learnt = [*others, words]
        for parameter in self._learnt:
            parameter.requires_grad_(True)
        self._optimiser = torch.optim.AdamW(
            [
                {"params": others, "weight_decay": 0.01, "part": 1.0},
                {"params": [words], "weight_decay": 0.0, "part": _WORD_PART},
            ],
            betas=(0.9, 0.98),
        )
        self._steps = 0

    def step(self, turns: list[ShownTurn], part: float) -> float:
        """One step on these turns at a part of the learning rate; the loss, nats per token."""
        part *= min(1.0, (self._steps + 1) / _WARM_UP)
        for group in self._optimiser.param_groups:
            group["lr"] = self._rate * part * group["part"]
        loss = self._loss(turns)
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(self._learnt, _GRADIENT_NORM)
        self._optimiser.step()
        self._optimiser.zero_grad()
        self._steps += 1
        return loss.item()

    def finish(self) -> None:
        """Freeze the model again."""
        for parameter in self._learnt:
            parameter.requires_grad_(False)

    def _loss(self, turns: list[ShownTurn]) -> torch.Tensor:
        """Cross-entropy averaged over each answer's tokens, then over the answers."""
        packed = pack(self._model, turns, self._bank.input)
        return -(turn_logps(self._model, packed) / packed.counts).mean()


def falling(begin: float, end: float, steps: int) -> Callable[[int], float]:
    """A part of the learning rate that goes from `begin` to `end` in so many steps, and stays."""
    return lambda step: begin + (end - begin) * min(1.0, step / steps)
