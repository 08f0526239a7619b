"""One case as a story that a stranger understands: what is shown, what was asked and answered."""

import logging
from collections.abc import Callable
from typing import Literal, TypedDict

from core import prompts
from core.answer import Answer, Case, Question
from core.clip import AVInput
from core.errors import UserError
from core.store import Store
from core.workspace import Workspace
from ui.components.answer_card import Run, judged
from ui.components.family import spoken
from ui.components.player import Sample, Track, sample_of
from ui.components.scene_words import heard_in, scene_of

_log = logging.getLogger(__name__)
_ASKED = {
    **dict.fromkeys(prompts.HEAR, "Asked what it hears:"),
    **dict.fromkeys(prompts.SEE, "Asked what it sees:"),
    **dict.fromkeys(prompts.BOTH, "Asked to describe the clip:"),
}


Mark = Literal["Right", "Wrong"]


class Said(TypedDict):
    """What one model said."""

    who: str
    mark: Mark
    words: list[Run]
    reason: str


class CaseView(TypedDict):
    """Everything that the page of a case shows."""

    id: str
    title: str
    why: str
    scene: str
    asked: str
    prompt: str
    under: str  # what was unusual about the condition; empty where nothing was
    base: Said
    tuned: Said
    models: str
    credits: list[str]
    kept: str
    sample: Sample


class CaseCard(TypedDict):
    """One case in the gallery."""

    id: str
    title: str
    why: str
    poster: str
    asked: str
    base: Said
    tuned: Said


def view_of(workspace: Workspace, case: Case) -> CaseView:
    """The case with its player; its media have addresses below /media."""
    base, tuned = answers_of(workspace.store, case)
    question = base.question
    sample = sample_of_input(workspace, question.input)
    return {
        "id": case.id,
        "title": case.title,
        "why": case.why,
        "scene": scene_of(workspace.store, question.input),
        "asked": _ASKED.get(question.prompt, f"Asked “{question.prompt}”"),
        "prompt": question.prompt,
        "under": _condition(question),
        "base": _said(workspace.store, base, "The base model said"),
        "tuned": _said(workspace.store, tuned, "After training it said"),
        "models": _models(base, tuned),
        "credits": _credits(workspace.store, question.input),
        "kept": f"Kept by {case.by} on {case.at[:10]}.",
        "sample": _in_words(workspace.store, question.input, sample),
    }


def gallery(workspace: Workspace) -> list[CaseCard]:
    """Every case as the gallery shows it, newest first; one whose clip is gone is left out."""
    cards = []
    for case in workspace.store.cases.all():
        try:
            cards.append(gallery_card(workspace, case))
        except UserError as error:
            _log.warning("Case %s cannot be shown: %s", case.id, error)
    return cards


def gallery_card(workspace: Workspace, case: Case) -> CaseCard:
    """The case as the gallery shows it."""
    view = view_of(workspace, case)
    shown = view["sample"]["swapped"] or view["sample"]["original"]
    return {
        "id": case.id,
        "title": case.title,
        "why": case.why,
        "poster": shown["poster"],
        "asked": view["asked"],
        "base": view["base"],
        "tuned": view["tuned"],
    }


def answers_of(store: Store, case: Case) -> tuple[Answer, Answer]:
    """The mistaken answer and the repaired one; NotFound if the comparison is not there."""
    answers = store.comparisons.get(case.comparison).answers
    return answers[case.base_answer], answers[case.tuned_answer]


def is_right(store: Store, answer: Answer) -> bool:
    """Whether an answer of a case is right, for its page and its figure alike.

    The labels of the clips decide. Where they cannot tell, whoever kept the case has decided: the
    base model's answer is the mistake, the tuned one's the repair.
    """
    found = judged(store, answer.question, answer.text).right
    return answer.model != "base" if found is None else found


def sample_of_input(workspace: Workspace, shown: AVInput) -> Sample:
    """What the player shows of an input: under a swapped sound the own one is there to compare."""
    if shown.is_swapped:
        own = AVInput(shown.video, shown.video)
        return sample_of(workspace, own, shown, start="swapped")
    return sample_of(workspace, shown)


def _in_words(store: Store, shown: AVInput, sample: Sample) -> Sample:
    """The sample with its sounds called by what is heard, where somebody said what that is."""
    for track, clip_id in ((sample["original"], shown.video), (sample["swapped"], shown.audio)):
        if track is None or clip_id is None or track["is_silent"]:
            continue
        if store.clips.things(clip_id):
            track["title"] = heard_in(store, clip_id)
    return sample


def media_of(sample: Sample) -> set[str]:
    """The addresses of every file that the player of this sample may ask for."""
    tracks = [track for track in (sample["original"], sample["swapped"]) if track is not None]
    named = {
        address
        for track in tracks
        for address in (track["video"], track["spectrogram"], track["strip"], track["poster"])
    }
    return named - {""}  # a sound that is not there has no picture


def moved(sample: Sample, address: Callable[[str], str]) -> Sample:
    """The same sample with its media at other addresses."""

    def relocated(track: Track) -> Track:
        return {
            **track,
            "video": address(track["video"]),
            "spectrogram": address(track["spectrogram"]) if track["spectrogram"] else "",
            "strip": address(track["strip"]),
            "poster": address(track["poster"]),
        }

    swapped = sample["swapped"]
    return {
        **sample,
        "original": relocated(sample["original"]),
        "swapped": relocated(swapped) if swapped else None,
    }


def _said(store: Store, answer: Answer, who: str) -> Said:
    found = judged(store, answer.question, answer.text)
    mark: Mark = "Right" if is_right(store, answer) else "Wrong"
    return {"who": who, "mark": mark, "words": list(found.words), "reason": found.sentence}


def _condition(question: Question) -> str:
    if question.frames is None:
        return ""
    return f"The model saw {question.frames} frame{'s' if question.frames != 1 else ''} of it."


def _models(base: Answer, tuned: Answer) -> str:
    states = ["active" if answer.adapter_active else "off" for answer in (base, tuned)]
    return (
        f"{spoken(base.family)}; adapter {(tuned.adapter or 'none')[:6]} was {states[0]} for the "
        f"first answer and {states[1]} for the second, as read from the model while it answered."
    )


def _credits(store: Store, shown: AVInput) -> list[str]:
    clips = [store.clips.get(clip_id) for clip_id in (shown.video, shown.audio) if clip_id]
    return list(dict.fromkeys(f"{clip.name}: {clip.credit}" for clip in clips if clip.credit))
