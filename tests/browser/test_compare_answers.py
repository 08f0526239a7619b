"""Answers on the Compare page stay what they were, whatever is chosen after them."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from core.answer import Comparison
from core.prompts import HEAR
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import overflowing, serious
from tests.ui.cases import a_comparison
from tests.ui.demo import Server, copy_of, served

LOOKS = [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]


@pytest.fixture(scope="module")
def library(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace in which questions were asked before."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("library"))
    with served(workspace) as running:
        yield running
    workspace.store.close()


def opened_at(open_page: OpenPage, at: Server, comparison: Comparison, *looks: str) -> Page:
    page = open_page(f"/compare?comparison={comparison.id}", *looks, at=at)
    expect(page.locator(".sc-words").last).to_have_text(comparison.answers[-1].text)
    expect(page.locator(".sc-tools")).to_be_visible()
    return page


def choose_picture(page: Page, name: str) -> None:
    page.locator(".sc-pick").first.click()
    with page.expect_response("**/api/sample?*"):
        page.locator(".sc-tile", has_text=name).first.click()
    expect(page.locator(".sc-pick").first).to_contain_text(name)


def muted(page: Page) -> Any:
    return page.evaluate("document.querySelector('video').muted")


def test_a_row_plays_and_keeps_what_it_was_asked_of(library: Server, open_page: OpenPage) -> None:
    comparison = a_comparison(library.workspace)
    page = opened_at(open_page, library, comparison)
    expect(page.locator(".sc-badge")).to_have_text("Swapped sound: cat-yarn")
    choose_picture(page, "fire-engine")
    page.locator(".sc-chip", has_text="What is seen?").click()
    expect(page.locator(".sc-answers")).to_contain_text(f"“{HEAR[0]}” asked of cow-pasture")
    with page.expect_response("**/api/sample?*") as asked:
        page.get_by_role("button", name="Play what the models were given").click()
    shown = comparison.answers[0].question.input
    assert f"clip={shown.video}" in asked.value.url
    assert f"donor={shown.audio}" in asked.value.url
    expect(page.locator(".sc-lane")).to_contain_text("Cat meow")
    page.get_by_role("button", name="Keep as a case").click()
    expect(page.locator("dialog")).to_contain_text(HEAR[0])
    expect(page.get_by_label("Title")).to_have_value("The cow is seen, the cat is heard")


def test_an_answer_that_comes_after_another_choice_is_not_mixed_into_its_address(
    library: Server, open_page: OpenPage
) -> None:
    page = opened_at(open_page, library, a_comparison(library.workspace))
    choose_picture(page, "hens-rooster")
    assert "comparison=" not in page.url
    expect(page.locator(".sc-words").last).to_have_text("A cat meows again and again.")


def test_no_sound_is_played_as_no_sound(library: Server, open_page: OpenPage) -> None:
    page = opened_at(open_page, library, a_comparison(library.workspace, sound=None))
    page.get_by_role("button", name="Play what the models were given: No sound").click()
    expect(page.locator(".sc-badge")).to_have_text("No sound")
    page.wait_for_function("() => document.querySelector('video').currentTime > 0.1")
    assert muted(page) is True
    choose_picture(page, "hens-rooster")
    expect(page.locator(".sc-badge")).to_be_hidden()
    assert muted(page) is False


def test_a_case_that_the_labels_contradict_is_kept_only_on_a_second_word(
    library: Server, open_page: OpenPage
) -> None:
    odd = a_comparison(library.workspace, base="A cat meows.", tuned="A cow moos.")
    page = opened_at(open_page, library, odd)
    page.get_by_role("button", name="Keep as a case").click()
    expect(page.locator(".sc-doubt")).to_have_text(
        "By the labels of the clips the base model's answer is right and the tuned model's answer "
        "is wrong. The page of the case will say so."
    )
    assert serious(page) == []
    page.get_by_label("Title").fill("The other way round")
    page.get_by_label("Why it matters").fill("Training can also harm.")
    page.get_by_role("button", name="Keep all the same").click()
    page.get_by_role("link", name="Open the case").click()
    sides = page.locator(".sc-story .sc-side")
    expect(sides.first).to_contain_text("Right The base model said")
    expect(sides.last).to_contain_text("Wrong After training it said")


def test_a_question_chosen_by_keyboard_keeps_the_focus(
    library: Server, open_page: OpenPage
) -> None:
    page = opened_at(open_page, library, a_comparison(library.workspace))
    chip = page.locator(".sc-chip", has_text="What is seen?")
    chip.focus()
    page.keyboard.press("Enter")
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(chip).to_be_focused()


def test_likelihoods_are_told_as_text(library: Server, open_page: OpenPage) -> None:
    page = opened_at(open_page, library, a_comparison(library.workspace))
    expect(page.locator(".sc-base")).to_contain_text(
        "log p: \u22121.2 under the base model, \u22129.8 under the tuned one (nats)"
    )


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_in_answers_and_in_the_dialog_that_keeps_them(
    library: Server, open_page: OpenPage, theme: str, device: str
) -> None:
    page = opened_at(open_page, library, a_comparison(library.workspace), theme, device)
    assert serious(page) == []
    assert overflowing(page) == []
    page.get_by_role("button", name="Keep as a case").click()
    expect(page.get_by_label("Why it matters")).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
