"""Reads the figures back out of a workbook of our own making, from its machine-readable sheet."""

from __future__ import annotations

import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from cchc_desktop.documents.office_file import OfficeKind, read_office_file
from cchc_desktop.documents.report_workbook.data import DATA_SHEET, HEAD_ROW, SCHEMA
from cchc_desktop.domain.figure import Amount, FigureState
from cchc_desktop.errors import WorkbookProblem

_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class WorkbookFigures:
    """What the machine-readable sheet says: who, when, and the amount of each indicator in the period."""

    unit_code: str
    period_code: str
    amounts: dict[str, Amount]


def read_figures(path: Path) -> WorkbookFigures:
    """Read the figures of a report workbook.

    Raises:
        FileUnreadable: not an Excel file that can be read.
        WorkbookProblem: no sheet of ours in it, or a cell of it is wrong.

    """
    import openpyxl

    book = openpyxl.load_workbook(
        io.BytesIO(read_office_file(path, OfficeKind.EXCEL)), read_only=True, data_only=True, keep_links=False
    )
    try:
        if DATA_SHEET not in book.sheetnames:
            raise WorkbookProblem(path, "tệp không có trang tính dữ liệu của chương trình", DATA_SHEET)
        sheet = book[DATA_SHEET]
        sheet.reset_dimensions()
        rows = list(sheet.iter_rows(max_row=HEAD_ROW + 1 + _MOST_ROWS, max_col=16, values_only=True))
    finally:
        book.close()
    facts = {str(row[0]): str(row[1] or "") for row in rows[: HEAD_ROW - 1] if row and row[0]}
    if facts.get("schema") != SCHEMA:
        raise WorkbookProblem(path, f"phiên bản dữ liệu “{facts.get('schema', '')}” chưa được hỗ trợ", DATA_SHEET, "B1")
    amounts = {}
    for number, row in enumerate(rows[HEAD_ROW + 1 :], HEAD_ROW + 2):
        if not row or not row[2]:
            break
        amounts[str(row[2])] = _amount(path, number, row[3], row[4])
    return WorkbookFigures(facts.get("unit_code", ""), facts.get("period_code", ""), amounts)


def _amount(path: Path, number: int, value: object, state: object) -> Amount:
    try:
        known = FigureState(str(state))
        amount = None if value is None else Decimal(str(value))
    except (ValueError, InvalidOperation):
        raise WorkbookProblem(path, "số liệu hoặc trạng thái không đọc được", DATA_SHEET, f"D{number}") from None
    if (amount is None) == (known is FigureState.COUNTED):
        raise WorkbookProblem(path, "số liệu và trạng thái không khớp nhau", DATA_SHEET, f"D{number}")
    return Amount(amount, known)
