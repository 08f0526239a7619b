"""Video files and what a manifest says of them become clips, one act each."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from annotation.clip_names import ClipNames, demo_folder
from annotation.description import description, news
from annotation.footage import Footage, footage, legible
from annotation.import_report import ImportReport, Remark
from annotation.manifest import ClipLine, Entry, Manifest, Refusal, credit, read_manifest
from annotation.source import Origin, Sources
from core import media
from core.clip import Clip, Split
from core.errors import BadManifest, BadMedia, NotFound
from core.playable import traces
from core.workspace import Workspace

__all__ = ["ImportReport", "demo_folder", "import_folder"]

_AT_ONCE = 8  # files, so that many processors do not fill the memory
_ROUNDING_S = 0.1  # by which an event may outlast its clip; it is cut there

Progress = Callable[[int, int, str], None]  # files done, files in all, the last one's name


def import_folder(
    workspace: Workspace, folder: Path, progress: Progress | None = None
) -> ImportReport:
    """Make clips of a folder's videos, with what its manifest.jsonl and captions.jsonl say.

    What cannot be taken is listed with its reason, and the rest is imported. A clip's media files
    are complete before it enters the database in one act. The same bytes never become a second
    clip; what a line newly says of a clip that is there already is appended to it. NotFound if
    there is no such folder; BadManifest if a manifest cannot be read at all.
    """
    if not _is_folder(folder):
        raise NotFound(f'There is no folder "{folder}". Check the path.')
    media.sweep_drafts(workspace.media)
    return _Import(workspace, folder).run(progress)


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:  # too long a name, or within a folder that may not be entered
        return False


@dataclass(slots=True)
class _Candidate:
    """A file that may become a clip, with every line that speaks of it."""

    footage: Footage
    entries: list[Entry]
    origins: list[Origin] = field(default_factory=list)  # of the clip lines among them

    @property
    def name(self) -> str:
        """The file's name in the folder, legibly."""
        return legible(self.footage.name)


