"""The donor choice: whose sound is put under a picture to which it does not belong.

ACPO keeps the picture and takes the sound of another clip; how it is chosen is not published.
Ours: the donor is audible, comes from another recording of the same split, has no sound in common
with the picture's clip, and nothing in the picture suggests what it sounds like. Sounds of what
their own clip shows can be named and checked best: they donate CLEAR_WEIGHT times as often as
others. Pictures that suggest no sound of their own tempt nobody: they get half as many donors.
"""

import heapq
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotation.chance import draw
from annotation.lexicon import akin, names, suggests
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
    return "its source is seen" if suggests(picture.seen, sound.heard) else ""


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
        self._scenes = {scene.clip.id: scene for scene in members}
        self._pictures = sorted(self._scenes, key=lambda clip: draw(seed, "picture", clip))
        self._queue = [  # (next use by weight, order among equals, clip id)
            (1 / _weight(scene), draw(seed, "donor", clip), clip)
            for clip, scene in self._scenes.items()
            if scene.heard and scene.clip.is_audible
        ]
        heapq.heapify(self._queue)

    def play(self, count: int) -> dict[str, tuple[Donor, ...]]:
        chosen: dict[str, tuple[Donor, ...]] = dict.fromkeys(self._scenes, ())
        for turn in range(count):
            for picture in self._pictures:
                if turn % 2 and not self._scenes[picture].shows_its_sound:
                    continue
                taken = {donor.clip.id for donor in chosen[picture]}
                donor = self._next(self._scenes[picture], taken)
                if donor is not None:
                    chosen[picture] += (donor,)
        return chosen

    def _next(self, picture: Scene, taken: set[str]) -> Donor | None:
        passed = []
        found = None
        while self._queue and found is None:
            uses, order, clip = heapq.heappop(self._queue)
            found = None if clip in taken else self._judged(picture, self._scenes[clip])
            used = 1 / _weight(self._scenes[clip]) if found is not None else 0
            passed.append((uses + used, order, clip))
        for entry in passed:
            heapq.heappush(self._queue, entry)
        return found

    def _judged(self, picture: Scene, sound: Scene) -> Donor | None:
        if clash(picture, sound) or not self._allowed(picture.clip, sound.clip):
            return None
        similarity = self._measure(picture, sound)
        if similarity >= TOO_SIMILAR:
            return None
        reason = "another recording, with no sound and no thing in common"
        return Donor(sound.clip, round(similarity, 3), reason)


def _weight(sound: Scene) -> int:
    return CLEAR_WEIGHT if sound.shows_its_sound else 1


def _any(_picture: Clip, _sound: Clip) -> bool:
    return True


def _all_names(scene: Scene) -> frozenset[str]:
    return scene.seen | scene.heard | names(*(scene.text(modality) for modality in Modality))
