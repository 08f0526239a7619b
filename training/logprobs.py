"""How likely a model finds responses: the sum over their tokens of log p(token | all before it)."""

import torch
from torch import Tensor
from torch.nn.functional import cross_entropy

from core.models.base import Model
from training.batch import Packed


def turn_logps(model: Model, packed: Packed) -> Tensor:
    """Log-probability of each turn's response with its end token: (turns,), nats, float32.

    Prompt, media and padding do not count; there is no normalisation by length. Only the places
    that predict a response token are projected to the vocabulary.
    """
    different = int(packed.turns.max()) + 1
    sums: Tensor | None = None
    for rows in packed.passes:
        hidden = model.hidden(rows.ids, rows.positions, rows.mask, rows.inputs)
        row, token = rows.places.to(hidden.device)
        logits = model.logits(hidden[row, token]).float()  # (targets, vocabulary)
        losses = cross_entropy(logits, rows.targets.to(hidden.device), reduction="none")
        if sums is None:
            sums = torch.zeros(different, device=hidden.device)
        sums = sums.index_add(0, rows.owners.to(hidden.device), -losses)
    if sums is None:
        return torch.zeros(0)
    return sums[packed.turns.to(sums.device)]
