"""Encoded inputs: what was kept equals what is computed, and sounds come from what plays."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core import media
from core.clip import AVInput
from core.models.base import Model, Picture, Sound
from core.models.tiny_omni import FAMILY
from core.playable import playable
from core.workspace import Workspace
from training.adapters import checkpoint_digest
from training.batch import View
from training.features import Features


@pytest.fixture
def swapped(demo: Workspace) -> AVInput:
    return AVInput(*(demo.store.clips.named(name).id for name in ("cow-pasture", "owl-branch")))


def test_what_is_shown_as_it_is_comes_from_the_clip_and_the_file_that_plays(
    demo: Workspace, model: Model, swapped: AVInput
) -> None:
    found = Features(demo, model).input(View(swapped))
    clip = demo.store.clips.named("cow-pasture")
    frames = media.frames(demo.media_file(clip.media), model.frames, model.decode_px)
    (seen,) = model.see([Picture(frames, clip.duration_s)])
    (heard,) = model.hear([Sound(media.samples(playable(demo, swapped)))])
    assert found.seen is not None
    assert found.heard is not None
    assert torch.allclose(found.seen.tokens, seen.tokens, atol=1e-6)
    assert torch.allclose(found.heard.tokens, heard.tokens, atol=1e-6)
    assert (found.seen.grid, found.heard.mel_frames) == (seen.grid, heard.mel_frames)
    assert found.seen.seconds_per_step == pytest.approx(seen.seconds_per_step, rel=1e-3)


def test_what_was_kept_is_read_back_exactly(
    demo: Workspace, model: Model, swapped: AVInput
) -> None:
    view = View(swapped, 5, 6)
    told: list[tuple[str, int, int]] = []
    first = Features(demo, model)
    first.prepare([view, view], lambda *step: told.append(step))
    assert told[-1][1:] == (2, 2)
    again = Features(demo, model)
    again.prepare([view], lambda what, done, total: told.append((what, done, total)))
    assert told[-1] == ("putting sounds under pictures", 1, 1)  # nothing was encoded anew
    one, other = first.input(view), again.input(view)
    assert one.seen is not None
    assert other.seen is not None
    assert torch.equal(one.seen.tokens, other.seen.tokens)


def test_seeds_make_renderings_that_differ_and_come_again(
    demo: Workspace, model: Model, swapped: AVInput
) -> None:
    features = Features(demo, model)
    by_seed = [features.input(View(swapped, seed, seed)) for seed in (1, 2)]
    shutil.rmtree(demo.features)
    demo.features.mkdir()
    anew = Features(demo, model).input(View(swapped, 1, 1))
    for part in ("seen", "heard"):
        first, second, again = (getattr(shown, part).tokens for shown in (*by_seed, anew))
        assert not torch.allclose(first, second, atol=1e-3)
        assert torch.allclose(first, again, atol=1e-6)


def test_one_picture_rendering_serves_every_sound(
    demo: Workspace, model: Model, swapped: AVInput
) -> None:
    features = Features(demo, model)
    own = replace(swapped, audio=swapped.video)
    under = [features.input(View(shown, 1, 2)).seen for shown in (swapped, own)]
    assert under[0] is under[1]


def test_an_absent_modality_stays_absent(demo: Workspace, model: Model, swapped: AVInput) -> None:
    features = Features(demo, model)
    assert features.input(View(AVInput(swapped.video, None))).heard is None
    assert features.input(View(AVInput(None, swapped.audio))).seen is None


def test_more_frames_give_more_tokens(demo: Workspace, model: Model, swapped: AVInput) -> None:
    features = Features(demo, model)
    few, many = (features.input(View(swapped, frames=count)).seen for count in (2, 8))
    assert few is not None
    assert many is not None
    assert 4 * len(few.tokens) == len(many.tokens)


def test_another_checkpoint_has_features_of_its_own(
    checkpoint: Path, model: Model, tmp_path: Path
) -> None:
    copied = shutil.copytree(checkpoint, tmp_path / "copied")
    assert checkpoint_digest(FAMILY.load(str(copied))) == checkpoint_digest(model)
    weights = copied / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x07")
    assert checkpoint_digest(FAMILY.load(str(copied))) != checkpoint_digest(model)
