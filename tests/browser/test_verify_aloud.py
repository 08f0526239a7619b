"""The Verify page for whoever uses it by keyboard alone or by ear: focus stays, news are told."""

from pathlib import Path

from playwright.sync_api import expect

from core.verdict import Decision
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.desk import USER, await_pair, decisions, judge_all, pair_of, press, saved
from tests.browser.window import Watched, serious
from tests.builders import a_verdict
from tests.ui.demo import copy_of, served


def test_an_answer_keeps_the_focus_and_enter_saves_nothing(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page()
    await_pair(page)
    for button in (page.locator(".sc-choice").first, page.locator(".sc-flag").first):
        button.focus()
        press(page, "Enter")
        expect(button).to_have_attribute("aria-pressed", "true")
        expect(button).to_be_focused()
    page.locator(".sc-choice").nth(3).focus()
    press(page, "Enter", "Enter", "Enter")
    expect(page.locator(".sc-choice").nth(3)).to_be_focused()
    assert decisions(demo) == []


def test_the_next_pair_is_told_after_saved(open_page: OpenPage) -> None:
    page = open_page()
    pair = await_pair(page)
    press(page, "k")
    saved(page, pair)
    heading = page.locator(".sc-verify h1").inner_text()
    line = page.locator(".sc-status")
    expect(line).to_contain_text(f"Next: {heading} acpo, ")
    press(page, "u")
    expect(line).to_contain_text("Undone: decide again. ")
    assert await_pair(page) == pair
    expect(line).to_contain_text(page.locator(".sc-verify h1").inner_text())


def test_what_was_skipped_is_named_when_all_else_is_done(
    open_page: OpenPage, demo: Workspace
) -> None:
    judge_all(demo)
    pair = next(iter(demo.store.pairs.each())).id
    for turn in range(2):  # one that was skipped twice is left alone
        given = a_verdict(pair, f"skip-{turn:04}", annotator=USER, decision=Decision.SKIP)
        demo.store.verdicts.add(given)
    page = open_page()
    expect(page.locator("h1")).to_have_text("All pairs are verified but one that you skipped")
    page.locator(".sc-skipped a").click()
    assert await_pair(page) == pair


def test_an_unknown_kind_is_told_in_a_sentence(open_page: OpenPage, watched: Watched) -> None:
    page = open_page("/verify?kind=nonsense")
    expect(page.locator(".sc-hint")).to_contain_text('no pairs of kind "nonsense"')
    page.get_by_role("link", name="All kinds").click()
    await_pair(page)
    watched.errors.clear()  # the browser's own line about the answer 404


def test_a_pair_whose_clip_is_gone_is_flagged_and_left_behind(
    demo: Workspace, tmp_path: Path, open_page: OpenPage
) -> None:
    workspace = copy_of(demo, tmp_path)
    for clip in workspace.store.clips.all():
        workspace.media_file(clip.media).unlink()
    with served(workspace) as server:
        page = open_page(at=server)
        fault = page.locator(".sc-fault")
        expect(fault).to_contain_text("There is no media file")
        assert serious(page) == []
        pair = pair_of(page)
        press(page, " ", "s", "l", "]", "r", "b")  # nothing to play: no key breaks anything
        expect(page.locator(".sc-flag").nth(1)).to_have_attribute("aria-pressed", "true")
        press(page, "k")
        expect(page.locator(".sc-status")).to_contain_text("Saved")
        expect(fault).to_be_visible()
        assert pair_of(page) != pair
        [verdict] = workspace.store.verdicts.standing()
        assert (verdict.decision, verdict.flags) == (Decision.SKIP, ("bad_sound",))
        page.close()
        workspace.store.close()
