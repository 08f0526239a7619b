"""What the pages say before there is anything to show: what to do next."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import serious
from tests.ui.demo import Server, served


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace in which nothing was done."""
    workspace = Workspace(tmp_path_factory.mktemp("blank"))
    with served(workspace) as running:
        yield running
    workspace.store.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/clips", "/compare", "/verify"])
def test_without_clips_the_command_that_imports_is_shown(
    blank: Server, open_page: OpenPage, path: str, theme: str
) -> None:
    page = open_page(path, theme, at=blank)
    expect(page.locator("h1")).to_have_text("No clips yet")
    expect(page.locator(".sc-nothing code")).to_have_text(
        f"python app.py import FOLDER --workspace {blank.workspace.folder}"
    )
    assert serious(page) == []


@pytest.mark.parametrize(
    ("path", "link", "leads_to"),
    [
        ("/train", "Verify", "/verify"),
        ("/compare", "Train an adapter", "/train"),
        ("/results", "Go to Train", "/train"),
        ("/cases", "Go to Compare", "/compare"),
    ],
)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_page_without_its_matter_leads_to_where_it_is_made(
    open_page: OpenPage, path: str, link: str, leads_to: str, theme: str
) -> None:
    page = open_page(path, theme)
    found = page.locator("main .sc a:not(nav a)").filter(has_text=re.compile(f"^{link}$"))
    expect(found).to_have_attribute("href", leads_to)
    assert serious(page) == []
