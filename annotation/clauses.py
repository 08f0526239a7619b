"""A sentence cut into clauses and phrases that are about one sense each, by rules."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from annotation.lexicon import SEEN_AND_HEARD, SILENCE, is_plain, is_sounding, names_sound, stem

_TOKEN = re.compile(r"[\w'-]+|[,;]|\"[^\"]*\"")
_JOINTS = {"while", "until", "but", "whilst", "whereas", "when", "as"}
_FOLLOWING = {"followed", "accompanied"}  # by …
_LINKS = {"and", "then", "so", "or"}
_OPENERS = {"a", "an", "the", "it", "they", "he", "she", "someone", "something", "there", "nothing"}
_COUNTS = {"two", "three", "four", "several", "some", "many", "people", "his", "her", "its"}
_PLACES = {"outside", "inside", "in", "on", "under", "behind", "near", "beside", "with"}
_LIGHT = {"gives", "gave", "makes", "made", "lets", "utters", "emits", "produces", "making"}
_BEARING = {"with", "to", "into", "in", "amid", "by"}  # prepositions before a sound's name
_ARTICLES = {"a", "an", "the", "its", "his", "her", "their", "no", "some"}
_STOPS = {"on", "at", "of", "from", "him", "them", "is", "are", "was", "were", "that", "which"}
_ACTS = {"talking", "speaking", "barking", "yelling", "screaming", "crying", "ringing"}
_AFTER_NOUNS = {"of", "is", "are", "was", "were"}
_OWNING = {"its", "their"}
_BLOWN = {"horn", "siren", "whistle", "trumpet", "bugle"}  # they sound where they blow
_LOOKS_QUIET = SILENCE - {"silence", "nothing"}  # before a noun no word on the sound
_LONGEST_NAME = 6  # words between a preposition and the sound that it bears


class Sense(StrEnum):
    """By which sense a clause is known."""

    SEEN = "seen"
    HEARD = "heard"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause or phrase, with what joins it to the one before."""

    joint: tuple[str, ...]  # e.g. (",", "and")
    tokens: tuple[str, ...]
    sense: Sense = Sense.SEEN

    @property
    def is_subjectless(self) -> bool:
        """Whether it begins with its verb: "moos twice", "gives a long yawn"."""
        return self.verb_at == 0 or self.tokens[0].lower() in _LIGHT

    @property
    def verb_at(self) -> int | None:
        """Where its first sounding verb stands; None if it has none."""
        for place, token in enumerate(self.tokens):
            if is_sounding(token) and not _is_noun(self.tokens, place):
                return place
            if _blows(self.tokens, place):
                return place
        return None


def clauses(sentence: str) -> list[Clause]:
    """The clauses of a sentence in their order, each followed by the sounds that it bears."""
    tokens = _TOKEN.findall(sentence)
    cut: list[Clause] = []
    joint: tuple[str, ...] = ()
    start = place = 0
    while place < len(tokens):
        width = _joint_at(tokens, start, place)
        if width:
            cut += _phrases(Clause(joint, tuple(tokens[start:place]))) if place > start else []
            joint = tuple(tokens[place : place + width])
            start = place + width
        place += max(width, 1)
    cut += _phrases(Clause(joint, tuple(tokens[start:])))
    return [clause for clause in cut if clause.tokens]


def _joint_at(tokens: Sequence[str], start: int, place: int) -> int:
    """How many tokens from here on join two clauses; 0: none."""
    word = tokens[place].lower()
    if word in {",", ";"}:
        links = _links(tokens, place + 1)
        return 1 + links if word == ";" or links or _opens(tokens, place + 1) else 0
    if word in _FOLLOWING and tokens[place + 1 : place + 2] == ["by"]:
        return 2
    if word in _JOINTS:
        return 1 if _is_conjunction(tokens, place) else 0
    if word == "and" and place > start and _sounds_next(tokens, start, place):
        return 1 + _links(tokens, place + 1)
    return 0


def _links(tokens: Sequence[str], place: int) -> int:
    width = 0
    while place + width < len(tokens):
        token = tokens[place + width].lower()
        if token in _FOLLOWING and tokens[place + width + 1 : place + width + 2] == ["by"]:
            return width + 2
        if token not in _LINKS | _JOINTS:
            break
        width += 1
    return width


def _opens(tokens: Sequence[str], place: int) -> bool:
    """Whether a clause may begin here, after a comma."""
    if place >= len(tokens):
        return False
    token = tokens[place].lower()
    begins = token in _OPENERS | _COUNTS | _LIGHT | _PLACES or token.endswith("ing")
    return begins or (is_sounding(token) and not _is_noun(tokens, place))


def _is_conjunction(tokens: Sequence[str], place: int) -> bool:
    """Whether "as" or "but" joins clauses: not in "as well", "such as", "nothing but"."""
    before = tokens[place - 1].lower() if place else ""
    after = tokens[place + 1].lower() if place + 1 < len(tokens) else ""
    return before not in {"well", "such", "same", "nothing"} and after not in {"well", "if"}


def _sounds_next(tokens: Sequence[str], start: int, place: int) -> bool:
    """Whether "and" stands before a new sounding clause, not between two words of one name."""
    following = tokens[place + 1 :]
    stop = next((i for i, token in enumerate(following) if token in {",", ";"}), len(following))
    words = [token.lower() for token in following[:stop]]
    if not words:
        return False
    if is_sounding(words[0]) and not _is_noun(words, 0):
        return True
    left_acts = any(
        token.lower().endswith("ing") or _is_act(token) for token in tokens[start + 1 : place]
    )
    sounds = (
        is_sounding(word) or names_sound(word) or word == "heard" or _blows(words, at)
        for at, word in enumerate(words)
    )
    return left_acts and any(sounds)


def _blows(tokens: Sequence[str], place: int) -> bool:
    """Whether something sounds by blowing here: "its horn blows", not "wind blows"."""
    if not place or stem(tokens[place].lower()) != "blow":
        return False
    return stem(tokens[place - 1].lower()) in _BLOWN


def _is_act(token: str) -> bool:
    """Whether a word can be a verb in the third person: most plurals can, too."""
    return token.lower() in {"is", "are", "was", "were"} or token.endswith(("s", "ed"))


def _phrases(clause: Clause) -> list[Clause]:
    """The clause, and the phrases in it that name a sound: "with a thump", "to soft music"."""
    kept, borne = list(clause.tokens), list[Clause]()
    place = 0
    while place < len(kept):
        width = _bearing_width(kept, place)
        manner = kept[place].lower() == "in" and _sense(Clause((), tuple(kept[:place])))
        if width and manner is not Sense.HEARD:  # "sings in short phrases" stays whole
            phrase = tuple(kept[place + 1 : place + width])
            borne.append(Clause((kept[place],), phrase, Sense.HEARD))
            del kept[place : place + width]
        else:
            place += 1
    rest = replace(clause, tokens=tuple(kept))
    return [replace(rest, sense=_sense(rest)), *borne]


def _bearing_width(tokens: Sequence[str], place: int) -> int:
    """How many tokens a phrase like "with a loud boom" has; 0: here is none."""
    if tokens[place].lower() not in _BEARING:
        return 0
    for width in range(2, _LONGEST_NAME + 2):
        if place + width > len(tokens):
            return 0
        last = tokens[place + width - 1].lower()
        if names_sound(last) and last not in _ACTS:
            return width + _of(tokens, place + width)
        if last.endswith("ing") and _own_part_sounds(tokens[place : place + width]):
            return width
        if last in _BEARING | _STOPS:
            return 0
    return 0


def _own_part_sounds(phrase: Sequence[str]) -> bool:
    """Whether a phrase is like "with its siren wailing", "with a horn blowing"."""
    if phrase[0].lower() != "with" or len(phrase) < 4:
        return False
    last = len(phrase) - 1
    return _blows(phrase, last) or (phrase[1].lower() in _OWNING and is_sounding(phrase[last]))


def _of(tokens: Sequence[str], place: int) -> int:
    """How many tokens "of the engine" has after the name of a sound; 0: nothing follows."""
    if tokens[place : place + 1] != ["of"]:
        return 0
    return 3 if tokens[place + 1 : place + 2] in (["a"], ["an"], ["the"]) else 2


def _sense(clause: Clause) -> Sense:
    words = [token.lower() for token in clause.tokens]
    if "heard" in words or _says_silence(words):
        return Sense.HEARD
    if clause.verb_at is not None:
        seen = stem(words[clause.verb_at]) in SEEN_AND_HEARD  # but music plays unseen
        unseen = any(map(names_sound, words[: clause.verb_at]))
        return Sense.BOTH if seen and not unseen else Sense.HEARD
    return Sense.HEARD if any(map(names_sound, words)) else Sense.SEEN


def _says_silence(words: Sequence[str]) -> bool:
    """Whether silence is said: "in silence", "it is quiet", but not "a silent film"."""
    if (SILENCE - _LOOKS_QUIET) & set(words):
        return True
    at = [place for place, word in enumerate(words) if word in _LOOKS_QUIET]
    return any(
        place == len(words) - 1 or words[place - 1 : place] in (["is"], ["are"], ["was"], ["were"])
        for place in at
    )


def _is_noun(tokens: Sequence[str], place: int) -> bool:
    """Whether what stands around a word makes it a name: "a long yawn", "the tick of a clock"."""
    before = [token.lower() for token in tokens[max(0, place - 2) : place]]
    qualified = len(before) == 2 and before[0] in _ARTICLES and is_plain(before[1])
    followed = _AFTER_NOUNS & set(tokens[place + 1 : place + 2])
    return qualified or bool(_ARTICLES & set(before[-1:]) or followed)
