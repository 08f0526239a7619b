"""What a pair recipe offers and what it is given."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol, TypeVar

from pydantic import TypeAdapter, ValidationError

from annotation.scene import Scene
from core.clip import Clip
from core.errors import BadRecord
from core.preference import PreferencePair

Options = TypeVar("Options")


@dataclass(frozen=True, slots=True)
class Context:
    """What a recipe builds from."""

    scenes: Mapping[str, Scene]  # every clip of the workspace, by clip id
    skip: Callable[[Clip, str], None]  # to say why a clip gives no pairs, or fewer


class Recipe(Protocol[Options]):
    """A way to make preference pairs; an entry's file offers one as RECIPE."""

    name: str
    title: str  # for menus
    kinds: Mapping[str, str]  # recipe/kind: what it is in plain words
    options: type[Options]  # a frozen dataclass whose fields become the form

    def build(self, context: Context, options: Options) -> Iterator[PreferencePair]:
        """Every pair of the workspace, clip by clip in the order of the scenes."""
        ...


def option(default: float, title: str, says: str, low: float = 0, high: float | None = None) -> Any:
    """A field of a recipe's options: its default, what a form calls it, what it does, its range."""
    metadata = {"title": title, "says": says, "low": low, "high": high}
    return field(default=default, metadata=metadata)


def read_options(recipe: Recipe[Options], given: Mapping[str, object]) -> Options:
    """The recipe's options with what is given; BadRecord names an option that cannot be."""
    known = {each.name: each for each in fields(recipe.options)}  # type: ignore[arg-type]  # a dataclass
    for name in given:
        if name not in known:
            raise BadRecord(
                f'The recipe "{recipe.name}" has no option "{name}"; it has: {", ".join(known)}.'
            )
    adapter: TypeAdapter[Options] = TypeAdapter(recipe.options)
    try:
        chosen = adapter.validate_python(given)
    except ValidationError as error:
        first: Any = error.errors()[0]
        raise BadRecord(
            f'The option "{first["loc"][0]}" of the recipe "{recipe.name}" cannot be '
            f"{first['input']!r}: {first['msg']}."
        ) from error
    for name, each in known.items():
        value, low, high = getattr(chosen, name), each.metadata["low"], each.metadata["high"]
        if not low <= value <= (value if high is None else high):
            most = "" if high is None else f" and at most {high}"
            raise BadRecord(f'The option "{name}" must be at least {low}{most}, not {value}.')
    return chosen
