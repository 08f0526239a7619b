"""What commands share: workspaces are opened or refused in a sentence, bars show plain names."""

from pathlib import Path

import pytest

from core.console import check_target, named_values, open_workspace, progress_bar, shown
from core.errors import BadRecord, NotFound, Unavailable


@pytest.mark.parametrize(
    "database",
    [
        "nonsense",
        "://",
        "mysql://somebody:secret@nowhere/db",
        "nosuch+thing://x",
        "sqlite+nosuch:///x",
        "postgresql://x:notaport/",
    ],
)
def test_an_address_of_no_database_is_refused_without_its_password(
    tmp_path: Path, database: str
) -> None:
    with pytest.raises(Unavailable, match="--database is no address") as refusal:
        open_workspace(tmp_path, database)
    assert "secret" not in str(refusal.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("database", "why"),
    [
        ("sqlite:////no/such/folder/x.sqlite", "unable to open database file"),
        ("postgresql+psycopg://ann:secret@127.0.0.1:1/x", "refused"),
    ],
)
def test_a_database_that_does_not_answer_is_named_without_its_password(
    tmp_path: Path, database: str, why: str
) -> None:
    with pytest.raises(Unavailable, match=why) as refusal:
        open_workspace(tmp_path, database)
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "soundcheck.sqlite").write_text("no database " * 500)
    with pytest.raises(Unavailable, match="file is not a database"):
        open_workspace(tmp_path, "")


def test_a_file_is_no_workspace(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    for folder in (file, file / "below"):
        with pytest.raises(Unavailable, match="cannot be a workspace"):
            open_workspace(folder, "")


def test_what_could_not_be_written_is_refused_first(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match=r"to write to\. Make it first"):
        check_target(tmp_path / "missing" / "report.json")
    with pytest.raises(NotFound, match="is a folder"):
        check_target(tmp_path)
    check_target(tmp_path / "report.json")
    check_target(None)


def test_a_bar_shows_names_that_look_like_markup_as_they_are() -> None:
    with progress_bar() as progress:
        move = shown(progress, "Importing")
        move(1, 2, "[/red] [b]clip[/b].mp4")
        progress.refresh()
        assert progress.tasks[0].description == "Importing [/red] [b]clip[/b].mp4"
        assert progress.tasks[0].completed == 1


def test_options_are_numbers_truths_or_words() -> None:
    assert named_values(["a=1", "b=true", "c=x=y"]) == {"a": 1, "b": True, "c": "x=y"}
    with pytest.raises(BadRecord, match="write NAME=VALUE"):
        named_values(["speed"])
