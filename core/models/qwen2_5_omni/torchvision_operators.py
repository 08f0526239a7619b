"""Lets torchvision be imported beside a torch build that its compiled operators do not fit.

torchvision's plain wheel is compiled for CUDA. Beside a CPU build of torch its library cannot be
loaded, and `import torchvision` then stops at `operator torchvision::nms does not exist`, although
the resizing that the video processor needs is pure torch. Naming the two missing operators before
the first import is enough; where the compiled ones load, nothing is done.
"""

import importlib.util
from pathlib import Path
from typing import Any

import torch

_SCHEMA = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
_torch: Any = torch  # its library calls carry no types
_named: list[Any] = []  # operators live as long as their Library does


def define_missing_operators() -> None:
    """Name torchvision's operators if they cannot be loaded; safe to call again."""
    if _named or hasattr(_torch.ops.torchvision, "nms") or _compiled_operators_load():
        return
    library = _torch.library.Library("torchvision", "DEF")
    for operator in ("nms", "qnms"):
        library.define(operator + _SCHEMA)
    _named.append(library)


def _compiled_operators_load() -> bool:
    found = importlib.util.find_spec("torchvision")
    if found is None or found.origin is None:
        return False
    for file in sorted(Path(found.origin).parent.glob("_C*.so")):
        try:
            _torch.ops.load_library(str(file))
        except OSError:  # it wants CUDA's libraries
            return False
        return True
    return False
