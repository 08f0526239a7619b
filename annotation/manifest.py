"""The lines of a manifest: what somebody says of the clips in a folder, checked field by field."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    FiniteFloat,
    StringConstraints,
    ValidationError,
    model_validator,
)

from core.clip import Split
from core.errors import BadManifest

CLIPS_FILE = "manifest.jsonl"  # a line is a clip
CAPTIONS_FILE = "captions.jsonl"  # a line is a caption of a clip; a clip may have several


def _inside(name: str) -> str:
    """The file's name without detours; what leads out of the folder is refused."""
    if re.match(r"(?i)[a-z][a-z0-9+.-]*://|file:|[a-z]:", name):
        raise ValueError("must be a file in the folder, not an address")
    if "\\" in name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise ValueError("must be a file in the folder, named from there with forward slashes")
    return str(PurePosixPath(name))


def _plain(name: str) -> str:
    """Refuse what could be taken for a path."""
    if "/" in name or "\\" in name or name.startswith("."):
        raise ValueError("must be a plain name, without slashes or a leading dot")
    return name


_SAID = {  # pydantic's errors in a person's words
    "missing": "is missing",
    "string_type": "must be text",
    "string_pattern_mismatch": "must not be empty",
    "tuple_type": "must be a list",
    "float_type": "must be a number",
    "finite_number": "must be a finite number",
    "greater_than_equal": "must not be negative",
}

Text = Annotated[str, StringConstraints(pattern=r"\S")]
ClipName = Annotated[str, StringConstraints(pattern=r"\S", max_length=200), AfterValidator(_plain)]
FileName = Annotated[str, StringConstraints(pattern=r"\S"), AfterValidator(_inside)]


class _Door(BaseModel):
    """Types are taken as they are written; fields that nobody knows are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class EventLine(_Door):
    """A sound in `[onset_s, offset_s)`."""

    label: Text
    onset_s: FiniteFloat = Field(ge=0)
    offset_s: FiniteFloat

    @model_validator(mode="after")
    def _forward(self) -> "EventLine":
        if self.offset_s <= self.onset_s:
            raise ValueError(f'"{self.label}" must end after it starts, at {self.onset_s} s')
        return self


class SourceLine(_Door):
    """A recording or picture that went into a clip."""

    path: Text
    author: str = ""
    licence: str = ""


class ClipLine(_Door):
    """A line of manifest.jsonl."""

    id: ClipName | None = None
    file: FileName
    joint_caption: Text | None = None
    visual_caption: Text | None = None
    audio_caption: Text | None = None
    events: tuple[EventLine, ...] = ()
    visible: tuple[Text, ...] = ()  # what is seen, the main thing first
    audible: tuple[Text, ...] = ()  # what is heard, as "cow mooing"
    split: Split | None = None
    source: Text | tuple[SourceLine, ...] = ()  # the recording's name, or all that went into it


class CaptionLine(ClipLine):
    """A line of captions.jsonl."""

    joint_caption: Text


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was not imported, and why."""

    file: str  # a file's name in the folder, or "captions.jsonl line 7"
    reason: str  # one sentence, and what to do


@dataclass(frozen=True, slots=True)
class Entry:
    """A line that was read, and where it stands."""

    place: str  # "captions.jsonl line 7"
    line: ClipLine

    @property
    def is_clip(self) -> bool:
        """Whether the line is the clip's own, not one of its captions."""
        return not isinstance(self.line, CaptionLine)


@dataclass(slots=True)
class Manifest:
    """Every good line of a folder's manifests in their order, and every bad one."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)  # files whose own line was refused


def read_manifest(folder: Path) -> Manifest:
    """Read manifest.jsonl and captions.jsonl, whichever the folder has.

    A bad line is listed with its number and does not stop the next. Empty lines are skipped; a
    byte-order mark and Windows line ends are no errors.
    """
    found = Manifest()
    for name, kind in ((CLIPS_FILE, ClipLine), (CAPTIONS_FILE, CaptionLine)):
        if (folder / name).is_file():
            _read(folder, name, kind, found)
    return found


def source_groups(lines: Sequence[ClipLine]) -> dict[str, str]:
    """The original recording of each clip, by its file: clips that share one share its name.

    A source with a path is a file if the path has an ending; a path without one names a tool,
    such as a synthetic voice, which ties no clips together. A group made of files is called after
    its first clip.
    """
    parent: dict[str, str] = {}  # a forest: recordings and files that are one have one root

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for line in lines:
        for recording in _recordings(line):
            parent[root(recording)] = root(line.file)
    names: dict[str, str] = {}
    for line in lines:
        name = line.source if isinstance(line.source, str) else clip_name(line)
        names.setdefault(root(line.file), name)
    return {line.file: names[root(line.file)] for line in lines}


def clip_name(line: ClipLine) -> str:
    """What people call the clip of this line."""
    return line.id or PurePosixPath(line.file).stem


def credit(line: ClipLine) -> str:
    """Authors and licences of what went into a clip, in words."""
    if isinstance(line.source, str):
        return ""
    return "; ".join(_credit(part) for part in line.source)


def _credit(part: SourceLine) -> str:
    licence = part.licence.removeprefix("LicenseRef-").replace("public-domain", "public domain")
    by_whom = ", ".join(said for said in (part.author, licence) if said)
    return PurePosixPath(part.path).name + (f" ({by_whom})" if by_whom else "")


def _read(folder: Path, name: str, kind: type[ClipLine], found: Manifest) -> None:
    taken: set[str] = set()
    content = (folder / name).read_bytes().removeprefix(b"\xef\xbb\xbf")
    for number, raw in enumerate(content.split(b"\n"), start=1):
        if not raw.strip():
            continue
        place = f"{name} line {number}"
        try:
            line = _checked(raw, kind, folder, taken)
        except BadManifest as error:
            found.refused.append(Refusal(place, str(error)))
            if kind is ClipLine:
                found.withheld |= set(_file_of(raw))
        else:
            found.entries.append(Entry(place, line))


def _checked(raw: bytes, kind: type[ClipLine], folder: Path, taken: set[str]) -> ClipLine:
    """The line, if it is good; its id is taken from then on."""
    try:
        line = kind.model_validate_json(raw.decode())
    except UnicodeDecodeError as error:
        raise BadManifest("It is not UTF-8. Save the file as UTF-8.") from error
    except ValidationError as error:
        raise BadManifest(_sentence(error)) from error
    if not (folder / line.file).is_file():
        raise BadManifest(f'"file": there is no "{line.file}" in the folder. Check the name.')
    if line.id in taken:
        raise BadManifest(f'"id": "{line.id}" is taken by a line above. Choose another.')
    if line.id:
        taken.add(line.id)
    return line


def _file_of(raw: bytes) -> Iterator[str]:
    """The file that a refused line speaks of, if so much of it can be read."""
    try:
        yield _FileOnly.model_validate_json(raw).file
    except ValidationError:
        return


class _FileOnly(_Door):
    file: str


def _sentence(error: ValidationError) -> str:
    """The first thing that is wrong with a line, with its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "json_invalid":
        return f"It is no JSON ({first['msg'].removeprefix('Invalid JSON: ')}). Mend the line."
    if not where:
        return "It is no JSON object. Write {…} with the fields of one clip."
    said = _SAID.get(first["type"], first["msg"].removeprefix("Value error, "))
    return f'"{where}" {said}. Mend the line.'


def _recordings(line: ClipLine) -> set[str]:
    if isinstance(line.source, str):
        return {line.source}
    return {part.path for part in line.source if PurePosixPath(part.path).suffix}
