"""One case as the papers show it: frames, labelled waveform, question, each model's answer."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from core import media
from core.clip import AVInput, Clip
from core.event import SoundEvent
from core.playable import playable, traces
from core.workspace import Workspace
from training.figures.style import (
    EVENTS,
    MARKS,
    MUTED,
    SLATE,
    TINTS,
    WIDTH_IN,
    drawn,
    files,
)

_FRAMES, _FRAME_HEIGHT = 4, 300  # how many, and pixels
_LEFT, _RIGHT = 0.165, 0.985  # of what has its name to its left
_LINE_IN = 0.17  # height of one line of text, inches
_CHARACTERS = 50  # of an answer's line
_MOST_LABELS = 4  # lanes of events


@dataclass(frozen=True, slots=True)
class Said:
    """One model's answer, and whether it is right; None: not judged."""

    model: str  # "Base", "Tuned with ACPO"
    text: str
    is_right: bool | None


def case_figure(
    workspace: Workspace, shown: AVInput, prompt: str, said: Sequence[Said], target: Path
) -> tuple[Path, Path]:
    """Draw a case about an input with a picture; the PNG and the SVG beside `target`."""
    clip = workspace.store.clips.get(shown.video or "")
    lanes = _lanes(workspace, shown, clip.duration_s)
    asked = textwrap.wrap(f"“{prompt}”", 90)
    answers = [textwrap.wrap(one.text or "(no answer)", _CHARACTERS) for one in said]
    pairs = [answers[place : place + 2] for place in range(0, len(answers), 2)]
    heights = [
        min(1.5, WIDTH_IN * (_RIGHT - _LEFT) / _FRAMES * clip.height / clip.width),
        0.75 + 0.2 * len(lanes),
        0.3 + _LINE_IN * len(asked),
        *(0.42 + _LINE_IN * max(map(len, pair)) for pair in pairs),
    ]
    with drawn(sum(heights) + 0.1 * len(heights) + 0.1, target) as figure:
        rows = _rows(figure, heights)
        _frames(rows[0], workspace.media_file(clip.media), clip)
        _waveform(rows[1], workspace, shown, lanes)
        rows[2].text(0, 0.25, "\n".join(asked), fontsize=10, weight="bold")
        for place, one in enumerate(said):
            tall_in = heights[3 + place // 2]
            _answer(rows[3 + place // 2], place % 2, one, answers[place], tall_in)
    return files(target)


def _rows(figure: Figure, heights: Sequence[float]) -> list[Axes]:
    """Axes one below the other, of these heights in inches; the first two leave room for names."""
    height_in, top, rows = figure.get_figheight(), figure.get_figheight() - 0.1, []
    for place, height in enumerate(heights):
        left, right = (_LEFT, _RIGHT) if place < 2 else (0.015, _RIGHT)
        bounds = (left, (top - height) / height_in, right - left, height / height_in)
        rows.append(figure.add_axes(bounds))
        top -= height + 0.1
    for axes in (rows[0], *rows[2:]):
        axes.set_axis_off()
    return rows


def _frames(axes: Axes, file: Path, clip: Clip) -> None:
    size = (round(clip.width * _FRAME_HEIGHT / clip.height), _FRAME_HEIGHT)
    gap = np.full((_FRAME_HEIGHT, size[0] // 40, 3), 255, np.uint8)
    frames = media.frames(file, _FRAMES, size)
    parts = [part for frame in frames for part in (frame, gap)][:-1]
    axes.imshow(np.concatenate(parts, axis=1), aspect="auto", interpolation="antialiased")
    _name(axes, 0.5, f"Picture of\n{clip.name}", SLATE)


def _waveform(
    axes: Axes, workspace: Workspace, shown: AVInput, lanes: Mapping[str, list[SoundEvent]]
) -> None:
    """The sound that plays, whose it is, and below it a lane for each label."""
    drawing = traces(workspace, playable(workspace, shown).name)
    low, high = np.asarray(drawing.peaks).reshape(-1, 2).T
    top = max(float(np.abs(drawing.peaks).max()), 1e-3)
    times = (np.arange(len(low)) + 0.5) * drawing.duration_s / len(low)
    name = "No sound"
    if shown.audio is not None:
        axes.fill_between(times, low / top, high / top, color=MUTED, linewidth=0)
        name = f"Sound of\n{workspace.store.clips.get(shown.audio).name}"
    bottom = -1.1 - 0.75 * len(lanes)
    _name(axes, -bottom / (1.1 - bottom), name, SLATE)
    for lane, (label, events) in enumerate(lanes.items()):
        height, colour = -1.5 - 0.75 * lane, EVENTS[lane % len(EVENTS)]
        for event in events:
            axes.broken_barh(
                [(event.onset_s, event.duration_s)], (height - 0.2, 0.4), color=colour, linewidth=0
            )
        _name(axes, (height - bottom) / (1.1 - bottom), label, colour)
    axes.set(xlim=(0, drawing.duration_s), ylim=(bottom, 1.1), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter("{x:g} s")
    axes.tick_params(labelsize=6.5, length=2, pad=1.5)


def _name(axes: Axes, height: float, says: str, colour: str) -> None:
    """What stands left of a row, at a height from 0 to 1."""
    axes.text(
        -0.015,
        height,
        says,
        fontsize=7,
        weight="bold",
        color=colour,
        ha="right",
        va="center",
        transform=axes.transAxes,
    )


def _lanes(workspace: Workspace, shown: AVInput, picture_s: float) -> dict[str, list[SoundEvent]]:
    """The events that are heard, by label, in the order of appearance."""
    if shown.audio is None:
        return {}
    clips = workspace.store.clips
    lanes: dict[str, list[SoundEvent]] = {}
    sound_s = clips.get(shown.audio).duration_s
    for event in _repeated(clips.events(shown.audio), sound_s, picture_s):
        lanes.setdefault(event.label, []).append(event)
    return dict(list(lanes.items())[:_MOST_LABELS])


def _repeated(events: Sequence[SoundEvent], sound_s: float, picture_s: float) -> list[SoundEvent]:
    """Events of a sound that is repeated or cut to the picture's length."""
    turns = math.ceil(round(picture_s / sound_s, 6))
    moved = [
        replace(
            event,
            onset_s=event.onset_s + turn * sound_s,
            offset_s=min(event.offset_s + turn * sound_s, picture_s),
        )
        for turn in range(turns)
        for event in events
        if event.onset_s + turn * sound_s < picture_s
    ]
    return sorted(moved, key=lambda event: event.onset_s)


def _answer(axes: Axes, column: int, said: Said, lines: Sequence[str], tall_in: float) -> None:
    """A box in the left or right half of a row of this height."""
    mark, colour = MARKS[said.is_right]
    left, width = (0.0, 0.492) if column == 0 else (0.508, 0.492)
    box = FancyBboxPatch(
        (left + 0.004, 0.02),
        width - 0.008,
        0.96,
        boxstyle="round,pad=0,rounding_size=0.008",
        mutation_aspect=axes.bbox.width / axes.bbox.height,
        facecolor=TINTS[said.is_right],
        edgecolor=colour,
        linewidth=0.8,
    )
    axes.add_patch(box)
    first, second = 1 - 0.1 / tall_in, 1 - 0.32 / tall_in
    name: dict[str, Any] = {"va": "top", "fontsize": 7.5, "weight": "bold"}
    axes.text(left + 0.02, first, said.model, color=SLATE, **name)
    axes.text(left + width - 0.02, first, mark, color=colour, ha="right", **name)
    axes.text(left + 0.02, second, "\n".join(lines), va="top", fontsize=8, linespacing=1.25)
    axes.set(xlim=(0, 1), ylim=(0, 1))
