"""The player: one clock, two sounds, and what is drawn under it."""

import pytest
from playwright.sync_api import Page, Route, expect

from core.preference import PreferencePair
from core.workspace import Workspace
from tests.browser.conftest import OpenPage
from tests.browser.desk import await_pair, paused_at, play_until, press, video
from tests.browser.window import Watched


@pytest.fixture
def pair(demo: Workspace) -> PreferencePair:
    """The cow's picture, also under another sound."""
    cow = demo.store.clips.named("cow-pasture").id
    return next(
        one
        for one in demo.store.pairs.each()
        if one.kind == "acpo/sensitivity" and one.chosen.input.video == cow
    )


@pytest.fixture
def page(open_page: OpenPage, pair: PreferencePair) -> Page:
    opened = open_page(f"/verify?pair={pair.id}")
    await_pair(opened)
    return opened


def drawn(page: Page) -> str:
    """The picture that the video shows, as a data address."""
    return str(
        page.evaluate(
            "() => { const video = document.querySelector('#player video');"
            " const canvas = document.createElement('canvas');"
            " [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];"
            " canvas.getContext('2d').drawImage(video, 0, 0); return canvas.toDataURL(); }"
        )
    )


def test_the_clip_is_seen_and_plays(page: Page) -> None:
    assert video(page, "videoWidth") == 640
    press(page, " ")
    play_until(page, 0.5)
    press(page, " ")
    assert video(page, "paused") == 1
    expect(page.locator(".sc-time")).to_contain_text("/ 6.4 s")


def test_a_step_is_one_frame(page: Page) -> None:
    paused_at(page, 2.0)
    press(page, ".")
    assert video(page, "currentTime") * 25 == pytest.approx(51.5, abs=0.01)
    press(page, ",", ",")
    assert video(page, "currentTime") * 25 == pytest.approx(49.5, abs=0.01)


def test_the_other_sound_keeps_picture_and_time_and_brings_its_own_events(
    page: Page, demo: Workspace, pair: PreferencePair
) -> None:
    donor = demo.store.clips.get(pair.rejected.input.audio or "")
    own = {event.label for event in demo.store.clips.events(pair.chosen.input.audio or "")}
    foreign = {event.label for event in demo.store.clips.events(donor.id)}
    lanes = page.locator(".sc-lane .sc-gutter")
    assert set(lanes.all_inner_texts()) == own
    paused_at(page, 3.0)
    before, source = drawn(page), page.evaluate("document.querySelector('#player video').src")

    press(page, "s")
    expect(page.locator(".sc-badge")).to_have_text(f"Swapped sound: {donor.name}")
    page.wait_for_function("() => document.querySelector('.sc-still').hidden")
    assert set(lanes.all_inner_texts()) == foreign
    assert page.evaluate("document.querySelector('#player video').src") != source
    assert video(page, "currentTime") == pytest.approx(3.0, abs=0.001)
    assert drawn(page) == before

    press(page, "s")
    expect(page.locator(".sc-badge")).to_be_hidden()
    assert set(lanes.all_inner_texts()) == own


def test_the_other_sound_plays_on(page: Page) -> None:
    press(page, " ")
    play_until(page, 0.3)
    press(page, "s")
    play_until(page, 1.0)
    assert video(page, "paused") == 0


def test_an_event_is_reached_by_click_and_by_key_and_marked_while_it_sounds(page: Page) -> None:
    first, second = page.locator(".sc-event").all()[:2]
    second.click()
    assert video(page, "currentTime") == pytest.approx(3.22, abs=0.01)
    expect(second).to_have_attribute("aria-current", "true")
    assert first.get_attribute("aria-current") is None
    expect(page.locator(".sc-heard")).to_have_text("Cow moo")
    press(page, "[")
    assert video(page, "currentTime") == pytest.approx(0.8, abs=0.01)
    press(page, "]")
    assert video(page, "currentTime") == pytest.approx(3.22, abs=0.01)
    expect(second).to_have_attribute("aria-label", "Cow moo, 3.2\u20135.2 seconds")


