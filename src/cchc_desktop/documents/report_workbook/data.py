"""The machine-readable sheet: the same figures for another program, under names that stay.

Layout, version 1: cells A1:B6 hold keys and values ("schema", "unit_code", …); row 8 explains the columns in
Vietnamese, row 9 names them for machines, the rows below hold one indicator each until the first empty row. The
defined names `CCHC_SCHEMA` and `CCHC_DU_LIEU` point to the version and to the table with its row of names.
A value is a number or empty; the state beside it tells why it is empty: counted, nil, unknown.
"""

from __future__ import annotations

from decimal import Decimal

from cchc_desktop.documents.report_workbook.figures import remark
from cchc_desktop.documents.report_workbook.page import Page
from cchc_desktop.domain.figure import Amount, Figure, Report
from cchc_desktop.domain.machine_sheet import DATA_SHEET, HEAD_ROW, SCHEMA
from cchc_desktop.domain.unit import Unit

__all__ = ["COLUMNS", "DATA_SHEET", "DATA_WIDTHS", "HEAD_ROW", "SCHEMA", "write_data"]

COLUMNS: tuple[tuple[str, str], ...] = (
    ("unit_code", "Mã đơn vị"),
    ("period_code", "Mã kỳ"),
    ("indicator_code", "Mã chỉ tiêu"),
    ("value", "Kỳ này"),
    ("state", "Trạng thái kỳ này"),
    ("cumulative_value", "Lũy kế"),
    ("cumulative_state", "Trạng thái lũy kế"),
    ("previous_value", "Cùng kỳ năm trước"),
    ("previous_state", "Trạng thái cùng kỳ"),
    ("target_value", "Chỉ tiêu năm"),
    ("percent", "Tỷ lệ so chỉ tiêu năm (%)"),
    ("activities", "Số hoạt động"),
    ("unit_of_measure", "Đơn vị tính"),
    ("kind", "Cách cộng (sum, latest, ratio)"),
    ("indicator_name", "Tên chỉ tiêu"),
    ("remark", "Ghi chú"),
)
"""Machine name and Vietnamese explanation of each column."""

_DECIMALS = 6  # of ratios; what people enter has at most 3

DATA_WIDTHS = (13, 18, 14, 10, 9, 16, 16, 14, 14, 12, 10, 9, 15, 8, 36, 24)


def write_data(page: Page, report: Report, unit: Unit) -> None:
    """Fill the machine-readable sheet."""
    page.paper(landscape=True, header=report.period.name, repeat=(HEAD_ROW - 1, HEAD_ROW))
    period = report.period
    facts = (
        ("schema", SCHEMA),
        ("unit_code", unit.code),
        ("unit_name", unit.full_name),
        ("period_code", period.code),
        ("period_start", period.start.isoformat()),
        ("period_end", period.end.isoformat()),
    )
    for row, (key, value) in enumerate(facts):
        page.text(row, 0, key, "machine")
        page.text(row, 1, value, "machine")
    lines = [page.text(HEAD_ROW - 1, col, words, "machine_head") for col, (_, words) in enumerate(COLUMNS)]
    page.height(HEAD_ROW - 1, max(lines), 10)
    for col, (name, _) in enumerate(COLUMNS):
        page.text(HEAD_ROW, col, name, "machine_head")
    row = HEAD_ROW
    for row, figure in enumerate(report.figures, HEAD_ROW + 1):
        _write_figure(page, row, figure, unit.code, period.code)
    page.sheet.freeze_panes(HEAD_ROW + 1, 3)
    final = chr(ord("A") + len(COLUMNS) - 1)
    page.book.define_name("CCHC_SCHEMA", f"={DATA_SHEET}!$B$1")
    page.book.define_name("CCHC_DU_LIEU", f"={DATA_SHEET}!$A${HEAD_ROW + 1}:${final}${row + 1}")


def _write_figure(page: Page, row: int, figure: Figure, unit_code: str, period_code: str) -> None:
    indicator = figure.indicator
    for col, text in enumerate((unit_code, period_code, indicator.code)):
        page.text(row, col, text, "machine")
    for col, amount in ((3, figure.current), (5, figure.cumulative), (7, figure.previous)):
        _write_amount(page, row, col, amount)
    _write_value(page, row, 9, figure.target)
    _write_value(page, row, 10, figure.percent)
    _write_value(page, row, 11, Decimal(figure.activities))
    words = (indicator.unit, indicator.kind.value, indicator.name, remark(figure))
    page.height(row, max(page.text(row, col, text, "machine") for col, text in enumerate(words, 12)), 10)


def _write_amount(page: Page, row: int, col: int, amount: Amount) -> None:
    _write_value(page, row, col, amount.value)
    page.text(row, col + 1, amount.state.value, "machine")


def _write_value(page: Page, row: int, col: int, value: Decimal | None) -> None:
    if value is not None:
        page.sheet.write_number(row, col, float(round(value, _DECIMALS)), page.styles.number("machine", "General"))
