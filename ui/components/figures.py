"""Figures in the papers' layout, drawn when somebody first asks for them, and then kept."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Literal

from core.answer import Case, Report
from core.workspace import Workspace
from ui.components.case_view import answers_of, is_right

Ending = Literal["png", "svg"]
_drawing = Lock()  # matplotlib's settings are one for the whole process


def grid_figure(workspace: Workspace, base: Report, tuned: Report, ending: Ending) -> Path:
    """The chart of both reports of the swap grid."""

    def draw(target: Path) -> None:
        from training.figures.grid import grid_chart  # matplotlib: a second to import

        grid_chart(base, tuned, target)

    return _kept(workspace.reports / f"{base.id}-{tuned.id}", ending, draw)


def case_figure(workspace: Workspace, case: Case, ending: Ending) -> Path:
    """A case: frames, labelled waveform, question, both answers."""

    def draw(target: Path) -> None:
        from training.figures.case import Said
        from training.figures.case import case_figure as figure

        answers = answers_of(workspace.store, case)
        names = ("Base", "Tuned")
        said = [
            Said(name, answer.text, is_right(workspace.store, answer))
            for name, answer in zip(names, answers, strict=True)
        ]
        question = answers[0].question
        figure(workspace, question.input, question.prompt, said, target)

    return _kept(workspace.reports / f"case-{case.id}", ending, draw)


def _kept(target: Path, ending: Ending, draw: Callable[[Path], None]) -> Path:
    file = target.with_suffix(f".{ending}")
    with _drawing:
        if not file.exists():
            draw(target)
    return file
