"""Which original recording a clip comes from, and to which part of an experiment that belongs.

Clips that share a recording share its source and its split: siblings never part, whether they are
imported together or years apart. A recording with a path is a file if the path has an ending; a
path without one names a tool, such as a synthetic voice, which ties no clips together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from annotation.footage import legible
from annotation.manifest import ClipLine, Entry
from core.clip import Clip, Split
from core.errors import BadManifest
from core.records.clips import ClipRecords

Key = tuple[str, str]  # ("clip", its id) or ("recording", its name)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a new clip comes from, and to which part it belongs."""

    source: str
    split: Split


def recordings(line: ClipLine) -> tuple[str, ...]:
    """The recordings that went into the clip of a line, in the order in which it names them."""
    if isinstance(line.source, str):
        return (line.source,)
    paths = (part.path for part in line.source if PurePosixPath(part.path).suffix)
    return tuple(dict.fromkeys(paths))


class Sources:
    """The sources of one import: what its lines name, joined with what is stored already."""

    def __init__(self, entries: Iterable[Entry], ids: Mapping[str, str], clips: ClipRecords):
        self._ids = ids
        stored = clips.all()
        self._clips = {clip.id: clip for clip in stored}
        self._known: dict[Key, list[Clip]] = {("clip", clip.id): [clip] for clip in stored}
        for clip in stored:
            self._known.setdefault(("recording", clip.source), []).append(clip)
        for name, made in clips.made_of().items():
            self._known.setdefault(("recording", name), []).extend(
                map(self._clips.__getitem__, made)
            )
        self._taken = {clip.source for clip in stored}
        self._parent: dict[Key, Key] = {}
        lines = [entry for entry in entries if entry.is_clip and entry.line.file in ids]
        for entry in lines:
            root = self._root(self._key(entry))
            for name in recordings(entry.line):
                self._parent[self._root(("recording", name))] = root
        self._members: dict[Key, list[Key]] = {}
        for key in list(self._parent):
            self._members.setdefault(self._root(key), []).append(key)
        self._first: dict[Key, Entry] = {}  # of each group, the first line with a split
        for entry in lines:
            if entry.line.split is not None:
                self._first.setdefault(self._root(self._key(entry)), entry)

    def origin(self, entry: Entry) -> Origin:
        """Where the clip of a line comes from; BadManifest if the line parts it from a sibling."""
        root = self._root(self._key(entry))
        own = self._clips.get(self._ids[entry.line.file])
        siblings = [own] if own else self._siblings(root)
        split = entry.line.split
        for sibling in siblings:
            split = split or sibling.split
            if sibling.split is not split:
                raise BadManifest(
                    f'"split": "{split}" contradicts "{sibling.split}", which the source '
                    f'"{sibling.source}" has by the clip "{sibling.name}". Give both one split.'
                )
        first = self._first.get(root)
        if first is not None and not siblings:
            split = split or first.line.split
            if first.line.split is not split:
                raise BadManifest(
                    f'"split": "{split}" contradicts "{first.line.split}", which the source '
                    f'"{self._name(root)}" has by {first.place}. Give both one split.'
                )
        name = siblings[0].source if siblings else self._name(root)
        return Origin(name or self.path(entry.line.file), split or Split.TRAIN)

    def path(self, file: str) -> str:
        """The source of a clip of which no recording is known: its file without the ending.

        Where a stored clip of another folder has that source, it gets the clip's id, too.
        """
        path = legible(PurePosixPath(file).with_suffix("").as_posix())
        return f"{path}-{self._ids[file]}" if path in self._taken else path

    def _key(self, entry: Entry) -> Key:
        return "clip", self._ids[entry.line.file]

    def _root(self, key: Key) -> Key:
        while self._parent.setdefault(key, key) != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def _siblings(self, root: Key) -> Sequence[Clip]:
        """Stored clips of the same group."""
        return [clip for key in self._members[root] for clip in self._known.get(key, ())]

    def _name(self, root: Key) -> str:
        """The first of a group's recordings by name, which does not depend on the lines' order."""
        names = [name for kind, name in self._members[root] if kind == "recording"]
        return min(names, default="")
