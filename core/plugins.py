"""A folder of files as a menu: the folder is the list, the file's name is the entry's name."""

import importlib
import pkgutil
from typing import Any

from core.errors import NotFound


def names(package: str) -> list[str]:
    """Entries of a plug-in folder, without `base`, in alphabetical order; imports no entry."""
    folder = importlib.import_module(package)
    return sorted(
        entry.name for entry in pkgutil.iter_modules(folder.__path__) if entry.name != "base"
    )


def load(package: str, name: str, attribute: str) -> Any:
    """What the entry's file offers, e.g. load("training.objectives", "dpo", "OBJECTIVE")."""
    known = names(package)
    if name not in known:
        raise NotFound(f'There is no "{name}" in {package}; there are: {", ".join(known)}.')
    return getattr(importlib.import_module(f"{package}.{name}"), attribute)
