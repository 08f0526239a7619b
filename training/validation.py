"""How a model does on combinations that are kept for choosing, while it trains.

One number chooses the adapter that is kept: the mean of not hallucinating, hearing right, seeing
right, answering right under the own sound, naming both, and saying yes to what sounds rather than
to what only is seen; less half of what it lost, against its base, in sight and on matched clips. A
model that repairs its hearing at the cost of these does not win by it.
"""

import math
from collections.abc import Callable, Iterator, Mapping

from core.answer import Score
from core.clip import Split
from core.models.base import Model
from core.store import Store
from training.batch import View
from training.features import Features
from training.grid import (
    RATES,
    Outcome,
    ask,
    cells,
    combinations,
    known_clips,
    own_sounds,
    rates,
    sampled,
)

SEEDS = tuple(range(10_000, 10_004))  # of renderings that neither training nor reports use
SWAPPED_CELLS = 48  # about as many are asked
_KEPT = ("visual_accuracy", "matched_accuracy")  # what training must not cost
_PRICE = 0.5  # of each point that is lost of them, beside what the mean loses
_PART = 24  # cells asked between two signs of life


class Validation:
    """The cells that are asked again and again; none where the workspace has none for it."""

    def __init__(self, store: Store, features: Features) -> None:
        known = known_clips(store)
        swapped = sampled(combinations(known, Split.VALIDATION), SWAPPED_CELLS)
        seeds = SEEDS[: max(1, SWAPPED_CELLS // len(swapped))] if swapped else ()
        pictures = {picture.clip.id: picture for picture, _ in swapped}
        matched = own_sounds(pictures.values())
        self._cells = cells(swapped, known, seeds) + cells(matched, known, seeds[:2])
        self._features = features

    def __bool__(self) -> bool:
        return bool(self._cells)

    def views(self) -> Iterator[View]:
        """What will be shown, for the encoders to prepare."""
        yield from (cell.view for cell in self._cells)

    def look(
        self, model: Model, goes_on: Callable[[], bool] = lambda: True
    ) -> dict[str, Score] | None:
        """The rates of training/grid.py for the model as it is now.

        None once `goes_on`, which is asked before each part, says that it shall not.
        """
        outcomes: list[Outcome] = []
        for start in range(0, len(self._cells), _PART):
            if not goes_on():
                return None
            outcomes += ask(model, self._features, self._cells[start : start + _PART])
        return rates(outcomes)


def composite(found: Mapping[str, float], base: Mapping[str, float] | None = None) -> float:
    """The number that chooses, at most 1, higher is better; a rate that was not asked is left out.

    found and base: rates of the model and, if known, of its base, each 0 to 1 or NaN.
    """
    value = {rate: found.get(rate, math.nan) for rate in RATES}
    parts = [
        1 - value["hallucination_rate"],
        value["audio_accuracy"],
        value["visual_accuracy"],
        value["matched_accuracy"],
        value["joint_accuracy"],
        (value["yes_to_heard_rate"] + 1 - value["yes_to_seen_rate"]) / 2,
    ]
    asked = [part for part in parts if not math.isnan(part)]
    if not asked:
        return math.nan
    before = {rate: (base or {}).get(rate, math.nan) for rate in _KEPT}
    lost = (before[rate] - value[rate] for rate in _KEPT)
    return sum(asked) / len(asked) - _PRICE * sum(loss for loss in lost if loss > 0)
