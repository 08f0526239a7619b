"""Pictures of every page: `python -m tests.browser.screenshots docs/screenshots`.

They show a workspace in which somebody has worked: the demo clips, some verdicts, a trained
adapter, its measurement, a comparison and cases. Making it takes some minutes; with --workspace
DIR it is kept in that folder, and what it holds already is not made again.
"""

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from annotation.build import build_pairs
from annotation.ingest import demo_folder, import_folder
from annotation.truth import judge_all
from core.answer import Answer
from core.clip import Split
from core.combination import CLEAR, combination_split
from core.prompts import HEAR
from core.records.base import now
from core.run import RunConfig
from core.verdict import Decision
from core.workspace import Workspace
from tests.browser.desk import await_pair
from tests.browser.window import launch, opened
from tests.builders import a_verdict
from tests.ui.demo import served
from training.compare import Comparer
from training.evaluations import newest_evaluation, start_evaluation
from training.naming import mentions, stems
from training.reports import newest_evidence
from training.runs import AT_WORK, list_runs, run_status, start_run, stop_run
from ui.components.answer_card import judged
from ui.components.comparison import CompareForm, Sound, asked
from ui.keeping import keep
from ui.share import sign

USER = "you"  # the one local person
LOOKS = {  # theme and device
    "desktop-light": ("light", "desktop"),
    "desktop-dark": ("dark", "desktop"),
    "phone-light": ("light", "phone"),
}
LONGEST_S = 1200.0
CASES = 3
WHY = (
    "Whoever trusts the base model about sound is told what is seen.",
    "The picture alone is enough for a confident, wrong answer.",
    "Nothing in this sound comes from what is shown.",
)


def furnish(workspace: Workspace, checkpoint: str) -> str:
    """Make what is not there yet; the id of the run whose adapter is shown."""
    if not workspace.store.clips.count():
        import_folder(workspace, demo_folder())
        build_pairs(workspace, "acpo", {})
        judge_all(workspace.store)
        judge_some(workspace, 37)
    done = [status.id for status in list_runs(workspace) if status.adapter is not None]
    run = done[-1] if done else train(workspace, checkpoint)
    if newest_evidence(workspace, run=run) is None:
        start_evaluation(workspace, "swap_grid", run)
        await_true(lambda: (job := newest_evaluation(workspace)) and job.state not in AT_WORK)
    if not workspace.store.cases.all():
        keep_cases(workspace, run)
    return run


def judge_some(workspace: Workspace, count: int) -> None:
    """As a person would: most pairs are accepted."""
    for place, pair in enumerate(islice(workspace.store.pairs.each(), count)):
        decision = Decision.REJECT if place % 12 == 7 else Decision.ACCEPT
        verdict = a_verdict(
            pair.id, f"picture-{place:04}", annotator=USER, decision=decision, at=now()
        )
        workspace.store.verdicts.add(verdict)


def train(workspace: Workspace, checkpoint: str) -> str:
    """A run of the usual settings, to its end."""
    run = begin(workspace, checkpoint)
    await_true(lambda: run_status(workspace, run).state not in AT_WORK)
    return run


def begin(workspace: Workspace, checkpoint: str, seed: int = 0) -> str:
    """Start a run of the usual settings."""
    config = RunConfig("tiny_omni", checkpoint, "acpo", {}, seed=seed)
    return start_run(workspace, config, USER)


def keep_cases(workspace: Workspace, run: str) -> None:
    """Comparisons that show the mistake and its repair, kept as cases."""
    comparer = Comparer(workspace)
    kept = 0
    for picture, sound in held_out():
        things = workspace.store.clips.things
        clip, donor = (workspace.store.clips.named(name).id for name in (picture, sound))
        form = CompareForm(
            clip=clip,
            donor=donor,
            run=run,
            prompt=HEAR[0],
            sounds=[Sound.ORIGINAL, Sound.SWAPPED, Sound.NONE],
        )
        *_, last = asked(workspace, comparer, form, USER)
        base, tuned = workspace.store.comparisons.get(last["comparison"]).answers[2:4]
        verdicts = [judged(workspace.store, one.question, one.text).right for one in (base, tuned)]
        if verdicts != [False, True] or names_a_third(workspace, tuned):
            continue
        title = f"A {things(clip)[0].name} in the picture, a {things(donor)[0].name} in the sound"
        keep(workspace.store, last["comparison"], 2, 3, title, WHY[kept], USER)
        kept += 1
        if kept == CASES:
            break
    comparer.close()


