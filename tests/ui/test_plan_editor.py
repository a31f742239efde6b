"""Editing a plan with real keys: outline, fields, undo, saving by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QToolButton, QTreeView

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind
from cchc_desktop.domain.unit import Signature, Signer, SigningMode
from cchc_desktop.errors import DatabaseBusy
from cchc_desktop.ui.models.plan_outline import MIME, NodeKind
from cchc_desktop.ui.screens.plan_editor import PlanEditor

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
OPENING = "Ủy ban nhân dân xã Lệ Xá ban hành Kế hoạch như sau:"


def points(*texts):
    return tuple(Section(SectionKind.POINT, text=text) for text in texts)


def sample():
    return Plan(
        year=2026,
        title="Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"),
        place="Lệ Xá",
        preamble=(PreambleLine(LineKind.BASIS, "Căn cứ Luật A"), PreambleLine(LineKind.OPENING, OPENING)),
        sections=(
            Section(
                SectionKind.PART,
                "MỤC ĐÍCH",
                children=(
                    Section(SectionKind.ITEM, "Mục đích", children=points("một", "hai", "ba", "bốn", "năm", "sáu")),
                    Section(SectionKind.ITEM, "Yêu cầu"),
                ),
            ),
            Section(SectionKind.PART, "TỔ CHỨC THỰC HIỆN", text="Giao các đơn vị."),
        ),
        closing=("Trên đây là kế hoạch.",),
        recipients=("Đảng ủy xã", "Lưu: VT"),
        signature=Signature(name="Trần Thị Minh Nguyệt"),
    )


@pytest.fixture
def editor(unit, qtbot):
    plan = unit.services.plans.save(sample()).plan
    made = PlanEditor(unit, plan, has_pdf=True)
    qtbot.addWidget(made)
    made.resize(1180, 620)
    made.show()
    qtbot.waitExposed(made)
    made.tree.setFocus()
    yield made
    made.draft.stop()


def lines(tree: QTreeView):
    """Return the outline as shown: every line with its indentation."""
    found = []
    model = tree.model()

    def walk(parent, depth):
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            found.append("  " * depth + index.data())
            walk(index, depth + 1)

    walk(model.index(-1, -1), 0)
    return found


def body(editor):
    """Return the section lines only."""
    shown = lines(editor.tree)
    return shown[2 : shown.index("Kết thúc")]


def stored(editor):
    return editor.context.services.plans.get(editor.plan.id)


def find(editor, text):
    return next(section for section in editor.plan.walk() if section.title == text or section.text == text)


def go(editor, text):
    editor.go_to(find(editor, text).id)


def press(qtbot, editor, name):
    kinds = (QPushButton, QToolButton)
    button = next(found for kind in kinds for found in editor.findChildren(kind, name) if found.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


# -- the outline


def test_outline_shows_fixed_parts_around_computed_labels(editor, photograph):
    assert lines(editor.tree) == [
        "Phần đầu",
        "Căn cứ và mở đầu (2)",
        "I. MỤC ĐÍCH",
        "  1. Mục đích",
        "    a) một",
        "    b) hai",
        "    c) ba",
        "    d) bốn",
        "    đ) năm",
        "    e) sáu",
        "  2. Yêu cầu",
        "II. TỔ CHỨC THỰC HIỆN",
        "Kết thúc",
        "Nơi nhận (2)",
        "Chữ ký",
        "Phụ lục nhiệm vụ (0)",
        "Bảng phân công",
        "Đối chiếu cấp trên",
        "Cần xem lại (0)",
    ]
    photograph(editor, "plan-editor", 0)


def test_enter_adds_a_sibling_and_every_later_letter_moves_on(editor, qtbot):
    go(editor, "ba")
    qtbot.keyClick(editor.tree, KEY.Key_Return)

    assert body(editor)[4:9] == ["    c) ba", "    d) (chưa có nội dung)", "    đ) bốn", "    e) năm", "    g) sáu"]
    assert editor.tree.currentIndex().data() == "d) (chưa có nội dung)"

    qtbot.keyClick(editor.tree, KEY.Key_F2)
    assert editor.text_panel.view.hasFocus()
    qtbot.keyClicks(editor.text_panel.view, "chen vao")
    assert body(editor)[5] == "    d) chen vao"


def test_delete_takes_out_and_the_bar_brings_back(editor, qtbot, photograph):
    go(editor, "Mục đích")
    qtbot.keyClick(editor.tree, KEY.Key_Delete)
    assert body(editor) == ["I. MỤC ĐÍCH", "  1. Yêu cầu", "II. TỔ CHỨC THỰC HIỆN"]
    assert editor.tree.currentIndex().data() == "1. Yêu cầu"
    assert editor.bar.text == "Đã xóa “Mục đích” và 6 mục con."
    photograph(editor, "plan-removed", 0)

    qtbot.mouseClick(editor.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)

    assert body(editor)[1:3] == ["  1. Mục đích", "    a) một"]
    assert editor.bar.text == ""


def test_tab_and_shift_tab_shift_a_section_with_its_label(editor, qtbot):
    go(editor, "Yêu cầu")
    qtbot.keyClick(editor.tree, KEY.Key_Tab)
    assert body(editor)[2:9][-1] == "    g) Yêu cầu"

    qtbot.keyClick(editor.tree, KEY.Key_Backtab, SHIFT)
    assert body(editor)[8] == "  2. Yêu cầu"

    qtbot.keyClick(editor.tree, KEY.Key_Backtab, SHIFT)
    assert body(editor)[8:] == ["II. Yêu cầu", "III. TỔ CHỨC THỰC HIỆN"]
    assert editor.tree.hasFocus()


def test_tab_leaves_the_tree_on_a_fixed_part(editor, qtbot):
    editor.tree.go_to_part(NodeKind.RECIPIENTS)
    qtbot.keyClick(editor.tree, KEY.Key_Tab)
    assert not editor.tree.hasFocus()


def test_first_section_cannot_be_shifted_in_and_says_why(unit, qtbot):
    said = []
    plan = unit.services.plans.save(sample()).plan
    editor = PlanEditor(replace(unit, hint=said.append), plan, has_pdf=False)
    qtbot.addWidget(editor)
    before = body(editor)
    qtbot.keyClick(editor.tree, KEY.Key_Tab)
    assert body(editor) == before
    assert len(said) == 1
    assert not editor.draft.dirty


@pytest.mark.parametrize("modifier", [ALT, CTRL])
def test_arrows_with_alt_or_ctrl_move_among_siblings(editor, qtbot, modifier):
    go(editor, "hai")
    qtbot.keyClick(editor.tree, KEY.Key_Down, modifier)
    assert body(editor)[2:5] == ["    a) một", "    b) ba", "    c) hai"]
    qtbot.keyClick(editor.tree, KEY.Key_Up, modifier)
    qtbot.keyClick(editor.tree, KEY.Key_Up, modifier)
    assert body(editor)[2:5] == ["    a) hai", "    b) một", "    c) ba"]
    assert [index.data() for index in editor.tree.selectedIndexes()] == ["a) hai"]


def test_buttons_do_the_same_as_the_keys(editor, qtbot):
    go(editor, "Yêu cầu")
    press(qtbot, editor, "outline_add_child")
    assert body(editor)[8:10] == ["  2. Yêu cầu", "    a) (chưa có nội dung)"]
    press(qtbot, editor, "outline_outdent")
    assert body(editor)[9] == "  3. (chưa có nội dung)"
    press(qtbot, editor, "outline_up")
    assert body(editor)[8:10] == ["  2. (chưa có nội dung)", "  3. Yêu cầu"]
    press(qtbot, editor, "outline_indent")
    assert body(editor)[8:10] == ["    g) (chưa có nội dung)", "  2. Yêu cầu"]
    press(qtbot, editor, "outline_remove")
    press(qtbot, editor, "outline_add")
    press(qtbot, editor, "outline_down")
    assert outline.shape(editor.plan.sections) != outline.shape(sample().sections)


def drop(tree, section_id, target, position):
    """Drop a section the way the view receives it from the mouse."""
    data = tree.model().mimeData([tree.model().section_index(section_id)])
    rect = tree.visualRect(target)
    y = {"on": rect.center().y(), "above": rect.top() + 1, "below": rect.bottom() - 1}[position]
    point = QPointF(rect.center().x(), y)
    arguments = (Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    event = QDropEvent(point, *arguments)
    index = tree.indexAt(QPoint(int(point.x()), int(point.y())))
    assert index == target
    row, parent = (-1, index) if position == "on" else (index.row() + (position == "below"), index.parent())
    accepted = tree.model().canDropMimeData(data, event.dropAction(), row, 0, parent)
    return accepted and tree.model().dropMimeData(data, event.dropAction(), row, 0, parent)


def test_dragging_moves_and_relabels(editor):
    model = editor.tree.model()
    sau, ba = find(editor, "sáu").id, find(editor, "ba").id
    assert drop(editor.tree, sau, model.section_index(ba), "above")
    assert body(editor)[2:8] == ["    a) một", "    b) hai", "    c) sáu", "    d) ba", "    đ) bốn", "    e) năm"]
    assert editor.tree.currentIndex().data() == "c) sáu"

    assert drop(editor.tree, sau, model.section_index(find(editor, "Yêu cầu").id), "on")
    assert body(editor)[7:9] == ["  2. Yêu cầu", "    a) sáu"]

    part = find(editor, "TỔ CHỨC THỰC HIỆN").id
    assert drop(editor.tree, part, model.section_index(editor.plan.sections[0].id), "above")
    assert body(editor)[:2] == ["I. TỔ CHỨC THỰC HIỆN", "II. MỤC ĐÍCH"]


def test_a_section_is_not_dropped_into_itself_nor_outside_the_body(editor):
    model, before = editor.tree.model(), body(editor)
    part = editor.plan.sections[0].id
    assert not drop(editor.tree, part, model.section_index(find(editor, "hai").id), "on")
    assert not drop(editor.tree, part, model.part_index(NodeKind.HEADER), "above")
    assert not drop(editor.tree, part, model.part_index(NodeKind.SIGNATURE), "on")
    foreign = QMimeData()
    foreign.setData(MIME, b"no such section")
    assert not model.dropMimeData(foreign, Qt.DropAction.MoveAction, 2, 0, model.index(-1, -1))
    assert body(editor) == before


# -- one section


def test_title_and_text_reach_tree_and_store(editor, qtbot):
    go(editor, "Yêu cầu")
    qtbot.keyClick(editor.tree, KEY.Key_F2)
    view = editor.text_panel.view
    qtbot.keyClick(view, KEY.Key_End)
    qtbot.keyClicks(view, " chung")
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClicks(view, "Dong mot")
    qtbot.keyClick(view, KEY.Key_Return)
    qtbot.keyClicks(view, "Dong hai")
    assert body(editor)[8] == "  2. Yêu cầu chung"

    assert editor.finish()

    kept = stored(editor).section(editor.text_panel.section_id)
    assert (kept.title, kept.text) == ("Yêu cầu chung", "Dong mot\nDong hai")


def test_decomposed_letters_are_kept_composed(editor):
    go(editor, "hai")
    editor.text_panel.view.setFocus()
    editor.text_panel.view.textCursor().insertText("tuye\u0302n truye\u0302\u0300n ")
    assert editor.finish()
    assert stored(editor).section(editor.text_panel.section_id).text == "tuyên truyền hai"


def test_ctrl_enter_in_the_text_starts_the_next_section(editor, qtbot):
    go(editor, "Mục đích")
    qtbot.keyClick(editor.tree, KEY.Key_F2)
    qtbot.keyClick(editor.text_panel.view, KEY.Key_Return, CTRL)
    assert editor.tree.currentIndex().data() == "2. (chưa có nội dung)"
    assert editor.text_panel.view.hasFocus()


# -- undo and saving


def test_undo_and_redo_go_through_typing_and_structure(editor, qtbot):
    go(editor, "Yêu cầu")
    view = editor.text_panel.view
    view.setFocus()
    qtbot.keyClicks(view, "mot hai ")
    editor.tree.setFocus()
    qtbot.keyClick(editor.tree, KEY.Key_Backtab, SHIFT)
    assert body(editor)[8] == "II. mot hai Yêu cầu"

    qtbot.keyClick(editor.tree, KEY.Key_Z, CTRL)
    assert body(editor)[8] == "  2. mot hai Yêu cầu"
    view.setFocus()
    qtbot.keyClick(view, KEY.Key_Z, CTRL)
    assert body(editor)[8] == "  2. Yêu cầu"
    assert not editor.draft.can_undo
    assert not editor.undo_button.isEnabled()

    qtbot.keyClick(view, KEY.Key_Y, CTRL)
    assert body(editor)[8] == "  2. mot hai Yêu cầu"
    qtbot.keyClick(editor.tree, KEY.Key_Y, CTRL)
    assert body(editor)[8] == "II. mot hai Yêu cầu"
    assert not editor.draft.can_redo


def test_undo_after_saving_is_saved_too(editor, qtbot):
    go(editor, "hai")
    qtbot.keyClick(editor.tree, KEY.Key_Delete)
    assert editor.draft.write()
    qtbot.keyClick(editor.tree, KEY.Key_Z, CTRL)
    assert editor.draft.write()
    assert outline.shape(stored(editor).sections) == outline.shape(sample().sections)


def test_typing_is_saved_by_itself(editor, qtbot):
    changes = []
    editor.context.bus.changed.connect(changes.append)
    go(editor, "Yêu cầu")
    editor.text_panel.view.setFocus()
    qtbot.keyClicks(editor.text_panel.view, "tu luu ")

    with qtbot.waitSignal(editor.draft.stored, timeout=5000):
        pass

    kept = stored(editor)
    assert kept.section(editor.text_panel.section_id).title == "tu luu Yêu cầu"
    assert kept.version == editor.plan.version
    assert [change.ids for change in changes] == [(editor.plan.id,)]
    assert not editor.draft.dirty


def test_a_change_from_elsewhere_is_told_and_my_text_can_be_kept(editor, qtbot, photograph):
    plans = editor.context.services.plans
    other = stored(editor)
    plans.save(replace(other, title="Tiêu đề của người khác"))
    go(editor, "Yêu cầu")
    editor.text_panel.view.setFocus()
    qtbot.keyClicks(editor.text_panel.view, "cua toi")

    assert not editor.finish()

    assert "Chưa lưu được kế hoạch" in editor.bar.text
    photograph(editor, "plan-conflict", 0)
    assert stored(editor).title == "Tiêu đề của người khác"
    with qtbot.waitSignal(editor.copy_wanted, timeout=1000):
        qtbot.mouseClick(editor.bar.button("Giữ bản của tôi thành bản sao"), Qt.MouseButton.LeftButton)


def test_a_failed_save_keeps_the_text_and_can_be_tried_again(editor, qtbot, monkeypatch, tmp_path):
    store = editor.draft._store

    def busy(plan):
        raise DatabaseBusy(tmp_path / "cchc.db")

    monkeypatch.setattr(editor.draft, "_store", busy)
    go(editor, "hai")
    qtbot.keyClick(editor.tree, KEY.Key_Delete)
    assert not editor.finish()
    monkeypatch.setattr(editor.draft, "_store", store)

    qtbot.mouseClick(editor.bar.button("Thử lưu lại"), Qt.MouseButton.LeftButton)

    assert not editor.draft.dirty
    assert "hai" not in [section.text for section in stored(editor).walk()]


# -- the fixed parts


def test_recipients_are_typed_as_lines_and_kept_bare(editor, qtbot, photograph):
    editor.tree.go_to_part(NodeKind.RECIPIENTS)
    panel = editor.panels[NodeKind.RECIPIENTS]
    panel.box.setFocus()
    panel.box.selectAll()
    qtbot.keyClicks(panel.box, "- UBND tinh;")
    qtbot.keyClick(panel.box, KEY.Key_Return)
    qtbot.keyClicks(panel.box, "Luu: VT.")
    assert panel.printed.text() == "Nơi nhận:\n- UBND tinh;\n- Luu: VT."
    photograph(editor, "plan-recipients", 0)

    assert editor.finish()

    assert stored(editor).recipients == ("UBND tinh", "Luu: VT")
    assert panel.box.toPlainText() == "UBND tinh\nLuu: VT"
    assert "Nơi nhận (2)" in lines(editor.tree)


def test_closing_keeps_paragraphs_without_the_end_mark(editor, qtbot):
    editor.tree.go_to_part(NodeKind.CLOSING)
    box = editor.panels[NodeKind.CLOSING].box
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "Tren day la Ke hoach./.")
    assert editor.finish()
    assert stored(editor).closing == ("Tren day la Ke hoach",)


def test_preamble_lines_are_added_moved_typed_and_removed(editor, qtbot, photograph):
    editor.tree.go_to_part(NodeKind.PREAMBLE)
    panel = editor.panels[NodeKind.PREAMBLE]
    press(qtbot, editor, "preamble_add")
    qtbot.keyClicks(panel.text, "Can cu Luat B;")
    press(qtbot, editor, "preamble_up")
    photograph(editor, "plan-preamble", 0)
    assert editor.finish()
    assert stored(editor).bases == ("Can cu Luat B", "Căn cứ Luật A")

    panel.list.setCurrentRow(1)
    panel.kind.setCurrentIndex(1)
    panel.kind.activated.emit(1)
    press(qtbot, editor, "preamble_remove")
    assert editor.finish()
    kept = stored(editor).preamble
    assert [line.text for line in kept] == ["Can cu Luat B", OPENING]


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (SigningMode.COLLECTIVE, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        (SigningMode.DEPUTY, ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]),
        (SigningMode.ACTING, ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]),
        (SigningMode.OWN, ["CHỦ TỊCH"]),
    ],
)
def test_each_way_of_signing_prints_its_lines(editor, qtbot, mode, expected):
    editor.tree.go_to_part(NodeKind.SIGNATURE)
    panel = editor.panels[NodeKind.SIGNATURE]
    panel.mode.show_value(mode)
    panel.mode.activated.emit(panel.mode.currentIndex())
    assert panel.preview.text().split("\n") == [*expected, "", "", "Trần Thị Minh Nguyệt"]
    assert editor.finish()
    assert stored(editor).signature.mode is mode


def test_signing_by_order_takes_the_signers_own_title(editor, qtbot, photograph):
    editor.tree.go_to_part(NodeKind.SIGNATURE)
    panel = editor.panels[NodeKind.SIGNATURE]
    panel.mode.show_value(SigningMode.BY_ORDER)
    panel.mode.activated.emit(panel.mode.currentIndex())
    assert not panel.body.isVisible()
    panel.title.setFocus()
    qtbot.keyClicks(panel.title, "truong phong")
    assert editor.finish()
    assert stored(editor).signature.lines == ("TL. CHỦ TỊCH", "TRUONG PHONG")
    photograph(editor, "plan-signature", 0)


def test_a_signer_is_chosen_from_the_list(editor, qtbot):
    editor.context.services.units.save_signer(
        Signer("s2", "Lê Văn Dũng", SigningMode.DEPUTY, "Phó Chủ tịch", editor.context.today())
    )
    editor.tree.go_to_part(NodeKind.SIGNATURE)
    panel = editor.panels[NodeKind.SIGNATURE]
    row = panel.signer.findText("Lê Văn Dũng", Qt.MatchFlag.MatchContains)
    panel.signer.setCurrentIndex(row)
    panel.signer.activated.emit(row)
    assert panel.preview.text().split("\n")[:3] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert panel.name.text() == "Lê Văn Dũng"


def test_header_fields_are_kept_and_wrong_ones_explained(editor, qtbot, photograph):
    editor.tree.go_to_part(NodeKind.HEADER)
    panel = editor.panels[NodeKind.HEADER]
    panel.number.setFocus()
    qtbot.keyClicks(panel.number, "7")
    panel.date.setFocus()
    qtbot.keyClicks(panel.date, "13/1")
    panel.place.setFocus()
    assert panel.printed.text() == "Khi in: Số: 07/KH-UBND · Lệ Xá, ngày 13 tháng 01 năm 2026"
    panel.number.setFocus()
    qtbot.keyClicks(panel.number, "x")
    panel.year.setFocus()
    panel.year.selectAll()
    qtbot.keyClicks(panel.year, "26")
    assert "chữ số" in panel.fields["number"].problem
    assert "2000" in panel.fields["year"].problem
    photograph(editor, "plan-header", 0)

    assert editor.finish()

    kept = stored(editor)
    assert (kept.number, kept.year, f"{kept.date:%d/%m/%Y}") == (7, 2026, "13/01/2026")
    assert panel.number.text() == "7x"


def test_escape_goes_from_field_to_outline_first(editor, qtbot):
    qtbot.keyClick(editor.tree, KEY.Key_F2)
    assert editor.escape() is True
    assert editor.tree.hasFocus()
    assert editor.escape() is False
