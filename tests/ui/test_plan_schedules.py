"""The task table: what was understood of the time, one value for many rows, moving several rows."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton

from cchc_desktop.domain.plan import Plan, Task
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.models.plan_schedules import SCHEDULE, TIME
from cchc_desktop.ui.screens.plan_editor import PlanEditor

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def editor(unit, qtbot):
    tasks = (
        Task("Viết tin, bài trên Trang thông tin điện tử", time_text="Hằng tháng", lead="Phòng Văn hóa - Xã hội"),
        Task("Tập huấn kỹ năng số", time_text="Quý II, quý III"),
        Task("Phát thanh", time_text="Giữa mùa gặt"),
        Task("Đối thoại"),
    )
    plan = Plan(2026, "Kế hoạch", ("UBND",), "Lệ Xá", tasks=tasks)
    made = PlanEditor(unit, unit.services.plans.save(plan).plan, has_pdf=False)
    qtbot.addWidget(made)
    # What the window leaves beside its bar and below its title, at 1366x768.
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    made.resize(int(1366 / scale) - 216, int(728 / scale) - 88)
    made.show()
    qtbot.waitExposed(made)
    made.tree.go_to_part(NodeKind.TASKS)
    yield made
    made.draft.stop()


@pytest.fixture
def panel(editor):
    return editor.panels[NodeKind.TASKS]


def choose(panel, *rows, column=0):
    model = panel.table.selectionModel()
    model.clear()
    for row in rows:
        model.setCurrentIndex(panel.model.index(row, column), QItemSelectionModel.SelectionFlag.Select)


def understood(panel):
    return [panel.model.index(row, SCHEDULE).data() for row in range(panel.model.rowCount())]


def test_what_was_understood_stands_beside_the_time(panel, editor, photograph):
    QAbstractItemModelTester(panel.model)
    assert understood(panel) == ["mỗi tháng – 12 lần", "quý II, III/2026 – 2 lần", "chưa hiểu", ""]
    header = panel.table.horizontalHeader()
    assert header.visualIndex(SCHEDULE) == header.visualIndex(TIME) + 1
    assert "1 dòng" in panel.hint.text()
    panel.table.horizontalScrollBar().setValue(250)
    photograph(editor, "plan-tasks-schedule", 0)


def test_it_follows_the_text_and_cannot_be_typed_or_emptied(panel, editor, qtbot):
    index = panel.model.index(2, TIME)
    assert panel.model.setData(index, "Trước 30/6")
    assert understood(panel)[2] == "chậm nhất 30/06/2026"
    assert "chưa hiểu" not in panel.hint.text()
    cell = panel.model.index(0, SCHEDULE)
    assert not panel.model.flags(cell) & Qt.ItemFlag.ItemIsEditable
    assert not panel.model.setData(cell, "x")
    before = editor.plan.tasks
    panel.table.setCurrentIndex(cell)
    qtbot.keyClick(panel.table, Qt.Key.Key_Delete)
    assert editor.plan.tasks == before


def test_a_range_pasted_on_it_goes_to_the_time(panel, editor, qtbot):
    panel.table.setCurrentIndex(panel.model.index(3, SCHEDULE))
    QApplication.clipboard().setText("Hằng quý\t4\tcuộc")
    qtbot.keyClick(panel.table, Qt.Key.Key_V, CTRL)
    task = editor.plan.tasks[3]
    assert (task.time_text, task.target, task.target_unit) == ("Hằng quý", 4, "cuộc")
    assert "Chưa lấy" not in editor.bar.text


def test_copied_rows_do_not_carry_it(panel, qtbot):
    panel.table.selectRow(0)
    qtbot.keyClick(panel.table, Qt.Key.Key_C, CTRL)
    assert "12 lần" not in QApplication.clipboard().text()


@pytest.mark.parametrize(
    ("field", "text", "name"),
    [("lead", "Công an xã", "chủ trì"), ("support", "Trạm Y tế", "phối hợp"), ("time_text", "Hằng quý", "thời gian")],
)
def test_one_value_is_set_for_the_chosen_rows_in_one_step(panel, editor, qtbot, type_text, field, text, name):
    choose(panel, 1, 3)
    assert "2 dòng" in panel.bulk.rows.text()
    panel.bulk.field.show_value(field)
    panel.bulk.value.lineEdit().setFocus()
    type_text(panel.bulk.value.lineEdit(), text)
    qtbot.mouseClick(editor.findChild(QPushButton, "bulk_set"), LEFT)
    assert [getattr(task, field) for task in editor.plan.tasks][1::2] == [text, text]
    assert getattr(editor.plan.tasks[2], field) != text
    assert editor.bar.text.startswith(f"Đã đặt {name} “{text}” cho 2 dòng")
    editor.undo()
    assert getattr(editor.plan.tasks[3], field) == ""


def test_names_of_the_catalogue_and_usual_times_are_offered(panel):
    bodies = [panel.bulk.value.itemText(row) for row in range(panel.bulk.value.count())]
    assert "Công an xã" in bodies
    panel.bulk.field.show_value("time_text")
    assert panel.bulk.value.itemText(0) == "Hằng tuần"


def test_nothing_is_set_without_rows(panel, editor):
    choose(panel)
    assert not panel.bulk.button.isEnabled()
    panel.bulk.value.entered.emit()
    assert not editor.draft.can_undo


def test_several_rows_move_together(panel, editor, qtbot):
    choose(panel, 1, 2)
    qtbot.mouseClick(editor.findChild(QToolButton, "tasks_up"), LEFT)
    assert [task.content for task in editor.plan.tasks][:3] == [
        "Tập huấn kỹ năng số",
        "Phát thanh",
        "Viết tin, bài trên Trang thông tin điện tử",
    ]
    assert panel._rows() == {0, 1}
    qtbot.mouseClick(editor.findChild(QToolButton, "tasks_up"), LEFT)  # at the top already
    assert editor.plan.tasks[0].content == "Tập huấn kỹ năng số"
    editor.undo()
    assert editor.plan.tasks[1].content == "Tập huấn kỹ năng số"
