"""The name of a model family as people write it."""

import re


def spoken(family: str) -> str:
    """ "tiny-omni" of tiny_omni, "qwen2.5-omni" of qwen2_5_omni.

    Its own title could only be had by importing its file, and torch with it.
    """
    return re.sub(r"(\d)_(\d)", r"\1.\2", family).replace("_", "-")
