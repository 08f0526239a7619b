"""Keeping two answers of a comparison as a case to show to others."""

import hashlib
import json

from core.answer import Answer, Case, Comparison
from core.errors import BadRecord
from core.records.base import now
from core.store import Store


def keep(
    store: Store,
    comparison: str,
    base_answer: int,
    tuned_answer: int,
    title: str,
    why: str,
    by: str,
) -> Case:
    """Store a case and return it; the same answers under the same words are one case.

    `base_answer` and `tuned_answer` are places in the comparison's answers. BadRecord for words
    that are missing, or for answers that do not belong together.
    """
    found = store.comparisons.get(comparison)
    base = _answer(found, base_answer, "base")
    tuned = _answer(found, tuned_answer, "tuned")
    if base.question != tuned.question:
        raise BadRecord("The two answers of a case must be to the same question.")
    if not title.strip() or not why.strip():
        raise BadRecord("A case needs a title and one sentence that says why it matters.")
    content = json.dumps([comparison, base_answer, tuned_answer, title.strip(), why.strip()])
    case = Case(
        hashlib.sha256(content.encode()).hexdigest()[:16],
        title.strip(),
        why.strip(),
        comparison,
        base_answer,
        tuned_answer,
        now(),
        by,
    )
    store.cases.add(case)
    return case


def _answer(comparison: Comparison, place: int, model: str) -> Answer:
    if place >= len(comparison.answers):
        raise BadRecord(f"Comparison {comparison.id} has no answer number {place + 1}.")
    answer = comparison.answers[place]
    if answer.model != model:
        raise BadRecord(f"Answer {place + 1} of comparison {comparison.id} is not the {model} one.")
    return answer
