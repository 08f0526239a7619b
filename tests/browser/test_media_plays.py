"""What was made playable does play in a browser: picture, length, and sound at its time."""

import functools
import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from core import media
from tests.browser.window import opened
from tests.core.made_media import a_click, a_tone, a_video

BAD = Path(__file__).parents[1] / "assets" / "bad-media"

LOOK = """async (name) => {
  const video = document.createElement("video");
  video.muted = true;
  video.src = name;
  await new Promise((loaded, failed) => {
    video.onloadeddata = loaded;
    video.onerror = () => failed(new Error(video.error.message));
  });
  return [video.videoWidth, video.videoHeight, video.duration];
}"""
LISTEN = """async (name) => {
  const context = new OfflineAudioContext(1, 48000, 48000);
  const bytes = await (await fetch(name)).arrayBuffer();
  const samples = (await context.decodeAudioData(bytes)).getChannelData(0);
  const level = samples.map(Math.abs), loudest = level.reduce((a, b) => Math.max(a, b));
  return [level.findIndex((sample) => sample > loudest / 4) / 48000, samples.length / 48000];
}"""


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name there
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("plays")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_browser_shows_every_picture_and_hears_every_sound_in_time(
    browser: Browser, folder: Path, address: str
) -> None:
    expected = json.loads((BAD / "expected.json").read_text())
    accepted = [name for name, entry in expected.items() if entry["expect"] == "accept"]
    made = [media.normalise(BAD / name, folder) for name in accepted if name != "captions.jsonl"]
    (folder / "page.html").write_text("<!doctype html><title>media</title>")
    clicking = a_video(folder / "click.mp4", a_click(2, 0.75), 2)
    toning = a_video(folder / "tone.mp4", a_tone(4), 4)
    media.swap_sound(toning, clicking, folder / "swapped.mp4")
    with opened(browser, f"{address}/page.html") as page:
        seen = [page.evaluate(LOOK, each.media) for each in made]
        onset_s, length_s = page.evaluate(LISTEN, "swapped.mp4")
    for each, (width, height, duration_s) in zip(made, seen, strict=True):
        assert (width, height) == (each.width, each.height)
        assert duration_s == pytest.approx(each.duration_s, abs=0.002)
    assert onset_s == pytest.approx(0.75, abs=0.003)
    assert length_s == pytest.approx(4.0, abs=0.022)  # one AAC frame at most
