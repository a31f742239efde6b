"""What the tables of the catalogue show, and how their rows are searched."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from cchc_desktop.domain.catalogue import Catalogues, Form, Indicator, Province
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.text import fold
from cchc_desktop.ui.models.report_words import due_text, kind_text, source_text
from cchc_desktop.ui.models.rows import Column

T = TypeVar("T")


def matching(rows: Sequence[T], columns: Sequence[Column[T]], words: str) -> list[T]:
    """Return the rows that have all the words in their columns, no accents needed."""
    wanted = fold(words).split()
    return [row for row in rows if all(word in _folded(row, columns) for word in wanted)]


def _folded(row: T, columns: Sequence[Column[T]]) -> str:
    return fold(" ".join(column.text(row) for column in columns))


def form_columns() -> tuple[Column[Form], ...]:
    """Return the columns of the forms."""
    return (
        Column("group", "Nhóm", lambda form: form.group),
        Column("name", "Hình thức", lambda form: form.name + _validity(form.valid_from, form.valid_to)),
        Column("measures", "Số lượng được đếm (ĐVT)", _measures),
        Column("aliases", "Cách gọi khác trong sổ", lambda form: ", ".join(form.aliases)),
    )


def indicator_columns(catalogues: Callable[[], Catalogues]) -> tuple[Column[Indicator], ...]:
    """Return the columns of the indicators."""
    return (
        Column("code", "Mã", lambda indicator: indicator.code),
        Column("name", "Chỉ tiêu", lambda i: i.name + _validity(i.valid_from, i.valid_to)),
        Column("unit", "ĐVT", lambda indicator: indicator.unit),
        Column("kind", "Theo thời gian", kind_text),
        Column("source", "Cách tính", lambda indicator: source_text(indicator, catalogues())),
    )


def period_columns(today: date) -> tuple[Column[Period], ...]:
    """Return the columns of the periods of a year."""
    return (
        Column("name", "Kỳ báo cáo", lambda period: period.name),
        Column("start", "Từ ngày", lambda period: short_date(period.start), lambda period: period.start),
        Column("end", "Đến hết ngày", lambda period: short_date(period.end), lambda period: period.end),
        Column("deadline", "Hạn gửi", lambda period: due_text(period, today), lambda period: period.deadline),
    )


def province_columns() -> tuple[Column[Province], ...]:
    """Return the columns of the provinces."""
    return (
        Column("code", "Mã", lambda province: province.code),
        Column("name", "Tỉnh, thành phố", lambda province: province.name),
        Column("predecessors", "Hợp thành từ", lambda p: ", ".join(p.predecessors) or "(giữ nguyên)"),
    )


def _measures(form: Form) -> str:
    return "; ".join(f"{measure.name} ({measure.unit})" for measure in form.measures)


def _validity(start: date | None, end: date | None) -> str:
    parts = []
    if start:
        parts.append(f"từ {short_date(start)}")
    if end:
        parts.append(f"đến {short_date(end)}")
    return f" (dùng {' '.join(parts)})" if parts else ""
