"""Scripts, styles and pictures of the page, under an address that changes with their content."""

import hashlib
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import Response
from fastapi.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "assets"
PREFIX = "/app-static"  # not /static: that would hide Gradio's own fonts


@cache
def version() -> str:
    """Ten hexadecimal digits that change when any of the files does."""
    digest = hashlib.sha256()
    for file in sorted(FOLDER.rglob("*")):
        if file.is_file():
            digest.update(file.relative_to(FOLDER).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:10]


def address(name: str) -> str:
    """Where the browser finds a file of ui/assets; modules beside it are found relative to it."""
    return f"{PREFIX}/{version()}/{name}"


def style_sheets() -> list[str]:
    """Every style sheet of ui/assets by name, so that what all pages share comes first."""
    return sorted(file.name for file in FOLDER.glob("*.css"))


class _Immutable(StaticFiles):
    """Files that a browser need never ask for again: another content has another address."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def mount(app: FastAPI) -> None:
    """Serve the files."""
    app.mount(f"{PREFIX}/{version()}", _Immutable(directory=FOLDER), name="assets")
