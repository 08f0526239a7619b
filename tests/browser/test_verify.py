"""The Verify page, as a person with a keyboard meets it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from annotation.build import build_pairs
from annotation.ingest import import_folder
from core.verdict import Decision
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.desk import (
    await_pair,
    decisions,
    pair_of,
    play_until,
    press,
    saved,
    status,
    video,
)
from tests.browser.window import Watched, overflowing, serious
from tests.ui.demo import chosen_clips, copy_of, served


def test_from_an_empty_workspace_to_three_verdicts_by_keyboard_alone(
    tmp_path: Path, workspace: Workspace, open_page: OpenPage
) -> None:
    clips = chosen_clips(tmp_path / "clips", ("cow-pasture", "cat-yarn"))
    with served(workspace) as server:
        page = open_page(at=server)
        expect(page.locator("h1")).to_have_text("No clips yet")
        import_folder(workspace, clips)
        page.reload()
        expect(page.locator("h1")).to_have_text("No pairs yet")
        build_pairs(workspace, "acpo", {"donors": 1})
        page.reload()

        given = []
        first = await_pair(page)
        press(page, "s", "s")  # once to the other sound and back
        press(page, "y", "Enter")
        given.append((first, Decision.ACCEPT))
        second = saved(page, first)
        press(page, "2", "Enter")  # No to the first question
        given.append((second, Decision.REJECT))
        third = saved(page, second)
        press(page, "s", "k")
        given.append((third, Decision.SKIP))
        fourth = saved(page, third)
        assert decisions(workspace) == given

        page.reload()
        assert await_pair(page) == fourth
        press(page, "u")
        await_pair(page, other_than=fourth)
        assert pair_of(page) == third
        assert decisions(workspace) == given[:2]
        page.close()


def test_a_verdict_carries_answers_note_flags_and_time(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page()
    pair = await_pair(page)
    press(page, "1", "6", "b", "n")
    page.keyboard.type("rain is louder than the cow")
    press(page, "Enter", "f")
    saved(page, pair)
    [verdict] = demo.store.verdicts.standing()
    assert list(verdict.answers.values()) == ["yes", "debatable"]
    assert (verdict.decision, verdict.flags) == (Decision.FIX, ("bad_sound",))
    assert verdict.note == "rain is louder than the cow"
    assert verdict.seconds_spent > 0


def test_a_key_pressed_many_times_is_one_verdict(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page()
    pair = await_pair(page)
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.evaluate(
        "() => { for (const key of ['a', 'a', 'a', 'x']) document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true})); }"
    )
    saved(page, pair)
    assert len([url for url in sent if url.endswith("/api/verdicts")]) == 1
    assert decisions(demo) == [(pair, Decision.ACCEPT)]


def test_an_unfinished_pair_survives_a_reload(open_page: OpenPage) -> None:
    page = open_page()
    pair = await_pair(page)
    press(page, "1", "v", "n")
    page.keyboard.type("half a thought")
    page.reload()
    assert await_pair(page) == pair
    expect(page.locator(".sc-choice.sc-yes").first).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".sc-flag").nth(2)).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".sc-note")).to_have_value("half a thought")


def test_a_killed_server_loses_nothing_and_doubles_nothing(
    demo: Workspace, tmp_path: Path, open_page: OpenPage, watched: Watched
) -> None:
    with served(copy_of(demo, tmp_path)) as server:
        page = open_page(at=server)
        pair = await_pair(page)
        server.kill()
        press(page, "a")
        expect(page.locator(".sc-status")).to_contain_text("Not saved yet")
        press(page, "a", "x", "Enter")  # no use: the verdict is given
        server.start(server.port)
        saved(page, pair)
        assert decisions(server.workspace) == [(pair, Decision.ACCEPT)]
        page.close()
        watched.errors.clear()  # refused connections, as wanted
        server.workspace.store.close()


def test_a_page_closed_before_its_verdict_was_saved_sends_it_later(
    demo: Workspace, tmp_path: Path, open_page: OpenPage, watched: Watched
) -> None:
    with served(copy_of(demo, tmp_path)) as server:
        page = open_page(at=server)
        pair = await_pair(page)
        server.kill()
        press(page, "x")
        expect(page.locator(".sc-status")).to_contain_text("Not saved yet")
        page.goto("about:blank")
        server.start(server.port)
        page.goto(f"{server.address}/verify")
        await_pair(page, other_than=pair)
        assert decisions(server.workspace) == [(pair, Decision.REJECT)]
        page.close()
        watched.errors.clear()
        server.workspace.store.close()


def test_typing_a_note_does_nothing_else(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page()
    pair = await_pair(page)
    press(page, "n")
    page.keyboard.type("as fax 1 2 3 yes u k j l r g m , . [ ] - = ?")
    assert pair_of(page) == pair
    assert page.locator(".sc-choice[aria-pressed=true]").count() == 0
    assert video(page, "currentTime") == 0
    assert page.locator("dialog").count() == 0
    assert decisions(demo) == []
    press(page, "Escape", "Control+s", "Alt+a")
    assert decisions(demo) == []


def test_a_focused_button_keeps_enter_and_space_for_itself(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page()
    await_pair(page)
    press(page, "y")
    page.locator(".sc-flag").first.focus()
    press(page, "Enter")
    expect(page.locator(".sc-flag").first).to_have_attribute("aria-pressed", "true")
    assert decisions(demo) == []
    assert video(page, "paused") == 1


def test_enter_without_answers_asks_for_them(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page()
    await_pair(page)
    press(page, "Enter")
    assert status(page) == "Answer the questions, or choose a decision."
    assert decisions(demo) == []


def test_a_link_opens_its_pair_at_its_moment_under_its_sound(
    open_page: OpenPage, demo: Workspace
) -> None:
    pair = next(one for one in demo.store.pairs.each() if one.kind == "acpo/sensitivity")
    page = open_page(f"/verify?pair={pair.id}&t=2.50&track=swapped")
    assert await_pair(page) == pair.id
    assert video(page, "currentTime") == pytest.approx(2.5, abs=0.01)
    expect(page.locator(".sc-badge")).to_be_visible()
    press(page, "s", "l")
    page.wait_for_url("**track=original")
    page.wait_for_url("**t=3.50**")


def test_a_link_to_no_pair_says_so_and_goes_on(open_page: OpenPage, watched: Watched) -> None:
    page = open_page("/verify?pair=nothing")
    page.wait_for_url(re.compile("pair=[0-9a-f]{16}&"))
    assert status(page) == 'There is no pair "nothing" in this workspace.'
    watched.errors.clear()  # the browser's own line about the answer 404


def test_the_filter_shows_one_kind(open_page: OpenPage) -> None:
    page = open_page()
    await_pair(page)
    page.select_option(".sc-kinds", "acpo/retention")
    page.wait_for_url("**kind=acpo%2Fretention")
    expect(page.locator("h1")).to_have_text("What is in the picture?")
    pair = await_pair(page)
    press(page, "k")
    saved(page, pair)
    expect(page.locator("h1")).to_have_text("What is in the picture?")
    assert "kind=acpo%2Fretention" in page.url


def test_the_keys_are_listed(open_page: OpenPage) -> None:
    page = open_page()
    await_pair(page)
    press(page, "?")
    expect(page.locator("dialog")).to_contain_text("Original or swapped sound")
    assert serious(page) == []
    press(page, "a", "Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_the_next_clip_plays_by_itself_unless_told_otherwise(open_page: OpenPage) -> None:
    page = open_page()
    pair = await_pair(page)
    assert video(page, "paused") == 1
    press(page, "k")
    pair = saved(page, pair)
    play_until(page, 0.2)
    press(page, "p")
    assert status(page) == "The next clip waits for Space."
    press(page, "k")
    await_pair(page, other_than=pair)
    assert video(page, "paused") == 1


def test_forty_pairs_leave_nothing_behind(open_page: OpenPage) -> None:
    page = open_page()
    pair = await_pair(page)

    def after(turns: int) -> dict[str, float]:
        nonlocal pair
        for _ in range(turns):
            press(page, "k")
            pair = await_pair(page, other_than=pair)
        counter.send("HeapProfiler.collectGarbage")
        metrics = counter.send("Performance.getMetrics")["metrics"]
        return {one["name"]: one["value"] for one in metrics}

    counter = page.context.new_cdp_session(page)
    counter.send("Performance.enable")
    before, later = after(8), after(40)
    assert later["Nodes"] < before["Nodes"] + 200
    assert later["JSEventListeners"] < before["JSEventListeners"] + 60
    assert later["JSHeapUsedSize"] < before["JSHeapUsedSize"] + 4e6  # bytes
    assert page.locator("video").count() == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("device", ["desktop", "phone"])
def test_axe_finds_nothing_serious(
    open_page: OpenPage, demo: Workspace, theme: str, device: str
) -> None:
    pair = next(one for one in demo.store.pairs.each() if one.kind == "acpo/sensitivity")
    page = open_page(f"/verify?pair={pair.id}", theme=theme, device=device)
    await_pair(page)
    assert serious(page) == []
    press(page, "s", "y", "e")
    expect(page.locator(".sc-badge")).to_be_visible()
    assert serious(page) == []


def test_one_decision_fits_a_desktop_window(open_page: OpenPage) -> None:
    page = open_page()
    await_pair(page)
    assert page.evaluate("document.documentElement.scrollHeight") <= 900
    for shown in (".sc-decisions", ".sc-note", ".sc-lanes", ".sc-foot"):
        box = page.locator(shown).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 900


def test_on_a_phone_nothing_is_cut_off_and_the_verdict_stays_in_reach(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page(device="phone")
    pair = await_pair(page)
    assert overflowing(page) == []
    page.locator(".sc-sides").scroll_into_view_if_needed()
    page.locator(".sc-decision.sc-accept").tap()
    saved(page, pair)
    assert decisions(demo) == [(pair, Decision.ACCEPT)]
