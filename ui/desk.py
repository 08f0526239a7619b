"""What the Verify page is sent: a pair with its clip, and the next clips made ahead of time."""

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

from annotation import campaign, rubric
from core.errors import UserError
from core.preference import PreferencePair
from core.verdict import Verdict
from core.workspace import Workspace
from ui.components.pair_card import card_of, heading_of, inputs_of, track_of
from ui.components.player import Sample, sample_of
from ui.empty_desk import empty_desk

FLAGS = (
    {"id": "events_wrong", "text": "Events wrong", "key": "e"},
    {"id": "bad_sound", "text": "Bad sound", "key": "b"},
    {"id": "bad_picture", "text": "Bad picture", "key": "v"},
)
_KEPT = 64  # samples in memory, about 15 kB each
_AHEAD = 3  # pairs whose media are made before they are asked for
_FAULTS = (UserError, OSError)  # a file that is missing, damaged, or cannot be written


class Desk:
    """Lays one pair after the other before a person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._made: OrderedDict[str, Future[Sample]] = OrderedDict()
        self._lock = Lock()
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")

    def next(self, user: str, kind: str) -> dict[str, Any]:
        """The next pair that the person has not judged, or the reason why there is none.

        NotFound for a kind that no pair has.
        """
        pair_id = campaign.next_pair(self._store, user, None, kind)
        return self._nothing(user, kind) if pair_id is None else self.pair(user, pair_id)

    def next_if_ready(self, user: str, kind: str, after: str) -> dict[str, Any] | None:
        """The same, behind a pair; None while its clip is still being made: ask again for it."""
        pair_id = campaign.next_pair(self._store, user, after, kind)
        if pair_id is None:
            return self._nothing(user, kind)
        made = self._prepare(self._store.pairs.get(pair_id))
        return self.pair(user, pair_id) if made.done() else None

    def linked(self, user: str, pair_id: str) -> dict[str, Any]:
        """A certain pair with what the person said of it last; NotFound if there is none."""
        standing = self._store.verdicts.of_pair(pair_id)
        mine = [verdict for verdict in standing if verdict.annotator == user]
        work = self.pair(user, pair_id, mine[-1] if mine else None)
        if mine:
            work["card"]["decision"] = mine[-1].decision
        return work

    def pair(self, user: str, pair_id: str, said: Verdict | None = None) -> dict[str, Any]:
        """A certain pair, filled in with what was said of it; NotFound if there is none.

        Where its clip cannot be had, `sample` is null and `fault` says why: it can still be
        flagged, rejected or skipped.
        """
        pair = self._store.pairs.get(pair_id)
        card = card_of(self._store, pair, campaign.sides(user, pair_id)) | {
            "questions": [
                {"id": question.id, "text": question.text, "speaks_for": question.speaks_for}
                for question in rubric.questions(pair)
            ],
            "flags": FLAGS,
            "said": _draft(said),
            "decision": None,  # what stands of the person's, where a link opens the pair
        }
        sample, fault = self._sample(pair)
        return {"card": card, "sample": sample, "fault": fault, "empty": None}

    def ahead(self, user: str, kind: str, pair_id: str) -> list[str]:
        """The clips that come after a pair, as addresses, once they are made."""
        coming = [self._prepare(later) for later in self._following(user, kind, pair_id)]
        made = [one.result() for one in coming if not isinstance(one.exception(), _FAULTS)]
        return [_first_video(sample) for sample in made]

    def progress(self, user: str) -> dict[str, Any]:
        """How far the person is, in all and by kind."""
        done = campaign.progress(self._store, user)
        kinds = [
            {"kind": kind, "title": heading_of(kind)[0], "judged": part.judged, "total": part.total}
            for kind, part in done.by_kind.items()
        ]
        return {"judged": done.judged, "total": done.total, "today": done.today, "kinds": kinds}

    def _nothing(self, user: str, kind: str) -> dict[str, Any]:
        empty = empty_desk(self._workspace, user, kind)
        return {"card": None, "sample": None, "fault": "", "empty": empty}

    def _following(self, user: str, kind: str, pair_id: str) -> Iterator[PreferencePair]:
        seen = {pair_id}
        for _ in range(_AHEAD):
            later = campaign.next_pair(self._store, user, pair_id, kind)
            if later is None or later in seen:
                return
            seen.add(pair_id := later)
            yield self._store.pairs.get(later)

    def _sample(self, pair: PreferencePair) -> tuple[Sample | None, str]:
        """What the player needs, or the sentence that says why it cannot be had."""
        try:
            return self._prepare(pair).result(), ""
        except UserError as error:
            return None, str(error)
        except OSError as error:
            return None, f"The clip of this pair cannot be read ({error.strerror or error})."

    def _prepare(self, pair: PreferencePair) -> Future[Sample]:
        """The pair's sample, made by one thread in the order of asking; a failure is tried anew."""
        with self._lock:
            made = self._made.pop(pair.id, None)
            if made is None or (made.done() and made.exception() is not None):
                made = self._maker.submit(self._make, pair)
            self._made[pair.id] = made
            while len(self._made) > _KEPT:
                self._made.popitem(last=False)
        return made

    def _make(self, pair: PreferencePair) -> Sample:
        original, other = inputs_of(pair)
        return sample_of(
            self._workspace, original, other, pair=pair.id, start=track_of(pair.chosen)
        )


def _first_video(sample: Sample) -> str:
    """The file that the player opens first."""
    swapped = sample["swapped"] if sample["start"]["track"] == "swapped" else None
    return (swapped or sample["original"])["video"]


def _draft(said: Verdict | None) -> dict[str, Any]:
    if said is None:
        return {}
    return {"answers": dict(said.answers), "note": said.note, "flags": list(said.flags)}
