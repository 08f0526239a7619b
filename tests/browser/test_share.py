"""A share link in the browser of somebody without an account."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import Watched, opened, overflowing, serious
from tests.ui.cases import a_case
from tests.ui.demo import Server, copy_of, served

LOOKS = [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]


@pytest.fixture(scope="module")
def museum(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    workspace = copy_of(demo, tmp_path_factory.mktemp("museum"))
    a_case(workspace)
    with served(workspace) as running:
        yield running


@pytest.fixture
def link(museum: Server, open_page: OpenPage) -> str:
    """As the page of the case makes it."""
    [case] = museum.workspace.store.cases.all()
    page = open_page(f"/cases/{case.id}", at=museum)
    page.get_by_label("How long the link is valid").select_option("7 days")
    page.get_by_role("button", name="Make a share link").click()
    made = page.get_by_label("Share link").input_value()
    expect(page.locator(".sc-share [role=status]")).to_contain_text("nothing else, until")
    return str(made)


@pytest.fixture
def stranger(browser: Browser, watched: Watched) -> Iterator[Page]:
    """A browser that has never been here."""
    with opened(browser, "about:blank") as page:
        watched.watch(page)
        yield page


def test_a_stranger_sees_plays_and_understands_the_case(link: str, stranger: Page) -> None:
    asked: list[str] = []
    stranger.on("request", lambda request: asked.append(request.url))
    answer = stranger.goto(link)
    assert answer is not None
    assert answer.status == 200
    expect(stranger.locator("h1")).to_have_text("A cow that meows")
    expect(stranger.locator(".sc-story")).to_contain_text(
        "The picture shows a cow. The sound is a cat."
    )
    stranger.get_by_role("button", name="Play or pause").click()
    stranger.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    expect(stranger.locator(".sc-lane")).to_contain_text("Cat meow")
    path = re.sub(r"https?://[^/]*", "", link)
    ours = ("/app-static/", "/static/fonts/", path)
    assert [one for one in asked if not re.sub(r"https?://[^/]*", "", one).startswith(ours)] == []
    assert stranger.get_by_role("button", name="Make a share link").count() == 0
    assert stranger.locator("nav a").count() == 0


def test_a_changed_link_gets_403_and_a_sentence(
    link: str, stranger: Page, watched: Watched
) -> None:
    tampered = link[:-4] + ("AAAA" if not link.endswith("AAAA") else "BBBB")
    answer = stranger.goto(tampered)
    assert answer is not None
    assert answer.status == 403
    expect(stranger.locator("main")).to_contain_text("This link is not valid")
    assert stranger.locator("video").count() == 0
    watched.errors.clear()  # the console tells the 403


def test_without_a_clipboard_the_link_can_still_be_copied_by_hand(
    museum: Server, open_page: OpenPage
) -> None:
    [case] = museum.workspace.store.cases.all()
    page = open_page("/api/health", at=museum)
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined });")
    page.goto(page.url.replace("/api/health", f"/cases/{case.id}"))
    page.get_by_role("button", name="Make a share link").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.locator(".sc-share [role=status]")).to_have_text("Press Ctrl+C to copy.")


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_where_a_link_does_not_open(
    museum: Server, browser: Browser, theme: str, device: str
) -> None:
    with opened(browser, f"{museum.address}/share/nothing", theme, device) as page:
        expect(page.locator("h1")).to_have_text("This link does not open")
        assert serious(page) == []
        assert overflowing(page) == []


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    link: str, browser: Browser, theme: str, device: str
) -> None:
    with opened(browser, link, theme, device) as page:
        expect(page.locator(".sc-lane")).to_contain_text("Cat meow")
        assert page.locator("body.dark").count() == int(theme == "dark")
        assert serious(page) == []
        assert overflowing(page) == []
