"""What clips are called: every name once, and the demo's names for the demo's clips alone.

The tables of core/combination.py go by these names, so nobody else's clip may bear one of them.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from core import clip as clip_module
from core.clip import Clip


def demo_folder() -> Path:
    """The clips that come with Soundcheck, with their manifest."""
    return Path(clip_module.__file__).parent / "demo"


@cache
def demo_ids() -> Mapping[str, str]:
    """The ids of the demo's clips by name."""
    lines = (demo_folder() / "manifest.jsonl").read_text("utf-8").splitlines()
    told = map(json.loads, lines)
    return {line["id"]: line["sha256"][:16] for line in told}


class ClipNames:
    """The names that are taken in a workspace."""

    def __init__(self, clips: Iterable[Clip]) -> None:
        self._taken = {clip.name for clip in clips}

    def take(self, wishes: Sequence[str], clip_id: str) -> str:
        """The first wish that is free, or the first of all with the clip's id behind it."""
        options = (*wishes, f"{wishes[0]}-{clip_id}")
        name = next((name for name in options if self._is_free(name, clip_id)), options[-1])
        self._taken.add(name)
        return name

    def _is_free(self, name: str, clip_id: str) -> bool:
        return name not in self._taken and demo_ids().get(name, clip_id) == clip_id
