"""One app over real clips and pairs for all tests of its routes; verdicts go after each test."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from core.schema import undos, verdicts
from core.workspace import Workspace
from tests.ui.demo import demo_workspace
from ui.same_origin import LOOPBACK
from ui.server import create_app


def app_of(
    workspace: Workspace, user: str | None = "ann", hosts: Sequence[str] = LOOPBACK
) -> FastAPI:
    """The app, built inside an event loop: outside of one Gradio makes loops and leaves them.

    The loop is another thread's, since Playwright's runs in this one when it drives a browser.
    """

    async def build() -> FastAPI:
        return create_app(workspace, user, hosts)

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(build())).result()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = demo_workspace(tmp_path_factory.mktemp("demo"), ("cow-pasture", "cat-yarn"))
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def session_client(demo: Workspace) -> Iterator[TestClient]:
    with TestClient(app_of(demo), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def client(demo: Workspace, session_client: TestClient) -> Iterator[TestClient]:
    yield session_client
    with demo.store.engine.begin() as connection:
        connection.execute(undos.delete())
        connection.execute(verdicts.delete())
