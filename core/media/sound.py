"""The sound of a file as samples: in step with its picture, and exactly as long."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av import AudioFrame, AudioResampler
from numpy.typing import NDArray

from core.media.container import bad, open_media
from core.media.probe import MOST_CHANNELS, PLAYED_HZ, Probe, probe, streams

_GAP_S = 0.02  # a jump of the timestamps beyond rounding: silence lies between

Sound = NDArray[np.float32]  # (channels, samples), full scale is -1 to 1


def samples(file: Path, rate_hz: int = 16_000, known: Probe | None = None) -> NDArray[np.float32]:
    """The clip's sound in mono, as long as its picture: (samples,), full scale is -1 to 1.

    Where the file has several channels, their mean. BadMedia if the file cannot be a clip.
    """
    mono: NDArray[np.float32] = sound(file, rate_hz, known).mean(axis=0)
    return mono


def sound(file: Path, rate_hz: int = PLAYED_HZ, known: Probe | None = None) -> Sound:
    """What is heard while the picture lasts, in one or two channels: (channels, samples).

    Sound before and after the picture is cut; where there is none, there is silence.
    """
    known = known or probe(file)
    length = round(known.duration_s * rate_hz)
    heard = np.zeros((min(known.channels, MOST_CHANNELS), length), np.float32)
    for start_s, run in _runs(file, known):
        piece, start = _resampled(run, len(heard), rate_hz), round(start_s * rate_hz)
        begin, end = max(start, 0), min(start + piece.shape[1], length)
        if begin < end:
            heard[:, begin:end] = piece[:, begin - start : end - start]
    peak = np.abs(heard).max()
    return heard / peak if peak > 1 else heard  # six channels mixed into two may be too loud


def _runs(file: Path, known: Probe) -> Iterator[tuple[float, list[AudioFrame]]]:
    """Stretches of sound without a gap, each with its start in the clip, s."""
    run: list[AudioFrame] = []
    start_s = end_s = 0.0
    for frame in _frames(file):
        # a frame without a timestamp follows the one before
        time_s = end_s if frame.time is None else frame.time - known.timing.start_s
        if run and (abs(time_s - end_s) > _GAP_S or _shape(frame) != _shape(run[0])):
            yield start_s, run
            run = []
        if time_s >= known.duration_s:
            break
        if not run:
            start_s = end_s = time_s
        run.append(frame)
        end_s += frame.samples / frame.sample_rate
    if run:
        yield start_s, run


def _frames(file: Path) -> Iterator[AudioFrame]:
    """Every decodable frame of sound; BadMedia if there is none."""
    is_heard = False
    with open_media(file) as container:
        _, stream = streams(container, file)
        for packet in container.demux(stream):
            try:
                decoded = packet.decode()
            except av.FFmpegError:  # damaged; the gap becomes silence
                continue
            for frame in decoded:
                is_heard = True
                yield frame
    if not is_heard:
        raise bad(file, "its sound cannot be decoded", "Copy or export it again.")


def _shape(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _resampled(run: list[AudioFrame], channels: int, rate_hz: int) -> Sound:
    """The frames as one array at another rate: (channels, samples)."""
    resampler = AudioResampler("fltp", "mono" if channels == 1 else "stereo", rate_hz)
    parts = [part.to_ndarray() for frame in (*run, None) for part in resampler.resample(frame)]
    return np.concatenate(parts, axis=1) if parts else np.zeros((channels, 0), np.float32)
