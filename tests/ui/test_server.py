"""The app as a whole: its pages, its doors, and what it refuses."""

import socket

import httpx
import pytest
from fastapi.testclient import TestClient

from core.errors import Conflict
from core.workspace import Workspace
from tests.ui.conftest import app_of
from tests.ui.demo import served
from ui.server import _listen, address_of, run
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
        {"Origin": "http://["},
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
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[", "127.0.0.1]", ""]
)
def test_a_foreign_host_name_gets_no_answer(client: TestClient, method: str, host: str) -> None:
    answer = client.request(method, "/api/undo", headers={"Host": host})
    assert answer.status_code == 403
    assert "does not answer under the name" in answer.json()["error"]


def test_the_page_itself_may_write(client: TestClient) -> None:
    headers = {"Origin": "http://127.0.0.1", "Sec-Fetch-Site": "same-origin"}
    answer = client.post("/api/undo", json={"token": "undo-00001"}, headers=headers)
    assert answer.status_code == 409  # nothing to undo: the request came through


def test_nobody_gets_401_from_our_routes_and_from_gradio(workspace: Workspace) -> None:
    with TestClient(app_of(workspace, None), base_url="http://127.0.0.1") as client:
        for path in ("/config", "/gradio_api/info", "/api/verify/next", "/media/nothing.mp4"):
            assert client.get(path).status_code == 401, path
        form = {"fn_index": 0, "data": [], "session_hash": "a"}
        assert client.post("/gradio_api/queue/join", json=form).status_code == 401
        assert client.get("/api/person").json() == {"error": "Sign in first."}


def test_the_one_local_person_is_known_to_gradio_too(client: TestClient) -> None:
    assert client.get("/config").status_code == 200
    told = client.get("/api/person").json()
    assert told["name"] == "ann"
    assert len(told["workspace"]) == 16


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:7860/"),
        ("localhost", "http://localhost:7860/"),
        ("::1", "http://[::1]:7860/"),
        ("0.0.0.0", "http://127.0.0.1:7860/"),  # noqa: S104  # no socket is opened here
        ("::", "http://[::1]:7860/"),
        ("192.168.1.5", "http://127.0.0.1:7860/"),
    ],
)
def test_the_address_is_one_that_a_browser_here_can_open(host: str, address: str) -> None:
    assert address_of(host, 7860) == address


def test_a_server_for_others_says_what_they_can_open(workspace: Workspace) -> None:
    with served(workspace, "0.0.0.0") as server:  # noqa: S104  # for as long as this test
        assert server.address.startswith("http://127.0.0.1:")
        assert "on other machines only share links open" in server.said
        assert httpx.get(f"{server.address}/api/health").status_code == 200
        refused = httpx.get(f"{server.address}/api/health", headers={"Host": "here.example"})
        assert refused.status_code == 403


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
