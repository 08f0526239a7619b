"""Foreign sounds: whatever could be taken for the sound of what is seen is none."""

import pytest

from annotation.swap import clash
from tests.annotation.scenes import a_scene

OWN = [  # what is seen, and an AudioSet label that it may be taken for
    ("woman", "Laughter"),
    ("lady", "woman speaking"),
    ("child", "Crying, sobbing"),
    ("kids", "children laughing"),
    ("man", "Female speech, woman speaking"),
    ("girl", "Male singing"),
    ("boy", "Cough"),
    ("baby", "Baby cry, infant cry"),
    ("toddler", "Baby laughter"),
    ("crowd", "Cheering"),
    ("audience", "Clapping"),
    ("reporter", "Conversation"),
    ("choir", "Chant"),
    ("runner", "Walk, footsteps"),
    ("old man", "Snoring"),
    ("motorbike", "Engine revving"),
    ("motorcycle", "Accelerating, revving, vroom"),
    ("red car", "Vehicle horn, car horn, honking"),
    ("street", "Traffic noise, roadway noise"),
    ("police car", "Police car (siren)"),
    ("train", "Train horn"),
    ("railway station", "Rail transport"),
    ("plane", "Fixed-wing aircraft, airplane"),
    ("helicopter", "Helicopter"),
    ("guitarist", "acoustic guitar"),
    ("pianist", "Piano"),
    ("drum kit", "Snare drum"),
    ("orchestra", "Violin, fiddle"),
    ("stage", "Electric guitar"),
    ("beach", "Ocean waves"),
    ("river", "Stream"),
    ("boat", "Splash, splatter"),
    ("kitchen sink", "Water tap, faucet"),
    ("umbrella", "Rain on surface"),
    ("lightning", "Thunder"),
    ("campfire", "Fire"),
    ("fireworks", "Explosion"),
    ("church", "Church bell"),
    ("telephone", "Telephone bell ringing"),
    ("wooden door", "Knock"),
    ("laptop", "Typing"),
    ("carpenter", "Hammer"),
    ("chainsaw", "Chainsaw"),
    ("vacuum cleaner", "Vacuum cleaner"),
    ("frying pan", "Sizzle"),
    ("puppy", "Yip"),
    ("dog", "Howl"),
    ("kitten", "Purr"),
    ("lion", "Roaring cats (lions, tigers)"),
    ("horse", "Clip-clop"),
    ("ram", "Bleat"),
    ("calf", "Moo"),
    ("hens", "Crowing, cock-a-doodle-doo"),
    ("crow", "Caw"),
    ("seagull", "Bird vocalization, bird call, bird song"),
    ("duck", "Quack"),
    ("goose", "Honk"),
    ("beehive", "Bee, wasp, etc."),
    ("pond", "Frog"),
    ("mouse", "Squeak"),
    ("clock", "Tick-tock"),
]
FOREIGN = [
    ("cow", "Speech"),
    ("kid", "Bleat"),  # a child, not a young goat
    ("woman", "Bark"),
    ("dog", "Laughter"),
    ("beach", "Meow"),
    ("cat", "Engine revving"),
    ("train", "Moo"),
    ("laptop", "Oink"),
    ("guitarist", "Dog"),
    ("sheep", "Toilet flush"),
    ("blackboard", "Speech, woman"),
    ("door", "Quack"),
    ("owl", "Siren"),
    ("campfire", "Typing"),
    ("car", "Acoustic guitar"),
    ("horse", "Rain"),
    ("man", "Thunder"),
    ("pig", "Church bell"),
]


@pytest.mark.parametrize(("seen", "label"), OWN)
def test_what_may_be_its_own_sound_is_not_foreign(seen: str, label: str) -> None:
    sound = a_scene("other", seen="wall", label=label)
    assert clash(a_scene("picture", seen=seen), sound) == "its source is seen"


@pytest.mark.parametrize(("seen", "label"), FOREIGN)
def test_what_nobody_takes_for_its_sound_stays_foreign(seen: str, label: str) -> None:
    sound = a_scene("other", seen="wall", label=label)
    assert clash(a_scene("picture", seen=seen), sound) == ""


def test_a_scene_with_a_man_does_not_show_the_woman_who_is_heard() -> None:
    assert not a_scene("c", seen="man", heard="woman").shows_its_sound
    assert a_scene("c", seen="lady", heard="woman").shows_its_sound
