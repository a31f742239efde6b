"""The sheet for many activities: keys, ranges of Excel, and what is saved."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.ui.models.activity_grid import SPARE_ROWS, ActivityGridModel
from cchc_desktop.ui.models.plan_tsv import read_tsv, write_tsv
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.activity_grid_page import DRAFT, ActivityGridPage

TODAY = date(2026, 3, 12)
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
RANGE = (
    "Ngày\tHình thức\tNội dung\tSố lượt phát\tThời lượng phát\tGhi chú\n"
    "05/03/2026\tPhát thanh\tBản tin dịch vụ công\t1.200\t45\t\n"
    '46087\tloa\t"Bản tin\nhai dòng"\t3\t\tghi chú\n'
    "31/02/2026\tPhát thanh\tNgày không có thật\t1,234\t\t\n"
)


@pytest.fixture
def page(unit: Context, qtbot: Any) -> Iterator[ActivityGridPage]:
    made = ActivityGridPage(unit)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.open()
    yield made
    QGuiApplication.clipboard().clear()


def press(qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def write(text: str) -> None:
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def entries(page: ActivityGridPage) -> tuple[Activity, ...]:
    return page._context.services.activities.page(ActivityFilter()).activities


def cell(page: ActivityGridPage, row: int, name: str) -> str:
    return page.model.rows[row][page.model.columns.index(name)]


def test_rows_are_typed_with_tab_and_enter(page: ActivityGridPage, qtbot: Any, photograph: Any) -> None:
    for text in ("5/3", "phat thanh", "Bản tin sáng", "2", "30"):
        write(text)
        press(qtbot, Key.Key_Tab)
    assert [cell(page, 0, name) for name in ("day", "title", "count1")] == ["05/03/2026", "Bản tin sáng", "2"]
    assert cell(page, 0, "form") == "Phát thanh trên hệ thống truyền thanh cơ sở"
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.table.setFocus()
    write("6/3")
    press(qtbot, Key.Key_Return)
    assert page.table.currentIndex().row() == 1
    assert cell(page, 0, "day") == "06/03/2026"
    write("hom qua")
    press(qtbot, Key.Key_Return)
    assert cell(page, 1, "day") == "11/03/2026"
    assert page.table.currentIndex().row() == 2
    assert page.model.headerData(3, Qt.Orientation.Horizontal) == "Số lượt phát"
    photograph(page, "grid_typed", 0)
    press(qtbot, Key.Key_Z, CONTROL)
    assert len(page.model.rows) == 1


def test_a_range_of_excel_is_placed_by_its_headings(page: ActivityGridPage, qtbot: Any, photograph: Any) -> None:
    QGuiApplication.clipboard().setText(RANGE)
    press(qtbot, Key.Key_V, CONTROL)
    assert cell(page, 0, "count1") == "1.200"
    assert cell(page, 0, "count2") == "45"
    assert cell(page, 1, "day") == "06/03/2026"
    assert cell(page, 1, "title") == "Bản tin hai dòng"
    assert "31/02/2026" in page.model.problem(2)
    assert "1.200" in page.model.problem(2)
    assert page.save_button.text() == "Ghi 2 hoạt động"
    heads = [page.model.headerData(row, Qt.Orientation.Vertical) for row in range(4)]
    assert heads == ["1", "2", "3 !", "4"]
    page.table.setCurrentIndex(page.model.index(2, 0))
    photograph(page, "grid_pasted", 0)
    assert "Dòng 3" in page._said.text()


def test_sound_rows_are_saved_in_one_step_and_the_others_stay(
    page: ActivityGridPage, qtbot: Any, fake_ask: Any
) -> None:
    QGuiApplication.clipboard().setText(RANGE)
    press(qtbot, Key.Key_V, CONTROL)
    fake_ask.queue("confirm", False)
    press(qtbot, Key.Key_Return, CONTROL)
    assert entries(page) == ()
    assert page.table.currentIndex().row() == 2
    fake_ask.queue("confirm", True)
    heard: list[tuple[str, ...]] = []
    page.finished.connect(heard.append)
    press(qtbot, Key.Key_Return, CONTROL)
    assert len(heard) == 1
    assert {entry.id for entry in entries(page)} == set(heard[0])
    assert sorted(entry.title for entry in entries(page)) == ["Bản tin dịch vụ công", "Bản tin hai dòng"]
    assert entries(page)[1].counts == {"luot_phat": Decimal(1200), "so_phut": Decimal(45)}
    assert [row[2] for row in page.model.rows] == ["Ngày không có thật"]
    page.table.setCurrentIndex(page.model.index(0, 0))
    page.model.change({(0, 0): "2/3", (0, 3): "4"})
    press(qtbot, Key.Key_Return, CONTROL)
    assert len(entries(page)) == 3
    assert page.model.rows == ()
    assert page._context.services.drafts.read(DRAFT) is None


def test_fill_down_copies_the_cell_above_or_the_topmost_chosen(page: ActivityGridPage, qtbot: Any) -> None:
    page.model.change({(0, 0): "5/3", (0, 1): "phat thanh", (0, 2): "A", (1, 2): "B", (2, 2): "C"})
    table = page.table
    table.setCurrentIndex(page.model.index(1, 0))
    press(qtbot, Key.Key_D, CONTROL)
    assert cell(page, 1, "day") == "05/03/2026"
    choose = QItemSelectionModel.SelectionFlag.Select
    table.setCurrentIndex(page.model.index(0, 0))
    for row in range(3):
        for column in range(2):
            table.selectionModel().select(page.model.index(row, column), choose)
    press(qtbot, Key.Key_D, CONTROL)
    assert {row[:2] for row in page.model.rows} == {("05/03/2026", "Phát thanh trên hệ thống truyền thanh cơ sở")}
    assert len(page.model.good()) == 3
    press(qtbot, Key.Key_Z, CONTROL)
    assert cell(page, 2, "day") == ""


def test_the_sheet_survives_a_crash(page: ActivityGridPage, unit: Context, qtbot: Any) -> None:
    page.model.change({(0, 2): "Đang gõ dở"})
    qtbot.waitUntil(lambda: unit.services.drafts.read(DRAFT) is not None, timeout=5000)
    again = ActivityGridPage(unit)
    qtbot.addWidget(again)
    again.open()
    assert again.model.rows == page.model.rows
    assert "nhập dở" in again.bar.label.text()


def test_rows_that_are_in_the_log_already_are_marked_not_refused(
    page: ActivityGridPage, unit: Context, settle: Any
) -> None:
    unit.services.activities.save(Activity(date(2026, 3, 5), "phat_thanh", "Bản tin dịch vụ công"))
    page.model.change({(0, 0): "5/3", (0, 1): "loa", (0, 2): "ban tin Dịch vụ công"})
    page.keep()
    settle(unit)
    assert page.model.problem(0) == "Có thể đã ghi rồi"
    assert page.save()
    assert len(entries(page)) == 2


def test_a_long_sheet_is_saved_by_the_worker_as_one_step(page: ActivityGridPage, unit: Context, settle: Any) -> None:
    QGuiApplication.clipboard().setText("\n".join(f"5/3\tloa\tBản tin {n}\t{n}" for n in range(600)))
    page.paste()
    assert page.save()
    assert not page.isEnabled()
    settle(unit)
    assert page.isEnabled()
    assert page.model.rows == ()
    assert unit.services.activities.page(ActivityFilter(limit=1)).total == 600
    assert unit.services.undo.undo_next() is not None
    assert unit.services.activities.page(ActivityFilter(limit=1)).total == 0


def test_tasks_are_given_by_number_and_what_is_unknown_is_said(page: ActivityGridPage, unit: Context) -> None:
    plan = unit.services.plans.create(2026).plan
    page.open()
    task = page.model.columns.index("task")
    page.model.change({(0, 0): "5/3", (0, 1): "loa", (0, 2): "A", (0, task): "2"})
    page.model.change({(1, 0): "5/3", (1, 1): "loa", (1, 2): "B", (1, task): "99"})
    page.model.change({(2, 0): "5/3", (2, 1): "họ", (2, 2): "C", (2, 5): "1"})
    assert page.model.good()[0][1].task_id == plan.tasks[1].id
    assert "nhiệm vụ nào" in page.model.problem(1)
    assert "không có hình thức “họ”" in page.model.problem(2)


def test_only_the_quantities_of_the_forms_used_are_shown_and_pasted_into(page: ActivityGridPage, qtbot: Any) -> None:
    shown = [page.model.columns[place] for place in page.table.shown_columns()]
    assert shown == ["day", "form", "title", "count1", "count2", "task", "people", "note"]
    QGuiApplication.clipboard().setText("5/3\ttin bài\tBài một\t3\t\t\tChị Hoa\n")
    press(qtbot, Key.Key_V, CONTROL)
    assert cell(page, 0, "people") == "Chị Hoa"
    page.model.change({(1, 0): "5/3", (1, 1): "loa"})
    assert not page.table.isColumnHidden(page.model.columns.index("count3"))


def test_rows_are_removed_and_come_back(page: ActivityGridPage, qtbot: Any) -> None:
    page.model.change({(0, 2): "A", (1, 2): "B"})
    page.table.setCurrentIndex(page.model.index(0, 0))
    button = page.findChild(QPushButton, "grid_remove")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [row[2] for row in page.model.rows] == ["B"]
    qtbot.mouseClick(page.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert [row[2] for row in page.model.rows] == ["A", "B"]


_cells = st.text(max_size=12) | st.sampled_from(
    ["Ngày", "Hình thức", "Nội dung", "Số lượt phát", "5/3", "46087", "phát thanh", "1.200", "1,234", "Bản tin", "STT"]
)


@given(
    st.lists(st.lists(_cells, min_size=1, max_size=14), min_size=1, max_size=8),
    st.integers(0, 30),
    st.integers(0, 8),
)
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_range_can_be_pasted_anywhere_and_taken_back(
    catalogues_of: Any, block: list[list[str]], row: int, column: int
) -> None:
    model = ActivityGridModel(catalogues_of, lambda day: (), lambda: TODAY)
    model.change({(0, 2): "Trước đó"})
    before = model.rows
    number = model.paste(row, column, read_tsv(write_tsv(block)) or [[""]])
    assert number <= len(block)
    assert model.rowCount() >= len(model.rows) + min(SPARE_ROWS, 1)
    for place in range(model.rowCount()):
        reading = model._readings[place]
        assert (reading.activity is None) or not reading.problems
        for width in range(model.columnCount()):
            model.data(model.index(place, width))
    while model.rows != before:
        assert model.undo()


@pytest.fixture
def catalogues_of(unit: Context) -> Any:
    return unit.services.catalogues
