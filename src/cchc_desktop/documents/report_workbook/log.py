"""The sheet of the log: every activity behind the figures, readable on paper and summable on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from cchc_desktop.documents.report_workbook.figures import span_text
from cchc_desktop.documents.report_workbook.page import Column, Page, number_pattern
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Form, Measure
from cchc_desktop.domain.figure import Report
from cchc_desktop.domain.numbers import format_number

LOG_WIDTHS = (6, 11.5, 22, 42, 22, 9, 20, 26)
_HEADS = ("STT", "Ngày", "Hình thức", "Nội dung", "Số lượng", "Nhiệm vụ", "Người thực hiện", "Ghi chú")
_PRINTED = len(LOG_WIDTHS)
_MEASURE_WIDTH = 17.0
_HEAD_ROW = 3
_MOST_LINES = 25  # what fits into the greatest height of a row
_MORE = " … (xem cột “Ghi chú đầy đủ” trong tệp)"
_WHOLE_NOTE_WIDTH = 60.0
_DAY_ZERO = date(1899, 12, 30).toordinal()
"""Excel counts days from here (its 29 February 1900 and all)."""


def measures_of(activities: Sequence[Activity], forms: Sequence[Form]) -> list[Measure]:
    """Return the measures that occur in the activities, in the order of the catalogue, each code once.

    Forms may name a code differently ("Lượt người dự", "Lượt người xem"); the column then takes the unit's name.
    """
    used = {code for activity in activities for code in activity.counts}
    found: dict[str, Measure] = {}
    for form in forms:
        for measure in form.measures:
            if measure.code not in used:
                continue
            before = found.setdefault(measure.code, measure)
            if before.name != measure.name:
                found[measure.code] = replace(before, name=before.unit.capitalize())
    return list(found.values())


def log_widths(measures: Sequence[Measure]) -> tuple[float, ...]:
    """Return the column widths of the log: printed columns, then one per measure."""
    return (*LOG_WIDTHS, *(_MEASURE_WIDTH for _ in measures))


def counts_text(activity: Activity, form: Form | None) -> str:
    """Return an activity's counts in words: "3 cuộc; 120 lượt người"."""
    measures = form.measures if form else ()
    units = [measure.unit for measure in measures]
    parts = []
    for measure in measures:
        if measure.code in activity.counts:
            # Where two measures share a unit, only the name tells them apart: "1.200 lượt tiếp cận".
            noun = measure.unit if units.count(measure.unit) == 1 else measure.name[:1].lower() + measure.name[1:]
            parts.append(f"{format_number(activity.counts[measure.code])} {noun}")
    known = {measure.code for measure in measures}
    parts += [f"{format_number(value)} {code}" for code, value in activity.counts.items() if code not in known]
    return "; ".join(parts)


def write_log(page: Page, report: Report, forms: Sequence[Form], measures: Sequence[Measure]) -> None:
    """Fill the sheet of the log. Columns after the eighth hold the counts as numbers and are not printed."""
    last = _PRINTED - 1
    page.paper(landscape=True, header=report.period.name, repeat=(_HEAD_ROW, _HEAD_ROW))
    page.merged(0, 0, last, f"NHẬT KÝ HOẠT ĐỘNG {report.period.name.upper()}", "sheet_title")
    page.merged(1, 0, last, span_text(report.period), "sheet_subtitle")
    if measures:
        page.text(_HEAD_ROW - 1, _PRINTED, "Số lượng dạng số, để lọc và cộng (không in):", "line")
    columns = [Column(head, width) for head, width in zip(_HEADS, LOG_WIDTHS, strict=True)]
    columns += [Column(_heading(measure), _MEASURE_WIDTH) for measure in measures]
    page.heads(_HEAD_ROW, columns)
    page.sheet.freeze_panes(_HEAD_ROW + 1, 3)
    by_code = {form.code: form for form in forms}
    numbers = {progress.task.id: progress.number for progress in report.progress}
    row = _HEAD_ROW + 1
    whole_notes = _PRINTED + len(measures)
    long_notes = False
    for number, activity in enumerate(report.activities, 1):
        if _write_activity(page, row, number, activity, by_code.get(activity.form), numbers):
            long_notes = True
            page.text(row, whole_notes, activity.note, "line")
        for col, measure in enumerate(measures, _PRINTED):
            if measure.code in activity.counts:
                page.number(row, col, activity.counts[measure.code], measure.decimals)
        row += 1
    if long_notes:
        page.text(_HEAD_ROW, whole_notes, "Ghi chú đầy đủ", "head")
        page.sheet.set_column(whole_notes, whole_notes, _WHOLE_NOTE_WIDTH)
    row = _write_end(page, row, report.activities, measures)
    page.sheet.print_area(0, 0, row, last)


