"""A scene: what is known of a clip, and what follows from it."""

from dataclasses import replace

from annotation.scene import Scene, scenes
from core.caption import Modality
from core.workspace import Workspace
from tests.annotation.scenes import a_scene, an_animal, stored
from tests.builders import a_clip


def test_what_is_stored_of_a_clip_becomes_its_scene(workspace: Workspace) -> None:
    cow, cat = an_animal("cow", "moo"), an_animal("cat", "meow")
    stored(workspace.store, cow)
    stored(workspace.store, cat)
    silent = replace(a_scene("silent", seen="rock"), is_silent=True)
    workspace.store.clips.add(silent.clip, named=silent.things, is_silent=True)
    assert scenes(workspace.store) == {scene.clip.id: scene for scene in (cow, cat, silent)}


def test_names_come_from_labels_and_things() -> None:
    scene = a_scene("c", seen="two white dogs", heard="dogs", label="Bark")
    assert (scene.seen, scene.heard) == ({"dog"}, {"dog", "bark"})
    assert scene.text(Modality.AUDIO) == ""


def test_captions_name_what_nobody_labelled() -> None:
    scene = a_scene("c", visual="A brown owl sits.", audio="An owl hoots.")
    assert "owl" in scene.seen
    assert {"owl", "hoot"} <= scene.heard


def test_a_clip_that_was_said_to_be_silent_is_quiet_whatever_its_caption_says() -> None:
    scene = a_scene("c", seen="two jaguars", audio="Nothing is heard apart from a faint hiss.")
    assert replace(scene, is_silent=True).heard == frozenset()


def test_what_is_seen_does_not_silence_what_the_caption_says_is_heard() -> None:
    scene = a_scene("c", seen="two jaguars", audio="A man speaks.")
    assert {"man", "speech"} <= scene.heard
    assert a_scene("c", seen="two jaguars", audio="Silence.").heard == frozenset()
    assert a_scene("c", seen="two jaguars", label="Silence").heard == frozenset()


def test_a_clip_shows_its_sound_only_if_every_source_is_seen() -> None:
    assert an_animal("cow", "moo").shows_its_sound
    assert a_scene("c", seen="fire engine", heard="siren").shows_its_sound
    assert not a_scene("c", seen="cow", heard="man").shows_its_sound
    assert not a_scene("c", seen="rabbit", heard="music").shows_its_sound  # music has no source
    assert not Scene(a_clip()).shows_its_sound
