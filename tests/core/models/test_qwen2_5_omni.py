"""A thinker's own assembly and decoding against transformers' processor and `generate`."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file, save_file

from core.errors import ModelError
from core.models import qwen2_5_omni, tiny_omni
from core.models.base import Heard, Input, Picture, Seen, Sound
from core.models.qwen2_5_omni import QwenOmniModel
from core.models.qwen2_5_omni.slots import audio_tokens, runs

# transformers' own processor turns a tensor into an array in a way that NumPy deprecates
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

SIDE = tiny_omni.FRAME_PX
PROMPT = "Describe what you hear."


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_omni.random_checkpoint(tmp_path_factory.mktemp("checkpoint"))


@pytest.fixture(scope="module")
def model(checkpoint: Path) -> QwenOmniModel:
    return tiny_omni.FAMILY.load(str(checkpoint))


def a_picture(frames: int = 4, duration_s: float = 6.4, seed: int = 0) -> Picture:
    values = np.random.default_rng(seed).integers(0, 255, (frames, SIDE, SIDE, 3), dtype=np.uint8)
    return Picture(values, duration_s)


def a_sound(duration_s: float = 6.4, seed: int = 0) -> Sound:
    values = np.random.default_rng(seed).normal(0, 0.1, int(16_000 * duration_s))
    return Sound(values.astype(np.float32))


def genuine(model: QwenOmniModel, picture: Picture | None, sound: Sound | None) -> dict:
    """The same question put together by transformers' processor alone."""
    slots = [{"type": "video", "video": ""}] if picture else [{"type": "audio", "audio": ""}]
    content = [*slots, {"type": "text", "text": PROMPT}]
    text = model.processor.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    given: dict = {"text": [text], "return_tensors": "pt"}
    if picture:
        moved = torch.from_numpy(picture.frames).permute(0, 3, 1, 2)
        fps = len(picture.frames) / picture.duration_s
        size = {"shortest_edge": SIDE**2, "longest_edge": SIDE**2}
        given |= {"videos": [moved], "videos_kwargs": {"fps": fps, "size": size}}
    if sound:
        given |= {"audio": [sound.samples]}
    if picture and sound:
        given |= {"audio_from_video_indices": [0], "load_audio_from_video": True}
    return dict(model.processor(**given))


CASES = [
    (a_picture(), a_sound()),
    (a_picture(8, 10.0), a_sound(10.0)),
    (a_picture(2, 2.2), a_sound(9.0)),
    (a_picture(3, 5.0), a_sound(0.7)),
    (a_picture(16, 60.0), a_sound(3.0)),
    (a_picture(), None),
    (None, a_sound(4.0)),
]


@pytest.mark.parametrize(("picture", "sound"), CASES)
def test_assembly_equals_the_processor_bit_for_bit(
    model: QwenOmniModel, picture: Picture | None, sound: Sound | None
) -> None:
    expected = genuine(model, picture, sound)
    shown = show(model, picture, sound)
    prefix = model.prefix(shown)
    ids = prefix.ids + model.prompt_ids(PROMPT)
    assert ids == expected["input_ids"][0].tolist()
    positions, _ = model.module.get_rope_index(
        expected["input_ids"],
        None,
        expected.get("video_grid_thw"),
        expected["attention_mask"],
        use_audio_in_video=picture is not None and sound is not None,
        audio_seqlens=None if sound is None else expected["feature_attention_mask"].sum(1),
        second_per_grids=expected.get("video_second_per_grid"),
    )
    assert torch.equal(prefix.positions, positions[:, 0, : len(prefix.ids)])
    if picture:
        pixels, grids = model.pixels([picture])
        assert torch.equal(pixels, expected["pixel_values_videos"])
        assert torch.equal(grids, expected["video_grid_thw"])
    if sound:
        mel, mask = model.mel([sound])
        assert torch.equal(mel, expected["input_features"])
        assert torch.equal(mask, expected["feature_attention_mask"])


