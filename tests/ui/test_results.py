"""Results by their routes: the newest numbers, as a page and as files."""

import json
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from core.answer import Report
from core.schema import reports
from core.workspace import Workspace
from tests.ui.made_reports import BASE, TUNED, two_reports


@pytest.fixture
def measured(client: TestClient, demo: Workspace) -> Iterator[tuple[Report, Report]]:
    yield two_reports(demo)
    with demo.store.engine.begin() as connection:
        connection.execute(reports.delete())


def test_before_the_first_measurement_there_is_nothing(client: TestClient) -> None:
    assert client.get("/api/results").json() == {"evidence": None, "job": None}


def test_the_newest_numbers_come_with_what_they_rest_on(
    client: TestClient, measured: tuple[Report, Report]
) -> None:
    evidence = client.get("/api/results").json()["evidence"]
    assert (evidence["id"], evidence["run"]) == (TUNED, "run-1")
    assert evidence["facts"]["retention"] is True
    held_out, unseen = evidence["parts"]
    assert held_out["rows"][0]["base"]["value"] == 0.9
    assert held_out["rows"][0]["tuned"]["value"] == 0.05
    assert unseen["rows"][0]["tuned"]["value"] is None  # nothing was asked there
    assert client.get("/api/results", params={"run": "other"}).json()["evidence"] is None


def test_both_reports_come_as_json(client: TestClient, measured: tuple[Report, Report]) -> None:
    answer = client.get(f"/api/results/{TUNED}.json")
    assert "attachment" in answer.headers["content-disposition"]
    told = json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert told["base"]["id"] == BASE
    part = told["tuned"]["scores"]["held_out_combinations"]
    assert part["hallucination_rate"] == {"value": 0.05, "low": 0.0, "high": 0.1, "n": 40}


@pytest.mark.parametrize(("ending", "begin"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_chart_comes_as_a_figure(
    client: TestClient, measured: tuple[Report, Report], ending: str, begin: bytes
) -> None:
    answer = client.get(f"/api/results/{TUNED}/figure.{ending}")
    assert answer.status_code == 200
    assert answer.content.startswith(begin)


def test_every_answer_comes_line_by_line(
    client: TestClient, demo: Workspace, measured: tuple[Report, Report]
) -> None:
    assert client.get(f"/api/results/{TUNED}.jsonl").status_code == 404
    (demo.reports / f"{TUNED}.jsonl").write_text('{"answer": "A cat meows."}\n')
    assert client.get(f"/api/results/{TUNED}.jsonl").text == '{"answer": "A cat meows."}\n'


@pytest.mark.parametrize(
    "path", ["nothing.json", "nothing.jsonl", "nothing/figure.png", "..%2Fjobs.json"]
)
def test_an_unknown_report_is_404(client: TestClient, path: str) -> None:
    assert client.get(f"/api/results/{path}").status_code == 404


def test_what_cannot_be_measured_or_stopped_is_said(client: TestClient) -> None:
    refused = client.post("/api/results", json={"run": "nothing"})
    assert (refused.status_code, "no adapter" in refused.json()["error"]) == (404, True)
    refused = client.post("/api/results/stop")
    assert (refused.status_code, "nothing to stop" in refused.json()["error"]) == (409, True)
