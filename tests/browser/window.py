"""A headless Chromium as the tests need it: watched, at two sizes, in two themes."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--mute-audio",
)
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
DEVICES = {
    "desktop": {"viewport": {"width": 1440, "height": 900}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    },
}
_LOCAL = {"127.0.0.1", ""}  # blob: and data: addresses have no host
_OVERFLOWING = """() => [...document.querySelectorAll('body *')]
  .filter((one) => one.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .filter((one) => !one.parentElement.closest('nav, .sc-scrolls'))
  .map((one) => `${one.tagName}.${one.className}`)"""


@dataclass
class Watched:
    """What happened in the pages of a test beside what the test did."""

    foreign: list[str] = field(default_factory=list)  # requests that left this machine
    errors: list[str] = field(default_factory=list)  # of the console and of scripts

    def watch(self, page: Page) -> None:
        """Write down requests to elsewhere and everything that goes wrong."""
        page.on("request", self._request)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _request(self, request: Request) -> None:
        if (urlsplit(request.url).hostname or "") not in _LOCAL:
            self.foreign.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)


def launch(playwright: Playwright) -> Browser:
    """Chromium without a window, a sound device or a graphics card."""
    return playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=list(FLAGS))


@contextmanager
def opened(
    browser: Browser, address: str, theme: str = "light", device: str = "desktop"
) -> Iterator[Page]:
    """A page of its own, with nothing in its storage."""
    context = browser.new_context(**DEVICES[device], color_scheme=theme, locale="en-GB")  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    try:
        yield page
    finally:
        context.close()


def serious(page: Page) -> list[str]:
    """What axe finds that a person with a disability would stumble over: rule and element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']}: {node['target']} {node.get('failureSummary', '')}"
        for violation in found["violations"]
        if violation["impact"] in {"serious", "critical"}
        for node in violation["nodes"]
    ]


def overflowing(page: Page) -> list[str]:
    """Elements whose right edge lies outside the window; Gradio cuts them off without a bar."""
    found: list[str] = page.evaluate(_OVERFLOWING)
    return found
