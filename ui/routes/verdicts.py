"""The hot path of the Verify page: the next pair, a verdict, its undoing."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from annotation import review
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
    kind: str = ""


def router(workspace: Workspace) -> APIRouter:
    """GET /api/verify/next and /api/verify/pair/ID, POST /api/verdicts and /api/undo."""
    routes = APIRouter(prefix="/api")
    store = workspace.store
    desk = Desk(workspace)

    @routes.get("/verify/next")
    def next_pair(user: User, kind: str = "") -> dict[str, Any]:
        """The pair that the person judges next."""
        return desk.next(user, kind)

    @routes.get("/verify/pair/{pair_id}")
    def one_pair(pair_id: str, user: User, kind: str = "") -> dict[str, Any]:
        """A certain pair, judged or not."""
        return desk.pair(user, kind, pair_id)

    @routes.post("/verdicts")
    def record(form: VerdictForm, user: User) -> dict[str, Any]:
        """On disk before it is answered; a token that was seen before changes nothing.

        `next` is null while the next clip is still being made: a verdict never waits for media.
        """
        saved = review.record(store, user, form)
        following = desk.next_if_ready(user, form.kind, saved.verdict.pair)
        return {"token": form.token, "new": saved.new, "at": saved.verdict.at, "next": following}

    @routes.post("/undo")
    def undo(form: UndoForm, user: User) -> dict[str, Any]:
        """Take the person's last verdict back; its pair is open again, filled in as it was."""
        pair_id = review.undo(store, user, form.token)
        return desk.pair(user, form.kind, pair_id, said=store.verdicts.undone_by(form.token))

    return routes
