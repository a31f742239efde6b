"""The superior's form on the screen, with real clicks: map by clicking, fill, share, next year's form."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.report_form import Absent, FigureColumn
from cchc_desktop.errors import FileInUse, FormProblem
from cchc_desktop.services.report_forms import ReportFormService
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_form_page import ReportFormPage

SHEET = "Biểu 01"
LABELS = (
    "Tin, bài trên báo, đài, bản tin",
    "Tổng số hoạt động tuyên truyền trong kỳ",
    "Hội nghị tuyên truyền, sơ kết, tổng kết (cuộc)",
    "Tờ rơi, tờ gấp đã phát hành",
)


def make(path: Path, labels: tuple[str, ...] = LABELS, tags: dict[str, str] | None = None) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format(
            {
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#DDEBF7",
            }
        )
        title = book.add_format({"bold": True, "align": "center", "font_size": 14})
        boxed = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter"})
        yellow = book.add_format({"border": 1, "bg_color": "#FFF2CC", "num_format": "#,##0"})
        sheet.merge_range("A1:F1", "BIỂU TỔNG HỢP KẾT QUẢ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH", title)
        sheet.merge_range("A3:A4", "TT", head)
        sheet.merge_range("B3:B4", "Nội dung", head)
        sheet.merge_range("C3:E3", "Kết quả thực hiện", head)
        sheet.write_row("C4", ["Kỳ này", "Lũy kế từ đầu năm", "Cùng kỳ"], head)
        sheet.merge_range("F3:F4", "Ghi chú", head)
        sheet.set_column("A:A", 5)
        sheet.set_column("B:B", 50)
        sheet.set_column("C:F", 14)
        for row, label in enumerate(labels, 4):
            sheet.set_row(row, 24)
            sheet.write_row(row, 0, [row - 3, label], boxed)
            for column in (2, 3, 4):
                sheet.write_blank(row, column, None, yellow)
            sheet.write_blank(row, 5, None, boxed)
        last = len(labels) + 4
        sheet.write_string(last, 1, "Cộng", head)
        sheet.write_formula(last, 2, f"=SUM(C5:C{last})", head, 0)
        for cell, text in (tags or {}).items():
            sheet.write_string(cell, text, yellow)
        book.add_worksheet("Hướng dẫn").write_string("A1", "Điền các ô vàng")
    return path


@pytest.fixture
def page(unit: Context, qtbot: Any, settle: Callable[[Context], None]) -> ReportFormPage:
    shown = ReportFormPage(unit)
    qtbot.addWidget(shown)
    shown.resize(1180, 660)
    shown.show()
    for code, value in (("TT07", "1250"), ("TT05", "3")):
        unit.services.reports.state(Statement("2026-Q1", code, FigureState.COUNTED, Decimal(value), "theo sổ"))
    unit.services.reports.state(Statement("2026-Q1", "TT18", FigureState.NIL))
    shown.show_period(unit.services.reports.period("2026-Q1"))
    settle(unit)
    return shown


@pytest.fixture
def opened(
    page: ReportFormPage, tmp_path: Path, fake_ask: Any, qtbot: Any, settle: Callable[[Context], None]
) -> ReportFormPage:
    fake_ask.queue("open_file", make(tmp_path / "Biểu Sở.xlsx"))
    qtbot.mouseClick(page.tools.open_button, Qt.MouseButton.LeftButton)
    settle(page.context)
    return page


def click(page: ReportFormPage, qtbot: Any, row: int, column: int) -> None:
    view = page.grid.view
    place = view.visualRect(page.grid.model.index(row - 1, column - 1)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QApplication.processEvents()


def choose(page: ReportFormPage, qtbot: Any, type_text: Callable[..., None], words: str) -> None:
    line = page.panel.indicator.lineEdit()
    assert line is not None
    line.setFocus()
    line.selectAll()
    type_text(line, words)
    qtbot.keyClick(line, Qt.Key.Key_Return)
    QApplication.processEvents()
    QApplication.processEvents()


def cells(page: ReportFormPage) -> dict[str, str]:
    return {row.cell.cell: row.cell.code for row in page.panel.model.rows}


def test_a_cell_is_clicked_an_indicator_typed_and_today_s_figure_stands_in_it(
    opened: ReportFormPage, qtbot: Any, type_text: Callable[..., None], photograph: Callable[..., Path]
) -> None:
    click(opened, qtbot, 5, 3)
    assert opened.panel.heading.text() == "Ô C5"
    assert "Tin, bài trên báo, đài, bản tin — Kết quả thực hiện › Kỳ này" in opened.panel.words.text()
    choose(opened, qtbot, type_text, "TT07")
    assert cells(opened) == {"C5": "TT07"}
    assert opened.grid.model.index(4, 2).data() == "1.250"
    click(opened, qtbot, 5, 4)
    assert opened.panel.column.currentText() == "Lũy kế từ đầu năm"  # the heading above says so
    choose(opened, qtbot, type_text, "tt07")
    click(opened, qtbot, 7, 3)
    choose(opened, qtbot, type_text, "TT18")
    box = opened.panel.column
    box.setCurrentIndex(box.findData(FigureColumn.PREVIOUS))
    box.activated.emit(box.currentIndex())
    assert opened.grid.model.index(6, 2).data() == "(để trống)"
    box.setCurrentIndex(box.findData(FigureColumn.CURRENT))
    box.activated.emit(box.currentIndex())
    assert opened.grid.model.index(6, 2).data() == "0"
    kept = opened.context.services.report_forms.all()[0]
    assert kept.name == "Biểu Sở"
    assert {(cell.cell, cell.column) for cell in kept.cells} == {
        ("C5", FigureColumn.CURRENT),
        ("D5", FigureColumn.CUMULATIVE),
        ("C7", FigureColumn.CURRENT),
    }
    photograph(opened, "report-form", 0)


def test_cells_that_must_not_be_filled_say_why(opened: ReportFormPage, qtbot: Any) -> None:
    click(opened, qtbot, 9, 3)
    assert "công thức" in opened.panel.value.text()
    assert not opened.panel.indicator.isVisible()
    click(opened, qtbot, 3, 3)
    assert opened.panel.heading.text() == "Ô C3"  # the merged heading answers with its first cell
    opened.grid.view.setCurrentIndex(opened.grid.model.index(2, 3))
    assert opened.grid.cell() == "C3"


def test_a_mapping_is_taken_away_and_renamed(
    opened: ReportFormPage, qtbot: Any, type_text: Callable[..., None]
) -> None:
    for row, code in ((5, "TT07"), (6, "TT05")):
        click(opened, qtbot, row, 3)
        choose(opened, qtbot, type_text, code)
    qtbot.mouseClick(opened.panel.remove_button, Qt.MouseButton.LeftButton)
    assert cells(opened) == {"C5": "TT07"}
    opened.panel.tabs.setCurrentIndex(1)
    opened.panel.name.setFocus()
    opened.panel.name.selectAll()
    type_text(opened.panel.name, "Biểu quý của Sở Nội vụ")
    qtbot.keyClick(opened.panel.name, Qt.Key.Key_Return)
    box = opened.panel.nil
    box.setCurrentIndex(box.findData(Absent.WORDS))
    box.activated.emit(box.currentIndex())
    kept = opened.context.services.report_forms.all()[0]
    assert (kept.name, kept.nil) == ("Biểu quý của Sở Nội vụ", Absent.WORDS)
    assert opened.tools.saved_box.currentText() == "Biểu quý của Sở Nội vụ"


def test_the_form_is_filled_and_a_file_open_in_excel_is_asked_about(
    opened: ReportFormPage,
    qtbot: Any,
    type_text: Callable[..., None],
    tmp_path: Path,
    fake_ask: Any,
    settle: Callable[[Context], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    click(opened, qtbot, 5, 3)
    choose(opened, qtbot, type_text, "TT07")
    first = tmp_path / "ra.xlsx"
    real, held = ReportFormService.fill_to, [True]

    def busy_once(self: ReportFormService, *given: Any) -> Any:
        if held.pop() if held else False:
            raise FileInUse(first)
        return real(self, *given)

    monkeypatch.setattr(ReportFormService, "fill_to", busy_once)
    fake_ask.queue("save_file", first)
    fake_ask.queue("retry_or_rename", "rename")
    fake_ask.queue("save_file", tmp_path / "ra (2).xlsx")
    qtbot.mouseClick(opened.tools.fill_button, Qt.MouseButton.LeftButton)
    settle(opened.context)
    assert not first.exists()
    sheet = openpyxl.load_workbook(tmp_path / "ra (2).xlsx")[SHEET]
    assert (sheet["C5"].value, sheet["C9"].value) == (1250, "=SUM(C5:C8)")
    assert "Đã điền 1 ô vào tệp ra (2).xlsx" in opened.bar.text
    qtbot.mouseClick(opened.bar.button("Mở tệp"), Qt.MouseButton.LeftButton)
    assert fake_ask.opened == [tmp_path / "ra (2).xlsx"]


def test_tags_in_the_form_are_taken_and_unknown_ones_named(
    page: ReportFormPage,
    tmp_path: Path,
    fake_ask: Any,
    qtbot: Any,
    settle: Callable[[Context], None],
    photograph: Callable[..., Path],
) -> None:
    tags = {"C5": "{{TT07}}", "C6": "{{TT5x}}", "F5": "{{ky}}"}
    fake_ask.queue("open_file", make(tmp_path / "mẫu.xlsx", tags=tags))
    qtbot.mouseClick(page._empty.button, Qt.MouseButton.LeftButton)
    settle(page.context)
    assert cells(page) == {"C5": "TT07", "F5": "ky"}
    assert "Đã nhận 2 ô" in page.bar.text
    assert "TT05 (Tổng số hoạt động" in page.bar.text
    photograph(page, "report-form-tags", 0)
    fake_ask.queue("save_file", tmp_path / "ra.xlsx")
    fake_ask.expected_errors.append(FormProblem)
    qtbot.mouseClick(page.tools.fill_button, Qt.MouseButton.LeftButton)
    settle(page.context)
    assert not (tmp_path / "ra.xlsx").exists()


def test_a_mapping_is_shared_binned_restored_and_taken_in(
    opened: ReportFormPage,
    qtbot: Any,
    type_text: Callable[..., None],
    tmp_path: Path,
    fake_ask: Any,
    settle: Callable[[Context], None],
) -> None:
    click(opened, qtbot, 5, 3)
    choose(opened, qtbot, type_text, "TT07")
    fake_ask.queue("save_file", tmp_path / "ghép")
    opened.tools.share_action.trigger()
    shared = tmp_path / "ghép.cchc-bieu.json"
    assert b"cchc-form-mapping" in shared.read_bytes()
    opened.tools.bin_action.trigger()
    assert opened.context.services.report_forms.all() == ()
    qtbot.mouseClick(opened.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    settle(opened.context)
    assert cells(opened) == {"C5": "TT07"}
    fake_ask.queue("open_file", shared)
    opened.tools.take_action.trigger()
    assert [one.name for one in opened.context.services.report_forms.all()] == ["Biểu Sở", "Biểu Sở (2)"]


def test_next_year_s_form_is_examined_accepted_row_by_row_and_tried(
    opened: ReportFormPage,
    qtbot: Any,
    type_text: Callable[..., None],
    tmp_path: Path,
    fake_ask: Any,
    settle: Callable[[Context], None],
    photograph: Callable[..., Path],
) -> None:
    for row, code in ((5, "TT07"), (6, "TT05"), (8, "TT29")):
        click(opened, qtbot, row, 3)
        choose(opened, qtbot, type_text, code)
    new = make(tmp_path / "Biểu 2027.xlsx", ("Chuyên mục chuyển đổi số", *LABELS[:3], "Tờ rơi và tờ gấp phát hành"))
    fake_ask.queue("open_file", new)
    qtbot.mouseClick(opened.tools.doctor_button, Qt.MouseButton.LeftButton)
    settle(opened.context)
    doctor = opened.doctor
    assert doctor.isVisible()
    assert "Chuyên mục chuyển đổi số" in doctor.heading.text()
    rows = {row.proposal.old.cell: row for row in doctor.model.rows}
    assert [rows[cell].proposal.new.cell for cell in ("C5", "C6", "C8")] == ["C6", "C7", "C9"]
    assert [rows[cell].taken for cell in ("C5", "C6", "C8")] == [True, True, False]
    photograph(opened, "report-form-doctor", 0)
    doctor.table.select_number(2)
    qtbot.mouseClick(doctor.toggle_button, Qt.MouseButton.LeftButton)
    assert all(row.taken for row in doctor.model.rows)
    doctor.table.select_number(1)
    doctor.table.setFocus()
    qtbot.keyClick(doctor.table, Qt.Key.Key_Space)
    assert [row.taken for row in doctor.model.rows] == [True, False, True]
    fake_ask.queue("save_file", tmp_path / "thử.xlsx")
    qtbot.mouseClick(doctor.trial_button, Qt.MouseButton.LeftButton)
    settle(opened.context)
    assert (tmp_path / "thử.xlsx").exists()
    qtbot.mouseClick(doctor.take_button, Qt.MouseButton.LeftButton)
    assert cells(opened) == {"C6": "TT07", "C9": "TT29"}
    kept = {one.name: one for one in opened.context.services.report_forms.all()}
    assert set(kept) == {"Biểu Sở", "Biểu Sở – Biểu 2027"}
    assert len(kept["Biểu Sở"].cells) == 3


def test_escape_and_empty_page(page: ReportFormPage, photograph: Callable[..., Path]) -> None:
    assert not page.tools.fill_button.isEnabled()
    assert not page.escape()
    photograph(page, "report-form-empty", 0)


def test_a_kept_mapping_opens_by_itself_next_time(
    opened: ReportFormPage,
    qtbot: Any,
    type_text: Callable[..., None],
    settle: Callable[[Context], None],
    fake_ask: Any,
) -> None:
    click(opened, qtbot, 5, 3)
    choose(opened, qtbot, type_text, "TT07")
    again = ReportFormPage(opened.context)
    qtbot.addWidget(again)
    again.show()
    again.show_period(opened.context.services.reports.period("2026-Q1"))
    settle(opened.context)
    assert cells(again) == {"C5": "TT07"}
    assert again.grid.model.index(4, 2).data() == "1.250"


def test_the_report_opens_its_forms_and_escape_leads_back(
    unit: Context,
    qtbot: Any,
    tmp_path: Path,
    fake_ask: Any,
    settle: Callable[[Context], None],
    photograph: Callable[..., Path],
) -> None:
    from cchc_desktop.ui.screens.report_place import ReportPlace

    place = ReportPlace(unit)
    qtbot.addWidget(place)
    place.resize(1180, 660)
    place.show()
    unit.bus.changed.connect(lambda change: place.refresh() if change.topic in place.topics else None)
    place.accept("2026-Q1")
    settle(unit)
    assert place.corner is not None
    place.tools.show()
    qtbot.mouseClick(place.tools.form_button, Qt.MouseButton.LeftButton)
    settle(unit)
    assert place.forms.isVisible()
    assert not place.tools.export_button.isVisible()
    fake_ask.queue("open_file", make(tmp_path / "b.xlsx", tags={"C5": "{{TT07}}"}))
    qtbot.mouseClick(place.forms._empty.button, Qt.MouseButton.LeftButton)
    settle(unit)
    assert place.forms.isVisible()  # keeping the mapping reloads the report, not the page
    assert cells(place.forms) == {"C5": "TT07"}
    while place.forms.isVisible():
        assert place.escape()
    assert place.tools.export_button.isVisible()
