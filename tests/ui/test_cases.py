"""Cases: kept from a comparison, told in plain words, escaped wherever they are shown."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.clip import AVInput
from core.playable import playable
from core.workspace import Workspace
from tests.ui.cases import a_case, a_comparison
from tests.ui.conftest import app_of
from tests.ui.demo import copy_of
from training.figures.case import Said
from ui.components.case_view import media_of, view_of
from ui.components.figures import case_figure
from ui.keeping import keep


def kept(client: TestClient, of: str, **changes: Any) -> Any:
    form = {
        "comparison": of,
        "base_answer": 0,
        "tuned_answer": 1,
        "title": "A title",
        "why": "A reason.",
    }
    return client.post("/api/cases", json=form | changes)


def test_a_case_tells_the_scene_the_question_and_both_answers(demo: Workspace) -> None:
    view = view_of(demo, a_case(demo))
    assert view["scene"] == "The picture shows a cow. The sound is a cat."
    assert view["asked"] == "Asked what it hears:"
    assert (view["base"]["who"], view["base"]["mark"]) == ("The base model said", "Wrong")
    wrong = [run["text"] for run in view["base"]["words"] if run["is_wrong"]]
    assert wrong == ["cow", "moos"]
    assert view["base"]["reason"] == "It says “cow”, which is not heard."
    assert view["tuned"]["mark"] == "Right"
    assert not any(run["is_wrong"] for run in view["tuned"]["words"])
    assert view["sample"]["start"]["track"] == "swapped"
    assert "adapter a1b2c3 was off for the first" in view["models"]
    assert any("cow-pasture" in credit for credit in view["credits"])


def test_the_labels_mark_the_answers_whoever_kept_the_case(
    client: TestClient, demo: Workspace
) -> None:
    comparison = a_comparison(demo, base="A cat meows.", tuned="A cow moos.")
    case = demo.store.cases.get(kept(client, comparison.id).json()["id"])
    view = view_of(demo, case)
    assert (view["base"]["mark"], view["tuned"]["mark"]) == ("Right", "Wrong")
    assert view["base"]["reason"] == "It names what is heard."
    assert [run["text"] for run in view["tuned"]["words"] if run["is_wrong"]] == ["cow", "moos"]


def test_where_the_labels_cannot_tell_the_case_says_which_answer_is_the_mistake(
    client: TestClient, demo: Workspace
) -> None:
    comparison = a_comparison(demo, prompt="Sing a song.")
    case = demo.store.cases.get(kept(client, comparison.id).json()["id"])
    view = view_of(demo, case)
    assert (view["base"]["mark"], view["tuned"]["mark"]) == ("Wrong", "Right")
    assert view["base"]["reason"] == ""


def test_page_and_figure_mark_alike(demo: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Said] = []
    monkeypatch.setattr(
        "training.figures.case.case_figure",
        lambda _workspace, _shown, _prompt, said, target: [
            drawn.extend(said),
            target.with_suffix(".png").touch(),
        ],
    )
    for place, prompt in enumerate(("Describe what you hear.", "Sing a song.")):
        comparison = a_comparison(demo, prompt=prompt, base="A cat meows.", tuned="A cow moos.")
        case = keep(demo.store, comparison.id, 0, 1, "Alike", f"{place}", "ann")
        view = view_of(demo, case)
        case_figure(demo, case, "png")
        marks = ["Right" if one.is_right else "Wrong" for one in drawn[-2:]]
        assert marks == [view["base"]["mark"], view["tuned"]["mark"]]


def test_a_case_without_sound_is_silent(client: TestClient, demo: Workspace) -> None:
    case = keep(
        demo.store, a_comparison(demo, sound=None).id, 0, 1, "Silence", "It guesses.", "ann"
    )
    sample = view_of(demo, case)["sample"]
    track = sample["original"]
    assert (track["title"], track["is_silent"], track["peaks"]) == ("No sound", True, [])
    assert (track["events"], sample["swapped"]) == ([], None)
    assert all(name.startswith("/media/") for name in media_of(sample))
    assert client.get(f"/cases/{case.id}").status_code == 200


def test_a_case_whose_clip_is_gone_is_left_out_and_its_page_says_why(
    demo: Workspace, tmp_path: Path
) -> None:
    broken = copy_of(demo, tmp_path)
    lost = a_case(broken)
    cow, cat = (broken.store.clips.named(name) for name in ("cow-pasture", "cat-yarn"))
    playable(broken, AVInput(cow.id, cat.id)).unlink()
    broken.media_file(cat.media).unlink()
    whole = keep(
        broken.store, a_comparison(broken, "cow-pasture", "cow-pasture").id, 0, 1, "B", "C", "ann"
    )
    with TestClient(app_of(broken), base_url="http://127.0.0.1") as client:
        ids = [one["id"] for one in client.get("/api/cases").json()]
        page = client.get(f"/cases/{lost.id}")
    assert whole.id in ids
    assert lost.id not in ids
    assert page.status_code == 404
    assert "There is no media file" in page.text
    broken.store.close()


def test_the_same_case_twice_is_one(client: TestClient, demo: Workspace) -> None:
    comparison = a_comparison(demo)
    first, second = kept(client, comparison.id), kept(client, comparison.id)
    assert first.json() == second.json()
    listed = [one["id"] for one in client.get("/api/cases").json()]
    assert listed.count(first.json()["id"]) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": "  "}, "A case needs a title"),
        ({"why": ""}, "A case needs a title"),
        ({"base_answer": 1}, "is not the base one"),
        ({"tuned_answer": 9}, "has no answer number 10"),
        ({"comparison": "nothing"}, 'There is no comparison "nothing"'),
    ],
)
def test_what_makes_no_case_is_refused(
    client: TestClient, demo: Workspace, change: dict[str, Any], sentence: str
) -> None:
    answer = kept(client, a_comparison(demo).id, **change)
    assert 400 <= answer.status_code < 500
    assert sentence in answer.json()["error"]


def test_words_of_people_and_models_stay_words(client: TestClient, demo: Workspace) -> None:
    attack = "<img src=x onerror=alert(1)></script><script>alert(2)</script> ${7*7} {{7*7}}"
    comparison = a_comparison(demo, prompt=attack, base=attack, tuned=attack)
    case_id = kept(client, comparison.id, title=attack, why=attack).json()["id"]
    html = client.get(f"/cases/{case_id}").text
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert "${7*7} {{7*7}}" in html  # not reckoned out either


def test_a_case_that_is_not_there_is_404(client: TestClient) -> None:
    assert client.get("/cases/nothing").status_code == 404


@pytest.mark.parametrize(("ending", "begin"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_a_case_comes_as_a_figure(
    client: TestClient, demo: Workspace, ending: str, begin: bytes
) -> None:
    answer = client.get(f"/api/cases/{a_case(demo).id}/figure.{ending}")
    assert answer.status_code == 200
    assert answer.content.startswith(begin)
    assert client.get(f"/api/cases/nothing/figure.{ending}").status_code == 404
