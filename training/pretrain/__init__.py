"""How tiny-omni is made from nothing: its phases, on recombined demo clips."""

from collections.abc import Callable
from pathlib import Path


def pretrain(
    out: Path,
    seed: int = 0,
    *,
    small: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, float]:
    """Make a checkpoint with its card and history in the folder `out`; returns its scores.

    The scores (0 to 1) are those of the card, on combinations and sources that were never shown.
    small: a lesser model of four clips, to try the command. progress hears what is done, how many
    steps of it, and of how many. It works in one thread, so that the same seed gives the same
    checkpoint.
    """
    import torch

    from core.clip import Split
    from core.models import tiny_omni
    from training.pretrain import card
    from training.pretrain.course import Course
    from training.pretrain.examination import examine
    from training.pretrain.plan import FULL, SMALL

    torch.set_num_threads(1)  # with more the same seed gives another checkpoint
    plan = SMALL if small else FULL
    course = Course(plan, seed, progress or _say_nothing)
    model = course.take()
    foreign, own = course.foreign(Split.TEST), course.own()
    scores = examine(model, course.held_out, foreign, own) | course.unseen()
    tiny_omni.save(model, out)
    command = f"python -m training.pretrain --out FOLDER --seed {seed}" + " --small" * small
    card.write(card.Result(command, seed, plan, course, len(foreign), len(own), scores), out)
    return scores


def _say_nothing(what: str, done: int, total: int) -> None:
    """Nobody listens."""
