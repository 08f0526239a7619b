"""Pairs of ACPO (arXiv:2604.14129): answers that follow the sound, not the picture.

Every picture is put under the sound of other clips (annotation/swap.py). Then
  attribution   one swapped input, two answers: what is heard before what is only seen
  sensitivity   one answer, two inputs: it fits its own sound better than a foreign one
  retention     the mirror image of attribution, asked about the picture. It is ours, not the
                paper's: without it a tuned model loses its sight on swapped clips.
The paper's forms are "description" and "caption"; the others, too, are ours. The yes/no questions
are AVHBench's (arXiv:2410.18325).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotation.chance import draw, pick
from annotation.recipes.base import Context, option
from annotation.scene import Scene
from annotation.swap import Donor, assign
from core.caption import Modality
from core.clip import AVInput, Clip, Split
from core.combination import combination_split
from core.preference import PreferencePair, Turn, pair_id
from core.prompts import BOTH, HEAR, MATCHING, NO, SEE, YES, is_heard, is_seen


@dataclass(frozen=True, slots=True)
class Options:
    """Which pairs are built; each field is one of the form's."""

    donors: int = option(
        4, "Donors", "Foreign sounds for a picture; half for one that suggests no sound.", 1, 100
    )
    seed: int = option(0, "Seed", "Another seed, other donors and wordings.")
    paraphrases: bool = option(True, "Paraphrases", "Ask in several wordings.")
    retention_share: float = option(
        1.0, "Retention", "Share of swapped inputs that are also asked about the picture.", 0, 1
    )
    description: bool = option(True, "Descriptions", "What is heard before what is seen.")
    expected_sound: bool = option(
        True, "Expected sounds", "What is heard before the sound that the picture suggests."
    )
    yes_no: bool = option(True, "Yes/no questions", "Is it heard, is it seen? As AVHBench asks.")
    caption: bool = option(True, "Captions", "The whole caption: its own sound before another.")
    audio_caption: bool = option(True, "Sound captions", "The same with the sound's caption.")
    matching: bool = option(True, "Matching", "Do sound and picture belong together?")
    include_held_out: bool = option(
        False, "Held-out combinations", "Also those that benchmarks keep: scores then mean little."
    )


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture under one foreign sound, and what is asked about it."""

    picture: Scene
    sound: Scene
    donor: Donor
    options: Options

    @property
    def swapped(self) -> AVInput:
        """The picture under the foreign sound."""
        return AVInput(self.picture.clip.id, self.sound.clip.id)

    @property
    def group(self) -> str:
        """Ties the pairs of this picture and sound."""
        return f"{self.picture.clip.id}-{self.sound.clip.id}"

    def wording(self, prompts: tuple[str, ...], form: str) -> str:
        """One of the wordings of a prompt, or its first if there shall be no paraphrases."""
        if not self.options.paraphrases:
            return prompts[0]
        return pick(prompts, self.options.seed, self.group, form, prompts[0])

    def answers(self, prompt: str, asks: Modality, good: str, bad: str) -> tuple[Turn, Turn]:
        """One swapped input, two answers."""
        shown = self.swapped
        return Turn(shown, prompt, asks, good), Turn(shown, prompt, asks, bad)

    def inputs(self, prompt: str, asks: Modality, response: str) -> tuple[Turn, Turn]:
        """One answer, first under its own sound, then under the foreign one."""
        own = self.picture.clip.id
        aligned = Turn(AVInput(own, own), prompt, asks, response)
        return aligned, Turn(self.swapped, prompt, asks, response)


@dataclass(frozen=True, slots=True)
class Draft:
    """A pair before it has an id."""

    kind: str
    form: str
    turns: tuple[Turn, Turn]  # chosen, rejected
    asked: str = ""  # the thing that a yes/no question is about


class Acpo:
    """The recipe: every form that the options ask for, of every picture and donor."""

    name = "acpo"
    title = "ACPO: follow the sound, not the picture"
    kinds: Mapping[str, str] = {
        "acpo/attribution": "Says what is heard, not what is seen",
        "acpo/sensitivity": "Changes its answer with the sound",
        "acpo/retention": "Still says what is seen, not what is heard",
    }
    options = Options

    def build(self, context: Context, options: Options) -> Iterator[PreferencePair]:
        """Pairs of every training clip's picture with its donors' sounds."""

        def allowed(picture: Clip, sound: Clip) -> bool:
            split = combination_split(picture.name, sound.name)
            return options.include_held_out or split is Split.TRAIN

        scenes = [scene for scene in context.scenes.values() if _is_picture(scene, context)]
        for clip_id, donors in assign(scenes, options.donors, options.seed, allowed).items():
            picture = context.scenes[clip_id]
            if not donors:
                context.skip(picture.clip, "no other clip's sound is foreign to its picture")
            for donor in donors:
                sample = Sample(picture, context.scenes[donor.clip.id], donor, options)
                for draft in _drafts(sample):
                    yield _pair(sample, draft)


def _is_picture(scene: Scene, context: Context) -> bool:
    if scene.clip.split is not Split.TRAIN:
        context.skip(scene.clip, f"it is kept for {scene.clip.split}")
        return False
    if not scene.captions:
        context.skip(scene.clip, "it has no caption")
    return bool(scene.captions)


def _drafts(sample: Sample) -> Iterator[Draft]:
    yield from _attribution(sample)
    yield from _sensitivity(sample)
    if draw(sample.options.seed, sample.group, "retention") < sample.options.retention_share:
        yield from _retention(sample)


def _attribution(sample: Sample) -> Iterator[Draft]:
    options, kind, audio = sample.options, "acpo/attribution", Modality.AUDIO
    heard = sample.sound.text(audio)
    seen, expected = sample.picture.text(Modality.VISUAL), sample.picture.text(audio)
    if options.description and heard and seen:
        prompt = sample.wording(HEAR, "description")
        yield Draft(kind, "description", sample.answers(prompt, audio, heard, seen))
    if options.expected_sound and heard and expected and sample.picture.shows_its_sound:
        prompt = sample.wording(HEAR, "expected_sound")
        yield Draft(kind, "expected_sound", sample.answers(prompt, audio, heard, expected))
    if options.yes_no:
        for thing in sample.picture.visible[:1]:
            yield Draft(kind, "yes_no", sample.answers(is_heard(thing), audio, NO, YES), thing)
        for thing in sample.sound.sources[:1]:
            yield Draft(kind, "yes_no", sample.answers(is_heard(thing), audio, YES, NO), thing)


def _sensitivity(sample: Sample) -> Iterator[Draft]:
    options, kind, both = sample.options, "acpo/sensitivity", Modality.AUDIOVISUAL
    joint, own_sound = sample.picture.text(both), sample.picture.text(Modality.AUDIO)
    if options.caption and joint:
        yield Draft(kind, "caption", sample.inputs(sample.wording(BOTH, "caption"), both, joint))
    if options.audio_caption and own_sound:
        prompt = sample.wording(HEAR, "audio_caption")
        yield Draft(kind, "audio_caption", sample.inputs(prompt, Modality.AUDIO, own_sound))
    if options.matching and sample.picture.shows_its_sound:
        yield Draft(kind, "matching", sample.inputs(MATCHING, both, YES))


def _retention(sample: Sample) -> Iterator[Draft]:
    options, kind, visual = sample.options, "acpo/retention", Modality.VISUAL
    seen, heard = sample.picture.text(visual), sample.sound.text(Modality.AUDIO)
    if options.description and seen and heard:
        prompt = sample.wording(SEE, "description")
        yield Draft(kind, "description", sample.answers(prompt, visual, seen, heard))
    if options.yes_no:
        for thing in sample.picture.visible[:1]:
            yield Draft(kind, "yes_no", sample.answers(is_seen(thing), visual, YES, NO), thing)
        for thing in sample.sound.sources[:1]:
            yield Draft(kind, "yes_no", sample.answers(is_seen(thing), visual, NO, YES), thing)


def _pair(sample: Sample, draft: Draft) -> PreferencePair:
    chosen, rejected = draft.turns
    facts: dict[str, str | float] = {
        "form": draft.form,
        "asked": draft.asked,
        "seen": next(iter(sample.picture.visible), ""),
        "heard": next(iter(sample.sound.sources or sample.sound.audible), ""),
        "donor": sample.sound.clip.name,
        "similarity": sample.donor.similarity,
        "reason": sample.donor.reason,
        "seed": float(sample.options.seed),
    }
    identity = pair_id(draft.kind, chosen, rejected)
    return PreferencePair(
        identity, draft.kind, sample.group, chosen, rejected, "recipes/acpo", facts
    )


RECIPE = Acpo()
