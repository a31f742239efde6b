"""The sheets of figures: indicators with their three kinds of "none", and the progress of the plan's tasks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cchc_desktop.documents.report_workbook.cover import STATES_NOTE
from cchc_desktop.documents.report_workbook.lines import text_width
from cchc_desktop.documents.report_workbook.page import Column, Page, number_pattern
from cchc_desktop.domain.catalogue import IndicatorSource
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Figure, FigureState, Report, TaskProgress
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.wording import progress_text

NO_TARGET = "–"
"""Stands where the plan sets no target."""

FIGURE_WIDTHS = (5, 9, 38, 10, 15.5, 15.5, 15.5, 11, 9, 9, 22)
_CODE_SIZE = 10
PROGRESS_WIDTHS = (5, 42, 22, 22, 16, 15, 13, 9, 9, 16)
_NOTE = f"{STATES_NOTE} Dấu “{NO_TARGET}”: kế hoạch năm không đặt chỉ tiêu nên không tính tỷ lệ."


def span_text(period: Period) -> str:
    """Return the words under a sheet's title: the days the figures are of."""
    return f"(Số liệu từ {short_date(period.start)} đến hết {short_date(period.end)})"


def figure_widths(report: Report) -> tuple[float, ...]:
    """Return the column widths of the indicators' table; the column of codes is as wide as the longest code."""
    longest = max((text_width(figure.indicator.code, _CODE_SIZE) for figure in report.figures), default=0.0)
    return (FIGURE_WIDTHS[0], min(30.0, max(FIGURE_WIDTHS[1], longest / 6 + 3)), *FIGURE_WIDTHS[2:])


def figure_columns(report: Report) -> tuple[Column, ...]:
    """Return the headings of the indicators' table."""
    since = f"từ {short_date(report.cumulative_from)}" if report.cumulative_from else "từ đầu năm"
    heads = (
        "STT",
        "Mã",
        "Chỉ tiêu",
        "ĐVT",
        "Kỳ này",
        f"Lũy kế {since}",
        "Cùng kỳ năm trước",
        "Chỉ tiêu năm",
        "Tỷ lệ (%)",
        "Số hoạt động",
        "Ghi chú",
    )
    return tuple(Column(head, width) for head, width in zip(heads, figure_widths(report), strict=True))


def write_figures(page: Page, report: Report) -> None:
    """Fill the sheet of indicators."""
    columns = figure_columns(report)
    last = len(columns) - 1
    page.paper(landscape=True, header=report.period.name, repeat=(3, 3))
    page.merged(0, 0, last, f"KẾT QUẢ THEO CHỈ TIÊU {report.period.name.upper()}", "sheet_title")
    page.merged(1, 0, last, span_text(report.period), "sheet_subtitle")
    page.heads(3, columns)
    page.sheet.freeze_panes(4, 3)
    row = 4
    number = 0
    for group, figures in _grouped(report.figures):
        if group:
            page.merged(row, 0, last, group, "group")
            row += 1
        for figure in figures:
            number += 1
            _write_figure(page, row, number, figure)
            row += 1
    if not report.figures:
        page.merged(row, 0, last, "Danh mục không có chỉ tiêu nào áp dụng cho kỳ này.", "cell")
        row += 1
    page.merged(row + 1, 0, last, _NOTE, "note")
    page.sheet.print_area(0, 0, row + 1, last)


def _grouped(figures: Sequence[Figure]) -> list[tuple[str, list[Figure]]]:
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.indicator.group, []).append(figure)
    return list(groups.items())


def _write_figure(page: Page, row: int, number: int, figure: Figure) -> None:
    indicator = figure.indicator
    page.number(row, 0, number, style="cell_centre")
    lines = [
        page.text(row, 1, indicator.code, "code"),
        page.text(row, 2, indicator.name),
        page.text(row, 3, indicator.unit, "cell_centre"),
        page.amount(row, 4, figure.current, indicator.decimals),
        page.amount(row, 5, figure.cumulative, indicator.decimals),
        page.amount(row, 6, figure.previous, indicator.decimals),
    ]
    _number_or_dash(page, row, 7, figure.target, indicator.decimals)
    _number_or_dash(page, row, 8, figure.percent, 1)
    page.number(row, 9, figure.activities)
    lines.append(page.text(row, 10, remark(figure)))
    page.height(row, max(lines))


