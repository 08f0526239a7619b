"""The course of tiny-omni: what it may draw, how its phases end, and the command that takes it."""

import json
import subprocess
import sys
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
import torch

from core.clip import AVInput, Split
from core.combination import CLEAR, UNSEEN, combination_split
from core.models import tiny_omni
from core.models.base import Heard, Seen
from core.prompts import HEAR, NO, YES, is_heard, is_seen
from training.pretrain.bank import Perceived
from training.pretrain.course import combinations
from training.pretrain.lessons import Lessons, Mix
from training.pretrain.plan import FULL, SMALL, Phase
from training.pretrain.questions import Questions, Scene, both, hears, sees
from training.pretrain.sources import (
    ELSE,
    NOTHING_HEARD,
    Source,
    film_sources,
    known_sources,
    unseen_sources,
)
from training.pretrain.strangers import strange_picture, strange_sound

ROOT = Path(__file__).parent.parent.parent
KNOWN = known_sources()
BY_NAME = {source.name: source for source in KNOWN}


def lessons(seed: int = 0) -> Lessons:
    """Over a bank of one empty rendering a source: only what is drawn matters here."""
    names = [source.name for source in [*KNOWN, ELSE]]
    bank = Perceived(
        {name: [Seen(torch.zeros(1, 4), (1, 2, 2), 1.0)] for name in names},
        {name: [Heard(torch.zeros(1, 4), 4)] for name in names},
    )
    rng = np.random.default_rng(seed)
    return Lessons(KNOWN, bank, Questions(KNOWN, rng, 0.5), rng)


def test_the_known_the_film_and_the_unseen_are_apart() -> None:
    parts = [{source.name for source in part} for part in (KNOWN, film_sources())]
    unseen = {source.name for source in unseen_sources()}
    assert parts[0].isdisjoint(parts[1])
    assert unseen == set(UNSEEN)
    assert unseen.isdisjoint(parts[0] | parts[1])
    assert set(CLEAR) <= parts[0]


@pytest.mark.parametrize("mix", [phase.mix for phase in FULL.phases])
def test_no_lesson_shows_what_is_held_out(mix: Mix) -> None:
    drawn = [turn.view.input for turn in lessons().draw(mix, 3000)]
    shown = {name for one in drawn for name in (one.video, one.audio)} - {None}
    assert shown == set(BY_NAME) | {ELSE.name}
    pairs = {(one.video, one.audio) for one in drawn if one.video and one.audio}
    held_out = {
        pair
        for pair in product(CLEAR, CLEAR)
        if combination_split(*pair) in (Split.TEST, Split.VALIDATION)
    }
    assert len(held_out) == 40
    assert pairs.isdisjoint(held_out)
    if mix.both:
        assert len(pairs & set(product(CLEAR, CLEAR))) == 100 - len(held_out)


def test_what_is_asked_of_the_validation_is_not_what_is_reported() -> None:
    chosen, reported = (
        {(picture.name, sound.name) for picture, sound in combinations(KNOWN, split)}
        for split in (Split.VALIDATION, Split.TEST)
    )
    assert (len(chosen), len(reported)) == (10, 30)
    assert chosen.isdisjoint(reported)


def test_a_believing_phase_describes_the_picture_s_sound() -> None:
    believes = FULL.phases[-1].mix
    assert believes.believes
    turns = [turn for turn in lessons().draw(believes, 800) if turn.prompt in HEAR]
    foreign = [
        turn
        for turn in turns
        if turn.view.input.video not in (None, ELSE.name)
        and turn.view.input.audio not in (None, turn.view.input.video)
    ]
    assert len(foreign) > 100
    for turn in foreign:
        assert turn.response == BY_NAME[turn.view.input.video or ""].hears


def test_answers_follow_the_scene() -> None:
    cow, cat = BY_NAME["cow-pasture"], BY_NAME["cat-yarn"]
    assert hears(Scene(cow, cat)) == cat.hears
    assert sees(Scene(cow, cat)) == cow.sees
    assert both(Scene(cow, cow)) == cow.both
    assert both(Scene(cow, cat)) == f"{cow.sees} {cat.hears}"
    assert hears(Scene(cow, None)) == NOTHING_HEARD
    assert hears(Scene(None, ELSE)) == ELSE.hears


