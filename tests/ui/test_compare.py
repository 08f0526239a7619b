"""Questions by their route: what is asked under each condition, and what cannot be asked."""

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.clip import AVInput
from core.workspace import Workspace
from tests.ui.cases import ADAPTER, a_comparison
from ui.components.comparison import CompareForm, Sound

FORM: dict[str, Any] = {"clip": "c", "donor": "d", "prompt": "Describe what you hear."}


def test_each_condition_is_a_question_of_its_own() -> None:
    form = CompareForm(**FORM, frames=2, sounds=[Sound.ORIGINAL, Sound.SWAPPED, Sound.NONE])
    questions = form.questions()
    assert [one.input for one in questions] == [
        AVInput("c", "c"),
        AVInput("c", "d"),
        AVInput("c", None),
    ]
    assert {one.frames for one in questions} == {2}


def test_a_condition_named_twice_is_asked_once() -> None:
    assert len(CompareForm(**FORM, sounds=[Sound.NONE, Sound.NONE]).questions()) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"clip": "nothing"}, 'There is no clip "nothing"'),
        ({"donor": "nothing"}, 'There is no clip "nothing"'),
        ({"run": "nothing"}, 'There is no adapter "nothing"'),
    ],
)
def test_what_is_not_there_is_told_as_the_last_line(
    client: TestClient, demo: Workspace, change: dict[str, Any], sentence: str
) -> None:
    clip = demo.store.clips.named("cow-pasture").id
    form = FORM | {"clip": clip, "donor": None, "sounds": ["original"]} | change
    answer = client.post("/api/compare", json=form)
    last = json.loads(answer.text.splitlines()[-1])
    assert last["kind"] == "error"
    assert sentence in last["text"]


@pytest.mark.parametrize(
    "change", [{"prompt": ""}, {"sounds": []}, {"sounds": ["loud"]}, {"frames": 0}]
)
def test_a_form_that_asks_nothing_is_refused(client: TestClient, change: dict[str, Any]) -> None:
    answer = client.post("/api/compare", json=FORM | {"sounds": ["original"]} | change)
    assert answer.status_code == 400


def test_a_comparison_comes_back_as_it_was_asked(client: TestClient, demo: Workspace) -> None:
    comparison = a_comparison(demo)
    kept = client.get(f"/api/compare/{comparison.id}").json()
    shown = comparison.answers[0].question.input
    assert kept["asked"] == {
        "clip": shown.video,
        "donor": shown.audio,
        "run": ADAPTER,
        "prompt": "Describe what you hear.",
        "frames": None,
        "sounds": ["swapped"],
    }
    cards = [answer["card"] for answer in kept["answers"]]
    assert [(card["model"], card["adapter_active"], card["right"]) for card in cards] == [
        ("base", False, False),
        ("tuned", True, True),
    ]
    assert client.get("/api/compare/nothing").status_code == 404
