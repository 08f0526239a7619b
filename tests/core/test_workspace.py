"""A workspace: its paths are its own, whatever its folder and the asked names are called."""

from pathlib import Path

import pytest

from core.errors import NotFound
from core.workspace import Workspace
from tests.builders import a_clip


@pytest.mark.parametrize("name", ["plain", "what?x", "a b#c", "50%41", "mode=ro&x", "Käse 猫"])
def test_the_database_lies_in_the_folder_whatever_that_is_called(tmp_path: Path, name: str) -> None:
    made = Workspace(tmp_path / name)
    assert made.store.clips.add(a_clip())
    made.store.close()
    assert (tmp_path / name / "soundcheck.sqlite").stat().st_size > 0
    assert [folder.name for folder in tmp_path.iterdir()] == [name]
    again = Workspace(tmp_path / name, made.database)  # as a process of a job opens it
    assert again.store.clips.count() == 1
    again.store.close()


@pytest.mark.parametrize(
    "name",
    [
        "../settings.json",
        "../soundcheck.sqlite",
        "..",
        "",
        "/etc/passwd",
        "0123456789abcdef.mp4/../../settings.json",
        "0123456789abcdef.exe",
        "0123456789ABCDEF.mp4",
        "0123456789abcdef.mp4\n",
        "n" * 300,
        "a\0b",
    ],
)
def test_only_names_of_media_files_are_found_in_the_media_folder(
    workspace: Workspace, name: str
) -> None:
    assert workspace.secret  # makes settings.json
    (workspace.media / "0123456789abcdef.exe").touch()
    with pytest.raises(NotFound, match="There is no media file"):
        workspace.media_file(name)


def test_a_media_file_that_is_there_is_given(workspace: Workspace) -> None:
    file = workspace.media / "0123456789abcdef.mp4"
    with pytest.raises(NotFound, match="0123456789abcdef"):
        workspace.media_file(file.name)
    file.touch()
    assert workspace.media_file(file.name) == file


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".hidden", "x" * 65])
def test_only_names_of_runs_have_a_run_folder(workspace: Workspace, name: str) -> None:
    with pytest.raises(NotFound, match="not the name of a run"):
        workspace.run_folder(name)
    assert workspace.run_folder("run-1.a_b") == workspace.runs / "run-1.a_b"


def test_the_secret_is_made_once_and_is_its_owner_s_alone(workspace: Workspace) -> None:
    again = Workspace(workspace.folder)
    assert again.secret == workspace.secret
    assert (workspace.folder / "settings.json").stat().st_mode & 0o077 == 0
