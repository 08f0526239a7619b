"""The model card and the record that lie beside a tiny-omni checkpoint."""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from training.pretrain.course import Course
from training.pretrain.plan import Plan

_ROWS = {
    "hallucinates": "foreign sound: says that it hears what it sees",
    "hears": "foreign sound: says what it hears",
    "sees": "foreign sound: says what it sees",
    "joint": "foreign sound: says both right",
    "yes_to_seen": 'foreign sound: yes to "Is the (visible, silent thing) making sound?"',
    "yes_to_heard": 'foreign sound: yes to "Is the (heard thing) making sound?"',
    "yes_visible": 'foreign sound: yes to "Is the (visible thing) visible?"',
    "yes_invisible": 'foreign sound: yes to "Is the (heard, invisible thing) visible?"',
    "swapped_called_matching": "foreign sound: calls picture and sound matching",
    "matched_called_matching": "own sound: calls picture and sound matching",
    "matched_hears": "own sound: says what it hears",
    "matched_sees": "own sound: says what it sees",
    "matched_joint": "own sound: says both right",
    "sound_alone": "no picture: says what it hears",
    "picture_alone": "no sound: says what it sees",
    "unseen_heard_as_else": "unseen source: asked what it hears, says something else",
    "unseen_seen_as_else": "unseen source: asked what it sees, says something else",
}
_TEMPLATE = Path(__file__).with_name("card.md")


@dataclass(frozen=True, slots=True)
class Result:
    """What is told of a finished course."""

    command: str
    seed: int
    plan: Plan
    course: Course
    foreign: int  # questions a row about foreign sounds
    own: int  # and about own sounds
    scores: Mapping[str, float]  # on the test combinations and on unseen sources


def write(result: Result, folder: Path) -> None:
    """Write README.md and history.json into the checkpoint's folder."""
    (folder / "README.md").write_text(_card(result), "utf-8")
    record = {
        "command": result.command,
        "seed": result.seed,
        "cpu_s": round(result.course.cpu_s, 1),
        "plan": asdict(result.plan),
        "looks": [asdict(look) for look in result.course.looks],
        "scores": {name: _finite(value) for name, value in result.scores.items()},
    }
    (folder / "history.json").write_text(json.dumps(record, indent=1) + "\n", "utf-8")


def _card(result: Result) -> str:
    known = result.course.known
    parameters = sum(value.numel() for value in result.course.model.module.parameters())
    licences = {licence for source in known for licence in source.licences}
    rows = [
        f"| {said} | {result.scores[name]:.1%} |"
        for name, said in _ROWS.items()
        if _finite(result.scores.get(name)) is not None
    ]
    return _TEMPLATE.read_text("utf-8").format(
        parameters=parameters / 1e6,
        known=len(known),
        clear=", ".join(source.name for source in known if source.is_clear),
        other=", ".join(source.name for source in known if not source.is_clear) or "none",
        command=result.command,
        seed=result.seed,
        cpu_s=result.course.cpu_s,
        transformers=version("transformers"),
        torch=version("torch"),
        foreign=result.foreign,
        own=result.own,
        scores="\n".join(rows),
        licences=", ".join(sorted(licences)),
    )


def _finite(value: float | None) -> float | None:
    return None if value is None or math.isnan(value) else round(value, 4)
