"""The command line as a person uses it: what it prints, writes and refuses."""

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner, Result

from app import app, first_steps
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


def test_an_import_says_what_was_changed_and_what_was_said_further(tmp_path: Path) -> None:
    folder, where = tmp_path / "clips", tmp_path / "workspace"
    folder.mkdir()
    (folder / "[b]late.mp4").write_bytes((BAD_MEDIA / "late-audio.mp4").read_bytes())
    done = said("import", folder, "--workspace", where)
    assert "[b]late.mp4: The sound starts 0.7 s after the picture." in done.stderr
    line = {"file": "[b]late.mp4", "joint_caption": "A parrot sits on a rail."}
    (folder / "captions.jsonl").write_text(json.dumps(line))
    again = said("import", folder, "--workspace", where)
    assert "0 imported, 1 already there (1 described further), 0 refused." in again.stderr


def test_building_says_why_clips_give_no_pairs(tmp_path: Path) -> None:
    folder = chosen_clips(tmp_path / "clips", ("cat-yarn", "drum-kit"))
    said("import", folder, "--workspace", tmp_path / "workspace")
    done = said("pairs", "build", "--workspace", tmp_path / "workspace")
    assert "Skipped 1: it is kept for test (drum-kit)." in done.stderr
    assert "0 pairs built, 0 already there." in done.stderr


FIRST_START = """
import sys
from pathlib import Path
from app import first_steps
from core.workspace import Workspace
first_steps(Workspace(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("killed_at", ["clips", "pairs"])
def test_a_first_start_that_was_killed_is_finished_by_the_next(
    tmp_path: Path, killed_at: str
) -> None:
    names = ("cat-yarn", "cow-pasture", "fire-engine")
    clips, where = chosen_clips(tmp_path / "clips", names), tmp_path / "workspace"
    command = [sys.executable, "-c", FIRST_START, str(where), str(clips)]
    workspace = Workspace(where)
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL) as running:
        enough = 1 if killed_at == "clips" else len(names)
        while workspace.store.clips.count() < enough:
            assert running.poll() is None
        running.kill()
    assert workspace.store.clips.count() >= enough
    if killed_at == "clips":  # building three clips' pairs may be over before the signal arrives
        assert workspace.first_steps.read_text() == "begun"
    first_steps(workspace, clips)
    built = workspace.store.pairs.count()
    assert workspace.store.clips.count() == len(names)
    assert built > 0
    (clips / "more.mp4").write_bytes((BAD_MEDIA / "good.mp4").read_bytes())
    first_steps(workspace, clips)  # done: it looks at nothing
    assert workspace.store.clips.count() == len(names)
    workspace.store.close()


def test_the_demo_stays_out_of_a_workspace_with_clips_of_one_s_own(tmp_path: Path) -> None:
    own = chosen_clips(tmp_path / "own", ("cat-yarn",))
    said("import", own, "--workspace", tmp_path / "workspace")
    workspace = Workspace(tmp_path / "workspace")
    first_steps(workspace, chosen_clips(tmp_path / "demo", ("cow-pasture",)))
    assert [clip.name for clip in workspace.store.clips.all()] == ["cat-yarn"]
    assert not workspace.first_steps.exists()
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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("/no/such/folder",), "/no/such/folder"),
        (("tests", "--database", "nonsense"), "--database is no address"),
        (("tests", "--workspace", "app.py"), '"app.py" cannot be a workspace'),
        (("tests", "--report", "no/such/folder/report.json"), "no/such/folder"),
    ],
)
def test_a_person_s_error_is_one_sentence_and_an_exit_code(
    tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    command = [sys.executable, "app.py", "import", "--workspace", str(tmp_path), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("command", sorted(set(get_command(app).commands) - {"pairs"}))  # type: ignore[attr-defined]
def test_every_command_helps_with_an_example(command: str) -> None:
    words = said(command, "--help").stdout
    assert f"Example: python app.py {command}" in " ".join(words.split())
