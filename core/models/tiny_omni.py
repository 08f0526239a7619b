"""tiny-omni: a Qwen2.5-Omni thinker of a million parameters, made by this repository.

Its classes are transformers' own; this file says how its tokenizer, processor and config are made.
`python -m training.pretrain` teaches it the demo clips and wrote the checkpoint beside this file.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch

from core import prompts
from core.models.qwen2_5_omni import QwenOmniFamily, QwenOmniModel, define_missing_operators

define_missing_operators()

from tokenizers import Tokenizer, models, pre_tokenizers, trainers  # noqa: E402
from transformers import (  # noqa: E402
    Qwen2_5OmniProcessor,
    Qwen2_5OmniThinkerConfig,
    Qwen2_5OmniThinkerForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen2VLImageProcessor,
    Qwen2VLVideoProcessor,
    WhisperFeatureExtractor,
)

FRAME_PX = 56  # side of the square that every frame is squashed to: 2 x 2 tokens of 28 pixels
DECODE_PX = (160, 120)  # width and height of frames: enough to crop from
FRAMES = 4
MELS = 64
HOP = 800  # samples: one mel frame every 50 ms, one audio token every 200 ms
LONGEST_S = 10  # seconds of sound that are heard; 50 audio tokens

FAMILY = QwenOmniFamily(
    name="tiny_omni",
    title="tiny-omni (on this computer)",
    default_checkpoint=str(Path(__file__).parent / "tiny_omni_checkpoint"),
    frames=FRAMES,
    decode_px=DECODE_PX,
)

_NAMED = {
    "image_token": "<|IMAGE|>",
    "audio_token": "<|AUDIO|>",
    "video_token": "<|VIDEO|>",
    "vision_bos_token": "<|vision_bos|>",
    "vision_eos_token": "<|vision_eos|>",
    "audio_bos_token": "<|audio_bos|>",
    "audio_eos_token": "<|audio_eos|>",
}
_TURN_END, _PADDING = "<|im_end|>", "<|endoftext|>"
_SPECIAL = [_PADDING, "<|im_start|>", _TURN_END, *_NAMED.values()]
_CHAT_TEMPLATE = """\
{% for message in messages %}<|im_start|>{{ message.role }}
{% if message.content is string %}{{ message.content }}{% else %}\
{% for part in message.content %}\
{% if part.type == 'image' %}<|vision_bos|><|IMAGE|><|vision_eos|>\
{% elif part.type == 'video' %}<|vision_bos|><|VIDEO|><|vision_eos|>\
{% elif part.type == 'audio' %}<|audio_bos|><|AUDIO|><|audio_eos|>\
{% else %}{{ part.text }}{% endif %}{% endfor %}{% endif %}<|im_end|>
{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant
{% endif %}"""


def make_tokenizer(texts: Iterable[str], vocabulary: int = 1024) -> Any:
    """A Qwen2Tokenizer whose byte pairs are learnt from these texts, at most `vocabulary` ids."""
    shell = Qwen2Tokenizer()._tokenizer  # Qwen's normaliser and way of splitting  # noqa: SLF001
    learner = Tokenizer(models.BPE())
    learner.normalizer, learner.pre_tokenizer = shell.normalizer, shell.pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary - len(_SPECIAL),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    learner.train_from_iterator(texts, trainer)
    learnt = json.loads(learner.to_str())["model"]
    tokenizer = Qwen2Tokenizer(
        vocab=dict(learnt["vocab"]),
        merges=[tuple(merge) for merge in learnt["merges"]],
        eos_token=_TURN_END,
        pad_token=_PADDING,
        extra_special_tokens=_NAMED,
    )
    tokenizer.add_tokens(_SPECIAL, special_tokens=True)
    return tokenizer


def make_processor(tokenizer: Any) -> Any:
    """The genuine processor for frames of 56 x 56 pixels and up to ten seconds of sound."""
    size = {"shortest_edge": FRAME_PX**2, "longest_edge": FRAME_PX**2}
    patches = {"size": size, "patch_size": 14, "merge_size": 2, "temporal_patch_size": 2}
    return Qwen2_5OmniProcessor(
        image_processor=Qwen2VLImageProcessor(**patches),
        video_processor=Qwen2VLVideoProcessor(**patches, cap_pixels_per_frame=False),
        feature_extractor=WhisperFeatureExtractor(
            feature_size=MELS,
            sampling_rate=16_000,
            hop_length=HOP,
            chunk_length=LONGEST_S,
            n_fft=1024,
            return_attention_mask=True,
        ),
        tokenizer=tokenizer,
        chat_template=_CHAT_TEMPLATE,
    )


def make_config(tokenizer: Any, hidden: int = 128, layers: int = 4, tower: int = 64) -> Any:
    """A thinker's config: `hidden` and `tower` are widths, of the language model and the towers."""
    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in _SPECIAL}
    quarter = hidden // 4 // 2 // 4  # of half a head's width: time 1, height 1.5, width 1.5
    return Qwen2_5OmniThinkerConfig(
        text_config={
            "vocab_size": len(tokenizer),
            "hidden_size": hidden,
            "intermediate_size": 3 * hidden,
            "num_hidden_layers": layers,
            "num_attention_heads": 4,
            "num_key_value_heads": 2,
            "max_position_embeddings": 4096,
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": 10_000.0,
                "mrope_section": [quarter, 3 * quarter // 2, 3 * quarter // 2],
            },
            "pad_token_id": ids[_PADDING],
            "eos_token_id": ids[_TURN_END],
            "tie_word_embeddings": False,
        },
        vision_config=_vision(hidden, tower),
        audio_config=_audio(hidden, tower),
        audio_token_index=ids["<|AUDIO|>"],
        image_token_index=ids["<|IMAGE|>"],
        video_token_index=ids["<|VIDEO|>"],
        audio_start_token_id=ids["<|audio_bos|>"],
        audio_end_token_id=ids["<|audio_eos|>"],
        vision_start_token_id=ids["<|vision_bos|>"],  # undeclared, but read by get_rope_index
        vision_end_token_id=ids["<|vision_eos|>"],
        pad_token_id=ids[_PADDING],
        eos_token_id=ids[_TURN_END],
        user_token_id=tokenizer.convert_tokens_to_ids("user"),
    )


