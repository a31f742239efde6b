"""The columns of the tables about a report's versions, in the words people read."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import STATE_NAMES, Amount, FigureState
from cchc_desktop.domain.frozen_report import FigureDifference
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.report_life import (
    REPORT_STATE_NAMES,
    LateChange,
    PeriodStanding,
    Remark,
    ReportState,
    ReportVersion,
)
from cchc_desktop.ui.models.report_words import when
from cchc_desktop.ui.models.rows import Align, Column, RowsModel

ACTIONS = {
    "create": "Ghi mới",
    "update": "Sửa",
    "bin": "Xóa",
    "restore": "Lấy lại",
    "remove": "Xóa hẳn",
}
"""What became of an entry of the log."""


def versions_model(parent: QObject) -> RowsModel[ReportVersion]:
    """Return the model of the frozen versions of a report."""
    return RowsModel(
        (
            Column("name", "Bản", lambda v: _capital(v.name), lambda v: v.ordinal),
            Column("number", "Số, ngày", _number_text),
            Column("frozen", "Chốt lúc", lambda v: when(v.frozen_at), lambda v: v.frozen_at),
            Column("actor", "Người chốt", lambda v: v.actor),
            Column("state", "Tình trạng", lambda v: _capital(REPORT_STATE_NAMES[v.state]), lambda v: v.state.value),
            Column("sent", "Gửi lúc", lambda v: when(v.sent_at), lambda v: v.sent_at),
            Column("reason", "Lý do bổ sung", lambda v: v.reason, tip=lambda v: v.reason),
        ),
        parent,
    )


def _number_text(version: ReportVersion) -> str:
    number = "" if version.number is None else f"{version.number:02d}/{version.symbol}"
    return ", ".join(filter(None, (number, short_date(version.date) if version.date else "")))


def differences_model(parent: QObject) -> RowsModel[FigureDifference]:
    """Return the model of the figures that two versions say differently."""
    return RowsModel(
        (
            Column("code", "Mã", lambda d: d.code),
            Column("name", "Chỉ tiêu", lambda d: d.name, tip=lambda d: d.name),
            Column("before", "Trước", lambda d: amount_text(d.before), align=Align.RIGHT),
            Column("after", "Sau", lambda d: amount_text(d.after), align=Align.RIGHT),
            Column("change", "Chênh lệch", _change_text, lambda d: d.change, Align.RIGHT),
            Column("cumulative", "Lũy kế trước → sau", _cumulative_text, align=Align.RIGHT),
            Column("reason", "Lý do", lambda d: d.reason, tip=lambda d: d.reason),
        ),
        parent,
    )


def amount_text(amount: Amount | None) -> str:
    """Return an amount as a table shows it."""
    if amount is None:
        return "–"
    if amount.state is FigureState.COUNTED and amount.value is not None:
        return format_number(amount.value)
    return STATE_NAMES[amount.state]


def _change_text(difference: FigureDifference) -> str:
    change = difference.change
    if change is None:
        return ""
    return f"{'+' if change > 0 else ''}{format_number(change)}"


def _cumulative_text(difference: FigureDifference) -> str:
    before, after = amount_text(difference.cumulative_before), amount_text(difference.cumulative_after)
    return before if before == after else f"{before} → {after}"


def late_model(parent: QObject) -> RowsModel[LateChange]:
    """Return the model of what changed in the log since."""
    return RowsModel(
        (
            Column("at", "Lúc", lambda c: when(c.at), lambda c: c.at),
            Column("action", "Việc", lambda c: ACTIONS.get(c.action, c.action)),
            Column("day", "Ngày hoạt động", lambda c: short_date(c.day) if c.day else "", lambda c: c.day),
            Column("actor", "Người sửa", lambda c: c.actor),
            Column("title", "Hoạt động", lambda c: c.title, tip=lambda c: c.title),
        ),
        parent,
    )


def remarks_model(parent: QObject) -> RowsModel[Remark]:
    """Return the model of the superior's remarks."""
    return RowsModel(
        (
            Column("indicator", "Chỉ tiêu", lambda r: r.indicator or "Cả báo cáo"),
            Column("text", "Ý kiến", lambda r: r.text, tip=lambda r: r.text),
            Column("resolution", "Đã xử lý", lambda r: r.resolution or "Chưa", tip=lambda r: r.resolution),
        ),
        parent,
    )


def standings_model(parent: QObject) -> RowsModel[PeriodStanding]:
    """Return the model of where each report of a year stands."""
    return RowsModel(
        (
            Column("name", "Kỳ báo cáo", lambda s: s.name, lambda s: s.deadline),
            Column("deadline", "Hạn gửi", lambda s: short_date(s.deadline), lambda s: s.deadline, Align.CENTER),
            Column("state", "Tình trạng", _state_text, lambda s: list(ReportState).index(s.state)),
            Column("version", "Bản gần nhất", lambda s: _capital(s.version)),
            Column("since", "Từ lúc", lambda s: when(s.since), lambda s: s.since),
            Column("remarks", "Ý kiến chưa xử lý", lambda s: str(s.open_remarks or ""), align=Align.CENTER),
        ),
        parent,
    )


def _state_text(standing: PeriodStanding) -> str:
    name = _capital(REPORT_STATE_NAMES[standing.state])
    return f"{name} – quá hạn" if standing.late else name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
