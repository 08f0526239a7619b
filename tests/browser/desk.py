"""What a test does at the Verify page, in a person's words."""

from playwright.sync_api import Page, expect

from core.verdict import Decision
from core.workspace import Workspace
from tests.builders import a_verdict

USER = "you"  # the one local person of a server that a test starts

# The clip of the open pair can be played, and the page takes a verdict.
_READY = """(pair) => {
  const video = document.querySelector('#player video');
  const open = new URLSearchParams(location.search).get('pair');
  const isShown = document.querySelector('.sc-verify')?.dataset.pair === open;
  return open && isShown && open !== pair && video?.readyState >= 3 && !video.seeking;
}"""


def await_pair(page: Page, other_than: str = "") -> str:
    """Wait for a pair whose clip can be played; its id."""
    page.wait_for_function(_READY, arg=other_than, timeout=30_000)
    return pair_of(page)


def pair_of(page: Page) -> str:
    """The pair that is open, as the address says."""
    return str(page.evaluate("new URLSearchParams(location.search).get('pair')"))


def saved(page: Page, pair: str) -> str:
    """Wait until the verdict on a pair is saved and the next pair is there; its id."""
    expect(page.locator(".sc-status")).to_contain_text("Saved")
    return await_pair(page, other_than=pair)


def decisions(workspace: Workspace) -> list[tuple[str, Decision]]:
    """What stands, oldest first."""
    return [(one.pair, one.decision) for one in workspace.store.verdicts.standing()]


def judge_all(workspace: Workspace) -> int:
    """Everything accepted by the local person; how many pairs that are."""
    pairs = [pair.id for pair in workspace.store.pairs.each()]
    for place, pair in enumerate(pairs):
        workspace.store.verdicts.add(a_verdict(pair, f"token-{place:04}", annotator=USER))
    return len(pairs)


def press(page: Page, *keys: str) -> None:
    """One key after the other."""
    for key in keys:
        page.keyboard.press(key)


def status(page: Page) -> str:
    """The line that a screen reader hears."""
    return page.locator(".sc-status").inner_text()


def video(page: Page, expression: str) -> float:
    """A number of the video element, e.g. "currentTime"."""
    return float(page.evaluate(f"Number(document.querySelector('#player video').{expression})"))


def play_until(page: Page, time_s: float) -> None:
    """Wait until the video has come this far."""
    page.wait_for_function(
        "(time) => document.querySelector('#player video').currentTime >= time", arg=time_s
    )


def paused_at(page: Page, time_s: float) -> None:
    """Put the playhead on a moment and wait until its frame is there."""
    page.evaluate(
        "(time) => { const one = document.querySelector('#player video');"
        " one.pause(); one.currentTime = time; }",
        time_s,
    )
    page.wait_for_function("() => !document.querySelector('#player video').seeking")
