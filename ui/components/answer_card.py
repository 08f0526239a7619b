"""One answer as plain values: its words, whether it is right, and how either model likes it."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypedDict

from core import prompts
from core.answer import Answer, Question
from core.caption import Modality
from core.store import Store
from training import naming
from training.naming import NOTHING, Names

_WORD = re.compile(r"[A-Za-z]+|[^A-Za-z]+")
_IS_HEARD = re.compile(re.escape(prompts.is_heard("*")).replace(r"\*", "(.+)"))
_IS_SEEN = re.compile(re.escape(prompts.is_seen("*")).replace(r"\*", "(.+)"))


class Run(TypedDict):
    """A run of words of an answer."""

    text: str
    is_wrong: bool  # it names what is not there


@dataclass(frozen=True, slots=True)
class Judged:
    """What the labels of the clips say of an answer."""

    right: bool | None  # None: the labels cannot tell
    sentence: str  # why; empty where the labels cannot tell
    words: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class _Rule:
    """How open answers to one kind of question are judged."""

    wrong: frozenset[str]  # stems whose mention is a mistake
    right: bool
    names: str  # what a right answer names
    mistake: str  # what is said of a mistaken thing


def card_of(store: Store, answer: Answer) -> dict[str, Any]:
    """The answer as the pages show it."""
    said = judged(store, answer.question, answer.text)
    return {
        "model": answer.model,
        "text": answer.text,
        "words": list(said.words),
        "right": said.right,
        "sentence": said.sentence,
        "adapter": answer.adapter,
        "adapter_active": answer.adapter_active,
        "seconds": round(answer.seconds, 2),
        "logp_base": answer.logp_base,
        "logp_tuned": answer.logp_tuned,
        "likelier": likelier(answer.logp_base, answer.logp_tuned),
    }


def judged(store: Store, question: Question, text: str) -> Judged:
    """Whether an answer is right by the labels of the two clips; free questions are not judged."""
    picture, sound = (_names(store, clip) for clip in (question.input.video, question.input.audio))
    if picture is None or sound is None or not text.strip():
        return Judged(None, "", _marked(text, frozenset()))
    expected = _expected(store, question, picture, sound)
    if expected is not None:
        right_answer, sentence = expected
        right = text.strip().lower().startswith(right_answer.rstrip(".").lower())
        return Judged(right, sentence, _marked(text, frozenset()))
    rule = _rule(question, text, picture, sound, naming.others(picture, sound, _known(store)))
    if rule is None:
        return Judged(None, "", _marked(text, frozenset()))
    words = _marked(text, frozenset() if rule.right else rule.wrong)
    mistaken = next((run["text"].lower() for run in words if run["is_wrong"]), "")
    if mistaken:
        return Judged(False, f"It says “{mistaken}”, which {rule.mistake}.", words)
    verb = "names" if rule.right else "does not name"
    return Judged(rule.right, f"It {verb} {rule.names}.", words)


def likelier(logp_base: float | None, logp_tuned: float | None) -> str:
    """What training did to an answer, from its log-probabilities in nats under both models."""
    if logp_base is None or logp_tuned is None:
        return ""
    change = logp_tuned - logp_base
    if abs(change) < math.log(1.1):
        return "as likely as before training"
    return f"{_times(abs(change))} {'likelier' if change > 0 else 'less likely'} after training"


def _times(nats: float) -> str:
    factor = math.exp(min(nats, 50.0))
    if factor < 10:
        return f"{factor:.1f} times"
    if factor >= 1e6:
        return "over a million times"
    size = 10 ** (math.floor(math.log10(factor)) - 1)
    return f"{round(factor / size) * size:,.0f} times"


def _names(store: Store, clip_id: str | None) -> Names | None:
    """The names of a clip's sources; None if nobody said what is in it."""
    if clip_id is None:
        return NOTHING
    things, events = store.clips.things(clip_id), store.clips.events(clip_id)
    if not things and not events:
        return None
    return naming.names_of(things, events, store.clips.captions(clip_id).values())


def _expected(
    store: Store, question: Question, picture: Names, sound: Names
) -> tuple[str, str] | None:
    """The right answer to a yes/no question, and why it is right; None for open questions."""
    if found := _IS_HEARD.fullmatch(question.prompt):
        holds = naming.mentions(found[1], sound.heard)
        return _yes_no(found[1], holds, "can be heard", "cannot be heard")
    if found := _IS_SEEN.fullmatch(question.prompt):
        visible = naming.stems(_visible(store, question.input.video))
        holds = naming.mentions(found[1], visible | picture.seen)
        return _yes_no(found[1], holds, "can be seen", "cannot be seen")
    if question.prompt == prompts.MATCHING and question.input.is_swapped:
        return prompts.NO, "Sound and picture come from different clips."
    return None


def _yes_no(thing: str, holds: bool, so: str, not_so: str) -> tuple[str, str]:
    return (prompts.YES if holds else prompts.NO), f"The {thing} {so if holds else not_so}."


def _visible(store: Store, clip_id: str | None) -> list[str]:
    things = store.clips.things(clip_id) if clip_id else []
    return [thing.name for thing in things if thing.modality is Modality.VISUAL]


def _known(store: Store) -> list[Names]:
    """The names of all clips, read again only when there are more clips."""
    return _names_of_all(store, store.clips.count())


@lru_cache(4)
def _names_of_all(store: Store, _clips: int) -> list[Names]:
    return list(naming.all_names(store).values())


def _rule(
    question: Question, text: str, picture: Names, sound: Names, others: frozenset[str]
) -> _Rule | None:
    if question.prompt in prompts.HEAR:
        wrong = (picture.seen | picture.heard) - sound.heard | others
        right = naming.names_the_heard(text, picture, sound, others)
        return _Rule(wrong, right, "what is heard", "is not heard")
    if question.prompt in prompts.SEE:
        wrong = (sound.seen | sound.heard) - picture.seen - picture.told | others
        right = naming.names_the_seen(text, picture, sound, others)
        return _Rule(wrong, right, "what is seen", "is not seen")
    if question.prompt in prompts.BOTH:
        wrong = picture.heard - picture.seen - picture.told - sound.heard | others
        right = naming.names_both(text, picture, sound, others)
        return _Rule(wrong, right, "what is seen and what is heard", "is not there")
    return None


def _marked(text: str, wrong: frozenset[str]) -> tuple[Run, ...]:
    """The text in runs; a word whose stem is wrong is a run of its own."""
    runs: list[Run] = []
    for part in _WORD.findall(text):
        is_wrong = naming.stem(part.lower()) in wrong
        if runs and runs[-1]["is_wrong"] == is_wrong:
            runs[-1]["text"] += part
        else:
            runs.append({"text": part, "is_wrong": is_wrong})
    return tuple(runs)
