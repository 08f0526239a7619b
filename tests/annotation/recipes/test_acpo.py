"""ACPO: the forms of each kind, what ties them, and what may never become a pair."""

from collections import Counter
from collections.abc import Mapping

import pytest

from annotation.recipes.acpo import RECIPE, Options
from annotation.recipes.base import Context, read_options
from annotation.scene import Scene
from core.caption import Modality
from core.clip import Clip, Split
from core.combination import combination_split
from core.errors import BadRecord
from core.preference import Contrast, PreferencePair, Turn
from core.prompts import BOTH, HEAR, MATCHING, SEE
from tests.annotation.scenes import a_scene, an_animal, animals

EVERY_COMBINATION = {"include_held_out": True}


def built(scenes: Mapping[str, Scene], **options: object) -> list[PreferencePair]:
    context = Context(scenes, lambda _clip, _reason: None)
    return list(RECIPE.build(context, read_options(RECIPE, options)))


def cow_under_cat(**options: object) -> dict[tuple[str, str, str], PreferencePair]:
    """The pairs of one picture and one sound, by kind, form and the thing asked about."""
    known = {scene.clip.id: scene for scene in (an_animal("cow", "moo"), an_animal("cat", "meow"))}
    pairs = built(known, **EVERY_COMBINATION | options)
    return {
        (pair.kind.removeprefix("acpo/"), str(pair.facts["form"]), str(pair.facts["asked"])): pair
        for pair in pairs
        if pair.group == "cow-clip-cat-clip"
    }


def answers(pair: PreferencePair) -> tuple[str, str]:
    return pair.chosen.response, pair.rejected.response


def test_attribution_prefers_what_is_heard_to_what_is_seen() -> None:
    pairs = cow_under_cat()
    described = pairs["attribution", "description", ""]
    assert answers(described) == ("A cat meows.", "A big cow stands there.")
    assert described.prompt in HEAR
    assert described.chosen.asks is Modality.AUDIO
    assert described.chosen.input.is_swapped
    expected = pairs["attribution", "expected_sound", ""]
    assert answers(expected) == ("A cat meows.", "A cow moos.")
    cow, cat = pairs["attribution", "yes_no", "cow"], pairs["attribution", "yes_no", "cat"]
    assert cow.prompt == "Is the cow making sound in the audio?"
    assert (answers(cow), answers(cat)) == (("No.", "Yes."), ("Yes.", "No."))


def test_sensitivity_prefers_the_own_sound_to_a_foreign_one() -> None:
    pairs = cow_under_cat()
    expected = {
        "caption": (BOTH, "A big cow stands there and moos."),
        "audio_caption": (HEAR, "A cow moos."),
        "matching": ((MATCHING,), "Yes."),
    }
    for form, (prompts, response) in expected.items():
        pair = pairs["sensitivity", form, ""]
        assert pair.contrast is Contrast.INPUT
        assert pair.prompt in prompts
        assert answers(pair) == (response, response)
        assert (pair.chosen.input.video, pair.chosen.input.audio) == ("cow-clip", "cow-clip")
        assert (pair.rejected.input.video, pair.rejected.input.audio) == ("cow-clip", "cat-clip")


def test_retention_is_the_mirror_image_of_attribution() -> None:
    pairs = cow_under_cat()
    described = pairs["retention", "description", ""]
    assert answers(described) == ("A big cow stands there.", "A cat meows.")
    assert described.prompt in SEE
    assert described.chosen.asks is Modality.VISUAL
    cow, cat = pairs["retention", "yes_no", "cow"], pairs["retention", "yes_no", "cat"]
    assert cat.prompt == "Is the cat visible in the video?"
    assert (answers(cow), answers(cat)) == (("Yes.", "No."), ("No.", "Yes."))


def test_facts_say_how_a_pair_came_about() -> None:
    pair = cow_under_cat(seed=3)["attribution", "description", ""]
    assert dict(pair.facts) | {"reason": "", "similarity": 0.0} == {
        "form": "description",
        "asked": "",
        "seen": "cow",
        "heard": "cat",
        "donor": "cat-clip",
        "similarity": 0.0,
        "reason": "",
        "seed": 3.0,
    }
    assert pair.facts["reason"]
    assert pair.made_by == "recipes/acpo"


@pytest.mark.parametrize(
    "form", ["description", "expected_sound", "yes_no", "caption", "audio_caption", "matching"]
)
def test_each_form_can_be_left_out(form: str) -> None:
    with_it = {key for key in cow_under_cat() if key[1] == form}
    without = cow_under_cat(**{form: False})
    assert with_it
    assert set(without) == set(cow_under_cat()) - with_it


