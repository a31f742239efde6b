"""Frozen consolidations, and the received figures they are made of, read as a stream: no more than a few reports of
the thousands are ever in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain import consolidation_frozen
from cchc_desktop.domain.consolidation import (
    Consolidation,
    ConsolidationVersion,
    Line,
)
from cchc_desktop.domain.consolidation_selection import Candidate
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.received import ReceivedFigure, ReportStanding
from cchc_desktop.domain.received_reading import amount_of
from cchc_desktop.errors import NotFound
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables import table
from cchc_desktop.storage.tables_gathering import (
    ConsolidationRecord,
    ReceivedFigureRecord,
    ReceivedFileRecord,
    ReceivedReportRecord,
)
from cchc_desktop.storage.values import cleaned, local_time, utc_now

ENTITY = "consolidation"
_NOUN = "bản tổng hợp"
_CHUNK = 250
"""Reports read at a time."""

_F = table(ReceivedFigureRecord).c
_R = table(ReceivedReportRecord).c
_N = table(ReceivedFileRecord).c


class ConsolidationRepo:
    """Keeps consolidations, and reads what they are made of."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    # -- what they are made of

    def candidates(self, period: str) -> tuple[Candidate, ...]:
        """Return the received reports of a period, without their figures."""
        columns = _R.id, _R.unit_code, _R.unit_name, _R.ordinal, _R.sha256, _N.name, _R.state, _R.digest, _R.received_at
        query = select(*columns).join(table(ReceivedFileRecord), _R.sha256 == _N.sha256).where(_R.period == period)
        return tuple(
            Candidate(key, code, name, ordinal, sha256, file, ReportStanding(state), digest, at)
            for key, code, name, ordinal, sha256, file, state, digest, at in self._session.execute(query)
        )

    def periods(self) -> tuple[str, ...]:
        """Return the codes of the periods of which anything was received."""
        return tuple(self._session.scalars(select(_R.period).distinct().order_by(_R.period)))

    def lines(self, report_ids: Sequence[str]) -> Iterator[tuple[str, list[Line]]]:
        """Yield the figures of reports as they are added, in the order of the reports given."""
        columns = _F.report_id, _F.indicator, _F.state, _F.value, _F.cumulative_state, _F.cumulative
        for chunk in _chunks(report_ids):
            found: dict[str, list[Line]] = {key: [] for key in chunk}
            for row in self._session.execute(select(*columns).where(_F.report_id.in_(chunk))).fetchall():
                found[row[0]].append(row[1:])
            yield from found.items()

    def figures(self, report_ids: Sequence[str]) -> Iterator[tuple[str, tuple[ReceivedFigure, ...]]]:
        """Yield the figures of reports with their places in the files, in the order of the reports given."""
        query = select(table(ReceivedFigureRecord)).order_by(_F.report_id, _F.position, _F.indicator)
        for chunk in _chunks(report_ids):
            found: dict[str, list[ReceivedFigure]] = {key: [] for key in chunk}
            for row in self._session.execute(query.where(_F.report_id.in_(chunk))):
                found[row.report_id].append(_figure(row))
            yield from ((key, tuple(figures)) for key, figures in found.items())

    def of_indicator(self, report_ids: Sequence[str], indicator: str) -> dict[str, ReceivedFigure]:
        """Return report → figure of one indicator, of those reports that have it."""
        found: dict[str, ReceivedFigure] = {}
        for chunk in _chunks(report_ids):
            query = select(table(ReceivedFigureRecord)).where(_F.report_id.in_(chunk), _F.indicator == indicator)
            found |= {row.report_id: _figure(row) for row in self._session.execute(query)}
        return found

    def texts(self, report_ids: Sequence[str]) -> Iterator[tuple[str, tuple[NarrativePart, ...]]]:
        """Yield the narratives of reports, in the order of the reports given."""
        for chunk in _chunks(report_ids):
            rows = self._session.execute(select(_R.id, _R.content).where(_R.id.in_(chunk)))
            found = {key: _narrative(content) for key, content in rows}
            yield from ((key, found.get(key, ())) for key in chunk)

    def digests(self, report_ids: Sequence[str]) -> dict[str, str]:
        """Return report → digest of its figures as they stand now."""
        found: dict[str, str] = {}
        for chunk in _chunks(report_ids):
            rows = self._session.execute(select(_R.id, _R.digest).where(_R.id.in_(chunk)))
            found |= {row.id: str(row.digest) for row in rows}
        return found

    # -- what was frozen

    def of(self, period: str) -> tuple[ConsolidationVersion, ...]:
        """Return the frozen consolidations of a period, the first first."""
        record = ConsolidationRecord
        query = select(record).where(record.period == period).order_by(record.ordinal)
        return tuple(_version(found) for found in self._session.scalars(query))

    def get(self, version_id: str) -> ConsolidationVersion:
        """Return a frozen consolidation.

        Raises:
            NotFound: there is none of that id.

        """
        return _version(self._record(version_id))

    def has(self, version_id: str) -> bool:
        """Tell whether an id is that of a frozen consolidation."""
        return self._session.get(ConsolidationRecord, version_id) is not None

    def content(self, version_id: str) -> Consolidation:
        """Return what a frozen consolidation says.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._record(version_id)
        return consolidation_frozen.from_json(json.loads(record.content), json.loads(record.sources))

    def freeze(self, version: ConsolidationVersion, made: Consolidation, actor: str) -> ConsolidationVersion:
        """Keep a consolidation for good; return it with time and actor."""
        at = utc_now()
        version, made = replace(cleaned(version), made_at=local_time(at), actor=actor), cleaned(made)
        record = ConsolidationRecord(
            id=version.id,
            period=version.period,
            ordinal=version.ordinal,
            made_at=at,
            actor=actor,
            reason=version.reason,
            sources=_text(consolidation_frozen.sources_json(made)),
            content=_text(consolidation_frozen.to_json(made)),
            package_id="",
        )
        self._session.add(record)
        self._session.flush()
        self._audit.record("create", ENTITY, record.id, {}, _facts(record))
        return version

    def drop(self, version_id: str) -> None:
        """Take back a consolidation that never left the house.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._record(version_id)
        self._audit.record("remove", ENTITY, version_id, _facts(record), {})
        self._session.expunge(record)
        self._session.execute(delete(ConsolidationRecord).where(ConsolidationRecord.id == version_id))

    def sent(self, version_id: str, package_id: str) -> ConsolidationVersion:
        """Write down that a consolidation left the house in a package.

        Raises:
            NotFound: there is none of that id.

        """
        record = self._record(version_id)
        before = _facts(record)
        record.package_id = package_id
        self._session.flush()
        self._audit.record("update", ENTITY, version_id, before, _facts(record))
        return _version(record)

    def _record(self, version_id: str) -> ConsolidationRecord:
        record = self._session.get(ConsolidationRecord, version_id)
        if record is None:
            raise NotFound(_NOUN, version_id[:8])
        return record


def _chunks(report_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(report_ids), _CHUNK):
        yield report_ids[start : start + _CHUNK]


def _figure(row: Any) -> ReceivedFigure:
    current, whole = amount_of(row.state, row.value), amount_of(row.cumulative_state, row.cumulative)
    return ReceivedFigure(row.indicator, current, whole, row.text, row.sheet, row.cell)


def _narrative(content: str) -> tuple[NarrativePart, ...]:
    return tuple(NarrativePart(title, text) for title, text in json.loads(content).get("narrative", ()))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _version(record: ConsolidationRecord) -> ConsolidationVersion:
    at = local_time(record.made_at)
    return ConsolidationVersion(
        record.period, record.ordinal, at, record.actor, record.reason, record.package_id, record.id
    )


def _facts(record: ConsolidationRecord) -> dict[str, Any]:
    return {
        "period": record.period,
        "ordinal": record.ordinal,
        "reason": record.reason,
        "package_id": record.package_id,
    }
