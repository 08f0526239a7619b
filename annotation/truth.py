"""Verdicts that the manifest's own labels give, for runs without people; marked as such.

They check a recipe's pairs by another way than they were built: the words of each answer against
the labelled sounds and things of the two clips.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from annotation.association import may_sound
from annotation.lexicon import akin, names, suggests, words
from annotation.rubric import questions
from annotation.scene import Scene, scenes
from core.preference import PreferencePair
from core.prompts import YES
from core.records.base import now
from core.store import Store
from core.verdict import Decision, Judgement, Sides, Verdict

ANNOTATOR = "manifest"
_SILENCE = {"silence", "nothing", "quiet"}


@dataclass(frozen=True, slots=True)
class TruthReport:
    """How the manifest judges the pairs of a workspace."""

    accepted: int
    rejected: int
    unknown: int  # pairs of clips that no manifest describes
    new: int  # verdicts that were not there before


Held = tuple[bool, bool]  # whether each question of the rubric is answered Yes


def judge_all(store: Store) -> TruthReport:
    """Store a verdict on every pair whose clips a manifest describes; safe to run twice."""
    known = scenes(store)
    pairs = list(store.pairs.each())
    given = [verdict for pair in pairs if (verdict := verdict_on(pair, known)) is not None]
    accepted = sum(verdict.decision is Decision.ACCEPT for verdict in given)
    return TruthReport(
        accepted, len(given) - accepted, len(pairs) - len(given), store.verdicts.add_all(given)
    )


def verdict_on(pair: PreferencePair, known: Mapping[str, Scene]) -> Verdict | None:
    """The manifest's verdict on a pair; None where no manifest describes its clips."""
    swapped = pair.rejected.input
    picture, sound = known.get(swapped.video or ""), known.get(swapped.audio or "")
    judge = _JUDGES.get(pair.kind)
    if judge is None or picture is None or sound is None:
        return None
    if not _is_described(picture) or not _is_described(sound):
        return None
    held = judge(pair, picture, sound)
    answers = {
        question.id: Judgement.YES if holds else Judgement.NO
        for question, holds in zip(questions(pair), held, strict=True)
    }
    return Verdict(
        token=f"manifest-{pair.id}",
        pair=pair.id,
        annotator=ANNOTATOR,
        answers=answers,
        decision=Decision.ACCEPT if all(held) else Decision.REJECT,
        note="",
        flags=(),
        seconds_spent=0.0,
        sides=Sides.CHOSEN_FIRST,
        at=now(),
        via="manifest",
    )


def _is_described(scene: Scene) -> bool:
    makers = [thing.made_by for thing in scene.things] + [event.made_by for event in scene.events]
    return "manifest" in makers or scene.is_silent


def _attribution(pair: PreferencePair, picture: Scene, sound: Scene) -> Held:
    if asked := names(str(pair.facts.get("asked", ""))):
        heard, visible = suggests(asked, sound.heard), akin(asked, picture.seen)
        return (heard, not visible) if pair.chosen.response == YES else (not heard, visible)
    chosen, rejected = names(pair.chosen.response), names(pair.rejected.response)
    return akin(chosen, sound.heard), not akin(rejected, sound.heard)


def _sensitivity(pair: PreferencePair, picture: Scene, sound: Scene) -> Held:
    response = pair.chosen.response
    foreign = not akin(picture.heard, sound.heard) and not may_sound(picture.seen, sound.heard)
    if response == YES:
        return picture.shows_its_sound, foreign
    says_silence = bool(_SILENCE & set(words(response)))
    fits = akin(names(response), picture.heard) if picture.heard else says_silence
    return fits, foreign and bool(sound.heard)


def _retention(pair: PreferencePair, picture: Scene, sound: Scene) -> Held:
    if asked := names(str(pair.facts.get("asked", ""))):
        heard, visible = suggests(asked, sound.heard), akin(asked, picture.seen)
        return (visible, not heard) if pair.chosen.response == YES else (not visible, heard)
    chosen, rejected = names(pair.chosen.response), names(pair.rejected.response)
    return akin(chosen, picture.seen), not akin(rejected, picture.seen)


_JUDGES = {
    "acpo/attribution": _attribution,
    "acpo/sensitivity": _sensitivity,
    "acpo/retention": _retention,
}
