"""The pairs of the demo clips: counts, donors, splits, and what the manifest says of them."""

from collections import Counter

import pytest

from annotation.build import BuildReport, build_pairs
from annotation.campaign import next_pair
from annotation.lexicon import akin
from annotation.quality import quality
from annotation.rubric import questions
from annotation.scene import Scene, scenes
from annotation.truth import judge_all
from core.clip import Split
from core.combination import combination_split
from core.preference import PreferencePair
from core.workspace import Workspace
from tests.annotation.conftest import ImportedDemo


@pytest.fixture(scope="module")
def built(imported_demo: ImportedDemo) -> tuple[Workspace, BuildReport]:
    report = build_pairs(imported_demo.workspace, "acpo", {})
    return imported_demo.workspace, report


@pytest.fixture(scope="module")
def pairs(built: tuple[Workspace, BuildReport]) -> list[PreferencePair]:
    return list(built[0].store.pairs.each())


@pytest.fixture(scope="module")
def known(built: tuple[Workspace, BuildReport]) -> dict[str, Scene]:
    return scenes(built[0].store)


def swapped(pair: PreferencePair, known: dict[str, Scene]) -> tuple[Scene, Scene]:
    shown = pair.rejected.input
    return known[str(shown.video)], known[str(shown.audio)]


def test_the_demo_gives_a_few_hundred_pairs_of_every_kind_and_form(
    built: tuple[Workspace, BuildReport],
) -> None:
    workspace, report = built
    assert workspace.store.pairs.count() == report.built == 616
    assert report.by_kind == {
        "acpo/attribution": 242,
        "acpo/sensitivity": 180,
        "acpo/retention": 194,
    }
    assert report.by_form == {
        "acpo/attribution: description": 66,
        "acpo/attribution: expected_sound": 48,
        "acpo/attribution: yes_no": 128,
        "acpo/sensitivity: caption": 66,
        "acpo/sensitivity: audio_caption": 66,
        "acpo/sensitivity: matching": 48,
        "acpo/retention: description": 66,
        "acpo/retention: yes_no": 128,
    }
    assert len(report.skipped) == 8
    assert {skipped.reason for skipped in report.skipped} == {"it is kept for test"}


def test_building_again_adds_nothing(built: tuple[Workspace, BuildReport]) -> None:
    again = build_pairs(built[0], "acpo", {})
    assert (again.built, again.already) == (0, built[1].built)


def test_no_pair_holds_out_of_training_what_it_uses(
    pairs: list[PreferencePair], known: dict[str, Scene]
) -> None:
    for pair in pairs:
        picture, sound = swapped(pair, known)
        assert picture.clip.split is sound.clip.split is Split.TRAIN
        assert combination_split(picture.clip.name, sound.clip.name) is Split.TRAIN


def test_no_donor_shares_a_recording_a_label_or_a_thing_with_its_picture(
    pairs: list[PreferencePair], known: dict[str, Scene]
) -> None:
    for pair in pairs:
        picture, sound = swapped(pair, known)
        assert picture.clip.source != sound.clip.source
        assert sound.clip.is_audible
        labels = {event.label for event in picture.events}
        assert labels.isdisjoint(event.label for event in sound.events)
        assert not akin(picture.seen | picture.heard, sound.heard)


def test_silent_clips_are_pictures_and_never_donors(
    pairs: list[PreferencePair], known: dict[str, Scene]
) -> None:
    quiet = {"jaguars-silent", "white-dogs-quiet"}
    shown = {swapped(pair, known)[0].clip.name for pair in pairs}
    heard = {swapped(pair, known)[1].clip.name for pair in pairs}
    assert quiet <= shown
    assert quiet.isdisjoint(heard)


def test_donors_of_clear_sounds_are_used_evenly(
    pairs: list[PreferencePair], known: dict[str, Scene]
) -> None:
    combinations = {pair.group: swapped(pair, known) for pair in pairs}
    used = Counter(sound.clip.name for _, sound in combinations.values())
    clear = [used[scene.clip.name] for scene in known.values() if scene.shows_its_sound]
    vague = [used[name] for name in used if not _named(known, name).shows_its_sound]
    clear = [uses for uses in clear if uses]  # the others are kept for test
    assert max(clear) - min(clear) <= 2
    assert max(vague) - min(vague) <= 1
    assert min(clear) > max(vague)


def _named(known: dict[str, Scene], name: str) -> Scene:
    return next(scene for scene in known.values() if scene.clip.name == name)


def test_a_group_ties_the_pairs_of_one_picture_and_sound(
    pairs: list[PreferencePair], known: dict[str, Scene]
) -> None:
    groups: dict[str, set[tuple[str | None, str | None]]] = {}
    for pair in pairs:
        shown = pair.rejected.input
        groups.setdefault(pair.group, set()).add((shown.video, shown.audio))
        assert pair.group == f"{shown.video}-{shown.audio}"
        assert pair.facts["donor"] == known[str(shown.audio)].clip.name
    assert len(groups) == 66
    assert {len(inputs) for inputs in groups.values()} == {1}


def test_yes_and_no_are_right_equally_often(pairs: list[PreferencePair]) -> None:
    """Otherwise a model learns the answer, not to listen."""
    for kind in ("acpo/attribution", "acpo/retention"):
        right = Counter(
            pair.chosen.response
            for pair in pairs
            if pair.kind == kind and pair.facts["form"] == "yes_no"
        )
        assert abs(right["Yes."] - right["No."]) <= 6


def test_every_pair_holds_by_the_manifest_and_people_are_asked_two_questions(
    built: tuple[Workspace, BuildReport], pairs: list[PreferencePair]
) -> None:
    store = built[0].store
    assert {len(questions(pair)) for pair in pairs} == {2}
    assert next_pair(store, "ann") == min(pair.id for pair in pairs)
    report = judge_all(store)
    assert (report.accepted, report.rejected, report.unknown) == (616, 0, 0)
    assert quality(store).pairs == 0  # the manifest is no person
