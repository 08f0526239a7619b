"""The figures of docs/media.md: PYTHONPATH=. python docs/measure_media.py."""

import hashlib
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from annotation.ingest import demo_folder, import_folder
from core import media
from core.clip import AVInput
from core.playable import playable
from core.workspace import Workspace

SWAPS = [  # picture, sound
    ("cow-pasture", "white-duck"),
    ("fire-engine", "toilet-flush"),
    ("pig-grass", "fire-engine"),
    ("boulder-boom", "cat-yarn"),
    ("toilet-flush", "owl-branch"),
    ("jaguars-silent", "sheep-meadow"),
    ("macaw-quiet", "drum-kit"),
    ("screencast-hello", "goat-mountain"),
]


def say(line: str) -> None:
    """Print a row of a table."""
    sys.stdout.write(line + "\n")


def import_demo(workspace: Workspace) -> None:
    """How long the first start's import takes."""
    wall, processor = time.perf_counter(), time.process_time()
    report = import_folder(workspace, demo_folder())
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    say(f"import: {report}; {wall:.1f} s on the clock, {processor:.1f} s of processor time")


def swap(workspace: Workspace) -> None:
    """Lengths, loudness, peaks, shift and picture packets before and after."""
    clips = workspace.store.clips
    columns = ("picture", "sound", "picture s", "sound s", "swapped: picture / sound s", "own dB",
               "donor dB", "swapped dB", "peak", "shift ms", "packets", "made in ms")  # fmt: skip
    say("| " + " | ".join(columns) + " |")
    say("|---" * len(columns) + "|")
    for picture_name, sound_name in SWAPS:
        picture, sound = clips.named(picture_name), clips.named(sound_name)
        start = time.perf_counter()
        file = playable(workspace, AVInput(picture.id, sound.id))
        took_ms = 1000 * (time.perf_counter() - start)
        heard, donor = media.sound(file), media.sound(workspace.media / sound.media)
        seen_s, heard_s = lengths(file)
        same = packets(file) == packets(workspace.media / picture.media)
        cells = (
            picture.name,
            sound.name,
            f"{picture.duration_s:.2f}",
            f"{sound.duration_s:.2f}",
            f"{seen_s:.3f} / {heard_s:.3f}",
            f"{picture.loudness_db:.1f}",
            f"{sound.loudness_db:.1f}",
            f"{media.loudness_db(heard.mean(axis=0)):.1f}",
            f"{np.abs(heard).max():.2f}",
            f"{1000 * moved_s(donor, heard):.2f}",
            "same" if same else "CHANGED",
            f"{took_ms:.0f}",
        )
        say("| " + " | ".join(cells) + " |")


def moved_s(before: NDArray[np.float32], after: NDArray[np.float32]) -> float:
    """By how much the sound was shifted: the lag of the greatest correlation, s."""
    length = min(before.shape[1], after.shape[1])
    first, second = before.mean(axis=0)[:length], after.mean(axis=0)[:length]
    spectra = np.fft.rfft(second, 2 * length) * np.conj(np.fft.rfft(first, 2 * length))
    lag = int(np.argmax(np.fft.irfft(spectra)))
    return (lag if lag < length else lag - 2 * length) / media.PLAYED_HZ


def lengths(file: Path) -> tuple[float, float]:
    """What the file says of its two tracks, s."""
    with av.open(str(file)) as container:
        tracks = (container.streams.video[0], container.streams.audio[0])
        seen, heard = (float((track.duration or 0) * (track.time_base or 0)) for track in tracks)
    return seen, heard


def packets(file: Path) -> str:
    """One hash of all packets of the picture."""
    with av.open(str(file)) as container:
        return hashlib.sha256(b"".join(map(bytes, container.demux(video=0)))).hexdigest()


def click() -> None:
    """When a click is heard after the encoder, against when it was put."""
    for at_s in (0.0, 0.1, 0.5, 1.234, 1.9):
        sound = np.zeros((1, 96_000), np.float32)
        sound[0, round(at_s * 48_000) :][:48] = 0.7
        level = np.abs(encoded(sound, "twoloop", 192_000))
        onset_s = int(np.argmax(level > level.max() / 2)) / 48_000
        say(f"click at {at_s} s is heard at {onset_s:.4f} s ({1000 * (onset_s - at_s):+.2f} ms)")


def encoder(workspace: Workspace) -> None:
    """Error and overshoot of the AAC encoder's two ways at two rates."""
    time_s = np.arange(96_000) / 48_000
    sounds = {name: media.sound(workspace.media / workspace.store.clips.named(name).media)
              for name in ("cow-pasture", "fire-engine", "boulder-boom", "drum-kit")}  # fmt: skip
    sounds["tone, mono"] = (0.9 * np.sin(2 * np.pi * 1000 * time_s))[None].astype(np.float32)
    parts = [level * np.sin(2 * np.pi * 440 * time_s) for level in (0.6, 0.2)]
    sounds["tone, stereo"] = np.stack(parts).astype(np.float32)
    say("| way | kb/s | s in all | " + " | ".join(sounds) + " |")
    say("|---|---|---|" + "---|" * len(sounds))
    for coder in ("twoloop", "fast"):
        for rate in (128_000, 192_000):
            cells, start = [], time.process_time()
            for sound in sounds.values():
                after = encoded(sound, coder, rate)[:, : sound.shape[1]]
                error = after - sound[:, : after.shape[1]]
                middle = slice(9_600, -9_600)
                overshoot = np.abs(after[:, middle]).max() / np.abs(sound[:, middle]).max()
                decibels = media.loudness_db(sound) - media.loudness_db(error)
                cells.append(f"{decibels:.0f} dB, {overshoot:.2f}")
            took_s = time.process_time() - start
            say(f"| {coder} | {rate // 1000} | {took_s:.2f} | " + " | ".join(cells) + " |")


def encoded(sound: NDArray[np.float32], coder: str, rate: int) -> NDArray[np.float32]:
    """The sound after AAC in MP4: (channels, samples)."""
    with tempfile.NamedTemporaryFile(suffix=".mp4") as file:
        with av.open(file.name, "w") as output:
            layout = "mono" if len(sound) == 1 else "stereo"
            voice = output.add_stream(
                "aac", 48_000, {"aac_coder": coder}, layout=layout, bit_rate=rate
            )
            frame = av.AudioFrame.from_ndarray(sound, "fltp", layout)
            frame.sample_rate, frame.pts, frame.time_base = 48_000, 0, Fraction(1, 48_000)
            output.mux(voice.encode(frame))
            output.mux(voice.encode(None))
        with av.open(file.name) as container:
            return np.concatenate([part.to_ndarray() for part in container.decode(audio=0)], axis=1)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        made = Workspace(folder)
        import_demo(made)
        swap(made)
        click()
        encoder(made)
        made.store.close()
