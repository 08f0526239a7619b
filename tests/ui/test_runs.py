"""Training by its routes: the form, its plan, runs and what can be done to them."""

import dataclasses
import os
import shlex
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.run import RunConfig, RunState
from core.workspace import Workspace
from tests.builders import a_run_config, a_verdict
from training.process import process
from training.run_folder import Progress, RunFolder
from training.runs import new_run
from ui.components.run_card import end_of
from ui.components.train_form import RunForm, asked_of, form_of

FORM: dict[str, Any] = {"objective": "acpo", "pairs": "all", "family": "tiny_omni"}


@pytest.fixture
def run(client: TestClient, demo: Workspace) -> RunFolder:
    """A run that this very process works on."""
    made = new_run(demo, a_run_config(pairs="all", steps=20), "ann")
    made.claim(process())
    return made


def news(client: TestClient, run: RunFolder, after_s: float = 0.0) -> dict[str, Any]:
    answer = client.get(f"/api/runs/{run.id}", params={"after_s": after_s})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_form_offers_every_setting_that_a_run_has() -> None:
    form = form_of()
    elsewhere = {"family", "checkpoint", "objective", "options", "pairs", "dataset"}
    offered = {field["name"] for field in (*form["main"], *form["more"])}
    assert offered == {field.name for field in dataclasses.fields(RunConfig)} - elsewhere


def test_the_form_offers_an_objective_with_its_own_words() -> None:
    acpo = next(one for one in form_of()["objectives"] if one["name"] == "acpo")
    assert acpo["says"].startswith("Audio-Contrastive Preference Optimization")
    beta = acpo["options"][0]
    assert (beta["name"], beta["title"], beta["default"], beta["low"]) == ("beta", "β", 0.3, 0.001)


def test_a_form_and_its_settings_are_each_others_inverse() -> None:
    config = a_run_config(options={"beta": 0.3}, steps=7, learning_rate=0.01, views=0)
    assert RunForm(**asked_of(config)).config() == config


def test_the_plan_is_the_command_and_the_pairs_that_fit(
    client: TestClient, demo: Workspace
) -> None:
    plan = client.post("/api/train/plan", json=FORM | {"settings": {"seed": 7}}).json()
    words = shlex.split(plan["command"])
    assert words[:5] == ["python", "app.py", "train", "--objective", "acpo"]
    assert words[words.index("--seed") + 1] == "7"
    assert 10 <= plan["pairs"]["all"]["count"] <= demo.store.pairs.count()
    assert plan["pairs"]["accepted"]["count"] == 0
    assert "Accept at least 10 pairs on the Verify page" in plan["pairs"]["accepted"]["sentence"]


def test_accepted_pairs_are_counted(client: TestClient, demo: Workspace) -> None:
    for place, pair in enumerate(demo.store.pairs.each()):
        demo.store.verdicts.add(a_verdict(pair.id, token=f"token-{place:04}"))
    plan = client.post("/api/train/plan", json=FORM).json()
    assert plan["pairs"]["accepted"] == plan["pairs"]["all"]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"objective": "nonsense"}, 'There is no "nonsense"'),
        ({"options": {"beta": -1}}, "must be 0.001 or more"),
        ({"options": {"gamma": 1}}, 'has no option "gamma"'),
        ({"settings": {"steps": 2.5}}, "Steps must be a whole number, not 2.5."),
        ({"settings": {"colour": 1}}, 'A run has no setting "colour".'),
        ({"settings": {"steps": 0}}, "Steps must be 1 or more"),
        ({"pairs": "accepted"}, "Accept at least 10 pairs"),
    ],
)
def test_a_run_that_cannot_be_is_refused_with_a_sentence(
    client: TestClient, change: dict[str, Any], sentence: str
) -> None:
    answer = client.post("/api/runs", json=FORM | change)
    assert 400 <= answer.status_code < 500
    assert sentence in answer.json()["error"]


def test_only_numbers_that_are_new_are_sent(client: TestClient, run: RunFolder) -> None:
    run.report(Progress("training", 1, 20))
    run.log_metrics(1, {"loss": 0.7})
    first = news(client, run)
    assert [line["step"] for line in first["metrics"]] == [1]
    seen_s = first["metrics"][-1]["at_s"]
    assert news(client, run, seen_s)["metrics"] == []
    time.sleep(0.01)
    run.log_metrics(2, {"loss": 0.6})
    run.log_metrics(1, {"validation/hallucination_rate": 0.9})
    later = news(client, run, seen_s)["metrics"]
    assert [line["step"] for line in later] == [1, 2]
    assert later[0]["loss"] == 0.7  # the whole step, where a part of it is news
    assert later[0]["validation/hallucination_rate"] == 0.9


def test_what_a_resumed_run_takes_back_is_told_by_its_last_step(
    client: TestClient, run: RunFolder
) -> None:
    for step in (1, 2, 3):
        run.log_metrics(step, {"loss": 1 / step})
    assert news(client, run)["last_step"] == 3
    run.forget_metrics_after(2)
    assert news(client, run)["last_step"] == 2


def test_a_run_is_told_in_words(client: TestClient, run: RunFolder) -> None:
    assert news(client, run)["word"] == "Starting"
    run.report(Progress("encoding pictures", 3, 9))
    told = news(client, run)
    assert (told["word"], told["phase"], told["done"], told["of"]) == (
        "Running",
        "encoding pictures",
        3,
        9,
    )
    assert (told["step"], told["steps"]) == (0, 20)  # what it prepares are no steps
    run.report(Progress("training", 5, 20, pairs_per_second=12.5, seconds_left=30.0))
    told = news(client, run)
    assert (told["step"], told["pairs_per_second"], told["seconds_left"]) == (5, 12.5, 30.0)
    run.end(RunState.FAILED, "The checkpoint is not there; name another.")
    told = news(client, run)
    assert (told["word"], told["is_at_work"], told["is_resumable"]) == ("Failed", False, True)
    assert told["sentence"] == "The checkpoint is not there; name another."
    assert told["started"].startswith("20")


def test_every_run_is_listed_newest_first(
    client: TestClient, demo: Workspace, run: RunFolder
) -> None:
    time.sleep(0.002)  # runs are ordered by millisecond
    newer = new_run(demo, a_run_config(pairs="all"), "ann")
    listed = [one["id"] for one in client.get("/api/runs").json()]
    assert listed[:2] == [newer.id, run.id]


def test_a_finished_run_is_not_stopped(client: TestClient, run: RunFolder) -> None:
    run.end(RunState.FINISHED, "Done.")
    refused = client.post(f"/api/runs/{run.id}/stop")
    assert refused.status_code == 409
    assert "nothing to stop" in refused.json()["error"]


def test_an_unknown_run_or_act_is_no_crash(client: TestClient, run: RunFolder) -> None:
    assert client.get("/api/runs/nothing").status_code == 404
    assert client.get("/api/runs/..%2F..").status_code == 404
    assert client.post(f"/api/runs/{run.id}/explode").status_code == 400


def test_the_end_of_a_log_begins_with_a_whole_line(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    assert end_of(log) == ""
    log.write_text("one\ntwo\nthree\n")
    assert end_of(log) == "one\ntwo\nthree\n"
    assert end_of(log, most=9) == "three\n"
    log.write_bytes(b"\xff" * 4 + os.linesep.encode())
    assert "�" in end_of(log)
