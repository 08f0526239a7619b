"""The Results page: base and tuned on clips that no training met, with intervals."""

from core.workspace import Workspace
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """One script; numbers and the job that makes them travel by ui/routes/results.py."""
    scripted("results.js", '<div class="sc sc-results"></div>', elem_id="results")


PAGE = Page("Results", "results", 5, build)
