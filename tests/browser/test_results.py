"""The Results page: what was measured, and the measuring itself."""

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.models.tiny_omni import random_checkpoint
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.window import overflowing, serious
from tests.made_runs import run_with_adapter
from tests.ui.demo import Server, copy_of, served
from tests.ui.made_reports import two_reports
from training.run_folder import RunFolder

SLOW_MS = 120_000


@pytest.fixture(scope="module")
def lab(demo: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app on a workspace with an adapter whose checkpoint went away after it was measured."""
    workspace = copy_of(demo, tmp_path_factory.mktemp("lab"))
    checkpoint = random_checkpoint(tmp_path_factory.mktemp("models") / "gone-tomorrow")
    run = run_with_adapter(workspace, checkpoint)
    two_reports(workspace, run.id)
    shutil.rmtree(checkpoint)
    with served(workspace) as running:
        yield running


@pytest.fixture
def run(lab: Server) -> RunFolder:
    [run_id] = lab.workspace.store.runs.ids()
    return RunFolder(lab.workspace.run_folder(run_id))


def test_the_newest_numbers_stand_beside_each_other(
    lab: Server, open_page: OpenPage, run: RunFolder
) -> None:
    page = open_page("/results", at=lab)
    part = page.locator(".sc-part").first
    expect(part.locator("h2")).to_have_text(
        "Under swapped sound the tuned model names what it hears in 95 % of answers, "
        "the base model in 5 %",
    )
    row = part.get_by_role("row", name="Names the silent thing it sees")
    expect(row).to_contain_text("lower is better")
    expect(row.get_by_role("cell")).to_have_text(
        [re.compile("^90 %85.95 %$"), re.compile("^5 %0.10 %$"), "40"]
    )
    expect(page.locator(".sc-results")).to_contain_text("ACPO with retention pairs")
    expect(page.get_by_label("Tuned model")).to_have_value(run.id)
    with page.expect_download() as figure:
        page.get_by_role("link", name="figure (PNG)").click()
    assert figure.value.path().read_bytes().startswith(b"\x89PNG")


def test_measuring_is_a_job_that_tells_how_it_ends(lab: Server, open_page: OpenPage) -> None:
    page = open_page("/results", at=lab)
    page.get_by_role("button", name="Measure").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.reload()
    expect(page.locator(".sc-says")).to_contain_text("gone-tomorrow", timeout=SLOW_MS)
    expect(page.get_by_role("button", name="Measure")).to_be_visible()
    expect(page.locator(".sc-part").first).to_be_visible()  # the older numbers stay


@pytest.mark.parametrize(
    ("theme", "device"), [("light", "desktop"), ("dark", "desktop"), ("light", "phone")]
)
def test_axe_finds_nothing_serious_and_nothing_is_cut_off(
    lab: Server, open_page: OpenPage, theme: str, device: str
) -> None:
    page = open_page("/results", theme, device, at=lab)
    expect(page.locator(".sc-part").first).to_be_visible()
    assert serious(page) == []
    assert overflowing(page) == []
