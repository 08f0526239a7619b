"""The questions that a person answers about a pair, in words that fit its form."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotation.lexicon import is_plural
from core.preference import PreferencePair
from core.prompts import YES
from core.verdict import Decision, Judgement


@dataclass(frozen=True, slots=True)
class Question:
    """One question about a pair."""

    id: str  # the same for every form of a kind
    text: str
    speaks_for: Judgement = Judgement.YES  # the answer that speaks for the pair


_IDS = {  # by kind: of the question about the chosen side, and about the rejected one
    "acpo/attribution": ("chosen_heard", "rejected_not_heard"),
    "acpo/sensitivity": ("fits_original", "swap_contradicts"),
    "acpo/retention": ("chosen_seen", "rejected_not_seen"),
}
_TEXTS = {
    ("acpo/attribution", "description"): (
        "Does the chosen answer describe what you hear?",
        "Is the rejected answer something seen, not heard?",
    ),
    ("acpo/attribution", "expected_sound"): (
        "Does the chosen answer describe what you hear?",
        "Is the rejected answer a sound that you do not hear?",
    ),
    ("acpo/sensitivity", "caption"): (
        "Does the caption fit the original sound?",
        "Does the swapped sound contradict it?",
    ),
    ("acpo/sensitivity", "audio_caption"): (
        "Does the answer fit the original sound?",
        "Does the swapped sound contradict it?",
    ),
    ("acpo/sensitivity", "matching"): (
        "Do picture and original sound belong together?",
        "Is the swapped sound foreign to the picture?",
    ),
    ("acpo/retention", "description"): (
        "Does the chosen answer describe what you see?",
        "Is the rejected answer something heard, not seen?",
    ),
}
_ANY_KIND = ("chosen_right", "rejected_wrong")
_ANY_FORM = ("Is the chosen answer right?", "Is the rejected answer wrong?")


def questions(pair: PreferencePair) -> tuple[Question, Question]:
    """What is asked of a person about this pair; both answers Yes speak for it."""
    form = str(pair.facts.get("form", "description"))
    asked = str(pair.facts.get("asked", ""))
    texts = _of_thing(pair, asked) if asked else _TEXTS.get((pair.kind, form), _ANY_FORM)
    chosen, rejected = _IDS.get(pair.kind, _ANY_KIND)
    return Question(chosen, texts[0]), Question(rejected, texts[1])


def suggested(pair: PreferencePair, answers: Mapping[str, Judgement]) -> Decision | None:
    """Accept when every answer speaks for the pair, reject when one speaks against it."""
    given = [(answers.get(question.id), question.speaks_for) for question in questions(pair)]
    if all(answer is speaks_for for answer, speaks_for in given):
        return Decision.ACCEPT
    against = any(
        answer not in (None, Judgement.DEBATABLE, speaks_for) for answer, speaks_for in given
    )
    return Decision.REJECT if against else None


def _of_thing(pair: PreferencePair, thing: str) -> tuple[str, str]:
    """A yes/no pair asks about one thing: is it heard, is it seen?"""
    be = "Are" if is_plural(thing) else "Is"
    heard, silent = f"Can you hear the {thing}?", f"{be} the {thing} silent?"
    seen, hidden = f"Can you see the {thing}?", f"{be} the {thing} out of sight?"
    says_yes = pair.chosen.response == YES
    if pair.kind == "acpo/retention":
        return (seen, silent) if says_yes else (hidden, heard)
    return (heard, hidden) if says_yes else (silent, seen)