def test_labels_and_answers_of_models_stay_text(open_page: OpenPage, pair: PreferencePair) -> None:
    odd = "<img src=x onerror=window.broken=1>${window.broken=1}{{window.broken}}"

    def rewrite(route: Route) -> None:
        work = route.fetch().json()
        work["card"]["sides"][0]["words"] = [{"text": odd, "differs": True}]
        for event in work["sample"]["original"]["events"]:
            event["label"] = odd
        route.fulfill(json=work)

    page = open_page("/api/health")
    page.route("**/api/verify/pair/*", rewrite)
    page.goto(page.url.replace("/api/health", f"/verify?pair={pair.id}"))
    await_pair(page)
    press(page, "]")
    expect(page.locator(".sc-caption")).to_have_text(odd)
    expect(page.locator(".sc-heard")).to_have_text(odd)
    assert page.evaluate("window.broken") is None


def test_a_looped_event_repeats(page: Page) -> None:
    press(page, "]", "r")
    page.evaluate(
        "() => { window.jumps = []; const video = document.querySelector('#player video');"
        " video.playbackRate = 2;"
        " video.addEventListener('seeking', () => window.jumps.push(video.currentTime)); }"
    )
    press(page, " ")
    page.wait_for_function("() => window.jumps.length >= 3")
    for landed_s in page.evaluate("window.jumps"):
        assert landed_s == pytest.approx(0.8, abs=0.01)  # where it moos
    press(page, "r")
    play_until(page, 2.2)


def test_speed_spectrogram_and_mute(page: Page) -> None:
    press(page, "=", "=")
    assert video(page, "playbackRate") == 1.5
    press(page, "s")
    await_pair(page)
    assert video(page, "playbackRate") == 1.5
    press(page, "-", "m", "g")
    assert video(page, "playbackRate") == 1.25
    assert video(page, "muted") == 1
    expect(page.locator(".sc-spectrogram")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.sc-spectrogram').naturalWidth > 0")
    press(page, "g")
    expect(page.locator(".sc-spectrogram")).to_be_hidden()


def test_the_axis_is_a_slider_for_keyboard_and_mouse(page: Page) -> None:
    slider = page.get_by_role("slider", name="Position in the clip")
    slider.focus()
    press(page, "End", "Home", "ArrowRight", "ArrowRight")
    assert video(page, "currentTime") == pytest.approx(0.5, abs=0.01)
    assert slider.get_attribute("aria-valuetext") == "0.5 of 6.4 seconds"
    box = slider.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert video(page, "currentTime") == pytest.approx(3.2, abs=0.02)


def test_a_clip_that_cannot_be_had_says_so(
    open_page: OpenPage, pair: PreferencePair, watched: Watched
) -> None:
    page = open_page("/api/health")
    page.route("**/media/*.mp4", lambda route: route.fulfill(status=404))
    page.goto(page.url.replace("/api/health", f"/verify?pair={pair.id}"))
    expect(page.locator(".sc-fault")).to_contain_text("cannot be played")
    watched.errors.clear()


def test_a_clip_without_a_picture_says_so(
    open_page: OpenPage, pair: PreferencePair, watched: Watched
) -> None:
    def sound_only(route: Route) -> None:
        route.fulfill(body=_wave(), content_type="audio/wav")

    page = open_page("/api/health")
    page.route("**/media/*.mp4", sound_only)
    page.goto(page.url.replace("/api/health", f"/verify?pair={pair.id}"))
    expect(page.locator(".sc-fault")).to_contain_text("picture of this clip")
    watched.errors.clear()


def _wave() -> bytes:
    """Half a second of silence, which plays without a picture."""
    import io
    import wave

    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(bytes(8000))
    return written.getvalue()
