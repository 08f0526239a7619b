"""Media: whole, in part, and nothing but media."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from core.workspace import Workspace


@pytest.fixture
def clip(demo: Workspace) -> Path:
    return demo.media_file(demo.store.clips.named("cow-pasture").media)


def test_a_clip_comes_whole_and_may_be_kept(client: TestClient, clip: Path) -> None:
    answer = client.get(f"/media/{clip.name}")
    assert answer.content == clip.read_bytes()
    assert answer.headers["content-type"] == "video/mp4"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("wanted", "part"), [("bytes=0-99", (0, 100)), ("bytes=1000-", (1000, None))]
)
def test_a_range_is_exactly_those_bytes(
    client: TestClient, clip: Path, wanted: str, part: tuple[int, int | None]
) -> None:
    answer = client.get(f"/media/{clip.name}", headers={"Range": wanted, "Cookie": "a=secret"})
    assert answer.status_code == 206
    assert answer.content == clip.read_bytes()[slice(*part)]
    assert answer.headers["content-range"].endswith(f"/{clip.stat().st_size}")
    assert "secret" not in str(answer.headers)


def test_a_range_behind_the_end_is_refused(client: TestClient, clip: Path) -> None:
    assert (
        client.get(f"/media/{clip.name}", headers={"Range": "bytes=99999999-"}).status_code == 416
    )


def test_the_size_is_told_without_the_bytes(client: TestClient, clip: Path) -> None:
    answer = client.head(f"/media/{clip.name}")
    assert int(answer.headers["content-length"]) == clip.stat().st_size
    assert answer.content == b""


@pytest.mark.parametrize(
    "name",
    [
        "0123456789abcdef.mp4",
        "..%2fsoundcheck.sqlite",
        "%2e%2e%2fsettings.json",
        "soundcheck.sqlite",
        "%2fetc%2fpasswd",
    ],
)
def test_no_file_outside_is_served(client: TestClient, demo: Workspace, name: str) -> None:
    assert demo.secret
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 404
    assert b"SQLite" not in answer.content
    assert demo.secret.encode() not in answer.content


@pytest.mark.parametrize(
    "name",
    ["notes.txt", "cow.mp4", "0123456789abcdef.exe", "0123456789abcdef", ".0123456789abcdef.mp4"],
)
def test_a_file_that_no_clip_has_named_is_not_served_from_among_the_media(
    client: TestClient, demo: Workspace, name: str
) -> None:
    stray = demo.media / name
    stray.write_text("not for everybody")
    try:
        answer = client.get(f"/media/{name}")
    finally:
        stray.unlink()
    assert answer.status_code == 404
    assert answer.json() == {"error": f'There is no media file "{name}".'}
