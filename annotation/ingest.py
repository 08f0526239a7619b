"""Video files and what a manifest says of them become clips, one act each."""

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from annotation.manifest import (
    ClipLine,
    Entry,
    Manifest,
    Refusal,
    clip_name,
    credit,
    read_manifest,
    source_groups,
)
from core import clip as clip_module
from core import media
from core.caption import Caption, Modality, Thing
from core.clip import Clip, Split
from core.errors import BadMedia, NotFound
from core.event import SoundEvent
from core.playable import traces
from core.workspace import Workspace

_VIDEOS = {".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".ogv", ".mpg", ".mpeg", ".ts"} | {
    ".mts",
    ".m2ts",
    ".3gp",
    ".flv",
    ".wmv",
}
_AT_ONCE = 8  # files, so that many processors do not fill the memory
_ROUNDING_S = 0.1  # by which an event may outlast its clip; it is cut there


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed in a file so that it plays."""

    file: str
    text: str


@dataclass(slots=True)
class ImportReport:
    """What became of each file, by its name in the folder, and of each bad line."""

    imported: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)  # the same bytes are a clip already
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def to_json(self) -> str:
        """The report as JSON with the keys imported, already, refused and remarks."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def __str__(self) -> str:
        return (
            f"{len(self.imported)} imported, {len(self.already)} there already, "
            f"{len(self.refused)} refused"
        )


Progress = Callable[[int, int, str], None]  # files done, files in all, the last one's name


def demo_folder() -> Path:
    """The clips that come with Soundcheck, with their manifest."""
    return Path(clip_module.__file__).parent / "demo"


def import_folder(
    workspace: Workspace, folder: Path, progress: Progress | None = None
) -> ImportReport:
    """Make clips of a folder's videos, with what its manifest.jsonl and captions.jsonl say.

    What cannot be taken is listed with its reason, and the rest is imported. A clip's media files
    are complete before it enters the database in one act. The same bytes never become a second
    clip, and a clip that is there already stays as it is. NotFound if there is no such folder.
    """
    if not folder.is_dir():
        raise NotFound(f'There is no folder "{folder}". Check the path.')
    media.sweep_drafts(workspace.media)
    manifest = read_manifest(folder)
    report = ImportReport(refused=list(manifest.refused))
    files = _files(folder, manifest)
    candidates = list(_candidates(workspace, folder, files, manifest, report))
    sources = source_groups([entry.line for entry in manifest.entries if entry.is_clip])
    done = len(files) - len(candidates)
    pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
    try:
        prepared = pool.map(lambda each: _prepare(workspace, each.file), candidates)
        for candidate, made in zip(candidates, prepared, strict=True):
            _take(workspace, candidate, made, sources, report)
            done += 1
            if progress:
                progress(done, len(files), _legible(candidate.name))
    finally:
        pool.shutdown(cancel_futures=True)
    return report


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A file that may become a clip, with every line that speaks of it."""

    file: Path
    name: str  # from the folder, with forward slashes
    clip_id: str
    entries: list[Entry]


def _files(folder: Path, manifest: Manifest) -> list[str]:
    """What is to be imported: the manifest's files in its order, then all other videos."""
    listed = dict.fromkeys(entry.line.file for entry in manifest.entries)
    videos = sorted(
        (
            file.relative_to(folder)
            for file in folder.rglob("*")
            if file.suffix.lower() in _VIDEOS and file.is_file()
        ),
        key=lambda file: (file.with_suffix("").as_posix(), file.suffix),  # a before a-copy
    )
    found = listed | dict.fromkeys(
        video.as_posix()
        for video in videos
        if not any(part.startswith(".") for part in video.parts)
    )
    return [name for name in found if name not in manifest.withheld]


def _candidates(
    workspace: Workspace,
    folder: Path,
    files: list[str],
    manifest: Manifest,
    report: ImportReport,
) -> Iterator[_Candidate]:
    """The files that are not clips yet, one for each content; the others go to the report."""
    clips = workspace.store.clips
    spoken: dict[str, list[Entry]] = {}
    for entry in manifest.entries:
        spoken.setdefault(entry.line.file, []).append(entry)
    fresh: dict[str, _Candidate] = {}
    for name in files:
        with (folder / name).open("rb") as opened:
            clip_id = hashlib.file_digest(opened, "sha256").hexdigest()[:16]
        entries = spoken.get(name, [])
        if clip_id in fresh:
            report.already.append(_legible(name))
            fresh[clip_id].entries.extend(entries)
        elif clips.has(clip_id):
            report.already.append(_legible(name))
            _fitting(entries, clips.get(clip_id).duration_s, report)
        else:
            fresh[clip_id] = _Candidate(folder / name, name, clip_id, list(entries))
    yield from fresh.values()