def _vision(hidden: int, width: int) -> dict[str, Any]:
    return {
        "depth": 2,
        "hidden_size": width,
        "intermediate_size": 2 * width,
        "num_heads": 4,
        "patch_size": 14,
        "spatial_merge_size": 2,
        "temporal_patch_size": 2,
        "window_size": 112,
        "out_hidden_size": hidden,
        "fullatt_block_indexes": [1],
    }


def _audio(hidden: int, width: int) -> dict[str, Any]:
    return {
        "num_mel_bins": MELS,
        "encoder_layers": 2,
        "encoder_attention_heads": 4,
        "encoder_ffn_dim": 4 * width,
        "d_model": width,
        "max_source_positions": 16_000 * LONGEST_S // HOP,
        "n_window": 100,  # ten seconds are one window
        "output_dim": hidden,
        "initializer_range": 0.1,  # so narrow a tower learns late, or never, from 0.02
    }


def new_model(texts: Iterable[str], seed: int, hidden: int = 128, layers: int = 4) -> QwenOmniModel:
    """An untaught tiny-omni whose tokenizer knows the words of these texts."""
    tokenizer = make_tokenizer([*texts, "system user assistant"])
    torch.manual_seed(seed)
    thinker = Qwen2_5OmniThinkerForConditionalGeneration(make_config(tokenizer, hidden, layers))
    processor = make_processor(tokenizer)
    frame_px = (FRAME_PX**2, FRAME_PX**2)
    return QwenOmniModel(FAMILY.name, "", thinker.eval(), processor, FRAMES, frame_px, DECODE_PX)


def save(model: QwenOmniModel, folder: Path) -> Path:
    """Write a normal transformers checkpoint in bfloat16, without touching the model."""
    folder.mkdir(parents=True, exist_ok=True)
    thinker: Any = model.module
    weights = {
        name: value.to(torch.bfloat16) if value.is_floating_point() else value
        for name, value in thinker.state_dict().items()
    }
    thinker.save_pretrained(folder, state_dict=weights)
    model.processor.save_pretrained(folder)
    return folder


def random_checkpoint(folder: Path, seed: int = 0) -> Path:
    """Write a valid checkpoint that was taught nothing, for tests."""
    words = [*prompts.HEAR, *prompts.SEE, *prompts.BOTH, prompts.MATCHING, "Yes. No."]
    words += [prompts.is_heard("cow"), prompts.is_seen("cow"), "A cow moos. A cat meows."]
    return save(new_model(words, seed), folder)
