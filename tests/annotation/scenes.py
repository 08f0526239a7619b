"""Makes scenes, and the clips behind them in a store, with what matters to a test as arguments."""

from annotation.scene import Scene
from core.caption import Caption, Modality, Thing
from core.clip import Clip
from core.event import SoundEvent
from core.store import Store
from tests.builders import a_clip


def a_scene(
    name: str,
    seen: str = "",
    heard: str = "",
    label: str = "",
    visual: str = "",
    audio: str = "",
    joint: str = "",
    **changes: object,
) -> Scene:
    """One clip in which one thing is seen and one is heard; empty: nothing of that sort."""
    clip = a_clip(name, name, **{"source": name} | changes)
    texts = {Modality.VISUAL: visual, Modality.AUDIO: audio, Modality.AUDIOVISUAL: joint}
    return Scene(
        clip,
        (SoundEvent(name, label, 0.5, 1.5),) if label else (),
        tuple(
            Thing(name, modality, thing)
            for modality, thing in ((Modality.VISUAL, seen), (Modality.AUDIO, heard))
            if thing
        ),
        {sense: Caption(name, sense, text) for sense, text in texts.items() if text},
    )


def an_animal(animal: str, sound: str, name: str = "", **changes: object) -> Scene:
    """A clip that shows an animal and plays its sound, fully described."""
    return a_scene(
        name or f"{animal}-clip",
        seen=animal,
        heard=animal,
        label=f"{animal} {sound}",
        visual=f"A big {animal} stands there.",
        audio=f"A {animal} {sound}s.",
        joint=f"A big {animal} stands there and {sound}s.",
        **changes,
    )


def animals() -> dict[str, Scene]:
    """Six clips, each of one animal that is seen and heard."""
    sounds = {
        "cow": "moo", "cat": "meow", "owl": "hoot", "pig": "grunt", "dog": "bark", "sheep": "bleat",
    }  # fmt: skip
    made = [an_animal(name, sound) for name, sound in sounds.items()]
    return {scene.clip.id: scene for scene in made}


def stored(store: Store, scene: Scene) -> Clip:
    """The scene's clip, with all that is known of it, in a store."""
    store.clips.add(scene.clip, scene.events, list(scene.captions.values()), scene.things)
    return scene.clip
