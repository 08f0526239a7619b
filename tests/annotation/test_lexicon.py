"""Words: the same thing is found under its other names, and different things stay apart."""

import pytest

from annotation.lexicon import akin, head, is_plural, is_source, names, stem, suggests


@pytest.mark.parametrize(
    ("forms", "root"),
    [
        ("cow cows", "cow"),
        ("rustle rustles rustling rustled", "rustl"),
        ("hum hums humming", "hum"),
        ("horse horses", "hors"),
        ("cry cries crying cried", "cry"),
        ("building buildings", "build"),
        ("women woman", "woman"),
        ("speed speeds", "speed"),
        ("ring rings", "ring"),
    ],
)
def test_forms_of_a_word_have_one_stem(forms: str, root: str) -> None:
    assert {stem(form) for form in forms.split()} == {root}


def test_names_are_what_is_left_of_looks_and_small_words() -> None:
    assert names("two white dogs", "a ball of wool") == {"dog", "bal", "wool"}
    assert names("kittens", "hens", "a German shepherd") == {"cat", "chicken", "german", "dog"}
    assert names("Two, very loud") == frozenset()


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("kitten", "Cat meow", True),
        ("kingfisher", "birds chirping", True),
        ("owl", "duck quacking", False),  # both are birds, but nobody takes one for the other
        ("cow", "man speaking", False),
        ("woman", "man", False),
    ],
)
def test_akin_things_are_found_in_both_directions(one: str, other: str, expected: bool) -> None:
    assert akin(names(one), names(other)) is expected
    assert akin(names(other), names(one)) is expected


@pytest.mark.parametrize(
    ("seen", "heard", "expected"),
    [
        ("fire engine", "Siren", True),
        ("dog", "barking", True),
        ("man with headphones", "Speech", True),
        ("drum kit", "drums", True),
        ("blackboard", "Speech, woman", False),
        ("cow", "cat meowing", False),
    ],
)
def test_a_picture_suggests_the_sounds_of_what_it_shows(
    seen: str, heard: str, expected: bool
) -> None:
    assert suggests(names(seen), names(heard)) is expected


@pytest.mark.parametrize(
    ("name", "turns_on"),
    [("man with headphones", "man"), ("ball of wool", "ball"), ("fire engine", "engine"), ("", "")],
)
def test_a_name_turns_on_its_head(name: str, turns_on: str) -> None:
    assert head(name) == turns_on


@pytest.mark.parametrize(
    ("name", "source", "plural"),
    [
        ("cow", True, False),
        ("hens", True, True),
        ("vehicle horn", True, False),
        ("people", True, True),
        ("glass", True, False),
        ("tense music", False, False),
        ("footsteps", False, True),
        ("scratching", False, False),
        ("rain", False, False),
        ("", False, False),
    ],
)
def test_sources_can_be_seen_and_plurals_are_known(name: str, source: bool, plural: bool) -> None:
    assert is_source(name) is source
    assert is_plural(name) is plural