@pytest.mark.parametrize(("picture", "sound"), CASES)
def test_answers_equal_generate_token_for_token(
    model: QwenOmniModel, picture: Picture | None, sound: Sound | None
) -> None:
    both = picture is not None and sound is not None
    inputs = genuine(model, picture, sound)
    made = model.module.generate(
        **inputs, use_audio_in_video=both, max_new_tokens=12, do_sample=False
    )
    ids = made[0, inputs["input_ids"].shape[1] :]
    said = model.processor.tokenizer.decode(ids, skip_special_tokens=True).lstrip()
    shown = show(model, picture, sound)
    assert "".join(model.stream(shown, PROMPT, 12)) == said
    assert said


def test_answers_in_a_batch_equal_the_streamed_ones(model: QwenOmniModel) -> None:
    asked = [(show(model, *case), PROMPT) for case in CASES] + [
        (show(model, a_picture(4, 6.0, seed), a_sound(5.0, seed)), "Is the cow visible?")
        for seed in range(40)
    ]
    streamed = ["".join(model.stream(shown, prompt, 8)) for shown, prompt in asked]
    assert model.answers(asked, 8) == streamed
    assert len(set(streamed)) > 1


def test_hidden_states_equal_the_thinkers_own(model: QwenOmniModel) -> None:
    picture, sound = a_picture(), a_sound()
    inputs = genuine(model, picture, sound)
    with torch.no_grad():
        expected = model.module(**inputs, use_audio_in_video=True).logits[0]
    shown = show(model, picture, sound)
    prefix, words = model.prefix(shown), model.prompt_ids(PROMPT)
    ids = torch.tensor([prefix.ids + words])
    start = int(prefix.positions.max()) + 1
    following = torch.arange(start, start + len(words)).expand(3, -1)
    positions = torch.cat([prefix.positions, following], 1)[:, None]
    mask = torch.ones(1, 1, ids.shape[1], ids.shape[1], dtype=torch.bool).tril()
    with torch.no_grad():
        logits = model.logits(model.hidden(ids, positions, mask, [shown])[0])
    assert (logits - expected).abs().max() < 1e-5


def test_towers_give_the_same_alone_and_together(model: QwenOmniModel) -> None:
    pictures = [a_picture(4, 6.0, seed) for seed in range(3)] + [a_picture(8, 9.0, 7)]
    sounds = [a_sound(seconds, 3) for seconds in (2.0, 10.0, 5.5)]
    for picture, seen in zip(pictures, model.see(pictures), strict=True):
        (alone,) = model.see([picture])
        assert alone.grid == seen.grid
        assert torch.allclose(alone.tokens, seen.tokens, atol=1e-5)
    for sound, heard in zip(sounds, model.hear(sounds), strict=True):
        (alone_too,) = model.hear([sound])
        assert alone_too.mel_frames == heard.mel_frames
        assert torch.allclose(alone_too.tokens, heard.tokens, atol=1e-5)


def test_frames_of_any_shape_are_squashed_to_the_square(model: QwenOmniModel) -> None:
    wide = np.repeat(a_picture().frames, 2, axis=2)  # every column twice
    (seen,) = model.see([Picture(wide, 6.4)])
    assert seen.grid == (2, 4, 4)


def test_a_very_short_sound_still_gives_a_token(model: QwenOmniModel) -> None:
    heard = model.hear([Sound(np.zeros(0, np.float32)), a_sound(0.01)])
    assert [len(one.tokens) for one in heard] == [1, 1]


def test_audio_tokens_are_counted_as_the_tower_does(model: QwenOmniModel) -> None:
    for seconds in (0.2, 0.35, 1.0, 3.33, 10.0, 12.0):
        (heard,) = model.hear([a_sound(seconds)])
        assert audio_tokens(heard.mel_frames) == len(heard.tokens)


def test_runs_close_a_gap_with_one_cut() -> None:
    assert runs([0, 0, 80, 80, 160], 50) == [2, 2, 1]
    assert runs([], 50) == [0]


