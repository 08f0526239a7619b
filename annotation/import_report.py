"""What an import did: a word on each file and on each line that was not taken."""

import json
from dataclasses import asdict, dataclass, field

from annotation.manifest import Refusal


@dataclass(frozen=True, slots=True)
class Remark:
    """What was changed in a file so that it plays, or in its name so that it is the only one."""

    file: str
    text: str


@dataclass(slots=True)
class ImportReport:
    """What became of each file, by its name in the folder, and of each bad line."""

    imported: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)  # the same bytes are a clip already
    extended: list[str] = field(default_factory=list)  # those of them of which more is known now
    refused: list[Refusal] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def to_json(self) -> str:
        """The report as JSON with the keys imported, already, extended, refused and remarks."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    def __str__(self) -> str:
        more = f" ({len(self.extended)} of them described further)" if self.extended else ""
        return (
            f"{len(self.imported)} imported, {len(self.already)} there already{more}, "
            f"{len(self.refused)} refused"
        )
