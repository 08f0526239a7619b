"""Runs as a page and a command see them."""

import inspect
import shlex
from dataclasses import fields, replace
from pathlib import Path

import pytest

from core.errors import BadRecord, Conflict, NotFound
from core.run import RunConfig, RunState
from core.workspace import Workspace
from tests.builders import a_run_config
from training import commands
from training.run_folder import RunFolder
from training.runs import (
    command_of,
    find_adapter,
    list_runs,
    new_run,
    run_metrics,
    run_status,
    start_run,
)


def test_a_new_run_is_on_record_with_the_fingerprint_of_its_pairs(
    demo: Workspace, short: RunConfig
) -> None:
    run = new_run(demo, short, "ann")
    assert run.config == replace(short, dataset=run.config.dataset)
    assert len(run.config.dataset) == 16
    assert demo.store.runs.get(run.id) == run.config
    status = list_runs(demo)[0]
    assert (status.id, status.state, status.adapter) == (run.id, RunState.WAITING, None)


def test_a_run_without_pairs_is_not_started(workspace: Workspace) -> None:
    with pytest.raises(Conflict, match="Accept at least 10 pairs on the Verify page"):
        start_run(workspace, a_run_config(), "ann")
    assert list_runs(workspace) == []
    assert list(workspace.runs.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "error", "words"),
    [
        ({"family": "gpt"}, NotFound, 'no model family "gpt"'),
        ({"objective": "ppo"}, NotFound, 'no "ppo"'),
        ({"options": {"betta": 1.0}}, BadRecord, 'no option "betta"'),
        ({"steps": 0}, Conflict, "Steps must be 1 or more, not 0"),
        ({"learning_rate": float("nan")}, Conflict, "Learning rate must be"),
    ],
)
def test_settings_that_cannot_be_are_refused_in_a_sentence(
    demo: Workspace, changes: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        new_run(demo, a_run_config(pairs="all", **changes), "ann")


def test_an_unknown_run_is_named(workspace: Workspace) -> None:
    for look in (run_status, run_metrics):
        with pytest.raises(NotFound, match='no training run "zebra"'):
            look(workspace, "zebra")
    with pytest.raises(NotFound, match="is not the name of a run"):
        run_status(workspace, "../outside")


def test_an_adapter_is_found_by_its_id_and_by_its_run(demo: Workspace, straight: RunFolder) -> None:
    adapter = straight.adapter
    assert adapter is not None
    assert find_adapter(demo, straight.id) == adapter
    assert find_adapter(demo, adapter.id).id == adapter.id  # maybe of a run that did the same
    assert Path(adapter.path).is_dir()
    with pytest.raises(NotFound, match='no adapter "zebra"'):
        find_adapter(demo, "zebra")


def test_the_command_says_what_differs_from_the_defaults() -> None:
    config = a_run_config(
        checkpoint="my models/omni", steps=100, pairs="all", options={"beta": 0.2, "w_in": 0.0}
    )
    assert shlex.split(command_of(config)) == [
        *("python", "app.py", "train", "--objective", "acpo", "--family", "tiny_omni"),
        *("--checkpoint", "my models/omni", "--steps", "100", "--pairs", "all"),
        *("--option", "beta=0.2", "--option", "w_in=0.0"),
    ]


def test_the_command_knows_every_setting_that_it_is_told() -> None:
    """Each field of a run's settings is an option of `python app.py train`."""
    known = set(inspect.signature(commands.train).parameters) | {"options", "dataset"}
    assert {field.name for field in fields(RunConfig)} <= known
