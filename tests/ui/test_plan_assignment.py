"""The assignment matrix in the editor: keys, buttons, and the part made of it."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QPushButton, QToolButton

from cchc_desktop.domain import outline
from cchc_desktop.domain.assignment import Role
from cchc_desktop.domain.organisation import find_part
from cchc_desktop.domain.plan import Plan
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.screens.plan_editor import PlanEditor

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def editor(unit, qtbot):
    plan = unit.services.plans.create(2026).plan
    made = PlanEditor(unit, plan, has_pdf=False)
    qtbot.addWidget(made)
    # What the window leaves beside its bar and below its title, at 1366x768.
    scale = float(os.environ.get("QT_SCALE_FACTOR", "1"))
    made.resize(int(1366 / scale) - 216, int(728 / scale) - 88)
    made.show()
    qtbot.waitExposed(made)
    made.tree.go_to_part(NodeKind.ASSIGNMENT)
    made.panels[NodeKind.ASSIGNMENT].table.setFocus()
    yield made
    made.draft.stop()


@pytest.fixture
def panel(editor):
    return editor.panels[NodeKind.ASSIGNMENT]


def column(panel, code):
    return [body.code for body in panel.model.matrix.bodies].index(code)


def go(panel, row, code):
    panel.table.setCurrentIndex(panel.model.index(row, column(panel, code)))


def role(panel, row, code):
    return panel.model.role_at(panel.model.index(row, column(panel, code)))


def press(qtbot, editor, kind, name):
    qtbot.mouseClick(editor.findChild(kind, name), LEFT)


def test_the_matrix_shows_the_tasks_of_the_plan(panel, editor, photograph):
    QAbstractItemModelTester(panel.model)
    assert panel.model.rowCount() == len(editor.plan.tasks)
    assert role(panel, 0, "vh_xh") is Role.LEAD
    assert role(panel, 0, "van_phong") is Role.SUPPORT
    assert panel.model.index(0, column(panel, "vh_xh")).data() == "C chủ trì"
    assert panel.model.headerData(0, Qt.Orientation.Vertical).startswith("1. Ban hành")
    assert not any(body.is_free for body in panel.model.matrix.bodies)
    photograph(editor, "plan-assignment", 0)


def test_keys_put_roles_into_the_tasks_and_undo_takes_them_back(panel, editor, qtbot):
    go(panel, 0, "cong_an")
    qtbot.keyClick(panel.table, KEY.Key_C)
    assert editor.plan.tasks[0].lead == "Phòng Văn hóa - Xã hội; Công an xã"
    qtbot.keyClick(panel.table, KEY.Key_P)
    assert editor.plan.tasks[0].support == "Văn phòng HĐND và UBND; Công an xã"
    assert editor.plan.tasks[0].lead == "Phòng Văn hóa - Xã hội"
    assert "Công an xã – phối hợp" in panel.cell.text()
    qtbot.keyClick(panel.table, KEY.Key_Right)
    qtbot.keyClick(panel.table, KEY.Key_Left)
    qtbot.keyClick(panel.table, KEY.Key_Delete)
    assert role(panel, 0, "cong_an") is None
    qtbot.keyClick(panel.table, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert "Công an xã" in editor.plan.tasks[0].support
    assert editor.finish()
    assert "Công an xã" in editor.context.services.plans.get(editor.plan.id).tasks[0].support


def test_buttons_do_the_same_for_all_chosen_cells_in_one_step(panel, editor, qtbot):
    at = column(panel, "tram_y_te")
    panel.table.setCurrentIndex(panel.model.index(0, at))
    qtbot.keyClick(panel.table, KEY.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    press(qtbot, editor, QToolButton, "assignment_support")
    assert [role(panel, row, "tram_y_te") for row in range(3)] == [Role.SUPPORT, Role.SUPPORT, None]
    press(qtbot, editor, QToolButton, "assignment_lead")
    assert role(panel, 1, "tram_y_te") is Role.LEAD
    press(qtbot, editor, QToolButton, "assignment_none")
    assert role(panel, 0, "tram_y_te") is None
    editor.undo()
    assert [role(panel, row, "tram_y_te") for row in range(2)] == [Role.LEAD, Role.LEAD]


def test_a_name_of_no_catalogue_has_a_column_and_can_be_taken_out(panel, editor, qtbot):
    tasks_panel = editor.panels[NodeKind.TASKS]
    editor.tree.go_to_part(NodeKind.TASKS)
    tasks_panel.model.setData(tasks_panel.model.index(0, 3), "Hội Khuyến học xã")
    editor.tree.go_to_part(NodeKind.ASSIGNMENT)
    last = panel.model.columnCount() - 1
    assert panel.model.headerData(last, Qt.Orientation.Horizontal) == "Hội Khuyến học xã"
    panel.table.setCurrentIndex(panel.model.index(0, last))
    qtbot.keyClick(panel.table, KEY.Key_Delete)
    assert editor.plan.tasks[0].support == ""
    assert panel.model.columnCount() == last


def test_only_bodies_with_tasks_are_shown_when_asked_for(panel, editor, qtbot, photograph):
    box = editor.findChild(QCheckBox, "assignment_used")
    qtbot.mouseClick(box, LEFT, pos=QPoint(10, box.height() // 2))
    shown = [body.code for at, body in enumerate(panel.model.matrix.bodies) if not panel.table.isColumnHidden(at)]
    assert "vh_xh" in shown
    assert "quan_su" not in shown
    assert not panel.table.isColumnHidden(panel.table.currentIndex().column())
    photograph(editor, "plan-assignment-used", 0)


def test_tasks_without_lead_are_counted(panel, editor, qtbot):
    assert "chưa có nơi chủ trì" not in panel.hint.text()
    go(panel, 1, "vh_xh")
    qtbot.keyClick(panel.table, KEY.Key_Delete)
    assert panel.hint.text().startswith("1 nhiệm vụ chưa có nơi chủ trì")


def test_the_part_is_made_found_and_brought_up_to_date(panel, editor, qtbot, photograph):
    before = len(editor.plan.sections)
    press(qtbot, editor, QPushButton, "assignment_make")
    assert len(editor.plan.sections) == before  # the plan had such a part already
    assert editor.bar.text.startswith("Đã lập phần Tổ chức thực hiện")
    made = [section for section in editor.plan.walk() if section.origin.startswith("assignment:")]
    assert made
    photograph(editor, "plan-organisation-made", 0)
    editor.bar.button("Đi tới phần này").click()
    assert editor.tree.section_id == find_part(editor.plan).id
    photograph(editor, "plan-organisation", 0)
    editor.tree.go_to_part(NodeKind.ASSIGNMENT)
    press(qtbot, editor, QPushButton, "assignment_make")
    assert "đã đúng" in editor.bar.text
    assert editor.finish()
    assert [s.origin for s in editor.context.services.plans.get(editor.plan.id).walk() if s.origin] == [
        section.origin for section in editor.plan.walk() if section.origin
    ]
    editor.undo()
    assert not [section for section in editor.plan.walk() if section.origin]


def test_what_was_changed_by_hand_is_kept_until_it_is_asked_for(panel, editor, qtbot):
    press(qtbot, editor, QPushButton, "assignment_make")
    point = next(section for section in editor.plan.walk() if "/" in section.origin)
    changed = outline.update(editor.plan.sections, point.id, text="Viết tay")
    panel.apply(replace(editor.plan, sections=changed), section_id=point.id)
    press(qtbot, editor, QPushButton, "assignment_make")
    assert "Giữ nguyên 1 chỗ đã sửa tay: “Viết tay”" in editor.bar.text
    assert editor.plan.section(point.id).text == "Viết tay"
    editor.bar.button("Lập lại cả chỗ đã sửa").click()
    assert editor.plan.section(point.id).text == point.text


def test_without_tasks_it_says_what_to_do_first(unit, qtbot, photograph):
    made = PlanEditor(unit, unit.services.plans.save(Plan(2026, "t", ("UBND",), "Lệ Xá")).plan, has_pdf=False)
    qtbot.addWidget(made)
    made.resize(1366, 660)
    made.show()
    made.tree.go_to_part(NodeKind.ASSIGNMENT)
    panel = made.panels[NodeKind.ASSIGNMENT]
    assert panel.empty.isVisible()
    assert not panel.table.isVisible()
    press(qtbot, made, QPushButton, "assignment_make")
    assert "Chưa có nhiệm vụ nào được giao" in made.bar.text
    assert made.plan.sections == ()
    photograph(made, "plan-assignment-empty", 0)
    made.draft.stop()
