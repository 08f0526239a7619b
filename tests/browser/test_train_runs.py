"""Runs on the Train page, looked at: at work, over, asked about, never jumping under one's hand."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from core.run import RunState
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import overflowing, serious
from tests.builders import a_run_config
from tests.made_runs import run_with_numbers
from tests.ui.demo import Server, copy_of, served
from training.process import process
from training.run_folder import Progress, RunFolder
from training.runs import new_run

LOOKS = [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]


def only_run(server: Server) -> RunFolder:
    [run_id] = server.workspace.store.runs.ids()
    return RunFolder(server.workspace.run_folder(run_id))


@pytest.fixture
def at_work(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with a run that this very process works on, and never ends."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("at-work"))
    run = new_run(workspace, a_run_config(pairs="all", steps=20), "ann")
    run.claim(process())
    for step in range(1, 6):
        run.log_metrics(step, {"loss": 1 / step})
    run.report(Progress("training", 5, 20, pairs_per_second=14.0, seconds_left=30.0))
    with served(workspace) as running:
        yield running
    workspace.store.close()


def await_look(page: Page, run: RunFolder) -> None:
    """Wait until the page has asked once more how the run stands, and has drawn it."""
    with page.expect_response(lambda answer: f"/api/runs/{run.id}" in answer.url) as look:
        pass
    look.value.finished()
    page.evaluate("new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))")


def test_a_look_at_the_run_moves_no_focus_while_it_asks(
    at_work: Server, open_page: OpenPage
) -> None:
    page = open_page("/train", at=at_work)
    run = only_run(at_work)
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    seed = page.get_by_label("Seed")
    seed.focus()
    run.end(RunState.FINISHED, "Done.")
    expect(page.locator(".sc-run-head .sc-state")).to_contain_text("Finished")
    await_look(page, run)
    expect(seed).to_be_focused()
    expect(page.get_by_role("button", name="Discard what it learned")).to_be_visible()


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_in_a_run_at_work(
    at_work: Server, open_page: OpenPage, theme: str, device: str
) -> None:
    page = open_page("/train", theme, device, at=at_work)
    expect(page.locator(".sc-run-head .sc-state")).to_contain_text("Running")
    expect(page.locator(".sc-pace")).to_contain_text("14 pairs a second")
    assert serious(page) == []
    assert overflowing(page) == []
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_role("button", name="Keep it")).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []


@pytest.fixture(scope="module")
def archive(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with a run that is over, with numbers as training tells them."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("archive"))
    run_with_numbers(workspace)
    with served(workspace) as running:
        yield running


@pytest.mark.parametrize(("theme", "device"), LOOKS)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    archive: Server, open_page: OpenPage, theme: str, device: str
) -> None:
    page = open_page("/train", theme, device, at=archive)
    expect(page.locator(".sc-chart").first).to_contain_text("The loss fell")
    page.get_by_text("Model and more settings").click()
    assert serious(page) == []
    assert overflowing(page) == []


def test_the_settings_of_a_run_are_taken_over(archive: Server, open_page: OpenPage) -> None:
    page = open_page("/train", at=archive)
    page.get_by_text("Its settings", exact=True).click()
    expect(page.locator("input[name=steps]")).to_have_value(str(a_run_config().steps))
    page.get_by_role("button", name="Take over its settings").click()
    expect(page.locator("input[name=steps]")).to_have_value("60")
    expect(page.get_by_label("All built pairs")).to_be_checked()
    expect(page.locator(".sc-command code")).to_contain_text("--steps 60 --pairs all")


def test_a_curve_is_read_by_pointing_at_it(archive: Server, open_page: OpenPage) -> None:
    page = open_page("/train", at=archive)
    plot = page.locator(".sc-plot").first
    expect(plot.locator("path").first).to_be_visible()
    box = plot.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 10, box["y"] + 40)
    expect(plot.locator(".sc-tip")).to_have_text("Step 600.02")


def test_only_new_numbers_are_fetched(archive: Server, open_page: OpenPage) -> None:
    run = only_run(archive)
    page = open_page("/train", at=archive)
    expect(page.locator(".sc-chart").first).to_contain_text("The loss fell")
    with page.expect_response(lambda answer: f"/api/runs/{run.id}" in answer.url) as later:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert json.loads(later.value.text())["metrics"] == []
