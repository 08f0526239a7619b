"""Qwen2.5-Omni: any checkpoint of a thinker of this family, from a folder or the hub.

Import this package (or a model of it) before anything else of transformers or peft: it first makes
torchvision importable, which transformers' vision code needs.
"""

from core.models.qwen2_5_omni.torchvision_operators import define_missing_operators

define_missing_operators()

from core.models.qwen2_5_omni.family import FAMILY, QwenOmniFamily  # noqa: E402
from core.models.qwen2_5_omni.model import QwenOmniModel  # noqa: E402

__all__ = ["FAMILY", "QwenOmniFamily", "QwenOmniModel", "define_missing_operators"]
