"""The report with real clicks and keys, through real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from cchc_desktop import files
from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.plan import Task
from cchc_desktop.errors import FileInUse
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.report_figures import Group
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_place import ReportPlace

LEFT = Qt.MouseButton.LeftButton
BROADCASTS = "TT15"  # the sum of the measure luot_phat over the form phat_thanh
FOLLOWERS = "TT12"  # typed by hand
SHARE = "TT04"  # a ratio


class Report:
    """The place in the real frame, and what a person does with it."""

    def __init__(self, qtbot, context: Context, settle: Callable[[Context], None]) -> None:
        self.qtbot, self.context, self._settle = qtbot, context, settle
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.place = ReportPlace(context, self.window)
        self.wishes: list[tuple[str, object]] = []
        self.place.wanted.connect(lambda key, request: self.wishes.append((key, request)))
        context.bus.changed.connect(self.place.refresh)
        self.window.show_page(self.place, self.place.title, self.place.corner)
        self.window.resize(1366, 728)
        self.window.show()
        self.place.refresh()
        self.settle()

    def settle(self) -> None:
        self._settle(self.context)

    def cell(self, code: str, key: str) -> str:
        model = self.place.figures.model
        column = next(number for number, column in enumerate(model.columns) if column.key == key)
        return model.index(self.row(code), column).data()

    def row(self, code: str) -> int:
        rows = self.place.figures.model.rows
        return next(n for n, row in enumerate(rows) if not isinstance(row, Group) and row.indicator.code == code)

    def pick(self, code: str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        table = self.place.figures.table
        index = table.model().index(self.row(code), 1)
        table.scrollTo(index)
        self.qtbot.mouseClick(table.viewport(), LEFT, modifier, table.visualRect(index).center())

    def press(self, name: str) -> None:
        (button,) = [found for found in self.window.findChildren(QPushButton, name) if found.isVisible()]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def type_number(self, number: str, reason: str = "") -> None:
        panel = self.place.figures.panel
        self.press("report_type")
        self.qtbot.keyClicks(panel.value_edit, number)
        self.qtbot.keyClicks(panel.reason_edit, reason)
        self.qtbot.keyClick(panel.reason_edit, Qt.Key.Key_Return)
        self.settle()

    def state(self, code: str) -> Statement | None:
        report = self.context.services.reports.report("2026-Q1")
        return next(figure.statement for figure in report.figures if figure.indicator.code == code)


@pytest.fixture
def log(unit: Context) -> Callable[..., Activity]:
    """Write an entry of the loudspeakers into the log."""

    def write(day: date, broadcasts: str | None, task_id: str = "", title: str = "Phát thanh CCHC") -> Activity:
        counts = {} if broadcasts is None else {"luot_phat": Decimal(broadcasts)}
        return unit.services.activities.save(Activity(day, "phat_thanh", title, counts, task_id)).activity

    return write


@pytest.fixture
def report(qtbot, unit, settle) -> Callable[[], Report]:
    """Open the place."""
    return lambda: Report(qtbot, unit, settle)


def test_figures_of_a_made_log(report, log) -> None:
    log(date(2025, 12, 14), "100")  # the day before the report year
    log(date(2025, 12, 15), "1200")
    log(date(2026, 3, 10), "34")
    log(date(2025, 1, 5), "7")  # the same period a year ago
    shown = report()
    assert shown.place.period_box.currentText() == "Quý I năm 2026"
    assert "còn 5 ngày" in shown.place.dates.text()
    assert [shown.cell(BROADCASTS, key) for key in ("current", "cumulative", "previous", "target")] == [
        "1.234",
        "1.234",
        "7",
        "–",
    ]
    header = shown.place.figures.model.headerData(4, Qt.Orientation.Horizontal)
    assert header == "Lũy kế từ\n15/12/2025"


def test_the_three_ways_of_having_no_number_are_told_apart(report, log, unit) -> None:
    log(date(2026, 1, 5), "0")
    unit.services.reports.state(Statement("2026-Q1", "TT01", FigureState.NIL))
    shown = report()
    assert shown.cell(BROADCASTS, "current") == "0"
    assert shown.cell("TT01", "current") == "không phát sinh"
    assert shown.cell(FOLLOWERS, "current") == "chưa có số liệu"


def test_a_number_is_typed_changed_and_withdrawn(report) -> None:
    shown = report()
    panel = shown.place.figures.panel
    assert panel.isHidden()
    shown.pick(FOLLOWERS)
    assert panel.isVisible()
    assert "Nhập tay" in panel.source.text()
    shown.type_number("1.250", "theo trang fanpage")
    assert shown.cell(FOLLOWERS, "current") == "1.250"
    assert shown.state(FOLLOWERS) == Statement(
        "2026-Q1", FOLLOWERS, FigureState.COUNTED, Decimal(1250), "theo trang fanpage"
    )
    assert panel.value.text() == "1.250 người"
    assert "theo trang fanpage" in panel.remark.text()
    shown.press("report_withdraw")
    assert shown.cell(FOLLOWERS, "current") == "chưa có số liệu"
    shown.qtbot.mouseClick(shown.place.bar.button("Hoàn tác"), LEFT)
    shown.settle()
    assert shown.cell(FOLLOWERS, "current") == "1.250"
    assert shown.state(FOLLOWERS).reason == "theo trang fanpage"


def test_a_typed_number_takes_the_place_of_the_log_and_says_so(report, log) -> None:
    log(date(2026, 1, 5), "5")
    shown = report()
    shown.pick(BROADCASTS)
    assert not shown.place.figures.panel.nil_button.isVisible(), "the log knows better"
    shown.type_number("9")
    assert shown.cell(BROADCASTS, "current") == "9"
    assert shown.cell(BROADCASTS, "name").endswith("(số nhập tay)")
    assert "thay cho số từ nhật ký" in shown.place.figures.panel.remark.text()


@pytest.mark.parametrize("wrong", ["1,5", "1.5", "abc", "-3", "1000000000000", ""])
def test_what_is_no_number_of_people_is_refused_where_it_stands(report, wrong) -> None:
    shown = report()
    shown.pick(FOLLOWERS)
    shown.type_number(wrong)
    panel = shown.place.figures.panel
    assert panel.is_editing()
    assert panel.value_field.problem
    assert shown.state(FOLLOWERS) is None
    shown.qtbot.keyClick(shown.window, Qt.Key.Key_Escape)
    assert shown.place.escape()
    assert not panel.is_editing()


def test_what_was_typed_is_kept_when_another_line_is_chosen(report) -> None:
    shown = report()
    shown.pick(FOLLOWERS)
    shown.press("report_type")
    shown.qtbot.keyClicks(shown.place.figures.panel.value_edit, "80")
    shown.pick("TT09")
    shown.settle()
    assert shown.state(FOLLOWERS).value == 80
    assert shown.place.figures.panel.codes == ["TT09"]


def test_an_unreadable_number_keeps_the_person_at_its_line_and_period(report) -> None:
    shown = report()
    shown.pick(FOLLOWERS)
    shown.press("report_type")
    shown.qtbot.keyClicks(shown.place.figures.panel.value_edit, "tam muoi")
    shown.pick("TT09")
    shown.settle()
    assert [figure.indicator.code for figure in shown.place.figures.table.chosen()] == [FOLLOWERS]
    shown.place.period_box.setFocus()
    shown.qtbot.keyClick(shown.place.period_box, Qt.Key.Key_Down)
    shown.settle()
    assert shown.place.period_box.currentText() == "Quý I năm 2026"
    assert not shown.place.leave()
    assert shown.place.figures.panel.value_edit.text() == "tam muoi"


def test_nothing_happened_is_said_of_several_at_once_and_undone(report, log) -> None:
    log(date(2026, 1, 5), "5")
    shown = report()
    shown.pick("TT01")
    shown.pick("TT04", Qt.KeyboardModifier.ShiftModifier)  # TT04 is a ratio: nothing can be said of it
    shown.pick(BROADCASTS, Qt.KeyboardModifier.ControlModifier)  # the log has it
    panel = shown.place.figures.panel
    assert panel.heading.text() == "Đang chọn 5 chỉ tiêu"
    shown.press("report_nil")
    assert [shown.cell(code, "current") for code in ("TT01", "TT02", "TT03", "TT04", BROADCASTS)] == [
        "không phát sinh",
        "không phát sinh",
        "không phát sinh",
        "chưa có số liệu",
        "5",
    ]
    assert "3 chỉ tiêu" in shown.place.bar.text
    shown.qtbot.mouseClick(shown.place.bar.button("Hoàn tác"), LEFT)
    shown.settle()
    assert shown.cell("TT02", "current") == "chưa có số liệu"


def test_enter_types_a_number_but_never_a_ratio(report) -> None:
    shown = report()
    table, panel = shown.place.figures.table, shown.place.figures.panel
    shown.pick(SHARE)
    shown.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert not panel.is_editing()
    assert not panel.type_button.isVisible()
    assert "chia cho" in panel.source.text()
    shown.pick(FOLLOWERS)
    shown.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert panel.is_editing()


def test_the_activities_behind_a_figure_open_in_the_log(report, log) -> None:
    log(date(2026, 1, 5), "5")
    later = log(date(2026, 2, 6), "6", title="Phát thanh về VNeID")
    log(date(2025, 6, 1), "9")  # another period
    shown = report()
    shown.pick(BROADCASTS)
    table = shown.place.figures.panel.table
    rows = [[table.model().index(row, column).data() for column in range(3)] for row in range(2)]
    assert rows == [["06/02/2026", "Phát thanh về VNeID", "6"], ["05/01/2026", "Phát thanh CCHC", "5"]]
    table.setFocus()
    table.select_number(0)
    shown.qtbot.keyClick(table, Qt.Key.Key_Return)
    assert shown.wishes == [("activity", later.id)]


def test_an_entry_without_the_number_is_pointed_out(report, log) -> None:
    log(date(2026, 1, 5), None)
    shown = report()
    shown.pick(BROADCASTS)
    assert shown.cell(BROADCASTS, "current") == "chưa có số liệu"
    assert shown.place.figures.panel.remark.text() == "Nhật ký có 1 hoạt động nhưng chưa ghi số lượng này."


def test_missing_figures_are_counted_and_filtered(report, log) -> None:
    log(date(2026, 1, 5), "5")
    shown = report()
    figures = shown.place.figures
    missing = figures.model.missing
    whole = len(figures.model.figures)
    assert 0 < missing < whole
    assert figures.missing.text() == f"{missing} chỉ tiêu chưa có số liệu"
    shown.press("report_missing")
    assert len(figures.model.figures) == missing
    assert BROADCASTS not in {figure.indicator.code for figure in figures.model.figures}
    assert figures.missing.text() == "Hiện tất cả chỉ tiêu"
    shown.press("report_missing")
    assert len(figures.model.figures) == whole


def test_what_is_missing_is_filled_in_one_after_the_other(report) -> None:
    shown = report()
    shown.press("report_missing")
    missing = shown.place.figures.model.missing
    shown.pick("TT01")
    shown.press("report_nil")
    assert shown.place.figures.panel.codes == ["TT02"]
    shown.type_number("14")
    assert shown.place.figures.panel.codes == ["TT03"]
    assert shown.place.figures.model.missing == missing - 2


def test_search_without_accents_and_its_empty_end(report) -> None:
    shown = report()
    figures = shown.place.figures
    shown.place.find()
    shown.qtbot.keyClicks(figures.search, "truyen thanh LUOT phat")
    shown.qtbot.keyClick(figures.search, Qt.Key.Key_Return)
    assert [figure.indicator.code for figure in figures.model.figures] == [BROADCASTS]
    shown.qtbot.keyClicks(figures.search, " khongco")
    shown.qtbot.waitUntil(lambda: not figures.model.figures)
    shown.press("empty_state_button")
    assert len(figures.model.figures) > 40


def test_sorting_drops_the_groups_and_keeps_the_line_chosen(report, log) -> None:
    log(date(2026, 1, 5), "5")
    shown = report()
    figures = shown.place.figures
    assert any(isinstance(row, Group) for row in figures.model.rows)
    shown.pick(BROADCASTS)
    figures.table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert not any(isinstance(row, Group) for row in figures.model.rows)
    assert [figure.indicator.code for figure in figures.table.chosen()] == [BROADCASTS]
    numbers = [figure.current.value for figure in figures.model.figures]
    known = [number for number in numbers if number is not None]
    assert known == sorted(known, reverse=True)
    assert numbers[: len(known)] == known, "figures without a number stand last"
    figures.table.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert isinstance(figures.model.rows[0], Group)


def test_copied_rows_have_all_columns_although_some_stepped_back(report, log) -> None:
    log(date(2026, 1, 5), "1234")
    shown = report()
    shown.window.resize(950, 600)
    shown.pick(BROADCASTS)
    table = shown.place.figures.table
    shown.qtbot.waitUntil(lambda: table.isColumnHidden(5))
    shown.qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QGuiApplication.clipboard().text().split("\t")
    assert len(cells) == 8
    assert cells[0] == BROADCASTS
    assert cells[3] == "1.234"
    shown.place.escape()
    shown.window.resize(1700, 800)
    shown.qtbot.waitUntil(lambda: not table.isColumnHidden(5))


def test_the_workbook_is_written_and_offered(report, log, fake_ask, tmp_path: Path) -> None:
    log(date(2026, 1, 5), "5")
    target = tmp_path / "Báo cáo quý I"
    fake_ask.queue("save_file", target)
    shown = report()
    shown.press("report_export")
    (call,) = fake_ask.calls("save_file")
    assert call[1].name == "BC-CCHC_H29.12_2026-Q1.xlsx"
    written = tmp_path / "Báo cáo quý I.xlsx"
    texts = {str(cell.value) for sheet in load_workbook(written) for row in sheet.iter_rows() for cell in row}
    assert {"TT15", "Phát thanh CCHC"} <= texts
    assert "Đã xuất báo cáo Quý I năm 2026" in shown.place.bar.text
    shown.qtbot.mouseClick(shown.place.bar.button("Mở tệp"), LEFT)
    assert fake_ask.opened == [written]
    assert Path(shown.context.settings.value.last_export_folder) == tmp_path


def test_a_workbook_open_in_excel_is_tried_again_then_renamed(report, fake_ask, tmp_path: Path, monkeypatch) -> None:
    refusals = [tmp_path / "a.xlsx"] * 2
    real = files.write_atomically

    def write(path: Path, data: bytes) -> None:
        if refusals:
            raise FileInUse(refusals.pop())
        real(path, data)

    monkeypatch.setattr(files, "write_atomically", write)
    fake_ask.queue("save_file", tmp_path / "a.xlsx")
    fake_ask.queue("retry_or_rename", "retry")
    fake_ask.queue("retry_or_rename", "rename")
    fake_ask.queue("save_file", tmp_path / "b.xlsx")
    shown = report()
    shown.press("report_export")
    shown.qtbot.waitUntil(lambda: (tmp_path / "b.xlsx").exists())
    shown.settle()
    assert fake_ask.calls("save_file")[1][1].name == "a (2).xlsx"
    assert not (tmp_path / "a.xlsx").exists()
    assert shown.place.bar.text.endswith("ra tệp b.xlsx.")


def test_a_cancelled_export_leaves_the_button_ready(report, fake_ask, tmp_path: Path, monkeypatch) -> None:
    def refuse(path: Path, data: bytes) -> None:
        raise FileInUse(path)

    monkeypatch.setattr(files, "write_atomically", refuse)
    shown = report()
    fake_ask.queue("save_file", None)
    shown.press("report_export")
    fake_ask.queue("save_file", tmp_path / "a.xlsx")
    fake_ask.queue("retry_or_rename", "cancel")
    shown.press("report_export")
    assert not list(tmp_path.glob("*.xlsx"))
    assert shown.window.findChild(QPushButton, "report_export").isEnabled()
    assert shown.place.bar.text == ""


def test_opening_to_print_never_replaces_a_file_unasked(report, fake_ask, tmp_path: Path) -> None:
    shown = report()
    shown.context.settings.update(last_export_folder=str(tmp_path))
    shown.press("report_print")
    usual = tmp_path / "BC-CCHC_H29.12_2026-Q1.xlsx"
    assert fake_ask.opened == [usual]
    assert load_workbook(usual).sheetnames
    usual.write_bytes(b"edited by hand")
    fake_ask.queue("save_file", None)
    shown.press("report_print")
    assert usual.read_bytes() == b"edited by hand"


def test_another_year_and_period(report, log) -> None:
    log(date(2025, 7, 1), "3")
    shown = report()
    assert shown.cell(BROADCASTS, "current") == "chưa có số liệu"
    shown.place.year_box.setFocus()
    shown.qtbot.keyClick(shown.place.year_box, Qt.Key.Key_Down)
    shown.settle()
    assert shown.place.period_box.currentText() == "Quý I năm 2025"
    for _ in range(2):
        shown.qtbot.keyClick(shown.place.period_box, Qt.Key.Key_Down)
    shown.settle()
    assert shown.place.period_box.currentText() == "Quý III năm 2025"
    assert shown.cell(BROADCASTS, "current") == "3"
    assert "đã qua" in shown.place.dates.text()
    shown.place.accept("2026-6M")
    shown.settle()
    assert shown.place.period_box.currentText() == "6 tháng đầu năm 2026"
    assert shown.place.tabs.isEnabled()


def test_a_report_that_arrives_late_is_not_shown_under_another_period(report, log, unit) -> None:
    log(date(2026, 1, 5), "5")
    shown = report()
    late = unit.services.report_desk.open("2026-Q1")
    shown.place.accept("2025-Y")
    shown.settle()
    shown.place._show(late)
    assert shown.cell(BROADCASTS, "current") == "chưa có số liệu"


def test_a_change_elsewhere_is_shown_at_once(report, log, unit) -> None:
    shown = report()
    saved = unit.services.activities.save(Activity(date(2026, 2, 2), "phat_thanh", "Mới", {"luot_phat": Decimal(4)}))
    unit.bus.announce(saved.change)
    shown.settle()
    assert shown.cell(BROADCASTS, "current") == "4"


def test_the_tasks_count_the_log(report, log, unit, qtbot) -> None:
    plan = unit.services.plans.create(2026).plan
    tasks = (
        Task(
            "Phát thanh hằng tuần", target=Decimal(8), target_unit="lượt phát", form="phat_thanh", measure="luot_phat"
        ),
        Task("Việc chưa làm", target=Decimal(2), target_unit="cuộc", time_text="Quý I"),
        Task("Việc không chỉ tiêu", time_text="Hằng tháng"),
    )
    plan = unit.services.plans.save(replace(plan, tasks=tasks)).plan
    ids = [task.id for task in plan.tasks]
    log(date(2026, 1, 5), "6", ids[0])
    log(date(2026, 1, 9), "1", ids[2])
    log(date(2026, 3, 15), "2", ids[0])  # after the period
    shown = report()
    shown.place.tabs.setCurrentWidget(shown.place.tasks)
    page = shown.place.tasks
    rows = [[column.text(row) for column in page.model.columns] for row in page.model.rows]
    assert rows == [
        ["1", "Phát thanh hằng tuần", "8 lượt phát", "6", "75,0\u00a0%", "Chưa ghi thời hạn"],
        ["2", "Việc chưa làm", "2 cuộc", "0", "0,0\u00a0%", "Chưa thực hiện"],
        ["3", "Việc không chỉ tiêu", "–", "1", "–", "Quá hạn 12 ngày"],
    ]
    assert "3 nhiệm vụ (1 chưa ghi thời hạn, 1 chưa thực hiện, 1 quá hạn)" in page.summary.text()
    page.table.setFocus()
    page.table.select_number(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert shown.wishes == [("activity", ActivityFilter(task_id=ids[0]))]


def test_without_a_plan_the_tasks_lead_to_the_plan(report) -> None:
    shown = report()
    shown.place.tabs.setCurrentWidget(shown.place.tasks)
    shown.press("empty_state_button")
    assert shown.wishes == [("plan", None)]


def test_a_bar_opens_the_log_of_its_month_or_form(report, log, qtbot) -> None:
    log(date(2025, 12, 20), "1")
    log(date(2026, 2, 1), "1")
    log(date(2026, 2, 28), "1")
    shown = report()
    shown.place.tabs.setCurrentWidget(shown.place.charts)
    charts = shown.place.charts
    assert [(bar.label, bar.value) for bar in charts.months.bars] == [
        ("12/2025 (từ ngày 15)", 1),
        ("01/2026", 0),
        ("02/2026", 2),
        ("03/2026 (đến ngày 14)", 0),
    ]
    assert "Nhiều nhất: 02/2026, 2 (67\u00a0%)" in charts.months_text.text()
    assert "Không có hoạt động: 01/2026" in charts.months_text.text()
    row = charts.months.row_height()
    qtbot.mouseClick(charts.months, LEFT, Qt.KeyboardModifier.NoModifier, QPoint(200, 2 * row + row // 2))
    charts.forms.setFocus()
    qtbot.keyClick(charts.forms, Qt.Key.Key_Down)
    qtbot.keyClick(charts.forms, Qt.Key.Key_Return)
    assert shown.wishes == [
        ("activity", ActivityFilter(start=date(2026, 2, 1), end=date(2026, 2, 28))),
        ("activity", ActivityFilter(start=date(2025, 12, 15), end=date(2026, 3, 14), forms=("phat_thanh",))),
    ]


def test_an_empty_period_offers_to_log(report) -> None:
    shown = report()
    assert "Nhật ký chưa có hoạt động nào trong kỳ" in shown.place.dates.text()
    shown.place.tabs.setCurrentWidget(shown.place.charts)
    shown.press("empty_state_button")
    assert shown.wishes == [("activity", "new")]


def test_without_the_office_there_is_no_report(qtbot, context, settle) -> None:
    shown = Report(qtbot, context, settle)
    shown.press("empty_state_button")
    assert shown.wishes == [("settings", None)]
    shown.place.new()
    assert not shown.window.findChild(QPushButton, "report_export").isVisible()
