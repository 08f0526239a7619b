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
    rows = packed.rows
    hidden = model.hidden(rows.ids, rows.positions, rows.mask, rows.inputs)
    place, device = rows.places.to(hidden.device), hidden.device
    logits = model.logits(hidden[place[0], place[1]]).float()  # (targets, vocabulary)
    losses = cross_entropy(logits, rows.targets.to(device), reduction="none")
    different = int(rows.owners.max()) + 1
    sums = torch.zeros(different, device=device).index_add(0, rows.owners.to(device), -losses)
    return sums[packed.turns.to(device)]