def _heading(measure: Measure) -> str:
    same = measure.name.casefold() == measure.unit.casefold()
    return measure.name if same else f"{measure.name} ({measure.unit})"


def _write_activity(
    page: Page, row: int, number: int, activity: Activity, form: Form | None, numbers: Mapping[str, int]
) -> bool:
    """Write the printed columns of an activity; return whether its note had to be cut for the paper."""
    sheet = page.sheet
    note = _note_on_paper(page, activity.note)
    page.number(row, 0, number, style="cell_centre")
    # The serial of the day: XlsxWriter would go the long way over seconds and milliseconds for each row.
    sheet.write_number(row, 1, activity.date.toordinal() - _DAY_ZERO, page.styles.number("cell_centre", "dd/mm/yyyy"))
    lines = [
        page.text(row, 2, form.name if form else activity.form),
        page.text(row, 3, activity.title),
        page.text(row, 4, counts_text(activity, form)),
        page.text(row, 6, activity.people),
        page.text(row, 7, note),
    ]
    if activity.task_id in numbers:
        page.number(row, 5, numbers[activity.task_id], style="cell_centre")
    else:
        page.text(row, 5, "", "cell_centre")
    page.height(row, max(lines))
    return note != activity.note


def _note_on_paper(page: Page, note: str) -> str:
    """Return a note as far as a row can show it, with a mark where it goes on in the column of whole notes."""
    col = _PRINTED - 1
    if len(note) < _MOST_LINES or page.lines(note, col, col, "cell") <= _MOST_LINES:
        return note
    fits, too_long = 0, len(note)
    while too_long - fits > 1:
        middle = (fits + too_long) // 2
        if page.lines(note[:middle] + _MORE, col, col, "cell") <= _MOST_LINES:
            fits = middle
        else:
            too_long = middle
    return note[:fits].rstrip() + _MORE


def _write_end(page: Page, row: int, activities: Sequence[Activity], measures: Sequence[Measure]) -> int:
    """Write the total row, or a line saying that there is nothing; return the row."""
    if not activities:
        page.merged(row, 0, _PRINTED - 1, "Chưa ghi hoạt động nào trong kỳ.", "cell")
        return row
    page.sheet.autofilter(_HEAD_ROW, 0, row - 1, _PRINTED + len(measures) - 1)
    page.merged(row, 0, _PRINTED - 1, f"Tổng cộng: {format_number(len(activities))} hoạt động", "total")
    totals: dict[str, Decimal] = {}
    for activity in activities:
        for code, amount in activity.counts.items():
            totals[code] = totals.get(code, Decimal(0)) + amount
    for col, measure in enumerate(measures, _PRINTED):
        total = totals.get(measure.code, Decimal(0))
        first = xl_rowcol_to_cell(_HEAD_ROW + 1, col)
        final = xl_rowcol_to_cell(row - 1, col)
        style = page.styles.number("total", number_pattern(measure.decimals))
        # 109: sums the rows the filter shows; the value is stored for programs that do not calculate.
        page.sheet.write_formula(row, col, f"=SUBTOTAL(109,{first}:{final})", style, float(total))
    return row