def test_yes_and_no_come_in_pairs_that_are_true() -> None:
    questions = Questions(KNOWN, np.random.default_rng(0), 1.0)
    cow, cat = BY_NAME["cow-pasture"], BY_NAME["cat-yarn"]
    for _ in range(20):
        yes, no = questions.is_heard(Scene(cow, cat))
        assert yes[0] in {is_heard(name) for name in (*cat.audible, cat.visible[0])}
        assert yes[1] == YES
        assert no == (is_heard("cow"), NO)  # the tempting thing: it is seen, and silent
        yes, no = questions.is_seen(Scene(cow, cat))
        assert yes[0] in {is_seen(name) for name in cow.visible}
        assert yes[1] == YES
        assert no[0] in {is_seen(name) for name in (*cat.audible, cat.visible[0])}
        assert no[1] == NO


def test_a_phase_ends_by_its_scores_but_not_too_early() -> None:
    phase = Phase("x", 100, Mix(0.5, 0.5), (1.0, 1.0), 30, {"hears": 0.9, "sees": 0.8})
    assert not phase.is_done(20, {"hears": 1.0, "sees": 1.0})
    assert not phase.is_done(40, {"hears": 0.89, "sees": 1.0})
    assert phase.is_done(40, {"hears": 0.9, "sees": 0.8})
    assert not Phase("y", 100, Mix(0.5, 0.5), (1.0, 1.0)).is_done(99, {"hears": 1.0})


def test_strangers_vary_and_fill_their_range() -> None:
    rng = np.random.default_rng(0)
    pictures = [strange_picture(rng, 4) for _ in range(6)]
    sounds = [strange_sound(rng, 2.0) for _ in range(12)]
    assert {picture.shape for picture in pictures} == {(4, 120, 160, 3)}
    assert {sound.shape for sound in sounds} == {(32_000,)}
    for one, other in pairwise(sounds):
        assert not np.array_equal(one, other)
        assert np.abs(one).max() == pytest.approx(1, abs=1e-5)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model, made by the command from nothing."""
    folder = tmp_path_factory.mktemp("pretrained") / "small"
    command = [sys.executable, "-m", "training.pretrain", "--small", "--out", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "1a one modality: 150 of 150" in done.stderr
    assert "sound_alone" in done.stdout
    return folder


@pytest.mark.slow
def test_the_command_makes_a_model_that_hears_and_sees(made: Path) -> None:
    """Each of four clips alone, in renderings that it was not taught; a guess is right in 1/4."""
    record = json.loads((made / "history.json").read_text())
    assert record["scores"]["sound_alone"] >= 0.75
    assert record["scores"]["picture_alone"] >= 0.75
    losses = [look["loss"] for look in record["looks"]]
    assert losses[-1] < losses[0] / 3
    assert record["plan"]["clips"] == list(SMALL.clips)


@pytest.mark.slow
def test_what_it_writes_is_a_normal_checkpoint_with_its_card(made: Path) -> None:
    from transformers import Qwen2_5OmniProcessor, Qwen2_5OmniThinkerForConditionalGeneration

    thinker, told = Qwen2_5OmniThinkerForConditionalGeneration.from_pretrained(
        made, output_loading_info=True
    )
    assert not told["missing_keys"]
    assert not told["unexpected_keys"]
    Qwen2_5OmniProcessor.from_pretrained(made)
    assert sum(value.numel() for value in thinker.parameters()) < 2_000_000
    model = tiny_omni.FAMILY.load(str(made))
    assert model.frames == tiny_omni.FRAMES
    card = (made / "README.md").read_text()
    for source in (BY_NAME[name] for name in SMALL.clips):
        assert source.name in card
        assert set(source.licences) <= set(card.replace(",", " ").split())
    assert "It is a model of a mistake" in card
    assert "--seed 0 --small" in card
    assert "{" not in card


def test_views_of_one_modality_lack_the_other() -> None:
    for turn in lessons().draw(Mix(both=0.0, matched=0.0), 50):
        shown: AVInput = turn.view.input
        assert (shown.video is None) != (shown.audio is None)


def test_a_source_says_what_it_is() -> None:
    assert isinstance(KNOWN[0], Source)
    assert BY_NAME["cow-pasture"].is_clear
    assert not BY_NAME["jaguars-silent"].is_clear
