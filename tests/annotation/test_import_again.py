"""Importing with care: what a bad line, a bad file or an earlier import means for the rest."""

import json
import shutil
from pathlib import Path

import pytest

from annotation.clip_names import demo_ids
from annotation.ingest import demo_folder, import_folder
from core.caption import Modality
from core.clip import Split
from core.combination import combination_split
from core.errors import NotFound
from core.workspace import Workspace

BAD = Path(__file__).parents[1] / "assets" / "bad-media"


def a_folder(tmp_path: Path, **files: str) -> Path:
    """A folder with copies of bad-media files under other names, without their endings."""
    folder = tmp_path / "clips"
    for name, original in files.items():
        target = folder / f"{name.replace('__', '/')}.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(BAD / f"{original}.mp4", target)
    return folder


def write(folder: Path, *lines: dict[str, object], name: str = "manifest.jsonl") -> None:
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines))


def test_a_refused_line_never_lets_its_clip_in_bare(workspace: Workspace, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, good="good", turned="rotated-90")
    write(folder, {"file": "./good.mp4", "split": "tset"}, {"file": "turned.mp4"})
    report = import_folder(workspace, folder)
    assert report.imported == ["turned.mp4"]
    assert [refusal.file for refusal in report.refused] == ["manifest.jsonl line 1"]


def test_beside_a_line_that_nobody_can_read_only_listed_files_are_taken(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, good="good", turned="rotated-90")
    write(folder, {"file": "turned.mp4"})
    with (folder / "manifest.jsonl").open("a") as lines:
        lines.write('{"file": "good.mp4", "split": "test"')
    write(folder, {"file": "good.mp4", "joint_caption": "A parrot."}, name="captions.jsonl")
    report = import_folder(workspace, folder)
    assert report.imported == ["turned.mp4"]
    reasons = {refusal.file: refusal.reason for refusal in report.refused}
    assert reasons["good.mp4"].startswith("manifest.jsonl line 2 cannot be read and may be about")
    assert "was refused itself" in reasons["captions.jsonl line 1"]
    write(folder, {"file": "turned.mp4"}, {"file": "good.mp4", "split": "test"})
    assert import_folder(workspace, folder).imported == ["good.mp4"]
    assert workspace.store.clips.named("good").split is Split.TEST


def test_siblings_of_two_imports_share_source_and_split(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, one="good")
    film, score = {"path": "film.mkv"}, {"path": "score.ogg"}
    write(folder, {"file": "one.mp4", "source": [film, score], "split": "test"})
    import_folder(workspace, folder)
    shutil.copy(BAD / "rotated-90.mp4", folder / "two.mp4")
    shutil.copy(BAD / "surround-5-1.mp4", folder / "three.mp4")
    write(
        folder,
        {"file": "three.mp4", "source": [score], "split": "train"},
        {"file": "two.mp4", "source": [score]},
    )
    report = import_folder(workspace, folder)
    assert report.imported == ["two.mp4"]
    (refusal,) = report.refused
    assert refusal.file == "manifest.jsonl line 1"
    assert '"train" contradicts "test"' in refusal.reason
    one, two = (workspace.store.clips.named(name) for name in ("one", "two"))
    assert (two.source, two.split) == (one.source, Split.TEST)


def test_files_of_one_name_in_two_folders_are_two_sources(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, vid1__clip_000="good", vid2__clip_000="rotated-90")
    report = import_folder(workspace, folder)
    assert sorted(report.imported) == ["vid1/clip_000.mp4", "vid2/clip_000.mp4"]
    clips = workspace.store.clips
    assert {clip.name: clip.source for clip in clips.all()} == {
        "clip_000": "vid1/clip_000",
        "vid2-clip_000": "vid2/clip_000",
    }
    assert any("is another clip's name" in remark.text for remark in report.remarks)
    elsewhere = a_folder(tmp_path / "elsewhere", vid1__clip_000="surround-5-1")
    import_folder(workspace, elsewhere)
    (third,) = [clip for clip in clips.all() if clip.id in clip.source]
    assert third.source == f"vid1/clip_000-{third.id}"
    assert len({clip.name for clip in clips.all()}) == 3


def test_a_clip_of_one_s_own_is_none_of_the_demo_s(workspace: Workspace, tmp_path: Path) -> None:
    folder = a_folder(tmp_path, **{"drum-kit": "good", "cow": "rotated-90"})
    write(folder, {"file": "cow.mp4", "id": "cow-pasture"})
    report = import_folder(workspace, folder)
    names = [clip.name for clip in workspace.store.clips.all()]
    assert sorted(name[:-17] for name in names) == ["cow-pasture", "drum-kit"]
    assert len(report.remarks) >= 2
    shutil.copy(demo_folder() / "drum-kit.mp4", folder / "theirs.mp4")
    write(folder, {"file": "theirs.mp4", "id": "drum-kit", "split": "test"})
    import_folder(workspace, folder)
    assert workspace.store.clips.named("drum-kit").id == demo_ids()["drum-kit"]
    pairs = [(name, f"other-{n}") for name in names for n in range(30)]
    assert Split.TRAIN in {combination_split(*pair) for pair in pairs if "drum-kit" in pair[0]}


def test_what_is_said_later_reaches_a_clip_that_is_there(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, good="good", turned="rotated-90")
    import_folder(workspace, folder)
    line = {
        "file": "good.mp4",
        "visual_caption": "A parrot.",
        "events": [{"label": "Speech", "onset_s": 0.5, "offset_s": 2.0}],
        "visible": ["parrot"],
        "audible": ["woman speaking"],
        "source": [{"path": "parrot.webp"}],
    }
    write(folder, line)
    write(folder, {"file": "good.mp4", "joint_caption": "A parrot."}, name="captions.jsonl")
    report = import_folder(workspace, folder)
    assert (report.imported, report.refused) == ([], [])
    assert sorted(report.already) == ["good.mp4", "turned.mp4"]
    assert report.extended == ["good.mp4"]
    clips = workspace.store.clips
    good = clips.named("good")
    assert set(clips.captions(good.id)) == {Modality.VISUAL, Modality.AUDIOVISUAL}
    assert [event.label for event in clips.events(good.id)] == ["Speech"]
    assert [thing.name for thing in clips.things(good.id)] == ["parrot", "woman"]
    assert clips.recordings(good.id) == ["parrot.webp"]
    assert import_folder(workspace, folder).extended == []
    write(folder, {"file": "good.mp4", "joint_caption": "A red parrot."}, name="captions.jsonl")
    assert import_folder(workspace, folder).extended == ["good.mp4"]
    assert clips.captions(good.id)[Modality.AUDIOVISUAL].text == "A red parrot."
    assert len(clips.events(good.id)) == 1


def test_a_file_that_cannot_be_read_is_refused_and_the_rest_imported(
    workspace: Workspace, tmp_path: Path
) -> None:
    folder = a_folder(tmp_path, good="good")
    (folder / "memory.mp4").symlink_to("/proc/self/mem")  # opens, but reading fails
    write(folder, {"file": "memory.mp4", "split": "test"})
    report = import_folder(workspace, folder)
    assert report.imported == ["good.mp4"]
    reasons = {refusal.file: refusal.reason for refusal in report.refused}
    assert reasons["memory.mp4"].startswith("It cannot be read (")
    assert "was refused itself" in reasons["manifest.jsonl line 1"]


def test_a_folder_whose_name_is_too_long_is_named(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match="There is no folder"):
        import_folder(workspace, Path("n" * 300))
