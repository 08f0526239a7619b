"""The Cases page and the page of one case."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.answer import Case
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import overflowing, serious
from tests.ui.cases import a_case
from tests.ui.demo import Server, copy_of, served

LOOKS = [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]


@pytest.fixture(scope="module")
def museum(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with one case."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("museum"))
    a_case(workspace)
    with served(workspace) as running:
        yield running


@pytest.fixture
def case(museum: Server) -> Case:
    [kept] = museum.workspace.store.cases.all()
    return kept


def test_a_case_is_opened_from_the_gallery_by_keyboard(
    museum: Server, open_page: OpenPage, case: Case
) -> None:
    page = open_page("/cases", at=museum)
    link = page.get_by_role("link", name="A cow that meows")
    expect(link).to_contain_text("A cat meows again and again.")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{case.id}")
    expect(page.locator("h1")).to_have_text("A cow that meows")
    story = page.locator(".sc-story")
    expect(story).to_contain_text("The picture shows a cow. The sound is a cat.")
    expect(story).to_contain_text("Asked what it hears:")
    expect(story.locator(".sc-rejected blockquote")).to_have_text("A cow moos twice.")
    expect(story.locator(".sc-rejected").first).to_contain_text("Wrong")
    expect(story.locator(".sc-chosen").first).to_contain_text("Right")
    expect(page.locator("nav [aria-current]")).to_have_text("Cases")


def test_the_case_is_heard_under_the_swapped_sound_and_compared_with_its_own(
    museum: Server, open_page: OpenPage, case: Case
) -> None:
    page = open_page(f"/cases/{case.id}", at=museum)
    expect(page.locator(".sc-badge")).to_have_text("Swapped sound: a cat")
    expect(page.locator(".sc-lane")).to_contain_text("Cat meow")
    page.keyboard.press("Space")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    page.keyboard.press("s")
    expect(page.locator(".sc-badge")).to_be_hidden()
    expect(page.locator(".sc-lane")).to_contain_text("Cow moo")


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    museum: Server, open_page: OpenPage, case: Case, theme: str, device: str
) -> None:
    gallery = open_page("/cases", theme, device, at=museum)
    expect(gallery.get_by_role("link", name="A cow that meows")).to_be_visible()
    assert serious(gallery) == []
    assert overflowing(gallery) == []
    page = open_page(f"/cases/{case.id}", theme, device, at=museum)
    page.get_by_role("button", name="Make a share link").click()
    expect(page.get_by_label("Share link")).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
