"""A clip whose file is missing or damaged: its pair is still judged, and the others with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from core.workspace import Workspace
from tests.ui.conftest import app_of
from tests.ui.demo import copy_of


def gone(file: Path) -> None:
    file.unlink()


def damaged(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:2000])


@pytest.fixture(params=[gone, damaged])
def broken(request: pytest.FixtureRequest, demo: Workspace, tmp_path: Path) -> Iterator[TestClient]:
    """The app on a workspace in which the cow's file is no good, and nothing of it was made yet."""
    workspace = copy_of(demo, tmp_path)
    harm: Callable[[Path], None] = request.param
    named = {clip.media for clip in workspace.store.clips.all()}
    for file in workspace.media.iterdir():
        if file.name not in named:
            file.unlink()
    harm(workspace.media_file(workspace.store.clips.named("cow-pasture").media))
    with TestClient(app_of(workspace), base_url="http://127.0.0.1") as client:
        yield client
    workspace.store.close()


def skip(client: TestClient, work: dict[str, Any], turn: int) -> dict[str, Any]:
    form = {"token": f"token-{turn:04}", "pair": work["card"]["id"], "decision": "skip"}
    answer = client.post("/api/verdicts", json=form)
    assert answer.status_code == 200
    assert answer.json()["new"]
    following = answer.json()["next"] or client.get("/api/verify/next").json()
    return dict(following)


def test_a_pair_without_a_clip_says_so_and_lets_the_others_come(broken: TestClient) -> None:
    work = broken.get("/api/verify/next").json()
    for turn in range(6):
        assert work["card"]["questions"]
        assert (work["sample"] is None) == bool(work["fault"])
        assert broken.get("/api/verify/ahead", params={"pair": work["card"]["id"]}).json() == []
        work = skip(broken, work, turn)
    assert work["fault"]
    opened = broken.get(f"/api/verify/pair/{work['card']['id']}").json()
    assert opened["fault"] == work["fault"]


def test_a_verdict_on_it_is_undone_as_any_other(broken: TestClient) -> None:
    work = broken.get("/api/verify/next").json()
    skip(broken, work, 0)
    back = broken.post("/api/undo", json={"token": "undo-00001"})
    assert back.status_code == 200
    assert back.json()["card"]["id"] == work["card"]["id"]
    assert back.json()["sample"] is None
