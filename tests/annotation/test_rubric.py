"""The rubric: questions that can be answered without thinking twice, and what follows."""

import pytest

from annotation.rubric import questions, suggested
from core.preference import PreferencePair
from core.prompts import NO, YES
from core.verdict import Decision, Judgement
from tests.builders import a_pair, a_turn

Y, N, D = Judgement.YES, Judgement.NO, Judgement.DEBATABLE


def asked(kind: str, form: str, thing: str = "", answer: str = "") -> PreferencePair:
    chosen = a_turn(answer or "A cat meows.")
    rejected = a_turn({YES: NO, NO: YES}.get(answer, "A cow stands."))
    return a_pair(chosen, rejected, f"acpo/{kind}", facts={"form": form, "asked": thing})


@pytest.mark.parametrize(
    ("pair", "texts"),
    [
        (
            asked("attribution", "description"),
            (
                "Does the chosen answer describe what you hear?",
                "Is the rejected answer something seen, not heard?",
            ),
        ),
        (
            asked("attribution", "expected_sound"),
            (
                "Does the chosen answer describe what you hear?",
                "Is the rejected answer a sound that you do not hear?",
            ),
        ),
        (
            asked("attribution", "yes_no", "hens", NO),
            ("Are the hens silent?", "Can you see the hens?"),
        ),
        (
            asked("attribution", "yes_no", "cat", YES),
            ("Can you hear the cat?", "Is the cat out of sight?"),
        ),
        (
            asked("sensitivity", "caption"),
            ("Does the caption fit the original sound?", "Does the swapped sound contradict it?"),
        ),
        (
            asked("sensitivity", "matching"),
            (
                "Do picture and original sound belong together?",
                "Is the swapped sound foreign to the picture?",
            ),
        ),
        (
            asked("retention", "description"),
            (
                "Does the chosen answer describe what you see?",
                "Is the rejected answer something heard, not seen?",
            ),
        ),
        (
            asked("retention", "yes_no", "cow", YES),
            ("Can you see the cow?", "Is the cow silent?"),
        ),
        (
            asked("retention", "yes_no", "cat", NO),
            ("Is the cat out of sight?", "Can you hear the cat?"),
        ),
        (
            a_pair(kind="other/kind"),
            ("Is the chosen answer right?", "Is the rejected answer wrong?"),
        ),
    ],
)
def test_the_words_fit_the_form(pair: PreferencePair, texts: tuple[str, str]) -> None:
    assert tuple(question.text for question in questions(pair)) == texts
    assert {question.speaks_for for question in questions(pair)} == {Y}


@pytest.mark.parametrize("kind", ["attribution", "sensitivity", "retention"])
def test_the_ids_depend_on_the_kind_alone(kind: str) -> None:
    forms = [asked(kind, "description"), asked(kind, "yes_no", "cow", NO), asked(kind, "caption")]
    assert len({tuple(question.id for question in questions(pair)) for pair in forms}) == 1


@pytest.mark.parametrize(
    ("chosen", "rejected", "decision"),
    [
        (Y, Y, Decision.ACCEPT),
        (Y, N, Decision.REJECT),
        (N, N, Decision.REJECT),
        (N, None, Decision.REJECT),
        (N, D, Decision.REJECT),
        (Y, D, None),
        (Y, None, None),
        (None, None, None),
    ],
)
def test_answers_suggest_a_decision(
    chosen: Judgement | None, rejected: Judgement | None, decision: Decision | None
) -> None:
    pair = asked("attribution", "description")
    given = {"chosen_heard": chosen, "rejected_not_heard": rejected}
    answers = {name: answer for name, answer in given.items() if answer is not None}
    assert suggested(pair, answers) is decision
