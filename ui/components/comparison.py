"""One comparison: from what was chosen to questions, and from answers to what the page shows."""

import re
import secrets
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, Field

from core import prompts
from core.answer import Answer, Comparison, Question
from core.caption import Modality
from core.clip import AVInput
from core.records.base import now
from core.store import Store
from core.workspace import Workspace
from training.compare import Comparer, Piece
from training.runs import find_adapter
from ui.components.answer_card import card_of

_ABOUT = (  # what a prompt asks for, by the words that it begins and ends with
    (Modality.AUDIO, re.compile(re.escape(prompts.is_heard("*")).replace(r"\*", ".+"))),
    (Modality.VISUAL, re.compile(re.escape(prompts.is_seen("*")).replace(r"\*", ".+"))),
)


class Sound(StrEnum):
    """What is heard under the picture."""

    ORIGINAL = "original"
    SWAPPED = "swapped"
    NONE = "none"


class CompareForm(BaseModel):
    """What the page sends when somebody asks."""

    clip: str  # whose picture
    donor: str | None = None  # whose sound, where it is swapped
    run: str | None = None  # run or adapter id; none: only the base model answers
    prompt: Annotated[str, Field(min_length=1, max_length=300)]
    frames: Annotated[int, Field(ge=1, le=64)] | None = None
    sounds: Annotated[list[Sound], Field(min_length=1, max_length=3)]

    def questions(self) -> list[Question]:
        """One question for each condition, in the order of the sounds."""
        audio = {Sound.ORIGINAL: self.clip, Sound.SWAPPED: self.donor or self.clip}
        return [
            Question(
                AVInput(self.clip, audio.get(sound)),
                self.prompt,
                asked_for(self.prompt),
                self.frames,
            )
            for sound in dict.fromkeys(self.sounds)
        ]


def asked_for(prompt: str) -> Modality:
    """What a prompt asks about; both, for words that we do not know."""
    if prompt in prompts.HEAR:
        return Modality.AUDIO
    if prompt in prompts.SEE:
        return Modality.VISUAL
    known = (modality for modality, words in _ABOUT if words.fullmatch(prompt))
    return next(known, Modality.AUDIOVISUAL)


def asked(
    workspace: Workspace, comparer: Comparer, form: CompareForm, user: str
) -> Iterator[dict[str, Any]]:
    """The answers piece by piece, each whole one with its card, and the id they are kept under.

    NotFound for a clip or a run that is not there; ModelError if no model can answer.
    """
    for clip_id in (form.clip, form.donor):
        if clip_id is not None:
            workspace.store.clips.get(clip_id)
    adapters = [find_adapter(workspace, form.run)] if form.run else []
    answers: list[Answer] = []
    for condition, question in enumerate(form.questions()):
        for said in comparer.ask(question, adapters):
            if isinstance(said, Piece):
                yield {
                    "kind": "piece",
                    "condition": condition,
                    "model": said.model,
                    "text": said.text,
                }
            else:
                answers.append(said)
                yield _whole(workspace.store, condition, len(answers) - 1, said)
    comparison = Comparison(secrets.token_hex(8), tuple(answers), now(), user)
    workspace.store.comparisons.add(comparison)
    yield {"kind": "done", "comparison": comparison.id}


def restored(store: Store, comparison: Comparison) -> dict[str, Any]:
    """A comparison as it was asked and answered."""
    questions = list(dict.fromkeys(answer.question for answer in comparison.answers))
    shown = [question.input for question in questions]
    donors = [one.audio for one in shown if one.is_swapped]
    adapters = [answer.adapter for answer in comparison.answers if answer.adapter_active]
    return {
        "asked": {
            "clip": shown[0].video,
            "donor": donors[0] if donors else None,
            "run": adapters[0] if adapters else None,
            "prompt": questions[0].prompt,
            "frames": questions[0].frames,
            "sounds": [_sound(one) for one in shown],
        },
        "answers": [
            _whole(store, questions.index(answer.question), place, answer)
            for place, answer in enumerate(comparison.answers)
        ],
    }


def _whole(store: Store, condition: int, place: int, answer: Answer) -> dict[str, Any]:
    return {
        "kind": "answer",
        "condition": condition,
        "place": place,
        "card": card_of(store, answer),
    }


def _sound(shown: AVInput) -> Sound:
    if shown.audio is None:
        return Sound.NONE
    return Sound.SWAPPED if shown.is_swapped else Sound.ORIGINAL
