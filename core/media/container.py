"""A media file opened with care, and written so that it is whole or not there."""

import contextlib
import os
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import av
from av.container import InputContainer

from core.errors import BadMedia

MIN_DURATION_S = 0.96  # one window of the usual sound taggers; in less nothing can be judged
MAX_DURATION_S = 600.0  # ten minutes: Soundcheck is for clips, and a clip is held in memory
MAX_PICTURE_PIXELS = 4096 * 4096  # 50 MB a decoded frame; more is taken for a decompression bomb

# Files that hold the media themselves. Playlists (hls, dash, concat) would open other files.
_CONTAINERS = "mov,mp4,matroska,webm,avi,ogg,mpegts,mpeg,flv,asf"
_STALE_S = 3600.0  # no file takes an hour to write
_DRAFT = ".draft-*"


def bad(file: Path, reason: str, advice: str) -> BadMedia:
    """The refusal of a file: its name, one reason, and what to do."""
    return BadMedia(f"{file.name}: {reason}. {advice}")


@contextlib.contextmanager
def open_media(file: Path) -> Iterator[InputContainer]:
    """Open a media file for reading; BadMedia where it is none or breaks while it is read."""
    if not file.is_file():
        raise bad(file, "there is no such file", "Check its name.")
    if file.stat().st_size == 0:
        raise bad(file, "the file is empty", "Copy or download it again.")
    try:
        container = av.open(
            str(file.resolve()),  # an absolute path is never taken for an option or an address
            metadata_errors="replace",
            container_options={"format_whitelist": _CONTAINERS, "protocol_whitelist": "file"},
        )
    except av.FFmpegError as error:
        raise _unreadable(file, error) from error
    with container:
        try:
            yield container
        except av.FFmpegError as error:
            if isinstance(error, OSError):  # a full or failing disk is no fault of the file
                raise
            reason = f"the file is damaged ({error.strerror})"
            raise bad(file, reason, "Copy or export it again.") from error


@contextlib.contextmanager
def drafted(folder: Path) -> Iterator[Path]:
    """A name to write to within the folder; the file is gone afterwards unless it was `kept`."""
    draft = folder / f"{_DRAFT[:-1]}{uuid.uuid4().hex}"
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def keep(draft: Path, target: Path) -> None:
    """Give a finished draft its name, in one step and only after its bytes are on the disk."""
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    draft.replace(target)


def sweep_drafts(folder: Path) -> None:
    """Delete what killed processes left half-written more than an hour ago."""
    for draft in folder.glob(_DRAFT):
        with contextlib.suppress(FileNotFoundError):  # another process swept it
            if time.time() - draft.stat().st_mtime > _STALE_S:
                draft.unlink()


def _unreadable(file: Path, error: av.FFmpegError) -> BadMedia:
    """Tell a file without its index from a file that is no video at all."""
    if isinstance(error, OSError):
        return bad(file, f"it cannot be opened ({error.strerror})", "Check that you may read it.")
    with file.open("rb") as opened:
        is_mp4 = opened.read(12)[4:8] in {b"ftyp", b"moov", b"mdat"}
    if is_mp4:
        return bad(
            file, "it has no index, so it was cut off before its end", "Copy or download it again."
        )
    return bad(file, "it is not a video file", "Use MP4, MOV, MKV, WebM, AVI or Ogg.")