class _Import:
    """One import of a folder: every file and every line ends up in the report."""

    def __init__(self, workspace: Workspace, folder: Path) -> None:
        self._workspace = workspace
        self._clips = workspace.store.clips
        self._manifest: Manifest = read_manifest(folder)
        self._spoken: dict[str, list[Entry]] = {}  # by file
        for entry in self._manifest.entries:
            self._spoken.setdefault(entry.line.file, []).append(entry)
        self._report = ImportReport(refused=list(self._manifest.refused))
        self._names = ClipNames(self._clips.all())
        found = list(footage(folder, self._manifest))
        self._footage = [each for each in found if isinstance(each, Footage)]
        self._total = len(found)
        for each in found:
            if isinstance(each, Refusal):
                self._refuse(each, self._spoken.get(each.file, []))
        ids = {each.name: each.clip_id for each in self._footage}
        self._sources = Sources(self._manifest.entries, ids, self._clips)

    def run(self, progress: Progress | None) -> ImportReport:
        candidates = list(self._candidates())
        done = self._total - len(candidates)
        pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
        try:
            prepared = pool.map(
                lambda each: _prepare(self._workspace, each.footage.file), candidates
            )
            for candidate, made in zip(candidates, prepared, strict=True):
                self._take(candidate, made)
                done += 1
                if progress:
                    progress(done, self._total, candidate.name)
        finally:
            pool.shutdown(cancel_futures=True)
        return self._report

    def _candidates(self) -> Iterator[_Candidate]:
        """The files that are not clips yet, one for each content; the others are dealt with."""
        fresh: dict[str, _Candidate] = {}
        for each in self._footage:
            candidate = self._candidate(each)
            if each.clip_id in fresh:
                self._report.already.append(candidate.name)
                fresh[each.clip_id].entries += candidate.entries
                fresh[each.clip_id].origins += candidate.origins
            elif self._clips.has(each.clip_id):
                self._report.already.append(candidate.name)
                self._extend(self._clips.get(each.clip_id), candidate)
            elif not candidate.origins and self._is_listed(each.name):
                self._set_aside(candidate.entries)  # its own lines are refused
            elif not candidate.origins and self._manifest.unreadable:
                self._refuse(self._unknown(candidate.name), candidate.entries)
            else:
                fresh[each.clip_id] = candidate
        yield from fresh.values()

    def _candidate(self, each: Footage) -> _Candidate:
        """A file with its lines, without those that would part it from its siblings."""
        made = _Candidate(each, [])
        for entry in self._spoken.get(each.name, []):
            try:
                if entry.is_clip:
                    made.origins.append(self._sources.origin(entry))
                made.entries.append(entry)
            except BadManifest as error:
                self._report.refused.append(Refusal(entry.place, str(error)))
        return made

    def _is_listed(self, name: str) -> bool:
        """Whether the file has a line of its own, not only captions."""
        return any(entry.is_clip for entry in self._spoken.get(name, []))

    def _take(self, candidate: _Candidate, made: media.Normalised | BadMedia) -> None:
        """Store the clip with all that fitting lines say of it, or report why not."""
        if isinstance(made, BadMedia):
            reason = str(made).removeprefix(f"{candidate.footage.file.name}: ")
            refusal = Refusal(candidate.name, reason[:1].upper() + reason[1:])
            self._refuse(refusal, candidate.entries)
            return
        entries = self._fitting(candidate.entries, made.duration_s)
        own = next((entry.line for entry in entries if entry.is_clip), None)
        if own is None and candidate.origins:
            self._set_aside(entries)  # imported now, it would never get what its own line says
            return
        clip = self._clip(candidate, made, own)
        told = description(clip, [entry.line for entry in entries])
        self._clips.add(
            clip, told.events, told.captions, told.things, told.made_of, is_silent=told.is_silent
        )
        self._report.imported.append(candidate.name)
        self._report.remarks += [Remark(candidate.name, text) for text in made.remarks]

    def _extend(self, clip: Clip, candidate: _Candidate) -> None:
        """Append what the lines newly say of a clip that is there already."""
        entries = self._fitting(candidate.entries, clip.duration_s)
        if not entries:
            return
        told = news(description(clip, [entry.line for entry in entries]), clip, self._clips)
        if not told.is_empty:
            self._clips.extend(
                clip.id,
                told.events,
                told.captions,
                told.things,
                told.made_of,
                is_silent=told.is_silent,
            )
            self._report.extended.append(candidate.name)

    def _clip(self, candidate: _Candidate, made: media.Normalised, own: ClipLine | None) -> Clip:
        each = candidate.footage
        path = PurePosixPath(candidate.name).with_suffix("")
        wishes = [own.id] if own and own.id else [path.name, path.as_posix().replace("/", "-")]
        name = self._names.take(wishes, each.clip_id)
        if name != wishes[0]:
            text = f'It is called "{name}", because "{wishes[0]}" is another clip\'s name.'
            self._report.remarks.append(Remark(candidate.name, text))
        bare = Origin(self._sources.path(each.name), Split.TRAIN)
        origin = next(iter(candidate.origins), bare)
        return Clip(
            id=each.clip_id,
            name=name,
            media=made.media,
            duration_s=made.duration_s,
            fps=made.fps,
            width=made.width,
            height=made.height,
            loudness_db=made.loudness_db,
            source=origin.source,
            split=origin.split,
            credit=credit(own) if own else "",
        )

    def _fitting(self, entries: Sequence[Entry], duration_s: float) -> list[Entry]:
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
                    f'"events": "{late[0].label}" ends at {late[0].offset_s:g} s, but the clip '
                    f"lasts {duration_s:.1f} s. Mend the line."
                )
                self._report.refused.append(Refusal(entry.place, reason))
            else:
                good.append(entry)
        return good

    def _unknown(self, name: str) -> Refusal:
        """Why a file that no line lists is not imported beside lines of unknown files."""
        places = ", ".join(self._manifest.unreadable)
        reason = f"{places} cannot be read and may be about this file"
        return Refusal(name, f"{reason}. Mend that, or write a line for this file.")

    def _refuse(self, refusal: Refusal, entries: Sequence[Entry]) -> None:
        self._report.refused.append(refusal)
        self._set_aside(entries)

    def _set_aside(self, entries: Sequence[Entry]) -> None:
        self._report.refused += [entry.set_aside() for entry in entries]


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
