"""The grid of pictures under sounds: what is asked of each cell, and how the answers are judged.

Rates, each 0 to 1, over swapped cells unless said:
hallucination_rate   asked what it hears, the model names the visible but silent source; lower is
                     better, like the rates that follow from yes/no questions
audio_accuracy       asked what it hears, it names what sounds, and no other source
visual_accuracy      asked what it sees, it names what is shown, and no other source
joint_accuracy       asked for both, it names both, and no sound or source that is not there
matched_accuracy     under their own sound: hears right and sees right, pooled
yes_to_seen_rate     yes to "Is the X making sound in the audio?" of the visible, silent X
yes_to_third_rate    the same of an X that is neither seen nor heard
yes_to_heard_rate    the same of the X that sounds; higher is better
yes_rate             yes to any of these three
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core import prompts
from core.answer import Score
from core.caption import Modality, Thing
from core.clip import AVInput, Clip, Split
from core.combination import combination_split
from core.models.base import Model
from core.store import Store
from training.batch import View
from training.features import Features
from training.naming import (
    Names,
    all_names,
    names_both,
    names_the_heard,
    names_the_seen,
    names_the_silent,
    others,
)
from training.scores import score

# of an answer, the names of picture and sound, and those of all that is in neither
Judge = Callable[[str, Names, Names, frozenset[str]], bool]

MAX_NEW_TOKENS = 64


def _is_yes(answer: str, _picture: Names, _sound: Names, _others: frozenset[str]) -> bool:
    return answer.strip().lower().startswith("yes")


_SWAPPED: tuple[tuple[str, Mapping[str, Judge]], ...] = (
    (
        prompts.HEAR[0],
        {"hallucination_rate": names_the_silent, "audio_accuracy": names_the_heard},
    ),
    (prompts.SEE[0], {"visual_accuracy": names_the_seen}),
    (prompts.BOTH[0], {"joint_accuracy": names_both}),
)
_MATCHED: tuple[tuple[str, Mapping[str, Judge]], ...] = (
    (prompts.HEAR[0], {"matched_accuracy": names_the_heard}),
    (prompts.SEE[0], {"matched_accuracy": names_the_seen}),
)
RATES = (
    "hallucination_rate",
    "audio_accuracy",
    "visual_accuracy",
    "matched_accuracy",
    "joint_accuracy",
    "yes_to_seen_rate",
    "yes_to_heard_rate",
    "yes_to_third_rate",
    "yes_rate",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A clip with the names of what is seen and heard in it."""

    clip: Clip
    names: Names
    seen: str  # what a question calls its main visible thing
    heard: str  # and its main audible source; empty: nothing sounds


