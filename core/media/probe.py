"""What a file holds, read from its packets and its first frame, before anything is converted."""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av import AudioStream, Packet, VideoFrame, VideoStream
from av.container import InputContainer
from av.stream import Disposition

from core.media.container import (
    MAX_DURATION_S,
    MAX_PICTURE_PIXELS,
    MIN_DURATION_S,
    bad,
    open_media,
)
from core.media.timing import Timing, timing

PLAYED_HZ = 48_000  # of every sound that plays
MOST_CHANNELS = 2
_PRIMING_PACKETS = 3  # the silence that an AAC encoder starts with, hidden by an edit list
_EXACT_S = 0.001
_WHOLE = 0.95  # the least part of the promised duration that must be there


@dataclass(frozen=True, slots=True)
class Probe:
    """A file that can become a clip; times count from its first shown frame."""

    timing: Timing
    frames: int  # stored ones that are shown
    width: int  # pixels as shown: turned upright, square, even
    height: int
    turn: int  # degrees counter-clockwise that bring the stored picture upright
    codec: str  # of the picture
    is_clean: bool  # whether the picture's packets can be played as they are
    is_sound_clean: bool  # the same of the sound's, which then last as long as the picture
    channels: int  # of the sound
    sound_start_s: float  # first sound; negative: before the first shown frame
    sound_end_s: float

    @property
    def duration_s(self) -> float:
        """Length of the picture, which is the clip's."""
        return float(self.timing.count / self.timing.rate)

    @property
    def fps(self) -> float:
        """Frames per second of the clip; where they vary, the finest spacing decides."""
        return float(self.timing.rate)


@dataclass(slots=True)
class _Span:
    """When the packets of one stream are shown, in ticks of its own clock."""

    tick_s: Fraction
    starts: list[int] = field(default_factory=list)
    end: int = 0
    hidden: int = 0  # packets that an edit list hides, needed only to decode others; broken ones

    def add(self, packet: "Packet[Any]") -> None:
        start = packet.pts if packet.pts is not None else packet.dts
        if packet.is_discard or packet.is_corrupt:
            self.hidden += 1
        elif start is not None:
            self.starts.append(start)
            self.end = max(self.end, start + (packet.duration or 0))

    @property
    def start_s(self) -> float:
        return float(min(self.starts) * self.tick_s)

    @property
    def end_s(self) -> float:
        return float(self.end * self.tick_s)


def probe(file: Path) -> Probe:
    """What the file is as a clip; BadMedia with one sentence if it cannot be one."""
    with open_media(file) as container:
        picture, sound = streams(container, file)
        seen, heard, first = _read(container, picture, sound)
        if first is None or not seen.starts:
            raise bad(file, "its picture cannot be decoded", "Copy or export it again.")
        if not heard.starts:
            raise bad(file, "its sound track is empty", "Export it again with sound.")
        _check_whole(file, container, {picture: seen, sound: heard})
        result = _describe(container, picture, sound, seen, heard, first)
    _check_size(file, result.width, result.height)  # the header says how wide a pixel is
    if result.duration_s < MIN_DURATION_S:
        reason = f"it lasts {result.duration_s:.2f} s, too short to judge"
        raise bad(file, reason, f"Use clips of at least {MIN_DURATION_S} s.")
    if result.duration_s > MAX_DURATION_S:
        reason = f"it lasts {result.duration_s:.0f} s, too long for a clip"
        raise bad(file, reason, f"Cut it into clips of at most {MAX_DURATION_S:.0f} s.")
    return result


def streams(container: InputContainer, file: Path) -> tuple[VideoStream, AudioStream]:
    """Picture and sound; the picture's decoder will refuse frames that are too large."""
    moving = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic  # the cover of a song
    ]
    if not moving:
        raise bad(file, "it has no picture", "Use a video with picture and sound.")
    if not container.streams.audio:
        raise bad(file, "it has no sound track", "Use a video with picture and sound.")
    picture, sound = moving[0], container.streams.audio[0]
    for kind, stream in (("picture", picture), ("sound", sound)):
        if stream.codec_context is None:  # PyAV has no decoder for it
            raise bad(file, f"its {kind} is in an unknown format", "Export it as H.264 and AAC.")
    context = picture.codec_context
    _check_size(file, context.width, context.height)
    context.options = {"max_pixels": str(MAX_PICTURE_PIXELS)}  # what is inside may be larger yet
    return picture, sound


