"""One pair as plain values: what was asked, the two sides and what differs between them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TypedDict

from core.clip import AVInput
from core.preference import Contrast, PreferencePair, Turn
from core.store import Store
from core.verdict import Sides
from ui.components.player import NO_SOUND, TrackName

_HEADINGS = {  # a kind in plain words: what it asks, what its answer must follow
    "acpo/attribution": ("Which sound?", "The answer must follow the ear, not the eye."),
    "acpo/sensitivity": (
        "Does the sound matter?",
        "The same answer must fit its own sound, and not the other one.",
    ),
    "acpo/retention": ("What is in the picture?", "The answer must follow the eye, not the ear."),
}
_ALIKE = 0.5  # from this similarity on (0 to 1) single words are worth marking


class Words(TypedDict):
    """A run of words."""

    text: str
    differs: bool  # the other side does not have them


class Side(TypedDict):
    """One of the two turns."""

    role: str  # chosen or rejected
    words: list[Words]
    track: TrackName  # under which of the player's sounds it is said
    sound: str  # the clip whose sound that is
    is_silent: bool  # it is said of the picture alone


class Card(TypedDict):
    """What the page shows of a pair beside the player."""

    id: str
    kind: str
    heading: str
    hint: str
    prompt: str
    contrast: str
    sides: list[Side]  # in the order in which they are shown
    sides_order: str


def heading_of(kind: str) -> tuple[str, str]:
    """What a kind of pair asks of a model, and a sentence about it."""
    name = kind.rpartition("/")[2].replace("_", " ")
    return _HEADINGS.get(kind, (name.capitalize(), "The chosen side must be the better one."))


def card_of(store: Store, pair: PreferencePair, order: Sides) -> Card:
    """The card of a pair with its sides in this order."""
    heading, hint = heading_of(pair.kind)
    chosen, rejected = marked(pair.chosen.response, pair.rejected.response)
    if pair.contrast is Contrast.INPUT:
        chosen = rejected = [{"text": pair.chosen.response, "differs": False}]
    sides = [
        _side(store, "chosen", pair.chosen, chosen),
        _side(store, "rejected", pair.rejected, rejected),
    ]
    return {
        "id": pair.id,
        "kind": pair.kind,
        "heading": heading,
        "hint": hint,
        "prompt": pair.prompt,
        "contrast": pair.contrast,
        "sides": sides if order is Sides.CHOSEN_FIRST else sides[::-1],
        "sides_order": order,
    }


def inputs_of(pair: PreferencePair) -> tuple[AVInput, AVInput | None]:
    """The picture under its own sound, and under the other one, or under none, if a side has it."""
    others = [turn.input for turn in (pair.chosen, pair.rejected) if _is_other(turn)]
    shown = pair.chosen.input.video or pair.chosen.input.audio
    return AVInput(shown, shown), others[0] if others else None


def track_of(turn: Turn) -> TrackName:
    """Under which of the player's two sounds a turn is said."""
    return "swapped" if _is_other(turn) else "original"


def _is_other(turn: Turn) -> bool:
    """Whether its picture is not under its own sound."""
    return turn.input.is_swapped or turn.input.audio is None


def marked(one: str, other: str) -> tuple[list[Words], list[Words]]:
    """Both texts in runs of words, those that the other lacks marked if the two are alike."""
    ours, theirs = re.findall(r"\s*\S+", one), re.findall(r"\s*\S+", other)
    match = SequenceMatcher(a=[_bare(word) for word in ours], b=[_bare(word) for word in theirs])
    worth = match.ratio() >= _ALIKE
    left: list[Words] = []
    right: list[Words] = []
    for what, a_from, a_to, b_from, b_to in match.get_opcodes():
        differs = worth and what != "equal"
        _append(left, ours[a_from:a_to], differs)
        _append(right, theirs[b_from:b_to], differs)
    return left, right


def _bare(word: str) -> str:
    return word.strip().strip(".,;:!?").lower()


def _append(runs: list[Words], words: Sequence[str], differs: bool) -> None:
    text = "".join(words)
    if runs and runs[-1]["differs"] == differs:
        runs[-1]["text"] += text
    elif text:
        runs.append({"text": text, "differs": differs})


def _side(store: Store, role: str, turn: Turn, words: list[Words]) -> Side:
    sound = store.clips.get(turn.input.audio).name if turn.input.audio else NO_SOUND
    return {
        "role": role,
        "words": words,
        "track": track_of(turn),
        "sound": sound,
        "is_silent": turn.input.audio is None,
    }
