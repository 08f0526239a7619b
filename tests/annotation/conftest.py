"""Fixtures of the tests of annotation."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from annotation.ingest import ImportReport, demo_folder, import_folder
from core.workspace import Workspace


@dataclass(frozen=True, slots=True)
class ImportedDemo:
    """The demo clips in a workspace, and what their import said. Tests only read it."""

    workspace: Workspace
    report: ImportReport
    steps: list[tuple[int, int, str]]  # what the progress bar was told


@pytest.fixture(scope="session")
def imported_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImportedDemo]:
    made = Workspace(tmp_path_factory.mktemp("demo") / "workspace")
    steps: list[tuple[int, int, str]] = []
    report = import_folder(made, demo_folder(), lambda *step: steps.append(step))
    yield ImportedDemo(made, report, steps)
    made.store.close()
