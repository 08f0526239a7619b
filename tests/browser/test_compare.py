"""The Compare page: one question to base and tuned, side by side, kept and linked to."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect

from core.clip import Clip
from core.models.tiny_omni import random_checkpoint
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import Watched, overflowing, serious
from tests.made_runs import run_with_adapter
from tests.ui.demo import Server, copy_of, served
from training.run_folder import RunFolder

SLOW_MS = 120_000  # the first answer loads a model


@pytest.fixture(scope="module")
def lab(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with one adapter of an untaught model."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("lab"))
    run_with_adapter(workspace, random_checkpoint(tmp_path_factory.mktemp("models") / "random"))
    with served(workspace) as running:
        yield running


@pytest.fixture
def run(lab: Server) -> RunFolder:
    [run_id] = lab.workspace.store.runs.ids()
    return RunFolder(lab.workspace.run_folder(run_id))


def clip(server: Server, name: str) -> Clip:
    return server.workspace.store.clips.named(name)


def open_compare(open_page: OpenPage, at: Server, *looks: str, **chosen: str) -> Page:
    page = open_page(f"/compare?{urlencode(chosen)}", *looks, at=at)
    expect(page.get_by_role("button", name="Ask both")).to_be_enabled()
    return page


def picker(page: Page, title: str, clip_name: str = "") -> Locator:
    return page.locator(".sc-pick", has_text=title).filter(has_text=clip_name)


def ask(page: Page) -> None:
    page.get_by_role("button", name="Ask both").click()
    expect(page.locator(".sc-answers")).to_have_attribute("aria-busy", "false", timeout=SLOW_MS)
    page.wait_for_url("**comparison=**", timeout=SLOW_MS)


def test_base_and_tuned_answer_side_by_side_and_are_kept(
    lab: Server, open_page: OpenPage, run: RunFolder
) -> None:
    page = open_compare(
        open_page, lab, clip="cow-pasture", donor="cat-yarn", sounds="original,swapped", frames="2"
    )
    ask(page)
    [comparison] = lab.workspace.store.comparisons.newest(1)
    assert [(answer.model, answer.adapter_active) for answer in comparison.answers] == [
        ("base", False),
        ("tuned", True),
    ] * 2
    assert [answer.question.input.is_swapped for answer in comparison.answers[::2]] == [False, True]
    assert {answer.question.frames for answer in comparison.answers} == {2}
    adapter = run.adapter
    assert adapter is not None
    rows = page.locator(".sc-condition")
    expect(rows).to_have_count(2)
    expect(rows.nth(1)).to_contain_text("Swapped sound: cat-yarn")
    expect(rows.nth(1).locator(".sc-base")).to_contain_text(
        f"Adapter {adapter.id[:6]} was off, as read from the model"
    )
    expect(rows.nth(1).locator(".sc-tuned")).to_contain_text(
        f"Adapter {adapter.id[:6]} was active, as read from the model"
    )
    expect(rows.nth(1).locator(".sc-tuned .sc-likelier")).to_contain_text("training")
    answers = page.locator(".sc-words").all_inner_texts()

    asked_again: list[str] = []
    page.on("request", lambda one: asked_again.append(one.url))
    page.reload()
    expect(page.locator(".sc-words")).to_have_count(4)
    assert page.locator(".sc-words").all_inner_texts() == answers
    assert not [one for one in asked_again if one.endswith("/api/compare")]


def test_answers_are_kept_as_a_case(lab: Server, open_page: OpenPage) -> None:
    page = open_compare(open_page, lab, clip="cow-pasture", donor="cat-yarn", sounds="swapped")
    ask(page)
    page.get_by_role("button", name="Keep as a case").click()
    title = page.get_by_label("Title")
    expect(title).to_have_value("The cow is seen, the cat is heard")
    title.fill("A cow that meows")
    page.get_by_label("Why it matters").fill("It is told what is seen, not what is heard.")
    page.locator("dialog button[type=submit]").click()  # what an untaught model says may be wrong
    page.get_by_role("link", name="Open the case").click()
    expect(page.locator("h1")).to_have_text("A cow that meows")
    [case] = lab.workspace.store.cases.all()
    assert (case.base_answer, case.tuned_answer) == (0, 1)
    assert page.url.endswith(f"/cases/{case.id}")


def test_a_link_restores_what_was_chosen(lab: Server, open_page: OpenPage, run: RunFolder) -> None:
    cat, cow = clip(lab, "cat-yarn"), clip(lab, "cow-pasture")
    chosen = {
        "clip": cat.id,
        "donor": cow.id,
        "q": "Is the kitten visible in the video?",
        "sounds": "swapped,none",
        "run": run.id,
        "frames": "4",
    }
    page = open_compare(open_page, lab, **chosen)
    for _ in range(2):
        expect(picker(page, "Picture", "cat-yarn")).to_be_visible()
        expect(picker(page, "another clip", "cow-pasture")).to_be_visible()
        expect(page.get_by_label("Question", exact=True)).to_have_value(chosen["q"])
        pressed = page.locator(".sc-toggle[aria-pressed=true]")
        expect(pressed).to_have_text(["Swapped sound", "No sound"])
        expect(page.get_by_label("Frames that the models see")).to_have_value("4")
        expect(page.get_by_label("Tuned model")).to_have_value(run.id)
        expect(page.locator(".sc-badge")).to_have_text("Swapped sound: cow-pasture")
        page.reload()


def test_choosing_by_keyboard_changes_the_clip_the_questions_and_the_address(
    lab: Server, open_page: OpenPage
) -> None:
    page = open_compare(open_page, lab, clip="cow-pasture", donor="cat-yarn")
    picker(page, "Picture", "cow-pasture").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("hens")
    tiles = page.locator(".sc-tile:visible")
    expect(tiles).to_have_count(1)
    tiles.focus()
    page.keyboard.press("Enter")
    expect(picker(page, "Picture", "hens-rooster")).to_be_visible()
    assert f"clip={clip(lab, 'hens-rooster').id}" in page.url
    page.locator(".sc-chip", has_text="heard?").last.focus()
    page.keyboard.press("Enter")
    question = page.get_by_label("Question", exact=True)
    expect(question).to_have_value("Is the hens making sound in the audio?")
    picker(page, "another clip").click()
    page.get_by_role("button", name="No other sound").click()
    expect(page.locator(".sc-toggle[data-sound=swapped]")).to_be_disabled()
    expect(page.locator(".sc-badge")).to_be_hidden()


def test_an_adapter_that_is_gone_is_told_in_a_sentence(
    lab: Server, open_page: OpenPage, run: RunFolder, watched: Watched
) -> None:
    weights, away = run.adapter_folder, run.folder / "away"
    page = open_compare(open_page, lab, clip="cow-pasture", sounds="none")
    weights.joinpath("adapter_model.safetensors").rename(away)
    try:
        lab.kill()  # and with it the process that has the weights in memory
        lab.start(lab.port)
        page.get_by_role("button", name="Ask both").click()
        expect(page.locator(".sc-says")).to_contain_text("are gone from", timeout=SLOW_MS)
        expect(page.get_by_role("button", name="Ask both")).to_be_enabled()
    finally:
        away.rename(weights / "adapter_model.safetensors")
    watched.errors[:] = [one for one in watched.errors if "ERR_CONNECTION_REFUSED" not in one]


@pytest.mark.parametrize(
    ("theme", "device"), [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]
)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    lab: Server, open_page: OpenPage, theme: str, device: str
) -> None:
    page = open_compare(open_page, lab, theme, device, clip="cow-pasture", donor="cat-yarn")
    expect(page.locator(".sc-badge")).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
    picker(page, "Picture", "cow-pasture").click()
    expect(page.locator(".sc-tile").first).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
