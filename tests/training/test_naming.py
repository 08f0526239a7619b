"""Answers about the demo clips are judged as a person would judge them."""

import json
from pathlib import Path

import pytest

from core.caption import Caption, Modality, Thing
from core.event import SoundEvent
from training.naming import (
    NOTHING,
    Names,
    mentions,
    names_both,
    names_of,
    names_the_heard,
    names_the_seen,
    names_the_silent,
    others,
    stem,
)

CLIPS = {
    clip["id"]: clip
    for clip in map(json.loads, Path("core/demo/manifest.jsonl").read_text().splitlines())
}


def names(clip_id: str) -> Names:
    clip = CLIPS[clip_id]
    seen = [Thing(clip_id, Modality.VISUAL, name) for name in clip["visible"]]
    heard = [Thing(clip_id, Modality.AUDIO, sound_source(name)) for name in clip["audible"]]
    events = [
        SoundEvent(clip_id, event["label"], event["onset_s"], event["offset_s"])
        for event in clip["events"]
    ]
    captions = [
        Caption(clip_id, modality, clip[f"{modality}_caption"])
        for modality in (Modality.VISUAL, Modality.AUDIO)
    ]
    return names_of([*seen, *heard], events, captions)


def sound_source(audible: str) -> str:
    before, _, last = audible.rpartition(" ")
    return before if before and last.endswith("ing") else audible


COW, CAT, ENGINE = names("cow-pasture"), names("cat-yarn"), names("fire-engine")


@pytest.mark.parametrize(
    ("one", "other"),
    [("cows", "cow"), ("mooing", "moos"), ("flushes", "flushing"), ("hens", "hen"),
     ("barking", "barked"), ("women", "woman"), ("typing", "types"), ("wails", "wailing")],
)  # fmt: skip
def test_number_and_tense_do_not_matter(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["grass", "goose", "bus", "sing", "red", "ring", "bed"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word)[:2] == word[:2]
    assert len(stem(word)) >= min(len(word), 3) - (word == "bus")


def test_a_clips_own_captions_are_right_about_it() -> None:
    for clip_id, clip in CLIPS.items():
        own = names(clip_id)
        assert names_the_seen(clip["visual_caption"], own, own), clip_id
        assert names_the_heard(clip["audio_caption"], own, own), clip_id
        assert not names_the_silent(clip["audio_caption"], own, own), clip_id


def test_captions_of_a_picture_and_of_another_sound_are_told_apart() -> None:
    for video, audio in [(v, a) for v in CLIPS for a in CLIPS if CLIPS[a]["events"] and v != a]:
        picture, sound = names(video), names(audio)
        if picture.heard & sound.heard or picture.seen & sound.heard:
            continue
        said = CLIPS[audio]["audio_caption"]
        assert names_the_heard(said, picture, sound), (video, audio)
        assert names_the_seen(CLIPS[video]["visual_caption"], picture, sound), (video, audio)


def test_the_visible_but_silent_source_is_a_hallucination() -> None:
    for answer in ("A cow moos twice, with a pause in between.", "Cows.", "I hear mooing.",
                   "A black and white cow stands in a green pasture.",
                   "A cow moos while a cat meows."):  # fmt: skip
        assert names_the_silent(answer, COW, CAT)
        assert not names_the_heard(answer, COW, CAT)
    for answer in ("A cat meows three times.", "I hear something else.", "Nothing is heard."):
        assert not names_the_silent(answer, COW, CAT)
    assert names_the_silent("A cat meows.", CAT, COW)  # the kitten in the picture is silent


def test_hearing_names_what_sounds_or_that_nothing_does() -> None:
    assert names_the_heard("A cat meows three times.", COW, CAT)
    assert names_the_heard("A loud horn.", COW, ENGINE)
    assert not names_the_heard("I hear something else.", COW, CAT)
    assert names_the_heard("Nothing is heard.", COW, NOTHING)
    assert not names_the_heard("A cow moos.", COW, NOTHING)
    assert not names_the_heard("Music.", COW, NOTHING)


def test_seeing_names_the_picture_and_not_the_sound() -> None:
    assert names_the_seen("A black and white cow stands in a pasture.", COW, CAT)
    assert not names_the_seen("A kitten lies on a blanket.", COW, CAT)
    assert not names_the_seen("A cow and a kitten.", COW, CAT)
    goat = names("goat-mountain")
    assert names_the_seen(CLIPS["goat-mountain"]["visual_caption"], goat, ENGINE)  # curved horns


def test_a_joint_caption_names_both_and_no_sound_that_is_not_there() -> None:
    assert names_both("A cow stands in a green pasture. A cat meows three times.", COW, CAT)
    assert not names_both("A cow stands in a green pasture and moos.", COW, CAT)
    assert not names_both("A cow moos and a cat meows.", COW, CAT)
    assert not names_both("A cat meows three times.", COW, CAT)
    assert names_both("Two jaguars spar in complete silence.", names("jaguars-silent"), NOTHING)


def test_a_list_of_everything_is_not_right() -> None:
    known = [names(clip_id) for clip_id in CLIPS]
    rest = others(COW, CAT, known)
    assert {"dog", "siren", "duck", "toilet"} <= rest
    assert rest.isdisjoint({"cow", "kitten", "cat"})
    heard = "A cat meows, a dog barks, a siren wails and a duck quacks."
    seen = "A cow, a train, a dog and a toilet."
    glued = "A cow stands in a pasture. A cat meows. A dog barks."
    for judge, answer in ((names_the_heard, heard), (names_the_seen, seen), (names_both, glued)):
        assert judge(answer, COW, CAT)
        assert not judge(answer, COW, CAT, rest)
    assert names_the_heard("A cat meows three times.", COW, CAT, rest)


def test_a_clips_own_captions_name_no_others() -> None:
    known = [names(clip_id) for clip_id in CLIPS]
    for clip_id, clip in CLIPS.items():
        own = names(clip_id)
        rest = others(own, own, known)
        assert names_the_seen(clip["visual_caption"], own, own, rest), clip_id
        assert names_the_heard(clip["audio_caption"], own, own, rest), clip_id


def test_what_is_denied_is_not_named() -> None:
    for answer in ("There is no sound of a cow, only a cat meows.", "I don't hear a cow. A cat.",
                   "A cat meows but not the cow."):  # fmt: skip
        assert not names_the_silent(answer, COW, CAT)
        assert names_the_heard(answer, COW, CAT)
    assert names_the_silent("A cow moos without a pause? No: a cow moos.", COW, CAT)


def test_to_mention_is_to_use_a_name_as_a_word() -> None:
    assert mentions("The COWS moo!", {"cow"})
    assert not mentions("A coward.", {"cow"})
    assert not mentions("", {"cow"})
    assert not mentions("A cow.", set())
