"""What the tests drive besides Python is installed where it can be; where not, tests still run."""

import os
import shutil
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parent / "set_up.sh"


def run(path: Path) -> subprocess.CompletedProcess[str]:
    """The script with only the programs of one folder."""
    command = [shutil.which("sh") or "/bin/sh", str(SCRIPT)]
    where = {"PATH": str(path)}
    return subprocess.run(command, env=where, capture_output=True, text=True, check=False)


def programs(folder: Path, *, chromium: bool) -> Path:
    """A folder with what the script needs, a package manager that fails, and maybe a browser."""
    for name in ("id", "ls"):
        (folder / name).symlink_to(shutil.which(name) or f"/bin/{name}")
    for name in ("apt-get", "chromium")[: 1 + chromium]:
        (folder / name).write_text("#!/bin/sh\nexit 100\n")
        (folder / name).chmod(0o755)
    return folder


def test_a_failing_installation_is_said_and_stops_nothing(tmp_path: Path) -> None:
    done = run(programs(tmp_path, chromium=False))
    assert done.returncode == 0
    first = "Could not install" if os.geteuid() == 0 else "Not installed"
    assert done.stderr.startswith(f"{first}: chromium")
    assert "skipped" in done.stderr


def test_what_is_there_is_not_installed_again(tmp_path: Path) -> None:
    assert "chromium" not in run(programs(tmp_path, chromium=True)).stderr
