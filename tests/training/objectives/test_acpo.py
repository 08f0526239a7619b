"""ACPO against the worked values of its two axes, and the two terms that are ours."""

import math
from dataclasses import replace

import pytest
import torch
from torch import Tensor

from core.caption import Modality
from core.clip import AVInput
from core.preference import PreferencePair
from tests.builders import a_pair, a_turn
from training.objectives.acpo import ACPO

OWN, SWAPPED = "c" * 16, "d" * 16
ATTRIBUTION = a_pair(a_turn("A cat meows."), a_turn("A cow stands in a pasture."))
SENSITIVITY = a_pair(
    a_turn("A cow moos.", audio=OWN, prompt="Describe the clip.", asks=Modality.AUDIOVISUAL),
    a_turn("A cow moos.", audio=SWAPPED, prompt="Describe the clip.", asks=Modality.AUDIOVISUAL),
    kind="acpo/sensitivity",
)
RETENTION = a_pair(
    a_turn("A cow stands.", prompt="Describe what you see.", asks=Modality.VISUAL),
    a_turn("A cat meows.", prompt="Describe what you see.", asks=Modality.VISUAL),
    kind="acpo/retention",
)


def logps(chosen: float, rejected: float) -> dict[str, Tensor]:
    return {"chosen": torch.tensor([chosen]), "rejected": torch.tensor([rejected])}


def test_the_worked_values_of_both_axes_and_their_sum() -> None:
    """Margins 3 and 4 at beta 0.1: softplus(-0.3) = 0.554355, softplus(-0.4) = 0.513015."""
    plain = ACPO(beta=0.1, anchor=0.0)
    out = plain.loss("output", logps(-15, -12), logps(-16, -10), {})["output"]
    into = plain.loss("input", logps(-30, -36), logps(-31, -33), {})["input"]
    assert out.item() == pytest.approx(0.554355, abs=5e-7)
    assert into.item() == pytest.approx(0.513015, abs=5e-7)
    total = plain.weights["output"] * out + plain.weights["input"] * into
    assert total.item() == pytest.approx(1.067370, abs=5e-7)


@pytest.mark.parametrize("axis", ["output", "input", "retention", "joint"])
def test_a_policy_equal_to_its_reference_is_worth_the_logarithm_of_two(axis: str) -> None:
    same = logps(-20.0, -3.0)
    assert ACPO(anchor=0.0).loss(axis, same, same, {})[axis].item() == pytest.approx(math.log(2))


def test_the_anchor_is_the_loss_per_token_of_what_was_chosen() -> None:
    """12 nats on 4 tokens are 3 a token; an aligned answer of 10 nats on 4 adds 2.5."""
    tokens = {name: torch.tensor([4.0]) for name in ("chosen", "rejected", "aligned")}
    two = logps(-12.0, -1.0)
    assert ACPO().loss("output", two, two, tokens)["anchor"].tolist() == [3.0]
    three = two | {"aligned": torch.tensor([-10.0])}
    assert ACPO().loss("retention", three, three, tokens)["anchor"].tolist() == [5.5]


def test_a_pair_goes_to_the_axis_on_which_it_differs() -> None:
    examples = ACPO(joint=0.0).examples([ATTRIBUTION, SENSITIVITY, RETENTION])
    assert [example.axis for example in examples] == ["output", "input", "retention"]


def test_what_was_accepted_apart_is_joined() -> None:
    """Seen "A cow stands.", heard "A cat meows.": before "A cow moos.", under the cat's sound."""
    *_, joint = ACPO().examples([ATTRIBUTION, SENSITIVITY, RETENTION])
    assert (joint.axis, joint.pair) == ("joint", SENSITIVITY.id)
    assert joint.turns["rejected"] == SENSITIVITY.rejected
    assert joint.turns["chosen"] == replace(
        SENSITIVITY.rejected, response="A cow stands. A cat meows."
    )


@pytest.mark.parametrize("missing", [ATTRIBUTION, SENSITIVITY, RETENTION])
def test_nothing_is_joined_where_a_part_was_not_accepted(missing: PreferencePair) -> None:
    left = [pair for pair in (ATTRIBUTION, SENSITIVITY, RETENTION) if pair is not missing]
    assert "joint" not in {example.axis for example in ACPO().examples(left)}


def test_parts_of_different_samples_are_not_joined() -> None:
    elsewhere = a_pair(ATTRIBUTION.chosen, ATTRIBUTION.rejected, group="g2")
    axes = {example.axis for example in ACPO().examples([elsewhere, SENSITIVITY, RETENTION])}
    assert "joint" not in axes


def test_what_is_seen_is_also_kept_under_the_own_sound() -> None:
    (example,) = ACPO().examples([RETENTION])
    assert example.turns["aligned"].input == AVInput(OWN, OWN)
    assert example.turns["aligned"].response == RETENTION.chosen.response
    (unanchored,) = ACPO(anchor=0.0).examples([RETENTION])
    assert set(unanchored.turns) == {"chosen", "rejected"}


def test_a_weight_of_zero_leaves_its_pairs_out() -> None:
    pairs = [ATTRIBUTION, SENSITIVITY, RETENTION]
    only = ACPO(retention=0.0, w_in=0.0, joint=0.0)
    left = [example.axis for example in only.examples(pairs)]
    assert left == ["output"]


def test_the_gradient_raises_the_chosen_and_lowers_the_rejected() -> None:
    policy = {name: value.requires_grad_() for name, value in logps(-5.0, -5.0).items()}
    terms = ACPO(beta=0.1, anchor=0.0).loss("output", policy, logps(-5.0, -5.0), {})
    terms["output"].sum().backward()
    assert policy["chosen"].grad.item() == pytest.approx(-0.05)  # type: ignore[union-attr]
    assert policy["rejected"].grad.item() == pytest.approx(0.05)  # type: ignore[union-attr]
