"""Cases: kept from a comparison, told in plain words, escaped wherever they are shown."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.workspace import Workspace
from tests.ui.cases import a_case, a_comparison
from ui.components.case_view import view_of


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


def test_a_reason_that_contradicts_the_person_is_left_out(
    client: TestClient, demo: Workspace
) -> None:
    comparison = a_comparison(demo, base="A cat meows.", tuned="A cow moos.")
    case = demo.store.cases.get(kept(client, comparison.id).json()["id"])
    view = view_of(demo, case)
    assert (view["base"]["reason"], view["tuned"]["reason"]) == ("", "")
    assert not any(run["is_wrong"] for run in view["tuned"]["words"])


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
