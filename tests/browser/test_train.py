"""The Train page: a run is started, looked at, stopped, resumed and discarded, whatever happens."""

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from core.models.tiny_omni import random_checkpoint
from core.run import RunState
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import Watched
from tests.builders import a_verdict
from tests.ui.demo import Server, copy_of, served
from training.run_folder import RunFolder

SLOW_MS = 120_000


@pytest.fixture(scope="module")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_checkpoint(tmp_path_factory.mktemp("models") / "random")


@pytest.fixture
def studio(demo: Workspace, tmp_path: Path) -> Iterator[Server]:
    """The app on a workspace of its own, in which a test may train."""
    with served(copy_of(demo, tmp_path)) as running:
        yield running
        for run in runs_of(running.workspace):
            if run.works and run.process is not None:
                run.process.signal(signal.SIGKILL)


def runs_of(workspace: Workspace) -> list[RunFolder]:
    return [RunFolder(workspace.run_folder(run_id)) for run_id in workspace.store.runs.ids()]


def only_run(server: Server) -> RunFolder:
    [run] = runs_of(server.workspace)
    return run


def fill(page: Page, checkpoint: Path, steps: int) -> None:
    """Settings of a short run of an untaught model."""
    page.get_by_label("All built pairs").check()
    page.get_by_text("Model and more settings").click()
    page.get_by_label("Checkpoint", exact=True).fill(str(checkpoint))
    settings = {
        "steps": steps,
        "views": 1,
        "groups_per_step": 2,
        "warmup_steps": 2,
        "save_every": 5,
        "evaluate_every": 0,
    }
    for name, value in settings.items():
        page.locator(f"input[name={name}]").fill(str(value))


def start(page: Page, checkpoint: Path, steps: int = 400) -> None:
    fill(page, checkpoint, steps)
    page.get_by_role("button", name="Start training").click()
    await_step(page, 3)


def await_step(page: Page, step: int) -> None:
    page.wait_for_function(
        """(step) => /^Step (\\d+)/.exec(document.querySelector('.sc-pace')?.textContent ?? '')?.[1]
             >= step""",
        arg=step,
        timeout=SLOW_MS,
    )


def state(page: Page) -> str:
    return page.locator(".sc-run-head .sc-state").inner_text().strip()


def expect_state(page: Page, word: str) -> None:
    expect(page.locator(".sc-run-head .sc-state")).to_contain_text(word, timeout=SLOW_MS)


def test_a_run_is_started_reloaded_stopped_and_resumed(
    studio: Server, open_page: OpenPage, checkpoint: Path
) -> None:
    page = open_page("/train", at=studio)
    expect(page.locator(".sc-nothing")).to_contain_text("Accept at least 10 pairs")
    start(page, checkpoint)
    expect_state(page, "Running")
    assert f"run={only_run(studio).id}" in page.url

    page.reload()
    await_step(page, 6)
    expect_state(page, "Running")
    expect(page.locator(".sc-chart").first).to_contain_text("The loss")
    expect(page.locator(".sc-chart").first.locator("path").first).to_be_visible()
    expect(page.locator(".sc-pace")).to_contain_text("pairs a second")
    expect(page.locator(".sc-pace")).to_contain_text("left")

    page.get_by_role("button", name="Stop and keep").click()
    expect_state(page, "Stopped and kept")
    run = only_run(studio)
    stopped_at = run.progress.step
    assert run.adapter is not None
    expect(page.locator(".sc-pace")).to_contain_text(f"adapter {run.adapter.id[:6]}")
    expect(page.get_by_role("link", name="Compare with this run")).to_be_visible()
    expect(page.get_by_role("button", name="Stop and keep")).to_have_count(0)

    page.get_by_role("button", name="Resume").click()
    expect_state(page, "Running")
    await_step(page, stopped_at + 1)
    page.get_by_role("button", name="Stop and keep").click()
    expect_state(page, "Stopped and kept")
    steps = [int(line["step"]) for line in run.metrics()]
    assert steps == list(range(1, run.progress.step + 1))
    assert run.progress.step > stopped_at


def test_a_killed_server_and_a_killed_worker_are_told_as_they_are(
    studio: Server, open_page: OpenPage, watched: Watched, checkpoint: Path
) -> None:
    page = open_page("/train", at=studio)
    start(page, checkpoint)
    studio.kill()
    expect(page.locator(".sc-says")).to_contain_text("does not answer")
    studio.start(studio.port)
    expect(page.locator(".sc-says")).to_be_empty()
    expect_state(page, "Running")  # it outlived the server that had started it
    watched.errors.clear()  # of the requests that nobody answered

    run = only_run(studio)
    assert run.process is not None
    run.process.signal(signal.SIGKILL)
    expect_state(page, "Interrupted")
    expect(page.locator(".sc-sentence")).to_contain_text("can be resumed")
    expect(page.get_by_role("button", name="Resume")).to_be_enabled()

    page.get_by_role("button", name="Discard").click()  # it asks once
    expect(page.get_by_role("button", name="Keep it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("button", name="Discard").click()
    page.get_by_role("button", name="Discard what it learned").click()
    expect_state(page, "Discarded")
    assert run.state is RunState.DISCARDED
    assert not list(run.folder.glob("checkpoint-*"))
    expect(page.locator(".sc-acts")).to_be_empty()


def test_a_run_that_fails_says_why(studio: Server, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("/train", at=studio)
    fill(page, tmp_path / "nothing-here", steps=5)
    page.get_by_role("button", name="Start training").click()
    expect_state(page, "Failed")
    expect(page.locator(".sc-sentence")).to_contain_text("nothing-here")
    page.get_by_text("Log", exact=True).click()
    expect(page.locator(".sc-log pre")).to_be_visible()


def test_start_waits_until_enough_pairs_are_accepted(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page("/train")
    start_button = page.get_by_role("button", name="Start training")
    expect(page.locator(".sc-reason")).to_contain_text("Accept at least 10 pairs")
    expect(start_button).to_be_disabled()
    for place, pair in enumerate(demo.store.pairs.each()):
        demo.store.verdicts.add(a_verdict(pair.id, token=f"token-{place:04}"))
    page.reload()
    expect(start_button).to_be_enabled()
    expect(page.locator(".sc-radio").first).to_contain_text("people checked them")


def test_the_command_is_kept_in_step_with_the_form(open_page: OpenPage, demo: Workspace) -> None:
    page = open_page("/train")
    command = page.locator(".sc-command code")
    place = f"--workspace {demo.folder}"
    expect(command).to_have_text(f"python app.py train --objective acpo --family tiny_omni {place}")
    page.get_by_label("Seed").fill("7")
    page.get_by_label("All built pairs").check()
    page.get_by_label("β").fill("0.77")
    expect(command).to_have_text(
        "python app.py train --objective acpo --family tiny_omni --seed 7 --pairs all "
        f"--option beta=0.77 {place}"
    )
    page.get_by_label("Seed").fill("0.5")
    expect(page.locator(".sc-reason")).to_contain_text("Seed")
    expect(page.get_by_role("button", name="Start training")).to_be_disabled()
    page.get_by_label("Seed").fill("1")
    page.get_by_label("Objective").select_option("dpo")
    expect(command).to_contain_text("--objective dpo")
    expect(page.get_by_label("Retention")).to_have_count(0)
