"""No verdict is lost, doubled or taken back unasked: two tabs, outages, storage, hasty keys."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from core.verdict import Decision
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.desk import USER, await_pair, decisions, judge_all, press, saved, status
from tests.browser.window import Watched
from tests.builders import a_verdict
from tests.ui.demo import copy_of, served


def press_at_once(page: Page, *keys: str) -> None:
    """Keys that no answer of the server can come between."""
    page.evaluate(
        "(keys) => { for (const key of keys) document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key, bubbles: true, composed: true, cancelable: true})); }",
        keys,
    )


def posts(page: Page, path: str) -> list[Request]:
    """Requests to this path from now on."""
    seen: list[Request] = []
    page.on("request", lambda one: seen.append(one) if one.url.endswith(path) else None)
    return seen


def hold(page: Page, address: str) -> list[Route]:
    """Requests to this address wait until the test lets them go on."""
    held: list[Route] = []

    def keep(route: Route) -> None:
        held.append(route)

    page.route(address, keep)
    return held


def test_two_tabs_on_one_pair_are_two_verdicts_and_the_later_one_stands(
    open_page: OpenPage, demo: Workspace, watched: Watched
) -> None:
    page = open_page()
    pair = await_pair(page)
    press(page, "1")  # half said, which both tabs know of
    other = page.context.new_page()
    watched.watch(other)
    other.goto(page.url)
    await_pair(other)
    press(page, "a")
    saved(page, pair)
    press(other, "x")
    saved(other, pair)
    assert decisions(demo) == [(pair, Decision.REJECT)]


def test_a_verdict_that_was_not_stored_is_told(open_page: OpenPage, demo: Workspace) -> None:
    """Another decision stands under the very token that the page makes."""
    page = open_page()
    pair = await_pair(page)
    page.evaluate("() => { crypto.getRandomValues = (bytes) => bytes.fill(7); }")
    demo.store.verdicts.add(a_verdict(pair, "07" * 16, decision=Decision.ACCEPT, annotator=USER))
    press(page, "x")
    await_pair(page, other_than=pair)
    expect(page.locator(".sc-status")).to_have_text("Not saved: an earlier verdict stands, Accept.")
    assert decisions(demo) == [(pair, Decision.ACCEPT)]


def test_after_an_outage_a_reload_goes_on_behind_the_pair_that_was_judged(
    demo: Workspace, tmp_path: Path, open_page: OpenPage, watched: Watched
) -> None:
    with served(copy_of(demo, tmp_path)) as server:
        page = open_page(at=server)
        pair = await_pair(page)
        address = page.url
        server.kill()
        press(page, "x")
        expect(page.locator(".sc-status")).to_contain_text("Not saved yet")
        page.goto("about:blank")
        server.start(server.port)
        page.goto(address)
        await_pair(page, other_than=pair)
        expect(page.locator(".sc-status")).to_contain_text("Saved")
        assert decisions(server.workspace) == [(pair, Decision.REJECT)]
        page.goto(address)
        assert await_pair(page) == pair  # asked for once more: it opens, with what was said
        assert status(page) == "You said Reject; a new verdict replaces it."
        page.close()
        watched.errors.clear()  # refused connections, as wanted
        server.workspace.store.close()


def test_a_link_to_a_judged_pair_shows_what_was_said(open_page: OpenPage, demo: Workspace) -> None:
    pair = next(iter(demo.store.pairs.each())).id
    given = a_verdict(pair, "token-0001", annotator=USER, note="clear", flags=("bad_sound",))
    demo.store.verdicts.add(given)
    page = open_page(f"/verify?pair={pair}")
    assert await_pair(page) == pair
    expect(page.locator(".sc-note")).to_have_value("clear")
    expect(page.locator(".sc-flag").nth(1)).to_have_attribute("aria-pressed", "true")
    assert status(page) == "You said Accept; a new verdict replaces it."


def test_undo_pressed_twice_where_nothing_is_left_takes_back_one(
    open_page: OpenPage, demo: Workspace
) -> None:
    total = judge_all(demo)
    page = open_page()
    expect(page.locator("h1")).to_have_text("All pairs are verified")
    sent = posts(page, "/api/undo")
    press_at_once(page, "u", "u", "Backspace")
    await_pair(page)
    expect(page.locator(".sc-status")).to_contain_text("Undone")
    assert len(sent) == 1
    assert len(decisions(demo)) == total - 1


def test_undo_before_the_first_pair_is_there_does_nothing(
    open_page: OpenPage, demo: Workspace
) -> None:
    first = next(iter(demo.store.pairs.each())).id
    demo.store.verdicts.add(a_verdict(first, "token-0001", annotator=USER))
    page = open_page("/api/health")
    held = hold(page, "**/api/verify/next?*")
    sent = posts(page, "/api/undo")
    with page.expect_request("**/api/verify/next?*"):
        page.goto(page.url.replace("/api/health", "/verify"))
    press_at_once(page, "u", "u")
    held[0].continue_()
    await_pair(page)
    assert sent == []
    assert len(decisions(demo)) == 1


def test_while_a_verdict_is_under_way_nothing_of_its_pair_changes(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page()
    pair = await_pair(page)
    expect(page.locator(".sc-kinds")).to_be_enabled()
    held = hold(page, "**/api/verdicts")
    asked = posts(page, "/api/verify/next?kind=")
    press(page, "n")
    with page.expect_request("**/api/verdicts"):
        page.keyboard.type("before")
        press(page, "Enter", "a")
    press(page, "n")
    page.keyboard.type("after")
    press(page, "Escape", "2", "e", "u")
    expect(page.locator(".sc-note")).to_have_value("before")
    expect(page.locator(".sc-kinds")).to_be_disabled()
    assert page.locator(".sc-choice[aria-pressed=true], .sc-flag[aria-pressed=true]").count() == 0
    held[0].continue_()
    saved(page, pair)
    expect(page.locator(".sc-note")).to_be_editable()
    assert [one.note for one in demo.store.verdicts.standing()] == ["before"]
    assert len(asked) <= 1


def test_a_browser_that_keeps_nothing_saves_all_the_same(
    open_page: OpenPage, demo: Workspace
) -> None:
    page = open_page("/api/health")
    page.add_init_script(
        "for (const name of ['setItem', 'removeItem']) Storage.prototype[name] = () => {"
        " throw new DOMException('no room', 'QuotaExceededError'); };"
    )
    page.goto(page.url.replace("/api/health", "/verify"))
    pair = await_pair(page)
    press(page, "y", "Enter")
    saved(page, pair)
    assert decisions(demo) == [(pair, Decision.ACCEPT)]


@pytest.mark.parametrize("of", ["another-workspace:you", "WORKSPACE:somebody-else"])
def test_what_another_person_or_workspace_has_not_sent_stays_unsent(
    open_page: OpenPage, demo: Workspace, of: str
) -> None:
    page = open_page("/api/person")
    workspace = json.loads(page.inner_text("body"))["workspace"]
    pair = next(iter(demo.store.pairs.each())).id
    page.evaluate(
        "([name, verdict]) => localStorage.setItem(name, JSON.stringify(verdict))",
        [
            f"soundcheck:unsaved:{of.replace('WORKSPACE', workspace)}:token-0001",
            {"token": "token-0001", "pair": pair, "decision": "accept"},
        ],
    )
    page.goto(page.url.replace("/api/person", "/verify"))
    await_pair(page)
    assert decisions(demo) == []
