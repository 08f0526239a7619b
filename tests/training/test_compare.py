"""Base and tuned side by side: the base is the plain model, the tuned has its adapter on."""

import os
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from core import media
from core.answer import Answer, Question
from core.caption import Modality
from core.clip import AVInput
from core.errors import ModelError
from core.models.qwen2_5_omni import QwenOmniModel
from core.models.tiny_omni import FAMILY
from core.playable import playable
from core.run import Adapter
from core.workspace import Workspace
from tests.builders import a_run_config
from training.adapters import active_adapter, new_adapter, weights_id
from training.compare import Comparer, Piece

PROMPT = "Describe what you hear."


@pytest.fixture(scope="module")
def adapter(checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Adapter:
    """An adapter whose weights are large, so that it changes every answer."""
    folder = tmp_path_factory.mktemp("adapter")
    wrapped = new_adapter(FAMILY.load(str(checkpoint)), a_run_config())
    with torch.no_grad():
        for name, parameter in wrapped.named_parameters():
            if "lora_" in name:
                parameter.normal_(0, 0.3)
    wrapped.save_pretrained(folder)
    return Adapter(weights_id(wrapped), "run", str(folder), "tiny_omni", str(checkpoint))


@pytest.fixture(scope="module")
def comparer(demo: Workspace) -> Iterator[Comparer]:
    made = Comparer(demo)
    yield made
    made.close()


@pytest.fixture(scope="module")
def swapped(demo: Workspace) -> AVInput:
    return AVInput(*(demo.store.clips.named(name).id for name in ("cow-pasture", "owl-branch")))


def answers(said: Iterator[Piece | Answer]) -> list[Answer]:
    return [part for part in said if isinstance(part, Answer)]


def plain_answer(demo: Workspace, checkpoint: Path, question: Question, frames: int) -> str:
    """What transformers' own processor and `generate` make of the question, without any peft."""
    model = FAMILY.load(str(checkpoint))
    assert isinstance(model, QwenOmniModel)
    assert active_adapter(model.module) is None
    shown, clips = question.input, demo.store.clips
    picture = demo.media_file(clips.get(shown.video or "").media)
    pixels = media.frames(picture, frames, model.decode_px)
    duration_s = clips.get(shown.video or "").duration_s
    squares = torch.from_numpy(model._shaped(pixels))
    slots = [{"type": "video", "video": ""}, {"type": "text", "text": PROMPT}]
    text = model.processor.apply_chat_template(
        [{"role": "user", "content": slots}], tokenize=False, add_generation_prompt=True
    )
    least, most = model._frame_px
    given: dict = {
        "text": [text],
        "videos": [squares],
        "videos_kwargs": {
            "fps": frames / duration_s,
            "size": {"shortest_edge": least, "longest_edge": most},
        },
        "return_tensors": "pt",
    }
    if shown.audio is not None:
        given |= {
            "audio": [media.samples(playable(demo, shown))],
            "audio_from_video_indices": [0],
            "load_audio_from_video": True,
        }
    inputs = dict(model.processor(**given))
    made = model.module.generate(
        **inputs,
        use_audio_in_video=shown.audio is not None,
        max_new_tokens=64,
        do_sample=False,
    )
    ids = made[0, inputs["input_ids"].shape[1] :]
    text_of: str = model.processor.tokenizer.decode(ids, skip_special_tokens=True)
    return text_of.lstrip()


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # transformers
@pytest.mark.parametrize(("has_sound", "frames"), [(True, None), (False, None), (True, 2)])
def test_the_base_side_equals_the_plain_model_token_for_token(
    demo: Workspace,
    comparer: Comparer,
    checkpoint: Path,
    adapter: Adapter,
    swapped: AVInput,
    has_sound: bool,
    frames: int | None,
) -> None:
    shown = swapped if has_sound else AVInput(swapped.video, None)
    question = Question(shown, PROMPT, Modality.AUDIO, frames)
    for _ in range(2):  # the second time the adapter lies in the model already
        base, tuned = answers(comparer.ask(question, [adapter]))
        assert base.text == plain_answer(demo, checkpoint, question, frames or 4)
        assert tuned.text != base.text


def test_each_answer_says_what_was_active_as_read_from_the_model(
    comparer: Comparer, adapter: Adapter, swapped: AVInput
) -> None:
    said = list(comparer.ask(Question(swapped, PROMPT, Modality.AUDIO), [adapter]))
    base, tuned = answers(iter(said))
    assert (base.model, base.adapter_active) == ("base", False)
    assert (tuned.model, tuned.adapter, tuned.adapter_active) == ("tuned", adapter.id, True)
    for answer in (base, tuned):
        pieces = [part.text for part in said if isinstance(part, Piece)]
        assert len(pieces) > 2
        assert answer.seconds > 0
        assert answer.logp_base is not None
        assert answer.logp_tuned is not None
    streamed = "".join(
        part.text for part in said if isinstance(part, Piece) and part.model == "tuned"
    )
    assert streamed == tuned.text


def test_each_model_finds_its_own_greedy_answer_the_likelier(
    comparer: Comparer, adapter: Adapter, swapped: AVInput
) -> None:
    base, tuned = answers(comparer.ask(Question(swapped, PROMPT, Modality.AUDIO), [adapter]))
    assert base.logp_base is not None
    assert base.logp_tuned is not None
    assert tuned.logp_base is not None
    assert tuned.logp_tuned is not None
    assert base.logp_base > base.logp_tuned
    assert tuned.logp_tuned > tuned.logp_base


def test_a_sound_alone_can_be_asked_about(
    comparer: Comparer, checkpoint: Path, swapped: AVInput
) -> None:
    blind = Question(AVInput(None, swapped.audio), PROMPT, Modality.AUDIO)
    (base,) = answers(comparer.ask(blind, checkpoint=str(checkpoint)))
    assert base.text
    assert (base.adapter, base.logp_tuned) == (None, None)


def test_an_adapter_that_is_not_what_it_says_is_refused(
    comparer: Comparer, adapter: Adapter, swapped: AVInput
) -> None:
    question = Question(swapped, PROMPT, Modality.AUDIO)
    liar = Adapter("0" * 16, "run", adapter.path, adapter.family, adapter.checkpoint)
    with pytest.raises(ModelError, match=f"are not those of {'0' * 16}"):
        list(comparer.ask(question, [liar]))
    gone = Adapter("1" * 16, "run", "/nowhere", adapter.family, adapter.checkpoint)
    with pytest.raises(ModelError, match="are gone from /nowhere"):
        list(comparer.ask(question, [gone]))
    of_another = replace(adapter, base="2" * 16)
    with pytest.raises(ModelError, match="was trained on another checkpoint"):
        list(comparer.ask(question, [of_another]))
    assert len(answers(comparer.ask(question, [adapter]))) == 2  # the process goes on


def test_an_answer_that_nobody_waited_for_does_not_disturb_the_next(
    comparer: Comparer, checkpoint: Path, swapped: AVInput
) -> None:
    first = Question(swapped, PROMPT, Modality.AUDIO)
    second = Question(swapped, "Describe what you see.", Modality.VISUAL)
    (expected,) = answers(comparer.ask(second, checkpoint=str(checkpoint)))
    abandoned = comparer.ask(first, checkpoint=str(checkpoint))
    next(abandoned)
    abandoned.close()  # type: ignore[attr-defined]  # the reader went away
    (found,) = answers(comparer.ask(second, checkpoint=str(checkpoint)))
    assert (found.question, found.text) == (second, expected.text)


@pytest.mark.slow
def test_a_process_ends_when_idle_crashes_aloud_and_is_started_anew(
    demo: Workspace, checkpoint: Path, swapped: AVInput
) -> None:
    comparer = Comparer(demo, idle_s=0.5)
    comparer.prepare(checkpoint=str(checkpoint))
    prepared = comparer._process
    question = Question(AVInput(swapped.video, None), PROMPT, Modality.AUDIO)
    first = answers(comparer.ask(question, checkpoint=str(checkpoint)))
    idle = comparer._process
    assert idle is not None
    assert idle is prepared
    for _ in range(600):  # a minute
        if idle.poll() is not None:
            break
        time.sleep(0.1)
    assert idle.returncode == 0
    asked = comparer.ask(question, checkpoint=str(checkpoint))
    begun = next(asked)
    assert isinstance(begun, Piece)
    assert first[0].text.startswith(begun.text)
    assert comparer._process is not None
    os.kill(comparer._process.pid, signal.SIGKILL)
    with pytest.raises(ModelError, match=r"ended unexpectedly \(code -9\).*Ask again"):
        list(asked)
    with pytest.raises(ModelError, match="There is no checkpoint folder"):
        list(comparer.ask(question, checkpoint="/nowhere"))
    third = comparer._process
    comparer.close()
    assert third is not None
    assert third.returncode == 0
