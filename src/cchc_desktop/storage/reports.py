"""Reports under work: one for each period, and the reasons people gave for warnings."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.report_check import WarningAnswer
from cchc_desktop.domain.report_life import ReportDraft
from cchc_desktop.errors import Conflict
from cchc_desktop.storage.audit import AuditRepo
from cchc_desktop.storage.tables_reports import ReportRecord, WarningAnswerRecord
from cchc_desktop.storage.values import cleaned, local_time, to_optional_day, utc_now

_FROZEN, _DRAFT = "frozen", "draft"


class ReportRepo:
    """Keeps the report of each period while it is worked on; what was frozen is kept by `ReportVersionRepo`."""

    def __init__(self, session: Session, audit: AuditRepo) -> None:
        self._session = session
        self._audit = audit

    def all(self) -> tuple[ReportDraft, ...]:
        """Return all reports, by the code of their period."""
        return tuple(_draft(record) for record in self._session.scalars(select(ReportRecord).order_by("period")))

    def of(self, period: str) -> ReportDraft | None:
        """Return the report of a period ("2026-Q1"), None when nobody has begun one."""
        record = self._session.scalar(select(ReportRecord).where(ReportRecord.period == period))
        return _draft(record) if record else None

    def save(self, draft: ReportDraft) -> ReportDraft:
        """Keep a report; return it with its new version.

        Raises:
            Conflict: it was changed elsewhere since it was read.

        """
        draft = cleaned(draft)
        old = self._session.scalar(select(ReportRecord).where(ReportRecord.period == draft.period))
        if (old.version if old else 0) != draft.version or (old and old.id != draft.id):
            raise Conflict("báo cáo", "đã được sửa ở cửa sổ khác")
        new = ReportRecord(
            id=draft.id,
            period=draft.period,
            state=_FROZEN if draft.frozen else _DRAFT,
            content=json.dumps(_content(draft), ensure_ascii=False),
            updated_at=utc_now(),
            version=draft.version + 1,
        )
        before = _facts(old) if old else {}
        self._audit.record("update" if old else "create", "report", draft.id, before, _facts(new))
        self._session.merge(new)
        self._session.flush()
        return replace(draft, version=draft.version + 1)

    # -- reasons for warnings

    def answers(self, period: str) -> tuple[WarningAnswer, ...]:
        """Return the reasons given for warnings of a period."""
        records = self._session.scalars(
            select(WarningAnswerRecord)
            .where(WarningAnswerRecord.period == period)
            .order_by(WarningAnswerRecord.rule, WarningAnswerRecord.subject)
        )
        return tuple(
            WarningAnswer(r.period, r.rule, r.subject, r.fingerprint, r.reason, r.actor, local_time(r.at))
            for r in records
        )

    def answer(self, given: WarningAnswer, actor: str) -> None:
        """Keep a reason in the place of the one for the same warning; an empty one takes it back."""
        given = cleaned(given)
        key = given.period, given.rule, given.subject
        old = self._session.get(WarningAnswerRecord, key)
        before = {"reason": old.reason, "fingerprint": old.fingerprint} if old else {}
        name = "/".join(key)
        if not given.reason:
            if old is not None:
                self._audit.record("remove", "warning_answer", name, before, {})
                self._session.expunge(old)
                self._session.execute(delete(WarningAnswerRecord).where(_at(key)))
            return
        after = {"reason": given.reason, "fingerprint": given.fingerprint}
        self._audit.record("update" if old else "create", "warning_answer", name, before, after)
        self._session.merge(
            WarningAnswerRecord(
                period=given.period,
                rule=given.rule,
                subject=given.subject,
                fingerprint=given.fingerprint,
                reason=given.reason,
                actor=actor,
                at=utc_now(),
            )
        )
        self._session.flush()


def _at(key: tuple[str, str, str]) -> Any:
    columns = WarningAnswerRecord.period, WarningAnswerRecord.rule, WarningAnswerRecord.subject
    first, *rest = (column == value for column, value in zip(columns, key, strict=True))
    for condition in rest:
        first &= condition
    return first


def _content(draft: ReportDraft) -> dict[str, Any]:
    return {
        "narrative": [{"title": part.title, "text": part.text} for part in draft.narrative],
        "number": draft.number,
        "date": draft.date.isoformat() if draft.date else "",
        "addressee": draft.addressee,
        "reason": draft.reason,
    }


def _facts(record: ReportRecord) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(record.content)
    return {"period": record.period, "state": record.state, **facts}


def _draft(record: ReportRecord) -> ReportDraft:
    content = json.loads(record.content)
    return ReportDraft(
        period=record.period,
        narrative=tuple(NarrativePart(part["title"], part["text"]) for part in content["narrative"]),
        number=content["number"],
        date=to_optional_day(content["date"]),
        addressee=content["addressee"],
        reason=content["reason"],
        frozen=record.state == _FROZEN,
        id=record.id,
        version=record.version,
    )
