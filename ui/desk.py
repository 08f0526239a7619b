"""What the Verify page is sent: a pair with its clip, and the next clips made ahead of time."""

from collections import OrderedDict
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

from annotation import campaign, rubric
from core.preference import PreferencePair
from core.verdict import Verdict
from core.workspace import Workspace
from ui.components.pair_card import card_of, heading_of, inputs_of
from ui.components.player import Sample, TrackName, sample_of

FLAGS = (
    {"id": "events_wrong", "text": "Events wrong", "key": "e"},
    {"id": "bad_sound", "text": "Bad sound", "key": "b"},
    {"id": "bad_picture", "text": "Bad picture", "key": "v"},
)
_KEPT = 64  # samples in memory, about 15 kB each
_AHEAD = 3  # pairs whose media are made before they are asked for


class Desk:
    """Lays one pair after the other before a person."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._store = workspace.store
        self._made: OrderedDict[str, Future[Sample]] = OrderedDict()
        self._lock = Lock()
        self._maker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="samples")

    def next(self, user: str, kind: str) -> dict[str, Any]:
        """The next pair that the person has not judged, or the reason why there is none."""
        pair_id = campaign.next_pair(self._store, user, None, kind)
        return self._nothing(kind) if pair_id is None else self.pair(user, pair_id)

    def next_if_ready(self, user: str, kind: str, after: str) -> dict[str, Any] | None:
        """The same, behind a pair; None while its clip is still being made: ask again for it."""
        pair_id = campaign.next_pair(self._store, user, after, kind)
        if pair_id is None:
            return self._nothing(kind)
        made = self._prepare(self._store.pairs.get(pair_id))
        return self.pair(user, pair_id) if made.done() else None

    def pair(self, user: str, pair_id: str, said: Verdict | None = None) -> dict[str, Any]:
        """A certain pair, filled in with what was said of it; NotFound if there is none."""
        pair = self._store.pairs.get(pair_id)
        card = card_of(self._store, pair, campaign.sides(user, pair_id)) | {
            "questions": [
                {"id": question.id, "text": question.text, "speaks_for": question.speaks_for}
                for question in rubric.questions(pair)
            ],
            "flags": FLAGS,
            "said": _draft(said),
        }
        return {"card": card, "sample": self._prepare(pair).result(), "empty": None}

    def ahead(self, user: str, kind: str, pair_id: str) -> list[str]:
        """The clips that come after a pair, as addresses, once they are made."""
        made = [self._prepare(later) for later in self._following(user, kind, pair_id)]
        return [_first_video(one.result()) for one in made]

    def progress(self, user: str) -> dict[str, Any]:
        """How far the person is, in all and by kind."""
        done = campaign.progress(self._store, user)
        kinds = [
            {"kind": kind, "title": heading_of(kind)[0], "judged": part.judged, "total": part.total}
            for kind, part in done.by_kind.items()
        ]
        return {"judged": done.judged, "total": done.total, "today": done.today, "kinds": kinds}

    def _nothing(self, kind: str) -> dict[str, Any]:
        return {"card": None, "sample": None, "empty": self._empty(kind)}

    def _following(self, user: str, kind: str, pair_id: str) -> Iterator[PreferencePair]:
        seen = {pair_id}
        for _ in range(_AHEAD):
            later = campaign.next_pair(self._store, user, pair_id, kind)
            if later is None or later in seen:
                return
            seen.add(pair_id := later)
            yield self._store.pairs.get(later)

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
        original, swapped = inputs_of(pair)
        start: TrackName = "swapped" if pair.chosen.input.is_swapped else "original"
        return sample_of(self._workspace, original, swapped, pair=pair.id, start=start)

    def _empty(self, kind: str) -> dict[str, str]:
        if not self._store.clips.count():
            return {
                "title": "No clips yet",
                "text": "Bring some in with this command, then reload the page.",
                "command": "python app.py import FOLDER",
            }
        if not self._store.pairs.count():
            return {
                "title": "No pairs yet",
                "text": "The clips are there. Build pairs from them, then reload the page.",
                "command": "python app.py pairs build --recipe acpo",
            }
        if kind:
            return {
                "title": "All of this kind are verified",
                "text": "Choose another kind above, or go on with all of them.",
                "link": "/verify",
                "link_text": "All kinds",
            }
        return {
            "title": "All pairs are verified",
            "text": "Train a model on those that you accepted, and hear what it learns.",
            "link": "/train",
            "link_text": "Train on them",
        }


def _first_video(sample: Sample) -> str:
    """The file that the player opens first."""
    swapped = sample["swapped"] if sample["start"]["track"] == "swapped" else None
    return (swapped or sample["original"])["video"]


def _draft(said: Verdict | None) -> dict[str, Any]:
    if said is None:
        return {}
    return {"answers": dict(said.answers), "note": said.note, "flags": list(said.flags)}
