"""Media: whatever users bring becomes one playable form, or is refused in one sentence."""

import json
import os
import shutil
import time
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import media
from core.errors import BadMedia
from core.media.fit import as_loud_as, looped
from core.media.timing import timing
from tests.core.made_media import (
    RATE_HZ,
    a_click,
    a_tone,
    a_video,
    onset_s,
    picture_packets,
    picture_times,
)

BAD = Path(__file__).parents[1] / "assets" / "bad-media"
DEMO = Path(media.__file__).parents[1] / "demo"
EXPECTED = json.loads((BAD / "expected.json").read_text())
ACCEPTED = [
    name
    for name, entry in EXPECTED.items()
    if entry["expect"] == "accept" and name != "captions.jsonl"
]


@pytest.fixture(scope="module")
def normalised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every acceptable bad file and one demo clip, made playable: file by original name."""
    folder = tmp_path_factory.mktemp("normalised")
    originals = [*(BAD / name for name in ACCEPTED), DEMO / "cow-pasture.mp4"]
    return {file.name: folder / media.normalise(file, folder).media for file in originals}


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


def test_the_size_is_that_of_the_picture_not_of_the_header(normalised: dict[str, Path]) -> None:
    known = media.probe(normalised["header-65535.mp4"])
    assert (known.width, known.height) == (320, 180)
    assert b"\xff\xff\x00\x00\xff\xff\x00\x00" not in normalised["header-65535.mp4"].read_bytes()


def test_a_clean_picture_is_copied_not_encoded(normalised: dict[str, Path]) -> None:
    assert picture_packets(normalised["good.mp4"]) == picture_packets(BAD / "good.mp4")
    cow = "cow-pasture.mp4"
    assert picture_packets(normalised[cow]) == picture_packets(DEMO / cow)


def test_a_turned_picture_comes_upright(normalised: dict[str, Path]) -> None:
    with av.open(str(BAD / "rotated-90.mp4")) as container:
        stored = next(container.decode(video=0)).to_ndarray(format="rgb24")  # (320, 180, 3)
    shown = media.frames(normalised["rotated-90.mp4"], 80)[0]
    assert shown.shape == (180, 320, 3)
    assert np.abs(shown.astype(int) - np.rot90(stored)).mean() < 6
    assert np.abs(shown.astype(int) - np.rot90(stored, 3)).mean() > 20


@pytest.mark.parametrize("name", ["variable-frame-rate.mp4", "edit-list.mp4", "vp9-opus.webm"])
def test_frames_are_shown_when_their_timestamps_say(normalised: dict[str, Path], name: str) -> None:
    before, after = (media.frames(file, 13) for file in (BAD / name, normalised[name]))
    assert np.abs(before.astype(int) - after).mean() < 4


def test_what_an_edit_list_hides_stays_hidden(normalised: dict[str, Path]) -> None:
    with av.open(str(BAD / "edit-list.mp4")) as container:
        first = next(frame for frame in container.decode(video=0) if frame.pts >= 0)
        expected = first.to_ndarray(format="rgb24").astype(int)
    shown = media.frames(normalised["edit-list.mp4"], 87)[0]
    assert np.abs(expected - shown).mean() < 4
    assert len(picture_times(normalised["edit-list.mp4"])) == 87


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


def test_a_playlist_is_not_followed_even_to_a_good_file(tmp_path: Path) -> None:
    shutil.copy(BAD / "good.mp4", tmp_path / "good.mp4")
    for name, text in (
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:3.2,\ngood.mp4\n#EXT-X-ENDLIST\n"),
        ("list.mp4", "ffconcat version 1.0\nfile good.mp4\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadMedia, match="not a video file"):
            media.probe(tmp_path / name)


def test_a_clip_longer_than_ten_minutes_is_refused(tmp_path: Path) -> None:
    long = a_video(tmp_path / "long.mp4", a_tone(1), seconds=610, fps=1)
    with pytest.raises(BadMedia, match="610 s, too long"):
        media.probe(long)


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


def test_frames_are_evenly_spread_and_scaled(tmp_path: Path) -> None:
    video = a_video(tmp_path / "brighter.mp4", a_tone(2), seconds=2)
    seen = media.frames(video, 4, (64, 36))
    assert seen.shape == (4, 36, 64, 3)
    levels = seen.mean(axis=(1, 2, 3))
    assert levels == pytest.approx(
        [40 + 160 * part for part in (1 / 8, 3 / 8, 5 / 8, 7 / 8)], abs=5
    )
    assert len(media.frames(video, 70)) == 70  # more than there are: some repeat
    rough = media.frames(video, 4, (64, 36), roughly=True).mean(axis=(1, 2, 3))
    assert rough == pytest.approx(levels, abs=12)


def test_samples_are_the_mean_of_the_channels(tmp_path: Path) -> None:
    both = np.concatenate([a_tone(2, amplitude=0.6), a_tone(2, amplitude=0.2)])
    heard = media.samples(a_video(tmp_path / "stereo.mp4", both))
    assert heard[8_000:24_000].std() == pytest.approx(0.4 / 2**0.5, rel=0.01)


@pytest.mark.parametrize(("picture_s", "at_s"), [(2.0, 0.5), (2.0, 1.7), (5.0, 0.05)])
def test_after_a_swap_a_click_is_heard_where_it_was(
    tmp_path: Path, picture_s: float, at_s: float
) -> None:
    picture = a_video(tmp_path / "p.mp4", a_tone(picture_s), picture_s)
    sound = a_video(tmp_path / "s.mp4", a_click(2, at_s), 2)
    media.swap_sound(picture, sound, tmp_path / "swapped.mp4")
    heard = media.samples(tmp_path / "swapped.mp4", RATE_HZ)
    assert onset_s(heard, RATE_HZ) == pytest.approx(at_s, abs=0.003)


def test_a_swap_changes_the_sound_and_not_one_packet_of_the_picture(tmp_path: Path) -> None:
    cow, duck, swapped = (
        tmp_path / media.normalise(DEMO / "cow-pasture.mp4", tmp_path).media,
        tmp_path / media.normalise(DEMO / "white-duck.mp4", tmp_path).media,
        tmp_path / "swapped.mp4",
    )
    media.swap_sound(cow, duck, swapped)
    assert picture_packets(swapped) == picture_packets(cow)
    assert picture_times(swapped) == picture_times(cow)
    heard, cows, ducks = (media.samples(file) for file in (swapped, cow, duck))
    assert len(heard) == len(cows)
    assert np.corrcoef(heard, ducks)[0, 1] > 0.99
    assert abs(np.corrcoef(heard, cows)[0, 1]) < 0.1
    assert media.loudness_db(heard) == pytest.approx(media.loudness_db(cows), abs=0.5)


def test_a_short_sound_is_repeated_and_a_long_one_cut(tmp_path: Path) -> None:
    long = a_video(tmp_path / "long.mp4", a_tone(5.0, hz=300), 5.0)
    short = a_video(tmp_path / "short.mp4", a_click(2.0, 0.5), 2.0)
    media.swap_sound(long, short, tmp_path / "repeated.mp4")
    media.swap_sound(short, long, tmp_path / "cut.mp4")
    repeated = media.samples(tmp_path / "repeated.mp4")
    assert len(repeated) == 5 * 16_000
    for start_s in (0.0, 1.98, 3.96):  # each repeat comes 20 ms earlier for its crossfade
        part = repeated[round(start_s * 16_000) :][: round(1.04 * 16_000)]
        assert onset_s(part, 16_000) == pytest.approx(0.5, abs=0.003)
    assert media.probe(tmp_path / "cut.mp4").duration_s == 2.0


@pytest.mark.parametrize(
    ("own", "donor", "loudness_db"),
    [
        (a_tone(2, amplitude=0.02), a_tone(2, 900, 0.5), -37.0),  # as quiet as the picture's own
        (np.zeros((1, 96_000), np.float32), a_tone(2, 900, 0.5), -23.0),
        (a_tone(2, amplitude=0.5), np.zeros((1, 96_000), np.float32), media.SILENCE_DB),
        (a_tone(2, amplitude=0.9), a_click(2, 1.0), -36.0),  # its peaks forbid more
    ],
    ids=["matched", "own sound silent", "donor silent", "limited by peaks"],
)
def test_a_swapped_sound_is_as_loud_as_the_own_one_and_never_clips(
    tmp_path: Path, own: np.ndarray, donor: np.ndarray, loudness_db: float
) -> None:
    picture = a_video(tmp_path / "p.mp4", own)
    sound = a_video(tmp_path / "s.mp4", donor)
    media.swap_sound(picture, sound, tmp_path / "t.mp4")
    heard = media.sound(tmp_path / "t.mp4")
    assert np.abs(heard).max() < 1
    assert media.loudness_db(heard) == pytest.approx(loudness_db, abs=1.5)


def test_only_playable_clips_are_swapped(tmp_path: Path) -> None:
    with pytest.raises(BadMedia, match="Import it first"):
        media.swap_sound(BAD / "hevc.mp4", BAD / "good.mp4", tmp_path / "t.mp4")
    assert list(tmp_path.iterdir()) == []


def test_old_drafts_are_swept_and_young_ones_left(tmp_path: Path) -> None:
    old, young = tmp_path / ".draft-old", tmp_path / ".draft-young"
    for file in (old, young, tmp_path / "whole.mp4"):
        file.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    media.sweep_drafts(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".draft-young", "whole.mp4"]


def test_loudness_of_known_sounds() -> None:
    assert media.loudness_db(a_tone(1, amplitude=1.0)) == pytest.approx(-3.01, abs=0.01)
    assert media.loudness_db(np.ones(10, np.float32)) == pytest.approx(0.0)
    assert media.loudness_db(np.zeros(10, np.float32)) == media.SILENCE_DB
    assert media.loudness_db(np.zeros(0, np.float32)) == media.SILENCE_DB


@given(
    whole=st.integers(1, 500),
    length=st.integers(1, 2000),
    fade=st.integers(0, 300),
    seed=st.integers(0, 99),
)
def test_looping_gives_the_length_and_is_never_louder(
    whole: int, length: int, fade: int, seed: int
) -> None:
    sound = np.random.default_rng(seed).uniform(-1, 1, (2, whole)).astype(np.float32)
    made = looped(sound, length, fade)
    assert made.shape == (2, length)
    assert np.abs(made).max() <= np.abs(sound).max() + 1e-6
    untouched = min(whole, length) - 2 * min(fade, whole // 2, length)
    if untouched > 0:
        assert np.array_equal(made[:, :untouched], sound[:, :untouched])
    if whole == length:
        assert np.array_equal(made, sound)


@given(
    amplitude=st.floats(0.002, 1.0),
    target_db=st.floats(-80, 0),
    spike=st.floats(0, 1),
)
def test_matching_never_comes_near_full_scale(
    amplitude: float, target_db: float, spike: float
) -> None:
    sound = a_tone(0.05, amplitude=amplitude)
    sound[0, 100] = spike
    made = as_loud_as(sound, target_db)
    assert np.abs(made).max() <= 10 ** (-2 / 20) + 1e-6
    goal_db = target_db if target_db >= -60 else -23
    assert media.loudness_db(made) <= goal_db + 0.01


@given(
    rate=st.sampled_from([10, 12, 15, 24, 25, 30, 50, 60, Fraction(30000, 1001)]),
    count=st.integers(30, 400),
    start=st.integers(-100, 5000),
)
def test_a_constant_rate_is_found_through_millisecond_timestamps(
    rate: int | Fraction, count: int, start: int
) -> None:
    ticks = [start + round(index * 1000 / Fraction(rate)) for index in range(count)]
    found = timing(ticks, ticks[-1] + round(1000 / rate), Fraction(1, 1000))
    assert found.is_constant
    assert found.count == count
    assert float(found.rate) == pytest.approx(float(rate), rel=0.002)
    assert found.start_s == pytest.approx(start / 1000)


@given(gaps=st.lists(st.integers(1, 60), min_size=2, max_size=80), last=st.integers(1, 60))
def test_any_timestamps_give_a_playable_rate_and_the_full_length(
    gaps: list[int], last: int
) -> None:
    ticks = [0, *np.cumsum(gaps).tolist()]
    found = timing(ticks, ticks[-1] + last, Fraction(1, 100))
    assert 10 <= found.rate <= 60
    if not found.is_constant:
        length_s = (ticks[-1] + last) / 100
        assert abs(found.count / found.rate - length_s) <= 1 / found.rate
