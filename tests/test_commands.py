"""The command line as a person uses it: what it prints, writes and refuses."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from app import app
from core.workspace import Workspace
from tests.ui.demo import chosen_clips
from training.benchmarks import swap_grid
from training.runs import list_runs

ROOT = Path(__file__).parent.parent
BAD_MEDIA = Path(__file__).parent / "assets" / "bad-media"
NEEDED = (
    "hallucination_rate",
    "audio_accuracy",
    "visual_accuracy",
    "matched_accuracy",
    "joint_accuracy",
    "yes_to_seen_rate",
)


def said(*words: object) -> Result:
    done = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done


def test_an_import_tells_what_it_took_and_takes_nothing_twice(tmp_path: Path) -> None:
    folder = chosen_clips(tmp_path / "clips", ("cat-yarn", "pig-grass"))
    (folder / "text.mp4").write_bytes((BAD_MEDIA / "text.mp4").read_bytes())
    where, report = tmp_path / "workspace", tmp_path / "report.json"
    done = said("import", folder, "--workspace", where, "--report", report)
    assert "2 imported, 0 already there, 1 refused." in done.stderr
    told = json.loads(report.read_text())
    assert sorted(told["imported"]) == ["cat-yarn.mp4", "pig-grass.mp4"]
    assert told["refused"][0]["file"] == "text.mp4"
    assert told["refused"][0]["reason"]
    again = said("import", folder, "--workspace", where, "--report", report)
    assert "0 imported, 2 already there, 1 refused." in again.stderr
    assert json.loads(report.read_text())["imported"] == []
    workspace = Workspace(where)
    assert workspace.store.clips.count() == 2
    workspace.store.close()


@pytest.mark.slow
def test_the_whole_flow_without_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped model, a short training on the demo's pairs, and evidence that it listens."""
    monkeypatch.setattr(swap_grid, "LEAST_CELLS", 30)
    monkeypatch.setattr(swap_grid, "UNSEEN_RENDERINGS", (None,))
    out = tmp_path / "result"
    done = said("demo", "--out", out, "--steps", 60)
    report = json.loads((out / "report.json").read_text())
    for model in ("base", "tuned"):
        for part in ("held_out_combinations", "unseen_sources"):
            for rate in NEEDED:
                score = report[model][part][rate]
                assert set(score) == {"value", "low", "high", "n"}
                assert score["n"] > 0
                assert 0 <= score["low"] <= score["value"] <= score["high"] <= 1
    before, after = (report[model]["held_out_combinations"] for model in ("base", "tuned"))
    assert before["hallucination_rate"]["value"] >= 0.6
    assert after["hallucination_rate"]["value"] < before["hallucination_rate"]["value"] - 0.2
    assert after["audio_accuracy"]["value"] > before["audio_accuracy"]["value"] + 0.2
    steps = {"import", "pairs", "verdicts", "train", "swap_grid", "figures"}
    assert set(report["seconds"]) == steps
    assert all(math.isfinite(spent) for spent in report["seconds"].values())
    assert "held out combinations" in done.stdout
    assert (out / "table.txt").read_text().strip() in done.stdout
    drawn = {file.name for file in out.glob("*.png")}
    assert {"swap-grid.png", "training.png"} <= drawn
    assert any(name.startswith("case-") for name in drawn)
    check_measuring(out / "workspace", tmp_path / "again.json", report)


def check_measuring(where: Path, file: Path, report: dict[str, object]) -> None:
    """`evaluate` says the same of the same adapter, and `runs` lists it."""
    workspace = Workspace(where)
    (run,) = list_runs(workspace)
    workspace.store.close()
    assert run.adapter is not None
    listed = said("runs", "--workspace", where)
    assert f"{run.id}  finished   60 of 60 steps" in listed.stdout
    said("evaluate", "swap_grid", "--adapter", run.adapter.id, "--workspace", where, "--out", file)
    again = json.loads(file.read_text())
    assert again["tuned"] == report["tuned"] | {"facts": again["tuned"]["facts"]}


def test_a_person_s_error_is_one_sentence_and_an_exit_code(tmp_path: Path) -> None:
    command = [sys.executable, "app.py", "import", "/no/such/folder", "--workspace", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "/no/such/folder" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", sorted(set(get_command(app).commands) - {"pairs"}))  # type: ignore[attr-defined]
def test_every_command_helps_with_an_example(command: str) -> None:
    words = said(command, "--help").stdout
    assert f"Example: python app.py {command}" in " ".join(words.split())
