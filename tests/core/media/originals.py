"""The files that media are tested on, and what is expected of each."""

import json
from pathlib import Path

from core import media

BAD = Path(__file__).parents[2] / "assets" / "bad-media"
DEMO = Path(media.__file__).parents[1] / "demo"
EXPECTED = json.loads((BAD / "expected.json").read_text())
ACCEPTED = [
    name
    for name, entry in EXPECTED.items()
    if entry["expect"] == "accept" and name != "captions.jsonl"
]