def test_a_folder_of_a_whole_omni_model_loads_without_its_talker(
    checkpoint: Path, tmp_path: Path, model: QwenOmniModel
) -> None:
    hub = shutil.copytree(checkpoint, tmp_path / "hub")
    config = json.loads((hub / "config.json").read_text())
    whole = {"model_type": "qwen2_5_omni", "thinker_config": config, "talker_config": {}}
    (hub / "config.json").write_text(json.dumps(whole))
    weights = load_file(hub / "model.safetensors")
    renamed = {f"thinker.{name}": value for name, value in weights.items()}
    save_file(
        renamed | {"talker.extra": torch.zeros(2)},
        hub / "model.safetensors",
        metadata={"format": "pt"},
    )
    loaded = qwen2_5_omni.FAMILY.load(str(hub))
    assert loaded.frames == 16
    for name, value in model.module.state_dict().items():
        assert torch.equal(value, loaded.module.state_dict()[name]), name


def test_a_special_token_that_is_typed_is_plain_text(model: QwenOmniModel) -> None:
    """It opens no slot for a sound, and ends no answer."""
    shown = show(model, a_picture(), a_sound())
    for typed in ("What is <|AUDIO|>?", "<|im_end|>", "Say <|VIDEO|> twice."):
        ids = model.prompt_ids(typed)
        config = model.module.config
        assert not {config.audio_token_id, config.video_token_id} & set(ids)
        assert ids.count(model.processor.tokenizer.eos_token_id) == 1
        assert isinstance(model.answers([(shown, typed)], 4)[0], str)
    assert model.response_ids("<|im_end|>")[-1] == model.processor.tokenizer.eos_token_id
    assert len(model.response_ids("<|im_end|>")) > 2


def test_a_folder_in_the_home_folder_is_found(
    checkpoint: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    shutil.copytree(checkpoint, tmp_path / "mine")
    assert tiny_omni.FAMILY.load("~/mine").checkpoint == str(tmp_path / "mine")


def test_lora_targets_are_the_language_models_linear_layers(model: QwenOmniModel) -> None:
    import re

    names = [
        name for name, _ in model.module.named_modules() if re.fullmatch(model.lora_targets, name)
    ]
    assert len(names) == 7 * model.text.config.num_hidden_layers
    assert not [name for name in names if "visual" in name or "audio_tower" in name]


@pytest.mark.parametrize("damage", ["absent", "empty", "other kind", "no weights", "few weights"])
def test_a_checkpoint_that_cannot_be_used_is_refused_in_one_sentence(
    checkpoint: Path, tmp_path: Path, damage: str
) -> None:
    folder = tmp_path / "broken"
    if damage == "empty":
        folder.mkdir()
    elif damage != "absent":
        shutil.copytree(checkpoint, folder)
    if damage == "other kind":
        (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    elif damage == "no weights":
        (folder / "model.safetensors").unlink()
    elif damage == "few weights":
        weights = load_file(folder / "model.safetensors")
        weights.pop("lm_head.weight")
        save_file(weights, folder / "model.safetensors", metadata={"format": "pt"})
    with pytest.raises(ModelError) as refused:
        tiny_omni.FAMILY.load(str(folder))
    assert str(folder) in str(refused.value)
    assert "\n" not in str(refused.value)


def test_the_package_makes_transformers_and_peft_importable() -> None:
    script = "import core.models.qwen2_5_omni, torchvision, peft; from transformers import Trainer"
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True)


def test_a_family_without_a_default_asks_for_a_checkpoint() -> None:
    with pytest.raises(ModelError, match="Name a checkpoint"):
        qwen2_5_omni.FAMILY.load("")


def show(model: QwenOmniModel, picture: Picture | None, sound: Sound | None) -> Input:
    seen: Seen | None = model.see([picture])[0] if picture else None
    heard: Heard | None = model.hear([sound])[0] if sound else None
    return Input(seen, heard)
