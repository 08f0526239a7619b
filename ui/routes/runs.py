"""Training: the form, its plan, and the runs with all that can be done to them."""

from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends

from core.workspace import Workspace
from training import runs
from ui.components.run_card import card_of, news_of
from ui.components.train_form import RunForm, form_of, plan_of
from ui.person import current_user

User = Annotated[str, Depends(current_user)]


class Act(StrEnum):
    """What can be done to a run."""

    STOP = "stop"
    RESUME = "resume"
    DISCARD = "discard"


_ACTS = {Act.STOP: runs.stop_run, Act.RESUME: runs.resume_run, Act.DISCARD: runs.discard_run}


def router(workspace: Workspace) -> APIRouter:
    """GET /api/train, POST /api/train/plan, and /api/runs."""
    routes = APIRouter(prefix="/api")

    @routes.get("/train")
    def form(_user: User) -> dict[str, Any]:
        """What can be chosen."""
        return form_of()

    @routes.post("/train/plan")
    def plan(asked: RunForm, _user: User) -> dict[str, Any]:
        """The command that the form stands for, and how many pairs fit."""
        return plan_of(workspace, asked)

    @routes.post("/runs")
    def start(asked: RunForm, user: User) -> dict[str, Any]:
        """Start a run in a process of its own."""
        return {"id": runs.start_run(workspace, asked.config(), user)}

    @routes.get("/runs")
    def all_runs(_user: User) -> list[dict[str, Any]]:
        """Every run, newest first."""
        return [card_of(status) for status in runs.list_runs(workspace)]

    @routes.get("/runs/{run_id}")
    def one_run(run_id: str, _user: User, after_s: float = 0.0) -> dict[str, Any]:
        """How a run stands, with the numbers that are newer than `after_s`."""
        return news_of(workspace, run_id, after_s)

    @routes.post("/runs/{run_id}/{act}")
    def act_on(run_id: str, act: Act, _user: User) -> dict[str, Any]:
        """Stop and keep, resume, or discard."""
        _ACTS[act](workspace, run_id)
        return news_of(workspace, run_id, 0.0)

    return routes
