"""All that is known of one clip, in the form in which recipes ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from annotation.lexicon import QUIET, is_source, names, suggests
from core.caption import Caption, Modality, Thing
from core.clip import Clip
from core.event import SoundEvent
from core.store import Store


@dataclass(frozen=True, slots=True)
class Scene:
    """A clip with its sound events, its things and its newest captions."""

    clip: Clip
    events: tuple[SoundEvent, ...] = ()
    things: tuple[Thing, ...] = ()
    captions: Mapping[Modality, Caption] = field(default_factory=dict)
    is_silent: bool = False  # it was said that nothing is heard; else that is unknown
    seen: frozenset[str] = field(init=False)  # names of what is seen, as lexicon.names gives them
    heard: frozenset[str] = field(init=False)  # names of what is heard; empty: nothing

    def __post_init__(self) -> None:
        seen = names(*self.visible) or names(self.text(Modality.VISUAL))
        heard = names(*self.audible, *(event.label for event in self.events))
        if not self.audible and not self.events and not self.is_silent:
            heard = names(self.text(Modality.AUDIO))
        object.__setattr__(self, "seen", seen)
        object.__setattr__(self, "heard", heard - QUIET)

    def text(self, modality: Modality) -> str:
        """The caption of this modality; empty if there is none."""
        caption = self.captions.get(modality)
        return caption.text if caption is not None else ""

    @property
    def visible(self) -> tuple[str, ...]:
        """Names of the things seen, the main one first."""
        return self._things(Modality.VISUAL)

    @property
    def audible(self) -> tuple[str, ...]:
        """Names of the sources heard, the main one first."""
        return self._things(Modality.AUDIO)

    @property
    def sources(self) -> tuple[str, ...]:
        """Names of the sources heard that could also be seen: a cow, not music."""
        return tuple(name for name in self.audible if is_source(name))

    @property
    def shows_its_sound(self) -> bool:
        """Whether the sound comes from what is seen, and no source is heard that is not seen."""
        return bool(self.sources) and all(
            suggests(self.seen, names(source)) for source in self.sources
        )

    def _things(self, modality: Modality) -> tuple[str, ...]:
        return tuple(thing.name for thing in self.things if thing.modality is modality)


def scenes(store: Store) -> dict[str, Scene]:
    """Every clip of the workspace with what is known of it, by clip id, in the order of import."""
    events, things = store.clips.all_events(), store.clips.all_things()
    captions, silent = store.clips.all_captions(), store.clips.silent()
    return {
        clip.id: Scene(
            clip,
            tuple(events.get(clip.id, ())),
            tuple(things.get(clip.id, ())),
            captions.get(clip.id, {}),
            clip.id in silent,
        )
        for clip in store.clips.all()
    }