def test_retention_is_a_share_of_the_swapped_inputs() -> None:
    def asked(share: float) -> Counter[bool]:
        pairs = built(animals(), donors=5, retention_share=share, **EVERY_COMBINATION)
        kept = {pair.group for pair in pairs if pair.kind == "acpo/retention"}
        return Counter(pair.group in kept for pair in {pair.group: pair for pair in pairs}.values())

    assert asked(0.0) == {False: 30}
    assert asked(1.0) == {True: 30}
    assert 8 <= asked(0.5)[True] <= 22


def test_paraphrases_vary_by_seed_and_can_be_switched_off() -> None:
    def prompts(**options: object) -> set[str]:
        pairs = built(animals(), donors=5, **EVERY_COMBINATION | options)
        return {pair.prompt for pair in pairs if pair.facts["form"] == "description"}

    assert prompts() == {*HEAR, *SEE}
    assert prompts(paraphrases=False) == {HEAR[0], SEE[0]}


def test_a_foreign_own_sound_gives_no_expectation_and_matches_nothing() -> None:
    radio = a_scene(
        "radio", seen="cow", heard="man", label="Speech", visual="A cow.", audio="A man speaks.",
        joint="A cow stands while a man speaks.",
    )  # fmt: skip
    known = {scene.clip.id: scene for scene in (radio, an_animal("cat", "meow"))}
    pairs = [
        pair for pair in built(known, **EVERY_COMBINATION) if pair.facts["donor"] == "cat-clip"
    ]
    forms = {pair.facts["form"] for pair in pairs}
    assert forms == {"description", "yes_no", "caption", "audio_caption"}


def test_a_sound_without_a_source_is_never_asked_for() -> None:
    """ "Is the music visible?" has no answer that means anything."""
    tune = a_scene("tune", seen="wall", heard="tense music", label="Music", audio="Tense music.")
    known = {scene.clip.id: scene for scene in (tune, an_animal("cow", "moo"))}
    asked = {pair.facts["asked"] for pair in built(known, **EVERY_COMBINATION)}
    assert asked == {"", "cow", "wall"}


def test_held_out_combinations_are_built_only_on_request() -> None:
    known = {
        name: an_animal(animal, sound, name)
        for name, animal, sound in (
            ("sheep-meadow", "sheep", "bleat"),
            ("cow-pasture", "cow", "moo"),
            ("toilet-flush", "toilet", "flush"),
            ("owl-branch", "owl", "hoot"),
            ("dog-rain", "dog", "bark"),
        )
    }

    def combinations(**options: object) -> set[Split]:
        inputs = [pair.rejected.input for pair in built(known, donors=4, **options)]
        return {combination_split(shown.video or "", shown.audio or "") for shown in inputs}

    assert combinations() == {Split.TRAIN}
    assert combinations(include_held_out=True) == set(Split)


def test_clips_that_give_no_pairs_are_named_with_the_reason() -> None:
    scenes = [
        an_animal("cow", "moo"),
        an_animal("cat", "meow", split=Split.TEST),
        a_scene("bare", seen="wall"),
    ]
    said: list[tuple[str, str]] = []

    def skip(clip: Clip, reason: str) -> None:
        said.append((clip.name, reason))

    assert not list(RECIPE.build(Context({s.clip.id: s for s in scenes}, skip), Options()))
    assert said == [
        ("cat-clip", "it is kept for test"),
        ("bare", "it has no caption"),
        ("cow-clip", "no other clip's sound is foreign to its picture"),
    ]


def test_the_same_scenes_give_the_same_pairs_and_every_id_once() -> None:
    pairs = built(animals(), **EVERY_COMBINATION)
    assert pairs == built(animals(), **EVERY_COMBINATION)
    assert len({pair.id for pair in pairs}) == len(pairs)
    assert all(isinstance(pair.chosen, Turn) for pair in pairs)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"donor": 2}, 'has no option "donor"; it has: donors, seed'),
        ({"donors": 0}, "must be at least 1 and at most 100, not 0"),
        ({"donors": "many"}, "cannot be 'many'"),
        ({"retention_share": 1.5}, "at most 1, not 1.5"),
        ({"retention_share": float("nan")}, "not nan"),
    ],
)
def test_an_option_that_cannot_be_is_named(given: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadRecord, match=sentence):
        read_options(RECIPE, given)


def test_options_are_read_from_the_words_of_a_command_line() -> None:
    assert read_options(RECIPE, {"donors": "2", "yes_no": "false"}) == Options(2, yes_no=False)
