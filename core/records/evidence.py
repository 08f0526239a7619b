"""What is shown to others: runs, comparisons, reports and cases, each kept whole as JSON."""

from sqlalchemy import Engine, Table, select

from core.answer import Case, Comparison, Report
from core.errors import NotFound
from core.records.base import Json, add_new, now
from core.run import RunConfig
from core.schema import cases, comparisons, reports, runs

_config = Json[RunConfig](RunConfig)
_comparison = Json[Comparison](Comparison)
_report = Json[Report](Report)
_case = Json[Case](Case)


class RunRecords:
    """Training runs that were started; how they stand is read from their folders."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, run_id: str, config: RunConfig, by: str) -> bool:
        """Note that a run was started; False if it was noted before."""
        row = {"id": run_id, "config": _config.write(config), "by": by, "at": now()}
        with self._engine.begin() as connection:
            return add_new(connection, runs, [row]) == 1

    def get(self, run_id: str) -> RunConfig:
        """The settings of a run; NotFound if there is none."""
        return _config.read(_one(self._engine, runs, run_id, "run", "config"))

    def ids(self) -> list[str]:
        """Every run, newest first."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(runs.c.id).order_by(runs.c.at.desc())).scalars())


class ComparisonRecords:
    """Questions that were put to base and tuned."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, comparison: Comparison) -> bool:
        """Store a comparison; False if it was there already."""
        row = {"id": comparison.id, "body": _comparison.write(comparison), "at": comparison.at}
        with self._engine.begin() as connection:
            return add_new(connection, comparisons, [row]) == 1

    def get(self, comparison_id: str) -> Comparison:
        """The comparison with this id; NotFound if there is none."""
        return _comparison.read(_one(self._engine, comparisons, comparison_id, "comparison"))

    def newest(self, limit: int = 50) -> list[Comparison]:
        """The last comparisons, newest first."""
        found = select(comparisons.c.body).order_by(comparisons.c.at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_comparison.read(body) for body in connection.execute(found).scalars()]


class ReportRecords:
    """Benchmark results."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, report: Report) -> bool:
        """Store a report; False if it was there already."""
        row = {
            "id": report.id,
            "benchmark": report.benchmark,
            "run": report.run,
            "body": _report.write(report),
            "at": report.at,
        }
        with self._engine.begin() as connection:
            return add_new(connection, reports, [row]) == 1

    def newest(self, benchmark: str = "", limit: int = 50) -> list[Report]:
        """The last reports, newest first, of one benchmark if it is named."""
        found = select(reports.c.body).order_by(reports.c.at.desc()).limit(limit)
        if benchmark:
            found = found.where(reports.c.benchmark == benchmark)
        with self._engine.connect() as connection:
            return [_report.read(body) for body in connection.execute(found).scalars()]


class CaseRecords:
    """Comparisons that were kept to be shown."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add(self, case: Case) -> bool:
        """Store a case; False if it was there already."""
        row = {"id": case.id, "body": _case.write(case), "at": case.at}
        with self._engine.begin() as connection:
            return add_new(connection, cases, [row]) == 1

    def get(self, case_id: str) -> Case:
        """The case with this id; NotFound if there is none."""
        return _case.read(_one(self._engine, cases, case_id, "case"))

    def all(self) -> list[Case]:
        """Every case, newest first."""
        with self._engine.connect() as connection:
            found = connection.execute(select(cases.c.body).order_by(cases.c.at.desc()))
            return [_case.read(body) for body in found.scalars()]


def _one(engine: Engine, table: Table, record_id: str, noun: str, column: str = "body") -> str:
    with engine.connect() as connection:
        found = select(table.c[column]).where(table.c.id == record_id)
        body: str | None = connection.execute(found).scalar_one_or_none()
    if body is None:
        raise NotFound(f'There is no {noun} "{record_id}" in this workspace.')
    return body
