"""Filling a form changes the cells that were asked for and nothing else."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from lxml import etree

from cchc_desktop.documents.office_file import OfficeKind, check_office_data
from cchc_desktop.documents.report_form import fill_form, read_form
from cchc_desktop.documents.report_form.package import FormPackage
from cchc_desktop.domain.report_form import CellWrite, FilledForm
from cchc_desktop.errors import FileUnreadable, WorkbookProblem

# openpyxl, which only looks here, says what it would lose on saving.
pytestmark = pytest.mark.filterwarnings("ignore:.*:UserWarning:openpyxl")

SHEET = "Biểu 01"
WRITES = (
    CellWrite(SHEET, "C6", Decimal(12)),
    CellWrite(SHEET, "D7", Decimal("1234.5")),
    CellWrite(SHEET, "C9", None),
    CellWrite(SHEET, "C10", "không phát sinh <&> = 1"),
    CellWrite(SHEET, "C14", Decimal(7)),
)
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def fill(data: bytes, *writes: CellWrite, name: str = "bieu.xlsx") -> FilledForm:
    filled = fill_form(data, Path(name), writes)
    check_office_data(filled.data, OfficeKind.EXCEL, Path(name))
    return filled


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {entry.filename: package.read(entry) for entry in package.infolist()}


def cells(sheet: bytes) -> dict[str, bytes]:
    """Return every cell of a sheet by its address, as canonical XML with all attributes."""
    found = {}
    row_number = 0
    for row in etree.fromstring(sheet).iter(S + "row"):
        row_number = int(row.get("r", row_number + 1))
        column = 0
        for cell in row.iter(S + "c"):
            letters = re.sub(r"\d", "", cell.get("r", ""))
            column = sum(26**place * (ord(letter) - 64) for place, letter in enumerate(reversed(letters))) or column + 1
            found[f"{row_number}/{column}"] = etree.tostring(cell, method="c14n", with_tail=False)
    return found


def without_results(sheet: bytes) -> bytes:
    """Return a sheet without what its formulas gave, which is ours to bring up to date."""
    tree = etree.fromstring(sheet)
    for cell in tree.iter(S + "c"):
        if cell.find(S + "f") is not None:
            cell.attrib.pop("t", None)
            for value in cell.findall(S + "v"):
                cell.remove(value)
    return etree.tostring(tree)


def without_cells(sheet: bytes) -> bytes:
    tree = etree.fromstring(sheet)
    tree.find(S + "sheetData").clear()
    if (dimension := tree.find(S + "dimension")) is not None:
        tree.remove(dimension)
    return etree.tostring(tree, method="c14n")


def row_heads(sheet: bytes) -> dict[str, dict[str, str]]:
    """Return the attributes of the rows but `spans`, which only hints at how far the cells go."""
    rows = etree.fromstring(sheet).iter(S + "row")
    return {row.get("r", ""): {k: v for k, v in row.attrib.items() if k != "spans"} for row in rows}


def test_every_other_part_and_every_other_cell_stay_as_they_were(any_form: tuple[str, bytes]) -> None:
    name, data = any_form
    before, after = parts(data), parts(fill(data, *WRITES, name=name).data)
    package = FormPackage(data, Path(name))
    sheet = package.sheet(SHEET)
    assert sheet is not None
    assert list(after) == list(before)
    changed = {part for part in before if before[part] != after[part]}
    assert changed == {sheet.part, "xl/workbook.xml"}
    old, new = cells(without_results(before[sheet.part])), cells(without_results(after[sheet.part]))
    places = {"6/3", "7/4", "9/3", "10/3", "14/3"}
    assert {place for place in old | new if old.get(place) != new.get(place)} <= places
    assert set(new) == set(old) | places
    assert without_cells(before[sheet.part]) == without_cells(after[sheet.part])
    kept = row_heads(before[sheet.part])
    assert {row: head for row, head in row_heads(after[sheet.part]).items() if row in kept} == kept


def test_the_packed_bytes_of_other_parts_are_taken_over(any_form: tuple[str, bytes]) -> None:
    _, data = any_form
    filled = fill(data, *WRITES).data
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(filled)) as new:
        for entry, again in zip(old.infolist(), new.infolist(), strict=True):
            assert (entry.filename, entry.date_time, entry.external_attr) == (
                again.filename,
                again.date_time,
                again.external_attr,
            )
            if "sheet1" not in entry.filename and "workbook.xml" not in entry.filename:
                assert (entry.CRC, entry.compress_size, entry.compress_type) == (
                    again.CRC,
                    again.compress_size,
                    again.compress_type,
                )
        assert new.comment == old.comment


def test_only_the_calculation_flag_of_the_workbook_changes(any_form: tuple[str, bytes]) -> None:
    name, data = any_form
    before = etree.fromstring(parts(data)["xl/workbook.xml"])
    after = etree.fromstring(parts(fill(data, *WRITES, name=name).data)["xl/workbook.xml"])
    flag = after.find(S + "calcPr")
    assert flag.get("fullCalcOnLoad") == "1"
    for tree in (before, after):
        node = tree.find(S + "calcPr")
        if node is not None:
            node.attrib.pop("fullCalcOnLoad", None)
            if not node.attrib:
                tree.remove(node)
    assert etree.tostring(before, method="c14n") == etree.tostring(after, method="c14n")


def test_values_and_styles_arrive(any_form: tuple[str, bytes]) -> None:
    name, data = any_form
    old = openpyxl.load_workbook(io.BytesIO(data))[SHEET]
    new = openpyxl.load_workbook(io.BytesIO(fill(data, *WRITES, name=name).data))[SHEET]
    assert [new[cell].value for cell in ("C6", "D7", "C9", "C10", "C14")] == [
        12,
        1234.5,
        None,
        "không phát sinh <&> = 1",
        7,
    ]
    for cell in ("C6", "D7", "C9", "C10"):
        assert new[cell]._style == old[cell]._style
    if "macros" not in name:
        assert new["C12"].value == "=SUM(C6:C11)"


@pytest.mark.layout
def test_libreoffice_opens_the_filled_forms(
    form_names: tuple[str, ...], make_form: Callable[[str], bytes], tmp_path: Path
) -> None:
    libreoffice = shutil.which("soffice")
    if not libreoffice:
        pytest.skip("LibreOffice is not installed")
    for name in form_names:
        (tmp_path / name).write_bytes(fill(make_form(name), *WRITES, name=name).data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    subprocess.run(
        [libreoffice, profile, "--headless", "--convert-to", "ods", "--outdir", str(tmp_path / "out")]
        + [str(tmp_path / name) for name in form_names],
        check=True,
        capture_output=True,
        timeout=100,
    )
    for name in form_names:
        with zipfile.ZipFile(tmp_path / "out" / f"{Path(name).stem}.ods") as opened:
            content = opened.read("content.xml").decode()
        assert 'office:value="1234.5"' in content, name
        assert "không phát sinh &lt;&amp;&gt; = 1" in content, name
        if "macros" not in name:
            # The total, which LibreOffice takes from the file as it is.
            total = r'table:formula="of:=SUM\(\[\.C6:\.C11\]\)" office:value-type="float" office:value="12"'
            assert re.search(total, content), name


# ------------------------------------------------------------------ cells that are not there yet


def test_new_cells_take_the_style_of_row_or_column(make_form: Callable[[str], bytes]) -> None:
    filled = fill(make_form("plain.xlsx"), CellWrite(SHEET, "C14", Decimal(1)), CellWrite(SHEET, "F13", Decimal(2)))
    sheet = openpyxl.load_workbook(io.BytesIO(filled.data))[SHEET]
    assert sheet["C14"].border.left.style == "thin"
    assert (sheet["F13"].value, sheet["F13"].border.left.style) == (2, "thin")


def test_a_row_closed_at_once_and_spans_take_a_cell(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes]
) -> None:
    part = "xl/worksheets/sheet1.xml"
    data = change_part(
        make_form("plain.xlsx"), part, lambda xml: xml.replace('<row r="15"', '<row r="14"/><row r="15"')
    )
    filled = parts(fill(data, CellWrite(SHEET, "F14", Decimal(3)), CellWrite(SHEET, "F12", Decimal(4))).data)[part]
    tree = etree.fromstring(filled)
    rows = {row.get("r"): row for row in tree.iter(S + "row")}
    assert rows["14"][0].get("r") == "F14"
    assert [cell.get("r") for cell in rows["12"]] == ["B12", "C12", "D12", "F12"]
    first, last = rows["12"].get("spans").split(":")
    assert int(first) <= 2
    assert int(last) >= 6


def test_an_empty_sheet_takes_nothing_beyond_its_end(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes]
) -> None:
    def empty(xml: str) -> str:
        xml = re.sub(r"<sheetData>.*</sheetData>", "<sheetData/>", xml)
        return re.sub(r'<dimension ref="[^"]*"/>', '<dimension ref="A1"/>', xml)

    data = change_part(make_form("plain.xlsx"), "xl/worksheets/sheet1.xml", empty)
    filled = fill(data, CellWrite(SHEET, "A1", Decimal(3)))  # the merged title still reaches to F1
    assert openpyxl.load_workbook(io.BytesIO(filled.data))[SHEET]["A1"].value == 3
    with pytest.raises(WorkbookProblem, match="không còn"):
        fill(data, CellWrite(SHEET, "A9", Decimal(3)))


def test_percent_cells_take_shares_and_plain_cells_hundredths(make_form: Callable[[str], bytes]) -> None:
    half = Decimal("12.5")
    writes = (CellWrite(SHEET, "E6", half, percent=True), CellWrite(SHEET, "C6", half, percent=True))
    sheet = openpyxl.load_workbook(io.BytesIO(fill(make_form("plain.xlsx"), *writes).data))[SHEET]
    assert (sheet["E6"].value, sheet["C6"].value) == (0.125, 12.5)


def test_hostile_texts_stay_texts(make_form: Callable[[str], bytes]) -> None:
    texts = ("=1+1", "_x0041_", "]]>", "a\x00b\x0bc", "  hai đầu  ", "#N/A")
    writes = [CellWrite(SHEET, f"F{row}", text) for row, text in enumerate(texts, 6)]
    sheet = openpyxl.load_workbook(io.BytesIO(fill(make_form("plain.xlsx"), *writes).data))[SHEET]
    written = [sheet[f"F{row}"] for row in range(6, 12)]
    assert {cell.data_type for cell in written} == {"s"}
    assert written[0].value == "=1+1"
    assert [cell.value for cell in written[2:5]] == ["]]>", "ab\nc", "  hai đầu  "]
    assert read_form(fill(make_form("plain.xlsx"), *writes).data, "x").sheets[0].cell(7, 6).text == "_x0041_"


# ------------------------------------------------------------------ cells that must not be filled


@pytest.mark.parametrize(
    ("form", "cell", "words"),
    [
        ("plain.xlsx", "D3", "C3:D3"),
        ("plain.xlsx", "C12", "công thức"),
        ("plain.xlsx", "C400", "không còn"),
        ("plain.xlsx", "ZZ6", "không còn"),
        ("plain.xlsx", "nhầm", "địa chỉ"),
        ("shared_formula.xlsx", "E9", "công thức"),
        ("shared_formula.xlsx", "G7", "công thức"),
        ("table.xlsx", "I3", "tiêu đề"),
    ],
)
def test_a_cell_that_must_not_be_filled_is_refused_by_name(
    make_form: Callable[[str], bytes], form: str, cell: str, words: str
) -> None:
    with pytest.raises(WorkbookProblem) as caught:
        fill(make_form(form), CellWrite(SHEET, "C6", Decimal(1)), CellWrite(SHEET, cell, Decimal(1)))
    assert (caught.value.sheet, caught.value.cell) == (SHEET, cell)
    assert words in caught.value.reason
    if words != "địa chỉ":
        assert words in read_form(make_form(form), form).trouble(SHEET, cell)


def test_a_sheet_that_is_gone_is_refused_by_name(make_form: Callable[[str], bytes]) -> None:
    with pytest.raises(WorkbookProblem, match="không còn") as caught:
        fill(make_form("plain.xlsx"), CellWrite("Biểu 02", "C6", Decimal(1)))
    assert caught.value.sheet == "Biểu 02"
    with pytest.raises(WorkbookProblem):
        fill(make_form("chart.xlsx"), CellWrite("Biểu đồ", "C6", Decimal(1)))


def test_locked_cells_of_a_protected_sheet_are_filled_and_told(make_form: Callable[[str], bytes]) -> None:
    filled = fill(make_form("protected.xlsx"), CellWrite(SHEET, "C6", Decimal(1)), CellWrite(SHEET, "E7", Decimal(1)))
    assert "E7" in filled.notes[0]
    assert "C6" not in filled.notes[0]
    assert b"sheetProtection" in parts(filled.data)["xl/worksheets/sheet1.xml"]
    plain = fill(make_form("plain.xlsx"), CellWrite(SHEET, "E7", Decimal(1)))
    assert all("khóa" not in note for note in plain.notes)


def test_macros_are_kept_and_named(make_form: Callable[[str], bytes]) -> None:
    data = make_form("macros.xlsm")
    filled = fill(data, CellWrite(SHEET, "C6", Decimal(1)), name="bieu.xlsm")
    assert parts(filled.data)["xl/vbaProject.bin"] == parts(data)["xl/vbaProject.bin"]
    assert any("Macro" in note for note in filled.notes)


# ------------------------------------------------------------------ hostile files


def test_a_million_formatted_rows_are_filled_in_place(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes]
) -> None:
    blank = "".join(f'<row r="{row}" s="2" customFormat="1" ht="15" customHeight="1"/>' for row in range(16, 1_048_577))
    part = "xl/worksheets/sheet1.xml"
    data = change_part(make_form("plain.xlsx"), part, lambda xml: xml.replace("</sheetData>", blank + "</sheetData>"))
    book = read_form(data, "dài.xlsx")
    filled = fill_form(data, Path("dài.xlsx"), (*WRITES, CellWrite(SHEET, "C1048576", Decimal(5))))
    assert book.sheets[0].last_row == 1_048_576
    assert book.sheets[0].rows == 3000
    assert "rất dài" in book.notes[0]
    before, after = parts(data)[part], parts(filled.data)[part]
    assert after.count(b"<row ") == before.count(b"<row ") + 1  # row 14
    assert after.endswith(before[before.index(b"</sheetData>") :])
    assert b'<row r="1048576" s="2" customFormat="1" ht="15" customHeight="1"><c r="C1048576"' in after


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", ""),
        ('<row r="6"', '<row r="2"'),
        ("<sheetData>", "<sheetData><!-- <row r='6'/> -->"),
        ('encoding="UTF-8"', 'encoding="windows-1258"'),
    ],
)
def test_a_broken_or_odd_sheet_is_refused(
    make_form: Callable[[str], bytes], change_part: Callable[..., bytes], old: str, new: str
) -> None:
    data = change_part(make_form("plain.xlsx"), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(old, new))
    with pytest.raises((WorkbookProblem, FileUnreadable)):
        fill(data, *WRITES)


@pytest.mark.parametrize("missing", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_a_package_with_a_missing_part_is_refused_or_read_without_it(
    make_form: Callable[[str], bytes], missing: str
) -> None:
    memory = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_form("plain.xlsx"))) as old, zipfile.ZipFile(memory, "w") as new:
        for entry in old.infolist():
            if entry.filename != missing:
                new.writestr(entry, old.read(entry))
    if missing == "xl/styles.xml":
        assert read_form(memory.getvalue(), "x.xlsx").sheets
        return
    with pytest.raises(FileUnreadable):
        read_form(memory.getvalue(), "x.xlsx")
