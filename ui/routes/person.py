"""Who is asking, and in which workspace: under these the browser keeps what is not yet sent."""

import hashlib
from typing import Annotated

from fastapi import APIRouter, Depends

from core.workspace import Workspace
from ui.person import current_user


def router(workspace: Workspace) -> APIRouter:
    """GET /api/person."""
    routes = APIRouter(prefix="/api")
    identity = hashlib.sha256(f"workspace {workspace.secret}".encode()).hexdigest()[:16]

    @routes.get("/person")
    def person(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
        """The person's name, and what tells this workspace from others on the same machine."""
        return {"name": user, "workspace": identity}

    return routes
