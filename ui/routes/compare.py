"""Questions to base and tuned, answered line by line, and what was answered before."""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from core.errors import UserError
from core.workspace import Workspace
from training.compare import Comparer
from training.runs import find_adapter
from ui.components.comparison import CompareForm, asked, restored
from ui.person import current_user

User = Annotated[str, Depends(current_user)]


class WakeForm(BaseModel):
    """With which run's adapter somebody is going to compare."""

    run: str


def router(workspace: Workspace) -> APIRouter:
    """POST /api/compare, its wake, GET /api/compare/ID; the models live as long as the server."""
    comparer = Comparer(workspace)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        comparer.close()

    routes = APIRouter(prefix="/api", lifespan=lifespan)

    @routes.post("/compare")
    def ask(form: CompareForm, user: User) -> StreamingResponse:
        """One JSON object a line, each as soon as it is known."""
        news = _told(asked(workspace, comparer, form, user))
        return StreamingResponse(news, media_type="application/x-ndjson")

    @routes.post("/compare/wake")
    def wake(form: WakeForm, _user: User) -> dict[str, str]:
        """Load the model before the first question: it takes some seconds."""
        adapter = find_adapter(workspace, form.run)
        comparer.prepare(adapter.family, adapter.checkpoint)
        return {"adapter": adapter.id}

    @routes.get("/compare/{comparison_id}")
    def again(comparison_id: str, _user: User) -> dict[str, Any]:
        """A comparison that was kept."""
        return restored(workspace.store, workspace.store.comparisons.get(comparison_id))

    return routes


def _told(news: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The news as lines; what a person can mend is told as the last one."""
    try:
        for line in news:
            yield json.dumps(line) + "\n"
    except UserError as error:
        yield json.dumps({"kind": "error", "text": str(error)}) + "\n"
