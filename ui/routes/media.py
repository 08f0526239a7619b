"""Clips, swapped clips and their pictures: byte ranges, and a name that stands for its content."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse

from core.workspace import Workspace
from ui.person import current_user

_CACHE = {"Cache-Control": "private, max-age=31536000, immutable"}


def router(workspace: Workspace) -> APIRouter:
    """GET and HEAD /media/NAME."""
    routes = APIRouter()

    @routes.api_route("/media/{name}", methods=["GET", "HEAD"])
    def media(name: str, _user: Annotated[str, Depends(current_user)]) -> FileResponse:
        """One file of the media folder."""
        return FileResponse(workspace.media_file(name), headers=_CACHE)

    return routes
