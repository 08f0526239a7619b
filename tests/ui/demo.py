"""A small workspace of demo clips with their pairs, and the real server on it, for tests."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from annotation.build import build_pairs
from annotation.ingest import demo_folder, import_folder
from core.workspace import Workspace

ROOT = Path(__file__).parent.parent.parent
CLIPS = ("cow-pasture", "cat-yarn", "hens-rooster", "fire-engine")
_SERVE = (
    "import sys\n"
    "from core.workspace import Workspace\n"
    "from ui.server import run\n"
    "run(Workspace(sys.argv[1]), sys.argv[3], int(sys.argv[2]), open_browser=False)\n"
)


def demo_workspace(folder: Path, clips: Sequence[str] = CLIPS, donors: int = 2) -> Workspace:
    """A workspace with some of the demo clips and the pairs that ACPO builds from them."""
    made = Workspace(folder / "workspace")
    import_folder(made, chosen_clips(folder / "clips", clips))
    build_pairs(made, "acpo", {"donors": donors})
    return made


def chosen_clips(folder: Path, clips: Sequence[str]) -> Path:
    """A folder with some of the demo clips and what the manifest says of them."""
    folder.mkdir(parents=True)
    lines = (demo_folder() / "manifest.jsonl").read_text().splitlines()
    kept = [line for line in lines if json.loads(line)["id"] in clips]
    (folder / "manifest.jsonl").write_text("\n".join(kept))
    for name in clips:
        shutil.copy(demo_folder() / f"{name}.mp4", folder)
    return folder


def copy_of(workspace: Workspace, folder: Path) -> Workspace:
    """The same workspace elsewhere, to be changed at will."""
    workspace.store.close()  # so that everything is in the file that is copied
    return Workspace(shutil.copytree(workspace.folder, folder / "workspace"))


class Server:
    """The app in a process of its own, as a person starts it."""

    def __init__(
        self, workspace: Workspace, host: str = "127.0.0.1", started_in: Path = ROOT
    ) -> None:
        self.workspace = workspace
        self.host = host
        self.started_in = started_in
        self.start()

    def start(self, port: int = 0) -> None:
        """Listen on this port, or on any free one."""
        self.process = subprocess.Popen(
            self.command(port),
            cwd=self.started_in,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.said = self._line() + (self._line() if self.host != "127.0.0.1" else "")
        self.address = self.said.split(" at ")[1].split("/ ")[0]  # http://127.0.0.1:PORT
        self.port = int(self.address.rpartition(":")[2])

    def command(self, port: int) -> list[str]:
        """The server alone, without the first steps of a new workspace."""
        told = [str(self.workspace.folder), str(port), self.host]
        return [sys.executable, "-c", _SERVE, *told]

    def _line(self) -> str:
        return self.process.stdout.readline() if self.process.stdout else ""

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        self.process.kill()
        self._wait()

    def end(self) -> None:
        """As Ctrl+C does."""
        self.process.terminate()
        self._wait()

    def _wait(self) -> None:
        self.process.wait(timeout=20)
        if self.process.stdout:
            self.process.stdout.close()


@contextmanager
def served(
    workspace: Workspace, host: str = "127.0.0.1", started_in: Path = ROOT
) -> Iterator[Server]:
    """The app on a workspace until the block ends."""
    server = Server(workspace, host, started_in)
    try:
        yield server
    finally:
        server.end()
