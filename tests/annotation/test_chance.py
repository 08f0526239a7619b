"""Draws depend on their key alone and fall evenly."""

from collections import Counter

from annotation.chance import draw, pick


def test_the_same_key_draws_the_same_number_for_ever() -> None:
    assert draw(0, "picture", "cow") == draw(0, "picture", "cow")
    assert draw(0) == 0.3747088552916311  # computed once; another value breaks old workspaces


def test_neighbouring_keys_are_not_alike() -> None:
    assert draw("a", "bc") != draw("ab", "c")
    assert draw(1, 23) != draw(12, 3)


def test_every_item_is_picked_about_equally_often() -> None:
    picked = Counter(pick("abcd", 0, number) for number in range(4000))
    assert set(picked) == set("abcd")
    assert all(900 < count < 1100 for count in picked.values())
