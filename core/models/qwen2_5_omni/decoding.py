"""Greedy decoding with a key-value cache and positions of our own, many rows at a time.

transformers' `generate` would work out the positions anew from flags that are easily forgotten
(`use_audio_in_video`) and keeps state between calls; here they are those of the prefix, counted on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from transformers import DynamicCache

from core.models.base import Input
from core.models.qwen2_5_omni.slots import padded

if TYPE_CHECKING:
    from core.models.qwen2_5_omni.model import QwenOmniModel


@torch.no_grad()
def decode(
    model: QwenOmniModel, asked: Sequence[tuple[Input, str]], max_new_tokens: int
) -> Iterator[list[int | None]]:
    """The next token of each row, step by step; None once a row has ended."""
    embeds, positions, mask = _left_padded(model, asked)
    cache = DynamicCache(config=model.text.config)
    ended = torch.zeros(len(asked), dtype=torch.bool, device=mask.device)
    ends = torch.tensor(sorted(model.end_ids), device=mask.device)
    for _ in range(max_new_tokens):
        hidden = model.text(
            inputs_embeds=embeds,
            position_ids=positions,
            attention_mask=mask,
            past_key_values=cache,
            use_cache=True,
        ).last_hidden_state
        chosen = model.logits(hidden[:, -1]).argmax(-1)  # (rows,)
        ended |= torch.isin(chosen, ends)
        yield [
            None if end else token
            for token, end in zip(chosen.tolist(), ended.tolist(), strict=True)
        ]
        if ended.all():
            return
        embeds = model.embed(chosen[:, None], ())
        positions = positions[:, :, -1:] + 1
        mask = torch.cat([mask, torch.ones_like(mask[:, :1])], dim=1)


def _left_padded(
    model: QwenOmniModel, asked: Sequence[tuple[Input, str]]
) -> tuple[Tensor, Tensor, Tensor]:
    """Embeddings (rows, tokens, hidden), positions (3, rows, tokens), mask (rows, tokens)."""
    ids, positions = [], []
    for shown, prompt in asked:
        prefix, words = model.prefix(shown), model.prompt_ids(prompt)
        ids.append(prefix.ids + words)
        positions.append(torch.cat([prefix.positions, following(prefix.positions, len(words))], 1))
    longest = max(map(len, ids))
    place = torch.ones(3, len(ids), longest, dtype=torch.long)
    for row, position in enumerate(positions):
        place[:, row, longest - position.shape[1] :] = position
    mask = padded([[1] * len(row) for row in ids], 0, left=True).to(model.device)
    embeds = model.embed(
        padded(ids, model.pad_id, left=True).to(model.device), [shown for shown, _ in asked]
    )
    return embeds, place.to(model.device), mask


def following(positions: Tensor, count: int) -> Tensor:
    """The `count` text positions (3, count) that follow positions (3, tokens)."""
    start = int(positions.max()) + 1
    return torch.arange(start, start + count).expand(3, -1)
