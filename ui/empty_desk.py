"""Why there is no pair to judge, and what to do next."""

from typing import Any

from annotation import campaign
from core.errors import NotFound
from core.preference import PreferencePair
from core.store import Store
from core.verdict import Decision
from core.workspace import Workspace
from ui.components.clip_menu import IMPORT
from ui.components.command_line import command_line
from ui.components.pair_card import heading_of

_MOST = 12  # skipped pairs that are named


def empty_desk(workspace: Workspace, user: str, kind: str) -> dict[str, Any]:
    """Title, sentence, and a command, links or both; NotFound for a kind that no pair has."""
    store = workspace.store
    if not store.clips.count():
        return {
            "title": "No clips yet",
            "text": "Bring some in with this command, then reload the page.",
            "command": command_line(workspace, *IMPORT),
        }
    if not store.pairs.count():
        return {
            "title": "No pairs yet",
            "text": "The clips are there. Build pairs from them, then reload the page.",
            "command": command_line(workspace, "pairs", "build", "--recipe", "acpo"),
        }
    if kind and kind not in (known := store.pairs.counts_by_kind()):
        raise NotFound(f'There are no pairs of kind "{kind}"; there are: {", ".join(known)}.')
    return _all_done(kind) | _skipped(store, user, kind)


def _all_done(kind: str) -> dict[str, Any]:
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


def _skipped(store: Store, user: str, kind: str) -> dict[str, Any]:
    """The pairs that the person skipped for good, each with a link; nothing if there are none."""
    if not campaign.progress(store, user).skipped:
        return {}
    mine = [
        verdict.pair
        for verdict in store.verdicts.standing()
        if verdict.annotator == user and verdict.decision is Decision.SKIP
    ]
    pairs = [pair for pair in map(store.pairs.get, mine) if kind in ("", pair.kind)]
    if not pairs:
        return {}
    many = f"{len(pairs)} that you skipped" if len(pairs) > 1 else "one that you skipped"
    left = f" The first {_MOST} of them are named here." if len(pairs) > _MOST else ""
    return {
        "title": f"All {'of this kind' if kind else 'pairs'} are verified but {many}",
        "text": f"Open what you skipped to decide after all, or leave it as it is.{left}",
        "skipped": [_named(store, pair) for pair in pairs[:_MOST]],
    }


def _named(store: Store, pair: PreferencePair) -> dict[str, str]:
    shown, heard = pair.chosen.input.video, pair.chosen.input.audio
    names = [store.clips.get(clip).name for clip in dict.fromkeys((shown, heard)) if clip]
    text = f"{heading_of(pair.kind)[0]} {' under '.join(names)}, “{pair.prompt}”"
    return {"text": text, "link": f"/verify?pair={pair.id}"}
