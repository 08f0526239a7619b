"""The swap grid on real clips: which cells it asks, and what it keeps of the answers."""

import pytest

from annotation.ingest import demo_folder, import_folder
from core.clip import Split
from core.combination import combination_split
from core.errors import Conflict
from core.models.base import Model
from core.workspace import Workspace
from training import grid
from training.benchmarks import swap_grid
from training.benchmarks.swap_grid import BENCHMARK, grid_cells
from training.features import Features
from training.grid import known_clips
from training.validation import SEEDS


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace(tmp_path_factory.mktemp("all") / "workspace")
    import_folder(made, demo_folder())
    return made


def quiet(_what: str, _done: int, _total: int) -> None:
    pass


def test_the_demo_gives_cells_enough_and_none_that_training_met(everything: Workspace) -> None:
    by_part = grid_cells(known_clips(everything.store))
    held_out = [cell for cell in by_part["held_out_combinations"] if cell.is_swapped]
    assert len(held_out) >= 180
    for cell in held_out:
        names = cell.picture.clip.name, cell.sound.clip.name
        assert combination_split(*names) is Split.TEST
        assert {cell.picture.clip.split, cell.sound.clip.split} == {Split.TRAIN}
    unseen = by_part["unseen_sources"]
    assert {cell.picture.clip.split for cell in unseen} == {Split.TEST}
    assert any(cell.seed is None for cell in unseen)
    assert any(not cell.is_swapped for cell in unseen)


def test_its_renderings_are_nobody_elses(everything: Workspace) -> None:
    asked = {
        cell.seed
        for part in grid_cells(known_clips(everything.store)).values()
        for cell in part
        if cell.seed is not None
    }
    assert asked.isdisjoint(SEEDS)
    assert min(asked) > 10_000  # training's start at 0


def test_a_run_asks_both_parts_and_keeps_every_answer(
    demo: Workspace, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(swap_grid, "LEAST_CELLS", 5)
    monkeypatch.setattr(grid, "MAX_NEW_TOKENS", 3)  # an untaught model never ends its answers
    told: list[tuple[str, int, int]] = []
    features = Features(demo, model)
    result = BENCHMARK.run(model, demo, features, lambda *step: told.append(step))
    assert set(result.scores) == {"held_out_combinations"}  # one unseen clip is no combination
    rates = result.scores["held_out_combinations"]
    assert rates["hallucination_rate"].n == len(
        [asked for asked in result.asked if "hallucination_rate" in asked.judged]
    )
    assert all(asked.prompt and asked.picture and asked.sound for asked in result.asked)
    assert told[-1][0] == "asking"
    assert told[-1][1] == told[-1][2]


def test_a_workspace_without_held_out_clips_says_what_to_do(
    workspace: Workspace, model: Model
) -> None:
    with pytest.raises(Conflict, match="import the demo clips"):
        BENCHMARK.run(model, workspace, Features(workspace, model), quiet)
