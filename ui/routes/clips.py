"""Clips to choose from: the menu, a picture of each, and what the player needs of a choice."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from fastapi.responses import RedirectResponse

from core.clip import AVInput
from core.playable import traces
from core.workspace import Workspace
from ui.components.clip_menu import known_of, menu_of
from ui.components.player import TrackName, media_address, sample_of
from ui.person import current_user

User = Annotated[str, Depends(current_user)]


def router(workspace: Workspace) -> APIRouter:
    """GET /api/clips, GET /api/clips/ID, GET /api/sample, GET /poster/CLIP."""
    routes = APIRouter()

    @routes.get("/api/clips")
    def menu(_user: User) -> dict[str, Any]:
        """Every clip, by name and by what is seen and heard in it."""
        return menu_of(workspace)

    @routes.get("/api/clips/{clip_id}")
    def one(clip_id: str, _user: User) -> dict[str, Any]:
        """One clip with its captions and the player's sample."""
        known = known_of(workspace.store, clip_id)
        return known | {"sample": sample_of(workspace, AVInput(clip_id, clip_id))}

    @routes.get("/api/sample")
    def sample(
        _user: User, clip: str, donor: str = "", sound: Literal["own", "none"] = "own"
    ) -> dict[str, Any]:
        """A clip for the player, under its own sound and under a donor's; or without any sound."""
        own = AVInput(clip, clip if sound == "own" else None)
        swapped = AVInput(clip, donor) if donor and donor != clip else None
        start: TrackName = "swapped" if swapped else "original"
        return dict(sample_of(workspace, own, swapped, start=start))

    @routes.get("/poster/{clip_id}")
    def poster(clip_id: str, _user: User) -> RedirectResponse:
        """One frame of the clip; drawn when it is first asked for."""
        drawn = traces(workspace, workspace.store.clips.get(clip_id).media)
        return RedirectResponse(
            media_address(drawn.poster), 307, headers={"Cache-Control": "private, max-age=86400"}
        )

    return routes
