"""Sources: clips that share a recording share its name and its split, whenever they come."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotation.footage import Footage, footage
from annotation.ingest import demo_folder
from annotation.manifest import CaptionLine, ClipLine, Entry, SourceLine, read_manifest
from annotation.source import Origin, Sources
from core.clip import Split
from core.errors import BadManifest
from core.store import Store
from core.workspace import Workspace
from tests.builders import a_clip


def a_line(name: str, *recordings: str, split: Split | None = None) -> Entry:
    parts = tuple(SourceLine(path=recording) for recording in recordings)
    return Entry(f"line {name}", ClipLine(file=f"{name}.mp4", source=parts, split=split))


def sources(store: Store, *entries: Entry) -> Sources:
    """The sources of these lines; a file's clip id is the file's name."""
    ids = {entry.line.file: entry.line.file.removesuffix(".mp4") for entry in entries}
    return Sources(entries, ids, store.clips)


def test_clips_of_one_recording_are_siblings_and_a_tool_ties_nothing(workspace: Workspace) -> None:
    lines = (
        a_line("a", "cow.webp", "moo.ogg"),
        a_line("b", "moo.ogg", "voice slt"),
        a_line("c", "cat.webp", "voice slt"),
        a_line("d", "voice slt"),
    )
    found = sources(workspace.store, *lines)
    assert [found.origin(line).source for line in lines] == [
        "cow.webp",
        "cow.webp",
        "cat.webp",
        "d",
    ]


def test_a_group_is_called_the_same_whatever_line_comes_first(workspace: Workspace) -> None:
    lines = [a_line("a", "film.mkv", "score.ogg"), a_line("b", "film.mkv")]
    names = {
        sources(workspace.store, *order).origin(line).source
        for order in (lines, lines[::-1])
        for line in lines
    }
    assert names == {"film.mkv"}


def test_a_named_source_is_kept_and_shared(workspace: Workspace) -> None:
    lines = [Entry(name, ClipLine(file=f"{name}.mp4", source="film 7")) for name in "ab"]
    found = sources(workspace.store, *lines)
    assert {found.origin(line).source for line in lines} == {"film 7"}


def test_a_later_import_joins_the_siblings_that_are_stored(workspace: Workspace) -> None:
    cow = a_clip(source="cow.webp", split=Split.TEST)
    workspace.store.clips.add(cow, made_of=["cow.webp", "moo.ogg"])
    line = a_line("new", "bell.ogg", "moo.ogg")
    found = sources(workspace.store, line)
    assert found.origin(line) == Origin("cow.webp", Split.TEST)


def test_a_split_against_a_stored_sibling_is_refused_naming_both(workspace: Workspace) -> None:
    workspace.store.clips.add(a_clip(source="film 7", split=Split.TEST))
    line = Entry("1", ClipLine(file="new.mp4", source="film 7", split=Split.TRAIN))
    with pytest.raises(BadManifest) as refusal:
        sources(workspace.store, line).origin(line)
    for said in ('"train"', '"test"', '"film 7"', '"cow-pasture"'):
        assert said in str(refusal.value)


def test_a_clip_between_two_splits_is_refused(workspace: Workspace) -> None:
    for clip_id, split in (("a", Split.TRAIN), ("b", Split.TEST)):
        clip = a_clip(clip_id, clip_id, source=f"{clip_id}.wav", split=split)
        workspace.store.clips.add(clip)
    line = a_line("new", "a.wav", "b.wav")
    with pytest.raises(BadManifest, match='"train" contradicts "test"'):
        sources(workspace.store, line).origin(line)


def test_lines_of_one_source_agree_on_the_first_split_that_is_given(workspace: Workspace) -> None:
    silent, test, train = (
        a_line("a", "film.mkv"),
        a_line("b", "film.mkv", split=Split.TEST),
        a_line("c", "film.mkv", split=Split.TRAIN),
    )
    found = sources(workspace.store, silent, test, train)
    assert found.origin(silent).split is found.origin(test).split is Split.TEST
    with pytest.raises(BadManifest, match=r'"train" contradicts "test".*line b'):
        found.origin(train)


def test_a_stored_clip_keeps_its_split(workspace: Workspace) -> None:
    workspace.store.clips.add(a_clip("a", source="a"))
    line = a_line("a", "film.mkv", split=Split.TEST)
    with pytest.raises(BadManifest, match='"test" contradicts "train"'):
        sources(workspace.store, line).origin(line)
    sibling = a_line("b", "film.mkv")
    assert sources(workspace.store, a_line("a", "film.mkv"), sibling).origin(sibling).source == "a"


def test_a_file_of_the_same_name_elsewhere_is_another_source(workspace: Workspace) -> None:
    workspace.store.clips.add(a_clip("stored", source="vid1/clip_000"))
    lines = [a_line("vid1/clip_000"), a_line("vid2/clip_000")]
    ids = {line.line.file: f"id{n}" for n, line in enumerate(lines)}
    found = Sources(lines, ids, workspace.store.clips)
    assert [found.origin(line).source for line in lines] == ["vid1/clip_000-id0", "vid2/clip_000"]


def test_captions_name_no_source(workspace: Workspace) -> None:
    caption = Entry("1", CaptionLine(file="a.mp4", joint_caption="A cow.", source="film 7"))
    line = a_line("a")
    assert sources(workspace.store, caption, line).origin(line).source == "a"


def test_no_source_of_the_demo_is_in_two_splits(workspace: Workspace) -> None:
    manifest = read_manifest(demo_folder())
    found = [each for each in footage(demo_folder(), manifest) if isinstance(each, Footage)]
    known = Sources(
        manifest.entries, {each.name: each.clip_id for each in found}, workspace.store.clips
    )
    origins = {entry.line.id: known.origin(entry) for entry in manifest.entries}
    splits: dict[str, set[Split]] = {}
    for origin in origins.values():
        splits.setdefault(origin.source, set()).add(origin.split)
    assert all(len(of_source) == 1 for of_source in splits.values())
    assert origins["cows-man-birds"] == origins["cow-pasture"]  # one photograph
    assert origins["kingfisher-voice"] == origins["blackbird-lawn"]  # one recording of a bird
    film = {origins[name] for name in ("bunny-yawn", "log-crash", "boulder-boom", "bird-branch")}
    assert len(film) == 1
    assert sum(origin == origins["blackboard-talk"] for origin in origins.values()) == 1


@given(st.lists(st.sets(st.integers(0, 12), max_size=3), min_size=1, max_size=25))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # it is only read
def test_clips_that_share_a_recording_share_a_source_and_others_do_not(
    workspace: Workspace, recordings: list[set[int]]
) -> None:
    lines = [
        a_line(f"clip-{index}", *(f"{part}.wav" for part in sorted(parts)))
        for index, parts in enumerate(recordings)
    ]
    known = sources(workspace.store, *lines)
    groups = [known.origin(line).source for line in lines]
    reached = [set(parts) for parts in recordings]  # grown until nothing is shared across
    for _ in reached:
        for mine in reached:
            for other in reached:
                if mine & other:
                    mine.update(other)
    for one, mine in enumerate(reached):
        for two, other in enumerate(reached):
            assert (groups[one] == groups[two]) == (one == two or bool(mine & other))
    for group, parts in zip(groups, reached, strict=True):
        assert not parts or group in {f"{part}.wav" for part in parts}
