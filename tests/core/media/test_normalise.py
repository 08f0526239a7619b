"""Normalising: whatever users bring becomes one playable form, and what was changed is said."""

from fractions import Fraction
from pathlib import Path

import av
import pytest

from core import media
from tests.core.made_media import (
    RATE_HZ,
    a_click,
    a_tone,
    a_video,
    onset_s,
    picture_packets,
    picture_times,
)
from tests.core.media.originals import ACCEPTED, BAD, DEMO


@pytest.mark.parametrize("name", [*ACCEPTED, "cow-pasture.mp4"])
def test_what_plays_has_the_one_form(normalised: dict[str, Path], name: str) -> None:
    file = normalised[name]
    with av.open(str(file)) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        frame = next(container.decode(picture))
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert frame.format.name == "yuv420p"
        assert frame.rotation == 0
        assert frame.width % 2 == frame.height % 2 == 0
        assert (sound.rate, sound.channels <= 2) == (RATE_HZ, True)
        duration_s = float(picture.duration * picture.time_base)
        assert float(sound.duration * sound.time_base) == pytest.approx(duration_s, abs=1e-4)
    known = media.probe(file)
    assert known.is_clean
    times = picture_times(file)
    assert times == [Fraction(index) / known.timing.rate for index in range(len(times))]
    assert file.read_bytes().index(b"moov") < file.read_bytes().index(b"mdat")
    assert len(media.samples(file)) == round(duration_s * 16_000)


def test_a_clean_picture_is_copied_not_encoded(normalised: dict[str, Path]) -> None:
    assert picture_packets(normalised["good.mp4"]) == picture_packets(BAD / "good.mp4")
    cow = "cow-pasture.mp4"
    assert picture_packets(normalised[cow]) == picture_packets(DEMO / cow)


def test_late_sound_stays_late_and_short_sound_is_followed_by_silence(
    normalised: dict[str, Path],
) -> None:
    late = media.samples(normalised["late-audio.mp4"])
    assert media.loudness_db(late[: round(0.65 * 16_000)]) < -70
    assert onset_s(late, 16_000) == pytest.approx(
        onset_s(media.samples(BAD / "late-audio.mp4"), 16_000), abs=0.002
    )
    short = media.samples(normalised["audio-much-shorter.mp4"])
    assert len(short) == round(4.8 * 16_000)
    assert media.loudness_db(short[16_000:]) < -70


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("good.mp4", None),
        ("audio-longer.mp4", "cut where the picture ends, 2.0 s"),
        ("audio-much-shorter.mp4", "ends 4.0 s before the picture"),
        ("late-audio.mp4", "starts 0.7 s after the picture"),
        ("hevc.mp4", "from hevc to H.264"),
        ("rotated-90.mp4", "turned by 90 degrees"),
        ("surround-5-1.mp4", "6 channels were mixed"),
        ("variable-frame-rate.mp4", "an even 25 frames per second"),
    ],
)
def test_what_was_changed_is_said(tmp_path: Path, name: str, remark: str | None) -> None:
    said = " ".join(media.normalise(BAD / name, tmp_path).remarks)
    assert remark in said if remark else said == ""


@pytest.mark.parametrize(
    ("name", "codecs"),
    [
        ("camera.mov", ("mpeg4", "pcm_s16le")),
        ("old.avi", ("mpeg4", "mp3")),
        ("broadcast.ts", ("libx264", "aac")),
        ("disc.mpg", ("mpeg2video", "mp2")),
        ("stream.flv", ("libx264", "aac")),
    ],
)
def test_every_container_keeps_picture_and_sound_in_step(
    tmp_path: Path, name: str, codecs: tuple[str, str]
) -> None:
    file = a_video(tmp_path / name, a_click(3, 1.2), 3, codecs=codecs)
    made = media.normalise(file, tmp_path)
    assert made.duration_s == pytest.approx(3.0, abs=0.05)
    heard = media.samples(tmp_path / made.media, RATE_HZ)
    assert onset_s(heard, RATE_HZ) == pytest.approx(1.2, abs=0.025)
    seen = media.frames(tmp_path / made.media, 3).mean(axis=(1, 2, 3))
    assert seen == pytest.approx([40 + 160 * part for part in (1 / 6, 3 / 6, 5 / 6)], abs=6)


def test_pixels_that_are_not_square_are_made_so(tmp_path: Path) -> None:
    wide = media.normalise(a_video(tmp_path / "w.mp4", a_tone(2), pixel=Fraction(4, 3)), tmp_path)
    assert (wide.width, wide.height) == (214, 90)


def test_the_same_file_gets_the_same_name(tmp_path: Path) -> None:
    first = media.normalise(BAD / "good.mp4", tmp_path)
    assert media.normalise(BAD / "good-again.mp4", tmp_path) == first
    assert [file.name for file in tmp_path.iterdir()] == [first.media]
