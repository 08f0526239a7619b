"""Where picture and sound stand in a conversation: token ids and TMRoPE positions of an input.

The layout is that of transformers' Qwen2_5OmniProcessor with the sound loaded from the video:
`<|vision_bos|><|audio_bos|>`, then by turns the visual and the audio tokens of each chunk of two
seconds, then `<|audio_eos|><|vision_eos|>`. A modality that is absent leaves out its tokens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import torch
from torch import Tensor

from core.errors import ModelError
from core.models.base import Input, Prefix

_PLACE = "\u2047"  # stands for the prompt while the chat template is rendered


@dataclass(frozen=True, slots=True)
class Slots:
    """Builds prefixes and prompts for one checkpoint."""

    tokenizer: Any
    thinker: Any  # for the ids of its config and its position rule
    before: str  # what the checkpoint's chat template puts before the media
    after: str  # and after the prompt

    def prefix(self, shown: Input) -> Prefix:
        """Token ids and positions (3, tokens) of an input, up to where the prompt begins."""
        ids = self.ids(self.before) + self._media(shown)
        row = torch.tensor([ids])
        seen, heard = shown.seen, shown.heard
        positions, _ = self.thinker.get_rope_index(
            row,
            None,
            torch.tensor([seen.grid]) if seen else None,
            torch.ones_like(row),
            use_audio_in_video=bool(seen and heard),
            audio_seqlens=torch.tensor([heard.mel_frames]) if heard else None,
            second_per_grids=torch.tensor([seen.seconds_per_step]) if seen else None,
        )
        return Prefix(ids, positions[:, 0])

    def ids(self, text: str) -> list[int]:
        """Token ids of a text that begins or ends at a special token."""
        return list(self.tokenizer(text, add_special_tokens=False)["input_ids"])

    def _media(self, shown: Input) -> list[int]:
        token, config = self.tokenizer, self.thinker.config
        picture = [config.video_token_id] * (len(shown.seen.tokens) if shown.seen else 0)
        sound = [config.audio_token_id] * (len(shown.heard.tokens) if shown.heard else 0)
        vision_bos = token.convert_tokens_to_ids(token.vision_bos_token)
        vision_eos = token.convert_tokens_to_ids(token.vision_eos_token)
        audio_bos, audio_eos = config.audio_start_token_id, config.audio_end_token_id
        if shown.seen is None:
            return [audio_bos, *sound, audio_eos]
        if shown.heard is None:
            return [vision_bos, *picture, vision_eos]
        media = self._interleaved(shown, picture, sound)
        return [vision_bos, audio_bos, *media, audio_eos, vision_eos]

    def _interleaved(self, shown: Input, picture: list[int], sound: list[int]) -> list[int]:
        """Visual and audio tokens by turns, a chunk at a time."""
        config, seen = self.thinker.config, shown.seen
        if seen is None:
            return sound
        per_step = len(picture) // seen.grid[0]
        step = seen.seconds_per_step * config.position_id_per_seconds  # in positions
        times = [step * (token // per_step) for token in range(len(picture))]
        chunk = int(config.position_id_per_seconds * config.seconds_per_chunk)
        sizes = zip_longest(runs(times, chunk), runs(range(len(sound)), chunk), fillvalue=0)
        ids = []
        for visual, audio in sizes:
            ids += picture[:visual] + sound[:audio]
        return ids


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
