"""How fast the Verify page is: python -m tests.browser.measure_verify [--out F.json].

It starts the app as a person does, on a new workspace, so that it imports all demo clips and builds
their pairs; then it measures in a headless Chromium. Every verdict is on another pair. The numbers
depend on the machine and on what else it does.
"""

import argparse
import json
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from core.workspace import Workspace
from tests.browser.desk import await_pair, press
from tests.browser.window import launch, opened
from tests.ui.demo import Server

VERDICTS = 100
KEYS = 25
THINK_S = 1.5  # a person looks at least this long; meanwhile the next clips are fetched
_WATCH = """() => {
  window.waits = [];
  let pressed = 0;
  addEventListener('keydown', () => { pressed = performance.now(); }, true);
  let shown = new URLSearchParams(location.search).get('pair');
  addEventListener('player:canplay', ({detail}) => {
    if (detail.pair !== shown) window.waits.push(performance.now() - pressed);
    shown = detail.pair;
  });
}"""


class Started(Server):
    """`python app.py serve`, with all that it does at a start."""

    def command(self, port: int) -> list[str]:
        """The command that the README names."""
        folder = str(self.workspace.folder)
        words = ["serve", "--workspace", folder, "--port", str(port), "--no-browser"]
        return [sys.executable, "app.py", *words]


@contextmanager
def started(workspace: Workspace) -> Iterator[Server]:
    """The app until the block ends."""
    server = Started(workspace)
    try:
        yield server
    finally:
        server.end()


def measure_verify() -> dict[str, float]:
    """Seconds from a start to a usable page; milliseconds of a verdict, and to the next clip.

    Medians, with the 95th percentile beside them.
    """
    measured: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace = Workspace(folder)
        browser = launch(playwright)
        for name in ("first_start_s", "second_start_s"):
            began = time.perf_counter()
            with started(workspace) as server, opened(browser, f"{server.address}/verify") as page:
                await_pair(page)
                measured[name] = round(time.perf_counter() - began, 2)
        with started(workspace) as server:
            measured["pairs"] = workspace.store.pairs.count()
            measured |= _summary("verdict_ms", _verdicts(server))
            measured |= _summary("next_clip_ms", _next_clips(browser, server))
        browser.close()
        workspace.store.close()
    return measured


def _verdicts(server: Server) -> list[float]:
    """Milliseconds of each POST on loopback, one after the other, each on the next pair.

    As on the page, the following clips are asked for in between; a verdict does not wait for them.
    """
    waits = []
    with httpx.Client(base_url=server.address, timeout=60) as client:
        work = client.get("/api/verify/next").json()
        for _ in range(VERDICTS):
            pair = work["card"]["id"]
            client.get("/api/verify/ahead", params={"pair": pair})
            form = {"token": secrets.token_hex(16), "pair": pair, "decision": "accept"}
            began = time.perf_counter()
            answer = client.post("/api/verdicts", json=form).raise_for_status()
            waits.append(1000 * (time.perf_counter() - began))
            work = answer.json()["next"] or client.get("/api/verify/next").json()
    return waits


def _next_clips(browser: Browser, server: Server) -> list[float]:
    """Milliseconds from the key that decides to the next clip being playable."""
    with opened(browser, f"{server.address}/verify") as page:
        pair = await_pair(page)
        page.evaluate(_WATCH)
        for _ in range(KEYS):
            _look(page)
            press(page, "a")
            pair = await_pair(page, other_than=pair)
        waits: list[float] = page.evaluate("window.waits")
    return waits


def _look(page: Page) -> None:
    page.wait_for_timeout(1000 * THINK_S)


def _summary(name: str, values: list[float]) -> dict[str, float]:
    percentile = statistics.quantiles(values, n=20)[-1]
    return {
        f"{name}_median": round(statistics.median(values), 1),
        f"{name}_p95": round(percentile, 1),
        f"{name}_n": len(values),
    }


def main() -> None:
    """Measure, print, and write to a file if one is named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    out: Path | None = parser.parse_args().out
    measured = json.dumps(measure_verify(), indent=1)
    print(measured)  # noqa: T201
    if out is not None:
        out.write_text(measured)


if __name__ == "__main__":
    main()
