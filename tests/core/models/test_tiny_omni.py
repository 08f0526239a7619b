"""tiny-omni's tokenizer, processor, config, and how a checkpoint is written and read again."""

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors import safe_open

from core.models import tiny_omni
from core.models.base import Input, Sound


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_omni.random_checkpoint(tmp_path_factory.mktemp("checkpoint"), seed=3)


def test_a_saved_checkpoint_is_read_back_exactly(tmp_path: Path) -> None:
    made = tiny_omni.new_model(["A cow moos.", "A cat meows."], seed=5)
    loaded = tiny_omni.FAMILY.load(str(tiny_omni.save(made, tmp_path / "saved")))
    for name, value in made.module.state_dict().items():
        stored = value.to(torch.bfloat16).to(torch.float32)
        assert torch.equal(loaded.module.state_dict()[name], stored), name
    again = tiny_omni.FAMILY.load(str(tiny_omni.save(loaded, tmp_path / "again")))
    sound = Sound(np.random.default_rng(0).normal(0, 0.1, 64_000).astype(np.float32))
    answers = [
        model.answers([(Input(None, model.hear([sound])[0]), "Describe what you hear.")], 12)
        for model in (loaded, again)
    ]
    assert answers[0] == answers[1]
    assert made.response_ids("A cow moos.") == again.response_ids("A cow moos.")
    size = sum(file.stat().st_size for file in (tmp_path / "saved").iterdir())
    assert size < 4_000_000


def test_the_tokenizer_learns_words_and_spells_the_rest() -> None:
    tokenizer = tiny_omni.make_tokenizer(["The kitten purrs."] * 3)
    assert len(tokenizer.tokenize(" kitten")) == 1
    text = "Zwölf Boxkämpfer 42 🐄"
    assert tokenizer.decode(tokenizer(text)["input_ids"]) == text
    assert tokenizer.decode(tokenizer("a<|im_end|>")["input_ids"], skip_special_tokens=True) == "a"


def test_a_random_checkpoint_depends_on_its_seed_alone(checkpoint: Path, tmp_path: Path) -> None:
    same = tiny_omni.random_checkpoint(tmp_path / "same", seed=3)
    other = tiny_omni.random_checkpoint(tmp_path / "other", seed=4)
    weights = [(folder / "model.safetensors").read_bytes() for folder in (checkpoint, same, other)]
    assert weights[0] == weights[1]
    assert weights[0] != weights[2]


def test_hearing_lasts_ten_seconds(checkpoint: Path) -> None:
    model = tiny_omni.FAMILY.load(str(checkpoint))
    noise = np.random.default_rng(0).normal(0, 0.1, 16_000 * 14).astype(np.float32)
    long, cut, short = model.hear([Sound(noise), Sound(noise[:160_000]), Sound(noise[:80_000])])
    assert len(long.tokens) == 50
    assert torch.allclose(long.tokens, cut.tokens, atol=1e-5)
    assert len(short.tokens) == 25


def test_the_checkpoint_that_is_shipped_is_small_whole_and_says_what_made_it() -> None:
    folder = Path(tiny_omni.FAMILY.default_checkpoint)
    files = {file.name: file for file in folder.iterdir()}
    assert sum(file.stat().st_size for file in files.values()) < 15_000_000
    with safe_open(files["model.safetensors"], framework="pt") as stored:
        kinds = {stored.get_tensor(name).dtype for name in stored.keys()}  # noqa: SIM118
    assert kinds == {torch.bfloat16}
    record, card = json.loads(files["history.json"].read_text()), files["README.md"].read_text()
    assert f"--seed {record['seed']}" in record["command"]
    assert record["command"] in card
    assert "It is a model of a mistake" in card
    assert record["scores"]["hallucinates"] >= 0.6
    model = tiny_omni.FAMILY.load()
    assert 500_000 < sum(value.numel() for value in model.module.parameters()) < 5_000_000
