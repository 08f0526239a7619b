"""Whether the server is up and its database answers."""

from fastapi import APIRouter

from core.workspace import Workspace


def router(workspace: Workspace) -> APIRouter:
    """GET /api/health."""
    routes = APIRouter(prefix="/api")

    @routes.get("/health")
    def health() -> dict[str, int]:
        """Counts that took a look into the database."""
        return {"clips": workspace.store.clips.count(), "pairs": workspace.store.pairs.count()}

    return routes
