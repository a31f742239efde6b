"""The cover of the quarterly workbook: whose figures these are, of which days, and who signs them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cchc_desktop.documents.report_workbook.lines import row_height, text_width
from cchc_desktop.documents.report_workbook.page import Page
from cchc_desktop.domain.dates import official_date, short_date
from cchc_desktop.domain.figure import FigureState, Report
from cchc_desktop.domain.unit import Signature, Unit

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

# Left block of 3 columns for the issuer, right block of 3 for the country; the middle ones carry the rules.
_MOTTO_WIDTH = text_width(MOTTO, 13, bold=True) / 6
_RULE_WIDTH = 7.0
_COVER_WIDTHS = (11.7, _RULE_WIDTH, 11.7, 9.2, _MOTTO_WIDTH, 9.2)
_LAST = len(_COVER_WIDTHS) - 1

STATES_NOTE = (
    "Cách đọc số liệu: số “0” là đã thống kê và kết quả bằng không; “không phát sinh” là đơn vị xác nhận trong kỳ "
    "không có việc này; “chưa có số liệu” là chưa ai thống kê hoặc xác nhận, không được hiểu là bằng không."
)
"""What the three ways of having no positive number mean."""


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover says."""

    report: Report
    unit: Unit
    signature: Signature
    made_on: date

    @property
    def title(self) -> str:
        """The lines under the title, as the trích yếu of a document."""
        return f"Kết quả tuyên truyền cải cách hành chính {self.report.period.name}"

    def facts(self) -> list[tuple[str, str]]:
        """Return the rows of the table on the cover."""
        period = self.report.period
        states = [figure.current.state for figure in self.report.figures]
        counted, nil, unknown = (states.count(state) for state in FigureState)
        code = f" (mã đơn vị: {self.unit.code})" if self.unit.code else ""
        facts = [
            ("Đơn vị báo cáo", f"{self.unit.committee}, {self.unit.province}{code}"),
            ("Bộ phận lập biểu", self.unit.drafting_body),
            ("Nơi nhận báo cáo", self.unit.superior),
            ("Kỳ báo cáo", f"{period.name} (mã kỳ: {period.code})"),
            ("Thời gian lấy số liệu", f"Từ {short_date(period.start)} đến hết {short_date(period.end)}"),
            ("Hạn gửi báo cáo", short_date(period.deadline)),
            ("Kế hoạch năm", self.report.plan_title),
            (
                "Số chỉ tiêu",
                f"{len(states)} chỉ tiêu: {counted} có số, {nil} không phát sinh, {unknown} chưa có số liệu",
            ),
            ("Số hoạt động", f"{len(self.report.activities)} hoạt động trong kỳ (xem trang “Nhật ký”)"),
        ]
        return [(name, text) for name, text in facts if text]


def write_cover(page: Page, cover: Cover) -> None:
    """Fill the cover sheet."""
    page.paper(landscape=False)
    row = _write_head(page, cover)
    row = _write_title(page, cover, row)
    for name, text in cover.facts():
        _write_fact(page, row, name, text)
        row += 1
    page.sheet.set_row(row, 8)
    page.merged(row + 1, 0, _LAST, STATES_NOTE, "note")
    page.sheet.set_row(row + 2, 14)
    last = _write_signature(page, cover, row + 3)
    page.sheet.print_area(0, 0, last, _LAST)


def cover_widths() -> tuple[float, ...]:
    """Return the column widths of the cover in digits."""
    return _COVER_WIDTHS


def _write_head(page: Page, cover: Cover) -> int:
    """Write issuer and country as Decree 30/2020 places them (annex I, boxes 1, 2 and 4); return the next row."""
    left = [(cover.unit.upper_line, "issuer_upper")] if cover.unit.upper_line else []
    left += [(line, "issuer") for line in cover.unit.issuer_lines]
    right = [(COUNTRY, "country"), (MOTTO, "motto")]
    for row in range(max(len(left), len(right))):
        lines = 1
        for column, block in ((0, left), (3, right)):
            if row < len(block):
                page.merged(row, column, column + 2, *block[row])
                lines = max(lines, page.lines(block[row][0], column, column + 2, block[row][1]))
        page.sheet.set_row(row, row_height(lines, 13, 4))
    rule = page.styles.number("rule", "General")
    # Each rule is the upper border of the cell below its block's last line; from top to bottom, for a sheet that is
    # written as a stream takes no row twice.
    for below, column in sorted(((len(left), 1), (len(right), 4))):
        page.sheet.write_blank(below, column, None, rule)
    row = max(len(left), len(right))
    page.sheet.set_row(row, 6)
    place = f"{cover.unit.place or cover.unit.name}, {official_date(cover.made_on)}"
    page.merged(row + 1, 3, 5, place, "date_line")
    page.sheet.set_row(row + 2, 20)
    return row + 3


def _write_title(page: Page, cover: Cover, row: int) -> int:
    page.merged(row, 0, _LAST, "BIỂU SỐ LIỆU", "title", extra=6)
    page.merged(row + 1, 0, _LAST, cover.title, "title", extra=6)
    year = cover.made_on.year
    issuer = cover.unit
    attached = f"(Kèm theo Báo cáo số          /BC-{issuer.symbol} ngày       tháng       năm {year}\n"
    attached += f"của {issuer.committee})"
    page.merged(row + 2, 0, _LAST, attached, "centre_italic")
    page.sheet.set_row(row + 3, 14)
    return row + 4


def _write_fact(page: Page, row: int, name: str, text: str) -> None:
    page.sheet.merge_range(row, 0, row, 1, "", page.styles.text("cell_bold").plain)
    page.text(row, 0, name, "cell_bold")
    page.merged(row, 2, _LAST, text, "cell", extra=8)


def _write_signature(page: Page, cover: Cover, row: int) -> int:
    """Write who made the sheet at the left and who signs at the right; return the last row used."""
    left = (("NGƯỜI LẬP BIỂU", "issuer"), ("(Ký, ghi rõ họ tên)", "centre_italic"))
    lines = cover.signature.lines or ("",)
    for offset in range(max(len(lines), len(left))):  # row by row, see `_write_head`
        if offset < len(left):
            page.merged(row + offset, 0, 2, *left[offset])
        if offset < len(lines):
            page.merged(row + offset, 3, 5, lines[offset], "issuer", extra=1)
    below = row + max(len(lines), 2)
    for gap in range(4):
        page.sheet.set_row(below + gap, 20)
    page.merged(below + 4, 3, 5, cover.signature.name, "issuer")
    return below + 4
