"""The clips of a workspace as a menu to choose a picture and a sound from."""

from typing import Any

from core.caption import Modality, Thing
from core.clip import Clip, Split
from core.combination import combination_split
from core.store import Store
from core.workspace import Workspace
from ui.components.command_line import command_line
from ui.components.scene_words import listed

IMPORT = ("import", "FOLDER")  # the command that brings clips in
_USES = {
    Split.TRAIN: "May be trained on.",
    Split.VALIDATION: "Kept for choosing settings; no model is trained on it.",
    Split.TEST: "Kept for results; no model is trained on it.",
}
_CAPTIONS = {
    Modality.AUDIOVISUAL: "Seen and heard",
    Modality.VISUAL: "Seen",
    Modality.AUDIO: "Heard",
}


def menu_of(workspace: Workspace) -> dict[str, Any]:
    """Every clip in the order of import, and the two that a newcomer may begin with.

    `command` brings more clips in.
    """
    store = workspace.store
    clips, things = store.clips.all(), store.clips.all_things()
    start = first_combination(clips)
    return {
        "clips": [_entry(clip, things.get(clip.id, [])) for clip in clips],
        "start": {"clip": start[0].id, "donor": start[1].id} if start else None,
        "command": command_line(workspace, *IMPORT),
    }


def first_combination(clips: list[Clip]) -> tuple[Clip, Clip] | None:
    """A picture under a sound that no run of ours has seen together; the first two otherwise."""
    audible = [clip for clip in clips if clip.is_audible]
    both = [(one, other) for one in clips for other in audible if one.source != other.source]
    trained = [(one, other) for one, other in both if _is_held_out(one, other)]
    return next(iter(trained or both), None)


def known_of(store: Store, clip_id: str) -> dict[str, Any]:
    """All that is known of one clip, in words; NotFound if it is not in the workspace."""
    clip, captions = store.clips.get(clip_id), store.clips.captions(clip_id)
    things = store.clips.things(clip_id)
    return _entry(clip, things) | {
        "size": f"{clip.width} x {clip.height}, {clip.fps:g} frames a second",
        "use": _USES[clip.split],
        "captions": [
            {"of": words, "text": captions[modality].text, "made_by": captions[modality].made_by}
            for modality, words in _CAPTIONS.items()
            if modality in captions
        ],
        "credit": clip.credit,
    }


def _is_held_out(picture: Clip, sound: Clip) -> bool:
    sources = {picture.split, sound.split}
    return sources == {Split.TRAIN} and combination_split(picture.name, sound.name) is Split.TEST


def _entry(clip: Clip, things: list[Thing]) -> dict[str, Any]:
    seen = [thing.name for thing in things if thing.modality is Modality.VISUAL]
    heard = [thing.name for thing in things if thing.modality is Modality.AUDIO]
    return {
        "id": clip.id,
        "name": clip.name,
        "duration_s": clip.duration_s,
        "is_audible": clip.is_audible,
        "seen": seen[0] if seen else "",
        "heard": heard[0] if heard else "",
        "words": f"seen: {listed(seen[:1]) or 'unknown'}; heard: {listed(heard[:2]) or 'nothing'}",
    }
