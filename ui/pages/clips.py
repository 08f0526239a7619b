"""The Clips page: what was imported, each clip with its player and what is known of it."""

import gradio as gr

from core.workspace import Workspace
from ui.components.player import player
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """The gallery on the left, the chosen clip on the right; clips travel by ui/routes/clips.py."""
    with gr.Column(elem_id="clips"):
        scripted("clips.js", '<section class="sc sc-clips"></section>', elem_id="clips-list")
        player("clips-player")


PAGE = Page("Clips", "clips", 0, build)
