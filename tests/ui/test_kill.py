"""The server is killed while verdicts arrive: what it answered is there, and nothing twice."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from core.schema import verdicts
from core.workspace import Workspace
from tests.ui.demo import Server, copy_of

VERDICTS = 200
KILLED_AFTER = 70  # answers
POSTERS = 4  # so that some requests are under way when the server dies
LIMIT_S = 60.0


@pytest.fixture
def server(demo: Workspace, tmp_path: Path) -> Iterator[Server]:
    made = Server(copy_of(demo, tmp_path))
    yield made
    made.end()
    made.workspace.store.close()


def tokens(workspace: Workspace) -> list[str]:
    """Of every stored verdict, also of those that a later one replaces."""
    with workspace.store.engine.connect() as connection:
        return list(connection.execute(select(verdicts.c.token)).scalars())


def test_every_answered_verdict_survives_and_none_is_doubled(server: Server) -> None:
    pairs = [pair.id for pair in server.workspace.store.pairs.each()]
    answered: list[str] = []
    lost = []
    deadline = time.monotonic() + LIMIT_S

    def post(turn: int) -> None:
        form = {"token": f"token-{turn:04}", "pair": pairs[turn % len(pairs)], "decision": "accept"}
        while time.monotonic() < deadline:
            try:
                answer = client.post(f"{server.address}/api/verdicts", json=form)
            except httpx.TransportError:
                lost.append(turn)
                time.sleep(0.1)  # as the page does, with the same token
            else:
                assert answer.status_code == 200, answer.text
                answered.append(form["token"])
                return

    with httpx.Client(timeout=10) as client, ThreadPoolExecutor(POSTERS) as posters:
        posted = [posters.submit(post, turn) for turn in range(VERDICTS)]
        while len(answered) < KILLED_AFTER and time.monotonic() < deadline:
            time.sleep(0.005)
        server.kill()
        before = set(answered)
        assert before <= set(tokens(server.workspace))
        server.start(server.port)
        for one in posted:
            one.result()
    assert KILLED_AFTER <= len(before) < VERDICTS
    assert lost  # the server was really away
    assert sorted(answered) == sorted(tokens(server.workspace))
    assert len(answered) == VERDICTS
