"""Playable files and traces: made once, whole, and found again under the same names."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core import media
from core.clip import AVInput, Clip
from core.errors import NotFound
from core.playable import playable, traces
from core.workspace import Workspace
from tests.builders import a_clip
from tests.core.made_media import RATE_HZ, a_tone, a_video, picture_packets

BOTH_AT_ONCE = """
import sys
from core.clip import AVInput
from core.playable import playable, traces
from core.workspace import Workspace
workspace = Workspace(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
file = playable(workspace, AVInput("a" * 16, "b" * 16))
print(file.name, traces(workspace, file.name).strip)
"""


@pytest.fixture
def two_clips(workspace: Workspace, tmp_path: Path) -> tuple[Clip, Clip]:
    """A low tone and a high one, two and three seconds long."""
    clips = []
    for clip_id, hz, seconds in (("a" * 16, 300, 2.0), ("b" * 16, 2000, 3.0)):
        file = a_video(tmp_path / f"{clip_id}.mp4", a_tone(seconds, hz, 0.2), seconds)
        made = media.normalise(file, workspace.media)
        clips.append(a_clip(clip_id, media=made.media, duration_s=made.duration_s))
        workspace.store.clips.add(clips[-1])
    return clips[0], clips[1]


def test_one_clip_plays_as_it_is(workspace: Workspace, two_clips: tuple[Clip, Clip]) -> None:
    low, _ = two_clips
    own = workspace.media / low.media
    for shown in (AVInput(low.id, low.id), AVInput(low.id, None), AVInput(None, low.id)):
        assert playable(workspace, shown) == own


def test_a_swapped_input_is_one_file_that_is_made_once(
    workspace: Workspace, two_clips: tuple[Clip, Clip]
) -> None:
    low, high = two_clips
    file = playable(workspace, AVInput(low.id, high.id))
    assert workspace.media_file(file.name) == file
    assert picture_packets(file) == picture_packets(workspace.media / low.media)
    spectrum = np.abs(np.fft.rfft(media.samples(file, RATE_HZ)))
    assert np.argmax(spectrum) / 2 == pytest.approx(2000, abs=1)  # Hz: the file lasts 2 s
    made_at = file.stat().st_mtime_ns
    assert playable(workspace, AVInput(low.id, high.id)) == file
    assert file.stat().st_mtime_ns == made_at
    assert playable(workspace, AVInput(high.id, low.id)) != file


def test_unknown_clips_and_files_are_named(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="zebra"):
        playable(workspace, AVInput("zebra", None))
    with pytest.raises(NotFound, match=r"\.\./secret"):
        traces(workspace, "../secret")


def test_traces_are_media_files_that_are_drawn_once(
    workspace: Workspace, two_clips: tuple[Clip, Clip]
) -> None:
    low, _ = two_clips
    drawn = traces(workspace, low.media)
    assert drawn.duration_s == 2.0
    assert np.median(drawn.peaks[1::2]) == pytest.approx(0.2, abs=0.01)
    sizes = []
    for name in (drawn.spectrogram, drawn.strip, drawn.poster):
        with Image.open(workspace.media_file(name)) as image:
            sizes.append(image.size)
    assert sizes == [(1024, 96), (12 * 96, 54), (160, 90)]
    for name in (drawn.spectrogram, drawn.strip, drawn.poster):
        workspace.media_file(name).write_bytes(b"kept")
    assert traces(workspace, low.media) == drawn
    assert workspace.media_file(drawn.strip).read_bytes() == b"kept"


def test_two_processes_that_make_the_same_file_at_once_both_succeed(
    workspace: Workspace, two_clips: tuple[Clip, Clip]
) -> None:
    command = [sys.executable, "-c", BOTH_AT_ONCE, str(workspace.folder)]
    running = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    for process in running:  # both are loaded before either starts
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [process.communicate(timeout=60)[0] for process in running]
    assert [process.returncode for process in running] == [0, 0]
    assert said[0] == said[1]
    assert media.probe(workspace.media / said[0].split()[0]).duration_s == 2.0
    assert not list(workspace.media.glob(".draft-*"))
