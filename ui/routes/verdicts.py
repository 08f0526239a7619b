"""The hot path of the Verify page: the next pair, a verdict, its undoing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from annotation import review
from core.errors import UserError
from core.store import Store
from core.workspace import Workspace
from ui.desk import Desk
from ui.person import current_user

User = Annotated[str, Depends(current_user)]


class VerdictForm(review.VerdictRequest):
    """What the page sends when somebody decides."""

    kind: str = ""  # the page's filter: of which kind the next pair shall be


class UndoForm(BaseModel):
    """What the page sends when somebody takes the last verdict back."""

    token: str  # made by the page: the same request twice takes back one verdict


def router(workspace: Workspace) -> APIRouter:
    """GET /api/verify/…: next, pair/ID, ahead, progress; POST /api/verdicts and /api/undo.

    The answers are plain JSON values and go out as they are: looking through them once more, as
    FastAPI does by default, took a third of a verdict's time.
    """
    routes = APIRouter(prefix="/api")
    desk = Desk(workspace)
    _show(routes, desk)
    _take(routes, desk, workspace.store)
    return routes


def _show(routes: APIRouter, desk: Desk) -> None:
    """What is judged next, and how far the person is."""

    @routes.get("/verify/next")
    def next_pair(user: User, kind: str = "") -> JSONResponse:
        """The pair that the person judges next."""
        return JSONResponse(desk.next(user, kind))

    @routes.get("/verify/pair/{pair_id}")
    def one_pair(pair_id: str, user: User) -> JSONResponse:
        """A certain pair, with what the person said of it where it is judged."""
        return JSONResponse(desk.linked(user, pair_id))

    @routes.get("/verify/ahead")
    def ahead(pair: str, user: User, kind: str = "") -> list[str]:
        """Addresses of the clips that follow a pair, when they are ready to be fetched."""
        return desk.ahead(user, kind, pair)

    @routes.get("/verify/progress")
    def progress(user: User) -> dict[str, Any]:
        """How many pairs the person has judged, of how many."""
        return desk.progress(user)


def _take(routes: APIRouter, desk: Desk, store: Store) -> None:
    """What the person says, and takes back."""

    @routes.post("/verdicts")
    def record(form: VerdictForm, user: User) -> JSONResponse:
        """On disk before it is answered; a token that was seen before changes nothing.

        `decision` is what is stored under the token. `next` is null while the next clip is still
        being made, and where the next pair is refused: a verdict never waits for media, and is
        never answered with the mistake of another pair.
        """
        saved = review.record(store, user, form)
        told = {
            "token": form.token,
            "new": saved.new,
            "decision": saved.verdict.decision,
            "at": saved.verdict.at,
        }
        try:
            following = desk.next_if_ready(user, form.kind, saved.verdict.pair)
        except UserError:
            following = None  # the page asks for it, and is told why
        return JSONResponse(told | {"next": following})

    @routes.post("/undo")
    def undo(form: UndoForm, user: User) -> JSONResponse:
        """Take the person's last verdict back; its pair is open again, filled in as it was."""
        pair_id = review.undo(store, user, form.token)
        taken_back = store.verdicts.undone_by(form.token)
        return JSONResponse(desk.pair(user, pair_id, taken_back))
