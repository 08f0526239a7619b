"""A tiny model that was taught nothing, and a workspace with a few demo clips and their pairs."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotation.build import build_pairs
from annotation.ingest import demo_folder, import_folder
from core.models.base import Model
from core.models.tiny_omni import FAMILY, new_model, save
from core.run import RunConfig, RunState
from core.workspace import Workspace
from tests.builders import a_run_config
from training.learning import learn
from training.run_folder import RunFolder
from training.runs import new_run

CLIPS = ("cow-pasture", "owl-branch", "white-duck", "hens-rooster", "cat-yarn", "horses-hill")


@pytest.fixture(scope="session")
def checkpoint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights, and a tokenizer that knows the captions' words."""
    manifest = (demo_folder() / "manifest.jsonl").read_text().splitlines()
    lines = [json.loads(line) for line in manifest]
    texts = [line[f"{kind}_caption"] for line in lines for kind in ("visual", "audio", "joint")]
    return save(new_model(texts * 3, seed=0), tmp_path_factory.mktemp("models") / "random")


@pytest.fixture
def model(checkpoint: Path) -> Model:
    return FAMILY.load(str(checkpoint))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Six demo clips, one of them of the test split, with their ACPO pairs; to be left as it is."""
    folder = tmp_path_factory.mktemp("clips")
    lines = (demo_folder() / "manifest.jsonl").read_text().splitlines()
    kept = [line for line in lines if json.loads(line)["id"] in CLIPS]
    (folder / "manifest.jsonl").write_text("\n".join(kept))
    for name in CLIPS:
        (folder / f"{name}.mp4").symlink_to(demo_folder() / f"{name}.mp4")
    made = Workspace(tmp_path_factory.mktemp("demo") / "workspace")
    import_folder(made, folder)
    build_pairs(made, "acpo", {})
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def short(checkpoint: Path) -> RunConfig:
    """A run of a few small steps."""
    return a_run_config(
        checkpoint=str(checkpoint),
        pairs="all",
        steps=6,
        warmup_steps=2,
        groups_per_step=2,
        pairs_per_group=3,
        views=1,
        evaluate_every=0,
        save_every=2,
        learning_rate=5e-3,
    )


@pytest.fixture(scope="session")
def straight(demo: Workspace, checkpoint: Path, short: RunConfig) -> RunFolder:
    """A short run that nothing interrupted."""
    run = new_run(demo, short, "ann")
    state = learn(demo, run, FAMILY.load(str(checkpoint)), lambda: False)
    assert state is RunState.FINISHED
    return run
