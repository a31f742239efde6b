"""Finding and replacing in the plan editor with real keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.ui.screens.plan_editor import PlanEditor
from cchc_desktop.ui.screens.plan_place import PlanPlace

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


def sample():
    points = tuple(Section(SectionKind.POINT, text=f"Tuyên truyền trên loa lần {n}") for n in range(3))
    return Plan(
        year=2026,
        title="Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"),
        place="Lệ Xá",
        preamble=(PreambleLine(LineKind.BASIS, "Căn cứ Kế hoạch tuyên truyền của tỉnh"),),
        sections=(
            Section(SectionKind.PART, "NHIỆM VỤ TUYÊN TRUYỀN", "Một dòng\nhai lần tuyên truyền.", children=points),
        ),
        closing=("Trên đây là kế hoạch.",),
        recipients=("Đảng ủy xã", "Ban tuyên truyền"),
        tasks=(Task("Viết tin tuyên truyền"),),
    )


@pytest.fixture
def editor(unit, qtbot):
    plan = unit.services.plans.save(sample()).plan
    made = PlanEditor(unit, plan, has_pdf=True)
    qtbot.addWidget(made)
    made.resize(1180, 660)
    made.show()
    qtbot.waitExposed(made)
    made.text_panel.view.setFocus()
    yield made
    made.draft.stop()


@pytest.fixture
def bar(editor):
    editor.desk.search()
    return editor.desk.bar


def press(qtbot, bar, name):
    button = next(found for kind in (QPushButton, QToolButton) for found in bar.findChildren(kind, name))
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def seek(bar, type_text, qtbot, words):
    bar.words.clear()
    type_text(bar.words, words)
    qtbot.keyClick(bar.words, KEY.Key_Return)


def test_enter_goes_from_find_to_find_over_all_parts(editor, bar, type_text, qtbot, photograph):
    view = editor.text_panel.view
    seek(bar, type_text, qtbot, "tuyen truyen")
    assert bar.count.text() == "3/9"
    assert view.textCursor().selectedText() == "TUYÊN TRUYỀN"
    assert bar.words.hasFocus()
    photograph(editor, "plan-find", 0)
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert (view.textCursor().selectedText(), bar.count.text()) == ("tuyên truyền", "4/9")
    for _ in range(3):
        qtbot.keyClick(bar.words, KEY.Key_Return)
    assert editor.tree.currentIndex().data() == "c) Tuyên truyền trên loa lần 2"
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert editor.tree.currentIndex().data() == "Nơi nhận (2)"
    assert "<b>tuyên truyền</b>" in bar.excerpt.text()
    photograph(editor, "plan-find-recipients", 0)
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert editor.tree.currentIndex().data() == "Phụ lục nhiệm vụ (1)"
    qtbot.keyClick(bar.words, KEY.Key_Return)
    assert (editor.tree.currentIndex().data(), bar.count.text()) == ("Phần đầu", "1/9")
    qtbot.keyClick(bar.words, KEY.Key_Return, SHIFT)
    assert bar.count.text() == "9/9"


def test_all_finds_are_marked_and_the_marks_go_with_the_bar(editor, bar, type_text, qtbot):
    seek(bar, type_text, qtbot, "tuyen truyen")
    marks = editor.text_panel.view.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == ["TUYÊN TRUYỀN", "tuyên truyền", *["Tuyên truyền"] * 3]
    assert editor.escape()
    assert not bar.isVisible()
    assert editor.text_panel.view.extraSelections() == []
    assert editor.text_panel.view.hasFocus()


def test_exactly_looks_for_accents_and_capitals(editor, bar, type_text, qtbot):
    seek(bar, type_text, qtbot, "Tuyên truyền")
    bar.exact.click()
    assert len(bar.hits) == 4
    seek(bar, type_text, qtbot, "tuyen")
    assert bar.count.text() == "Không thấy"
    assert not bar.replace_all.isEnabled()


def test_replacing_one_after_the_other(editor, bar, type_text, qtbot):
    editor.desk.replace()
    seek(bar, type_text, qtbot, "tuyen truyen")
    type_text(bar.new, "thông tin, tuyên truyền")
    qtbot.keyClick(bar.new, KEY.Key_Return)
    assert editor.plan.sections[0].title == "NHIỆM VỤ thông tin, tuyên truyền"
    assert editor.text_panel.view.textCursor().selectedText() == "tuyên truyền"
    press(qtbot, bar, "find_replace")
    assert editor.plan.sections[0].text == "Một dòng\nhai lần thông tin, tuyên truyền."
    assert editor.plan.title == sample().title


def test_replacing_all_is_one_step(editor, bar, type_text, qtbot, photograph):
    before = editor.plan
    seek(bar, type_text, qtbot, "tuyen truyen")
    type_text(bar.new, "truyền thông")
    press(qtbot, bar, "find_replace_all")
    assert bar.count.text() == "Đã thay 9 chỗ"
    assert editor.plan.recipients == ("Đảng ủy xã", "Ban truyền thông")
    assert editor.plan.tasks[0].content == "Viết tin truyền thông"
    photograph(editor, "plan-replaced", 0)
    editor.undo()
    assert editor.plan == before
    assert editor.draft.write()


def test_ctrl_f_reaches_the_plan_from_the_place(unit, qtbot):
    place = PlanPlace(unit)
    qtbot.addWidget(place)
    place.show()
    place.accept(unit.services.plans.save(sample()).plan.id)
    place.find()
    assert place.editor.desk.bar.isVisible()
    assert place.escape()
    assert not place.editor.desk.bar.isVisible()
    place.editor.draft.stop()


def test_what_is_selected_is_looked_for(editor, qtbot):
    view = editor.text_panel.view
    view.moveCursor(view.textCursor().MoveOperation.Start)
    view.moveCursor(view.textCursor().MoveOperation.EndOfWord, view.textCursor().MoveMode.KeepAnchor)
    qtbot.keyClick(view, KEY.Key_H, CTRL)
    assert editor.desk.bar.words.text() == "NHIỆM"
    assert len(editor.desk.bar.hits) == 1
    assert editor.desk.bar.new.hasFocus()


def test_finds_follow_what_is_typed_meanwhile(editor, bar, type_text, qtbot):
    seek(bar, type_text, qtbot, "loa")
    assert len(bar.hits) == 3
    type_text(editor.text_panel.view, "loa loa ")
    qtbot.waitUntil(lambda: len(bar.hits) == 5 or len(bar.hits) == 4, timeout=3000)
