"""A workspace: every path of its folder, its settings and its database."""

import contextlib
import json
import os
import re
import secrets
from functools import cached_property
from pathlib import Path

from sqlalchemy.engine import URL

from core.errors import NotFound
from core.store import Store

_MEDIA_NAME = re.compile(r"[0-9a-f]{16,64}\.(mp4|png|jpg|json)")


class Workspace:
    """One folder that holds media, database, runs and reports; made at first use."""

    def __init__(self, folder: str | Path, database: str | None = None) -> None:
        self.folder = Path(folder).resolve()
        for part in (self.folder, self.media, self.runs, self.features, self.reports):
            part.mkdir(parents=True, exist_ok=True)
        own = URL.create("sqlite", database=str(self.folder / "soundcheck.sqlite"))
        self.database = database or own.render_as_string(hide_password=False)

    @property
    def media(self) -> Path:
        """Playable files and their pictures, each named after its content."""
        return self.folder / "media"

    @property
    def runs(self) -> Path:
        """One folder a training run."""
        return self.folder / "runs"

    @property
    def features(self) -> Path:
        """Outputs of frozen encoders, kept between runs; may be deleted at any time."""
        return self.folder / "features"

    @property
    def reports(self) -> Path:
        """Figures and tables."""
        return self.folder / "reports"

    @property
    def first_steps(self) -> Path:
        """The file that says how far the first start came: begun or done; not there before it."""
        return self.folder / "first-steps"

    @cached_property
    def store(self) -> Store:
        """The database, opened when it is first asked for."""
        return Store(self.database)

    @cached_property
    def secret(self) -> str:
        """The key that signs sessions and share links; made once, readable by its owner alone."""
        file = self.folder / "settings.json"
        if not file.exists():
            draft = file.with_suffix(f".{os.getpid()}.tmp")
            draft.touch(mode=0o600)
            draft.write_text(json.dumps({"secret": secrets.token_urlsafe(32)}))
            with contextlib.suppress(FileExistsError):  # the first of two processes wins
                os.link(draft, file)
            draft.unlink()
        return str(json.loads(file.read_text())["secret"])

    def media_file(self, name: str) -> Path:
        """The file of this name in the media folder; NotFound for any name that is not one."""
        if not _MEDIA_NAME.fullmatch(name) or not (self.media / name).is_file():
            raise NotFound(f'There is no media file "{name}".')
        return self.media / name

    def run_folder(self, run_id: str) -> Path:
        """The folder of a run; NotFound for any name that is not a run's."""
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", run_id):
            raise NotFound(f'"{run_id}" is not the name of a run.')
        return self.runs / run_id
