"""Small video files made for a test: a known picture under a known sound."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

RATE_HZ = 48_000


def a_tone(
    seconds: float, hz: float = 440.0, amplitude: float = 0.5, channels: int = 1
) -> NDArray[np.float32]:
    """A sine: (channels, samples)."""
    time_s = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    wave = amplitude * np.sin(2 * np.pi * hz * time_s)
    return np.tile(wave, (channels, 1)).astype(np.float32)


def a_click(seconds: float, at_s: float) -> NDArray[np.float32]:
    """Silence with 5 ms of noise: (1, samples)."""
    sound = np.zeros((1, round(seconds * RATE_HZ)), np.float32)
    start = round(at_s * RATE_HZ)
    noise = np.random.default_rng(0).uniform(-0.8, 0.8, 240)
    sound[0, start : start + 240] = noise.astype(np.float32)
    return sound


def a_video(
    file: Path,
    sound: NDArray[np.float32],
    seconds: float = 2.0,
    fps: int = 25,
    codecs: tuple[str, str] = ("libx264", "aac"),
    pixel: Fraction = Fraction(1),
) -> Path:
    """Write a picture that grows brighter with every frame over the sound.

    `pixel` is the width of a pixel by its height; the ending of the file's name is its container.
    """
    with av.open(str(file), "w") as output:
        picture = output.add_stream(codecs[0], fps)
        picture.width, picture.height, picture.pix_fmt = 160, 90, "yuv420p"
        picture.codec_context.sample_aspect_ratio = pixel
        voice = output.add_stream(
            codecs[1], RATE_HZ, layout="mono" if len(sound) == 1 else "stereo"
        )
        heard = av.AudioFrame.from_ndarray(sound, "fltp", voice.layout.name)
        heard.sample_rate, heard.pts, heard.time_base = RATE_HZ, 0, Fraction(1, RATE_HZ)
        packets = [packet for frame in (heard, None) for packet in voice.encode(frame)]
        count = round(seconds * fps)
        for index in range(count):
            pixels = np.full((90, 160, 3), 40 + 160 * index // count, np.uint8)
            frame = av.VideoFrame.from_ndarray(pixels, "rgb24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            packets += picture.encode(frame)
        packets += picture.encode(None)
        for packet in sorted(packets, key=lambda packet: packet.dts * packet.time_base):
            output.mux(packet)
    return file


def with_second_sound(file: Path, other: Path, target: Path) -> Path:
    """A file with the sound of another as a track of its own; everything is copied."""
    with (
        av.open(str(file)) as first,
        av.open(str(other)) as second,
        av.open(str(target), "w") as output,
    ):
        copies = [
            (output.add_stream_from_template(stream), list(container.demux(stream)))
            for container, stream in (
                (first, first.streams.video[0]),
                (first, first.streams.audio[0]),
                (second, second.streams.audio[0]),
            )
            if container.seek(0) is None
        ]
        packets = [(stream, packet) for stream, found in copies for packet in found if packet.size]
        for stream, packet in sorted(packets, key=lambda each: each[1].dts * each[1].time_base):
            packet.stream = stream
            output.mux(packet)
    return target


def picture_packets(file: Path) -> list[bytes]:
    """The picture's packets as they are stored, in the order of decoding."""
    with av.open(str(file)) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def picture_times(file: Path) -> list[Fraction]:
    """When each frame is shown, in order, s."""
    with av.open(str(file)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        return sorted(packet.pts * packet.time_base for packet in packets)


def onset_s(samples: NDArray[np.float32], rate_hz: int) -> float:
    """When the sound first reaches a quarter of its greatest level."""
    level = np.abs(samples)
    return float(np.argmax(level > level.max() / 4)) / rate_hz
