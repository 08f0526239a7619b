"""The videos of a folder: found, in the order in which they are imported, and known by content."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from annotation.manifest import Manifest, Refusal, is_there

_VIDEOS = {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ogv", ".mpg", ".mpeg", ".ts"} | {
    ".mts",
    ".m2ts",
    ".3gp",
    ".flv",
    ".wmv",
}


@dataclass(frozen=True, slots=True)
class Footage:
    """A file that may become a clip."""

    file: Path
    name: str  # from the folder, with forward slashes
    clip_id: str  # 16 hexadecimal digits of its SHA-256


def footage(folder: Path, manifest: Manifest) -> Iterator[Footage | Refusal]:
    """The manifest's files in its order, then all other videos; a refusal of an unreadable one."""
    for name in _names(folder, manifest):
        try:
            with (folder / name).open("rb") as opened:
                clip_id = hashlib.file_digest(opened, "sha256").hexdigest()[:16]
        except OSError as error:
            reason = f"It cannot be read ({error.strerror}). Check that you may read it."
            yield Refusal(legible(name), reason)
        else:
            yield Footage(folder / name, name, clip_id)


def legible(name: str) -> str:
    """A file's name as text, whatever bytes it has on the disk."""
    return os.fsencode(name).decode(errors="replace")


def _names(folder: Path, manifest: Manifest) -> list[str]:
    listed = dict.fromkeys(entry.line.file for entry in manifest.entries)
    videos = sorted(
        (
            file.relative_to(folder)
            for file in folder.rglob("*")
            if file.suffix.lower() in _VIDEOS and is_there(file)
        ),
        key=lambda file: (file.with_suffix("").as_posix(), file.suffix),  # a before a-copy
    )
    found = listed | dict.fromkeys(
        video.as_posix()
        for video in videos
        if not any(part.startswith(".") for part in video.parts)
    )
    return [name for name in found if name not in manifest.withheld]
