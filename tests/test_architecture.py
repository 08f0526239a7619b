"""The rules of the house, checked: imports, sizes, one-sentence docstrings, a test a plug-in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("core", "annotation", "training", "ui")
FILES = [
    file
    for folder in FOLDERS
    for file in sorted((ROOT / folder).rglob("*.py"))
    if "versions" not in file.parts
]
SOURCES = [*FILES, ROOT / "app.py"]
PLUGINS = {
    "annotation/decompose": "tests/annotation/decompose",
    "annotation/recipes": "tests/annotation/recipes",
    "core/models": "tests/core/models",
    "training/benchmarks": "tests/training/benchmarks",
    "training/jobs": "tests/training/jobs",
    "training/objectives": "tests/training/objectives",
    "ui/pages": "tests/browser",
}
MAY_IMPORT = {  # of the project's own folders
    "core": {"core"},
    "annotation": {"core", "annotation"},
    "training": {"core", "training"},
    "ui": {"core", "annotation", "training", "ui"},
}
ONLY_IN = {  # outside libraries that have one home
    "gradio": ("ui/",),
    "fastapi": ("ui/",),
    "torch": ("core/models/", "core/perception/", "training/"),
    "transformers": ("core/models/", "core/perception/", "training/"),
    "peft": ("training/",),
    "av": ("core/media",),
    "label_studio_sdk": ("annotation/label_studio.py",),
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}


def name_of(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def imports(file: Path) -> Iterator[str]:
    """Every module that the file imports, anywhere in it, as a dotted name."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("file", FILES, ids=name_of)
def test_a_folder_imports_only_what_lies_below_it(file: Path) -> None:
    allowed = MAY_IMPORT[file.relative_to(ROOT).parts[0]]
    used = {name.split(".")[0] for name in imports(file)} & {*FOLDERS, "app", "tests"}
    assert used <= allowed


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_outside_libraries_stay_in_their_home(file: Path) -> None:
    for library in {name.split(".")[0] for name in imports(file)} & set(ONLY_IN):
        assert name_of(file).startswith(ONLY_IN[library]), (
            f"{library} belongs in {ONLY_IN[library]}"
        )


@pytest.mark.parametrize("file", sorted((ROOT / "training/jobs").glob("*.py")), ids=name_of)
def test_jobs_start_without_torch(file: Path) -> None:
    assert "torch" not in {name.split(".")[0] for name in imports(file)}


@pytest.mark.parametrize("folder", PLUGINS)
def test_an_entry_imports_its_base_and_at_most_one_other(folder: str) -> None:
    package = folder.replace("/", ".")
    entries = {file.stem for file in (ROOT / folder).glob("*.py")} - {"__init__", "base"}
    for entry in entries:
        used = set(imports(ROOT / folder / f"{entry}.py"))
        others = {name for name in used if name.startswith(package + ".")} - {f"{package}.base"}
        assert len(others) <= 1, f"{folder}/{entry}.py imports {others}"


@pytest.mark.parametrize("folder", PLUGINS)
def test_each_entry_has_a_test_of_its_name(folder: str) -> None:
    entries = {file.stem for file in (ROOT / folder).glob("*.py")} - {"__init__", "base"}
    tested = {
        file.stem.removeprefix("test_") for file in (ROOT / PLUGINS[folder]).glob("test_*.py")
    }
    assert entries
    assert entries <= tested


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_files_and_functions_stay_short(file: Path) -> None:
    assert len(file.read_text().splitlines()) <= 300
    long = {
        function.name: function.end_lineno - function.lineno + 1
        for function in functions(file)
        if function.end_lineno and function.end_lineno - function.lineno + 1 > 40
    }
    assert not long


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_a_file_begins_with_one_sentence_and_is_named_for_one_noun(file: Path) -> None:
    docstring = ast.get_docstring(ast.parse(file.read_text()))
    assert docstring
    first = docstring.splitlines()[0]
    assert first.endswith(".")
    assert file.stem not in FORBIDDEN_NAMES


@pytest.mark.parametrize("file", SOURCES, ids=name_of)
def test_data_is_never_checked_by_assert(file: Path) -> None:
    assert not [
        node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Assert)
    ]


def test_building_the_page_imports_no_torch(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from core.workspace import Workspace\n"
        "from ui.server import create_app\n"
        f"create_app(Workspace({str(tmp_path)!r}))\n"
        "sys.exit('torch' in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
