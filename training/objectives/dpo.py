"""Direct Preference Optimization, Eq. 7 of arXiv:2305.18290."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.preference import PreferencePair
from training.objectives.base import Example, margin, option

if TYPE_CHECKING:
    from torch import Tensor

    from training.objectives.base import Counts, Logps


def dpo_loss(margin_nats: Tensor, beta: float) -> Tensor:
    """-log sigmoid(beta * margin), margin of any shape; ln 2 where the margin is 0."""
    from torch.nn.functional import logsigmoid

    return -logsigmoid(beta * margin_nats)


@dataclass(frozen=True, slots=True)
class DPO:
    """L = -log sigmoid(beta * [R(chosen) - R(rejected)]), R = log p_policy - log p_reference.

    Each side is taken with its own input, so a pair that differs in its input is a term like any
    other. Log-probabilities are summed over the response, without length normalisation.
    """

    beta: float = option(0.1, "β", "How closely the policy is held to the reference.", low=1e-3)

    @property
    def weights(self) -> Mapping[str, float]:
        """One term, counted once."""
        return {"preference": 1.0}

    def examples(self, pairs: Sequence[PreferencePair]) -> list[Example]:
        """Every pair, as it is."""
        return [
            Example(
                "preference",
                pair.kind,
                pair.id,
                {"chosen": pair.chosen, "rejected": pair.rejected},
            )
            for pair in pairs
        ]

    def loss(
        self,
        axis: str,
        policy: Logps,
        reference: Logps,
        tokens: Counts,  # noqa: ARG002  # DPO does not normalise by length
    ) -> Mapping[str, Tensor]:
        """Eq. 7 for each example: (examples,)."""
        return {axis: dpo_loss(margin(policy, reference), self.beta)}


OBJECTIVE = DPO
