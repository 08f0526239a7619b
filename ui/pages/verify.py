"""The Verify page: one pair at a time, beside the clip that it is about."""

import gradio as gr

from core.workspace import Workspace
from ui.components.player import player
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """Player and verdict side by side; pairs and verdicts travel by ui/routes/verdicts.py."""
    with gr.Column(elem_id="verify"):
        player("player")
        scripted("verify.js", '<section class="sc sc-verify"></section>', elem_id="verdict")


PAGE = Page("Verify", "verify", 1, build)
