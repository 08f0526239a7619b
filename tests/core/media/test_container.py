"""Containers: files are opened with care and written whole."""

import os
import shutil
import time
from pathlib import Path

import pytest

from core import media
from core.errors import BadMedia
from tests.core.media.originals import BAD


def test_a_playlist_is_not_followed_even_to_a_good_file(tmp_path: Path) -> None:
    shutil.copy(BAD / "good.mp4", tmp_path / "good.mp4")
    for name, text in (
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:3.2,\ngood.mp4\n#EXT-X-ENDLIST\n"),
        ("list.mp4", "ffconcat version 1.0\nfile good.mp4\n"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(BadMedia, match="not a video file"):
            media.probe(tmp_path / name)


def test_old_drafts_are_swept_and_young_ones_left(tmp_path: Path) -> None:
    old, young = tmp_path / ".draft-old", tmp_path / ".draft-young"
    for file in (old, young, tmp_path / "whole.mp4"):
        file.touch()
    os.utime(old, (time.time() - 7200,) * 2)
    media.sweep_drafts(tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == [".draft-young", "whole.mp4"]
