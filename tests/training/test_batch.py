"""Packing is exact: turns that share their prefix score as if each stood alone."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from core.clip import AVInput
from core.models.base import Input, Model, Picture, Sound
from tests.builders import a_run_config
from training.adapters import new_adapter
from training.batch import Packed, ShownTurn, View, pack
from training.logprobs import turn_logps

MATCHED, SWAPPED = View(AVInput("cow", "cow")), View(AVInput("cow", "cat"))
MUTE, BLIND = View(AVInput("cow", None)), View(AVInput(None, "cat"))
TURNS = [
    ShownTurn(SWAPPED, "Describe what you hear.", "A cat meows."),
    ShownTurn(SWAPPED, "Describe what you hear.", "A cow stands in a green pasture."),
    ShownTurn(SWAPPED, "Is the cow making sound in the audio?", "No."),
    ShownTurn(SWAPPED, "Is the cow making sound in the audio?", "Yes."),
    ShownTurn(MATCHED, "Describe the clip.", "A cow moos."),
    ShownTurn(SWAPPED, "Describe the clip.", "A cow moos."),
    ShownTurn(MUTE, "Describe what you see.", "A cow."),
    ShownTurn(BLIND, "Describe what you hear.", "A cat meows."),
    ShownTurn(SWAPPED, "Describe what you hear.", "A cat meows."),  # asked for twice
]


@pytest.fixture
def input_of(model: Model) -> Callable[[View], Input]:
    """Noise to see and hear, another for each clip; sounds of different lengths."""
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (4, 90, 160, 3), np.uint8)
    (seen,) = model.see([Picture(pixels, 6.4)])
    cow, cat = (rng.normal(0, 0.1, size).astype(np.float32) for size in (102_400, 80_000))
    heard = dict(zip(("cow", "cat"), model.hear([Sound(cow), Sound(cat)]), strict=True))

    def found(view: View) -> Input:
        audio = view.input.audio
        return Input(seen if view.input.video else None, heard[audio] if audio else None)

    return found


def with_random_lora(model: Model) -> list[torch.nn.Parameter]:
    """An adapter that does something, so that gradients reach both of its factors."""
    wrapped = new_adapter(model, a_run_config())
    trained = [parameter for parameter in wrapped.parameters() if parameter.requires_grad]
    with torch.no_grad():
        for parameter in trained:
            parameter.normal_(0, 0.05)
    return trained


def test_a_shared_prefix_changes_neither_value_nor_gradient(
    model: Model, input_of: Callable[[View], Input]
) -> None:
    trained = with_random_lora(model)
    weights = torch.linspace(-1, 1, len(TURNS))
    found: list[tuple[Tensor, Tensor]] = []
    for plain in (False, True):
        packed = pack(model, TURNS, input_of, plain=plain)
        assert sum(len(rows.ids) for rows in packed.passes) == (8 if plain else 4)
        logps = turn_logps(model, packed)
        gradients = torch.autograd.grad((weights * logps).sum(), trained)
        found.append((logps.detach(), torch.cat([part.flatten() for part in gradients])))
    (shared, shared_gradient), (plain_logps, plain_gradient) = found
    assert torch.allclose(shared, plain_logps, atol=1e-4)
    assert plain_gradient.norm() > 1
    assert torch.allclose(shared_gradient, plain_gradient, atol=1e-4 * plain_gradient.norm())


def test_packed_turns_score_as_transformers_scores_them_one_by_one(
    model: Model, input_of: Callable[[View], Input]
) -> None:
    """The reference is the thinker's own forward with its own mask and its loss on the answer."""
    logps = turn_logps(model, pack(model, TURNS, input_of))
    for turn, logp in zip(TURNS, logps, strict=True):
        shown = input_of(turn.view)
        prefix = model.prefix(shown)
        answer = model.response_ids(turn.response)
        ids = torch.tensor([prefix.ids + model.prompt_ids(turn.prompt) + answer])
        rest = ids.shape[1] - len(prefix.ids)
        after = prefix.positions.max() + 1 + torch.arange(rest)
        output = model.module(
            inputs_embeds=model.embed(ids, [shown]),  # type: ignore[attr-defined]  # the family's
            position_ids=torch.cat([prefix.positions, after.expand(3, -1)], 1)[:, None],
            attention_mask=torch.ones_like(ids),
            labels=torch.where(torch.arange(ids.shape[1]) < ids.shape[1] - len(answer), -100, ids),
        )
        assert logp.item() == pytest.approx(-output.loss.item() * len(answer), abs=1e-3)


def test_a_turn_asked_for_twice_is_computed_once_and_counted(
    model: Model, input_of: Callable[[View], Input]
) -> None:
    packed = pack(model, TURNS, input_of)
    assert packed.turns.tolist() == [0, 1, 2, 3, 4, 5, 6, 7, 0]
    assert packed.counts.tolist() == [len(model.response_ids(turn.response)) for turn in TURNS]


def test_siblings_stand_at_the_same_positions_and_do_not_see_each_other(
    model: Model, input_of: Callable[[View], Input]
) -> None:
    packed: Packed = pack(model, TURNS[:2], input_of)
    first, second = (len(model.response_ids(turn.response)) for turn in TURNS[:2])
    one = slice(-first - second, -second)
    (rows,) = packed.passes
    assert rows.positions[0, 0, one.start] == rows.positions[0, 0, -second]
    assert not rows.mask[0, 0, -second:, one].any()
    assert rows.mask[0, 0, -second:, : one.start].all()


def test_two_renderings_of_one_input_are_two_rows(
    model: Model, input_of: Callable[[View], Input]
) -> None:
    views = [View(SWAPPED.input, sound_seed=seed) for seed in (1, 2)]
    turns = [ShownTurn(view, "Describe the clip.", "A cow.") for view in views]
    (rows,) = pack(model, turns, input_of).passes
    assert len(rows.inputs) == 2
