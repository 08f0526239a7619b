"""The swap grid: held-out pictures under held-out sounds; ours, on clips of the workspace.

held_out_combinations   known clips in combinations that no training met, each under several unseen
                        crops, colours, gains, shifts and noises
unseen_sources          clips of the test split among themselves, as they are and so rendered

Rates and questions are those of training/grid.py. The demo's clips come with their own licences.
"""

from collections.abc import Mapping, Sequence

from core.clip import Split
from core.errors import Conflict
from core.models.base import Model
from core.workspace import Workspace
from training.benchmarks.base import Asked, Progress, Result
from training.features import Features
from training.grid import (
    Cell,
    Known,
    Outcome,
    ask,
    cells,
    combinations,
    known_clips,
    own_sounds,
    rates,
    sampled,
    unseen_combinations,
)

LEAST_CELLS = 180  # swapped cells of the held-out part, where there are combinations enough
MOST_COMBINATIONS = 360  # a large workspace is sampled
FIRST_SEED = 20_000  # of renderings that neither training nor validation uses
MOST_RENDERINGS = 8
UNSEEN_RENDERINGS: tuple[int | None, ...] = (None, FIRST_SEED, FIRST_SEED + 1)
_BATCH = 24  # cells asked between two reports of progress


class SwapGrid:
    """Both parts, for a model in its present state."""

    name = "swap_grid"
    title = "Swap grid"
    parts: Mapping[str, str] = {
        "held_out_combinations": "Held-out combinations",
        "unseen_sources": "Unseen sources",
    }

    def run(
        self, model: Model, workspace: Workspace, features: Features, progress: Progress
    ) -> Result:
        """Ask every cell; Conflict if no clip of the workspace is held out."""
        by_part = {
            part: cells for part, cells in grid_cells(known_clips(workspace.store)).items() if cells
        }
        if not by_part:
            raise Conflict(
                "No clip or combination of this workspace is held out; import the demo clips, or "
                "clips whose manifest gives them the split test."
            )
        everything = [cell for part in by_part.values() for cell in part]
        features.prepare([cell.view for cell in everything], progress)
        outcomes: dict[str, list[Outcome]] = {part: [] for part in by_part}
        done = 0
        for part, asked in by_part.items():
            for start in range(0, len(asked), _BATCH):
                batch = asked[start : start + _BATCH]
                outcomes[part] += ask(model, features, batch)
                done += len(batch)
                progress("asking", done, len(everything))
        return Result(
            {part: rates(found) for part, found in outcomes.items()},
            [_asked(part, outcome) for part, found in outcomes.items() for outcome in found],
        )


def grid_cells(known: Sequence[Known]) -> dict[str, list[Cell]]:
    """Swapped and matched cells of each part; a part for which there are no clips is empty."""
    held_out = sampled(combinations(known, Split.TEST), MOST_COMBINATIONS)
    count = -(-LEAST_CELLS // len(held_out)) if held_out else 0
    seeds = [FIRST_SEED + number for number in range(min(count, MOST_RENDERINGS))]
    unseen = sampled(unseen_combinations(known), MOST_COMBINATIONS)
    return {
        "held_out_combinations": _with_matched(held_out, known, seeds),
        "unseen_sources": _with_matched(unseen, known, UNSEEN_RENDERINGS),
    }


def _with_matched(
    swapped: Sequence[tuple[Known, Known]], known: Sequence[Known], seeds: Sequence[int | None]
) -> list[Cell]:
    pictures = {picture.clip.id: picture for picture, _ in swapped}
    return cells(swapped, known, seeds) + cells(own_sounds(pictures.values()), known, seeds)


def _asked(part: str, outcome: Outcome) -> Asked:
    cell = outcome.cell
    return Asked(
        part,
        cell.picture.clip.name,
        cell.sound.clip.name,
        cell.seed,
        outcome.prompt,
        outcome.answer,
        outcome.judged,
    )


BENCHMARK = SwapGrid()
