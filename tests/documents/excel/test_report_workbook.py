from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cchc_desktop.documents.log_import import read_log
from cchc_desktop.documents.report_workbook import write_report
from cchc_desktop.documents.report_workbook.data import COLUMNS, SCHEMA
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import Report
from cchc_desktop.domain.plan import Task

MADE_ON = date(2025, 3, 17)
SHEETS = ["Bìa", "Chỉ tiêu", "Tiến độ nhiệm vụ", "Nhật ký", "Biểu đồ", "Du_lieu"]


def _book(house: Any, report: Report, data_only: bool = True) -> Any:
    data = write_report(report, house.unit, house.forms, house.signature, MADE_ON)
    return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)


def _texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def _row(sheet: Any, code: str) -> list[Any]:
    return next([cell.value for cell in row] for row in sheet.iter_rows() if row[1].value == code)


def test_the_cover_says_whose_figures_of_which_days_and_who_signs(house: Any, report: Report) -> None:
    texts = _texts(_book(house, report)["Bìa"])
    for expected in (
        "ỦY BAN NHÂN DÂN",
        "XÃ LỆ XÁ",
        "Độc lập - Tự do - Hạnh phúc",
        "Lệ Xá, ngày 17 tháng 3 năm 2025",
        "Kết quả tuyên truyền cải cách hành chính Quý I năm 2025",
        "Từ 15/12/2024 đến hết 14/03/2025",
        "18/03/2025",
        "Quý I năm 2025 (mã kỳ: 2025-Q1)",
        "Ủy ban nhân dân tỉnh Hưng Yên (qua Sở Nội vụ)",
        "TM. ỦY BAN NHÂN DÂN",
        "KT. CHỦ TỊCH",
        "PHÓ CHỦ TỊCH",
        "Nguyễn Văn Bình",
        "9 chỉ tiêu: 7 có số, 1 không phát sinh, 1 chưa có số liệu",
    ):
        assert expected in texts
    assert any("“chưa có số liệu” là chưa ai thống kê" in text for text in texts)


def test_zero_nil_and_unknown_are_three_different_cells(house: Any, report: Report) -> None:
    sheet = _book(house, report)["Chỉ tiêu"]
    typed_zero, nil, unknown = _row(sheet, "TT01"), _row(sheet, "TT12"), _row(sheet, "TT11")
    assert (typed_zero[4], nil[4], unknown[4]) == (0, "không phát sinh", "chưa có số liệu")
    assert typed_zero[10] == "Số nhập tay: theo sổ văn bản đi"
    assert nil[10] == "xe hỏng, chuyển sang quý III"


def test_an_indicator_has_period_cumulative_last_year_target_and_percent(house: Any, report: Report) -> None:
    sheet = _book(house, report)["Chỉ tiêu"]
    figure = next(f for f in report.figures if f.indicator.code == "TT09")
    row = _row(sheet, "TT09")
    assert row[4:8] == [figure.current.value, figure.cumulative.value, figure.previous.value, 4]
    assert row[8] == pytest.approx(float(figure.percent or 0))
    assert "Lũy kế từ 15/12/2024" in _texts(sheet)
    assert _row(sheet, "TT07")[7] == "–"


def test_the_progress_of_a_task_is_said_in_words(house: Any, report: Report) -> None:
    sheet = _book(house, report)["Tiến độ nhiệm vụ"]
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows() if isinstance(row[0].value, int)}
    assert rows[2][5] == 4
    assert sheet.cell(8, 6).number_format == '#,##0 "cuộc"_)'
    assert rows[2][9] == "Vượt chỉ tiêu"
    assert rows[3][9] == "Chưa thực hiện"
    assert rows[3][7] == "–"
    assert rows[4][9] == "Chưa thực hiện"


def test_the_log_has_real_dates_counts_in_words_and_as_numbers(house: Any, report: Report) -> None:
    sheet = _book(house, report)["Nhật ký"]
    heads = [cell.value for cell in sheet[4]]
    for number, activity in enumerate(report.activities, 5):
        row = dict(zip(heads, sheet[number], strict=True))
        assert row["Ngày"].value == datetime.combine(activity.date, datetime.min.time())
        assert row["Ngày"].number_format == "dd/mm/yyyy"
        if activity.form == "hoi_nghi":
            assert row["Số lượng"].value == f"1 cuộc; {activity.counts['luot_nguoi']} lượt người"
            assert row["Số cuộc (cuộc)"].value == 1
            assert row["Lượt người"].value == activity.counts["luot_nguoi"]
            assert row["Nhiệm vụ"].value == 2
        if activity.form == "mang_xa_hoi":
            # Two measures of this form are counted in "lượt": only the name tells them apart.
            assert str(row["Số lượng"].value).endswith(" lượt tiếp cận")


def test_totals_are_formulas_that_carry_their_value(house: Any, report: Report) -> None:
    last = 5 + len(report.activities)
    formula = _book(house, report, data_only=False)["Nhật ký"].cell(last, 9).value
    value = _book(house, report)["Nhật ký"].cell(last, 9).value
    assert formula == f"=SUBTOTAL(109,I5:I{last - 1})"
    assert value == sum(activity.counts.get("so_bai", Decimal(0)) for activity in report.activities)


