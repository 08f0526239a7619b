"""The lines of a manifest: what somebody says of the clips in a folder, checked field by field."""

import re
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

    def set_aside(self) -> Refusal:
        """Why a good line of a file that is not imported is not taken."""
        said = f'"file": "{self.line.file}" was refused itself. Mend that, or name another file.'
        return Refusal(self.place, said)


@dataclass(slots=True)
class Manifest:
    """Every good line of a folder's manifests in their order, and every bad one."""

    entries: list[Entry] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    withheld: set[str] = field(default_factory=set)  # files of which every own line was refused
    unreadable: list[str] = field(default_factory=list)  # places of clips' lines of unknown files


def read_manifest(folder: Path) -> Manifest:
    """Read manifest.jsonl and captions.jsonl, whichever the folder has.

    A bad line is listed with its number and does not stop the next. Empty lines are skipped; a
    byte-order mark and Windows line ends are no errors. A file whose only clip line is refused is
    withheld, with every caption of it. BadManifest if one of the two cannot be read at all.
    """
    found = Manifest()
    for name, kind in ((CLIPS_FILE, ClipLine), (CAPTIONS_FILE, CaptionLine)):
        if is_there(folder / name):
            _read(folder, name, kind, found)
    found.withheld -= {entry.line.file for entry in found.entries if entry.is_clip}
    kept = []
    for entry in found.entries:
        if entry.line.file in found.withheld:
            found.refused.append(entry.set_aside())
        else:
            kept.append(entry)
    found.entries = kept
    return found


def is_there(file: Path) -> bool:
    """Whether there is such a file; one whose name or folder no disk can open is not there."""
    try:
        return file.is_file()
    except OSError:
        return False


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
    first: dict[str, Entry] = {}  # of each file, its first line
    for number, raw in enumerate(_content(folder / name).split(b"\n"), start=1):
        if not raw.strip():
            continue
        place = f"{name} line {number}"
        try:
            entry = Entry(place, _checked(raw, kind, folder, taken))
            if entry.is_clip:
                _agree(entry.line, first.setdefault(entry.line.file, entry))
        except BadManifest as error:
            found.refused.append(Refusal(place, str(error)))
            if kind is ClipLine:
                _withhold(raw, place, found)
        else:
            found.entries.append(entry)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        reason = f"{file.name} cannot be read ({error.strerror})"
        raise BadManifest(f"{reason}. Check that you may read it.") from error


def _checked(raw: bytes, kind: type[ClipLine], folder: Path, taken: set[str]) -> ClipLine:
    """The line, if it is good; its id is taken from then on."""
    try:
        line = kind.model_validate_json(raw.decode())
    except UnicodeDecodeError as error:
        raise BadManifest("It is not UTF-8. Save the file as UTF-8.") from error
    except ValidationError as error:
        raise BadManifest(_sentence(error)) from error
    if not is_there(folder / line.file):
        raise BadManifest(f'"file": there is no "{line.file}" in the folder. Check the name.')
    if line.id in taken:
        raise BadManifest(f'"id": "{line.id}" is taken by a line above. Choose another.')
    if line.id:
        taken.add(line.id)
    return line


def _agree(line: ClipLine, first: Entry) -> None:
    """Refuse a further line of a file that says otherwise what can be said of a clip once."""
    for name in ("id", "split", "source"):
        mine = getattr(line, name)
        if mine and mine != getattr(first.line, name):
            raise BadManifest(
                f'"{name}": {first.place} says otherwise of "{line.file}". Keep one of them.'
            )


def _withhold(raw: bytes, place: str, found: Manifest) -> None:
    """Note the file that a refused line speaks of, or that nobody can tell which it is."""
    try:
        found.withheld.add(_FileOnly.model_validate_json(raw).file)
    except ValidationError:
        found.unreadable.append(place)


class _FileOnly(_Door):
    file: FileName


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
