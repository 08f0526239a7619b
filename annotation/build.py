"""One recipe over a whole workspace: captions get their targets, clips their pairs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from annotation.decompose.base import Decomposer
from annotation.recipes.base import Context, Recipe, read_options
from annotation.scene import scenes
from core import plugins
from core.caption import Caption, Modality
from core.clip import Clip
from core.preference import PreferencePair
from core.store import Store
from core.workspace import Workspace

Progress = Callable[[int, int, str], None]  # clips done, clips in all, name of the clip
BATCH = 500  # pairs stored in one act


@dataclass(frozen=True, slots=True)
class Skipped:
    """A clip that gives no pairs, and why."""

    clip: str  # its name
    reason: str


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What one run of a recipe did."""

    built: int  # pairs that are new
    already: int  # pairs that were there before
    by_kind: Mapping[str, int]  # new or not
    by_form: Mapping[str, int]  # "acpo/attribution: description" and so on, new or not
    skipped: tuple[Skipped, ...]


def build_pairs(
    workspace: Workspace,
    recipe_name: str,
    options: Mapping[str, object],
    progress: Progress | None = None,
) -> BuildReport:
    """Build and store every pair of a recipe; what was built before is not built again.

    NotFound if there is no such recipe; BadRecord if an option cannot be.
    """
    recipe: Recipe[object] = plugins.load("annotation.recipes", recipe_name, "RECIPE")
    wanted = read_options(recipe, options)
    store = workspace.store
    add_targets(store)
    known = scenes(store)
    skipped: list[Skipped] = []

    def skip(clip: Clip, reason: str) -> None:
        skipped.append(Skipped(clip.name, reason))

    names = {clip_id: scene.clip.name for clip_id, scene in known.items()}
    built, kinds, forms = 0, Counter[str](), Counter[str]()
    pairs = _watched(recipe.build(Context(known, skip), wanted), names, progress)
    while batch := list(islice(pairs, BATCH)):
        built += store.pairs.add(batch)
        kinds.update(pair.kind for pair in batch)
        forms.update(f"{pair.kind}: {pair.facts['form']}" for pair in batch)
    return BuildReport(built, kinds.total() - built, kinds, forms, tuple(skipped))


def add_targets(store: Store, backend: str = "rules") -> int:
    """Decompose the joint captions of clips that lack a target; the number of targets added.

    A target that is there already, from a manifest or a person, is left as it is.
    """
    decomposer: Decomposer = plugins.load("annotation.decompose", backend, "DECOMPOSER")
    said = []
    for clip_id, captions in store.clips.all_captions().items():
        if Modality.AUDIOVISUAL not in captions or len(captions) == len(Modality):
            continue
        targets = decomposer.decompose(captions[Modality.AUDIOVISUAL].text)
        for modality, text in (
            (Modality.VISUAL, targets.visual),
            (Modality.AUDIO, targets.audio),
        ):
            if text and modality not in captions:
                said.append(Caption(clip_id, modality, text, f"decompose/{backend}"))
    store.clips.add_captions(said)
    return len(said)


def _watched(
    pairs: Iterator[PreferencePair], names: Mapping[str, str], progress: Progress | None
) -> Iterator[PreferencePair]:
    seen: set[str] = set()
    for pair in pairs:
        clip = pair.chosen.input.video or ""
        if progress is not None and clip not in seen:
            seen.add(clip)
            progress(len(seen), len(names), names.get(clip, ""))
        yield pair
