"""Clips to choose from: by name and by what is in them, with a picture and a sample."""

import pytest
from fastapi.testclient import TestClient

from core.clip import Split
from core.workspace import Workspace
from tests.builders import a_clip
from ui.components.clip_menu import first_combination


def test_the_menu_names_what_is_seen_and_heard(client: TestClient) -> None:
    menu = client.get("/api/clips").json()
    cow = next(clip for clip in menu["clips"] if clip["name"] == "cow-pasture")
    assert (cow["seen"], cow["heard"]) == ("cow", "cow")
    assert cow["words"] == "seen: a cow; heard: a cow"
    assert cow["is_audible"] is True
    assert menu["start"]["clip"] != menu["start"]["donor"]


def test_one_clip_is_told_with_its_captions(client: TestClient, demo: Workspace) -> None:
    cow = demo.store.clips.named("cow-pasture")
    told = client.get(f"/api/clips/{cow.id}").json()
    assert [caption["of"] for caption in told["captions"]] == ["Seen and heard", "Seen", "Heard"]
    assert told["use"] == "May be trained on."
    assert told["size"] == "640 x 360, 25 frames a second"
    assert told["sample"]["swapped"] is None
    assert client.get("/api/clips/nothing").status_code == 404


def test_a_clip_has_a_picture(client: TestClient, demo: Workspace) -> None:
    cow = demo.store.clips.named("cow-pasture")
    answer = client.get(f"/poster/{cow.id}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert client.get("/poster/nothing").status_code == 404


def test_a_sample_holds_the_swapped_sound_where_one_is_chosen(
    client: TestClient, demo: Workspace
) -> None:
    cow, cat = (demo.store.clips.named(name).id for name in ("cow-pasture", "cat-yarn"))
    sample = client.get("/api/sample", params={"clip": cow, "donor": cat}).json()
    assert sample["swapped"]["title"] == "cat-yarn"
    assert sample["start"]["track"] == "swapped"
    for same in ("", cow):
        sample = client.get("/api/sample", params={"clip": cow, "donor": same}).json()
        assert sample["swapped"] is None
    assert client.get("/api/sample", params={"clip": "nothing"}).status_code == 404


def test_a_sample_without_sound_has_nothing_to_hear(client: TestClient, demo: Workspace) -> None:
    cow = demo.store.clips.named("cow-pasture")
    sample = client.get("/api/sample", params={"clip": cow.id, "sound": "none"}).json()
    track = sample["original"]
    assert (track["is_silent"], track["peaks"], track["spectrogram"]) == (True, [], "")
    assert track["video"] == f"/media/{cow.media}"  # the very file, which the player mutes
    assert sample["swapped"] is None


@pytest.mark.parametrize(
    ("names", "first"),
    [
        (("sheep-meadow", "cow-pasture", "toilet-flush"), ("sheep-meadow", "toilet-flush")),
        (("sheep-meadow", "cow-pasture"), ("sheep-meadow", "cow-pasture")),
        (("sheep-meadow",), None),
        ((), None),
    ],
)
def test_a_newcomer_begins_with_a_combination_that_no_run_has_met(
    names: tuple[str, ...], first: tuple[str, str] | None
) -> None:
    clips = [a_clip(f"{place:016}", name) for place, name in enumerate(names)]
    found = first_combination(clips)
    assert (found and (found[0].name, found[1].name)) == first


def test_a_silent_clip_gives_no_sound() -> None:
    quiet = a_clip("a" * 16, "quiet", loudness_db=-120.0, split=Split.TRAIN)
    loud = a_clip("b" * 16, "loud")
    assert first_combination([quiet, loud]) == (quiet, loud)
    assert first_combination([loud, quiet]) == (quiet, loud)
