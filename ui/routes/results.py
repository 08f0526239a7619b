"""Results: what was measured, as a page and as files, and the job that measures."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from fastapi.responses import FileResponse, Response
from pydantic import BaseModel

from core.workspace import Workspace
from training.evaluations import start_evaluation, stop_evaluation
from ui.components import evidence
from ui.components.figures import Ending
from ui.person import current_user

User = Annotated[str, Depends(current_user)]


class MeasureForm(BaseModel):
    """Which run's adapter shall be measured."""

    run: str


def router(workspace: Workspace) -> APIRouter:
    """GET /api/results with its files, POST /api/results to measure, /api/results/stop."""
    routes = APIRouter(prefix="/api/results")

    @routes.get("")
    def results(_user: User, run: str = "") -> dict[str, Any]:
        """The newest numbers, and how the present job stands."""
        return evidence.results_of(workspace, run)

    @routes.post("")
    def measure(form: MeasureForm, _user: User) -> dict[str, str]:
        """Measure base and tuned in a process of its own."""
        return {"job": start_evaluation(workspace, evidence.BENCHMARK, form.run)}

    @routes.post("/stop")
    def stop(_user: User) -> dict[str, Any]:
        """End the job; nothing of it is kept."""
        stop_evaluation(workspace)
        return evidence.results_of(workspace)

    @routes.get("/{report}.json")
    def as_json(report: str, _user: User) -> Response:
        """Both reports."""
        name = {"Content-Disposition": f'attachment; filename="swap-grid-{report[:16]}.json"'}
        return Response(evidence.as_json(workspace, report), 200, name, "application/json")

    @routes.get("/{report}.jsonl")
    def answers(report: str, _user: User) -> FileResponse:
        """The answers behind the tuned model's report."""
        file = evidence.answers(workspace, report)
        return FileResponse(file, filename=f"swap-grid-answers-{file.name}")

    @routes.get("/{report}/figure.{ending}")
    def figure(report: str, ending: Ending, _user: User) -> FileResponse:
        """The chart in the papers' layout."""
        file = evidence.figure(workspace, report, ending)
        return FileResponse(file, filename=f"swap-grid.{ending}")

    return routes
