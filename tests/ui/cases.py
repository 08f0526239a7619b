"""A comparison that shows the mistake and its repair, and a case of it, made in one call."""

import hashlib

from core.answer import Answer, Case, Comparison, Question
from core.caption import Modality
from core.clip import AVInput
from core.prompts import HEAR
from core.workspace import Workspace
from ui.keeping import keep

ADAPTER = "a1b2c3d4e5f60718"


def a_comparison(
    workspace: Workspace,
    picture: str = "cow-pasture",
    sound: str | None = "cat-yarn",
    prompt: str = HEAR[0],
    base: str = "A cow moos twice.",
    tuned: str = "A cat meows again and again.",
) -> Comparison:
    """Base and tuned on one picture under another clip's sound; stored."""
    clips = workspace.store.clips
    shown = AVInput(clips.named(picture).id, clips.named(sound).id if sound else None)
    question = Question(shown, prompt, Modality.AUDIO)
    answers = tuple(
        Answer(question, model, "tiny_omni", "", ADAPTER, model == "tuned", text, 0.3, *logps)
        for model, text, logps in (("base", base, (-1.2, -9.8)), ("tuned", tuned, (-12.0, -1.1)))
    )
    identity = hashlib.sha256(repr(answers).encode()).hexdigest()[:16]
    made = Comparison(identity, answers, "2026-01-02T03:04:05.000+00:00", "ann")
    workspace.store.comparisons.add(made)
    return made


def a_case(workspace: Workspace, title: str = "A cow that meows", why: str = "It guesses.") -> Case:
    """A case of `a_comparison`; stored."""
    return keep(workspace.store, a_comparison(workspace).id, 0, 1, title, why, "ann")
