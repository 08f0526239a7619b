"""The picture of a file as frames: upright, by their timestamps."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av import VideoFrame
from numpy.typing import NDArray

from core.media.container import bad, open_media
from core.media.probe import Probe, probe, streams

_DAMAGED = 0.05  # the greatest part of the frames that may be undecodable


def frames(
    file: Path,
    count: int,
    size: tuple[int, int] | None = None,
    known: Probe | None = None,
    *,
    roughly: bool = False,
) -> NDArray[np.uint8]:
    """What is seen in the middle of `count` equal parts of the clip: (count, height, width, 3).

    RGB, 0 to 255. `size` is (width, height) in pixels; without it frames are as large as they are
    shown. Where the clip has fewer frames, some repeat. `known` is the file's probe, where the
    caller has it. `roughly` takes half the time and may be a few frames early: for thumbnails.
    BadMedia if the file cannot be a clip.
    """
    known = known or probe(file)
    step_s = known.duration_s / count
    chosen: list[VideoFrame] = []
    latest: VideoFrame | None = None
    for time_s, frame in shown(file, known, roughly=roughly):
        latest = latest or frame
        while len(chosen) < count and time_s > (len(chosen) + 0.5) * step_s:
            chosen.append(latest)
        latest = frame
    if latest is not None:
        chosen += [latest] * (count - len(chosen))
    size = size or (known.width, known.height)
    return np.stack([upright(frame, known.turn, size) for frame in chosen])


def shown(file: Path, known: Probe, *, roughly: bool = False) -> Iterator[tuple[float, VideoFrame]]:
    """Every frame with the time since the first one at which it is shown, s; at least one.

    `roughly` leaves out frames that no other frame needs. BadMedia if too few can be decoded.
    """
    damaged, is_any, time_s = 0, False, 0.0
    with open_media(file) as container:
        picture, _ = streams(container, file)
        picture.codec_context.skip_frame = "NONREF" if roughly else "DEFAULT"
        for packet in container.demux(picture):
            try:
                decoded = packet.decode()
            except av.FFmpegError:
                damaged += 1
                continue
            for frame in decoded:
                if frame.time is not None:  # without one it follows the frame before
                    time_s = frame.time - known.timing.start_s
                yield time_s, frame
                time_s += 1 / known.fps
                is_any = True
    if not is_any or damaged > _DAMAGED * known.frames:
        reason = f"{damaged} of its {known.frames} frames cannot be decoded"
        raise bad(file, reason, "Copy or export it again.")


def upright(frame: VideoFrame, turn: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """The frame as RGB, turned counter-clockwise by `turn` degrees: (height, width, 3)."""
    width, height = reversed(size) if turn in {90, 270} else size
    stored = frame.reformat(width, height, "rgb24").to_ndarray()
    return np.ascontiguousarray(np.rot90(stored, turn // 90), np.uint8)
