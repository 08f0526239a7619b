"""A manifest's lines: good ones are taken, bad ones named by number, field and reason."""

import json
from pathlib import Path

import pytest

from annotation.ingest import demo_folder
from annotation.manifest import ClipLine, SourceLine, credit, read_manifest
from core.errors import BadManifest

BAD = Path(__file__).parents[1] / "assets" / "bad-media"
EXPECTED = json.loads((BAD / "expected.json").read_text())["captions.jsonl"]["lines"]
NEEDS_THE_CLIP = {"21", "33"}  # refused only when the file itself is looked into


def _written(folder: Path, *lines: dict[str, object], name: str = "manifest.jsonl") -> Path:
    (folder / name).write_text("".join(json.dumps(line) + "\n" for line in lines))
    for file in ("a.mp4", "b.mp4"):
        (folder / file).touch()
    return folder


def test_each_line_of_the_bad_captions_fares_as_expected() -> None:
    found = read_manifest(BAD)
    taken = {entry.place.removeprefix("captions.jsonl line ") for entry in found.entries}
    refused = {refusal.file.removeprefix("captions.jsonl line ") for refusal in found.refused}
    expected = {number for number, line in EXPECTED.items() if line["expect"] == "reject"}
    assert refused == expected - NEEDS_THE_CLIP
    assert taken == set(EXPECTED) - refused - {"3"}  # an empty line is neither
    assert found.withheld == set()


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (4, "no JSON"),
        (5, "no JSON"),
        (6, "no JSON object"),
        (7, '"joint_caption" is missing'),
        (8, '"file" is missing'),
        (9, '"joint_caption" must be text'),
        (10, '"events" must be a list'),
        (11, '"events.0.onset_s" must be a number'),
        (12, '"joint_caption" must not be empty'),
        (16, '"events.0.onset_s" must be a finite number'),
        (17, '"events.0.offset_s" must be a finite number'),
        (18, '"events.0.onset_s" must not be negative'),
        (19, "must end after it starts"),
        (20, "must end after it starts"),
        (24, '"good-1" is taken'),
        (25, "not UTF-8"),
        (26, '"file" must be a file in the folder'),
        (27, '"file" must be a file in the folder'),
        (28, '"file" must be a file in the folder'),
        (29, "not an address"),
        (30, "not an address"),
        (31, 'there is no "gone.mp4"'),
        (32, '"id" must be a plain name'),
    ],
)
def test_a_bad_line_is_refused_with_its_field_and_reason(number: int, said: str) -> None:
    reasons = {refusal.file: refusal.reason for refusal in read_manifest(BAD).refused}
    assert said in reasons[f"captions.jsonl line {number}"]


def test_the_demo_manifest_is_all_good() -> None:
    found = read_manifest(demo_folder())
    assert found.refused == []
    assert len(found.entries) == 29


def test_a_refused_clip_line_withholds_its_file(tmp_path: Path) -> None:
    found = read_manifest(
        _written(tmp_path, {"file": "a.mp4", "split": "holdout"}, {"file": "b.mp4"})
    )
    assert [entry.line.file for entry in found.entries] == ["b.mp4"]
    assert found.refused[0].reason.startswith('"split" ')
    assert found.withheld == {"a.mp4"}


def test_both_manifests_of_a_folder_are_read_and_detours_removed(tmp_path: Path) -> None:
    _written(tmp_path, {"file": "./a.mp4"})
    _written(tmp_path, {"file": "a.mp4", "joint_caption": "A cow."}, name="captions.jsonl")
    found = read_manifest(tmp_path)
    assert [(entry.place, entry.is_clip) for entry in found.entries] == [
        ("manifest.jsonl line 1", True),
        ("captions.jsonl line 1", False),
    ]
    assert {entry.line.file for entry in found.entries} == {"a.mp4"}


