"""Cases: the gallery, one case, keeping one, and making a share link for it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, HTMLResponse
from pydantic import BaseModel, Field

from core.errors import NotFound, UserError
from core.workspace import Workspace
from ui import share
from ui.components.case_view import gallery, view_of
from ui.components.figures import Ending, case_figure
from ui.keeping import keep
from ui.person import current_user
from ui.plain_pages import bar, page

User = Annotated[str, Depends(current_user)]


class CaseForm(BaseModel):
    """What the page sends when a comparison is kept as a case."""

    comparison: str
    base_answer: Annotated[int, Field(ge=0)]
    tuned_answer: Annotated[int, Field(ge=0)]
    title: Annotated[str, Field(max_length=120)]
    why: Annotated[str, Field(max_length=400)]


class ShareForm(BaseModel):
    """For how long a link shall be valid."""

    days: Annotated[int, Field(ge=1, le=share.LONGEST_DAYS)] = share.DAYS


def router(workspace: Workspace) -> APIRouter:
    """GET and POST /api/cases, a case's share link and figure, and the page /cases/ID."""
    routes = APIRouter()

    @routes.get("/api/cases")
    def all_cases(_user: User) -> list[dict[str, Any]]:
        """Every case that can be shown, newest first."""
        return [dict(card) for card in gallery(workspace)]

    @routes.post("/api/cases")
    def keep_case(form: CaseForm, user: User) -> dict[str, str]:
        """Keep two answers of a comparison; the same ones with the same words are one case."""
        return {"id": keep(workspace.store, **form.model_dump(), by=user).id}

    @routes.post("/api/cases/{case_id}/share")
    def share_case(case_id: str, form: ShareForm, _user: User) -> dict[str, str]:
        """A link that opens this case without an account."""
        case = workspace.store.cases.get(case_id)
        token = share.sign(workspace, case.id, form.days)
        return {"path": f"/share/{token}", "until": share.last_day(form.days)}

    @routes.get("/api/cases/{case_id}/figure.{ending}")
    def figure(case_id: str, ending: Ending, _user: User) -> FileResponse:
        """The case as a figure in the papers' layout."""
        file = case_figure(workspace, workspace.store.cases.get(case_id), ending)
        return FileResponse(file, filename=f"case-{case_id}.{ending}")

    @routes.get("/cases/{case_id}", include_in_schema=False)
    def case_page(case_id: str, user: User) -> HTMLResponse:
        """The page of one case, as a share link shows it, below the app's own top bar."""
        try:
            view = view_of(workspace, workspace.store.cases.get(case_id))
        except UserError as error:
            status = 404 if isinstance(error, NotFound) else 400
            return page("refused", "This case cannot be shown", status, sentence=str(error))
        return page("case", view["title"], case=view, person=user, top_bar=bar("cases"))

    return routes
