"""The Compare page: one clip, one question, the answers of the base and the tuned model."""

import gradio as gr

from core.workspace import Workspace
from ui.components.player import player
from ui.components.scripted import scripted
from ui.pages.base import Page


def build(_workspace: Workspace) -> None:
    """The player shows what the models are given; answers travel by ui/routes/compare.py."""
    with gr.Column(elem_id="compare"):
        player("compare-player")
        scripted("compare.js", '<section class="sc sc-compare"></section>', elem_id="compare-ask")


PAGE = Page("Compare", "compare", 4, build)
