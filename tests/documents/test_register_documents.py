"""Lists and the estimate on paper: nothing a person typed breaks the file or becomes something else."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cchc_desktop.documents.budget_table import WIDTHS, budget_appendix
from cchc_desktop.documents.budget_workbook import write_budget
from cchc_desktop.documents.list_workbook import write_list
from cchc_desktop.domain.budget import BudgetLine, BudgetRow
from cchc_desktop.domain.listing import ListColumn, ListTable
from cchc_desktop.domain.text import clean

NASTY = ("=1+1", "Cty A & B <abc> C", "#N/A", "-5", "0012", "_x0041_", "a\x00b\ufffe", "Ắ Ễ Ự", "<r><t>x</t></r>")


def table(rows: list[tuple[object, ...]], widths: tuple[float, ...] = (6, 40, 12)) -> ListTable:
    columns = tuple(ListColumn(f"Cột {number}", width) for number, width in enumerate(widths))
    return ListTable("SỔ", "(Tính đến ngày 12/03/2026)", columns, tuple(rows))  # type: ignore[arg-type]


@pytest.mark.parametrize("text", NASTY)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_list(table([(1, text, None)])))).worksheets[0]
    cell = sheet["B5"]
    assert (cell.data_type, clean(str(cell.value).replace("_x005F_", "_"))) == ("s", clean(text))


def test_days_and_numbers_are_values() -> None:
    rows = [(1, date(2026, 3, 2), 1_500_000), (2, "x", Decimal("2.5"))]
    sheet = openpyxl.load_workbook(io.BytesIO(write_list(table(rows)))).worksheets[0]
    assert sheet["B5"].value.date() == date(2026, 3, 2)
    assert sheet["B5"].number_format == "dd/mm/yyyy"
    assert (sheet["C5"].value, sheet["C6"].value) == (1_500_000, 2.5)
    assert sheet["C6"].number_format.startswith("#,##0.0")
    assert sheet.print_title_rows == "$4:$4"


@pytest.mark.parametrize(
    ("widths", "paper", "turned"),
    [((6, 40, 12), 9, "portrait"), ((6, 90, 40), 9, "landscape"), ((6, 99, 99), 8, "landscape")],
)
def test_wide_lists_lie_across_and_very_wide_ones_on_a3(widths: tuple[float, ...], paper: int, turned: str) -> None:
    setup = openpyxl.load_workbook(io.BytesIO(write_list(table([(1, "a", "b")], widths)))).worksheets[0].page_setup
    assert (setup.paperSize, setup.orientation) == (paper, turned)


@pytest.mark.parametrize("text", NASTY)
def test_the_appendix_holds_every_text(text: str) -> None:
    line = BudgetLine(2026, text, "cái", Decimal(2), 10, source=text, note=text)
    document = docx.Document(io.BytesIO(budget_appendix(2026, [line, line], "Ủy ban nhân dân xã A & B")))
    (made,) = document.tables
    for row in made.rows[1:3]:
        assert [row.cells[column].text for column in (1, 6, 7)] == [clean(text)] * 3
    assert "xã A & B" in document.paragraphs[2].text
    assert [round(column.width.mm) for column in made.columns] == list(WIDTHS)


def test_the_head_is_repeated_and_rows_stay_whole() -> None:
    lines = [BudgetLine(2026, f"Nội dung {number}", price=1) for number in range(60)]
    document = docx.Document(io.BytesIO(budget_appendix(2026, lines, "")))
    rows = document.tables[0].rows
    assert "w:tblHeader" in rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in rows)
    assert document.paragraphs[-1].text == "Bằng chữ: Sáu mươi đồng./."
    assert document.sections[0].different_first_page_header_footer


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**8), st.integers(0, 10**8)), max_size=5))
def test_values_beside_the_formulas_are_the_right_ones(made: list[tuple[int, int, int]]) -> None:
    rows = [
        BudgetRow(BudgetLine(2026, "x", quantity=Decimal(quantity) / 1000, price=price), spent)
        for quantity, price, spent in made
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(write_budget(2026, rows, "A", "")), data_only=True).worksheets[0]
    for at, row in enumerate(rows, 6):
        assert (sheet.cell(at, 6).value, sheet.cell(at, 11).value) == (row.line.amount, row.left)
    total = sheet.cell(6 + len(rows), 6).value
    assert total == sum(row.line.amount for row in rows)
