"""Importing: everything good comes in once and whole, everything bad is named with its reason."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from annotation.ingest import ImportReport, demo_folder, import_folder
from core import media
from core.caption import Modality
from core.clip import Split
from core.errors import NotFound
from core.playable import traces
from core.workspace import Workspace
from tests.annotation.conftest import ImportedDemo

BAD = Path(__file__).parents[1] / "assets" / "bad-media"
EXPECTED = json.loads((BAD / "expected.json").read_text())

IMPORT = """
import sys
from pathlib import Path
from annotation.ingest import import_folder
from core.workspace import Workspace
def say(done, total, name):
    print(done, flush=True)
print(import_folder(Workspace(sys.argv[1]), Path(sys.argv[2]), say))
"""


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, ImportReport]:
    """The bad-media folder, imported."""
    workspace = Workspace(tmp_path_factory.mktemp("bad"))
    report = import_folder(workspace, BAD)
    yield workspace, report
    workspace.store.close()


def _folder(tmp_path: Path, *names: str, manifest: list[dict[str, object]] | None = None) -> Path:
    """A folder with copies of bad-media files, and a manifest if there are lines for one."""
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in names:
        shutil.copy(BAD / name, folder / name)
    if manifest:
        (folder / "manifest.jsonl").write_text("\n".join(json.dumps(line) for line in manifest))
    return folder


def test_every_bad_file_fares_as_expected(bad: tuple[Workspace, ImportReport]) -> None:
    _, report = bad
    refused = {refusal.file for refusal in report.refused if " line " not in refusal.file}
    expected = {
        name: entry["expect"] for name, entry in EXPECTED.items() if name != "captions.jsonl"
    }
    assert refused == {name for name, expect in expected.items() if expect == "reject"}
    accepted = {name for name, expect in expected.items() if expect == "accept"}
    assert {*report.imported, *report.already} == accepted
    assert report.already == ["good-again.mp4"]  # the same bytes as good.mp4
    for refusal in report.refused:
        assert refusal.reason[0].isupper() or refusal.reason[0] == '"'
        assert refusal.reason.endswith(".")


def test_every_bad_line_fares_as_expected(bad: tuple[Workspace, ImportReport]) -> None:
    _, report = bad
    lines = EXPECTED["captions.jsonl"]["lines"]
    expected = {n for n, line in lines.items() if line["expect"] == "reject"}
    refused = [
        r.file.removeprefix("captions.jsonl line ") for r in report.refused if " line " in r.file
    ]
    assert sorted(refused) == sorted(expected)
    reasons = {refusal.file: refusal.reason for refusal in report.refused}
    assert "ends at 9 s, but the clip lasts 3.2 s" in reasons["captions.jsonl line 21"]
    assert '"zero-bytes.mp4" was refused itself' in reasons["captions.jsonl line 33"]


def test_good_captions_reach_the_clip_that_they_name(bad: tuple[Workspace, ImportReport]) -> None:
    workspace, _ = bad
    clips = workspace.store.clips
    good = clips.named("good")
    said = clips.captions(good.id)
    assert said[Modality.AUDIO].text == "A woman speaks."
    assert said[Modality.AUDIOVISUAL].text.startswith("A red parrot sits")  # line 35, the last
    labels = [event.label for event in clips.events(good.id)]
    assert sorted(set(labels)) == [
        "<b onmouseover=alert(3)>Speech</b>",
        "Bird chirp",
        "Speech, woman",
    ]
    assert labels.count("Speech, woman") == 2  # 0.52 s to 2.28 s once, 0.3 s to 2.1 s once


def test_names_are_plain_text_and_every_clip_is_whole(bad: tuple[Workspace, ImportReport]) -> None:
    workspace, report = bad
    clips = workspace.store.clips.all()
    assert len(clips) == len(report.imported)
    assert {clip.name for clip in clips} >= {
        "<img src=x onerror=alert(1)>",
        "Käse-猫-видео-🐄",
        "clip..mp4",
    }
    assert not (Path.cwd() / "hacked").exists()
    for clip in clips:
        assert media.probe(workspace.media_file(clip.media)).duration_s == clip.duration_s
        assert workspace.media_file(traces(workspace, clip.media).strip)
        assert (clip.split, clip.source) == (Split.TRAIN, clip.name)
    assert not list(workspace.media.glob(".draft-*"))


def test_a_second_import_brings_nothing_twice(bad: tuple[Workspace, ImportReport]) -> None:
    workspace, first = bad
    before = {file.name: file.stat().st_mtime_ns for file in workspace.media.iterdir()}
    again = import_folder(workspace, BAD)
    assert again.imported == []
    assert sorted(again.already) == sorted([*first.imported, *first.already])
    assert sorted(r.file for r in again.refused) == sorted(r.file for r in first.refused)
    assert workspace.store.clips.count() == len(first.imported)
    assert {file.name: file.stat().st_mtime_ns for file in workspace.media.iterdir()} == before
    assert len(workspace.store.clips.events(workspace.store.clips.named("good").id)) == 4


def test_the_report_is_json_with_every_refusal(bad: tuple[Workspace, ImportReport]) -> None:
    _, report = bad
    read = json.loads(report.to_json())
    assert read["imported"] == report.imported
    assert {
        "file": "zero-bytes.mp4",
        "reason": "The file is empty. Copy or download it again.",
    } in read["refused"]
    assert {"file": "late-audio.mp4", "text": "The sound starts 0.7 s after the picture."} in read[
        "remarks"
    ]
    assert str(report) == "22 imported, 1 there already, 34 refused"


def test_the_demo_clips_come_with_all_that_their_manifest_says(
    imported_demo: ImportedDemo,
) -> None:
    report, steps = imported_demo.report, imported_demo.steps
    assert (len(report.imported), report.already, report.refused) == (29, [], [])
    assert report.imported[0] == "cow-pasture.mp4"  # in the manifest's order
    assert [(done, total) for done, total, _ in steps] == [(n, 29) for n in range(1, 30)]
    clips = imported_demo.workspace.store.clips
    hens = clips.named("hens-rooster")
    assert [event.label for event in clips.events(hens.id)] == [
        "Chicken cluck",
        "Rooster crow",
        "Rooster crow",
    ]
    assert clips.captions(hens.id)[Modality.VISUAL].text.startswith("Four brown hens")
    assert [(thing.modality, thing.name) for thing in clips.things(hens.id)] == [
        (Modality.VISUAL, "hens"),
        (Modality.VISUAL, "lawn"),
        (Modality.VISUAL, "stone path"),
        (Modality.AUDIO, "hens"),
        (Modality.AUDIO, "rooster"),
    ]
    assert hens.credit.startswith("chicken.webp (Tranquilles, public domain); ")
    assert clips.named("horses-hill").split is Split.TEST
    assert clips.named("cows-man-birds").source == clips.named("cow-pasture").source
    assert not clips.named("jaguars-silent").is_audible
    silent = {"jaguars-silent", "white-dogs-quiet", "macaw-quiet"}
    assert clips.silent() == {clips.named(name).id for name in silent}
    size = sum(file.stat().st_size for file in demo_folder().rglob("*"))
    assert size <= 12_000_000


def test_a_clip_line_that_does_not_fit_keeps_its_clip_out(
    workspace: Workspace, tmp_path: Path
) -> None:
    late = {"label": "Speech", "onset_s": 1.0, "offset_s": 99.0}
    folder = _folder(
        tmp_path,
        "good.mp4",
        "hevc.mp4",
        manifest=[{"file": "good.mp4", "events": [late]}, {"file": "hevc.mp4", "split": "nowhere"}],
    )
    report = import_folder(workspace, folder)
    assert (report.imported, workspace.store.clips.count()) == ([], 0)
    assert [refusal.file for refusal in report.refused] == [
        "manifest.jsonl line 2",
        "manifest.jsonl line 1",
    ]
    (folder / "manifest.jsonl").write_text('{"id": "parrot", "file": "good.mp4", "split": "test"}')
    assert import_folder(workspace, folder).imported == ["good.mp4", "hevc.mp4"]
    assert workspace.store.clips.named("parrot").split is Split.TEST
    assert workspace.store.clips.named("hevc").split is Split.TRAIN  # not in the manifest: bare


def test_subfolders_are_searched_and_hidden_ones_not(workspace: Workspace, tmp_path: Path) -> None:
    folder = _folder(tmp_path, "good.mp4")
    for part in ("deep/er", ".trash"):
        (folder / part).mkdir(parents=True)
    shutil.copy(BAD / "-rf.mp4", folder / "deep" / "er" / "-rf.mp4")
    shutil.copy(BAD / "hevc.mp4", folder / ".trash" / "hevc.mp4")
    (folder / "notes.txt").write_text("no video")
    (folder / "dangling.mp4").symlink_to("/nowhere")
    os.mkfifo(folder / "pipe.mp4")
    report = import_folder(workspace, folder)
    assert report.imported == ["deep/er/-rf.mp4", "good.mp4"]
    assert report.refused == []


def test_a_name_that_is_no_text_is_imported_legibly(workspace: Workspace, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    shutil.copy(BAD / "good.mp4", os.fsencode(folder) + b"/\xff.mp4")
    assert import_folder(workspace, folder).imported == ["�.mp4"]
    assert workspace.store.clips.named("�").duration_s == 3.2


def test_a_damaged_picture_leaves_nothing_behind(workspace: Workspace, tmp_path: Path) -> None:
    folder = _folder(tmp_path)
    content = bytearray((demo_folder() / "cow-pasture.mp4").read_bytes())
    start = content.index(b"mdat") + 40_000
    content[start:] = bytes(byte ^ 0xA5 for byte in content[start:])
    (folder / "damaged.mp4").write_bytes(content)
    report = import_folder(workspace, folder)
    assert [refusal.file for refusal in report.refused] == ["damaged.mp4"]
    assert list(workspace.media.iterdir()) == []


def test_a_folder_that_is_not_there_is_named(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nowhere"):
        import_folder(workspace, tmp_path / "nowhere")


@pytest.mark.parametrize("clips_done", [0, 2])
def test_a_killed_import_leaves_nothing_half_written(tmp_path: Path, clips_done: int) -> None:
    names = ["toilet-flush", "drum-kit", "cow-pasture", "cat-yarn", "goat-mountain"]
    folder = tmp_path / "clips"
    folder.mkdir()
    for name in names:
        shutil.copy(demo_folder() / f"{name}.mp4", folder)
    command = [sys.executable, "-c", IMPORT, str(tmp_path / "workspace"), str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for _ in range(clips_done):
            running.stdout.readline()
        while not clips_done and not list((tmp_path / "workspace" / "media").glob(".draft-*")):
            assert running.poll() is None  # it is killed while it writes its first file
        running.send_signal(signal.SIGKILL)
        assert running.wait(timeout=10) == -signal.SIGKILL

    workspace = Workspace(tmp_path / "workspace")
    stored = workspace.store.clips.all()
    assert clips_done <= len(stored) < len(names)
    for clip in stored:
        assert workspace.media_file(traces(workspace, clip.media).spectrogram)
    for file in workspace.media.iterdir():
        if not file.name.startswith(".draft-"):
            _read_whole(file)
    report = import_folder(workspace, folder)
    assert len(report.already) == len(stored)
    assert len(report.imported) + len(stored) == workspace.store.clips.count() == len(names)
    workspace.store.close()


def _read_whole(file: Path) -> None:
    """Fail if a media file under its final name is not complete."""
    if file.suffix == ".mp4":
        media.frames(file, 1)
    elif file.suffix == ".json":
        json.loads(file.read_text())
    else:
        with Image.open(file) as image:
            image.load()
