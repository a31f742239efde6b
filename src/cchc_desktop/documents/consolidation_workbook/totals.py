"""The cover, and the sheets about the whole: totals, what a supplement changed, who is missing, charts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cchc_desktop.documents.consolidation_workbook.content import WorkbookContent
from cchc_desktop.documents.report_workbook.charts import CHART_WIDTHS, Block, write_blocks
from cchc_desktop.documents.report_workbook.cover import STATES_NOTE, Cover
from cchc_desktop.documents.report_workbook.figures import span_text
from cchc_desktop.documents.report_workbook.page import Column, Page
from cchc_desktop.domain.catalogue import IndicatorKind
from cchc_desktop.domain.consolidation import ABSENCE_NAMES, Absence, Consolidation, TotalFigure
from cchc_desktop.domain.consolidation_report import NOT_ADDED, NOT_DIVIDED, as_report, way_words
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Amount, FigureState
from cchc_desktop.domain.frozen_report import FigureDifference
from cchc_desktop.domain.numbers import format_number

TOTAL_WIDTHS = (5, 11, 40, 10, 14, 14, 14, 9.5, 9.5, 9.5, 9.5, 23)
CHANGE_WIDTHS = (5, 11, 44, 10, 16, 16, 14)
MISSING_WIDTHS = (5, 16, 38, 30, 26, 17)


@dataclass(frozen=True, slots=True)
class ConsolidationCover(Cover):
    """What the cover says of a consolidation."""

    content: WorkbookContent | None = None

    @property
    def title(self) -> str:
        """The lines under the title."""
        return f"Tổng hợp kết quả tuyên truyền cải cách hành chính {self.report.period.name}"

    def facts(self) -> list[tuple[str, str]]:
        """Return the rows of the table on the cover."""
        assert self.content is not None
        made, version, period = self.content.made, self.content.version, self.report.period
        counted, missing = made.units_counted, len(made.missing)
        code = f" (mã đơn vị: {self.unit.code})" if self.unit.code else ""
        facts = [
            ("Đơn vị tổng hợp", f"{self.unit.committee}, {self.unit.province}{code}"),
            ("Bộ phận lập biểu", self.unit.drafting_body),
            ("Nơi nhận báo cáo", self.unit.superior),
            ("Kỳ báo cáo", f"{period.name} (mã kỳ: {period.code})"),
            ("Thời gian lấy số liệu", f"Từ {short_date(period.start)} đến hết {short_date(period.end)}"),
            ("Bản tổng hợp", version.name + (f". Lý do: {version.reason}" if version.reason else "")),
            ("Đơn vị đã tổng hợp", f"{format_number(counted)}/{format_number(counted + missing)} đơn vị"),
            ("Chưa có báo cáo", f"{format_number(missing)} đơn vị (xem trang “Chưa có báo cáo”)" if missing else ""),
            ("Đơn vị cũ được cộng", _names([one.unit_name for one in made.sources if one.successor])),
            ("Báo cáo không cộng", f"{len(made.left_out)} báo cáo" if made.left_out else ""),
            ("Số chỉ tiêu", f"{len(made.figures)} chỉ tiêu"),
        ]
        return [(name, text) for name, text in facts if text]


def cover_of(content: WorkbookContent) -> ConsolidationCover:
    """Return the cover of a consolidation."""
    return ConsolidationCover(
        as_report(content.made), content.unit, content.signature, content.made_on, content=content
    )


def _names(names: Sequence[str], most: int = 12) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} và {len(names) - most} đơn vị khác" if len(names) > most else shown


def head(page: Page, content: WorkbookContent, title: str, last: int, heads: int) -> None:
    """Write the title of a sheet over its columns and say how it is printed; the table's heads stand in row `heads`."""
    made = content.made
    page.paper(landscape=True, header=made.period_name, repeat=(heads, heads))
    page.merged(0, 0, last, title, "sheet_title")
    page.merged(1, 0, last, span_text(as_report(made).period), "sheet_subtitle")


