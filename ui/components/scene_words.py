"""What is seen and heard in an input, in plain sentences."""

from collections.abc import Sequence

from annotation.lexicon import head, is_plural
from core.caption import Modality
from core.clip import AVInput
from core.store import Store

_UNCOUNTED = {
    *("applause", "chatter", "laughter", "music", "noise", "rain", "silence", "singing"),
    *("speech", "thunder", "traffic", "typing", "water", "wind"),
}


def scene_of(store: Store, shown: AVInput) -> str:
    """Two sentences: "The picture shows a cow. The sound is a cat."

    NotFound names a clip that is not in the workspace.
    """
    return f"{_picture(store, shown)} {_sound(store, shown)}"


def heard_in(store: Store, clip_id: str) -> str:
    """What is heard in a clip, in a few words: "a cat", "frogs and a woman", "nothing"."""
    return listed(_things(store, clip_id, Modality.AUDIO)[:2]) or "nothing"


def seen_in(store: Store, clip_id: str) -> str:
    """The main thing seen in a clip: "a cow"; empty where nothing is known."""
    return listed(_things(store, clip_id, Modality.VISUAL)[:1])


def listed(things: Sequence[str]) -> str:
    """Things with their articles: "a cat", "an owl and rain"."""
    return " and ".join(with_article(thing) for thing in things)


def with_article(thing: str) -> str:
    """ "a cow", "an owl", "hens", "rain"."""
    if is_plural(thing) or head(thing) in _UNCOUNTED:
        return thing
    return f"{'an' if thing[:1].lower() in 'aeiou' else 'a'} {thing}"


def _picture(store: Store, shown: AVInput) -> str:
    if shown.video is None:
        return "There is no picture."
    seen = seen_in(store, shown.video)
    return (
        f"The picture shows {seen}." if seen else f"The picture is of {_name(store, shown.video)}."
    )


def _sound(store: Store, shown: AVInput) -> str:
    if shown.audio is None:
        return "There is no sound."
    if not store.clips.things(shown.audio) and not store.clips.events(shown.audio):
        return f"The sound is of {_name(store, shown.audio)}."
    heard = heard_in(store, shown.audio)
    own = "" if shown.is_swapped or shown.video is None else "its own, "
    return f"The sound is {own}{heard}."


def _things(store: Store, clip_id: str, modality: Modality) -> list[str]:
    return [thing.name for thing in store.clips.things(clip_id) if thing.modality is modality]


def _name(store: Store, clip_id: str) -> str:
    return f"the clip “{store.clips.get(clip_id).name}”"
