"""How all figures look: one face, one accent, no boxes, and files that come out the same twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import matplotlib
from matplotlib.figure import Figure

matplotlib.use("Agg")

WIDTH_IN = 7.0  # two columns of a paper
DPI = 200
SLATE, MUTED, FAINT = "#1e293b", "#64748b", "#e2e8f0"
TEAL = "#0d9488"  # tuned, and what is right
BASE = "#94a3b8"  # the base model
RED = "#b91c1c"  # what is wrong
TINTS = {True: "#f0fdfa", False: "#fef2f2", None: "#f8fafc"}
MARKS = {True: ("✓ right", TEAL), False: ("✗ wrong", RED), None: ("○ not judged", MUTED)}
EVENTS = ("#0d9488", "#b45309", "#6d28d9", "#be185d", "#1d4ed8")  # by order of appearance

_SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 8,
    "text.color": SLATE,
    "axes.labelcolor": SLATE,
    "axes.edgecolor": MUTED,
    "axes.titlesize": 8,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "svg.hashsalt": "soundcheck",
}


@contextmanager
def drawn(height_in: float, target: Path) -> Iterator[Figure]:
    """A figure of the usual width to draw in; then `target` with .png and .svg is written."""
    with matplotlib.rc_context(_SETTINGS):  # type: ignore[arg-type]  # wants literal keys
        figure = Figure(figsize=(WIDTH_IN, height_in))
        yield figure
        target.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(target.with_suffix(".png"), dpi=DPI, metadata={"Software": None})
        figure.savefig(target.with_suffix(".svg"), metadata={"Date": None})


def files(target: Path) -> tuple[Path, Path]:
    """The PNG and the SVG of a figure."""
    return target.with_suffix(".png"), target.with_suffix(".svg")


def percent(part: float) -> str:
    """A rate as readers read it."""
    return f"{100 * part:.0f} %"