def _prepare(workspace: Workspace, file: Path) -> media.Normalised | BadMedia:
    """The file's playable copy and all that is drawn of it, or why there is none."""
    try:
        made = media.normalise(file, workspace.media)
    except BadMedia as error:
        return error
    try:
        traces(workspace, made.media)
    except BadMedia:  # copied packets that turn out to be broken
        (workspace.media / made.media).unlink(missing_ok=True)
        return BadMedia("Its picture or its sound cannot be decoded. Copy or export it again.")
    return made


def _take(
    workspace: Workspace,
    candidate: _Candidate,
    made: media.Normalised | BadMedia,
    sources: Mapping[str, str],
    report: ImportReport,
) -> None:
    """Store the clip with all that fitting lines say of it, or report why not."""
    name = _legible(candidate.name)
    if isinstance(made, BadMedia):
        reason = str(made).removeprefix(f"{candidate.file.name}: ")
        report.refused.append(Refusal(name, reason[:1].upper() + reason[1:]))
        report.refused += [
            Refusal(entry.place, f'"file": "{name}" was refused itself. Name another file.')
            for entry in candidate.entries
        ]
        return
    entries = _fitting(candidate.entries, made.duration_s, report)
    own = next((entry.line for entry in entries if entry.is_clip), None)
    if own is None and any(entry.is_clip for entry in candidate.entries):
        return  # its only line is refused: imported now, it would never get what the line says
    lines = [entry.line for entry in entries]
    clip = _clip(candidate, made, own, sources)
    workspace.store.clips.add(
        clip, _events(clip, lines), _captions(clip, lines), _things(clip, lines)
    )
    report.imported.append(name)
    report.remarks += [Remark(name, text) for text in made.remarks]


def _fitting(entries: Sequence[Entry], duration_s: float, report: ImportReport) -> list[Entry]:
    """The lines whose events lie in the clip; the others are reported."""
    good = []
    for entry in entries:
        late = [
            event
            for event in entry.line.events
            if event.offset_s > duration_s + _ROUNDING_S or event.onset_s >= duration_s
        ]
        if late:
            reason = (
                f'"events": "{late[0].label}" ends at {late[0].offset_s:g} s, but the clip lasts '
                f"{duration_s:.1f} s. Mend the line."
            )
            report.refused.append(Refusal(entry.place, reason))
        else:
            good.append(entry)
    return good


def _clip(
    candidate: _Candidate,
    made: media.Normalised,
    own: ClipLine | None,
    sources: Mapping[str, str],
) -> Clip:
    name = clip_name(own) if own else _legible(candidate.file.stem)
    return Clip(
        id=candidate.clip_id,
        name=name,
        media=made.media,
        duration_s=made.duration_s,
        fps=made.fps,
        width=made.width,
        height=made.height,
        loudness_db=made.loudness_db,
        source=sources.get(own.file, name) if own else name,
        split=(own.split if own else None) or Split.TRAIN,
        credit=credit(own) if own else "",
    )


def _events(clip: Clip, lines: Sequence[ClipLine]) -> list[SoundEvent]:
    """Each event once, though several lines may name it."""
    return list(
        dict.fromkeys(
            SoundEvent(clip.id, event.label, event.onset_s, min(event.offset_s, clip.duration_s))
            for line in lines
            for event in line.events
        )
    )


def _captions(clip: Clip, lines: Sequence[ClipLine]) -> list[Caption]:
    """Every caption, in the order of the lines: the last of a modality counts."""
    return [
        Caption(clip.id, modality, text)
        for line in lines
        for modality, text in (
            (Modality.VISUAL, line.visual_caption),
            (Modality.AUDIO, line.audio_caption),
            (Modality.AUDIOVISUAL, line.joint_caption),
        )
        if text is not None
    ]


def _things(clip: Clip, lines: Sequence[ClipLine]) -> list[Thing]:
    """What is seen and what is heard, the main things first."""
    seen = [Thing(clip.id, Modality.VISUAL, name) for line in lines for name in line.visible]
    heard = [
        Thing(clip.id, Modality.AUDIO, sounding(name)) for line in lines for name in line.audible
    ]
    return list(dict.fromkeys(seen + heard))


def sounding(audible: str) -> str:
    """What makes a sound: "cow mooing" → "cow"; a sound without a source stays, as "typing"."""
    words = audible.split()
    if len(words) > 1 and words[-1].endswith("ing"):
        words.pop()
    return " ".join(words)


def _legible(name: str) -> str:
    """A file's name as text, whatever bytes it has on the disk."""
    return os.fsencode(name).decode(errors="replace")