@pytest.mark.parametrize(
    "name", ["C:\\clip.mp4", "C:clip.mp4", "/a.mp4", "x/../../a.mp4", "ftp://h/a"]
)
def test_a_file_outside_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    assert read_manifest(_written(tmp_path, {"file": name})).refused


def test_a_colon_in_a_name_is_no_address(tmp_path: Path) -> None:
    (tmp_path / "take:2.mp4").touch()
    assert read_manifest(_written(tmp_path, {"file": "take:2.mp4"})).refused == []


def test_a_refused_line_withholds_its_file_however_it_is_written(tmp_path: Path) -> None:
    found = read_manifest(_written(tmp_path, {"file": "./a.mp4", "split": "tset"}))
    assert found.withheld == {"a.mp4"}
    assert found.unreadable == []


def test_a_line_of_an_unknown_file_is_kept_in_mind(tmp_path: Path) -> None:
    _written(tmp_path, {"file": "a.mp4"}, {"split": "test"}, {"file": 7})
    with (tmp_path / "manifest.jsonl").open("ab") as lines:
        lines.write(b'{"file": "b.mp4", "split": "test"\n{"file": "b\xff.mp4"}\n')
    found = read_manifest(tmp_path)
    assert found.unreadable == [f"manifest.jsonl line {number}" for number in (2, 3, 4, 5)]
    assert len(found.refused) == 4
    _written(tmp_path, {"joint_caption": "A cow."}, name="captions.jsonl")
    assert read_manifest(tmp_path).unreadable == found.unreadable  # a caption keeps no clip out


def test_a_bad_second_line_does_not_take_its_file_with_it(tmp_path: Path) -> None:
    good = {"id": "cow", "file": "a.mp4", "split": "train"}
    found = read_manifest(
        _written(
            tmp_path,
            good,
            good | {"id": "calf"},
            {"file": "a.mp4", "split": "test"},
            {"file": "a.mp4", "events": 7},
            {"file": "a.mp4", "joint_caption": "A cow moos."},
        )
    )
    assert found.withheld == set()
    assert [entry.place[-1] for entry in found.entries] == ["1", "5"]
    assert [refusal.reason for refusal in found.refused[:2]] == [
        f'"{name}": manifest.jsonl line 1 says otherwise of "a.mp4". Keep one of them.'
        for name in ("id", "split")
    ]


def test_captions_of_a_withheld_file_are_set_aside_by_name(tmp_path: Path) -> None:
    _written(tmp_path, {"file": "a.mp4", "split": "tset"})
    _written(tmp_path, {"file": "a.mp4", "joint_caption": "A cow."}, name="captions.jsonl")
    found = read_manifest(tmp_path)
    assert found.entries == []
    assert found.refused[1].file == "captions.jsonl line 1"
    assert '"a.mp4" was refused itself' in found.refused[1].reason


def test_a_name_that_no_disk_can_hold_is_refused(tmp_path: Path) -> None:
    found = read_manifest(_written(tmp_path, {"file": "n" * 300 + ".mp4"}, {"file": "a.mp4"}))
    assert 'there is no "nnn' in found.refused[0].reason
    assert [entry.line.file for entry in found.entries] == ["a.mp4"]


def test_a_manifest_that_cannot_be_read_is_an_error_of_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").symlink_to("/proc/self/mem")  # opens, but reading fails
    with pytest.raises(BadManifest, match=r"manifest\.jsonl cannot be read"):
        read_manifest(tmp_path)


def test_credits_name_part_author_and_licence() -> None:
    parts = (
        SourceLine(path="x/cow.webp", author="Ann", licence="LicenseRef-public-domain"),
        SourceLine(path="cow.ogg", licence="GPL-3.0-only"),
        SourceLine(path="hum.wav"),
    )
    said = credit(ClipLine(file="a.mp4", source=parts))
    assert said == "cow.webp (Ann, public domain); cow.ogg (GPL-3.0-only); hum.wav"
