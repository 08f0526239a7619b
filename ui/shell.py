"""What all pages share: the top bar, the head, and the mounting of each page at its address."""

from html import escape

import gradio as gr
from gradio.components.navbar import Navbar

from core.plugins import load, names
from core.workspace import Workspace
from ui.components.scripted import scripted
from ui.pages.base import Page
from ui.static_files import address, style_sheets

_MODULES = ("shell.js", "player.js")


def pages() -> list[Page]:
    """Every page of ui/pages in the order of the menu."""
    found = [load("ui.pages", name, "PAGE") for name in names("ui.pages")]
    return sorted(found, key=lambda page: page.order)


def build_shell(workspace: Workspace, user: str) -> gr.Blocks:
    """All pages, each with its own address; the bare address "/" is left to the server."""
    menu = pages()
    blocks = gr.Blocks(title="Soundcheck", fill_width=True, analytics_enabled=False)
    with blocks:
        _hide_menu()
    for page in menu:
        with blocks.route(page.title, page.path):
            _hide_menu()
            scripted("shell.js", top_bar(menu, page), elem_id="top-bar", person=user)
            page.build(workspace)
    return blocks


def _hide_menu() -> None:
    """Gradio's own menu of pages; it takes "hidden", and False does not hide it."""
    Navbar(visible="hidden")  # type: ignore[arg-type]


def head() -> str:
    """Styles and modules, asked for before Gradio has drawn anything."""
    styles = "".join(f'<link rel="stylesheet" href="{address(name)}">' for name in style_sheets())
    icon = f'<link rel="icon" type="image/svg+xml" href="{address("icon.svg")}">'
    early = "".join(f'<link rel="modulepreload" href="{address(name)}">' for name in _MODULES)
    return styles + icon + early


def top_bar(menu: list[Page], here: Page) -> str:
    """Brand, pages, progress, person."""
    links = "".join(
        f'<a href="/{page.path}"{" aria-current=page" if page is here else ""}>'
        f"{escape(page.title)}</a>"
        for page in menu
        if page.in_menu
    )
    return (
        '<header class="sc sc-top">'
        f'<a class="sc-brand" href="/"><img src="{address("icon.svg")}" alt="">Soundcheck</a>'
        f'<nav aria-label="Pages">{links}</nav>'
        '<div class="sc-progress" hidden></div>'
        '<span class="sc-person"></span>'
        '<button type="button" class="sc-theme" aria-label="Light or dark"></button>'
        "</header>"
    )
