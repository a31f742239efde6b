"""Results of formulas beside filled cells: right where they can be known, gone where not, untouched elsewhere."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from cchc_desktop.documents.report_form import fill_form
from cchc_desktop.documents.report_form.formula import DIV0, Fault, Reference, Scalar, Unknown, evaluate, references
from cchc_desktop.domain.report_form import CellWrite, FilledForm

pytestmark = pytest.mark.filterwarnings("ignore:.*:UserWarning:openpyxl")
SHEET = "Biểu 01"
PART = "xl/worksheets/sheet1.xml"


def with_formulas(xml: str, **formulas: str) -> str:
    """Put formulas with the result 999 into cells of column F."""
    for cell, formula in formulas.items():
        made = f'<c r="{cell}"><f>{formula}</f><v>999</v></c>'
        xml = re.sub(rf'(<row r="{cell[1:]}"(?: [^>]*)?>.*?)(</row>)', rf"\1{made}\2", xml, count=1)
        assert made in xml
    return xml


def results(filled: FilledForm) -> dict[str, object]:
    sheet = openpyxl.load_workbook(io.BytesIO(filled.data), data_only=True)[SHEET]
    return {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row}


@pytest.fixture
def filled(make_form: Callable[[str], bytes], change_part: Callable[..., bytes]) -> Callable[..., dict[str, object]]:
    def make(*writes: CellWrite, **formulas: str) -> dict[str, object]:
        data = change_part(make_form("plain.xlsx"), PART, lambda xml: with_formulas(xml, **formulas))
        return results(fill_form(data, Path("x.xlsx"), writes))

    return make


C6 = CellWrite(SHEET, "C6", Decimal(12))
C7 = CellWrite(SHEET, "C7", Decimal("0.5"))


def test_totals_are_right_wherever_the_file_is_opened(filled: Callable[..., dict[str, object]]) -> None:
    found = filled(C6, C7, CellWrite(SHEET, "C8", "không phát sinh"), CellWrite(SHEET, "D6", Decimal(1000)))
    assert found["C12"] == 12.5
    assert found["D12"] == 1000 + 902 + 903 + 904 + 905 + 906


def test_formulas_on_formulas_and_on_other_kinds(filled: Callable[..., dict[str, object]]) -> None:
    found = filled(
        C6,
        C7,
        F6="C12*2",
        F7="IF(D7=0,0,ROUND(C7/D7*100,2))",
        F8="IFERROR(C6/C8,&quot;&quot;)",
        F9="C6/C8",
        F10="-C6+50%",
        F11="'Biểu 01'!C6&gt;=12",
    )
    assert found["F6"] == 25
    assert found["F7"] == 0.06
    assert found["F8"] in ("", None)
    assert found["F9"] == "#DIV/0!"
    assert found["F10"] == -11.5
    assert found["F11"] is True


def test_what_cannot_be_known_has_no_result_rather_than_an_old_one(filled: Callable[..., dict[str, object]]) -> None:
    found = filled(
        C6, F6="SUMIF(C6:C11,&quot;&gt;1&quot;)", F7="SoLieu+1", F8="OFFSET(C6,1,0)", F9="F6+1", F10="F10+C6"
    )
    assert [found[cell] for cell in ("F6", "F7", "F8", "F9", "F10")] == [None] * 5


def test_formulas_that_our_figures_do_not_go_into_stay(filled: Callable[..., dict[str, object]]) -> None:
    found = filled(C6, F6="D7+D8", F7="1+1", F8="[1]Năm!A1", F9="SUM(C13:C15)")
    assert [found[cell] for cell in ("F6", "F7", "F8", "F9")] == [999] * 4
    assert found["D12"] == 5421


def test_shared_formulas_are_followed_and_arrays_left(make_form: Callable[[str], bytes]) -> None:
    data = make_form("shared_formula.xlsx")
    found = results(fill_form(data, Path("x.xlsx"), [C6, CellWrite(SHEET, "C9", "chưa có số liệu")]))
    assert found["E6"] == pytest.approx(12 / 901)
    assert found["E7"] == 0
    assert found["E9"] is None  # a word divided by a number
    assert found["G6"] == 2


def test_a_note_counts_what_is_left_to_excel(make_form: Callable[[str], bytes]) -> None:
    data = make_form("shared_formula.xlsx")
    notes = fill_form(data, Path("x.xlsx"), [CellWrite(SHEET, "C9", "chưa có số liệu")]).notes
    assert any("1 ô công thức" in note for note in notes)


# ------------------------------------------------------------------ the formulas themselves

VALUES: dict[tuple[int, int], Scalar | Fault] = {(1, 1): 2.0, (2, 1): 3.0, (3, 1): "chữ", (4, 1): None, (5, 1): True}


def look(reference: Reference) -> list[Scalar | Fault]:
    area = reference.area
    return [
        VALUES.get((row, column))
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]


@pytest.mark.parametrize(
    ("formula", "result"),
    [
        ("1+2*3", 7),
        ("(1+2)*3", 9),
        ("8-3-2", 3),
        ("8/4/2", 1),
        ("-2+5", 3),
        ("2*-3", -6),
        ("50%*A1", 1),
        (" SUM( A1:A5 , 10 ) ", 15),
        ("SUM(A1:A2,A1)", 7),
        ("MAX(A1:A5)-MIN(A1:A5)", 1),
        ("AVERAGE(A1:A4)", 2.5),
        ("AVERAGE(B1:B9)", DIV0),
        ("ROUND(2.345,2)", 2.35),
        ("ROUND(-1250,-2)", -1300),
        ("ABS(1-A2)", 2),
        ("IF(A1>A2,1,IF(A1=2,5,6))", 5),
        ('IF(A4="",7,8)', 7),
        ("IF(A4=0,7,8)", 7),
        ("IFERROR(1/A4,-1)", -1),
        ("1/A4+1", DIV0),
        ("$A$1+a!B2", 2),
        ("1=1", True),
    ],
)
def test_known_formulas_give_what_excel_gives(formula: str, result: float | str) -> None:
    assert evaluate(formula, look) == result


@pytest.mark.parametrize(
    "formula",
    ["A3+1", "A1:A2", "A1&A2", "2^3", "VLOOKUP(A1,A1:B9,2)", "Tên", "1+", "(1", "SUM(1", "{1,2}", "A1 A2", "", "#REF!",
     "Bang[Số]", "SUM(A:XFD)", "(" * 500 + "1" + ")" * 500, "IF(1)", 'A1="chữ"', "Sheet1:Sheet3!A1"],
)  # fmt: skip
def test_what_is_not_known_is_not_answered(formula: str) -> None:
    with pytest.raises((Unknown, RecursionError)):
        evaluate(formula, look)


@pytest.mark.parametrize(
    ("formula", "sheets", "roams"),
    [
        ("A1+$B$2", ["", ""], False),
        ("'Biểu ''x'' 1'!A1:B2*LOG10(5)", ["Biểu 'x' 1"], False),
        ("Bảng!A:A+Bảng!3:4", ["Bảng", "Bảng"], False),
        ('IF("A1"="x",TRUE,1E5)', [], False),
        ("SoLieu*2", [], True),
        ("INDIRECT(A1)", [""], True),
        ("Bang[[#This Row],[Số]]", [], True),
    ],
)
def test_what_a_formula_depends_on(formula: str, sheets: list[str], roams: bool) -> None:
    found, more = references(formula)
    assert ([one.sheet for one in found], more) == (sheets, roams)
