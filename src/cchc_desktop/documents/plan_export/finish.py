"""What a Word template cannot say by itself: lengths that follow the words, depths, columns, the file's properties.

Everything is found by paragraph style (`plan_styles`), so that a template edited by the office keeps working;
what is not found is left as the template has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.paragraphs import section_depths
from cchc_desktop.documents.plan_export.rules import Paragraphs, set_head
from cchc_desktop.documents.word import xml as word
from cchc_desktop.documents.word.xml import Element
from cchc_desktop.domain.plan import Plan, Section
from cchc_desktop.domain.text import clean_line

_FIXED_MM = {"stt": 12.0, "kinh_phi": 27.0}
_SHARES = {
    "noi_dung": 70,
    "san_pham": 40,
    "chi_tieu": 25,
    "chu_tri": 36,
    "phoi_hop": 40,
    "thoi_gian": 29,
    "ghi_chu": 26,
}
_COLUMNS = ("stt", "noi_dung", "san_pham", "chi_tieu", "chu_tri", "phoi_hop", "thoi_gian", "kinh_phi", "ghi_chu")


def finish(document: Document, plan: Plan) -> None:
    """Complete a filled plan in place."""
    paragraphs = finish_common(document, plan.sections)
    if plan.tasks:
        _set_columns(paragraphs.get(styles.CELL_HEAD, []), plan)
    else:
        _drop_appendix(document.element.body)
    set_properties(document, f"{clean_line(plan.kind)} {clean_line(plan.title)}", plan.issuer)


def finish_common(document: Document, sections: Sequence[Section]) -> Paragraphs:
    """Complete what every official document has, in place; return its paragraphs by style."""
    body: Element = document.element.body
    paragraphs: Paragraphs = {}
    for paragraph in body.iter(qn("w:p")):
        paragraphs.setdefault(word.style_of(paragraph), []).append(paragraph)
    set_head(paragraphs)
    _hold_signature(paragraphs.get(styles.RECIPIENTS_HEAD, []))
    _mark_depths(body, sections)
    return paragraphs


def _hold_signature(heads: list[Element]) -> None:
    """Keep the end of the text with recipients and signature, whatever kind of paragraph it ends with."""
    for head in heads:
        table = next(head.iterancestors(qn("w:tbl")), None)
        above = None if table is None else table.getprevious()
        if above is not None and above.tag == qn("w:p"):
            word.properties_of(above).keepNext_val = True


def _mark_depths(body: Element, sections: Sequence[Section]) -> None:
    """Put a hidden bookmark around the first paragraph of each section, if the template prints them all."""
    firsts = {*styles.TITLED.values(), *styles.PLAIN.values()}
    paragraphs = [paragraph for paragraph in body.iterchildren(qn("w:p")) if word.style_of(paragraph) in firsts]
    depths = section_depths(sections)
    if len(paragraphs) != len(depths):
        return
    for number, (paragraph, depth) in enumerate(zip(paragraphs, depths, strict=True), 1):
        start = etree.Element(qn("w:bookmarkStart"))
        word.set_attributes(start, id=number, name=styles.depth_bookmark(depth, number))
        paragraph.insert(1, start)  # behind the paragraph's properties
        word.add(paragraph, "bookmarkEnd", id=number)


def _drop_appendix(body: Element) -> None:
    """Take out all behind the section break; the first section becomes the only one."""
    for paragraph in body.iterchildren(qn("w:p")):
        section = word.find(paragraph, "pPr", "sectPr")
        if section is not None:
            for item in list(paragraph.itersiblings()):
                body.remove(item)
            body.append(section)
            return


def _set_columns(heads: list[Element], plan: Plan) -> None:
    """Give the task table explicit widths for the columns it has; group rows span all of them."""
    names = [name for name in _COLUMNS if _has_column(name, plan)]
    if len(heads) != len(names):  # the office's template has other columns
        return
    table = next(heads[0].iterancestors(qn("w:tbl")))
    widths = _column_widths(names, word.text_width_mm(table))
    grid = word.find(table, "tblGrid")
    whole = word.find(table, "tblPr", "tblW")
    if grid is None or whole is None:
        return
    for column in list(grid):
        grid.remove(column)
    for width in widths:
        word.add(grid, "gridCol", w=width)
    word.set_attributes(whole, w=sum(widths))
    rows = list(table.iterchildren(qn("w:tr")))
    for row in rows:
        _set_cells(list(row.iterchildren(qn("w:tc"))), widths)
    for paragraph in rows[-1].iter(qn("w:p")):
        # The "./." below the table must not go to a page of its own.
        word.properties_of(paragraph).keepNext_val = True


def _has_column(name: str, plan: Plan) -> bool:
    if name == "kinh_phi":
        return any(task.cost is not None for task in plan.tasks)
    if name == "ghi_chu":
        return any(clean_line(task.note) for task in plan.tasks)
    return True


def _column_widths(names: list[str], total_mm: float) -> list[int]:
    fixed = sum(_FIXED_MM.get(name, 0.0) for name in names)
    share = (total_mm - fixed) / sum(_SHARES.get(name, 0) for name in names)
    return [int((_FIXED_MM.get(name) or _SHARES[name] * share) * word.TWIPS_PER_MM) for name in names]


def _set_cells(cells: list[Element], widths: list[int]) -> None:
    if len(cells) == 1:
        span = word.find(cells[0], "tcPr", "gridSpan")
        if span is not None:
            word.set_attributes(span, val=len(widths))
        widths = [sum(widths)]
    for cell, width in zip(cells, widths, strict=False):
        measure = word.find(cell, "tcPr", "tcW")
        if measure is not None:
            word.set_attributes(measure, w=width)


def set_properties(document: Document, title: str, issuer: Sequence[str]) -> None:
    """Set what Explorer and Word show of the file; docxtpl would escape "&" twice here."""
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    properties = document.core_properties
    properties.title = title.strip()[:255]
    properties.author = " ".join(clean_line(line) for line in issuer)[:255]
    properties.last_modified_by = properties.author
    properties.language = "vi-VN"
    properties.created = properties.modified = now
    properties.revision = 1