def write_totals(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of totals."""
    made = content.made
    since = f"từ {short_date(made.cumulative_from)}" if made.cumulative_from else "từ đầu năm"
    heads = (
        *("STT", "Mã", "Chỉ tiêu", "ĐVT", "Tổng kỳ này", f"Lũy kế {since}", "Cùng kỳ năm trước"),
        *("Báo cáo có số", "Không phát sinh", "Chưa có số liệu", "Chưa có báo cáo", "Cách tổng hợp"),
    )
    last = len(heads) - 1
    head(page, content, f"TỔNG HỢP KẾT QUẢ THEO CHỈ TIÊU {made.period_name.upper()}", last, 3)
    page.heads(3, [Column(words, width) for words, width in zip(heads, TOTAL_WIDTHS, strict=True)])
    page.sheet.freeze_panes(4, 3)
    row, group = 4, ""
    for number, figure in enumerate(made.figures, 1):
        if figure.group != group:
            group = figure.group
            page.merged(row, 0, last, group or "Chỉ tiêu khác", "group")
            row += 1
        _write_total(page, row, number, figure, len(made.missing))
        row += 1
    for code, count in made.strangers:
        words = f"Mã “{code}” có trong {count} báo cáo nhưng không có trong danh mục chỉ tiêu của kỳ, không tổng hợp."
        page.merged(row, 0, last, words, "cell")
        row += 1
    note = (
        f"{STATES_NOTE} Chỉ tiêu cộng dồn được cộng từ các báo cáo có số; tỷ lệ được chia lại từ tổng của hai vế; "
        f"chỉ tiêu khác không cộng giữa các đơn vị, xem trang “Theo đơn vị”."
    )
    page.merged(row + 1, 0, last, note, "note")
    page.sheet.print_area(0, 0, row + 1, last)


def _write_total(page: Page, row: int, number: int, figure: TotalFigure, missing: int) -> None:
    page.number(row, 0, number, style="cell_centre")
    lines = [
        page.text(row, 1, figure.code, "code"),
        page.text(row, 2, figure.name),
        page.text(row, 3, figure.unit, "cell_centre"),
        total_cell(page, row, 4, figure, figure.current.amount),
        total_cell(page, row, 5, figure, figure.cumulative.amount),
        _previous_cell(page, row, 6, figure),
    ]
    for column, count in enumerate((figure.current.counted, figure.current.nil, figure.current.unknown, missing), 7):
        page.number(row, column, count)
    lines.append(page.text(row, 11, way_words(figure)))
    page.height(row, max(lines))


def _previous_cell(page: Page, row: int, column: int, figure: TotalFigure) -> int:
    if figure.previous.state is FigureState.UNKNOWN:  # mostly: that period was not consolidated here
        return page.text(row, column, "–", "cell_centre")
    return page.amount(row, column, figure.previous, figure.decimals)


def total_cell(page: Page, row: int, column: int, figure: TotalFigure, amount: Amount) -> int:
    """Write a total, or that there is none; return the lines."""
    if not figure.has_total:
        return page.text(row, column, NOT_ADDED, "state")
    if figure.kind is IndicatorKind.RATIO and amount.value is None:
        return page.text(row, column, NOT_DIVIDED, "state")
    return page.amount(row, column, amount, figure.decimals)


def write_change(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of what a supplement changed."""
    change = content.change
    assert change is not None
    heads = ("STT", "Mã", "Chỉ tiêu", "ĐVT", "Bản trước", "Bản này", "Chênh lệch")
    last = len(heads) - 1
    head(page, content, f"THAY ĐỔI SO VỚI BẢN TRƯỚC ({content.version.name.upper()})", last, 3)
    page.heads(3, [Column(words, width) for words, width in zip(heads, CHANGE_WIDTHS, strict=True)])
    row = 4
    for number, one in enumerate(change.figures, 1):
        _write_difference(page, row, number, one)
        row += 1
    told = (
        ("Đơn vị mới có báo cáo", change.came),
        ("Đơn vị gửi lại báo cáo", change.renewed),
        ("Đơn vị không còn được cộng", change.went),
    )
    for words, names in told:
        if names:
            page.merged(row, 0, last, f"{words} ({len(names)}): {', '.join(names)}", "cell")
            row += 1
    page.sheet.print_area(0, 0, row - 1, last)


def _write_difference(page: Page, row: int, number: int, one: FigureDifference) -> None:
    page.number(row, 0, number, style="cell_centre")
    lines = [page.text(row, 1, one.code, "code"), page.text(row, 2, one.name), page.text(row, 3, one.unit)]
    for column, amount in ((4, one.before), (5, one.after)):
        decimals = 0 if amount is None or amount.value is None or amount.value == int(amount.value) else 2
        lines.append(
            page.text(row, column, "–", "cell_centre") if amount is None else page.amount(row, column, amount, decimals)
        )
    if one.change is None:
        page.text(row, 6, "–", "cell_centre")
    else:
        page.number(row, 6, one.change, 0 if one.change == int(one.change) else 2)
    page.height(row, max(lines))


def write_missing(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of units that are missing, and of reports that were not added."""
    made = content.made
    last = len(MISSING_WIDTHS) - 1
    head(page, content, f"ĐƠN VỊ CHƯA CÓ BÁO CÁO {made.period_name.upper()}", last, 3)
    heads = ("STT", "Mã đơn vị", "Đơn vị", "Lý do", "Người liên hệ", "Điện thoại")
    page.heads(3, [Column(words, width) for words, width in zip(heads, MISSING_WIDTHS, strict=True)])
    page.sheet.freeze_panes(4, 0)
    rows = [(one.code, one.name, ABSENCE_NAMES[one.absence], one.contact, one.phone) for one in made.missing]
    row = _table(page, 4, rows, "Không có đơn vị nào: tất cả đơn vị phải báo cáo đã được tổng hợp.")
    page.merged(row + 1, 0, last, "Báo cáo đã nhận nhưng không cộng", "sheet_title")
    page.heads(row + 2, [Column(words, 0) for words in ("STT", "Mã đơn vị", "Đơn vị", "Lý do", "Tệp", "")])
    left = [(one.unit_code, one.unit_name, one.reason, one.file_name, "") for one in made.left_out]
    row = _table(page, row + 3, left, "Không có.")
    page.sheet.print_area(0, 0, row - 1, last)


def _table(page: Page, row: int, rows: Sequence[tuple[str, ...]], nothing: str) -> int:
    """Write numbered rows of texts; return the row below them."""
    for number, cells in enumerate(rows, 1):
        page.number(row, 0, number, style="cell_centre")
        page.height(row, max(page.text(row, column, text) for column, text in enumerate(cells, 1)))
        row += 1
    if not rows:
        page.merged(row, 0, len(page.widths) - 1, nothing, "cell")
        row += 1
    return row


def write_charts(page: Page, content: WorkbookContent) -> None:
    """Fill the sheet of charts: who reported, and the units with the most of some indicators."""
    made = content.made
    last = len(CHART_WIDTHS) - 1
    page.paper(landscape=True, header=made.period_name)
    page.merged(0, 0, last, f"BIỂU ĐỒ TỔNG HỢP {made.period_name.upper()}", "sheet_title")
    page.merged(1, 0, last, span_text(as_report(made).period), "sheet_subtitle")
    blocks = [Block("Tình hình gửi báo cáo", ("Tình hình", "Số đơn vị"), standing_rows(made), "column", summed=True)]
    for code, rows in content.tops.items():
        figure = made.figure(code)
        if figure is not None and rows:
            title = f"{figure.name} ({figure.unit}): {len(rows)} đơn vị cao nhất"
            blocks.append(Block(title, ("Đơn vị", figure.unit), rows, "bar", summed=False))
    write_blocks(page, blocks)


def standing_rows(made: Consolidation) -> list[tuple[str, Decimal]]:
    """Return how many units reported and how many did not, by reason."""
    rows = [("Đã tổng hợp", Decimal(made.units_counted))]
    for absence in Absence:
        words = ABSENCE_NAMES[absence]
        rows.append((words[:1].upper() + words[1:], Decimal(sum(one.absence is absence for one in made.missing))))
    return rows
