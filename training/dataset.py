"""Which pairs a run learns from, as a `datasets.Dataset` with a fingerprint.

A pair is accepted when more of its annotators accept than refuse it; of each annotator the newest
standing verdict counts, a skipped pair has none, and a tie is no acceptance. Nothing that is held
out may enter: no clip of another split than train, no combination kept for validation or test.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from core.clip import AVInput, Clip, Split
from core.combination import combination_split
from core.errors import Conflict
from core.preference import PreferencePair
from core.run import RunConfig
from core.store import Store
from core.verdict import Decision, Verdict
from training.objectives.base import with_options

if TYPE_CHECKING:
    from datasets import Dataset

LEAST_PAIRS = 10
ACCEPTED, ALL = "accepted", "all"


def training_pairs(store: Store, config: RunConfig) -> list[PreferencePair]:
    """The pairs that this run may learn from, in the order in which they were built.

    Conflict, with what to do, if there are fewer than LEAST_PAIRS.
    """
    wanted = accepted(store.verdicts.standing()) if config.pairs == ACCEPTED else None
    clips = {clip.id: clip for clip in store.clips.all()}
    built = [pair for pair in store.pairs.each() if wanted is None or pair.id in wanted]
    free = [pair for pair in built if is_for_training(pair, clips)]
    objective = with_options(config.objective, config.options)
    examples = objective.examples(free)
    used = {pair for example in examples for pair in (example.pair, *example.sources)}
    pairs = [pair for pair in free if pair.id in used]
    if len(pairs) < LEAST_PAIRS:
        raise Conflict(_too_few(config, len(pairs), len(built) - len(free)))
    return pairs


def accepted(verdicts: Iterable[Verdict]) -> set[str]:
    """Ids of the pairs that their annotators accept, from standing verdicts, oldest first."""
    newest = {(verdict.pair, verdict.annotator): verdict.decision for verdict in verdicts}
    balance = Counter[str]()
    for (pair, _), decision in newest.items():
        if decision is not Decision.SKIP:
            balance[pair] += 1 if decision is Decision.ACCEPT else -1
    return {pair for pair, votes in balance.items() if votes > 0}


def is_for_training(pair: PreferencePair, clips: Mapping[str, Clip]) -> bool:
    """Whether neither a clip nor a combination of the pair is held out."""
    return all(_is_free(turn.input, clips) for turn in (pair.chosen, pair.rejected))


def _is_free(shown: AVInput, clips: Mapping[str, Clip]) -> bool:
    parts = [clips[clip_id] for clip_id in (shown.video, shown.audio) if clip_id is not None]
    if any(clip.split is not Split.TRAIN for clip in parts):
        return False
    if not shown.is_swapped:
        return True
    picture, sound = parts
    return combination_split(picture.name, sound.name) is Split.TRAIN


def fingerprint(pairs: Sequence[PreferencePair]) -> str:
    """Sixteen hexadecimal digits that depend on the pairs alone, in any order."""
    content = "\n".join(sorted(f"{pair.id} {pair.group}" for pair in pairs))
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def as_dataset(pairs: Sequence[PreferencePair]) -> "Dataset":
    """One row a pair; its fingerprint is that of the pairs, so it is the same on every machine."""
    from datasets import Dataset  # two seconds to import, which a page need not wait for

    rows = [
        {
            "id": pair.id,
            "kind": pair.kind,
            "group": pair.group,
            "chosen": asdict(pair.chosen),
            "rejected": asdict(pair.rejected),
        }
        for pair in pairs
    ]
    made = Dataset.from_list(rows)
    return Dataset(made.data, info=made.info, fingerprint=fingerprint(pairs))


def _too_few(config: RunConfig, count: int, held_out: int) -> str:
    kept = f" ({held_out} more are held out for tests)" if held_out else ""
    if config.pairs == ACCEPTED:
        return (
            f"Only {count} accepted pairs fit this run{kept}. Accept at least {LEAST_PAIRS} pairs "
            "on the Verify page, or choose 'all built pairs'."
        )
    return (
        f"Only {count} built pairs fit this run{kept}. Import clips and build at least "
        f"{LEAST_PAIRS} pairs first."
    )
