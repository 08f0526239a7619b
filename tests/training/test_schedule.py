"""What is drawn follows from the seed and the draw's number alone."""

from collections import Counter
from dataclasses import replace

from tests.builders import a_pair, a_run_config, a_turn
from training.objectives.acpo import ACPO
from training.objectives.base import Example
from training.schedule import Schedule, grouped


def groups(count: int = 5) -> list[list[Example]]:
    """Each with three attribution pairs and one sensitivity pair."""
    pairs = []
    for number in range(count):
        group = f"g{number}"
        pairs += [
            a_pair(a_turn(f"A cat {number} {word}."), a_turn("A cow."), group=group)
            for word in ("meows", "purrs", "hisses")
        ]
        own, foreign = (a_turn(f"A cow {number}.", audio=letter * 16) for letter in "cd")
        pairs.append(a_pair(own, foreign, kind="acpo/sensitivity", group=group))
    return grouped(ACPO().examples(pairs), {pair.id: pair.group for pair in pairs})


CONFIG = a_run_config(steps=10, groups_per_step=4, views=3, pairs_per_group=2)


def test_a_draw_is_the_same_whatever_was_drawn_before() -> None:
    straight, jumping = Schedule(groups(), CONFIG), Schedule(groups(), CONFIG)
    assert len(straight) == 40
    assert [straight[draw] for draw in range(40)] == [
        jumping[draw] for draw in reversed(range(40))
    ][::-1]


def test_another_seed_draws_otherwise() -> None:
    one, other = (Schedule(groups(), replace(CONFIG, seed=seed)) for seed in (0, 1))
    assert [one[draw] for draw in range(10)] != [other[draw] for draw in range(10)]


def test_every_group_comes_once_before_any_comes_twice() -> None:
    schedule = Schedule(groups(), CONFIG)
    drawn = [schedule[draw].examples[0].turns["rejected"] for draw in range(40)]
    assert drawn
    owners = {example.pair: number for number, group in enumerate(groups()) for example in group}
    rounds = [
        {owners[schedule[draw].examples[0].pair] for draw in range(start, start + 5)}
        for start in range(0, 40, 5)
    ]
    assert all(len(found) == 5 for found in rounds)


def test_each_axis_gives_its_share_of_a_few_pairs() -> None:
    schedule = Schedule(groups(), CONFIG)
    axes = Counter(example.axis for draw in range(40) for example in schedule[draw].examples)
    assert axes == {"output": 40, "input": 40}
    every = Schedule(groups(), replace(CONFIG, pairs_per_group=0))
    assert len(every[0].examples) == 4


def test_the_pictures_of_a_sample_are_one_rendering_among_those_prepared() -> None:
    schedule = Schedule(groups(), CONFIG)
    prepared = {(view.input, view.picture_seed) for view in schedule.views()}
    for draw in range(40):
        sample = schedule[draw]
        shown = [
            sample.view(turn.input)
            for example in sample.examples
            for turn in example.turns.values()
        ]
        assert len({view.picture_seed for view in shown}) == 1
        assert {(view.input, view.picture_seed) for view in shown} <= prepared


def test_without_views_clips_are_shown_as_they_are() -> None:
    schedule = Schedule(groups(), replace(CONFIG, views=0))
    assert (schedule[0].picture_seed, schedule[0].sound_seed) == (None, None)
    assert all(view.picture_seed is None for view in schedule.views())


def test_only_what_will_be_drawn_is_prepared() -> None:
    schedule = Schedule(groups(50), replace(CONFIG, steps=2))
    drawn = {
        sample.view(turn.input)
        for sample in (schedule[draw] for draw in range(8))
        for example in sample.examples
        for turn in example.turns.values()
    }
    assert set(schedule.views()) == drawn
    assert len(schedule.views()) == len(drawn)
