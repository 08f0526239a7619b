"""Phase 0: the towers learn to say each source in the language model's own words.

A tower's tokens are to be nearest to the mean word embedding of their source's names: those of a
picture on average, those of a sound at their clearest, lest a short sound be drowned by the silence
around it. Without this, questions that name a thing are not learnt: what is named and what is
perceived have nothing in common. It stands in for towers that were pre-trained and aligned, as the
real model's are.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from core.models.qwen2_5_omni import QwenOmniModel
from core.models.qwen2_5_omni.slots import audio_tokens
from training.pretrain.bank import Bank
from training.pretrain.questions import heard_names
from training.pretrain.sources import ELSE, Source

_BATCH = 48
_WARM_UP = 20
_WORD_SPREAD = 0.1  # standard deviation of word embeddings; 0.02, as made, is lost in the outputs


def picture_words(source: Source) -> list[str]:
    """Words whose embeddings stand for the picture."""
    if source is ELSE:
        return ["else"]
    own = heard_names(source) if source.is_clear else ()
    return " ".join((*source.visible[:1], *own)).split()


def sound_words(source: Source) -> list[str]:
    """Words whose embeddings stand for the sound; of silence, the last word said of it."""
    if source is ELSE:
        return ["else"]
    return " ".join(heard_names(source)).split() or [source.hears.split()[-1].strip(".")]


class Alignment:
    """Trains both towers and the word embeddings on one bank of renderings."""

    def __init__(self, model: QwenOmniModel, bank: Bank, known: Sequence[Source]) -> None:
        sources = [*known, ELSE]
        self._thinker: Any = model.module
        self._pictures, self._shown = _steps(model, bank, sources)
        sounds = [bank.sounds[source.name] for source in sources]
        self._played = torch.tensor(_labels(sounds))
        listed = [sound for of_one in sounds for sound in of_one]
        parts = [model.mel(listed[start : start + 32]) for start in range(0, len(listed), 32)]
        self._mel = torch.cat([mel for mel, _ in parts])
        self._heard = torch.cat([mask for _, mask in parts])
        self._picture_words = _averages(model, [picture_words(source) for source in sources])
        self._sound_words = _averages(model, [sound_words(source) for source in sources])
        self._embeddings = _word_embeddings(model.module)
        self._sharpness = nn.Parameter(torch.full((2,), 1.7))

    def train(
        self,
        steps: int,
        learning_rate: float,
        rng: np.random.Generator,
        told: Callable[[int, float, float], None],
    ) -> None:
        """Teach for so many steps; `told` hears step and accuracy of pictures and of sounds."""
        eyes, ears = (list(self._tower(name).parameters()) for name in ("visual", "audio_tower"))
        with torch.no_grad():
            self._embeddings.mul_(_WORD_SPREAD / self._embeddings.std())
        learnt = [*eyes, *ears, self._sharpness, self._embeddings]
        for parameter in learnt:
            parameter.requires_grad_(True)
        others = [*ears, self._sharpness, self._embeddings]
        optimiser = torch.optim.AdamW(
            [
                {"params": eyes, "lr": learning_rate / 2, "weight_decay": 0.05},
                {"params": others, "lr": learning_rate, "weight_decay": 0.0},
            ]
        )
        fall = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / _WARM_UP) * (1 - 0.9 * step / steps)
        )
        for step in range(steps):
            loss, right = self._loss(rng)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            fall.step()
            optimiser.zero_grad()
            if step % 50 == 49 or step + 1 == steps:
                told(step + 1, *right)
        for parameter in learnt:
            parameter.requires_grad_(False)

    def _loss(self, rng: np.random.Generator) -> tuple[Tensor, tuple[float, float]]:
        """Cross-entropy over the sources, of pictures plus of sounds, and both accuracies."""
        shown = torch.from_numpy(rng.integers(len(self._shown), size=_BATCH))
        played = torch.from_numpy(rng.integers(len(self._played), size=_BATCH))
        ways = (
            (_mean, self._see(self._pictures[shown]), self._picture_words, self._shown[shown]),
            (_clearest, self._hear(played), self._sound_words, self._played[played]),
        )
        losses, right = [], []
        for (pooled, tokens, words, labels), sharpness in zip(
            ways, self._sharpness.exp(), strict=True
        ):
            near = sharpness * (words @ self._embeddings)  # (sources, hidden)
            logits = torch.stack([pooled(part @ near.T) for part in tokens])
            losses.append(functional.cross_entropy(logits, labels))
            right.append((logits.argmax(1) == labels).float().mean().item())
        return losses[0] + losses[1], (right[0], right[1])

    def _see(self, pixels: Tensor) -> Sequence[Tensor]:
        """Visual tokens (tokens, hidden) of each picture in pixels (pictures, patches, values)."""
        grids = torch.tensor([[1, 4, 4]]).repeat(len(pixels), 1)
        seen: Sequence[Tensor] = self._thinker.get_video_features(
            pixels.flatten(0, 1), grids
        ).pooler_output
        return seen

    def _hear(self, chosen: Tensor) -> Sequence[Tensor]:
        """Audio tokens (tokens, hidden) of each of the chosen sounds."""
        mask = self._heard[chosen]
        tokens: Tensor = self._thinker.get_audio_features(self._mel[chosen], mask).last_hidden_state
        counts = [audio_tokens(frames) for frames in mask.sum(1).tolist()]
        return torch.split(tokens, counts)

    def _tower(self, name: str) -> nn.Module:
        """The tower of this name; versions of transformers differ in where it is."""
        modules: Iterator[tuple[str, nn.Module]] = self._thinker.named_modules()
        return next(module for path, module in modules if path.rpartition(".")[2] == name)


def _word_embeddings(thinker: Any) -> Tensor:
    weight: Tensor = thinker.get_input_embeddings().weight
    return weight


def _steps(model: QwenOmniModel, bank: Bank, sources: Sequence[Source]) -> tuple[Tensor, Tensor]:
    """Every step of time of every picture by itself: pixels (steps, 16, values) and labels."""
    pixels, labels = [], []
    for label, source in enumerate(sources):
        patches, grids = model.pixels(bank.pictures[source.name])
        count = int(grids[:, 0].sum())
        pixels.append(patches.view(count, -1, patches.shape[-1]))
        labels += [label] * count
    return torch.cat(pixels), torch.tensor(labels)


def _mean(logits: Tensor) -> Tensor:
    """Logits (sources,) of a picture from those of its tokens (tokens, sources)."""
    return logits.mean(0)


def _clearest(logits: Tensor) -> Tensor:
    """Logits (sources,) of a sound from those of its tokens: their soft maximum."""
    return logits.logsumexp(0) - math.log(len(logits))


def _labels(groups: Sequence[Sequence[object]]) -> list[int]:
    return [label for label, group in enumerate(groups) for _ in group]


def _averages(model: QwenOmniModel, words: Sequence[Sequence[str]]) -> Tensor:
    """Rows (sources, vocabulary) that average the embeddings of each source's words."""
    rows = torch.zeros(len(words), len(model.processor.tokenizer))
    for row, of_one in zip(rows, words, strict=True):
        for word in of_one:
            tokens = model.processor.tokenizer(" " + word)["input_ids"]
            for token in tokens:
                row[token] += 1 / len(tokens) / len(of_one)
    return rows
