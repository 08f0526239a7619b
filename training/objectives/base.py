"""What an objective is: the turns that it asks for, and its loss on their log-probabilities.

torch is imported when a loss is computed, so that a page can show an objective's form without it.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from core import plugins
from core.errors import BadRecord
from core.preference import PreferencePair, Turn

if TYPE_CHECKING:
    from torch import Tensor

    Logps = Mapping[str, Tensor]  # by turn: (examples,), nats summed over the response's tokens
    Counts = Mapping[str, Tensor]  # by turn: (examples,), tokens of the response

PACKAGE = "training.objectives"


@dataclass(frozen=True, slots=True)
class Example:
    """One comparison that an objective makes, with the turns that it needs by name.

    Examples of one axis have the same names; "chosen" and "rejected" are always among them.
    """

    axis: str
    kind: str  # of the pair it comes from
    pair: str  # pair id
    turns: Mapping[str, Turn]
    sources: tuple[str, ...] = ()  # ids of further pairs whose answers it is put together from


class Objective(Protocol):
    """A frozen dataclass: its fields are its options, and make its form on the page."""

    @property
    def beta(self) -> float:
        """Scale of the implicit reward: reward = beta * (policy - reference), in nats."""
        ...

    @property
    def weights(self) -> Mapping[str, float]:
        """What each term counts in the loss: the sum over terms of weight times mean."""
        ...

    def examples(self, pairs: Sequence[PreferencePair]) -> list[Example]:
        """What to compare, made of the pairs that this objective can use."""
        ...

    def loss(
        self, axis: str, policy: Logps, reference: Logps, tokens: Counts
    ) -> Mapping[str, Tensor]:
        """The terms of examples of one axis, each (examples,), unweighted; lower is better."""
        ...


def margin(policy: Logps, reference: Logps) -> Tensor:
    """How much more than the reference the policy prefers chosen to rejected: (examples,), nats."""
    chosen = policy["chosen"] - reference["chosen"]
    rejected = policy["rejected"] - reference["rejected"]
    return chosen - rejected


def option(default: float, title: str, says: str, low: float = 0.0) -> Any:
    """A field of an objective: its default, what a form calls it, and what it does."""
    return dataclasses.field(default=default, metadata={"title": title, "says": says, "low": low})


@dataclass(frozen=True, slots=True)
class Option:
    """One field of an objective, as a form shows it."""

    name: str
    default: float | int | bool | str
    title: str
    says: str
    low: float  # the least value that makes sense


def options(name: str) -> list[Option]:
    """The form of the objective with this name; NotFound if there is none."""
    return [
        Option(field.name, cast(float, field.default), **field.metadata)
        for field in dataclasses.fields(plugins.load(PACKAGE, name, "OBJECTIVE"))
    ]


def with_options(name: str, values: Mapping[str, float | int | bool | str]) -> Objective:
    """The objective with these options; BadRecord for an option or a value that it cannot take."""
    known = {known.name: known for known in options(name)}
    for given, value in values.items():
        if given not in known:
            raise BadRecord(
                f'The objective "{name}" has no option "{given}"; it has: {", ".join(known)}.'
            )
        _check(name, known[given], value)
    return cast(Objective, plugins.load(PACKAGE, name, "OBJECTIVE")(**values))


def _check(name: str, wanted: Option, value: float | int | bool | str) -> None:
    if isinstance(wanted.default, bool | str):
        fits = isinstance(value, type(wanted.default))
    else:
        number = isinstance(value, float | int) and not isinstance(value, bool)
        fits = number and math.isfinite(value) and value >= wanted.low  # type: ignore[arg-type,operator]
    if not fits:
        raise BadRecord(
            f'The option "{wanted.name}" of "{name}" must be {wanted.low:g} or more, not {value!r}.'
        )
