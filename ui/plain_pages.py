"""Pages without Gradio: one case, and the sentence that says why a link does not open."""

from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from ui.shell import pages, top_bar
from ui.static_files import address, style_sheets

_POLICY = (  # only what this server sends; wavesurfer and the player set styles of their own
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
}
_UNSEEN = {"X-Robots-Tag": "noindex, nofollow"}  # for what is behind a share link
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def page(
    name: str, title: str, status: int = 200, *, shared: bool = False, **values: Any
) -> HTMLResponse:
    """The template of this name, filled in; everything in it is escaped."""
    html = _templates.get_template(f"{name}.html").render(
        title=title, styles=style_sheets(), address=address, is_shared=shared, **values
    )
    return HTMLResponse(html, status, headers=_HEADERS | (_UNSEEN if shared else {}))


def bar(path: str) -> Markup:
    """The app's top bar on a page below the one at `path`."""
    menu = pages()
    here = next(entry for entry in menu if entry.path == path)
    return Markup(top_bar(menu, here))  # noqa: S704  # the titles in it are escaped
