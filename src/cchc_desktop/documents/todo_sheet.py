"""The to-do list of a day as one page of Word, to be pinned to the wall.

Paper and margins are those of Decree 30/2020/NĐ-CP (annex I, part I), the letters Times New Roman. What does not
fit on the page is counted, never cut off in silence.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from cchc_desktop.documents.word.text_width import Face, wrapped
from cchc_desktop.documents.word.xml import add, properties_of
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.agenda import AgendaItem, SinceSheet, SkippedItem
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.text import clean_line

_FONT = "Times New Roman"
_TEXT_PT, _HEAD_PT, _TITLE_PT = 12, 13, 14
_MARGINS_MM = (20.0, 15.0, 20.0, 30.0)  # top, right, bottom, left
_WIDTHS_MM = (10.0, 81.0, 24.0, 34.0, 16.0)
_HEADS = ("TT", "Việc", "Hạn", "Tình trạng", "Xong")
_PADDING_MM = 3.8  # of a cell, both sides
_LINES = 40
"""Lines of 12 pt in the table that one page holds below its title, with room for the rules between the rows."""
_DONE_LEAST = 4

Row = tuple[str, str, str]


@dataclass
class _Group:
    """A heading of the table with its rows: (what, day, state).

    `total` may count more than there are rows; `tick` stands in the last column.
    """

    heading: str
    rows: Sequence[Row]
    total: int = 0
    tick: str = ""
    shown: list[Row] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.total = max(self.total, len(self.rows))

    @property
    def left(self) -> int:
        """How many rows are not shown."""
        return self.total - len(self.shown)


def write_todo_sheet(sheet: SinceSheet, office: str, form_names: Mapping[str, str]) -> bytes:
    """Return the page as a .docx in memory.

    Args:
        sheet: what to print.
        office: the office's name with its kind ("xã Lệ Xá"), "" when it is not known.
        form_names: code → name of the forms of communication.

    """
    document: Any = Document()
    _set_page(document)
    _title(document, sheet, office)
    groups = [group for group in _groups(sheet, form_names) if group.rows]
    _choose(groups)
    if groups:
        _table(document, groups)
    else:
        _paragraph(document, "Không có việc nào đến hạn trong 30 ngày tới.", _HEAD_PT)
    properties = document.core_properties
    properties.title = f"Việc cần làm ngày {short_date(sheet.agenda.day)}"
    properties.author = office
    properties.language = "vi-VN"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# -- what


def _groups(sheet: SinceSheet, form_names: Mapping[str, str]) -> list[_Group]:
    agenda = sheet.agenda
    done = [_done(one, form_names) for one in sheet.done]
    return [
        _Group("Quá hạn, chậm", _items((*sheet.passed, *agenda.late))),
        _Group("Trong 7 ngày tới", _items(agenda.due)),
        _Group("Trong 30 ngày tới", _items(agenda.soon)),
        _Group("Bỏ qua, có lý do", [_skipped(item) for item in agenda.skipped], tick="–"),
        _Group(f"Đã làm từ {short_date(sheet.since)}", done, sheet.done_total, "x"),
    ]


def _items(items: Sequence[AgendaItem]) -> list[Row]:
    return [(clean_line(item.title), short_date(item.due) if item.due else "", item.words) for item in items]


def _skipped(item: SkippedItem) -> Row:
    return f"{clean_line(item.title)} ({clean_line(item.reason)})", short_date(item.due), "Bỏ qua"


def _done(activity: Activity, form_names: Mapping[str, str]) -> Row:
    form = form_names.get(activity.form, activity.form)
    return f"{clean_line(activity.title)} ({form})", short_date(activity.date), "Đã làm"


def _choose(groups: Sequence[_Group]) -> None:
    """Fill the page in the order of the groups, keeping room for the heading and a few lines of each later one."""
    left = _LINES
    for number, group in enumerate(groups):
        group.rows = [(_shortened(row[0]), *row[1:]) for row in group.rows]
        later = sum(2 + min(len(other.rows), _DONE_LEAST) for other in groups[number + 1 :])
        left -= 1
        for row in group.rows:
            lines = _height(row)
            if lines + 1 > left - later:
                left -= 1  # the line that counts the rest
                break
            group.shown.append(row)
            left -= lines


def _shortened(text: str) -> str:
    """Return a text of at most two lines; the program has the whole of it."""
    lines = wrapped(text, _WIDTHS_MM[1] - _PADDING_MM, _TEXT_PT, Face.REGULAR)
    return text if len(lines) <= 2 else f"{' '.join(lines[:2])}…"


def _height(row: Row) -> int:
    """Return how many lines a row takes."""
    columns = zip(row, _WIDTHS_MM[1:4], strict=True)
    return max(len(wrapped(text, width - _PADDING_MM, _TEXT_PT, Face.REGULAR)) for text, width in columns)


# -- how


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin, section.bottom_margin, section.left_margin = map(Mm, _MARGINS_MM)
    section.header_distance = section.footer_distance = Mm(10)
    style = document.styles["Normal"]
    style.font.name = _FONT
    style.font.size = Pt(_TEXT_PT)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), _FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _title(document: Any, sheet: SinceSheet, office: str) -> None:
    if office:
        _paragraph(document, f"UBND {office}".upper(), _HEAD_PT, bold=True)
    _paragraph(document, "VIỆC CẦN LÀM", _TITLE_PT, bold=True, centre=True, before=4)
    words = f"Tuyên truyền cải cách hành chính, ngày {short_date(sheet.agenda.day)}"
    _paragraph(document, words, _HEAD_PT, centre=True, after=6)


def _paragraph(
    parent: Any,
    text: str,
    points: float,
    *,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    _write(parent.add_paragraph(), text, points, bold=bold, italic=italic, centre=centre, before=before, after=after)


def _write(
    paragraph: Any,
    text: str,
    points: float,
    *,
    bold: bool = False,
    italic: bool = False,
    centre: bool = False,
    before: float = 0,
    after: float = 0,
) -> None:
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(points)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(before), Pt(after)
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _table(document: Any, groups: Sequence[_Group]) -> None:
    table = document.add_table(rows=1, cols=len(_HEADS))
    table.style = document.styles["Table Grid"]
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS_MM, strict=True):
        column.width = Mm(width)
    _fill(table.rows[0], _HEADS, bold=True, centred=(0, 1, 2, 3, 4))
    add(table.rows[0]._tr.get_or_add_trPr(), "tblHeader")
    number = 0
    for group in groups:
        _heading(table, f"{group.heading} ({group.total})")
        for row in group.shown:
            number += 1
            _fill(table.add_row(), (str(number), *row, group.tick), centred=(0, 2, 4))
        if group.left:
            _heading(table, f"… và {group.left} việc khác, xem trong chương trình", italic=True)


def _heading(table: Any, text: str, *, italic: bool = False) -> None:
    cells = table.add_row().cells
    merged = cells[0].merge(cells[-1])
    _write(merged.paragraphs[0], text, _TEXT_PT, bold=not italic, italic=italic, before=1, after=1)
    for paragraph in merged.paragraphs:
        properties_of(paragraph._p).keepNext_val = not italic


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False, centred: Sequence[int] = ()) -> None:
    add(row._tr.get_or_add_trPr(), "cantSplit")
    for place, (cell, text, width) in enumerate(zip(row.cells, texts, _WIDTHS_MM, strict=True)):
        cell.width = Mm(width)
        _write(cell.paragraphs[0], text, _TEXT_PT, bold=bold, centre=place in centred, before=1, after=1)
