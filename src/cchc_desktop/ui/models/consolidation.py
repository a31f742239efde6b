"""The columns of the tables about a consolidation, in the words people read."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cchc_desktop.domain.catalogue import IndicatorKind
from cchc_desktop.domain.consolidation import ABSENCE_NAMES, LeftOut, MissingUnit, TotalFigure
from cchc_desktop.domain.consolidation_report import NOT_ADDED, NOT_DIVIDED, way_words
from cchc_desktop.domain.figure import STATE_NAMES, Amount, FigureState
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui.models.rows import Align, Column, RowsModel

if TYPE_CHECKING:
    from cchc_desktop.services.consolidation import Behind


def totals_model(parent: QObject) -> RowsModel[TotalFigure]:
    """Return the model of the totals."""
    return RowsModel(
        (
            Column("code", "Mã", lambda f: f.code),
            Column("name", "Chỉ tiêu", lambda f: f.name, tip=lambda f: f"{f.name}. {way_words(f)}."),
            Column("unit", "ĐVT", lambda f: f.unit),
            _amount("current", "Tổng kỳ này"),
            _amount("cumulative", "Lũy kế"),
            Column(
                "counted", "Có số", lambda f: format_number(f.current.counted), lambda f: f.current.counted, Align.RIGHT
            ),
            Column(
                "nil", "Không phát sinh", lambda f: format_number(f.current.nil), lambda f: f.current.nil, Align.RIGHT
            ),
            Column(
                "unknown",
                "Chưa có số",
                lambda f: format_number(f.current.unknown),
                lambda f: f.current.unknown,
                Align.RIGHT,
            ),
            Column("previous", "Cùng kỳ năm trước", _previous_text, lambda f: f.previous.value, Align.RIGHT),
        ),
        parent,
    )


def _amount(key: str, title: str) -> Column[TotalFigure]:
    def amount(figure: TotalFigure) -> Amount:
        found: Amount = getattr(figure, key).amount
        return found

    def text(figure: TotalFigure) -> str:
        if not figure.has_total:
            return NOT_ADDED
        found = amount(figure)
        undivided = figure.kind is IndicatorKind.RATIO and found.value is None
        return NOT_DIVIDED if undivided else amount_text(found, figure.decimals)

    return Column(key, title, text, lambda figure: amount(figure).value, Align.RIGHT)


def _previous_text(figure: TotalFigure) -> str:
    return amount_text(figure.previous, figure.decimals) if figure.previous.value is not None else "–"


def amount_text(amount: Amount, decimals: int | None = None) -> str:
    """Return an amount as a table shows it."""
    if amount.state is FigureState.COUNTED and amount.value is not None:
        return format_number(amount.value, decimals)
    return STATE_NAMES.get(amount.state, STATE_NAMES[FigureState.UNKNOWN])


def behind_model(parent: QObject) -> RowsModel[Behind]:
    """Return the model of the figures of the units behind a total."""
    return RowsModel(
        (
            Column("unit", "Đơn vị", _unit_text, tip=_unit_text),
            Column("current", "Kỳ này", lambda b: _figure_text(b, "current"), _value("current"), Align.RIGHT),
            Column("cumulative", "Lũy kế", lambda b: _figure_text(b, "cumulative"), _value("cumulative"), Align.RIGHT),
            Column("place", "Trang, ô", _cell_text, tip=_place_text),
            Column("file", "Tệp đã nhận", lambda b: b.source.file_name, tip=lambda b: b.source.file_name),
        ),
        parent,
    )


def _unit_text(behind: Behind) -> str:
    name = behind.source.unit_name
    return f"{name} (đơn vị cũ)" if behind.source.successor else name


def _figure_text(behind: Behind, key: str) -> str:
    if behind.figure is None:
        return "không có trong báo cáo"
    return amount_text(getattr(behind.figure, key))


def _value(key: str) -> Callable[[Behind], Decimal | None]:
    def value(behind: Behind) -> Decimal | None:
        found: Decimal | None = getattr(behind.figure, key).value if behind.figure else None
        return found

    return value


def _cell_text(behind: Behind) -> str:
    figure = behind.figure
    return ", ".join(filter(None, (figure.sheet, figure.cell))) if figure else ""


def _place_text(behind: Behind) -> str:
    figure = behind.figure
    if figure is None:
        return ""
    said = f" Ô ghi: “{figure.text}”." if figure.text else ""
    return f"Tệp “{behind.source.file_name}”, trang “{figure.sheet}”, ô {figure.cell}.{said}"


def missing_model(parent: QObject) -> RowsModel[MissingUnit]:
    """Return the model of the units that are missing."""
    return RowsModel(
        (
            Column("code", "Mã", lambda m: m.code),
            Column("name", "Đơn vị", lambda m: m.name, tip=lambda m: m.name),
            Column("absence", "Lý do", lambda m: ABSENCE_NAMES[m.absence], lambda m: m.absence.value),
            Column("contact", "Người liên hệ", lambda m: m.contact),
            Column("phone", "Điện thoại", lambda m: m.phone),
        ),
        parent,
    )


def left_out_model(parent: QObject) -> RowsModel[LeftOut]:
    """Return the model of received reports that are not added."""
    return RowsModel(
        (
            Column("name", "Đơn vị", lambda o: o.unit_name, tip=lambda o: f"{o.unit_name} ({o.unit_code})"),
            Column("reason", "Vì sao không cộng", lambda o: o.reason, tip=lambda o: o.reason),
            Column("file", "Tệp", lambda o: o.file_name, tip=lambda o: o.file_name),
        ),
        parent,
    )
