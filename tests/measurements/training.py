"""Training with the settings of the form: from pressing Train to the adapter."""

import tempfile
import time
from pathlib import Path

from annotation.build import build_pairs
from annotation.ingest import demo_folder, import_folder
from annotation.truth import judge_all
from core.errors import Conflict
from core.workspace import Workspace
from training.commands import USUAL
from training.runs import AT_WORK, run_status, start_run


def measure() -> dict[str, float]:
    """Seconds of import, of building pairs, and from the start of a run to its adapter."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(folder)
        began = time.perf_counter()
        import_folder(workspace, demo_folder())
        imported = time.perf_counter()
        build_pairs(workspace, "acpo", {})
        judge_all(workspace.store)
        built = time.perf_counter()
        run = start_run(workspace, USUAL, by="bench")
        while (status := run_status(workspace, run)).state in AT_WORK:
            time.sleep(0.2)
        ended = time.perf_counter()
        if status.adapter is None:
            raise Conflict(f"The run ended without an adapter: {status.sentence}")
        workspace.store.close()
        weights = sum(file.stat().st_size for file in Path(status.adapter.path).iterdir())
    return {
        "import_s": round(imported - began, 2),
        "pairs_s": round(built - imported, 2),
        "train_s": round(ended - built, 2),
        "steps": status.progress.total,
        "adapter_kib": round(weights / 1024),
    }
