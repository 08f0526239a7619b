"""A manifest's lines: good ones are taken, bad ones named by number, field and reason."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotation.ingest import demo_folder
from annotation.manifest import ClipLine, SourceLine, credit, read_manifest, source_groups
from core.clip import Split

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


def test_the_demo_manifest_is_all_good_and_no_source_is_in_two_splits() -> None:
    found = read_manifest(demo_folder())
    assert found.refused == []
    assert len(found.entries) == 29
    lines = [entry.line for entry in found.entries]
    groups = source_groups(lines)
    splits: dict[str, set[Split | None]] = {}
    for line in lines:
        splits.setdefault(groups[line.file], set()).add(line.split)
    assert all(len(of_group) == 1 for of_group in splits.values())
    assert groups["cows-man-birds.mp4"] == "cow-pasture"  # one photograph
    assert groups["kingfisher-voice.mp4"] == "blackbird-lawn"  # one recording of a bird
    assert {groups[f"{name}.mp4"] for name in ("bunny-yawn", "log-crash", "boulder-boom")} == {
        "bird-branch"  # one film
    }
    assert groups["blackboard-talk.mp4"] == "blackboard-talk"  # a voice is a tool, no recording


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


def test_a_named_source_is_kept_and_shared(tmp_path: Path) -> None:
    lines = [ClipLine(file=f"{name}.mp4", source="film 7") for name in "ab"]
    assert source_groups(lines) == {"a.mp4": "film 7", "b.mp4": "film 7"}
    assert credit(lines[0]) == ""


def test_credits_name_part_author_and_licence() -> None:
    parts = (
        SourceLine(path="x/cow.webp", author="Ann", licence="LicenseRef-public-domain"),
        SourceLine(path="cow.ogg", licence="GPL-3.0-only"),
        SourceLine(path="hum.wav"),
    )
    said = credit(ClipLine(file="a.mp4", source=parts))
    assert said == "cow.webp (Ann, public domain); cow.ogg (GPL-3.0-only); hum.wav"


@given(st.lists(st.sets(st.integers(0, 12), max_size=3), min_size=1, max_size=25))
def test_clips_that_share_a_recording_share_a_source_and_others_do_not(
    recordings: list[set[int]],
) -> None:
    lines = [
        ClipLine(
            id=f"clip-{index}",
            file=f"{index}.mp4",
            source=tuple(SourceLine(path=f"{part}.wav") for part in sorted(parts)),
        )
        for index, parts in enumerate(recordings)
    ]
    groups = [source_groups(lines)[line.file] for line in lines]
    reached = [set(parts) for parts in recordings]  # grown until nothing is shared across
    for _ in reached:
        for mine in reached:
            for other in reached:
                if mine & other:
                    mine.update(other)
    for one, mine in enumerate(reached):
        for two, other in enumerate(reached):
            assert (groups[one] == groups[two]) == (one == two or bool(mine & other))
    for one, name in enumerate(groups):
        assert int(name.removeprefix("clip-")) <= one  # called after its first clip
