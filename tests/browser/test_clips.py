"""The Clips page: what was imported, searched by keyboard, each clip with a link of its own."""

import pytest
from playwright.sync_api import expect

from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import overflowing, serious


def test_a_clip_is_found_and_opened_by_keyboard(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page("/clips")
    tiles = page.locator(".sc-tile:visible")
    expect(tiles).to_have_count(4)
    page.get_by_label("Search clips").focus()
    page.keyboard.type("heard: a cat")
    expect(tiles).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    known = page.locator(".sc-known")
    expect(known.locator("h2")).to_have_text("cat-yarn")
    expect(known).to_contain_text("A kitten")
    expect(page.locator(".sc-lane")).to_contain_text("Cat meow")
    cat = demo.store.clips.named("cat-yarn").id
    assert f"clip={cat}" in page.url
    page.reload()
    expect(known.locator("h2")).to_have_text("cat-yarn")
    link = known.get_by_role("link", name="Ask the models about it")
    expect(link).to_have_attribute("href", f"/compare?clip={cat}")


@pytest.mark.parametrize(
    ("theme", "device"), [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]
)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    open_page: OpenPage, theme: str, device: str
) -> None:
    page = open_page("/clips", theme, device)
    expect(page.locator(".sc-lane").first).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
