"""Figures: legible, nothing over anything else, the same twice, and drawn without torch."""

import math
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from core.answer import Report, Score
from core.clip import AVInput
from core.workspace import Workspace
from tests.builders import an_event
from training.figures import Said, case_figure, grid_chart, training_curves
from training.figures.case import _repeated
from training.figures.curves import spread
from training.figures.grid import RATES, headline
from training.run_folder import RunFolder

PARTS = ("held_out_combinations", "unseen_sources")
LONG = (
    "A black and white cow stands in a green pasture with other cows behind it, and it moos twice."
)


@pytest.fixture
def figures(monkeypatch: pytest.MonkeyPatch) -> list[Figure]:
    """Every figure that is written in this test."""
    written: list[Figure] = []
    savefig = Figure.savefig

    def noted(self: Figure, *args: object, **named: object) -> None:
        written.append(self)
        savefig(self, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Figure, "savefig", noted)
    return written


def texts(figure: Figure) -> Iterator[Text]:
    """Everything that is written in the figure."""
    found = [*figure.texts, figure._suptitle]
    for axes in figure.axes:
        found += axes.texts
        if axes.axison:
            found += [axes.xaxis.label, axes.yaxis.label]
            for axis in (axes.xaxis, axes.yaxis):
                found += [tick.label1 for tick in axis._update_ticks()]
        found += [axes.title, axes._left_title]
    return (text for text in dict.fromkeys(found) if text and text.get_text().strip())


def check_legible(figure: Figure) -> None:
    """Nothing is smaller than 6 points, nothing leaves the page, nothing overlaps."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    figure.draw(renderer)
    boxes = {text: text.get_window_extent(renderer) for text in texts(figure)}
    boxes = {text: box for text, box in boxes.items() if box.width > 1}  # hidden by a shared axis
    page = figure.bbox.padded(1)
    for text, box in boxes.items():
        assert text.get_fontsize() >= 6, text
        assert page.containsx(box.x0), text
        assert page.containsx(box.x1), text
        assert page.containsy(box.y0), text
        assert page.containsy(box.y1), text
    for (one, first), (other, second) in combinations(boxes.items(), 2):
        assert not first.padded(-1).overlaps(second.padded(-1)), f"{one} over {other}"


def check_files(files: tuple[Path, Path]) -> None:
    png, svg = files
    with Image.open(png) as picture:
        assert picture.width == 1400
        assert picture.height > 300
    assert svg.read_text().rstrip().endswith("</svg>")


def report(model: str, values: list[float], parts: tuple[str, ...] = PARTS) -> Report:
    rates = {
        rate: Score(value, max(0, value - 0.06), min(1, value + 0.05), 192)
        for rate, value in zip(RATES, values, strict=True)
    }
    return Report("r", "swap_grid", model, None, None, dict.fromkeys(parts, rates), {}, "2026")


@pytest.mark.parametrize("name", ["owl-branch", "cow-pasture", None])
def test_a_case_is_drawn(
    demo: Workspace, tmp_path: Path, figures: list[Figure], name: str | None
) -> None:
    clips = demo.store.clips
    shown = AVInput(clips.named("cow-pasture").id, clips.named(name).id if name else None)
    said = [
        Said("Base model", LONG, False),
        Said("Tuned with ACPO", "An owl hoots.", True),
        Said("Another model", "", None),
    ]
    check_files(case_figure(demo, shown, "Describe what you hear.", said, tmp_path / "case"))
    check_legible(figures[-1])
    words = " ".join(text.get_text() for text in texts(figures[-1]))
    assert "✗ wrong" in words
    assert "✓ right" in words
    assert ("Owl hoot" in words) == (name == "owl-branch")
    assert ("No sound" in words) == (name is None)


@pytest.mark.parametrize(
    ("base", "tuned"),
    [
        ([0.92, 0.84, 0.04, 0.99, 0.05, 0.98], [0.02, 0.22, 0.95, 0.98, 0.9, 0.97]),
        ([0.5] * 6, [0.5] * 6),
        ([1.0] * 6, [0.0] * 6),
        ([0.0] * 6, [1.0] * 6),
    ],
)
def test_the_grid_is_drawn(
    tmp_path: Path, figures: list[Figure], base: list[float], tuned: list[float]
) -> None:
    check_files(grid_chart(report("base", base), report("tuned", tuned), tmp_path / "grid"))
    check_legible(figures[-1])


def test_the_grids_title_is_its_finding() -> None:
    base, tuned = report("base", [0.9, 0.8, 0.04, 1, 0, 1]), report("tuned", [0, 0, 0.95, 1, 1, 1])
    assert headline(base, tuned) == (
        "Swapped sound: the tuned model names what it hears in 95 % of clips, the base in 4 %"
    )


def test_a_grid_without_a_part_or_a_rate_is_drawn_too(
    tmp_path: Path, figures: list[Figure]
) -> None:
    nothing = dict.fromkeys(RATES, Score(math.nan, math.nan, math.nan, 0))
    empty = Report("r", "swap_grid", "base", None, None, {PARTS[0]: nothing}, {}, "2026")
    check_files(grid_chart(empty, empty, tmp_path / "grid"))
    check_legible(figures[-1])
    assert "Nothing was held out" in headline(empty, empty)


def test_a_runs_curves_are_drawn(
    straight: RunFolder, tmp_path: Path, figures: list[Figure]
) -> None:
    rows = [dict(row) for row in straight.metrics()]
    check_files(training_curves(rows, tmp_path / "curves"))
    check_legible(figures[-1])
    for row, rate in zip(rows, (0.9, 0.6, 0.3, 0.1, 0.05, 0.02), strict=True):
        row |= {
            "validation/hallucination_rate": rate,
            "validation/audio_accuracy": 1 - rate,
            "validation/visual_accuracy": 0.98,
            "validation/matched_accuracy": 0.97,
        }
    check_files(training_curves(rows, tmp_path / "more", best_step=5))
    check_legible(figures[-1])
    words = [text.get_text() for text in texts(figures[-1])]
    assert "Hallucination on held-out clips falls from 90 % to 5 % by step 5" in words


def test_curves_of_a_run_without_numbers_are_empty(tmp_path: Path) -> None:
    check_files(training_curves([], tmp_path / "curves"))


def test_the_same_figure_is_the_same_file(tmp_path: Path) -> None:
    drawn = [
        grid_chart(report("base", [0.5] * 6), report("tuned", [0.4] * 6), tmp_path / name)
        for name in ("one", "two")
    ]
    assert [file.read_bytes() for file in drawn[0]] == [file.read_bytes() for file in drawn[1]]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).map(sorted))
def test_labels_are_moved_apart_and_stay_inside(values: list[float]) -> None:
    heights = spread(values, 0.1, 0.0, 1.0)
    assert all(later - earlier >= 0.1 - 1e-9 for earlier, later in pairwise(heights))
    assert heights[-1] <= 1
    assert heights[0] >= -1e-9


def test_events_repeat_with_their_sound() -> None:
    moo = an_event(onset_s=1.0, offset_s=2.0)
    times = [(event.onset_s, event.offset_s) for event in _repeated([moo], 3.0, 7.5)]
    assert times == [(1.0, 2.0), (4.0, 5.0), (7.0, 7.5)]


def test_figures_are_drawn_without_torch() -> None:
    script = "import sys, training.figures, training.reports; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
