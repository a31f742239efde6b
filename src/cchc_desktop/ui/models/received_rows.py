"""Received files as a list shows them, and two reports side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from PySide6.QtCore import QObject

from cchc_desktop.domain.figure import STATE_NAMES, Amount
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.received import FILE_STATE_NAMES, STANDING_NAMES, FileKind, FileState, ReportStanding
from cchc_desktop.services.receiving import Compared, ReceivedRow
from cchc_desktop.ui.models.rows import Align, Column, RowsModel

KIND_WORDS = {
    FileKind.PACKAGE: "gói báo cáo",
    FileKind.WORKBOOK: "Excel của chương trình",
    FileKind.FOREIGN: "Excel khác",
    FileKind.UNKNOWN: "không rõ",
}


class Shown(StrEnum):
    """What of the list is shown."""

    ALL = "all"
    TAKEN = "taken"
    WAITING = "waiting"
    CONFLICT = "conflict"
    ASIDE = "aside"


SHOWN_WORDS = {
    Shown.ALL: "Tất cả",
    Shown.TAKEN: "Đã nhận",
    Shown.WAITING: "Chờ xác nhận",
    Shown.CONFLICT: "Chờ chọn",
    Shown.ASIDE: "Để riêng",
}
"""How the filters are called."""


def kind_of(row: ReceivedRow) -> Shown:
    """Return under which filter a file belongs."""
    if row.report is not None and row.report.standing is ReportStanding.CONFLICT:
        return Shown.CONFLICT
    if row.file.state is FileState.UNDECIDED:
        return Shown.WAITING
    return Shown.ASIDE if row.file.state is FileState.QUARANTINED else Shown.TAKEN


def state_words(row: ReceivedRow) -> str:
    """Return what became of a file: "đã nhận", "bản cũ", "chờ xác nhận"."""
    if row.report is not None and row.report.standing is not ReportStanding.CURRENT:
        return STANDING_NAMES[row.report.standing]
    return FILE_STATE_NAMES[row.file.state]


def record_of(row: ReceivedRow) -> tuple[str, str]:
    """Return the entity and id under which the trail keeps a file or its report."""
    if row.report is not None:
        return "received_report", row.report.id
    return "received_file", row.file.sha256[:32]


def time_words(at: str) -> str:
    """Return an ISO time as people write it: "16/03/2026 08:05"."""
    return datetime.fromisoformat(at).strftime("%d/%m/%Y %H:%M") if at else ""


def _reason(row: ReceivedRow) -> str:
    return row.file.reason


def rows_model(parent: QObject) -> RowsModel[ReceivedRow]:
    """Return the model of received files."""
    return RowsModel(
        (
            Column("name", "Tệp", lambda row: row.file.name, tip=lambda row: row.file.name),
            Column("state", "Kết quả", state_words, align=Align.CENTER),
            Column("unit", "Đơn vị", lambda row: row.report.unit_name if row.report else ""),
            Column("period", "Kỳ", lambda row: row.report.period if row.report else "", align=Align.CENTER),
            Column("reason", "Lý do", _reason, tip=_reason),
        ),
        parent,
    )


def amount_words(amount: Amount) -> str:
    """Return an amount as people read it."""
    return STATE_NAMES[amount.state] if amount.value is None else format_number(amount.value)


def compared_model(titles: Sequence[str], parent: QObject) -> RowsModel[Compared]:
    """Return the model of figures side by side, one column a file."""

    def column(place: int, title: str) -> Column[Compared]:
        def said(row: Compared) -> str:
            figure = row.figures[place]
            return "không có" if figure is None else figure.text or amount_words(figure.current)

        def tip(row: Compared) -> str:
            figure = row.figures[place]
            if figure is None:
                return ""
            return f"Lũy kế: {amount_words(figure.cumulative)}\n{figure.sheet} – ô {figure.cell}"

        return Column(f"file_{place}", title, said, align=Align.RIGHT, tip=tip)

    return RowsModel(
        (
            Column(
                "indicator", "Chỉ tiêu", lambda row: f"{row.indicator} {row.name}".strip(), tip=lambda row: row.name
            ),
            *(column(place, title) for place, title in enumerate(titles)),
            Column("differs", "", lambda row: "≠ khác" if row.differs else "", align=Align.CENTER),
        ),
        parent,
    )
