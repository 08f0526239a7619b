"""What the player plays: the file that is there already, no sound at all, and its buttons."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.answer import Case
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.desk import await_pair, press
from tests.browser.window import overflowing, serious
from tests.ui.cases import a_comparison
from tests.ui.demo import Server, copy_of, served
from ui.keeping import keep
from ui.static_files import address

LOOKS = [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]
# Loads the clip from memory, waits until it plays, moves on, and loads it again as another pair.
_TWICE = """async (module) => {
  const { whenPlayer } = await import(module);
  const player = await whenPlayer();
  const blob = await (await fetch(player.sample.original.video)).blob();
  const original = { ...player.sample.original, video: URL.createObjectURL(blob) };
  const sample = { ...player.sample, original, start: { t: 0, track: 'original' } };
  const told = (name) => new Promise((go) => {
    const hear = ({ detail }) => go(detail.pair);
    player.element.addEventListener(`player:${name}`, hear, { once: true });
  });
  const first = told('ready');
  player.load({ ...sample, pair: 'first' });
  await first;
  player.seek(3);
  player.play();
  const news = [told('canplay'), told('ready')];
  player.load({ ...sample, pair: 'second' });
  const at = player.video.currentTime;
  return [at, player.video.paused, ...await Promise.all(news)];
}"""


@pytest.fixture(scope="module")
def museum(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with one case about a picture without sound."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("museum"))
    comparison = a_comparison(workspace, sound=None)
    keep(workspace.store, comparison.id, 0, 1, "A cow that is not heard", "It guesses.", "ann")
    with served(workspace) as running:
        yield running


@pytest.fixture
def case(museum: Server) -> Case:
    [kept] = museum.workspace.store.cases.all()
    return kept


def test_the_same_file_begins_anew_for_the_next_pair(open_page: OpenPage) -> None:
    page = open_page()
    await_pair(page)
    assert page.evaluate(_TWICE, address("player.js")) == [0, True, "second", "second"]


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_a_case_about_no_sound_is_silent(
    museum: Server, open_page: OpenPage, case: Case, theme: str, device: str
) -> None:
    page = open_page(f"/cases/{case.id}", theme, device, at=museum)
    expect(page.locator(".sc-badge")).to_have_text("No sound")
    expect(page.locator(".sc-sound b")).to_have_text("No sound")
    expect(page.locator(".sc-none")).to_have_text("Nothing is heard.")
    expect(page.get_by_role("button", name="Sound on or off")).to_be_disabled()
    page.get_by_role("button", name="Play or pause").click()
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.2")
    press(page, "m", "g")
    assert page.evaluate("document.querySelector('video').muted") is True
    expect(page.locator(".sc-spectrogram")).to_be_hidden()
    assert serious(page) == []
    assert overflowing(page) == []


def test_every_key_of_the_player_is_a_button(open_page: OpenPage) -> None:
    page = open_page("/clips?clip=cow-pasture")
    expect(page.locator(".sc-known h2")).to_have_text("cow-pasture")
    page.wait_for_function("() => document.querySelector('video')?.readyState >= 3")

    def at(name: str) -> float:
        """Where the button leads from two seconds."""
        page.evaluate("document.querySelector('video').currentTime = 2")
        page.get_by_role("button", name=name).click()
        return float(page.evaluate("document.querySelector('video').currentTime"))

    assert at("+1 s") == pytest.approx(3.0, abs=0.01)
    assert at("\u22121 s") == pytest.approx(1.0, abs=0.01)
    assert at("One frame forward") * 25 == pytest.approx(51.5, abs=0.01)
    assert at("One frame back") * 25 == pytest.approx(49.5, abs=0.01)
    assert at("Next event") == pytest.approx(3.22, abs=0.01)
    assert at("Previous event") == pytest.approx(0.8, abs=0.01)


def test_the_keys_are_listed_wherever_there_is_a_player(
    museum: Server, open_page: OpenPage, case: Case
) -> None:
    for path in ("/clips", f"/cases/{case.id}"):
        page = open_page(path, at=museum)
        expect(page.locator(".sc-scrub")).to_be_visible()
        press(page, "?")
        expect(page.locator("dialog")).to_contain_text("Previous, next event")


def test_on_a_phone_the_steps_can_be_tapped(open_page: OpenPage) -> None:
    page = open_page("/clips?clip=cow-pasture", device="phone")
    steps = page.locator(".sc-steps button")
    expect(steps).to_have_count(6)
    for one in steps.all():
        box = one.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
    assert overflowing(page) == []
