"""The continuous text of a plan with real keys: typing, Enter, Backspace, levels, pasting, undo, both views in step."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPushButton

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, ReviewNote, Section, SectionKind
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.models.plan_text_blocks import TITLE, Spot
from cchc_desktop.ui.screens.plan_editor import PlanEditor

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def points(*texts):
    return tuple(Section(SectionKind.POINT, text=text) for text in texts)


def sample():
    return Plan(
        year=2026,
        title="Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"),
        place="Lệ Xá",
        sections=(
            Section(
                SectionKind.PART,
                "MỤC ĐÍCH, YÊU CẦU",
                children=(
                    Section(SectionKind.ITEM, "Mục đích", children=points("một", "hai", "ba", "bốn", "năm")),
                    Section(SectionKind.ITEM, "Yêu cầu"),
                ),
            ),
            Section(SectionKind.PART, "TỔ CHỨC THỰC HIỆN", text="Giao các đơn vị."),
        ),
        recipients=("Đảng ủy xã",),
    )


@pytest.fixture
def editor(unit, qtbot):
    plan = unit.services.plans.save(sample()).plan
    made = PlanEditor(unit, plan, has_pdf=True)
    qtbot.addWidget(made)
    made.resize(1180, 620)
    made.show()
    qtbot.waitExposed(made)
    made.text_panel.view.setFocus()
    yield made
    made.draft.stop()


def go(editor, text, offset=None):
    view = editor.text_panel.view
    block = next(block for block in view.text.blocks if block.text == text)
    view.set_spot(Spot(block.section_id, block.line, len(text) if offset is None else offset))
    return view


def text_of(editor):
    """Return the text as it is on the screen: what Qt holds, with the labels painted beside it."""
    view = editor.text_panel.view
    lines = view.toPlainText().split("\n")
    assert lines == [block.text for block in view.text.blocks]
    for number, block in enumerate(view.text.blocks):
        qt_block = view.document().findBlockByNumber(number)
        weights = {part.format.fontWeight() for part in qt_block.textFormats()}
        assert weights <= {QFont.Weight.Bold if block.bold else QFont.Weight.Normal}, block
        assert qt_block.blockFormat().leftMargin() == view.text.margin(block), block
    return [f"{block.label} {line}".strip() for block, line in zip(view.text.blocks, lines, strict=True)]


def chosen(editor):
    return editor.tree.currentIndex().data()


def select(view, start, end):
    cursor = view.textCursor()
    cursor.setPosition(view.text.position(start))
    cursor.setPosition(view.text.position(end), QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def spot(editor, text, offset):
    block = next(block for block in editor.text_panel.view.text.blocks if block.text == text)
    return Spot(block.section_id, block.line, offset)


def test_the_whole_body_is_one_text(editor, photograph):
    assert text_of(editor) == [
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Mục đích",
        "a) một",
        "b) hai",
        "c) ba",
        "d) bốn",
        "đ) năm",
        "2. Yêu cầu",
        "II. TỔ CHỨC THỰC HIỆN",
        "Giao các đơn vị.",
    ]
    photograph(editor, "plan-text", 0)


def test_typing_reaches_plan_tree_and_store(editor, type_text):
    view = go(editor, "hai")
    type_text(view, " ngày ướt Ễ")
    section = editor.plan.section(view.spot.section_id)
    assert section.text == "hai ngày ướt Ễ"
    assert chosen(editor) == "b) hai ngày ướt Ễ"
    assert editor.finish()
    assert editor.context.services.plans.get(editor.plan.id).section(section.id).text == "hai ngày ướt Ễ"


def test_typing_touches_only_its_own_section(editor, type_text):
    before = {section.id: section for section in editor.plan.walk()}
    view = go(editor, "Giao các đơn vị.", 4)
    type_text(view, "x")
    changed = [section.id for section in editor.plan.walk() if before[section.id] is not section]
    assert changed == [view.spot.section_id]


def test_a_plan_is_written_from_an_empty_page_with_keys_alone(unit, qtbot, type_text):
    plan = unit.services.plans.save(replace(sample(), sections=())).plan
    editor = PlanEditor(unit, plan, has_pdf=False)
    qtbot.addWidget(editor)
    view = editor.text_panel.view
    editor.text_panel.reload()
    type_text(view, "MỤC ĐÍCH")
    qtbot.keyClick(view, KEY.Key_Return)
    type_text(view, "Nâng cao nhận thức.")
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClick(view, KEY.Key_Return)
    type_text(view, "NHIỆM VỤ")
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClick(view, KEY.Key_2, ALT)
    type_text(view, "Tuyên truyền")
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClick(view, KEY.Key_Tab)
    type_text(view, "trên loa")
    qtbot.keyClick(view, KEY.Key_Return)
    type_text(view, "trên mạng")
    assert text_of(editor) == [
        "I. MỤC ĐÍCH",
        "Nâng cao nhận thức.",
        "II. NHIỆM VỤ",
        "1. Tuyên truyền",
        "a) trên loa",
        "b) trên mạng",
    ]
    assert editor.finish()
    kept = unit.services.plans.get(plan.id)
    assert outline.shape(kept.sections) == outline.shape(editor.plan.sections)
    assert kept.sections[0].text == "Nâng cao nhận thức."
    editor.draft.stop()


def test_enter_relabels_at_once_and_the_outline_follows(editor, qtbot, type_text):
    view = go(editor, "hai")
    qtbot.keyClick(view, KEY.Key_Return)
    assert text_of(editor)[3:6] == ["b) hai", "c)", "d) ba"]
    assert chosen(editor) == "c) (chưa có nội dung)"
    type_text(view, "mới")
    assert chosen(editor) == "c) mới"
    assert view.hasFocus()
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClick(view, KEY.Key_Backspace)
    assert text_of(editor)[4:7] == ["c) mới", "d) ba", "đ) bốn"]
    assert view.spot == spot(editor, "mới", 3)


def test_tab_shift_tab_and_arrows_with_ctrl_move_the_section(editor, qtbot):
    view = go(editor, "hai")
    qtbot.keyClick(view, KEY.Key_Tab)
    assert text_of(editor)[2:5] == ["a) một", "- hai", "b) ba"]
    qtbot.keyClick(view, KEY.Key_Backtab, SHIFT)
    assert text_of(editor)[2:5] == ["a) một", "b) hai", "c) ba"]
    view = go(editor, "hai", 1)
    qtbot.keyClick(view, KEY.Key_Down, CTRL)
    assert text_of(editor)[2:5] == ["a) một", "b) ba", "c) hai"]
    assert view.spot == spot(editor, "hai", 1)
    assert chosen(editor) == "c) hai"
    view = go(editor, "Mục đích")
    qtbot.keyClick(view, KEY.Key_Down, CTRL)
    assert text_of(editor)[1:4] == ["1. Yêu cầu", "2. Mục đích", "a) một"]


def test_selected_sections_shift_together(editor, qtbot):
    view = editor.text_panel.view
    select(view, spot(editor, "hai", 0), spot(editor, "ba", 2))
    qtbot.keyClick(view, KEY.Key_Tab)
    assert text_of(editor)[2:6] == ["a) một", "- hai", "- ba", "b) bốn"]


def test_alt_and_a_digit_and_the_list_set_the_kind(editor, qtbot):
    view = go(editor, "hai")
    qtbot.keyClick(view, KEY.Key_2, ALT)
    assert text_of(editor)[2:5] == ["a) một", "2. hai", "a) ba"]
    assert editor.text_panel.kind.currentText() == "Mục (1., 2., …)"
    kind = editor.text_panel.kind
    kind.setFocus()
    kind.show_value(SectionKind.DASH)
    kind.activated.emit(kind.currentIndex())
    assert text_of(editor)[2:4] == ["a) một", "- hai"]
    assert view.hasFocus()
    qtbot.keyClick(view, KEY.Key_B, CTRL)
    assert editor.plan.section(view.spot.section_id).title == "hai"


def test_shift_enter_stays_in_the_section(editor, qtbot, type_text):
    view = go(editor, "hai")
    section_id = view.spot.section_id
    qtbot.keyClick(view, KEY.Key_Return, SHIFT)
    type_text(view, "dòng nữa")
    assert editor.plan.section(section_id).text == "hai\ndòng nữa"
    assert text_of(editor)[3:6] == ["b) hai", "dòng nữa", "c) ba"]


def test_a_selection_over_paragraphs_is_typed_over(editor, qtbot, type_text, photograph):
    view = editor.text_panel.view
    select(view, spot(editor, "hai", 1), spot(editor, "bốn", 2))
    photograph(editor, "plan-text-selected", 0)
    type_text(view, "ư")
    assert text_of(editor)[2:5] == ["a) một", "b) hưn", "c) năm"]
    assert view.spot == spot(editor, "hưn", 2)
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    assert text_of(editor)[3:6] == ["b) hai", "c) ba", "d) bốn"]
    select(view, spot(editor, "một", 0), spot(editor, "năm", 3))
    qtbot.keyClick(view, KEY.Key_Delete)
    assert text_of(editor)[1:4] == ["1. Mục đích", "a)", "2. Yêu cầu"]


def test_everything_can_be_deleted_and_taken_back(editor, qtbot):
    view = editor.text_panel.view
    before = text_of(editor)
    view.selectAll()
    qtbot.keyClick(view, KEY.Key_Backspace)
    assert text_of(editor) == ["I."]
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    assert text_of(editor) == before


def test_a_composing_word_reaches_its_own_paragraph(editor, qtbot):
    view = go(editor, "hai")
    section_id = view.spot.section_id
    QApplication.sendEvent(view, QInputMethodEvent(" tuyên", []))
    assert editor.plan.section(section_id).text == "hai"
    assert editor.draft.write()  # writing by itself leaves the composing word alone
    assert view.textCursor().block().layout().preeditAreaText() == " tuyên"
    done = QInputMethodEvent()
    done.setCommitString(" tuyên")
    QApplication.sendEvent(view, done)
    assert editor.plan.section(section_id).text == "hai tuyên"


def test_the_composing_word_is_committed_before_enter(editor, qtbot, monkeypatch):
    """IBus holds the last word back until it is asked: Enter must not leave it behind."""
    view = go(editor, "hai")

    class Method:
        def commit(self):
            done = QInputMethodEvent()
            done.setCommitString(" xong")
            monkeypatch.undo()
            QApplication.sendEvent(view, done)

    monkeypatch.setattr("cchc_desktop.ui.widgets.plan_text_view.QGuiApplication.inputMethod", lambda: Method())
    QApplication.sendEvent(view, QInputMethodEvent(" xong", []))
    qtbot.keyClick(view, KEY.Key_Return)
    assert text_of(editor)[3:6] == ["b) hai xong", "c)", "d) ba"]


def test_an_input_method_replaces_a_selection_over_paragraphs(editor):
    view = editor.text_panel.view
    select(view, spot(editor, "hai", 1), spot(editor, "ba", 1))
    event = QInputMethodEvent()
    event.setCommitString("ộ")
    QApplication.sendEvent(view, event)
    assert text_of(editor)[3:5] == ["b) hộa", "c) bốn"]


# -- outline and text follow each other


def test_choosing_in_the_outline_shows_it_in_the_text(editor, qtbot):
    editor.tree.setFocus()
    editor.go_to(editor.plan.sections[1].id)
    assert editor.text_panel.section_id == editor.plan.sections[1].id
    qtbot.keyClick(editor.tree, KEY.Key_F2)
    assert editor.text_panel.view.hasFocus()
    qtbot.keyClick(editor.text_panel.view, KEY.Key_Up)
    assert chosen(editor) == "2. Yêu cầu"
    assert editor.text_panel.view.hasFocus()


def test_what_the_outline_does_shows_in_the_text(editor, qtbot):
    go(editor, "hai")
    editor.tree.setFocus()
    qtbot.keyClick(editor.tree, KEY.Key_Delete)
    assert text_of(editor)[2:5] == ["a) một", "b) ba", "c) bốn"]
    qtbot.keyClick(editor.tree, KEY.Key_Up, CTRL)
    assert text_of(editor)[2:4] == ["a) ba", "b) một"]
    editor.tree.go_to_part(NodeKind.RECIPIENTS)
    editor.undo()
    assert text_of(editor)[2:4] == ["a) một", "b) ba"]


def test_the_text_stays_as_typed_and_is_cleaned_on_leaving(editor, qtbot, type_text):
    view = go(editor, "hai")
    type_text(view, "  dấu  cách ")
    qtbot.keyClick(view, KEY.Key_Return, SHIFT)
    assert editor.draft.write()
    assert text_of(editor)[3:5] == ["b) hai  dấu  cách", ""]
    editor.tree.setFocus()
    assert text_of(editor)[3:5] == ["b) hai dấu cách", "c) ba"]
    assert editor.plan.section(editor.text_panel.section_id).text == "hai dấu cách"


def test_a_note_stands_above_its_section(unit, qtbot, photograph):
    plan = sample()
    noted = plan.sections[0].children[0].children[1].id
    plan = unit.services.plans.save(replace(plan, notes=(ReviewNote("Số thứ tự nhảy cóc", section_id=noted),))).plan
    editor = PlanEditor(unit, plan, has_pdf=False)
    qtbot.addWidget(editor)
    editor.resize(1180, 620)
    editor.show()
    go(editor, "hai")
    assert "nhảy cóc" in editor.text_panel.note.text()
    photograph(editor, "plan-text-note", 0)
    qtbot.mouseClick(editor.text_panel.findChild(QPushButton, "section_seen"), Qt.MouseButton.LeftButton)
    assert editor.plan.notes == ()
    assert not editor.text_panel.note.isVisible()
    editor.draft.stop()


# -- the clipboard


def paste(view, text="", html=""):
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    view.insertFromMimeData(data)


def test_one_pasted_line_joins_the_paragraph(editor):
    view = go(editor, "hai", 1)
    paste(view, "XY\u0302 ")
    assert text_of(editor)[3] == "b) hXY\u0302ai".replace("Y\u0302", "Ŷ")


def test_pasted_lines_become_sections_in_one_step(editor, qtbot):
    view = go(editor, "hai")
    before = text_of(editor)
    paste(view, "c) sau hai\nd) sau nữa\n- gạch\n2. Mục mới")
    assert text_of(editor)[3:9] == ["b) hai", "c) sau hai", "d) sau nữa", "- gạch", "2. Mục mới", "a) ba"]
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    assert text_of(editor) == before


def test_copied_paragraphs_carry_their_labels_and_come_back_as_they_were(editor, qtbot):
    view = editor.text_panel.view
    select(view, spot(editor, "Mục đích", 0), spot(editor, "ba", 2))
    qtbot.keyClick(view, KEY.Key_C, CTRL)
    assert QApplication.clipboard().text() == "1. Mục đích\na) một\nb) hai\nc) ba"
    view = go(editor, "Yêu cầu")
    qtbot.keyClick(view, KEY.Key_V, CTRL)
    assert text_of(editor)[7:12] == ["2. Yêu cầu", "3. Mục đích", "a) một", "b) hai", "c) ba"]


def test_a_book_on_the_clipboard_is_refused_whole_with_a_reason(editor):
    said = []
    editor.text_panel.hinted.connect(said.append)
    before = text_of(editor)
    paste(go(editor, "hai"), "dòng\n" * 6000)
    assert text_of(editor) == before
    assert "6000 đoạn" in said[0]
    paste(go(editor, "hai"), "- dòng\n" * 900)
    assert len(text_of(editor)) == len(before) + 900


def test_cutting_over_paragraphs_takes_them_out(editor, qtbot):
    view = editor.text_panel.view
    select(view, spot(editor, "một", 3), spot(editor, "ba", 2))
    qtbot.keyClick(view, KEY.Key_X, CTRL)
    assert text_of(editor)[2:4] == ["a) một", "b) bốn"]


def test_a_change_past_the_keys_is_taken_in(editor):
    """Text dragged out to another program is removed by Qt itself."""
    view = editor.text_panel.view
    select(view, spot(editor, "hai", 1), spot(editor, "bốn", 1))
    view.textCursor().removeSelectedText()
    assert text_of(editor)[3:5] == ["b) hốn", "c) năm"]
    go(editor, "năm")
    view.textCursor().insertText(" sáu\nbảy\ntám")
    assert text_of(editor)[4:7] == ["c) năm sáu", "d) bảy", "đ) tám"]


def test_replaced_titles_stay_bold_and_texts_do_not(editor):
    editor.desk.search()
    editor.desk.bar.words.setText("m")
    editor.desk.bar.new.setText("ô")
    editor.desk.bar.search()
    editor.desk.bar.replace_all.click()
    assert text_of(editor)[:3] == ["I. ôỤC ĐÍCH, YÊU CẦU", "1. ôục đích", "a) ôột"]


def test_empty_titles_and_lines_come_and_go_without_trouble(editor, qtbot, type_text):
    view = go(editor, "Yêu cầu")
    qtbot.keyClick(view, KEY.Key_Return)
    assert view.spot.line == 0
    qtbot.keyClick(view, KEY.Key_Backspace)
    assert view.spot == Spot(view.spot.section_id, TITLE, 7)
    for _ in range(7):
        qtbot.keyClick(view, KEY.Key_Backspace)
    type_text(view, "Đòi hỏi")
    assert editor.plan.section(view.spot.section_id).title == "Đòi hỏi"
