"""What a person without an account may see: one case, by its signed link, and its media."""

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from core.errors import Forbidden, NotFound
from core.workspace import Workspace
from ui.components.case_view import media_of, moved, view_of
from ui.plain_pages import page
from ui.share import opened

_CACHE = {"Cache-Control": "private, max-age=3600", "X-Robots-Tag": "noindex, nofollow"}


def router(workspace: Workspace) -> APIRouter:
    """GET /share/TOKEN and GET /share/TOKEN/media/NAME; the token is the only leave they ask."""
    routes = APIRouter(prefix="/share", include_in_schema=False)

    @routes.get("/{token}")
    def shared_case(token: str) -> HTMLResponse:
        """The page of the case that the token names; 403 with a sentence for any other token."""
        try:
            view = view_of(workspace, workspace.store.cases.get(opened(workspace, token)))
        except Forbidden as refusal:
            return page(
                "refused", "This link does not open", 403, shared=True, sentence=str(refusal)
            )
        except NotFound:
            gone = "What this link showed is not here any more."
            return page("refused", "This link does not open", 404, shared=True, sentence=gone)
        view["sample"] = moved(view["sample"], lambda file: f"/share/{token}{file}")
        return page("case", view["title"], shared=True, case=view)

    @routes.api_route("/{token}/media/{name}", methods=["GET", "HEAD"])
    def shared_media(token: str, name: str) -> Response:
        """One of the case's own files; Forbidden for any other."""
        case = workspace.store.cases.get(opened(workspace, token))
        if f"/media/{name}" not in media_of(view_of(workspace, case)["sample"]):
            raise Forbidden("This link does not open that file.")
        return FileResponse(workspace.media_file(name), headers=_CACHE)

    return routes