def test_only_our_own_sums_are_formulas(house: Any) -> None:
    hostile = '=HYPERLINK("http://x","x")'
    activity = Activity(date(2025, 1, 5), "tin_bai", hostile, {"so_bai": Decimal(1)}, people="@x", note="+1")
    task = Task(hostile, product="-1", lead="=1", time_text="=1", group="=nhóm", target=Decimal(1), target_unit='"=1')
    house_unit = replace(house.unit, name="=Lệ Xá", code="=1", superior="=cmd|' /C calc'!A0")
    report = replace(house.report([activity], [task]), plan_title="=plan", by_form=(("=form", 1),))
    data = write_report(report, house_unit, house.forms, replace(house.signature, name="=name"), MADE_ON)
    book = openpyxl.load_workbook(io.BytesIO(data))
    formulas = [c.value for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert formulas
    assert all(str(formula).startswith(("=SUM(", "=SUBTOTAL(109,")) for formula in formulas)
    assert hostile in _texts(book["Nhật ký"])
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]


def test_every_sheet_prints_on_a4_one_page_wide_with_numbers_and_repeated_heads(house: Any, report: Report) -> None:
    book = _book(house, report)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.page_setup.paperSize == 9, sheet.title
        assert "Trang &P/&N" in sheet.oddFooter.center.text, sheet.title
        if sheet.title != "Biểu đồ":
            assert sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.title
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0) or (
                sheet.page_setup.fitToHeight == 0
            )
    assert book["Bìa"].page_setup.orientation == "portrait"
    for title in ("Chỉ tiêu", "Tiến độ nhiệm vụ", "Nhật ký"):
        assert book[title].page_setup.orientation == "landscape"
        assert book[title].print_title_rows == "$4:$4"
        assert book[title].freeze_panes is not None
    assert book["Nhật ký"].print_area == "'Nhật ký'!$A$1:$H$65"


def test_charts_are_native_and_hold_their_values(house: Any, report: Report) -> None:
    data = write_report(report, house.unit, house.forms, house.signature, MADE_ON)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        charts = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    assert "<c:v>12/2024</c:v>" in charts[0]
    assert "Hội nghị tuyên truyền, triển khai" in charts[1]


def test_the_machine_sheet_gives_back_every_figure_with_its_state(house: Any, report: Report) -> None:
    book = _book(house, report)
    sheet = book["Du_lieu"]
    assert (sheet["A1"].value, sheet["B1"].value) == ("schema", SCHEMA)
    assert book.defined_names["CCHC_SCHEMA"].attr_text == "Du_lieu!$B$1"
    reference = book.defined_names["CCHC_DU_LIEU"].attr_text.partition("!")[2].replace("$", "")
    rows = [[cell.value for cell in row] for row in sheet[reference]]
    assert rows[0] == [name for name, _ in COLUMNS]
    assert len(rows) == 1 + len(report.figures)
    by_code = {figure.indicator.code: figure for figure in report.figures}
    for values in rows[1:]:
        line = dict(zip(rows[0], values, strict=True))
        figure = by_code[line["indicator_code"]]
        assert line["unit_code"] == "12345"
        assert line["period_code"] == "2025-Q1"
        for name, amount in (("", figure.current), ("cumulative_", figure.cumulative), ("previous_", figure.previous)):
            assert line[f"{name}state"] == amount.state.value
            expected = None if amount.value is None else pytest.approx(float(amount.value), abs=1e-6)
            assert line[f"{name}value"] == expected
        assert line["activities"] == figure.activities


def test_properties_tell_another_program_what_the_file_is(house: Any, report: Report) -> None:
    book = _book(house, report)
    assert book.properties.creator == "Ủy ban nhân dân xã Lệ Xá"
    custom = {prop.name: prop.value for prop in book.custom_doc_props}
    assert custom == {"cchc_schema": SCHEMA, "cchc_period_code": "2025-Q1", "cchc_unit_code": "12345"}


def test_a_period_without_anything_still_makes_a_whole_workbook(house: Any) -> None:
    report = house.report([], [])
    book = _book(house, replace(report, figures=(), by_form=()))
    assert book.sheetnames == SHEETS
    assert "Chưa ghi hoạt động nào trong kỳ." in _texts(book["Nhật ký"])
    assert "Chưa có kế hoạch năm hoặc kế hoạch chưa có bảng nhiệm vụ." in _texts(book["Tiến độ nhiệm vụ"])


def test_an_activity_of_a_form_that_is_gone_keeps_its_code_and_counts(house: Any) -> None:
    activity = Activity(date(2025, 1, 5), "da_xoa", "x", {"gi_do": Decimal(3)})
    sheet = _book(house, house.report([activity]))["Nhật ký"]
    assert sheet["C5"].value == "da_xoa"
    assert sheet["E5"].value == "3 gi_do"


def test_a_note_too_long_for_a_row_is_cut_with_a_mark_and_whole_beside_it(house: Any, tmp_path: Path) -> None:
    note = "Phối hợp với các thôn, có danh sách kèm theo. " * 60
    activity = Activity(date(2025, 1, 5), "tin_bai", "x", {"so_bai": Decimal(1)}, note=note.strip())
    report = house.report([activity, replace(activity, note="ngắn", title="y")])
    sheet = _book(house, report)["Nhật ký"]
    assert str(sheet["H5"].value).endswith(" … (xem cột “Ghi chú đầy đủ” trong tệp)")
    assert sheet.row_dimensions[5].height <= 409
    assert (sheet["J4"].value, sheet["J5"].value, sheet["H6"].value) == ("Ghi chú đầy đủ", note.strip(), "ngắn")
    path = tmp_path / "bao_cao.xlsx"
    path.write_bytes(write_report(report, house.unit, house.forms, house.signature, MADE_ON))
    preview = read_log(path, house.forms, house.tasks, date(2025, 3, 20))
    assert [row.activity.note for row in preview.accepted] == [note.strip(), "ngắn"]


def test_the_same_report_gives_the_same_bytes(house: Any, report: Report) -> None:
    first, second, third = (write_report(report, house.unit, house.forms, house.signature, MADE_ON) for _ in range(3))
    assert first == second == third
