"""Probing: what cannot be a clip is refused in one sentence, and half a clip is not a whole one."""

from pathlib import Path

import pytest

from core import media
from core.errors import BadMedia
from tests.core.made_media import a_tone, a_video, with_second_sound
from tests.core.media.originals import BAD, EXPECTED


def test_the_size_is_that_of_the_picture_not_of_the_header(normalised: dict[str, Path]) -> None:
    known = media.probe(normalised["header-65535.mp4"])
    assert (known.width, known.height) == (320, 180)
    assert b"\xff\xff\x00\x00\xff\xff\x00\x00" not in normalised["header-65535.mp4"].read_bytes()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("zero-bytes.mp4", "the file is empty"),
        ("text.mp4", "not a video file"),
        ("playlist.mp4", "not a video file"),
        ("truncated-no-index.mp4", "no index"),
        ("truncated.mp4", "only 1.4 s of the promised 3.2 s"),
        ("no-audio.mp4", "no sound track"),
        ("audio-only.mp4", "no picture"),
        ("too-short.mp4", "0.20 s, too short"),
        ("huge-picture.mp4", "12000 x 6752 pixels is too large"),
        ("gone.mp4", "no such file"),
    ],
)
def test_a_refusal_names_file_reason_and_remedy(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(BadMedia) as refusal:
        media.normalise(BAD / name, tmp_path)
    assert str(refusal.value).startswith(f"{name}: ")
    assert reason in str(refusal.value)
    assert str(refusal.value).count(". ") == 1  # the reason, and what to do
    assert list(tmp_path.iterdir()) == []


def test_every_refusal_that_is_expected_is_tested() -> None:
    refused = {name for name, entry in EXPECTED.items() if entry["expect"] == "reject"}
    tested = test_a_refusal_names_file_reason_and_remedy.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert refused == {name for name, _ in tested} - {"gone.mp4"}


def test_a_clip_longer_than_ten_minutes_is_refused(tmp_path: Path) -> None:
    long = a_video(tmp_path / "long.mp4", a_tone(1), seconds=610, fps=1)
    with pytest.raises(BadMedia, match="610 s, too long"):
        media.probe(long)


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "ts"])
def test_a_longer_track_in_another_language_does_not_make_a_file_half(
    tmp_path: Path, ending: str
) -> None:
    short, long = (
        a_video(tmp_path / f"{seconds}.mp4", a_tone(seconds), seconds) for seconds in (2, 5)
    )
    both = with_second_sound(short, long, tmp_path / f"both.{ending}")
    assert media.probe(both).duration_s == pytest.approx(2.0, abs=0.05)


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_half_a_file_is_refused(tmp_path: Path, ending: str) -> None:
    whole = a_video(tmp_path / f"whole.{ending}", a_tone(6), 6)
    assert media.probe(whole).duration_s == pytest.approx(6.0, abs=0.05)
    half = tmp_path / f"half.{ending}"
    content = whole.read_bytes()
    half.write_bytes(content[: len(content) * 6 // 10])
    with pytest.raises(BadMedia, match=r"are there|no index"):
        media.probe(half)
