"""The README's tree names every file that a reader may look for, and no other."""

import re
from pathlib import Path

from tests.test_architecture import FOLDERS, ROOT

README = (ROOT / "README.md").read_text()
TREE = re.search(r"```tree\n(.*?)```", README, re.DOTALL)


def told() -> set[str]:
    """Paths that the tree names: a line is a folder, or a folder's files in a row."""
    names: set[str] = set()
    for line in TREE.group(1).splitlines() if TREE else ():
        path = line.split("  ")[0].strip()
        if path:
            names.add(path)
    return names


def test_every_folder_and_every_file_of_one_noun_is_in_the_tree() -> None:
    there = {
        file.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for file in (ROOT / folder).rglob("*.py")
        if file.stem not in {"__init__", "env"} and "versions" not in file.parts
    }
    missing = sorted(there - told())
    assert not missing


def test_the_tree_names_nothing_that_is_gone() -> None:
    assert not sorted(path for path in told() if not (ROOT / path).exists())


def test_what_the_readme_links_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert links
    assert not [link for link in links if not (ROOT / link).exists()]


def test_every_command_of_the_readme_exists() -> None:
    from typer.main import get_command

    from app import app

    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    used = set(re.findall(r"python app\.py ([a-z-]+)", README))
    assert used
    assert used <= known


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", Path(ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"make ([a-z]+)`", README)) <= targets
