"""Without a sign-in other machines reach share links and nothing else."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from core.workspace import Workspace
from tests.ui.cases import a_case
from tests.ui.conftest import app_of
from ui.components.case_view import media_of, view_of
from ui.outsiders import SENTENCE
from ui.share import sign
from ui.static_files import address

FONT = "/static/fonts/IBMPlexSans/IBMPlexSans-Regular.woff2"


@pytest.fixture(scope="module")
def app(demo: Workspace) -> FastAPI:
    """As `--host 0.0.0.0` makes it."""
    return app_of(demo, "you", ("*",))


@pytest.fixture
def outside(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, "http://192.168.1.5:7860", client=("192.168.1.9", 50000)) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("GET", "/verify"),
        ("GET", "/config"),
        ("GET", "/api/clips"),
        ("GET", "/api/cases"),
        ("GET", "/api/health"),
        ("GET", "/cases/nothing"),
        ("POST", "/api/undo"),
        ("POST", "/gradio_api/queue/join"),
        ("GET", "/gradio_api/info"),
        ("GET", "/static/img/logo.svg"),
        ("POST", "/share/token"),
        ("GET", "/share/token/config"),
        ("GET", "/share/../api/clips"),
        ("GET", "/static/fonts/..%2f..%2fapi"),
        ("GET", "/app-static/../api/clips"),
    ],
)
def test_everything_of_the_app_is_refused_with_a_sentence(
    outside: TestClient, method: str, path: str
) -> None:
    answer = outside.request(method, path, follow_redirects=False)
    assert answer.status_code == 403
    assert SENTENCE in answer.text


def test_media_are_refused_too(outside: TestClient, demo: Workspace) -> None:
    media = demo.store.clips.named("cow-pasture").media
    assert outside.get(f"/media/{media}").status_code == 403


def test_a_share_link_opens_with_all_that_it_needs(outside: TestClient, demo: Workspace) -> None:
    case = a_case(demo)
    path = f"/share/{sign(demo, case.id)}"
    assert outside.get(path).status_code == 200
    assert outside.get(address("case.js")).status_code == 200
    assert outside.get(FONT).status_code == 200
    for file in media_of(view_of(demo, case)["sample"]):
        assert outside.get(path + file).status_code == 200


@pytest.mark.parametrize(
    ("client", "host", "headers"),
    [
        ("192.168.1.9", "127.0.0.1", {}),
        ("127.0.0.1", "evil.example", {}),
        ("127.0.0.1", "[", {}),
        ("127.0.0.1", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("::ffff:192.168.1.9", "127.0.0.1", {}),
        ("nobody", "127.0.0.1", {}),
    ],
)
def test_whoever_is_not_plainly_on_this_machine_is_outside(
    app: FastAPI, client: str, host: str, headers: dict[str, str]
) -> None:
    with TestClient(app, "http://127.0.0.1", client=(client, 50000)) as asking:
        answer = asking.get("/api/clips", headers={"Host": host, **headers})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("client", "host"),
    [
        ("127.0.0.1", "localhost:7860"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "[::1]:7860"),
        ("::ffff:127.0.0.1", "127.0.0.1"),
    ],
)
def test_the_machine_itself_works_as_ever(app: FastAPI, client: str, host: str) -> None:
    with TestClient(app, "http://127.0.0.1", client=(client, 50000)) as asking:
        assert asking.get("/api/clips", headers={"Host": host}).status_code == 200
        assert asking.get("/verify", headers={"Host": host}).status_code == 200
