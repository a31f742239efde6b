"""The machine-readable sheet of our workbooks as a reading, whichever library gave its rows."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cchc_desktop.domain.machine_sheet import DATA_SHEET, HEAD_ROW, SCHEMA
from cchc_desktop.domain.received import FileKind
from cchc_desktop.domain.received_reading import MILLION, FigureRow, Reading, to_millionths
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import WorkbookProblem

MOST_ROWS = 5000
_STATES = frozenset({"counted", "nil", "unknown"})
_FAMILY = SCHEMA.rpartition("/")[0]


def is_ours(rows: Sequence[Sequence[Any]]) -> bool:
    """Tell whether the first cells are those of a machine-readable sheet, of whatever version."""
    return bool(rows) and len(rows[0]) > 1 and rows[0][0] == "schema" and str(rows[0][1]).startswith(f"{_FAMILY}/")


def read_machine_sheet(path: Path, rows: Sequence[Sequence[Any]]) -> Reading:
    """Return what a machine-readable sheet says; `rows` are its values from A1 on.

    Raises:
        WorkbookProblem: it is of a later version, or a cell of it is wrong.

    """
    facts = {str(row[0]): clean_line(str(row[1] or "")) for row in rows[: HEAD_ROW - 1] if len(row) > 1 and row[0]}
    if facts.get("schema") != SCHEMA:
        raise WorkbookProblem(path, f"phiên bản dữ liệu “{facts.get('schema', '')}” chưa được hỗ trợ", DATA_SHEET, "B1")
    unit, period = facts.get("unit_code", ""), facts.get("period_code", "")
    figures: list[FigureRow] = []
    seen: set[str] = set()
    for number, row in enumerate(rows[HEAD_ROW + 1 : HEAD_ROW + 1 + MOST_ROWS], HEAD_ROW + 2):
        if len(row) < 7 or not row[2]:
            break
        code = str(row[2]).strip()
        if code in seen:
            raise WorkbookProblem(path, f"chỉ tiêu {code} có hai dòng", DATA_SHEET, f"C{number}")
        seen.add(code)
        if str(row[0] or "") != unit or str(row[1] or "") != period:
            raise WorkbookProblem(path, "dòng này ghi đơn vị hoặc kỳ khác với đầu trang", DATA_SHEET, f"A{number}")
        state, value = _amount(path, number, "D", row[3], row[4])
        cumulative_state, cumulative = _amount(path, number, "F", row[5], row[6])
        figures.append((code, state, value, cumulative_state, cumulative, "", DATA_SHEET, f"D{number}"))
    if not figures:
        raise WorkbookProblem(path, "không có dòng số liệu nào", DATA_SHEET, f"A{HEAD_ROW + 2}")
    return Reading(
        FileKind.WORKBOOK,
        unit,
        facts.get("unit_name", ""),
        period,
        facts.get("period_start", ""),
        facts.get("period_end", ""),
        figures=tuple(figures),
    )


def _amount(path: Path, number: int, column: str, value: Any, state: Any) -> tuple[str, int | None]:
    if state not in _STATES:
        raise WorkbookProblem(path, f"trạng thái “{state}” không đọc được", DATA_SHEET, f"{column}{number}")
    kept = None if value is None or value == "" else _millionths(path, f"{column}{number}", value)
    if (kept is None) == (state == "counted"):
        raise WorkbookProblem(path, "số liệu và trạng thái không khớp nhau", DATA_SHEET, f"{column}{number}")
    return state, kept


def _millionths(path: Path, cell: str, value: Any) -> int:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e12:
        return int(value) * MILLION
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WorkbookProblem(path, f"“{str(value)[:40]}” không phải là số", DATA_SHEET, cell)
    try:
        kept = to_millionths(Decimal(f"{value:.15g}"))
    except InvalidOperation:
        kept = None
    if kept is None:
        raise WorkbookProblem(path, "số quá lớn", DATA_SHEET, cell)
    return kept
