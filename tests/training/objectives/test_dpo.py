"""DPO against values worked out by hand."""

import math

import pytest
import torch

from tests.builders import a_pair, a_turn
from training.objectives.dpo import OBJECTIVE, dpo_loss


def test_the_worked_value() -> None:
    """-log sigmoid(0.1 * 3) = softplus(-0.3) = 0.554355."""
    assert dpo_loss(torch.tensor(3.0), 0.1).item() == pytest.approx(0.554355, abs=5e-7)


def test_no_preference_is_worth_the_logarithm_of_two() -> None:
    assert dpo_loss(torch.zeros(2), 0.1).tolist() == pytest.approx([math.log(2)] * 2)


def test_a_far_wrong_policy_gives_a_finite_loss_with_gradient() -> None:
    """-log sigmoid(-1000) = 1000, and its slope by the margin is -beta."""
    margin = torch.tensor(-10_000.0, requires_grad=True)
    loss = dpo_loss(margin, 0.1)
    loss.backward()
    assert loss.item() == pytest.approx(1000.0)
    assert margin.grad is not None
    assert margin.grad.item() == pytest.approx(-0.1)


def test_the_loss_compares_log_ratios_not_log_probabilities() -> None:
    """Margin (-15 + 16) - (-12 + 10) = 3, though the rejected answer is the likelier one."""
    policy = {"chosen": torch.tensor([-15.0]), "rejected": torch.tensor([-12.0])}
    reference = {"chosen": torch.tensor([-16.0]), "rejected": torch.tensor([-10.0])}
    terms = OBJECTIVE().loss("preference", policy, reference, {})
    assert terms["preference"].tolist() == pytest.approx([0.554355], abs=5e-7)


def test_every_pair_is_one_example_with_each_side_under_its_own_input() -> None:
    pair = a_pair(a_turn(audio="c" * 16), a_turn(audio="d" * 16), kind="acpo/sensitivity")
    (example,) = OBJECTIVE().examples([pair])
    assert example.turns == {"chosen": pair.chosen, "rejected": pair.rejected}
    assert (example.kind, example.pair) == ("acpo/sensitivity", pair.id)
