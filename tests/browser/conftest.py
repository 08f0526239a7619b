"""Fixtures of the browser tests: a served workspace with demo pairs, and watched pages."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from core.schema import undos, verdicts
from core.workspace import Workspace
from tests.browser.window import CHROMIUM, Watched, launch, opened
from tests.ui.demo import Server, demo_workspace, served

expect.set_options(timeout=20_000)  # ms; how fast a page is, is measured and not tested
OpenPage = Callable[..., Page]  # (path="/verify", theme="light", device="desktop", at=server)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    os.environ.setdefault("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
    with sync_playwright() as playwright:
        started = launch(playwright)
        yield started
        started.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Four clips and some sixty pairs; not to be changed but by verdicts, which `server` clears."""
    made = demo_workspace(tmp_path_factory.mktemp("browser-demo"))
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def session_server(demo: Workspace) -> Iterator[Server]:
    with served(demo) as running:
        yield running


@pytest.fixture
def server(session_server: Server, demo: Workspace) -> Iterator[Server]:
    """The app on the demo workspace; the verdicts of a test are gone after it."""
    yield session_server
    with demo.store.engine.begin() as connection:
        connection.execute(undos.delete())
        connection.execute(verdicts.delete())


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Fails the test when a request left this machine or something went wrong in the page.

    A test that provokes an error removes it from `watched.errors`.
    """
    watching = Watched()
    yield watching
    assert watching.foreign == []
    assert watching.errors == []


@pytest.fixture
def open_page(browser: Browser, server: Server, watched: Watched) -> Iterator[OpenPage]:
    """Opens pages that are watched and closed after the test."""
    with ExitStack() as stack:

        def open_one(
            path: str = "/verify",
            theme: str = "light",
            device: str = "desktop",
            at: Server = server,
        ) -> Page:
            page = stack.enter_context(opened(browser, "about:blank", theme, device))
            watched.watch(page)
            page.goto(at.address + path)
            return page

        yield open_one
