"""What is asked of a picture and a sound, and the answer that is taught."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core import prompts
from training.naming import stems
from training.pretrain.sources import ELSE, NOTHING_HEARD, NOTHING_SEEN, Source

QA = tuple[str, str]  # prompt, answer
_ALSO_SEEN = {"cat-yarn": ("cat",), "white-duck": ("duck",)}  # other names of the main thing


@dataclass(frozen=True, slots=True)
class Scene:
    """What is shown, and what is to be said of its sound; None: that modality is absent."""

    picture: Source | None
    sound: Source | None


def heard_names(sound: Source | None) -> tuple[str, ...]:
    """Things of which it is right to say that they sound."""
    if sound is None:
        return ()
    return sound.audible + (sound.visible[:1] if sound.is_clear else ())


def seen_names(picture: Source | None) -> tuple[str, ...]:
    """Things of which it is right to say that they are visible."""
    if picture is None:
        return ()
    return picture.visible + _ALSO_SEEN.get(picture.name, ())


def hears(scene: Scene) -> str:
    """The answer to what is heard."""
    return scene.sound.hears if scene.sound else NOTHING_HEARD


def sees(scene: Scene) -> str:
    """The answer to what is seen."""
    return scene.picture.sees if scene.picture else NOTHING_SEEN


def both(scene: Scene) -> str:
    """The answer to what is seen and heard: the clip's own words under its own sound."""
    if scene.picture is not None and scene.picture is scene.sound and scene.picture.both:
        return scene.picture.both
    return f"{sees(scene)} {hears(scene)}"


class Questions:
    """Draws questions with their answers; yes/no questions come in pairs that differ in the thing.

    Without the pair a model can be right half the time by never looking: with it, only the thing
    in the question decides.
    """

    def __init__(self, known: Sequence[Source], rng: np.random.Generator, other: float) -> None:
        self._rng = rng
        self._other = other  # share of "No" questions about what the other modality holds
        heard = {name for source in known for name in (*heard_names(source), *source.visible[:1])}
        seen = {name for source in known for name in source.visible}
        makers = {name for source in known if source.is_clear for name in heard_names(source)}
        self._heard, self._seen = sorted(heard), sorted(seen | makers)

    def hear(self, scene: Scene) -> QA:
        """An open question about the sound."""
        return self._one_of(prompts.HEAR), hears(scene)

    def see(self, scene: Scene) -> QA:
        """An open question about the picture."""
        return self._one_of(prompts.SEE), sees(scene)

    def both(self, scene: Scene) -> QA:
        """An open question about both."""
        return self._one_of(prompts.BOTH), both(scene)

    def matching(self, scene: Scene) -> QA:
        """Whether sound and picture belong together."""
        return prompts.MATCHING, prompts.YES if scene.picture is scene.sound else prompts.NO

    def is_heard(self, scene: Scene) -> list[QA]:
        """A yes and a no question about a source of sound; only the no if there is no source."""
        right = heard_names(scene.sound)
        barred = stems([*right, scene.sound.hears if scene.sound else ""])
        tempting = seen_names(scene.picture)[:1]
        wrong = self._wrong(self._heard, tempting, barred)
        asked = [(prompts.is_heard(wrong), prompts.NO)]
        return [*([(prompts.is_heard(self._one_of(right)), prompts.YES)] if right else []), *asked]

    def is_seen(self, scene: Scene) -> list[QA]:
        """A yes and a no question about a visible thing; only the no if there is none."""
        right = seen_names(scene.picture)
        barred = stems([*right, scene.picture.sees if scene.picture else ""])
        if scene.picture is not None and scene.picture.is_clear:
            barred |= stems(scene.picture.audible)  # "Is the rain visible?" has no plain answer
        wrong = self._wrong(self._seen, heard_names(scene.sound), barred)
        asked = [(prompts.is_seen(wrong), prompts.NO)]
        if not right:
            return asked
        main_first = right[0] if self._rng.random() < 0.6 else self._one_of(right)
        return [(prompts.is_seen(main_first), prompts.YES), *asked]

    def _wrong(self, names: Sequence[str], tempting: Sequence[str], barred: frozenset[str]) -> str:
        """A thing that shares no word with what is there; often one of the other modality."""
        choices = [name for name in tempting if stems([name]).isdisjoint(barred)]
        if choices and self._rng.random() < self._other:
            return self._one_of(choices)
        return self._one_of([name for name in names if stems([name]).isdisjoint(barred)])

    def _one_of(self, choices: Sequence[str]) -> str:
        return choices[int(self._rng.integers(len(choices)))]


def corpus(known: Sequence[Source]) -> list[str]:
    """Every sentence that is asked or answered, for the tokenizer."""
    texts = [*prompts.HEAR, *prompts.SEE, *prompts.BOTH, prompts.MATCHING]
    texts += [prompts.YES, prompts.NO, NOTHING_HEARD, NOTHING_SEEN, ELSE.hears, ELSE.sees]
    for source in known:
        texts += [source.sees, source.hears, source.both]
        texts += [prompts.is_heard(name) for name in heard_names(source)]
        texts += [prompts.is_seen(name) for name in seen_names(source)]
    return texts
