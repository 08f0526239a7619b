"""How one run went: its loss, the rewards of each kind of pair, and the held-out clips."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes

from training.figures.style import BASE, EVENTS, MUTED, RED, SLATE, TEAL, drawn, files, percent

SMOOTHING = 10  # steps in a running mean
_HELD_OUT = {
    "hallucination_rate": ("hallucinates", RED),
    "audio_accuracy": ("hears right", TEAL),
    "visual_accuracy": ("sees right", EVENTS[2]),
    "matched_accuracy": ("matched right", EVENTS[1]),
}

Rows = Sequence[Mapping[str, float]]


def training_curves(rows: Rows, target: Path, best_step: int | None = None) -> tuple[Path, Path]:
    """Draw a run's numbers (RunFolder.metrics); the PNG and the SVG beside `target`."""
    with drawn(2.3, target) as figure:
        loss, rewards, held_out = (
            figure.add_axes((left, 0.16, 0.21, 0.6)) for left in (0.05, 0.325, 0.675)
        )
        _loss(loss, rows)
        _rewards(rewards, rows)
        _held_out(held_out, rows, best_step)
        for axes in (loss, rewards, held_out):
            axes.tick_params(labelsize=6.5, length=2)
            axes.set_xlabel("step", fontsize=6.5, color=MUTED, labelpad=1)
        if best_step is not None:
            held_out.set_xlabel(f"step; {best_step} was kept", fontsize=6.5, color=MUTED)
        figure.suptitle(_headline(rows, best_step), x=0.01, ha="left", fontsize=9, weight="bold")
    return files(target)


def _headline(rows: Rows, best_step: int | None) -> str:
    told = [row for row in rows if "validation/hallucination_rate" in row]
    if len(told) < 2:
        return f"{len(rows)} steps of training"
    kept = next((row for row in told if row["step"] == best_step), told[-1])
    first, last = (row["validation/hallucination_rate"] for row in (told[0], kept))
    verb = "falls" if last < first else "goes"
    return (
        f"Hallucination on held-out clips {verb} from {percent(first)} to {percent(last)} "
        f"by step {kept['step']:.0f}"
    )


def _loss(axes: Axes, rows: Rows) -> None:
    axes.set_title("Loss")
    _line(axes, rows, "loss", "", SLATE)


def _rewards(axes: Axes, rows: Rows) -> None:
    axes.set_title("Reward accuracy")
    kinds = sorted({name for row in rows for name in row if name.startswith("accuracy/")})
    ends = []
    for place, name in enumerate(kinds):
        label = name.removeprefix("accuracy/")
        ends.append(_line(axes, rows, name, label, EVENTS[place % len(EVENTS)]))
    axes.set_ylim(-0.03, 1.03)
    _label_ends(axes, [end for end in ends if end is not None])


def _held_out(axes: Axes, rows: Rows, best_step: int | None) -> None:
    axes.set_title("Held-out clips")
    ends = []
    for rate, (says, colour) in _HELD_OUT.items():
        told = [
            (row["step"], row[f"validation/{rate}"]) for row in rows if f"validation/{rate}" in row
        ]
        if told:
            steps, values = zip(*told, strict=True)
            axes.plot(steps, values, "-o", color=colour, markersize=2.5, linewidth=1.3)
            ends.append((float(values[-1]), says, colour))
    if best_step is not None:
        axes.axvline(best_step, color=BASE, linewidth=0.8, linestyle=":")
    axes.set_ylim(-0.03, 1.03)
    _label_ends(axes, ends)


def _line(
    axes: Axes, rows: Rows, name: str, says: str, colour: str
) -> tuple[float, str, str] | None:
    """A faint line of every step and its running mean; where the mean ends, what it is."""
    told = [(row["step"], row[name]) for row in rows if name in row]
    if not told:
        return None
    steps, values = (np.asarray(column, float) for column in zip(*told, strict=True))
    width = min(SMOOTHING, len(values))
    smooth = np.convolve(values, np.ones(width) / width, "valid")
    axes.plot(steps, values, color=colour, alpha=0.22, linewidth=0.7)
    axes.plot(steps[width - 1 :], smooth, color=colour, linewidth=1.3)
    return float(smooth[-1]), says, colour


def _label_ends(axes: Axes, ends: Sequence[tuple[float, str, str]]) -> None:
    """Name the lines at their right ends."""
    ordered = sorted(ends)
    low, high = axes.get_ylim()
    heights = spread([value for value, _, _ in ordered], 0.105 * (high - low), low, high)
    for height, (_, says, colour) in zip(heights, ordered, strict=True):
        axes.text(
            1.03,
            height,
            says,
            fontsize=6.5,
            color=colour,
            va="center",
            transform=axes.get_yaxis_transform(),
        )


def spread(values: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Rising heights from low to high, near these rising values and at least `apart`."""
    heights: list[float] = []
    for value in values:
        heights.append(max(value, heights[-1] + apart if heights else low))
    ceiling = high
    for place in reversed(range(len(heights))):
        heights[place] = min(heights[place], ceiling)
        ceiling = heights[place] - apart
    return heights