def remark(figure: Figure) -> str:
    """Return what is said of a figure that did not come out of the sources alone."""
    stated = figure.statement
    parts = []
    if stated is not None and stated.state is FigureState.COUNTED:
        parts.append(f"Số nhập tay: {stated.reason}" if stated.reason else "Số nhập tay")
    elif stated is not None and stated.reason:
        parts.append(stated.reason)
    if figure.carried and figure.source is not IndicatorSource.TYPED:
        parts.append(f"Lũy kế lấy số nhập tay của kỳ {', '.join(said.period for said in figure.carried)}")
    return ". ".join(parts)


def _number_or_dash(page: Page, row: int, col: int, value: Decimal | None, decimals: int) -> None:
    if value is None:
        page.text(row, col, NO_TARGET, "cell_centre")
    else:
        page.number(row, col, value, decimals)


def write_progress(page: Page, report: Report) -> None:
    """Fill the sheet of the tasks' progress."""
    heads = (
        "TT",
        "Nhiệm vụ",
        "Sản phẩm",
        "Chủ trì",
        "Thời gian",
        "Chỉ tiêu",
        "Đã thực hiện",
        "Tỷ lệ (%)",
        "Số hoạt động",
        "Tình trạng",
    )
    columns = [Column(head, width) for head, width in zip(heads, PROGRESS_WIDTHS, strict=True)]
    last = len(columns) - 1
    page.paper(landscape=True, header=report.period.name, repeat=(3, 3))
    page.merged(0, 0, last, f"TIẾN ĐỘ NHIỆM VỤ ĐẾN HẾT NGÀY {short_date(report.period.end)}", "sheet_title")
    page.merged(1, 0, last, report.plan_title, "sheet_subtitle")
    page.heads(3, columns)
    page.sheet.freeze_panes(4, 2)
    row = 4
    group = ""
    for progress in report.progress:
        if progress.task.group and progress.task.group != group:
            group = progress.task.group
            page.merged(row, 0, last, group, "group")
            row += 1
        _write_task(page, row, progress)
        row += 1
    if not report.progress:
        page.merged(row, 0, last, "Chưa có kế hoạch năm hoặc kế hoạch chưa có bảng nhiệm vụ.", "cell")
        row += 1
    page.sheet.print_area(0, 0, row - 1, last)


def _write_task(page: Page, row: int, progress: TaskProgress) -> None:
    task = progress.task
    page.number(row, 0, progress.number, style="cell_centre")
    lines = [page.text(row, col, text) for col, text in enumerate((task.content, task.product, task.lead), 1)]
    lines.append(page.text(row, 4, task.time_text, "cell_centre"))
    lines.append(_write_target(page, row, progress))
    decimals = 0 if progress.done == progress.done.to_integral_value() else 2
    page.number(row, 6, progress.done, decimals)
    _number_or_dash(page, row, 7, progress.percent, 1)
    page.number(row, 8, progress.activities)
    lines.append(page.text(row, 9, progress_text(progress), "cell_centre"))
    page.height(row, max(lines))


def _write_target(page: Page, row: int, progress: TaskProgress) -> int:
    """Write the target as a number that shows its unit ("12 cuộc"); return the lines."""
    target, unit = progress.task.target, progress.task.target_unit
    if target is None:
        return page.text(row, 5, NO_TARGET, "cell_centre")
    # The unit stands inside the number format, where quotes and backslashes would break it.
    safe = "".join(letter for letter in unit if letter.isalpha() or letter == " ")
    pattern = number_pattern(0 if target == target.to_integral_value() else 2)
    shown = pattern.replace("_)", f' "{safe}"_)') if safe else pattern
    page.sheet.write_number(row, 5, float(target), page.styles.number("cell", shown))
    return page.lines(f"{target:,f} {safe}", 5, 5, "cell")
