"""Audio-Contrastive Preference Optimization, arXiv:2604.14129.

v: picture, a: its own sound, a': another clip's sound, R = log p_policy - log p_reference.

    L_out = -log sigmoid(beta * [R(y_a' | v, a', x_a) - R(y_v | v, a', x_a)])       attribution
    L_in  = -log sigmoid(beta * [R(y_av | v, a, x_av) - R(y_av | v, a', x_av)])     sensitivity
    L     = w_out * mean(L_out) + w_in * mean(L_in)

The pairs are as published (project page); the printed equations were not at hand, so this is the
DPO form that "output-contrastive" and "input-contrastive" describe, as in mDPO
(arXiv:2406.11839). Three terms are ours, since a model that is tuned on L alone stops trusting its
eyes too, and unlearns to say both at once:

    L_retention = -log sigmoid(beta * [R(y_v | v, a', x_v) - R(y_a' | v, a', x_v)])
    L_joint     = -log sigmoid(beta * [R(y_v + y_a' | v, a', x_av) - R(y_av | v, a', x_av)])
    L_anchor    = -log p_policy(y_chosen) / tokens(y_chosen)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.caption import Modality
from core.clip import AVInput
from core.preference import Contrast, PreferencePair, Turn
from core.prompts import BOTH, HEAR, SEE
from training.objectives.base import Example, margin, option
from training.objectives.dpo import dpo_loss

if TYPE_CHECKING:
    from torch import Tensor

    from training.objectives.base import Counts, Logps


@dataclass(frozen=True, slots=True)
class ACPO:
    """Output- and input-contrastive terms, and three of ours that can be turned off.

    A weight of 0 leaves its pairs out. beta and the weights were not published: the paper's two
    terms count 1, the rest was chosen on the demo's validation combinations (docs/training.md).
    """

    beta: float = option(0.3, "β", "How closely the policy is held to the reference.", low=1e-3)
    w_out: float = option(1.0, "Attribution", "Weight: say what is heard, not what is seen.")
    w_in: float = option(1.0, "Sensitivity", "Weight: a caption fits its own sound only.")
    retention: float = option(
        1.0, "Retention", "Weight: asked for the picture, say what is seen. Not in the paper."
    )
    joint: float = option(
        0.5, "Joint", "Weight: asked for both, say what is seen and heard. Not in the paper."
    )
    anchor: float = option(
        2.0, "Anchor", "Weight: keep the chosen answers themselves likely. Not in the paper."
    )

    @property
    def weights(self) -> Mapping[str, float]:
        """Weight of each term's mean in the loss."""
        return {
            "output": self.w_out,
            "input": self.w_in,
            "retention": self.retention,
            "joint": self.joint,
            "anchor": self.anchor,
        }

    def examples(self, pairs: Sequence[PreferencePair]) -> list[Example]:
        """The pairs whose axis has a weight; a pair's axis follows from what differs in it."""
        examples = [
            Example(axis, pair.kind, pair.id, self._turns(axis, pair))
            for pair in pairs
            if self.weights[axis := _axis(pair)] > 0
        ]
        return examples + (_joint(pairs) if self.joint > 0 else [])

    def loss(
        self, axis: str, policy: Logps, reference: Logps, tokens: Counts
    ) -> Mapping[str, Tensor]:
        """The contrastive term of this axis and the anchor, each (examples,)."""
        terms = {axis: dpo_loss(margin(policy, reference), self.beta)}
        if self.anchor > 0:
            kept = [name for name in policy if name != "rejected"]
            terms["anchor"] = sum(
                (-policy[name] / tokens[name] for name in kept),
                start=policy["chosen"].new_zeros(()),
            )
        return terms

    def _turns(self, axis: str, pair: PreferencePair) -> dict[str, Turn]:
        """Both sides; what is seen must also be said under the picture's own sound."""
        turns = {"chosen": pair.chosen, "rejected": pair.rejected}
        video = pair.chosen.input.video
        if axis == "retention" and self.anchor > 0 and video is not None:
            turns["aligned"] = replace(pair.chosen, input=AVInput(video, video))
        return turns


def _joint(pairs: Sequence[PreferencePair]) -> list[Example]:
    """Asked for both on a swapped input: what is seen and what is heard before the own caption.

    The three parts were accepted one by one: a group's answer to what is seen, its answer to what
    is heard, and the caption that does not fit the foreign sound.
    """
    said: dict[tuple[str, str], PreferencePair] = {}
    for pair in pairs:
        if pair.contrast is Contrast.OUTPUT and pair.prompt in (*HEAR, *SEE):
            said[pair.group, pair.chosen.asks] = pair
    examples = []
    for pair in pairs:
        seen = said.get((pair.group, Modality.VISUAL))
        heard = said.get((pair.group, Modality.AUDIO))
        if pair.contrast is Contrast.INPUT and pair.prompt in BOTH and seen and heard:
            response = f"{seen.chosen.response} {heard.chosen.response}"
            turns = {"chosen": replace(pair.rejected, response=response), "rejected": pair.rejected}
            examples.append(Example("joint", pair.kind, pair.id, turns, (seen.id, heard.id)))
    return examples


def _axis(pair: PreferencePair) -> str:
    if pair.contrast is Contrast.INPUT:
        return "input"
    return "retention" if pair.chosen.asks is Modality.VISUAL else "output"


OBJECTIVE = ACPO
