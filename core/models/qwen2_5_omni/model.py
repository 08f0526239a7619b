"""A loaded Qwen2.5-Omni thinker: towers once per medium, the language model on what they gave."""

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.models.base import SAMPLE_RATE_HZ, Heard, Input, Picture, Prefix, Seen, Sound
from core.models.qwen2_5_omni.decoding import decode
from core.models.qwen2_5_omni.slots import Slots, audio_tokens, frame_of, shape_of

_ROWS = 64  # media or questions in one pass
_LEAST_MEL_FRAMES = 4  # fewer would leave no audio token
_HALF = "\ufffd"  # how half a character is decoded


class QwenOmniModel:
    """Implements core.models.base.Model on transformers' own thinker and processor.

    `frame_px` are the least and the most pixels of a frame for the video processor; where they are
    one number, frames are squashed to that square first, whatever their shape.
    """

    def __init__(
        self,
        family: str,
        checkpoint: str,
        thinker: Any,
        processor: Any,
        frames: int,
        frame_px: tuple[int, int],
        decode_px: tuple[int, int] | None = None,
    ) -> None:
        self.family, self.checkpoint = family, checkpoint
        self.module: nn.Module = thinker
        self.frames, self.decode_px = frames, decode_px
        self.processor = processor
        self.text, place = text_model(thinker)
        self.lora_targets = (
            rf".*\b{re.escape(place)}\.layers\.\d+"
            r"\.(self_attn\.(q|k|v|o)_proj|mlp\.(gate|up|down)_proj)"
        )
        self._thinker, self._head = thinker, thinker.lm_head
        self._frame_px = frame_px
        self._slots = Slots(processor.tokenizer, thinker, *frame_of(processor))
        self._prefix = lru_cache(1024)(self._slots.prefix)
        self._words = lru_cache(4096)(self._said_ids)
        self.pad_id: int = processor.tokenizer.pad_token_id
        self.end_ids: frozenset[int] = _end_ids(thinker, processor)
        self._end = processor.tokenizer.eos_token

    @property
    def device(self) -> torch.device:
        """Where the weights lie."""
        return self._head.weight.device  # type: ignore[no-any-return]

    @torch.no_grad()
    def see(self, pictures: Sequence[Picture]) -> list[Seen]:
        """Run the vision tower, without gradient."""
        seen: list[Seen] = []
        for start in range(0, len(pictures), _ROWS):
            part = pictures[start : start + _ROWS]
            pixels, grids = self.pixels(part)
            outputs = self._thinker.get_video_features(pixels, grids).pooler_output
            steps = [self._seconds_per_step(picture) for picture in part]
            seen += [
                Seen(tokens, (grid[0], grid[1], grid[2]), seconds)
                for tokens, grid, seconds in zip(outputs, grids.tolist(), steps, strict=True)
            ]
        return seen

    @torch.no_grad()
    def hear(self, sounds: Sequence[Sound]) -> list[Heard]:
        """Run the audio tower, without gradient."""
        heard: list[Heard] = []
        for start in range(0, len(sounds), _ROWS):
            mel, mask = self.mel(sounds[start : start + _ROWS])
            frames = mask.sum(1).tolist()
            output = self._thinker.get_audio_features(mel, mask).last_hidden_state
            tokens = output.split([audio_tokens(count) for count in frames])
            heard += [Heard(part, count) for part, count in zip(tokens, frames, strict=True)]
        return heard

    def pixels(self, pictures: Sequence[Picture]) -> tuple[Tensor, Tensor]:
        """Patches (all patches, values) and grids (pictures, 3) of the genuine video processor."""
        videos = [torch.from_numpy(self._shaped(picture.frames)) for picture in pictures]
        least, most = self._frame_px
        size = {"shortest_edge": least, "longest_edge": most}
        done = self.processor.video_processor(videos, size=size, return_tensors="pt")
        return done["pixel_values_videos"].to(self.device), done["video_grid_thw"].to(self.device)

    def mel(self, sounds: Sequence[Sound]) -> tuple[Tensor, Tensor]:
        """Log-mel spectra (sounds, mels, frames) and masks (sounds, frames) of the extractor."""
        extractor = self.processor.feature_extractor
        least = _LEAST_MEL_FRAMES * extractor.hop_length
        waves = [np.pad(sound.samples, (0, max(0, least - len(sound.samples)))) for sound in sounds]
        done = extractor(
            waves,
            sampling_rate=SAMPLE_RATE_HZ,
            padding="max_length",
            return_attention_mask=True,
            return_tensors="pt",
        )
        mel = done["input_features"].to(self.device, self._head.weight.dtype)
        return mel, done["attention_mask"].to(self.device)

    def prefix(self, shown: Input) -> Prefix:
        """Begin of the user's turn with the slots of the media."""
        return self._prefix(shape_of(shown))

    def prompt_ids(self, prompt: str) -> list[int]:
        """The prompt, the end of the user's turn and the begin of the assistant's."""
        return self._words(prompt, self._slots.after)

    def response_ids(self, response: str) -> list[int]:
        """The response and the end of the assistant's turn."""
        return self._words(response, self._end)

    def _said_ids(self, text: str, after: str) -> list[int]:
        """Token ids of a text and of the piece of the chat template that follows it."""
        return self._slots.words(text) + self._slots.ids(after)

    def embed(self, ids: Tensor, inputs: Sequence[Input]) -> Tensor:
        """Embeddings (rows, tokens, hidden) with the media's tokens in their slots, in order."""
        embeds: Tensor = self._thinker.get_input_embeddings()(ids)
        config = self._thinker.config
        media = (
            (config.video_token_id, [shown.seen.tokens for shown in inputs if shown.seen]),
            (config.audio_token_id, [shown.heard.tokens for shown in inputs if shown.heard]),
        )
        for slot, tokens in media:
            if tokens:
                values = torch.cat(tokens).to(embeds.device, embeds.dtype)
                embeds = embeds.masked_scatter((ids == slot)[..., None], values)
        return embeds

    def hidden(
        self, ids: Tensor, positions: Tensor, mask: Tensor, inputs: Sequence[Input]
    ) -> Tensor:
        """Last hidden states (rows, tokens, hidden) of the language model.

        ids (rows, tokens); positions (3, rows, tokens); mask bool (rows, 1, tokens, tokens), true
        where a token may look: each at least at itself, padding too; inputs: one for each row.
        """
        masks = dict.fromkeys(self.text.config.layer_types, mask.to(self.device))
        output = self.text(
            inputs_embeds=self.embed(ids.to(self.device), inputs),
            position_ids=positions.to(self.device),
            attention_mask=masks,
            use_cache=False,
        )
        return output.last_hidden_state  # type: ignore[no-any-return]

    def logits(self, hidden: Tensor) -> Tensor:
        """Vocabulary logits (positions, vocabulary) of chosen hidden states (positions, hidden)."""
        return self._head(hidden)  # type: ignore[no-any-return]

    def stream(self, shown: Input, prompt: str, max_new_tokens: int = 64) -> Iterator[str]:
        """The greedy answer, piece by piece as text."""
        ids: list[int] = []
        told = ""
        for (token,) in decode(self, [(shown, prompt)], max_new_tokens):
            ids += [] if token is None else [token]
            text = self._said(ids)
            if text.endswith(_HALF):
                continue  # the character's other bytes follow
            if len(text) > len(told):
                yield text[len(told) :]
                told = text
        if rest := self._said(ids)[len(told) :]:
            yield rest

    def answers(self, asked: Sequence[tuple[Input, str]], max_new_tokens: int = 64) -> list[str]:
        """Greedy answers to many questions, in batches; equal to what `stream` gives one by one."""
        said: list[str] = []
        for start in range(0, len(asked), _ROWS):
            part = asked[start : start + _ROWS]
            steps = list(decode(self, part, max_new_tokens))
            rows = zip(*steps, strict=True)  # one tuple of tokens a question
            said += [self._said([token for token in row if token is not None]) for row in rows]
        return said

    def _said(self, ids: Sequence[int | None]) -> str:
        text: str = self.processor.tokenizer.decode(ids, skip_special_tokens=True)
        return text.lstrip()

    def _seconds_per_step(self, picture: Picture) -> float:
        frames_per_s = len(picture.frames) / picture.duration_s
        return float(self.processor.video_processor.temporal_patch_size / frames_per_s)

    def _shaped(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Frames (frames, 3, height, width), squashed where the checkpoint sees one square."""
        moved = torch.from_numpy(np.ascontiguousarray(frames)).permute(0, 3, 1, 2)
        least, most = self._frame_px
        if least != most:
            return moved.numpy()
        side = math.isqrt(least)
        square = nn.functional.interpolate(
            moved.float(), (side, side), mode="bilinear", antialias=True
        )
        return square.round().clamp(0, 255).to(torch.uint8).numpy()


def text_model(thinker: nn.Module) -> tuple[Any, str]:
    """The thinker's language model and its dotted name; versions of transformers differ in it."""
    for name, module in thinker.named_modules():
        if type(module).__name__.endswith("ThinkerTextModel"):
            return module, name
    raise TypeError(f"{type(thinker).__name__} holds no thinker's text model.")


def _end_ids(thinker: Any, processor: Any) -> frozenset[int]:
    configured = getattr(thinker.generation_config, "eos_token_id", None)
    listed = configured if isinstance(configured, list) else [configured]
    return frozenset({processor.tokenizer.eos_token_id, *listed} - {None})
