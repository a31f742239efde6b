"""What units sent: files, reports, figures. Written many at a time; standings follow in the same unit of work."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from cchc_desktop.domain.received import (
    FileState,
    ReceivedFigure,
    ReceivedFile,
    ReceivedReport,
    ReportStanding,
    standings,
)
from cchc_desktop.domain.received_reading import FigureRow
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.received_rows import (
    FIGURE_COLUMNS,
    figure_values,
    file_facts,
    file_values,
    report_facts,
    report_id_of,
    report_values,
    to_figure,
    to_file,
    to_report,
    to_row,
)
from cchc_desktop.storage.tables import table
from cchc_desktop.storage.tables_gathering import ReceivedFigureRecord, ReceivedFileRecord, ReceivedReportRecord
from cchc_desktop.storage.values import cleaned, local_time, utc_now

_FILES, _REPORTS = table(ReceivedFileRecord), table(ReceivedReportRecord)
_FIGURES = table(ReceivedFigureRecord)
_CHUNK = 400
_NOUN = "báo cáo đã nhận"

__all__ = ["Arrived", "Batch", "ReceivedRepo", "report_id_of"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file to be kept, with its report and figures when it was accepted."""

    file: ReceivedFile
    report: ReceivedReport | None = None
    figures: tuple[FigureRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Batch:
    """Files that came together: when, and how many became what."""

    id: str
    received_at: str
    actor: str
    states: dict[FileState, int]

    @property
    def total(self) -> int:
        """How many files."""
        return sum(self.states.values())


class ReceivedRepo:
    """Keeps what was received."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    # ------------------------------------------------------------------ writing

    def known(self, digests: Iterable[str]) -> dict[str, FileState]:
        """Return digest → state of those files that were received before."""
        wanted = sorted(set(digests))
        found: dict[str, FileState] = {}
        for start in range(0, len(wanted), _CHUNK):
            statement = select(_FILES.c.sha256, _FILES.c.state).where(
                _FILES.c.sha256.in_(wanted[start : start + _CHUNK])
            )
            found.update((sha256, FileState(state)) for sha256, state in self._session.execute(statement))
        return found

    def add(self, arrived: Sequence[Arrived], actor: str) -> None:
        """Keep files never seen before, with their reports and figures; their standings follow.

        The trail gets one row a file.
        """
        if not arrived:
            return
        now = utc_now()
        files, reports, figures = [], [], []
        for one in arrived:
            files.append(file_values(cleaned(one.file), now, actor))
            if one.report is not None:
                report = cleaned(one.report)
                reports.append(report_values(report, now))
                figures += [figure_values(report.id, place, row) for place, row in enumerate(one.figures)]
            self._trace(one)
        self._session.execute(insert(_FILES), files)
        self._add_reports(reports, figures)

    def settle_file(self, sha256: str, state: FileState, reason: str, details: str, arrived: Arrived | None) -> None:
        """Say what became of a file that waited or was put apart; an accepted one comes with its report.

        A report that came of this file before is replaced.

        Raises:
            NotFound: there is no such file.

        """
        before = self.file(sha256)
        after = replace(before, state=state, reason=reason, details=details)
        if arrived is not None:
            after = replace(after, kind=arrived.file.kind)
        own = update(_FILES).where(_FILES.c.sha256 == sha256)
        values = file_values(cleaned(after), "", "")
        self._session.execute(own.values({name: values[name] for name in ("kind", "state", "reason", "details")}))
        self._audit.record("update", "received_file", sha256[:32], file_facts(before), file_facts(after))
        self._drop_report(sha256)
        if arrived is not None and arrived.report is not None:
            report = cleaned(arrived.report)
            figures = [figure_values(report.id, place, row) for place, row in enumerate(arrived.figures)]
            self._audit.record("create", "received_report", report.id, {}, report_facts(report))
            self._add_reports([report_values(report, utc_now())], figures)

    def choose(self, report_id: str, note: str = "") -> None:
        """Take one of several reports of a unit, period and version; the others stay, set aside.

        Raises:
            NotFound: there is no such report.

        """
        chosen = self.report(report_id)
        for one in self._of_place(chosen.period, [chosen.unit_code]):
            if one.ordinal != chosen.ordinal:
                continue
            standing = ReportStanding.CURRENT if one.id == report_id else ReportStanding.SET_ASIDE
            if one.digest == chosen.digest and one.id != report_id and one.standing is not ReportStanding.SET_ASIDE:
                continue
            self._stand(one, standing, note)
        self._follow({(chosen.period, chosen.unit_code)})

    def stand(self, report_id: str, standing: ReportStanding, note: str, version: int) -> None:
        """Say that a report was accepted or returned, or is open again (CURRENT).

        Raises:
            NotFound: there is no such report.
            Conflict: it changed meanwhile.

        """
        report = self.report(report_id)
        if report.version != version:
            raise Conflict(_NOUN, "có người khác vừa sửa")
        self._stand(report, standing, note)
        self._follow({(report.period, report.unit_code)})

    def _trace(self, one: Arrived) -> None:
        if one.report is not None:
            facts = {**report_facts(one.report), "file": one.file.name}
            self._audit.record("create", "received_report", one.report.id, {}, facts)
        else:
            self._audit.record("create", "received_file", one.file.sha256[:32], {}, file_facts(one.file))

    def _add_reports(self, reports: list[dict[str, Any]], figures: list[tuple[Any, ...]]) -> None:
        if not reports:
            return
        self._session.execute(insert(_REPORTS), reports)
        if figures:
            self._add_figures(figures)
        self._follow({(one["period"], one["unit_code"]) for one in reports})

    def _add_figures(self, figures: list[tuple[Any, ...]]) -> None:
        """Write figures: 200,000 of a country in a second, for which even the making of dictionaries counts."""
        connection = self._session.connection()
        made = insert(_FIGURES).compile(dialect=connection.dialect, column_keys=list(FIGURE_COLUMNS))
        if made.positional and tuple(made.positiontup or ()) == FIGURE_COLUMNS:
            connection.exec_driver_sql(str(made), figures)
        else:
            self._session.execute(insert(_FIGURES), [dict(zip(FIGURE_COLUMNS, row, strict=True)) for row in figures])

    def _drop_report(self, sha256: str) -> None:
        old = self._session.execute(
            select(_REPORTS.c.id, _REPORTS.c.period, _REPORTS.c.unit_code).where(_REPORTS.c.sha256 == sha256)
        ).all()
        for report_id, _, _ in old:
            self._session.execute(_FIGURES.delete().where(_FIGURES.c.report_id == report_id))
            self._session.execute(_REPORTS.delete().where(_REPORTS.c.id == report_id))
        self._follow({(period, unit) for _, period, unit in old})

    def _stand(self, report: ReceivedReport, standing: ReportStanding, note: str) -> None:
        before, after = {"standing": report.standing.value}, {"standing": standing.value}
        if note:
            before["note"], after["note"] = report.note, cleaned(note)
        self._audit.record("update", "received_report", report.id, before, after)
        values = {"state": standing.value, "note": after.get("note", report.note), "version": report.version + 1}
        self._session.execute(update(_REPORTS).where(_REPORTS.c.id == report.id).values(values))

    def _follow(self, places: set[tuple[str, str]]) -> None:
        """Bring the standings of units and periods in step with their reports."""
        by_period: dict[str, set[str]] = {}
        for period, unit in places:
            by_period.setdefault(period, set()).add(unit)
        for period, units in by_period.items():
            groups: dict[str, list[ReceivedReport]] = {}
            for one in self._of_place(period, sorted(units)):
                groups.setdefault(one.unit_code, []).append(one)
            for group in groups.values():
                found = standings(tuple(group))
                for one in group:
                    if found[one.id] is not one.standing:
                        own = update(_REPORTS).where(_REPORTS.c.id == one.id)
                        self._session.execute(own.values(state=found[one.id].value))

    # ------------------------------------------------------------------ reading

    def file(self, sha256: str) -> ReceivedFile:
        """Return a received file.

        Raises:
            NotFound: there is none of that digest.

        """
        row = self._session.execute(select(_FILES).where(_FILES.c.sha256 == sha256)).first()
        if row is None:
            raise NotFound("tệp đã nhận", sha256[:12])
        return to_file(row)

    def files(self, batch: str = "", state: FileState | None = None, limit: int = 0) -> tuple[ReceivedFile, ...]:
        """Return received files, newest first, then by name."""
        statement = select(_FILES).order_by(_FILES.c.received_at.desc(), _FILES.c.name, _FILES.c.sha256)
        if batch:
            statement = statement.where(_FILES.c.batch == batch)
        if state is not None:
            statement = statement.where(_FILES.c.state == state.value)
        return tuple(map(to_file, self._session.execute(statement.limit(limit) if limit else statement)))

    def rows(
        self, batch: str = "", state: FileState | None = None, limit: int = 0
    ) -> tuple[tuple[ReceivedFile, ReceivedReport | None], ...]:
        """Return what lists show of files and their reports, newest first: no details, words or figures."""
        shown = (_FILES.c.sha256, _FILES.c.name, _FILES.c.size, _FILES.c.batch, _FILES.c.received_at, _FILES.c.actor)
        told = (_FILES.c.kind, _FILES.c.state.label("file_state"), _FILES.c.reason)
        own = (_REPORTS.c.id, _REPORTS.c.unit_code, _REPORTS.c.unit_name, _REPORTS.c.period, _REPORTS.c.ordinal)
        statement = (
            select(*shown, *told, *own, _REPORTS.c.state, _REPORTS.c.version)
            .select_from(_FILES.outerjoin(_REPORTS, _REPORTS.c.sha256 == _FILES.c.sha256))
            .order_by(_FILES.c.received_at.desc(), _FILES.c.name, _FILES.c.sha256)
        )
        if batch:
            statement = statement.where(_FILES.c.batch == batch)
        if state is not None:
            statement = statement.where(_FILES.c.state == state.value)
        found = self._session.execute(statement.limit(limit) if limit else statement)
        return tuple(map(to_row, found))

    def batches(self) -> tuple[Batch, ...]:
        """Return the batches, newest first."""
        statement = select(
            _FILES.c.batch, _FILES.c.state, func.min(_FILES.c.received_at), func.min(_FILES.c.actor), func.count()
        ).group_by(_FILES.c.batch, _FILES.c.state)
        found: dict[str, Batch] = {}
        for batch, state, at, actor, number in self._session.execute(statement):
            old = found.get(batch)
            states = {**(old.states if old else {}), FileState(state): number}
            found[batch] = Batch(batch, min(at, old.received_at) if old else at, actor, states)
        newest = sorted(found.values(), key=lambda one: (one.received_at, one.id), reverse=True)
        return tuple(replace(one, received_at=local_time(one.received_at)) for one in newest)

    def report(self, report_id: str) -> ReceivedReport:
        """Return a report with its figures.

        Raises:
            NotFound: there is none of that id.

        """
        row = self._session.execute(select(_REPORTS).where(_REPORTS.c.id == report_id)).first()
        if row is None:
            raise NotFound(_NOUN, report_id)
        return replace(to_report(row), figures=self.figures([report_id]).get(report_id, ()))

    def reports(
        self, period: str = "", unit_code: str = "", standing: Iterable[ReportStanding] = (), sha256: str = ""
    ) -> tuple[ReceivedReport, ...]:
        """Return reports without their figures, by unit, newest version first."""
        statement = select(_REPORTS).order_by(
            _REPORTS.c.period, _REPORTS.c.unit_code, _REPORTS.c.ordinal.desc(), _REPORTS.c.sha256
        )
        wanted = {"period": period, "unit_code": unit_code, "sha256": sha256}
        for name, value in wanted.items():
            if value:
                statement = statement.where(_REPORTS.c[name] == value)
        if states := [one.value for one in standing]:
            statement = statement.where(_REPORTS.c.state.in_(states))
        return tuple(map(to_report, self._session.execute(statement)))

    def reports_of(self, digests: Sequence[str]) -> tuple[ReceivedReport, ...]:
        """Return the reports that came of some files, without their figures."""
        found: list[ReceivedReport] = []
        for start in range(0, len(digests), _CHUNK):
            own = _REPORTS.c.sha256.in_(digests[start : start + _CHUNK])
            found += map(to_report, self._session.execute(select(_REPORTS).where(own)))
        return tuple(found)

    def periods(self) -> tuple[str, ...]:
        """Return the codes of the periods that something came of."""
        return tuple(self._session.scalars(select(_REPORTS.c.period).distinct().order_by(_REPORTS.c.period)))

    def figures(self, report_ids: Sequence[str]) -> dict[str, tuple[ReceivedFigure, ...]]:
        """Return report → its figures in the order of the file."""
        found: dict[str, list[ReceivedFigure]] = {}
        for start in range(0, len(report_ids), _CHUNK):
            statement = (
                select(_FIGURES)
                .where(_FIGURES.c.report_id.in_(report_ids[start : start + _CHUNK]))
                .order_by(_FIGURES.c.report_id, _FIGURES.c.position)
            )
            for row in self._session.execute(statement):
                found.setdefault(row.report_id, []).append(to_figure(row))
        return {report_id: tuple(figures) for report_id, figures in found.items()}

    def _of_place(self, period: str, units: Sequence[str]) -> list[ReceivedReport]:
        found: list[ReceivedReport] = []
        for start in range(0, len(units), _CHUNK):
            here = _REPORTS.c.unit_code.in_(units[start : start + _CHUNK])
            found += map(to_report, self._session.execute(select(_REPORTS).where(_REPORTS.c.period == period, here)))
        return found