@dataclass(frozen=True, slots=True)
class Cell:
    """One picture under one sound in one rendering."""

    picture: Known
    sound: Known
    third: str  # a thing that is neither seen nor heard
    seed: int | None  # of the rendering; None: as they are
    others: frozenset[str] = frozenset()  # names of all sources that are neither seen nor heard

    @property
    def is_swapped(self) -> bool:
        """Whether the sound is another clip's."""
        return self.picture.clip.id != self.sound.clip.id

    @property
    def view(self) -> View:
        """What the model is shown."""
        shown = AVInput(self.picture.clip.id, self.sound.clip.id)
        return View(shown, self.seed, self.seed)

    @property
    def clips(self) -> tuple[str, ...]:
        """The recordings that it rests on: of the picture and, if swapped, of the sound."""
        picture, sound = self.picture.clip.source, self.sound.clip.source
        return (picture, sound) if self.is_swapped else (picture,)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer and what it counts for."""

    cell: Cell
    prompt: str
    answer: str
    judged: Mapping[str, bool]  # by rate


def known_clips(store: Store) -> list[Known]:
    """The clips of which it is known what is seen in them, in the order of import."""
    things, named = store.clips.all_things(), all_names(store)
    found = []
    for clip in store.clips.all():
        if named[clip.id].seen:
            listed = things.get(clip.id, [])
            seen, heard = (_first(listed, kind) for kind in (Modality.VISUAL, Modality.AUDIO))
            found.append(Known(clip, named[clip.id], seen, heard))
    return found


def _first(things: Sequence[Thing], modality: Modality) -> str:
    return next((thing.name for thing in things if thing.modality is modality), "")


def combinations(known: Sequence[Known], part: Split) -> list[tuple[Known, Known]]:
    """Swapped combinations of sources that are not held out themselves, kept for this part.

    A clip of the validation split makes any combination of it one for validation.
    """
    return [
        (picture, sound)
        for picture in known
        for sound in known
        if fits(picture, sound) and _part(picture.clip, sound.clip) is part
    ]


def unseen_combinations(known: Sequence[Known]) -> list[tuple[Known, Known]]:
    """Swapped combinations of sources that no model of ours has met."""
    unseen = [clip for clip in known if clip.clip.split is Split.TEST]
    return [(picture, sound) for picture in unseen for sound in unseen if fits(picture, sound)]


def sampled(found: Sequence[tuple[Known, Known]], most: int) -> list[tuple[Known, Known]]:
    """All, or of many an even sample in an order that depends on the clips alone."""
    ordered = sorted(found, key=lambda pair: f"{pair[0].clip.id} {pair[1].clip.id}"[::-1])
    return ordered[:most]


def own_sounds(pictures: Iterable[Known]) -> list[tuple[Known, Known]]:
    """Each of these pictures under its own sound, if that can be named."""
    return [(known, known) for known in pictures if known.heard and known.clip.is_audible]


def _part(picture: Clip, sound: Clip) -> Split | None:
    splits = {picture.split, sound.split}
    if Split.TEST in splits:
        return None  # an unseen source beside a known one says little
    if Split.VALIDATION in splits:
        return Split.VALIDATION
    return combination_split(picture.name, sound.name)


def fits(picture: Known, sound: Known) -> bool:
    """Whether these make a swapped cell: another recording, audible, of nothing that is seen."""
    shown = picture.names.seen | picture.names.heard | picture.names.told
    return (
        picture.clip.source != sound.clip.source
        and bool(sound.heard)
        and sound.clip.is_audible
        and shown.isdisjoint(sound.names.heard | sound.names.seen)
    )


def cells(
    combinations: Sequence[tuple[Known, Known]],
    things: Sequence[Known],
    seeds: Sequence[int | None],
) -> list[Cell]:
    """Every combination in every rendering; `things` are all that an answer might name."""
    names = [known.names for known in things]
    found = []
    for picture, sound in combinations:
        third, rest = _third(picture, sound, things), others(picture.names, sound.names, names)
        found += [Cell(picture, sound, third, seed, rest) for seed in seeds]
    return found


def _third(picture: Known, sound: Known, things: Sequence[Known]) -> str:
    """A thing of another clip, the same for the same combination."""
    taken = picture.names.seen | picture.names.heard | picture.names.told | sound.names.heard
    taken |= sound.names.seen
    free = [known.seen for known in things if known.names.seen.isdisjoint(taken)]
    number = int(picture.clip.id[:8] + sound.clip.id[:8], 16)
    return str(np.random.default_rng(number).choice(free)) if free else ""


def ask(model: Model, features: Features, asked: Sequence[Cell]) -> list[Outcome]:
    """Put every question to the model as it is now; answers are greedy."""
    questions = sorted(
        ((prompt, judges, cell) for cell in asked for prompt, judges in _questions(cell)),
        key=lambda question: tuple(question[1]),  # a batch ends with its longest answer
    )
    answers = model.answers(
        [(features.input(cell.view), prompt) for prompt, _, cell in questions], MAX_NEW_TOKENS
    )
    return [
        Outcome(
            cell,
            prompt,
            answer,
            {
                rate: judge(answer, cell.picture.names, cell.sound.names, cell.others)
                for rate, judge in judges.items()
            },
        )
        for (prompt, judges, cell), answer in zip(questions, answers, strict=True)
    ]


def rates(outcomes: Sequence[Outcome]) -> dict[str, Score]:
    """Every rate with its interval over clips; of what was not asked n is 0."""
    found = {}
    for rate in RATES:
        counted = [outcome for outcome in outcomes if rate in outcome.judged]
        found[rate] = score(
            [float(outcome.judged[rate]) for outcome in counted],
            [outcome.cell.clips for outcome in counted],
        )
    return found


def _questions(cell: Cell) -> Iterator[tuple[str, Mapping[str, Judge]]]:
    if not cell.is_swapped:
        yield from _MATCHED
        return
    yield from _SWAPPED
    things = {"seen": cell.picture.seen, "heard": cell.sound.heard, "third": cell.third}
    for which, thing in things.items():
        if thing:
            rate = f"yes_to_{which}_rate"
            yield prompts.is_heard(thing), {rate: _is_yes, "yes_rate": _is_yes}
