"""Points that people gave, and what the log and received reports hold that points go by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, case, exists, func, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.received import ReportStanding
from cchc_desktop.domain.scoring import Score, Side
from cchc_desktop.errors import Conflict, NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import ActivityRecord, AttachmentRecord, table
from cchc_desktop.storage.tables_gathering import ReceivedFigureRecord, ReceivedReportRecord, ScoreRecord
from cchc_desktop.storage.values import cleaned, from_thousandths, local_time, to_thousandths, utc_now

ENTITY = "score"
_NOUN = "điểm"
_FIELDS = ("year", "criteria", "unit_code", "criterion", "side", "points", "reason", "evidence")
_A, _F = table(ActivityRecord), table(AttachmentRecord)
_R, _V = table(ReceivedReportRecord).c, table(ReceivedFigureRecord).c
_MILLION = Decimal(1_000_000)
_COUNTING = (ReportStanding.CURRENT, ReportStanding.ACCEPTED, ReportStanding.RETURNED)


@dataclass(frozen=True, slots=True)
class Arrival:
    """When the first report of a unit for a period came, and whether one was returned. Days are local."""

    unit_code: str
    period: str
    came: date
    returned: bool


class ScoreRepo:
    """Keeps at most one score for a unit, a criterion of a set, a year and a side."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def of(self, year: int, criteria: str, unit_code: str | None = None) -> tuple[Score, ...]:
        """Return what was given in a year under a set: to one unit, or without a code to all."""
        record = ScoreRecord
        wanted = select(record).where(record.year == year, record.criteria == criteria)
        if unit_code is not None:
            wanted = wanted.where(record.unit_code == unit_code)
        found = self._session.scalars(wanted.order_by(record.unit_code, record.criterion, record.side))
        return tuple(_score(one) for one in found)

    def used(self, unit_code: str | None = None) -> tuple[tuple[int, str], ...]:
        """Return year and set of whatever points were given, the latest year first; of one unit, or of all."""
        record = ScoreRecord
        wanted = select(record.year, record.criteria).distinct().order_by(record.year.desc(), record.criteria)
        if unit_code is not None:
            wanted = wanted.where(record.unit_code == unit_code)
        return tuple((year, criteria) for year, criteria in self._session.execute(wanted))

    def save(self, score: Score, actor: str) -> Score:
        """Keep points in the place of those for the same unit, criterion and side; return them with time and actor.

        Raises:
            Conflict: they were changed since they were read.
            InvalidInput: more than three decimals.

        """
        score = cleaned(score)
        record = self._at(score)
        if (record.version if record else 0) != score.version:
            raise Conflict(_NOUN, "đã được sửa ở nơi khác sau khi mở")
        before: dict[str, Any] = {}
        if record is None:
            record = ScoreRecord(id=score.id, version=0)
            self._session.add(record)
        else:
            before = _facts(record)
        record.year, record.criteria, record.unit_code = score.year, score.criteria, score.unit_code
        record.criterion, record.side = score.criterion, str(score.side)
        record.points = None if score.points is None else to_thousandths(score.points, "points")
        record.reason, record.evidence = score.reason, json.dumps(score.evidence, ensure_ascii=False)
        record.actor, record.at = actor, utc_now()
        record.version += 1
        self._audit.record("update" if before else "create", ENTITY, record.id, before, _facts(record))
        self._session.flush()
        return _score(record)

    def remove(self, score_id: str) -> None:
        """Take points back.

        Raises:
            NotFound: there are none of that id.

        """
        record = self._session.get(ScoreRecord, score_id)
        if record is None:
            raise NotFound(_NOUN, score_id)
        self._audit.record("remove", ENTITY, score_id, _facts(record), {})
        self._session.delete(record)
        self._session.flush()

    # -- for undo

    def facts(self, score_id: str) -> dict[str, Any] | None:
        """Return how points stand as the trail names it, None when there are none of that id."""
        record = self._session.get(ScoreRecord, score_id)
        return _facts(record) if record else None

    def put(self, score_id: str, wanted: Mapping[str, Any]) -> None:
        """Give points the facts that the trail names; those that are not there are made."""
        record = self._session.get(ScoreRecord, score_id)
        before = _facts(record) if record else {}
        if record is None:
            record = ScoreRecord(id=score_id, version=0, actor="", at=utc_now())
            self._session.add(record)
        for name in _FIELDS:
            if name in wanted:
                setattr(record, name, wanted[name])
        record.version += 1
        self._audit.record("update" if before else "create", ENTITY, score_id, before, _facts(record))
        self._session.flush()

    # -- what points go by

    def uses(self, start: date, end: date) -> dict[str, tuple[int, int]]:
        """Return form → activities of the log from a day to a day, both inside, and how many of them have evidence."""
        proven = exists().where(
            _F.c.owner_kind == str(OwnerKind.ACTIVITY), _F.c.owner_id == _A.c.id, _F.c.deleted_at == ""
        )
        rows = self._session.execute(
            select(_A.c.form, func.count(), func.sum(case((proven, 1), else_=0)))
            .where(_A.c.deleted_at == "", _A.c.date >= start.isoformat(), _A.c.date <= end.isoformat())
            .group_by(_A.c.form)
        )
        return {form: (int(number), int(with_evidence or 0)) for form, number, with_evidence in rows}

    def arrivals(self, periods: Sequence[str], unit_code: str = "") -> tuple[Arrival, ...]:
        """Return when the first report of a unit for each period came, and whether one was returned; of all units
        without a code.
        """
        returned = func.max(case((_R.state == str(ReportStanding.RETURNED), 1), else_=0))
        own = [_R.unit_code == unit_code] if unit_code else []
        rows = self._session.execute(
            select(_R.unit_code, _R.period, func.min(_R.received_at), returned)
            .where(_R.period.in_(periods), _R.state != str(ReportStanding.SET_ASIDE), *own)
            .group_by(_R.unit_code, _R.period)
        )
        return tuple(
            Arrival(unit, period, date.fromisoformat(local_time(came)[:10]), bool(back))
            for unit, period, came, back in rows
        )

    def largest(
        self, periods: Sequence[str], indicators: Sequence[str], unit: str = ""
    ) -> Iterable[tuple[str, str, Decimal]]:
        """Yield unit, indicator and its largest figure above 0 in reports of some periods; of one unit, or of all."""
        rows = self._session.execute(
            self._counting(periods, indicators, unit, _R.unit_code, _V.indicator, func.max(_V.value))
            .where(_V.value > 0)
            .group_by(_R.unit_code, _V.indicator)
        )
        for code, indicator, value in rows:
            yield code, indicator, Decimal(int(value)) / _MILLION

    def figures(
        self, periods: Sequence[str], indicators: Sequence[str], unit: str = ""
    ) -> Iterable[tuple[str, str, str, int, Decimal]]:
        """Yield unit, period, indicator, version and value of the reports of periods; of one unit, or of all."""
        columns = _R.unit_code, _R.period, _V.indicator, _R.ordinal, _V.value
        for code, period, indicator, ordinal, value in self._session.execute(
            self._counting(periods, indicators, unit, *columns)
        ):
            yield code, period, indicator, ordinal, Decimal(value) / _MILLION

    def _counting(self, periods: Sequence[str], indicators: Sequence[str], unit: str, *columns: Any) -> Select[Any]:
        """Return a statement over what the reports that count say of some indicators."""
        wanted = (
            select(*columns)
            .join_from(table(ReceivedReportRecord), table(ReceivedFigureRecord), _R.id == _V.report_id)
            .where(
                _R.period.in_(periods),
                _R.state.in_([str(one) for one in _COUNTING]),
                _V.indicator.in_(indicators),
                _V.value.is_not(None),
            )
        )
        return wanted.where(_R.unit_code == unit) if unit else wanted

    def packages(self, year: int) -> tuple[tuple[str, str, str], ...]:
        """Return unit, package and digest of its file for the reports of a year, the latest of each unit first."""
        rows = self._session.execute(
            select(_R.unit_code, _R.package_id, _R.sha256)
            .where(_R.package_id != "", _R.period.startswith(f"{year}-"), _R.state != str(ReportStanding.SET_ASIDE))
            .order_by(_R.unit_code, _R.made_at.desc(), _R.ordinal.desc())
        )
        return tuple((unit, package, sha256) for unit, package, sha256 in rows)

    def _at(self, score: Score) -> ScoreRecord | None:
        record = ScoreRecord
        return self._session.scalar(
            select(record).where(
                record.year == score.year,
                record.criteria == score.criteria,
                record.unit_code == score.unit_code,
                record.criterion == score.criterion,
                record.side == str(score.side),
            )
        )


def _facts(record: ScoreRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in _FIELDS}


def _score(record: ScoreRecord) -> Score:
    return Score(
        year=record.year,
        criteria=record.criteria,
        unit_code=record.unit_code,
        criterion=record.criterion,
        side=Side(record.side),
        points=None if record.points is None else from_thousandths(record.points),
        reason=record.reason,
        evidence=tuple(json.loads(record.evidence or "[]")),
        actor=record.actor,
        at=local_time(record.at),
        id=record.id,
        version=record.version,
    )
