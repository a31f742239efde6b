"""Filling single cells of a form. Every other part of the file keeps its bytes, every other cell its XML.

What changes: the cells themselves, the rows that have to be added for them, and the flag by which Excel calculates
anew on opening; beside them the results of formulas that the figures go into (`results`).
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from lxml import etree

from cchc_desktop.documents.excel_text import excel_text
from cchc_desktop.documents.report_form.package import FormPackage, SheetPart
from cchc_desktop.documents.report_form.results import (
    FormulaCell,
    Place,
    Result,
    Results,
    SheetValues,
    place_of,
    with_result,
)
from cchc_desktop.documents.report_form.sheet_xml import SheetXml, Span, area_of, attribute, is_protected, merges_of
from cchc_desktop.documents.report_form.styles import looks_of
from cchc_desktop.documents.zip_copy import replace_parts
from cchc_desktop.domain.report_form import CellWrite, FilledForm, cell_name, cell_place
from cchc_desktop.domain.report_form_grid import (
    CELL_FORMULA,
    CELL_HEAD,
    PLAIN,
    SHEET_GONE,
    Area,
    CellLook,
    cell_gone,
    cell_merged,
)
from cchc_desktop.errors import FormProblem

_TYPE = re.compile(rb"""\s(?:t|cm|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_SPANS = re.compile(rb"""(\sspans\s*=\s*["'])(\d+):(\d+)(["'])""")
_NAMED = 5  # locked cells named in a note


def fill_form(data: bytes, path: Path, writes: Sequence[CellWrite]) -> FilledForm:
    """Return a copy of a form with cells filled.

    Args:
        data: the form, already checked by `office_file`.
        path: what to call it in errors.
        writes: what goes where.

    Raises:
        FileUnreadable: the file does not hold together.
        FormProblem: a cell must not be filled (merged away, gone, a formula), or the sheet cannot be changed; the
            error names it.

    """
    package = FormPackage(data, path)
    looks = looks_of(package)
    parts: dict[str, bytes] = {}
    notes: list[str] = []
    by_sheet: dict[str, tuple[SheetPart, list[CellWrite]]] = {}
    for write in writes:
        sheet = package.sheet(write.sheet)
        if sheet is None:
            raise FormProblem(path, SHEET_GONE, write.sheet, write.cell)
        by_sheet.setdefault(sheet.name, (sheet, []))[1].append(write)
    fillings = [_Filling(SheetXml(package, sheet), looks, own) for sheet, own in by_sheet.values()]
    unknown = _give_results(fillings)
    for filling in fillings:
        parts[package.entry_name(filling.xml.sheet.part)] = filling.spliced()
        notes += filling.notes()
    if unknown:
        notes.append(f"{unknown} ô công thức chưa tính được ở đây nên để trống kết quả; Excel tự tính khi mở.")
    if parts:
        parts[package.entry_name(package.workbook_name)] = _calculated_on_load(package)
        notes += _notes_of(package)
    try:
        return FilledForm(replace_parts(data, parts), tuple(writes), tuple(notes))
    except zipfile.BadZipFile as error:
        raise package.broken(str(error)) from error


def _give_results(fillings: Sequence[_Filling]) -> int:
    """Give the formulas of the filled sheets their new results; return of how many they cannot be known."""
    if not any(filling.xml.count_formulas() for filling in fillings):
        return 0
    sheets = {filling.xml.sheet.name.casefold(): SheetValues(filling.xml) for filling in fillings}
    results = Results(sheets, {place: value for filling in fillings for place, value in filling.written.items()})
    unknown = 0
    for filling in fillings:
        for formula, result in results.of_sheet(filling.xml.sheet.name.casefold()):
            filling.give(formula, result)
            unknown += result is None
    return unknown


def _notes_of(package: FormPackage) -> list[str]:
    notes = []
    if package.has("_xmlsignatures/"):
        notes.append("Biểu có chữ ký số; sau khi điền, chữ ký đó không còn hợp lệ.")
    if package.has("xl/vbaProject.bin"):
        notes.append("Macro trong biểu được giữ nguyên và không được chạy.")
    return notes


def _calculated_on_load(package: FormPackage) -> bytes:
    """Return the workbook part with the request to calculate everything on opening."""
    tree = package.workbook
    node = tree.find("{*}calcPr")
    if node is None:
        space = etree.QName(tree).namespace
        node = etree.Element(f"{{{space}}}calcPr")
        before = ("definedNames", "externalReferences", "functionGroups", "sheets")
        place = next(found for name in before if (found := tree.find(f"{{*}}{name}")) is not None)
        place.addnext(node)
    node.set("fullCalcOnLoad", "1")
    document = tree.getroottree()
    return bytes(etree.tostring(document, xml_declaration=True, encoding="UTF-8", standalone=True))  # as Excel has it


@dataclass(slots=True)
class _Edit:
    """Bytes that take the place of others."""

    start: int
    end: int
    content: bytes


@dataclass(slots=True)
class _Target:
    """A cell to fill with its place."""

    row: int
    column: int
    write: CellWrite


class _Filling:
    """One sheet being filled."""

    def __init__(self, xml: SheetXml, looks: Sequence[CellLook], writes: Sequence[CellWrite]) -> None:
        self.xml = xml
        self.written: dict[Place, float | str | None] = {}
        self._looks = looks
        self._around = xml.around()
        self._merges = merges_of(self._around)
        self._columns = _column_styles(self._around)
        self._edits: list[_Edit] = []
        self._locked: list[str] = []
        self._fill(self._targets(writes))

    def _fill(self, targets: Sequence[_Target]) -> None:
        rows: dict[int, list[_Target]] = {}
        for target in targets:
            rows.setdefault(target.row, []).append(target)
        waiting = sorted(rows)
        for row in self.xml.rows() if waiting else ():
            while waiting and waiting[0] < row.number:
                self._add_row(row.start, rows[waiting.pop(0)])
            if waiting and waiting[0] == row.number:
                self._fill_row(row, rows[waiting.pop(0)])
            if not waiting:
                break
        for number in waiting:
            self._add_row(self.xml.end, rows[number])
        self._widen_dimension(targets)

    def give(self, formula: FormulaCell, result: Result) -> None:
        """Give a formula its new result."""
        self._edits.append(_Edit(formula.start, formula.end, with_result(self.xml, formula, result)))

    def notes(self) -> list[str]:
        """Return what a person should know of the sheet."""
        if not self._locked or not is_protected(self._around):
            return []
        named = ", ".join(self._locked[:_NAMED]) + ("…" if len(self._locked) > _NAMED else "")
        sheet = self.xml.sheet.name
        return [
            f"Trang “{sheet}” được khóa bảo vệ và {len(self._locked)} ô vừa điền là ô khóa ({named}): số vẫn được ghi, "
            "chế độ bảo vệ giữ nguyên; hãy hỏi nơi ban hành xem có đúng là ô cần điền."
        ]

    # ------------------------------------------------------------------ which cells

    def _targets(self, writes: Sequence[CellWrite]) -> list[_Target]:
        """Return the cells in their order.

        Raises:
            FormProblem: one of them must not be filled.

        """
        last_row, last_column = self.xml.extent(self._around)
        arrays, heads = self.xml.arrays(), self.xml.heads()
        targets: dict[tuple[int, int], _Target] = {}
        for write in writes:
            place = cell_place(write.cell)
            if place is None:
                raise self.xml.problem("không phải địa chỉ ô", write.cell)
            if place in targets:
                raise self.xml.problem("ô được ghi hai lần", write.cell)
            if place[0] > last_row or place[1] > last_column:
                raise self.xml.problem(cell_gone(last_row, last_column), write.cell)
            if (area := _area_at(self._merges, place)) and area.anchor != cell_name(*place):
                raise self.xml.problem(cell_merged(area), write.cell)
            if _area_at(arrays, place):
                raise self.xml.problem(CELL_FORMULA, write.cell)
            if _area_at(heads, place):
                raise self.xml.problem(CELL_HEAD, write.cell)
            targets[place] = _Target(*place, write)
        return [targets[place] for place in sorted(targets)]

    # ------------------------------------------------------------------ rows and cells

    def _fill_row(self, row: Span, targets: list[_Target]) -> None:
        waiting = list(targets)
        if row.body_start == row.body_end and self.xml.data[row.start : row.end].rstrip(b">").endswith(b"/"):
            self._open_row(row, targets)
            return
        for cell in self.xml.cells(row):
            while waiting and waiting[0].column < cell.number:
                self._edits.append(_Edit(cell.start, cell.start, self._new_cell(waiting.pop(0), row)))
            if waiting and waiting[0].column == cell.number:
                self._edits.append(_Edit(cell.start, cell.end, self._changed_cell(cell, waiting.pop(0))))
            if not waiting:
                break
        added = b"".join(self._new_cell(target, row) for target in waiting)
        if added:
            self._edits.append(_Edit(row.body_end, row.body_end, added))
        self._widen_spans(row, targets)

    def _open_row(self, row: Span, targets: list[_Target]) -> None:
        """Put cells into a row that was closed at once (`<row r="5"/>`)."""
        prefix = self.xml.prefix
        tag = self.xml.data[row.start : row.end]
        head = _widened(tag[: tag.rindex(b"/")].rstrip(), targets)
        cells = b"".join(self._new_cell(target, row) for target in targets)
        self._edits.append(_Edit(row.start, row.end, head + b">" + cells + b"</" + prefix + b"row>"))

    def _add_row(self, place: int, targets: list[_Target]) -> None:
        prefix = self.xml.prefix
        cells = b"".join(self._new_cell(target, None) for target in targets)
        number = str(targets[0].row).encode()
        content = b"<" + prefix + b'row r="' + number + b'">' + cells + b"</" + prefix + b"row>"
        self._edits.append(_Edit(place, place, content))

    def _widen_spans(self, row: Span, targets: list[_Target]) -> None:
        tag = self.xml.data[row.start : row.body_start]
        widened = _widened(tag, targets)
        if widened != tag:
            self._edits.append(_Edit(row.start, row.body_start, widened))

    def _changed_cell(self, cell: Span, target: _Target) -> bytes:
        body = self.xml.data[cell.body_start : cell.body_end]
        if re.search(rb"<" + self.xml.prefix + rb"f[\s/>]", body):
            raise self.xml.problem(CELL_FORMULA, target.write.cell)
        style = attribute(cell.attributes, "s")
        attributes = _TYPE.sub(b"", b" " + cell.attributes.strip()).strip()
        if not attribute(cell.attributes, "r"):
            attributes = f'r="{target.write.cell}" '.encode() + attributes
        kept = re.search(rb"<" + self.xml.prefix + rb"extLst[\s>].*", body, re.DOTALL)
        return self._cell(attributes, target, style, kept[0] if kept else b"")

    def _new_cell(self, target: _Target, row: Span | None) -> bytes:
        style = ""
        if row is not None and row.attribute("customFormat") in ("1", "true"):
            style = row.attribute("s")
        if not style:
            style = next((one for first, last, one in self._columns if first <= target.column <= last), "")
        attributes = f'r="{cell_name(target.row, target.column)}"' + (f' s="{style}"' if style else "")
        return self._cell(attributes.encode(), target, style, b"")

    def _cell(self, attributes: bytes, target: _Target, style: str, kept: bytes) -> bytes:
        look = self._looks[int(style)] if style.isdigit() and int(style) < len(self._looks) else PLAIN
        if look.locked:
            self._locked.append(target.write.cell)
        prefix = self.xml.prefix.decode()
        value = target.write.value
        share = target.write.percent and look.percent
        stored = value if not isinstance(value, Decimal) else float(value / 100 if share else value)
        self.written[place_of(self.xml.sheet.name, target.row, target.column)] = stored
        opening = f"<{prefix}c ".encode() + attributes
        if value is None:
            return opening + (b">" + kept + f"</{prefix}c>".encode() if kept else b"/>")
        if isinstance(stored, float):
            content = f"><{prefix}v>{stored:.15g}</{prefix}v>"
        else:
            text = escape(_LITERAL_ESCAPE.sub("_x005F_", excel_text(stored or "")))
            content = f' t="inlineStr"><{prefix}is><{prefix}t xml:space="preserve">{text}</{prefix}t></{prefix}is>'
        return opening + content.encode() + kept + f"</{prefix}c>".encode()

    # ------------------------------------------------------------------ the sheet as a whole

    def _widen_dimension(self, targets: Sequence[_Target]) -> None:
        """Let the sheet say how far it now goes: programs that trust it would not see new cells."""
        node = self._around.find("{*}dimension")
        area = area_of(node.get("ref", "")) if node is not None else None
        if node is None or area is None or not targets:
            return
        top = min(area.top, *(target.row for target in targets), area.top)
        left = min(area.left, *(target.column for target in targets), area.left)
        bottom = max(area.bottom, *(target.row for target in targets), area.bottom)
        right = max(area.right, *(target.column for target in targets), area.right)
        wider = Area(top, left, bottom, right)
        if wider == area:
            return
        written = re.compile(rb"(<" + self.xml.prefix + rb"""dimension\s[^>]*?ref\s*=\s*["'])([^"']*)""")
        match = written.search(self.xml.data, self.xml.head_start, self.xml.open_start)
        if match:
            self._edits.append(_Edit(match.start(2), match.end(2), wider.name.encode()))

    def spliced(self) -> bytes:
        """Return the sheet with all changes."""
        data, xml = self.xml.data, self.xml
        pieces: list[bytes] = []
        position = 0
        if xml.closed_at_once and self._edits:
            # `<sheetData/>` becomes a pair of tags around the new rows.
            opening = data[xml.open_start : xml.open_end]
            pieces += [data[: xml.open_start], opening[: opening.rindex(b"/")].rstrip(), b">"]
            pieces += [edit.content for edit in self._edits if edit.start >= xml.open_end]
            return b"".join([*pieces, b"</", xml.prefix, b"sheetData>", data[xml.open_end :]])
        for edit in sorted(self._edits, key=lambda edit: (edit.start, edit.end)):
            pieces += [data[position : edit.start], edit.content]
            position = edit.end
        pieces.append(data[position:])
        return b"".join(pieces)


def _widened(tag: bytes, targets: list[_Target]) -> bytes:
    """Return the tag of a row whose `spans` take the new cells in."""
    match = _SPANS.search(tag)
    if match is None:
        return tag
    first = min(int(match[2]), *(target.column for target in targets), int(match[2]))
    last = max(int(match[3]), *(target.column for target in targets), int(match[3]))
    return tag[: match.start(2)] + f"{first}:{last}".encode() + tag[match.end(3) :]


def _area_at(areas: Sequence[Area], place: tuple[int, int]) -> Area | None:
    return next((area for area in areas if place in area), None)


def _column_styles(around: etree._Element) -> list[tuple[int, int, str]]:
    return [
        (int(node.get("min", "1")), int(node.get("max", "1")), node.get("style", ""))
        for node in around.findall("{*}cols/{*}col")
        if node.get("style") and node.get("min", "1").isdigit() and node.get("max", "1").isdigit()
    ]
