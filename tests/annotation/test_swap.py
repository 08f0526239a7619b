"""Donors: foreign, audible, of another recording, chosen the same way every time, evenly used."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.scene import Scene
from annotation.swap import CLEAR_WEIGHT, assign, clash, donors, word_overlap
from core.clip import Clip, Split
from core.errors import NotFound
from tests.annotation.scenes import a_scene, an_animal, animals


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (an_animal("cat", "meow"), ""),
        (an_animal("cat", "meow", source="cow-clip"), "the same recording"),
        (an_animal("cat", "meow", split=Split.TEST), "another split"),
        (an_animal("cat", "meow", loudness_db=-80.0), "nothing to be heard"),
        (a_scene("quiet", seen="jaguar", audio="Silence."), "nothing to be heard"),
        (a_scene("other", seen="barn", heard="cows", label="Moo"), "a sound in common"),
        (a_scene("other", seen="barn", heard="calf"), "a sound in common"),
    ],
)
def test_a_cow_does_not_get_what_could_be_its_own_sound(sound: Scene, why: str) -> None:
    assert clash(an_animal("cow", "moo"), sound) == why


def test_a_silent_picture_does_not_get_the_sound_of_what_it_shows() -> None:
    dogs = a_scene("dogs", seen="two white dogs", loudness_db=-120.0)
    assert clash(dogs, a_scene("other", seen="shed", label="Bark")) == "its source is seen"
    assert clash(dogs, an_animal("cow", "moo")) == ""


def test_a_silent_clip_gets_donors_and_is_none() -> None:
    scenes = [*animals().values(), a_scene("silent", seen="jaguar", loudness_db=-120.0)]
    chosen = assign(scenes, 3, seed=0)
    assert len(chosen["silent"]) == 2  # half of three, rounded up: it suggests no sound
    assert "silent" not in {donor.clip.id for given in chosen.values() for donor in given}


def test_the_choice_depends_on_the_seed_and_not_on_the_order() -> None:
    scenes = list(animals().values())
    assert assign(scenes, 2, 7) == assign(scenes[::-1], 2, 7)
    assert any(assign(scenes, 2, 7) != assign(scenes, 2, seed) for seed in range(8, 11))


def test_a_larger_count_only_adds() -> None:
    scenes = list(animals().values())
    few, many = assign(scenes, 2, 0), assign(scenes, 4, 0)
    assert all(many[clip][:2] == few[clip] for clip in few)


def test_forbidden_combinations_are_never_chosen() -> None:
    def allowed(picture: Clip, sound: Clip) -> bool:
        return (picture.name, sound.name) != ("cow-clip", "cat-clip")

    given = donors(list(animals().values()), "cow-clip", 5, 0, allowed)
    assert {donor.clip.name for donor in given} == {
        "owl-clip",
        "pig-clip",
        "dog-clip",
        "sheep-clip",
    }


def test_scenes_that_say_the_same_are_too_similar() -> None:
    one = a_scene("a", seen="barn", heard="goat", visual="A door with a lock and a latch.")
    other = a_scene("b", seen="barn", heard="hinge", visual="A door with a lock and a latch.")
    assert word_overlap(one, other) > 0.5
    assert clash(one, other) == ""
    assert donors([one, other], "a", 1, 0) == ()


def test_similarity_is_kept_and_can_be_measured_otherwise() -> None:
    scenes = list(animals().values())
    (donor,) = donors(scenes, "cow-clip", 1, 0, measure=lambda _one, _other: 0.25)
    assert (donor.similarity, bool(donor.reason)) == (0.25, True)
    overlap = word_overlap(scenes[0], scenes[1])
    assert 0 <= overlap == word_overlap(scenes[1], scenes[0]) < 0.5
    assert word_overlap(scenes[0], scenes[0]) == 1


def test_a_clip_that_is_not_among_the_scenes_is_named() -> None:
    with pytest.raises(NotFound, match='no clip "zebra"'):
        donors(list(animals().values()), "zebra", 1, 0)


def test_clear_sounds_donate_more_often() -> None:
    vague = [a_scene(f"vague-{n}", seen=f"wall {n}", label=f"zap {n}") for n in "bdfgkm"]
    chosen = assign([*animals().values(), *vague], 4, 0)
    used = Counter(donor.clip.id for given in chosen.values() for donor in given)
    clear = [used[clip] for clip in animals()]
    assert min(clear) > max(used[scene.clip.id] for scene in vague)
    assert max(clear) <= CLEAR_WEIGHT * (1 + max(used[scene.clip.id] for scene in vague))


@given(
    clips=st.integers(2, 30),
    count=st.integers(1, 8),
    seed=st.integers(0, 2**32),
    splits=st.lists(st.sampled_from(list(Split)), min_size=30, max_size=30),
)
@settings(max_examples=60, deadline=None)
def test_donors_are_spread_evenly_and_stay_in_their_split(
    clips: int, count: int, seed: int, splits: list[Split]
) -> None:
    """All clips are foreign to each other, so nothing but chance decides: uses differ by two."""
    names = [f"q{first}{second}" for first in "bdfgk" for second in "bdfgkm"]
    scenes = [
        a_scene(name, seen=name, heard=name, split=split)
        for name, split in zip(names[:clips], splits, strict=False)
    ]
    chosen = assign(scenes, count, seed)
    by_id = {scene.clip.id: scene.clip for scene in scenes}
    for split in Split:
        members = [clip for clip, known in by_id.items() if known.split is split]
        used = Counter(donor.clip.id for clip in members for donor in chosen[clip])
        assert set(used) <= set(members)
        uses = sorted(used[clip] for clip in members)
        assert all(later - earlier <= 2 for earlier, later in pairwise(uses))
        assert not uses or uses[-1] - uses[0] <= 2
        for clip in members:
            own = [donor.clip.id for donor in chosen[clip]]
            assert len(own) == len(set(own)) == min(count, len(members) - 1)
            assert clip not in own
