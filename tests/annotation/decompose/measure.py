"""How well a decomposition backend splits the joint captions of a manifest; prints a table.

    python -m tests.annotation.decompose.measure core/demo/manifest.jsonl

The manifest's own targets are the truth. Compared are the names in the texts (annotation/lexicon),
among those that the joint caption holds: what it does not say, no backend can find.
  precision  names of the target that the manifest's target has, too
  recall     names of the manifest's target, as far as the joint caption has them, that are found
  things     share of the manifest's things in the joint caption that are named in their target
  leaks      clips whose target names a thing of the other sense only
"""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from annotation.lexicon import akin, names
from core import plugins


@dataclass(frozen=True, slots=True)
class Measured:
    """Counts over all clips for one sense."""

    precision: float
    recall: float
    things: float
    leaks: int
    clips: int


def measure(manifest: Path, backend: str = "rules") -> dict[str, Measured]:
    """One row for "visual" and one for "audio"."""
    decomposer = plugins.load("annotation.decompose", backend, "DECOMPOSER")
    lines = [json.loads(line) for line in manifest.read_text("utf-8").splitlines() if line.strip()]
    targets = [decomposer.decompose(line["joint_caption"]) for line in lines]
    texts = {
        "visual": [target.visual for target in targets],
        "audio": [target.audio for target in targets],
    }
    return {sense: _row(sense, lines, said) for sense, said in texts.items()}


def _row(sense: str, lines: list[dict[str, object]], texts: list[str]) -> Measured:
    own, foreign = ("visible", "audible") if sense == "visual" else ("audible", "visible")
    right = found = wanted = hits = things = named = leaks = 0
    for line, text in zip(lines, texts, strict=True):
        joint = names(str(line["joint_caption"]))
        truth, said = names(str(line[f"{sense}_caption"])), names(text)
        right, found = right + len(said & truth), found + len(said)
        hits, wanted = hits + len(said & truth & joint), wanted + len(truth & joint)
        mentioned = [thing for thing in map(names, _listed(line[own])) if akin(thing, joint)]
        things += len(mentioned)
        named += sum(akin(thing, said) for thing in mentioned)
        here = frozenset[str]().union(truth, *map(names, _listed(line[own])))
        others = [names(thing) for thing in _listed(line[foreign])]
        leaks += any(akin(thing, said) and not akin(thing, here) for thing in others)
    return Measured(right / found, hits / wanted, named / things, leaks, len(lines))


def _listed(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, list) else ()


def table(rows: dict[str, Measured]) -> str:
    """The rows as text."""
    lines = ["sense   precision  recall  things  leaks  clips"]
    lines += [
        f"{sense:8}{row.precision:9.2f}{row.recall:8.2f}{row.things:8.2f}"
        f"{row.leaks:7d}{row.clips:7d}"
        for sense, row in rows.items()
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table(measure(Path(sys.argv[1]), *sys.argv[2:3])))
