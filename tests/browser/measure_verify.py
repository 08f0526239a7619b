"""How fast the Verify page is: python -m tests.browser.measure_verify [--out F.json].

It makes a workspace of demo clips, starts the app on it as a person does, and measures in a
headless Chromium. The numbers depend on the machine and on what else it does.
"""

import argparse
import json
import secrets
import statistics
import tempfile
import time
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.desk import await_pair, press
from tests.browser.window import launch, opened
from tests.ui.demo import Server, demo_workspace, served

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


def measure_verify() -> dict[str, float]:
    """Seconds to a usable page at the second start; milliseconds of a verdict and of the next clip.

    Medians, with the 95th percentile beside them.
    """
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        workspace = demo_workspace(Path(folder))
        browser = launch(playwright)
        with served(workspace):
            pass  # the first start
        began = time.perf_counter()
        with served(workspace) as server, opened(browser, f"{server.address}/verify") as page:
            await_pair(page)
            measured = {"second_start_s": round(time.perf_counter() - began, 2)}
            measured |= _summary("verdict_ms", _verdicts(server))
            measured |= _summary("next_clip_ms", _next_clips(browser, server))
        browser.close()
        workspace.store.close()
    return measured


def _verdicts(server: Server) -> list[float]:
    """Milliseconds of each POST on loopback, one after the other."""
    pair = httpx.get(f"{server.address}/api/verify/next").json()["card"]["id"]
    waits = []
    with httpx.Client(base_url=server.address) as client:
        client.get("/api/verify/ahead", params={"pair": pair}, timeout=60)
        for _ in range(VERDICTS):
            form = {"token": secrets.token_hex(16), "pair": pair, "decision": "skip"}
            began = time.perf_counter()
            client.post("/api/verdicts", json=form).raise_for_status()
            waits.append(1000 * (time.perf_counter() - began))
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
