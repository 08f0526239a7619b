"""The Train page: settings on the left, the run and its curves on the right, all runs below."""

from core.workspace import Workspace
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """One script; settings, numbers and acts travel by ui/routes/runs.py."""
    scripted("train.js", '<div class="sc sc-train"></div>', elem_id="train")


PAGE = Page("Train", "train", 3, build)
