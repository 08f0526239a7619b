"""Writing what plays: an MP4 of H.264 and AAC, its index in front, both tracks equally long."""

import heapq
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av import AudioFrame, AudioStream, Packet, VideoFrame, VideoStream

from core.media.container import open_media
from core.media.picture import shown, upright
from core.media.probe import PLAYED_HZ, Probe, streams
from core.media.sound import Sound
from core.media.timing import Timing

_QUALITY = {"crf": "20", "preset": "veryfast"}  # of a picture that is encoded anew
_KEY_FRAME_S = 2  # the most that a player decodes before it can show a moment
_SOUND_BITS = 192_000  # per second; at 128,000 pure tones overshoot (docs/media.md)


def write_mp4(draft: Path, file: Path, known: Probe, heard: Sound | None) -> None:
    """Write the file's picture over a sound that lasts as long: (channels, samples).

    A clean picture is copied packet by packet, any other is encoded anew. Without a sound the
    file's own, which must be clean, is copied.
    """
    with (
        open_media(file) as source,
        av.open(str(draft), "w", "mp4", options={"movflags": "+faststart"}) as output,
    ):
        picture, sound = streams(source, file)
        if known.is_clean:
            pictures = _copied(file, output.add_stream_from_template(picture), known.timing)
        else:
            track = output.add_stream("libx264", known.timing.rate, _QUALITY)
            pictures = _encoded(file, track, known)
        if heard is None:
            sounds = _copied_sound(file, output.add_stream_from_template(sound))
        else:
            layout = "mono" if len(heard) == 1 else "stereo"
            voice = output.add_stream("aac", PLAYED_HZ, layout=layout, bit_rate=_SOUND_BITS)
            sounds = _encoded_sound(voice, heard, layout)
        for packet in heapq.merge(pictures, sounds, key=_time_s):
            output.mux(packet)


def _copied(file: Path, track: VideoStream, timing: Timing) -> Iterator["Packet[Any]"]:
    """The packets of a constant picture, untouched but for exact timestamps from 0."""
    times = [time for time, _ in _packets(file)]
    place = {time: rank for rank, time in enumerate(sorted(times))}
    delay = max(index - place[time] for index, time in enumerate(times))
    for index, (time, packet) in enumerate(_packets(file)):
        packet.stream, packet.time_base = track, 1 / timing.rate
        packet.pts, packet.dts, packet.duration = place[time], index - delay, 1
        yield packet


def _packets(file: Path) -> Iterator[tuple[int, "Packet[Any]"]]:
    """The packets of the picture in the order of decoding, each with the time it is shown at."""
    with open_media(file) as source:
        picture, _ = streams(source, file)
        for packet in source.demux(picture):
            if packet.pts is not None:
                yield packet.pts, packet


def _encoded(file: Path, track: VideoStream, known: Probe) -> Iterator["Packet[Any]"]:
    """The picture at a constant rate: a frame lasts until the next one's timestamp."""
    rate, count = known.timing.rate, known.timing.count
    track.width, track.height, track.pix_fmt = known.width, known.height, "yuv420p"
    track.codec_context.time_base = 1 / rate
    track.codec_context.gop_size = round(rate * _KEY_FRAME_S)
    place = 0
    latest: VideoFrame | None = None
    for time_s, frame in shown(file, known):
        while latest is not None and place < min(round(time_s * float(rate)), count):
            yield from track.encode(_at(latest, place, rate))
            place += 1
        latest = _playable(frame, known)
    while latest is not None and place < count:
        yield from track.encode(_at(latest, place, rate))
        place += 1
    yield from track.encode(None)


def _playable(frame: VideoFrame, known: Probe) -> VideoFrame:
    """The frame upright, with square pixels, in 8-bit 4:2:0."""
    if known.turn:
        pixels = upright(frame, known.turn, (known.width, known.height))
        frame = VideoFrame.from_ndarray(pixels, "rgb24")
    return frame.reformat(known.width, known.height, "yuv420p")


def _at(frame: VideoFrame, place: int, rate: Fraction) -> VideoFrame:
    frame.pts, frame.time_base = place, 1 / rate
    frame.pict_type = 0  # the encoder chooses, not the file that the frame comes from
    return frame


def _copied_sound(file: Path, track: AudioStream) -> Iterator["Packet[Any]"]:
    """The packets of a clean sound, its hidden start included."""
    with open_media(file) as source:
        _, sound = streams(source, file)
        for packet in source.demux(sound):
            if packet.dts is not None:
                packet.stream = track
                yield packet


def _encoded_sound(voice: AudioStream, heard: Sound, layout: str) -> Iterator["Packet[Any]"]:
    """The sound as AAC."""
    frame = AudioFrame.from_ndarray(np.ascontiguousarray(heard), "fltp", layout)
    frame.sample_rate, frame.pts, frame.time_base = PLAYED_HZ, 0, Fraction(1, PLAYED_HZ)
    yield from voice.encode(frame)
    yield from voice.encode(None)


def _time_s(packet: "Packet[Any]") -> Fraction:
    """When the packet must be decoded; those of one track are in this order."""
    return (packet.dts or 0) * packet.time_base