def names_a_third(workspace: Workspace, answer: Answer) -> bool:
    """Whether an answer also names what some other clip is heard or seen to hold."""
    heard = stems(
        thing.name for thing in workspace.store.clips.things(answer.question.input.audio or "")
    )
    every = workspace.store.clips.all_things().values()
    return mentions(answer.text, stems(thing.name for things in every for thing in things) - heard)


def held_out() -> Iterator[tuple[str, str]]:
    """Combinations that no training met, each picture once before any comes again."""
    for turn in range(1, len(CLEAR)):
        for place, picture in enumerate(CLEAR):
            sound = CLEAR[(place + turn) % len(CLEAR)]
            if combination_split(picture, sound) is Split.TEST:
                yield picture, sound


def await_true(holds: Callable[[], object]) -> None:
    """Look twice a second until something holds."""
    end = time.monotonic() + LONGEST_S
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError("the workspace for the pictures could not be furnished in time")
        time.sleep(0.5)


def pages(workspace: Workspace, run: str) -> dict[str, tuple[str, str]]:
    """Every page: its address, and what must be seen on it before the picture is taken."""
    compared = workspace.store.comparisons.newest(1)
    cases = workspace.store.cases.all()
    shown = {"comparison": compared[0].id} if compared else {"run": run}
    found = {
        "clips": ("/clips", ".sc-lane"),
        "verify": ("/verify", ".sc-verify"),
        "train": (f"/train?{urlencode({'run': run})}", ".sc-chart path"),
        "compare": (f"/compare?{urlencode(shown)}", ".sc-pick img"),
        "results": (f"/results?{urlencode({'run': run})}", ".sc-part"),
        "cases": ("/cases", ".sc-gallery img"),
    }
    if cases:
        found["case"] = (f"/cases/{cases[0].id}", ".sc-lane")
        found["share"] = (f"/share/{sign(workspace, cases[0].id)}", ".sc-lane")
    return found


def take_all(browser: Browser, address: str, seen: str, target: Path) -> None:
    """A page in every look."""
    for look, (theme, device) in LOOKS.items():
        with opened(browser, address, theme, device) as page:
            page.locator(seen).first.wait_for(timeout=60_000)
            if "/verify" in address:
                await_pair(page)
            settle(page)
            page.screenshot(path=f"{target}-{look}.png")


def settle(page: Page) -> None:
    """Wait for pictures and fonts."""
    page.wait_for_function(
        "() => document.fonts.status === 'loaded'"
        " && [...document.images].every((one) => one.complete || one.loading === 'lazy')"
    )
    page.wait_for_timeout(700)


@contextmanager
def running(workspace: Workspace, checkpoint: str) -> Iterator[str]:
    """A run that is half done."""
    run = begin(workspace, checkpoint, seed=1)
    half = RunConfig("", "", "", {}).steps // 2

    def is_half_done() -> bool:
        progress = run_status(workspace, run).progress
        return progress.phase == "training" and progress.step >= half

    await_true(is_half_done)
    yield run
    if run_status(workspace, run).state in AT_WORK:
        stop_run(workspace, run)
        await_true(lambda: run_status(workspace, run).state not in AT_WORK)


def main() -> None:
    """Furnish a workspace, open every page in every look, write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--workspace", type=Path)
    parser.add_argument("--checkpoint", default="")
    parser.add_argument("--only", nargs="*", default=[], help="names of pages")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)

    def wanted(name: str) -> bool:
        return not options.only or name in options.only

    with ExitStack() as stack:
        kept = options.workspace or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        workspace = Workspace(kept / "workspace")
        stack.callback(workspace.store.close)
        run = furnish(workspace, options.checkpoint)
        server = stack.enter_context(served(workspace, started_in=workspace.folder.parent))
        browser = launch(stack.enter_context(sync_playwright()))
        for name, (path, seen) in pages(workspace, run).items():
            if wanted(name):
                take_all(browser, server.address + path, seen, options.out / name)
        if wanted("training"):
            with running(workspace, options.checkpoint) as live:
                address = f"{server.address}/train?run={live}"
                take_all(browser, address, ".sc-chart path", options.out / "training")
        browser.close()


if __name__ == "__main__":
    main()
