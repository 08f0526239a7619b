"""The swap grid of base and tuned as a chart: every rate with its interval, and n."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from matplotlib.axes import Axes

from core.answer import Report, Score
from training.figures.style import BASE, FAINT, MUTED, SLATE, TEAL, drawn, files, percent

RATES = {  # as a reader says it, and whether less of it is better
    "hallucination_rate": ("Names the silent thing it sees", True),
    "yes_to_seen_rate": ("Says the silent thing sounds", True),
    "audio_accuracy": ("Hears right, swapped sound", False),
    "visual_accuracy": ("Sees right, swapped sound", False),
    "joint_accuracy": ("Both right, swapped sound", False),
    "matched_accuracy": ("Right under the own sound", False),
}
PARTS = {
    "held_out_combinations": "Combinations that no training met",
    "unseen_sources": "Sources that no training met",
}
_ROW_IN = 0.36


def grid_chart(base: Report, tuned: Report, target: Path) -> tuple[Path, Path]:
    """Draw both reports of one benchmark; the PNG and the SVG beside `target`."""
    parts = [part for part in PARTS if part in base.scores and part in tuned.scores]
    height = 0.95 + _ROW_IN * len(RATES)
    with drawn(height, target) as figure:
        panels = figure.subplots(1, len(parts) or 1, sharey=True, squeeze=False)[0]
        for axes, part in zip(panels, parts, strict=False):
            _panel(axes, base.scores[part], tuned.scores[part])
            axes.set_title(PARTS[part], fontsize=7.5, color=MUTED, weight="normal", pad=4)
        panels[0].set_yticks(range(len(RATES)), _names())
        panels[0].tick_params(axis="y", labelcolor=SLATE, labelsize=7.5)
        figure.suptitle(headline(base, tuned), x=0.01, ha="left", fontsize=9, weight="bold")
        figure.subplots_adjust(
            left=0.30, right=0.985, top=1 - 0.56 / height, bottom=0.36 / height, wspace=0.08
        )
    return files(target)


def headline(base: Report, tuned: Report) -> str:
    """What the held-out part says, in one sentence."""
    part = next(iter(PARTS))
    if part not in tuned.scores:
        part = next(iter(tuned.scores), "")
    before, after = (report.scores.get(part, {}).get("audio_accuracy") for report in (base, tuned))
    if before is None or after is None or not after.n:
        return "Nothing was held out, so nothing can be said"
    return (
        f"Swapped sound: the tuned model names what it hears in {percent(after.value)} "
        f"of clips, the base in {percent(before.value)}"
    )


def _names() -> Sequence[str]:
    return [f"{says}\n{'lower' if lower else 'higher'} is better" for says, lower in RATES.values()]


def _panel(axes: Axes, base: Mapping[str, Score], tuned: Mapping[str, Score]) -> None:
    for row, rate in enumerate(RATES):
        axes.axhspan(row - 0.5, row + 0.5, color=FAINT, alpha=0.45 * (row % 2 == 0), linewidth=0)
        for name, scores, colour, marker, shift in (
            ("base", base, BASE, "o", -0.17),
            ("tuned", tuned, TEAL, "D", 0.17),
        ):
            score = scores.get(rate)
            if score is None or not score.n:
                axes.text(0.5, row + shift, "not asked", fontsize=6, color=MUTED, va="center")
                continue
            _point(axes, score, row + shift, colour, marker, name if row == 0 else None)
    axes.set(xlim=(-0.03, 1.19), ylim=(len(RATES) - 0.5, -0.5))
    axes.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.tick_params(axis="x", labelsize=6.5, length=2)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _point(
    axes: Axes, score: Score, height: float, colour: str, marker: str, name: str | None
) -> None:
    axes.plot([score.low, score.high], [height, height], color=colour, linewidth=2, alpha=0.55)
    axes.plot([score.value], [height], marker, color=colour, markersize=4.5)
    says = percent(score.value) + (f"  {name}, n = {score.n}" if name else "")
    right = max(score.high, score.value) + 0.025
    fits = name is None or right < 0.75
    axes.text(
        right if fits else min(score.low, score.value) - 0.025,
        height,
        says,
        fontsize=6.5,
        color=SLATE if marker == "D" else MUTED,
        va="center",
        ha="left" if fits else "right",
        weight="bold" if marker == "D" else "normal",
    )
