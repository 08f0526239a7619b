"""Which sources an answer names: the judge of open answers about what is seen and heard.

An answer is not compared word for word. A source is named when one of its words is in the answer,
in any number or tense: "cows", "mooing" and "The cow moos." all name the cow that moos. A clip's
words come from its things and sound events: what the manifest or a person said is in it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.caption import Caption, Modality, Thing
from core.event import SoundEvent
from core.store import Store

_WORD = re.compile(r"[a-z]+")
_CLAUSE = re.compile(r"[.,;:!?]|\b(?:but|while|although|though)\b", re.IGNORECASE)
_NEGATED = re.compile(r"\b(?:no|not|never|neither|nor|without|none)\b|n[\u2019']t\b", re.IGNORECASE)
_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "spoken": "speak"}


def stem(word: str) -> str:
    """A lower-case word without its ending: cow of cows, flush of flushes and flushing."""
    word = _IRREGULAR.get(word, word)
    if word.endswith("s") and not word.endswith(("ss", "us")):
        word = word[:-1]
    for ending in ("ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and re.search("[aeiouy]", rest):
            word = rest
            break
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def stems(texts: Iterable[str]) -> frozenset[str]:
    """The stems of all words of these texts."""
    return frozenset(stem(word) for text in texts for word in _WORD.findall(text.lower()))


_PLAIN = stems(  # words of a thing's name that do not name it
    [
        "a an the of and or with in on at to two three several many some black white brown green",
        "red blue grey yellow pink big small young old",
    ]
)
_QUIET = stems(["nothing silence silent quiet"])


@dataclass(frozen=True, slots=True)
class Names:
    """The words, as stems, by which one clip's sources are named."""

    seen: frozenset[str]  # of its main visible thing
    heard: frozenset[str]  # of its audible sources and of its sound events; empty: nothing sounds
    told: frozenset[str] = frozenset()  # all words of its visual caption: to use one is no mistake
    words: frozenset[str] = frozenset()  # all words of all its captions


NOTHING = Names(frozenset(), frozenset())


def names_of(
    things: Iterable[Thing], events: Iterable[SoundEvent], captions: Iterable[Caption] = ()
) -> Names:
    """The names of one clip; the first visible thing is taken for the main one."""
    listed = list(things)
    visible = [thing.name for thing in listed if thing.modality is Modality.VISUAL]
    audible = [thing.name for thing in listed if thing.modality is Modality.AUDIO]
    said = list(captions)
    told = [caption.text for caption in said if caption.modality is Modality.VISUAL]
    return Names(
        stems(visible[:1]) - _PLAIN,
        stems([*audible, *(event.label for event in events)]) - _PLAIN,
        stems(told),
        stems(caption.text for caption in said),
    )


def all_names(store: Store) -> dict[str, Names]:
    """The names of every clip of a workspace, by its id."""
    things, events = store.clips.all_things(), store.clips.all_events()
    captions = store.clips.all_captions()
    return {
        clip.id: names_of(
            things.get(clip.id, []), events.get(clip.id, []), captions.get(clip.id, {}).values()
        )
        for clip in store.clips.all()
    }


def mentions(answer: str, names: Iterable[str]) -> bool:
    """Whether the answer says that one of these (stems, as in `Names`) is there."""
    return not stems(_affirmed(answer)).isdisjoint(names)


def others(picture: Names, sound: Names, known: Iterable[Names]) -> frozenset[str]:
    """The names of all known sources that are neither in this picture nor in this sound."""
    every = frozenset[str]().union(*(names.seen | names.heard for names in known))
    here = (names.seen | names.heard | names.words for names in (picture, sound))
    return every.difference(*here)


def names_the_silent(
    answer: str, picture: Names, sound: Names, _others: frozenset[str] = frozenset()
) -> bool:
    """Hallucination: asked what it hears, the answer names the visible but silent source."""
    return mentions(answer, (picture.seen | picture.heard) - sound.heard)


def names_the_heard(
    answer: str, picture: Names, sound: Names, others: frozenset[str] = frozenset()
) -> bool:
    """Asked what it hears, the answer names what sounds, not what only is seen, and no others.

    Where nothing sounds, the answer must say so.
    """
    if names_the_silent(answer, picture, sound) or mentions(answer, others):
        return False
    return _names_the_sound(answer, sound)


def names_the_seen(
    answer: str, picture: Names, sound: Names, others: frozenset[str] = frozenset()
) -> bool:
    """Asked what it sees, the answer names what is shown, not what only is heard, and no others."""
    wrong = (sound.seen | sound.heard) - picture.seen - picture.told
    return mentions(answer, picture.seen) and not mentions(answer, wrong | others)


def names_both(
    answer: str, picture: Names, sound: Names, others: frozenset[str] = frozenset()
) -> bool:
    """Asked for both, the answer names what is shown and what sounds, and nothing that is not."""
    wrong = picture.heard - picture.seen - picture.told - sound.heard
    right = mentions(answer, picture.seen) and _names_the_sound(answer, sound)
    return right and not mentions(answer, wrong | others)


def _names_the_sound(answer: str, sound: Names) -> bool:
    return mentions(answer, sound.heard) if sound.heard else not stems([answer]).isdisjoint(_QUIET)


def _affirmed(answer: str) -> list[str]:
    """The answer's clauses but those that say that something is not there."""
    return [clause for clause in _CLAUSE.split(answer) if not _NEGATED.search(clause)]