def _check_size(file: Path, width: int, height: int) -> None:
    if width * height > MAX_PICTURE_PIXELS:
        side = round(MAX_PICTURE_PIXELS**0.5)
        reason = f"its picture of {width} x {height} pixels is too large"
        raise bad(file, reason, f"Scale it down to at most {side} x {side} pixels.")


def _read(
    container: InputContainer, picture: VideoStream, sound: AudioStream
) -> tuple[_Span, _Span, VideoFrame | None]:
    """When the packets of both are shown, and the first frame."""
    spans = {
        stream.index: _Span(stream.time_base or Fraction(1, 1_000_000))
        for stream in (picture, sound)
    }
    first: VideoFrame | None = None
    for packet in container.demux(picture, sound):
        spans[packet.stream_index].add(packet)
        if first is None and packet.stream_index == picture.index:
            with contextlib.suppress(av.FFmpegError):  # the next one may do
                first = next((f for f in packet.decode() if isinstance(f, VideoFrame)), None)
    return spans[picture.index], spans[sound.index], first


def _check_whole(
    file: Path, container: InputContainer, spans: Mapping[VideoStream | AudioStream, _Span]
) -> None:
    """Refuse half a clip: what is there must reach the end that the file's index promises.

    Each track is measured by what the index says of it. The length of the whole file counts only
    where it says nothing, for another track, as of a second language, may be longer.
    """
    ends = max(span.end_s for span in spans.values())
    begins = min(span.start_s for span in spans.values())
    for stream, span in spans.items():
        if stream.duration and stream.time_base:
            whole_s, there_s = float(stream.duration * stream.time_base), span.end_s - span.start_s
        elif (end_s := _tagged_end_s(stream)) is not None:
            whole_s, there_s = end_s, span.end_s
        else:
            whole_s, there_s = (container.duration or 0) / 1_000_000, ends - begins
        if there_s < _WHOLE * whole_s:
            reason = f"only {there_s:.1f} s of the promised {whole_s:.1f} s are there"
            raise bad(file, reason, "Copy or download it again.")


def _tagged_end_s(stream: VideoStream | AudioStream) -> float | None:
    """When a Matroska track ends by its own tag, as "00:00:03.200000000"; None without one."""
    found = re.fullmatch(r"(\d+):(\d\d):(\d\d(?:\.\d+)?)", stream.metadata.get("DURATION", ""))
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def _describe(
    container: InputContainer,
    picture: VideoStream,
    sound: AudioStream,
    seen: _Span,
    heard: _Span,
    first: VideoFrame,
) -> Probe:
    shape = picture.sample_aspect_ratio or Fraction(1)  # width of a pixel by its height
    width, height = _even(first.width * shape), _even(first.height)
    turn = round(first.rotation / 90) * 90 % 360
    pace = timing(seen.starts, seen.end, seen.tick_s)
    codec = picture.codec_context.name
    is_clean = (
        codec == "h264"
        and first.format.name == "yuv420p"
        and (first.width, first.height) == (width, height)
        and turn == 0
        and pace.is_constant
        and not seen.hidden
        and container.format.name.startswith(("mov", "matroska"))  # their H.264 is MP4's
    )
    return Probe(
        timing=pace,
        frames=len(seen.starts),
        width=height if turn in {90, 270} else width,
        height=width if turn in {90, 270} else height,
        turn=turn,
        codec=codec,
        is_clean=is_clean,
        is_sound_clean=container.format.name.startswith("mov") and _is_clean(sound, heard, pace),
        channels=sound.codec_context.channels,
        sound_start_s=heard.start_s - pace.start_s,
        sound_end_s=heard.end_s - pace.start_s,
    )


def _is_clean(sound: AudioStream, heard: _Span, pace: Timing) -> bool:
    """Whether the sound is AAC at 48 kHz, and neither longer nor shorter than the picture."""
    context, end_s = sound.codec_context, float(pace.count / pace.rate)
    return (
        context.name == "aac"
        and context.sample_rate == PLAYED_HZ
        and context.channels <= MOST_CHANNELS
        and heard.hidden <= _PRIMING_PACKETS
        and abs(pace.start_s) < _EXACT_S
        and abs(heard.start_s) < _EXACT_S
        and abs(heard.end_s - end_s) < _EXACT_S
    )


def _even(pixels: Fraction | int) -> int:
    """The even number of pixels nearest to this; H.264 in 4:2:0 has no other."""
    return max(2, 2 * round(pixels / 2))
