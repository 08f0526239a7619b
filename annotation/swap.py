"""The donor choice: whose sound is put under a picture to which it does not belong.

ACPO keeps the picture and takes the sound of another clip; how it is chosen is not published.
Ours: the donor is audible, comes from another recording of the same split, has no sound in common
with the picture's clip, and nothing in the picture may be taken for what sounds. Sounds of what
their own clip shows can be named and checked best: they donate CLEAR_WEIGHT times as often as
others. Pictures that suggest no sound of their own tempt nobody: they get half as many donors.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from annotation.association import may_sound
from annotation.chance import draw
from annotation.lexicon import akin, expected, names, widened
from annotation.scene import Scene
from core.caption import Modality
from core.clip import Clip, Split
from core.errors import NotFound

CLEAR_WEIGHT = 3  # how much more often a sound donates that is of what its own clip shows
TOO_SIMILAR = 0.5  # two clips of which half of all words are the same are one scene

Measure = Callable[[Scene, Scene], float]  # 0 to 1; sentence embeddings may stand in for words
Allowed = Callable[[Clip, Clip], bool]  # (picture, sound): whether they may be put together


@dataclass(frozen=True, slots=True)
class Donor:
    """A clip whose sound is put under another clip's picture."""

    clip: Clip
    similarity: float  # of the two clips, 0 to 1
    reason: str  # why it may be one, for people who check it


def word_overlap(one: Scene, other: Scene) -> float:
    """Shared names over all names in labels, things and captions of both: 0 to 1."""
    first, second = _all_names(one), _all_names(other)
    return len(first & second) / (len(first | second) or 1)


def clash(picture: Scene, sound: Scene) -> str:
    """Why this sound may not be put under this picture; empty if it may."""
    if picture.clip.source == sound.clip.source:
        return "the same recording"
    if picture.clip.split is not sound.clip.split:
        return "another split"
    if not sound.clip.is_audible or not sound.heard:
        return "nothing to be heard"
    if akin(picture.heard, sound.heard):
        return "a sound in common"
    return "its source is seen" if may_sound(picture.seen, sound.heard) else ""


def donors(
    scenes: Sequence[Scene],
    clip_id: str,
    count: int,
    seed: int,
    allowed: Allowed | None = None,
    measure: Measure = word_overlap,
) -> tuple[Donor, ...]:
    """The donors of one clip among these; NotFound if the clip is not among them."""
    chosen = assign(scenes, count, seed, allowed, measure)
    if clip_id not in chosen:
        raise NotFound(f'There is no clip "{clip_id}" to find a donor for.')
    return chosen[clip_id]


def assign(
    scenes: Sequence[Scene],
    count: int,
    seed: int,
    allowed: Allowed | None = None,
    measure: Measure = word_overlap,
) -> dict[str, tuple[Donor, ...]]:
    """Up to `count` donors for every clip, by its id; donors alike are used about equally often.

    The same scenes and seed give the same choice in any order, and a larger count only adds to it.
    """
    chosen: dict[str, tuple[Donor, ...]] = {}
    for split in Split:
        members = [scene for scene in scenes if scene.clip.split is split]
        chosen |= _Round(members, seed, allowed or _any, measure).play(count)
    return chosen


class _Round:
    """The pictures of one split take donors in turn, always the least used for its weight."""

    def __init__(
        self, members: Sequence[Scene], seed: int, allowed: Allowed, measure: Measure
    ) -> None:
        self._allowed, self._measure = allowed, measure
        self._pictures = _shuffled(members, seed, "picture")
        audible = [scene for scene in members if scene.heard and scene.clip.is_audible]
        self._donors = _shuffled(audible, seed, "donor")
        self._uses = np.array([1 / _weight(donor) for donor in self._donors])  # (donors,)
        places: dict[str, list[int]] = {}
        for place, donor in enumerate(self._donors):
            for name in donor.heard:
                places.setdefault(name, []).append(place)
        self._heard_in = {name: np.array(found) for name, found in places.items()}

    def play(self, count: int) -> dict[str, tuple[Donor, ...]]:
        chosen: dict[str, tuple[Donor, ...]] = {scene.clip.id: () for scene in self._pictures}
        for turn in range(count):
            for picture in self._pictures:
                if turn % 2 and not picture.shows_its_sound:
                    continue
                taken = {donor.clip.id for donor in chosen[picture.clip.id]}
                donor = self._next(picture, taken)
                if donor is not None:
                    chosen[picture.clip.id] += (donor,)
        return chosen

    def _next(self, picture: Scene, taken: set[str]) -> Donor | None:
        uses = self._uses.copy()
        for name in widened(picture.heard | picture.seen) | expected(picture.seen):
            if name in self._heard_in:
                uses[self._heard_in[name]] = np.inf  # all of them clash
        while uses.size and np.isfinite(uses[place := int(uses.argmin())]):
            sound = self._donors[place]
            found = None if sound.clip.id in taken else self._judged(picture, sound)
            if found is not None:
                self._uses[place] += 1 / _weight(sound)
                return found
            uses[place] = np.inf
        return None

    def _judged(self, picture: Scene, sound: Scene) -> Donor | None:
        if clash(picture, sound) or not self._allowed(picture.clip, sound.clip):
            return None
        similarity = self._measure(picture, sound)
        if similarity >= TOO_SIMILAR:
            return None
        reason = "another recording, with no sound and no thing in common"
        return Donor(sound.clip, round(similarity, 3), reason)


def _shuffled(scenes: Sequence[Scene], seed: int, role: str) -> list[Scene]:
    return sorted(scenes, key=lambda scene: draw(seed, role, scene.clip.id))


def _weight(sound: Scene) -> int:
    return CLEAR_WEIGHT if sound.shows_its_sound else 1


def _any(_picture: Clip, _sound: Clip) -> bool:
    return True


def _all_names(scene: Scene) -> frozenset[str]:
    return scene.seen | scene.heard | names(*(scene.text(modality) for modality in Modality))
