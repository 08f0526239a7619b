"""The Cases page: a gallery of what was kept to be shown to others."""

from core.workspace import Workspace
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """One script; cases travel by ui/routes/cases.py, which also has the page of each."""
    scripted("cases.js", '<div class="sc sc-cases"></div>', elem_id="cases")


PAGE = Page("Cases", "cases", 6, build)
