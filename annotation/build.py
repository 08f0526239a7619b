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

    names = {clip_id: scene.clip.name for clip_id, scene in known.items()}
    watch = _Watch(names, progress)

    def skip(clip: Clip, reason: str) -> None:
        skipped.append(Skipped(clip.name, reason))
        watch.saw(clip.id)

    built, kinds, forms = 0, Counter[str](), Counter[str]()
    pairs = watch.each(recipe.build(Context(known, skip), wanted))
    while batch := list(islice(pairs, BATCH)):
        built += store.pairs.add(batch)
        kinds.update(pair.kind for pair in batch)
        forms.update(f"{pair.kind}: {pair.facts['form']}" for pair in batch)
    watch.end()
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


class _Watch:
    """Tells of each clip once, whether it gives pairs or is skipped."""

    def __init__(self, names: Mapping[str, str], progress: Progress | None) -> None:
        self._names, self._progress = names, progress
        self._seen: set[str] = set()

    def each(self, pairs: Iterator[PreferencePair]) -> Iterator[PreferencePair]:
        for pair in pairs:
            self.saw(pair.chosen.input.video or "")
            yield pair

    def saw(self, clip_id: str) -> None:
        if self._progress is not None and clip_id not in self._seen:
            self._seen.add(clip_id)
            self._progress(len(self._seen), len(self._names), self._names[clip_id])

    def end(self) -> None:
        """A clip that gave neither a pair nor a reason is done, too."""
        if self._progress is not None and len(self._seen) < len(self._names):
            self._progress(len(self._names), len(self._names), "")
