"""Building: every clip of a workspace gets its targets and pairs, once."""

import pytest

from annotation.build import Skipped, add_targets, build_pairs
from core.caption import Caption, Modality
from core.clip import Split
from core.errors import BadRecord, NotFound
from core.workspace import Workspace
from tests.annotation.scenes import a_scene, an_animal, animals, stored

ALL = {"include_held_out": True}


def test_building_twice_adds_nothing_and_more_donors_only_add(workspace: Workspace) -> None:
    for scene in animals().values():
        stored(workspace.store, scene)
    first = build_pairs(workspace, "acpo", ALL | {"donors": 2})
    assert first.built == workspace.store.pairs.count() == sum(first.by_kind.values()) > 0
    assert first.already == 0
    again = build_pairs(workspace, "acpo", ALL | {"donors": 2})
    assert (again.built, again.already) == (0, first.built)
    more = build_pairs(workspace, "acpo", ALL | {"donors": 3})
    assert more.already == first.built
    assert more.built * 2 == first.built


def test_the_report_counts_kinds_and_forms_and_names_what_was_skipped(workspace: Workspace) -> None:
    for scene in [*animals().values(), an_animal("horse", "neigh", split=Split.TEST)]:
        stored(workspace.store, scene)
    report = build_pairs(workspace, "acpo", ALL | {"donors": 1, "yes_no": False})
    assert report.by_kind == {"acpo/attribution": 12, "acpo/sensitivity": 18, "acpo/retention": 6}
    assert report.by_form == {
        "acpo/attribution: description": 6,
        "acpo/attribution: expected_sound": 6,
        "acpo/sensitivity: caption": 6,
        "acpo/sensitivity: audio_caption": 6,
        "acpo/sensitivity: matching": 6,
        "acpo/retention: description": 6,
    }
    assert report.skipped == (Skipped("horse-clip", "it is kept for test"),)
    assert workspace.store.pairs.counts_by_kind() == report.by_kind


def test_progress_names_each_picture_once(workspace: Workspace) -> None:
    for scene in animals().values():
        stored(workspace.store, scene)
    seen: list[tuple[int, int, str]] = []
    build_pairs(workspace, "acpo", ALL, lambda *step: seen.append(step))
    assert [done for done, _, _ in seen] == [1, 2, 3, 4, 5, 6]
    assert {total for _, total, _ in seen} == {6}
    assert {name for _, _, name in seen} == {scene.clip.name for scene in animals().values()}


def test_progress_ends_full_though_some_clips_give_no_pairs(workspace: Workspace) -> None:
    held_out = an_animal("horse", "neigh", split=Split.TEST)
    for scene in [*animals().values(), held_out, a_scene("unsaid")]:
        stored(workspace.store, scene)
    seen: list[tuple[int, int, str]] = []
    build_pairs(workspace, "acpo", ALL, lambda *step: seen.append(step))
    assert [done for done, _, _ in seen] == list(range(1, 9))
    assert {total for _, total, _ in seen} == {8}
    assert {"horse-clip", "unsaid"} <= {name for _, _, name in seen}


def test_joint_captions_are_decomposed_where_targets_are_missing(workspace: Workspace) -> None:
    store = workspace.store
    stored(store, a_scene("cow", joint="A brown cow stands in a field and moos."))
    stored(store, a_scene("cat", joint="A cat sleeps while a bell rings.", audio="A bell."))
    stored(store, a_scene("silent", visual="A wall."))
    assert add_targets(store) == 3
    assert add_targets(store) == 0
    cow, cat = store.clips.captions("cow"), store.clips.captions("cat")
    rules = "decompose/rules"
    assert cow[Modality.VISUAL] == Caption(
        "cow", Modality.VISUAL, "A brown cow stands in a field.", rules
    )
    assert cow[Modality.AUDIO] == Caption("cow", Modality.AUDIO, "A cow moos.", rules)
    assert cat[Modality.AUDIO].text == "A bell."  # the manifest's own target wins
    assert cat[Modality.VISUAL].text == "A cat sleeps."


def test_pairs_come_from_joint_captions_alone(workspace: Workspace) -> None:
    stored(workspace.store, a_scene("cow", joint="A brown cow stands in a field and moos."))
    stored(workspace.store, a_scene("cat", joint="A grey cat lies on a sofa and meows."))
    report = build_pairs(workspace, "acpo", ALL)
    assert report.by_kind == {"acpo/attribution": 2, "acpo/sensitivity": 4, "acpo/retention": 2}


def test_an_empty_workspace_gives_no_pairs(workspace: Workspace) -> None:
    report = build_pairs(workspace, "acpo", {})
    assert (report.built, report.already, report.skipped) == (0, 0, ())


def test_what_does_not_exist_is_named(workspace: Workspace) -> None:
    with pytest.raises(NotFound, match='There is no "apco"'):
        build_pairs(workspace, "apco", {})
    with pytest.raises(BadRecord, match='no option "speed"'):
        build_pairs(workspace, "acpo", {"speed": 1})
