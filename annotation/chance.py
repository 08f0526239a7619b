"""Chance that anybody can repeat: draws that depend on their key alone."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def draw(*key: object) -> float:
    """A number in [0, 1) that is the same for the same key, on any machine, in any order."""
    written = "\x1f".join(map(str, key))  # a separator that no id or name holds
    return int.from_bytes(hashlib.sha256(written.encode()).digest()[:7], "big") / 2**56


def pick(items: Sequence[Item], *key: object) -> Item:
    """One of the items, each equally likely over keys."""
    return items[int(draw(*key) * len(items))]
