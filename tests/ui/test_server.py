"""The app as a whole: its pages, its doors, and what it refuses."""

import socket

import pytest
from fastapi.testclient import TestClient

from core.errors import Conflict
from core.workspace import Workspace
from tests.ui.conftest import app_of
from ui.server import _listen, run
from ui.static_files import address


def test_the_bare_address_leads_to_the_first_page(client: TestClient) -> None:
    answer = client.get("/", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (307, "/verify")
    assert client.get("/verify").status_code == 200


def test_own_scripts_are_served_for_good_under_an_address_of_their_content(
    client: TestClient,
) -> None:
    answer = client.get(address("player.js"))
    assert "javascript" in answer.headers["content-type"]  # a module of another type is refused
    assert "immutable" in answer.headers["cache-control"]
    assert client.get("/app-static/0000000000/player.js").status_code == 404


def test_health_looks_into_the_database(client: TestClient, demo: Workspace) -> None:
    assert client.get("/api/health").json() == {"clips": 2, "pairs": demo.store.pairs.count()}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
@pytest.mark.parametrize("path", ["/api/undo", "/gradio_api/queue/join"])
def test_a_write_from_another_site_is_refused(
    client: TestClient, headers: dict[str, str], path: str
) -> None:
    answer = client.post(path, json={"token": "undo-00001"}, headers=headers)
    assert answer.status_code == 403
    assert "comes from another site" in answer.json()["error"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example"])
def test_a_foreign_host_name_gets_no_answer(client: TestClient, method: str, host: str) -> None:
    answer = client.request(method, "/api/undo", headers={"Host": host})
    assert answer.status_code == 403
    assert "does not answer under the name" in answer.json()["error"]


def test_the_page_itself_may_write(client: TestClient) -> None:
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/api/undo", json={"token": "undo-00001"}, headers=headers)
    assert answer.status_code == 409  # nothing to undo: the request came through


def test_an_empty_workspace_says_what_to_do(workspace: Workspace) -> None:
    with TestClient(app_of(workspace), base_url="http://127.0.0.1") as client:
        empty = client.get("/api/verify/next").json()["empty"]
        assert empty["title"] == "No clips yet"
        assert "import" in empty["command"]


def test_a_port_in_use_is_said_in_a_sentence(workspace: Workspace) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(Conflict, match="choose another one with --port"):
            run(workspace, port=taken.getsockname()[1], open_browser=False)


def test_small_answers_leave_at_once() -> None:
    """Without TCP named, asyncio leaves Nagle's algorithm on: 40 ms more for each answer."""
    with _listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP
