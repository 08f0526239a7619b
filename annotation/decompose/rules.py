"""Decomposition by rules: no model, no chance, the same targets every time.

A caption is cut into clauses (annotation/clauses.py). What is seen keeps its words and its order;
what is heard is said anew with its source alone: "A brown owl sits on a branch and hoots twice"
gives "A brown owl sits on a branch." and "An owl hoots twice." How well it does: docs/pairs.md.
"""

import re
from collections.abc import Sequence

from annotation.clauses import Clause, Sense, clauses
from annotation.decompose.base import Decomposition
from annotation.lexicon import is_plain, is_plural, is_sounding, names_sound

_PLACES = {
    "in", "on", "under", "near", "beside", "behind", "between", "along", "across", "through",
    "from", "at", "into", "onto", "toward", "towards", "inside", "outside", "against", "by",
    "somewhere", "out", "above", "below",
}  # fmt: skip
_HEARABLE = {"background", "distance", "row", "turn", "unison", "succession", "each"}  # after "in"
_BEING = {"is", "are", "was", "were"}
_PRONOUNS = {"it", "they", "he", "she"}
_LEADING = {"then", "again", "also", "suddenly", "loudly", "softly"}  # before a bare verb
_GROUPS = {"group", "herd", "flock", "pair", "couple", "pack", "number"}
_FRAMES = re.compile(  # what says only by which sense something is known
    r"\b(?:what is heard is|(?:the )?(?:video|picture|clip) (?:shows|has|contains)|"
    r"(?:the )?(?:audio|sound|soundtrack) (?:has|contains|features)|"
    r"(?:that|which|who) (?:is|are) (?:not|never) (?:in the picture|seen|visible|shown|in view)|"
    r"in (?:the|this) (?:video|audio)|out of (?:sight|view))\b ?",
    re.IGNORECASE,
)


class Rules:
    """The rule-based backend."""

    name = "rules"
    title = "By rules (no model)"

    def decompose(self, joint: str) -> Decomposition:
        """Both targets of one caption of one or more sentences."""
        visual, audio = [], []
        for sentence in re.split(r"(?<=[.!?])\s+", joint.strip()):
            cut = clauses(_FRAMES.sub("", sentence))
            subject = _name(_subject(cut[0].tokens)) if cut else ()
            visual.append(_seen(cut))
            audio.append(_heard(cut, subject))
        return Decomposition(" ".join(filter(None, visual)), " ".join(filter(None, audio)))


def _seen(cut: Sequence[Clause]) -> str:
    """The clauses that are seen, as they stand."""
    first = cut[0] if cut else Clause((), ())
    opens = first.sense is Sense.HEARD and not first.joint
    tokens = list(_scene(first.tokens)) if opens else []
    waits_for_verb = bool(tokens)
    for clause in cut:
        if clause.sense is not Sense.HEARD:
            if opens and not tokens and _is_participle(clause):
                tokens, waits_for_verb = list(_singer(first.tokens)), True
            bare = clause.is_subjectless or _is_participle(clause)
            joined = tokens and not (waits_for_verb and bare)
            tokens += [*(clause.joint if joined else ()), *clause.tokens]
            waits_for_verb = False
    return _sentence(tokens)


def _is_participle(clause: Clause) -> bool:
    """Whether a clause tells what the one who was named is doing: "playing the piano"."""
    return clause.tokens[0].endswith("ing") and not is_plain(clause.tokens[0])


def _singer(tokens: Sequence[str]) -> tuple[str, ...]:
    """Who sounds in a first clause: "A woman" of "A woman sings"; empty if that is a sound."""
    verb = Clause((), tuple(tokens)).verb_at or 0
    source = tuple(token for token in tokens[:verb] if token not in _BEING)
    return () if _is_sound(source) or "heard" in tokens else source


def _scene(tokens: Sequence[str]) -> tuple[str, ...]:
    """What a sounding first clause shows: "An animated bird on a branch" where one sings.

    Empty if neither a look nor a place says that its source is seen.
    """
    verb = Clause((), tuple(tokens)).verb_at
    if verb is None or "heard" in tokens or _is_sound(tokens[:verb]) or tokens[0] == "With":
        return ()
    source = tuple(token for token in tokens[:verb] if token not in _BEING)
    place = _place(tokens[verb + 1 :])
    looks = [word for word in source if is_plain(word) and not _is_link(word)]
    return (*source, *place) if looks or place else ()


def _place(tokens: Sequence[str]) -> tuple[str, ...]:
    start = _cut_at(tokens)
    end = next((i for i in range(start + 1, len(tokens)) if tokens[i] == "to"), len(tokens))
    return tuple(tokens[start:end])


def _heard(cut: Sequence[Clause], subject: Sequence[str]) -> str:
    """The clauses that are heard, each with its source by name alone."""
    said: list[tuple[tuple[str, ...], tuple[str, ...]]] = []  # source, what it does
    actor = tuple(subject)
    for clause in cut:
        own = () if clause.is_subjectless else _name(_subject(clause.tokens))
        if own and not _is_sound(own) and own[0].lower() not in _PRONOUNS:
            actor = own
        if clause.sense is Sense.SEEN:
            continue
        source, act = _spoken(clause, tuple(subject), actor)
        if said and source and said[-1][0] == source:
            joint = "while" if "while" in clause.joint and act[0].endswith("ing") else "and"
            said[-1] = (source, (*said[-1][1], joint, *act))
        else:
            said.append((source, act))
    tokens: list[str] = []
    for place, (source, act) in enumerate(said):
        link = () if place == 0 else (",",) if place < len(said) - 1 else (",", "and")
        tokens += [*link, *source, *act]
    return _sentence(tokens)


def _spoken(
    clause: Clause, subject: tuple[str, ...], actor: tuple[str, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Source and act of a clause that is heard."""
    tokens, verb = clause.tokens, clause.verb_at
    if clause.is_subjectless and verb is None:  # "gives a long yawn"
        return actor, tokens
    if verb is None:
        return (), _sound_name(tokens)
    before, act = tokens[:verb], _act(tokens[verb:])
    if not before or before[0].lower() in _LEADING:
        return actor, act
    if before[0].lower() in _PRONOUNS:
        return subject, (*before[1:], *act)
    if _is_sound(before):
        return before, act
    source = _subject(before)
    helpers = [token for token in before if token.lower() in _BEING | {"heard"}]
    return _name(source), (*helpers, *act)


def _sound_name(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """A sound by its name, "a thump", without what stands far before it."""
    at = next((place for place, token in enumerate(tokens) if names_sound(token)), 0)
    start = max((place for place in range(at + 1) if _is_article(tokens[place])), default=0)
    return tokens[start:] if start > 3 else tokens


def _act(tokens: Sequence[str]) -> tuple[str, ...]:
    """A sounding verb and what belongs to it, without places and without silent acts."""
    kept = tokens[: 1 + _cut_at(tokens[1:])]
    ands = (place for place, word in enumerate(kept[:-1]) if word == "and")
    for place in ands:
        if not is_sounding(kept[place + 1]) and not _is_sound(kept[place + 1 :]):
            return tuple(kept[:place])
    return tuple(kept)


def _subject(tokens: Sequence[str]) -> tuple[str, ...]:
    """The words before the verb, without what follows them: "a cow" of "a cow in a field moos"."""
    if tokens and tokens[0].lower() == "with":
        tokens = tokens[1:]
    if tokens and tokens[0].lower() in _PLACES | {"after", "before", "during"}:
        starts = [place for place, token in enumerate(tokens) if place > 2 and _is_article(token)]
        tokens = tokens[starts[0] :] if starts else ()
    ends = _PLACES | {"with", "of", "that", "which", "who", "is", "are", "was", "were", ",", "to"}
    for place, token in enumerate(tokens):
        word = token.lower()
        group = word == "of" and place and tokens[place - 1].lower() in _GROUPS
        acts = place > 1 or (place == 1 and not _is_article(tokens[0]))
        verb = acts and _may_be_verb(tokens, place)
        if (word in ends and not group and place) or verb:
            return tuple(tokens[:place])
    return tuple(tokens)


def _may_be_verb(tokens: Sequence[str], place: int) -> bool:
    word = tokens[place].lower()
    if is_sounding(word) or word.endswith("ing"):
        return not is_plain(word)
    before = tokens[place - 1].lower()
    if is_plain(before) or is_plain(word):
        return False
    return is_plural(before) or (word.endswith("s") and not word.endswith("ss"))


def _is_link(word: str) -> bool:
    return _is_article(word) or word.lower() in _PLACES | {"with", "and", "of"}


def _is_article(word: str) -> bool:
    return word.lower() in {"a", "an", "the", "its", "his", "her", "their"}


def _name(source: Sequence[str]) -> tuple[str, ...]:
    """A source without its looks: "a cow" of "A black and white cow", "hens" of "Brown hens"."""
    if not source or source[0].lower() in _PRONOUNS:
        return tuple(source)
    words = list(source)
    if "of" in words and words[words.index("of") - 1].lower() in _GROUPS:
        words = words[words.index("of") + 1 :]
    kept = [word for place, word in enumerate(words) if not _is_look(word, place)]
    while kept and kept[0] == "and":  # of "black and white"
        kept = kept[1:]
    if not kept:
        return tuple(source)
    lower = [word.lower() if word == words[0] else word for word in kept]
    if is_plural(kept[-1]) or not any(map(_is_article, words[:1])):
        return tuple(lower)
    article = words[0].lower() if words[0].lower() in {"the", "some", "no"} else ""
    return (article or ("an" if lower[0][0] in "aeiouAEIOU" else "a"), *lower)


def _is_look(word: str, place: int) -> bool:
    """Whether a word before the noun says what it looks like, or is an article."""
    looks = is_plain(word) or "-" in word or word.endswith(("ed", "ing"))
    return looks and not (word[0].isupper() and place > 0) and word.lower() != "and"


def _is_sound(tokens: Sequence[str]) -> bool:
    return any(map(names_sound, tokens))


def _cut_at(tokens: Sequence[str]) -> int:
    """Where a place begins that says nothing of the sound: "in the grass", not "in turn"."""
    for place, token in enumerate(tokens):
        if token.lower() in _PLACES:
            after = {word.lower() for word in tokens[place + 1 : place + 4]}
            if not (after & _HEARABLE or _is_sound(list(after))):
                return place
    return len(tokens)


def _sentence(tokens: Sequence[str]) -> str:
    text = " ".join(tokens).strip(" ,;")
    text = re.sub(r" ([,;])", r"\1", text)
    return text[:1].upper() + text[1:] + "." if text else ""


DECOMPOSER = Rules()
