"""Commands that the pages show work in the very workspace that they are shown of."""

import shlex
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from core.workspace import Workspace
from tests.builders import a_run_config
from training.runs import command_of
from ui.components.command_line import command_line, place_of, without_password


def test_the_usual_workspace_is_not_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert command_line(Workspace("workspace"), "import", "FOLDER") == (
        "python app.py import FOLDER"
    )


def test_another_workspace_is_named(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "my clips")
    words = shlex.split(command_line(made, "import", "FOLDER"))
    assert words == ["python", "app.py", "import", "FOLDER", "--workspace", str(made.folder)]


def test_another_database_is_named_without_its_password(tmp_path: Path) -> None:
    made = Workspace(tmp_path / "w", "postgresql+psycopg://ann:secret@db.example/checks")
    place = place_of(made)
    assert place["database"] == "postgresql+psycopg://ann:***@db.example/checks"
    assert "--database" in command_of(a_run_config(), **place)
    assert "secret" not in command_of(a_run_config(), **place)


def test_a_password_among_the_options_is_hidden_too() -> None:
    shown = without_password("postgresql+psycopg://db.example/checks?user=ann&password=secret")
    assert "secret" not in shown
    assert "user=ann" in shown


def test_the_form_shows_the_workspace(client: TestClient, demo: Workspace) -> None:
    form = {"objective": "acpo", "pairs": "all", "family": "tiny_omni"}
    words = shlex.split(client.post("/api/train/plan", json=form).json()["command"])
    assert words[words.index("--workspace") + 1] == str(demo.folder)
    assert "--database" not in words
    assert str(demo.folder) in client.get("/api/clips").json()["command"]
