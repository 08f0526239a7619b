"""Where picture and sound stand in a conversation: token ids and TMRoPE positions of an input.

The layout is that of transformers' Qwen2_5OmniProcessor with the sound loaded from the video:
`<|vision_bos|><|audio_bos|>`, then by turns the visual and the audio tokens of each chunk of two
seconds, then `<|audio_eos|><|vision_eos|>`. A modality that is absent leaves out its tokens.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, NamedTuple

import torch
from torch import Tensor

from core.errors import ModelError
from core.models.base import Input, Prefix

_PLACE = "\u2047"  # stands for the prompt while the chat template is rendered


class Shape(NamedTuple):
    """All that a prefix depends on; a modality without tokens is absent."""

    grid: tuple[int, int, int]  # patches in time, height and width
    seconds_per_step: float
    visual: int  # tokens
    mel_frames: int
    audio: int  # tokens


def shape_of(shown: Input) -> Shape:
    """The shape of an input."""
    seen, heard = shown.seen, shown.heard
    return Shape(
        seen.grid if seen else (0, 0, 0),
        seen.seconds_per_step if seen else 0.0,
        len(seen.tokens) if seen else 0,
        heard.mel_frames if heard else 0,
        len(heard.tokens) if heard else 0,
    )


@dataclass(frozen=True, slots=True)
class Slots:
    """Builds prefixes and prompts for one checkpoint."""

    tokenizer: Any
    thinker: Any  # for the ids of its config and its position rule
    before: str  # what the checkpoint's chat template puts before the media
    after: str  # and after the prompt

    def prefix(self, shape: Shape) -> Prefix:
        """Token ids and positions (3, tokens) of an input, up to where the prompt begins."""
        ids = self.ids(self.before) + self._media(shape)
        row = torch.tensor([ids])
        has_picture, has_sound = shape.visual > 0, shape.audio > 0
        positions, _ = self.thinker.get_rope_index(
            row,
            None,
            torch.tensor([shape.grid]) if has_picture else None,
            torch.ones_like(row),
            use_audio_in_video=has_picture and has_sound,
            audio_seqlens=torch.tensor([shape.mel_frames]) if has_sound else None,
            second_per_grids=torch.tensor([shape.seconds_per_step]) if has_picture else None,
        )
        return Prefix(ids, positions[:, 0])

    def ids(self, text: str) -> list[int]:
        """Token ids of a piece of the chat template, whose special tokens are meant."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def words(self, text: str) -> list[int]:
        """Token ids of what people or models say; what looks like a special token is plain text."""
        said = self.tokenizer(text, add_special_tokens=False, split_special_tokens=True)
        return list(said["input_ids"])

    def _media(self, shape: Shape) -> list[int]:
        token, config = self.tokenizer, self.thinker.config
        picture, sound = [config.video_token_id], [config.audio_token_id]
        vision_bos = token.convert_tokens_to_ids(token.vision_bos_token)
        vision_eos = token.convert_tokens_to_ids(token.vision_eos_token)
        audio_bos, audio_eos = config.audio_start_token_id, config.audio_end_token_id
        if not shape.visual:
            return [audio_bos, *(sound * shape.audio), audio_eos]
        if not shape.audio:
            return [vision_bos, *(picture * shape.visual), vision_eos]
        media = []
        for visual, audio in self._chunks(shape):
            media += picture * visual + sound * audio
        return [vision_bos, audio_bos, *media, audio_eos, vision_eos]

    def _chunks(self, shape: Shape) -> Iterator[tuple[int, int]]:
        """Visual and audio tokens of each chunk."""
        config = self.thinker.config
        per_step = shape.visual // shape.grid[0]
        step = shape.seconds_per_step * config.position_id_per_seconds  # in positions
        times = [step * (token // per_step) for token in range(shape.visual)]
        chunk = int(config.position_id_per_seconds * config.seconds_per_chunk)
        return zip_longest(runs(times, chunk), runs(range(shape.audio), chunk), fillvalue=0)


def runs(times: Sequence[float], chunk: int) -> list[int]:
    """Lengths of the runs that the processor cuts rising times into.

    A run ends before the first time at or after its number times `chunk`; no run is left out, so
    a gap of several chunks is closed by one cut.
    """
    lengths = [0]
    for time in times:
        if time >= chunk * len(lengths):
            lengths.append(0)
        lengths[-1] += 1
    return lengths


def audio_tokens(mel_frames: int) -> int:
    """Audio tokens of so many mel frames: a convolution and a pooling, each by two."""
    return ((mel_frames - 1) // 2 + 1 - 2) // 2 + 1


def frame_of(processor: Any) -> tuple[str, str]:
    """What the checkpoint's chat template puts before the media and after the prompt."""
    if not processor.chat_template:
        raise ModelError("The checkpoint has no chat template; add chat_template.jinja to it.")
    content = [{"type": "video", "video": ""}, {"type": "text", "text": _PLACE}]
    text = processor.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    slot = processor.vision_bos_token + processor.video_token + processor.vision_eos_token
    before, found, rest = text.partition(slot)
    between, place, after = rest.partition(_PLACE)
    if not found or not place or between:
        raise ModelError("The checkpoint's chat template does not place a video before its text.")
    return before, after


def padded(rows: Sequence[Sequence[int]], value: int, left: bool) -> Tensor:
    """Rows of ids (rows, longest), filled with `value` on the left or the right."""
    longest = max(map(len, rows))
    fills = [[value] * (longest - len(row)) for row in rows]
    return torch.tensor([[*f, *r] if left else [*r, *f] for r, f in zip(rows, fills, strict=True)])
