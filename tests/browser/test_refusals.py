"""What the server refuses at a page's start, and what a browser cannot do, is said on the page."""

import pytest
from playwright.sync_api import Route, expect

from tests.browser.conftest import OpenPage
from tests.browser.window import Watched, serious


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/clips", "**/api/clips"),
        ("/compare", "**/api/clips"),
        ("/train", "**/api/train"),
        ("/results", "**/api/runs"),
        ("/cases", "**/api/cases"),
        ("/verify", "**/api/person"),
    ],
)
def test_a_refusal_at_the_start_is_a_sentence_on_the_page(
    open_page: OpenPage, watched: Watched, path: str, asked: str
) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=409, json={"error": "The workspace is being moved."})

    page = open_page("/api/health")
    page.route(asked, refuse)
    page.goto(page.url.replace("/api/health", path))
    expect(page.get_by_text("The workspace is being moved.")).to_be_visible()
    assert serious(page) == []
    watched.errors.clear()  # the browser's own line about the answer 409


def test_without_a_clipboard_the_command_can_still_be_selected(open_page: OpenPage) -> None:
    page = open_page("/api/health")
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.goto(page.url.replace("/api/health", "/train"))
    expect(page.locator(".sc-command code")).to_contain_text("python app.py train")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".sc-command button")).to_contain_text("Select and copy")
