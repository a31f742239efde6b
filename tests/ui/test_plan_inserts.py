"""Bringing legal bases and text blocks into a plan with clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QToolButton

from cchc_desktop.domain.plan import LineKind, PreambleLine
from cchc_desktop.domain.text_block import BlockSection, BlockTopic
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.plan_editor import PlanEditor

LEFT = Qt.MouseButton.LeftButton
KEY = Qt.Key


@pytest.fixture
def editor(unit: Context, qtbot):
    plan = unit.services.plans.create(2026).plan
    made = PlanEditor(unit, plan, has_pdf=True)
    qtbot.addWidget(made)
    made.resize(1180, 620)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.draft.stop()


def press(qtbot, editor: PlanEditor, name: str) -> None:
    button = next(one for one in editor.findChildren(QToolButton, name) if one.isVisible())
    qtbot.mouseClick(button, LEFT)


def tick(qtbot, listing, item) -> None:
    """Click the box of a line."""
    listing.scrollToItem(item)
    option = QStyleOptionViewItem()
    listing.initViewItemOption(option)
    index = listing.indexFromItem(item)
    option.index = index
    option.rect = listing.visualItemRect(item)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    option.text = item.text()
    box = listing.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, listing)
    qtbot.mouseClick(listing.viewport(), LEFT, pos=box.center())


def open_picker(qtbot, editor: PlanEditor):
    editor.tree.go_to_part(NodeKind.PREAMBLE)
    press(qtbot, editor, "preamble_pick")
    picker = editor.inserts.bases
    assert editor.stack.currentWidget() is picker
    return picker


def visible(listing) -> list[str]:
    items = [listing.item(row) for row in range(listing.count())]
    return [item.text() for item in items if not item.isHidden()]


def test_bases_are_found_ticked_and_put_in_order(editor, qtbot, photograph) -> None:
    picker = open_picker(qtbot, editor)
    photograph(editor, "plan-basis-picker", 0)
    qtbot.keyClicks(picker.search, "van thu")
    qtbot.waitUntil(lambda: len(visible(picker.list)) == 1)
    assert visible(picker.list)[0].startswith("Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ")
    assert not picker.insert.isEnabled()
    tick(qtbot, picker.list, picker.item("30/2020/NĐ-CP"))
    picker.search.clear()
    qtbot.waitUntil(lambda: len(visible(picker.list)) > 20)
    tick(qtbot, picker.list, picker.item("118/2025/NĐ-CP"))
    assert picker.count.text() == "Đã chọn 2 văn bản"
    qtbot.mouseClick(picker.insert, LEFT)

    assert editor.panels[NodeKind.PREAMBLE].isVisible()
    assert editor.bar.text == "Đã đưa 2 căn cứ vào kế hoạch."
    texts = [line.text for line in editor.plan.preamble]
    assert [text[:37] for text in texts[:3]] == [
        "Căn cứ Luật Tổ chức chính quyền địa p",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngà",
        "Căn cứ Nghị định số 118/2025/NĐ-CP ng",
    ]
    assert editor.panels[NodeKind.PREAMBLE].list.count() == len(texts)
    photograph(editor, "plan-bases-picked", 0)
    editor.undo()
    assert len(editor.plan.preamble) == len(texts) - 2


def test_what_is_in_the_plan_already_cannot_be_picked_again(editor, qtbot) -> None:
    picker = open_picker(qtbot, editor)
    law = picker.item("72/2025/QH15")
    assert "Đã có trong kế hoạch" in law.text()
    tick(qtbot, picker.list, law)
    assert picker.ticked() == []


def test_the_picker_says_what_is_no_longer_in_force(editor, qtbot) -> None:
    editor.draft.apply(replace(editor.plan, date=date(2026, 9, 1)), _header_edit())
    picker = open_picker(qtbot, editor)
    old = picker.item("42/2022/NĐ-CP").text()
    assert "Lưu ý: Đã được thay thế bởi 224/2026/NĐ-CP; hết hiệu lực từ ngày 01/07/2026" in old


def _header_edit():
    from cchc_desktop.ui.models.plan_draft import Edit, Part

    return Edit(Part.HEADER)


def test_warnings_stand_beside_the_bases_of_the_plan(editor, qtbot, photograph) -> None:
    panel = editor.panels[NodeKind.PREAMBLE]
    line = PreambleLine(LineKind.BASIS, "Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018 của Chính phủ về một cửa")
    editor.draft.apply(replace(editor.plan, preamble=(line, *editor.plan.preamble)), _header_edit())
    editor.tree.go_to_part(NodeKind.PREAMBLE)
    panel.list.setCurrentRow(0)
    assert panel.warning.isVisible()
    assert "đã được thay thế bởi 118/2025/NĐ-CP" in panel.warning.text().lower().replace("nđ-cp", "NĐ-CP")
    assert not panel.list.item(0).icon().isNull()
    photograph(editor, "plan-basis-warning", 0)
    press(qtbot, editor, "preamble_sort")
    kinds = [line.text.split(" số ")[0] for line in editor.plan.preamble][:3]
    assert kinds == ["Căn cứ Luật Tổ chức chính quyền địa phương", "Căn cứ Nghị định", "Căn cứ Nghị định"]
    panel.list.setCurrentRow(editor.plan.preamble.index(line))
    panel.text.selectAll()
    qtbot.keyClick(panel.text, KEY.Key_Delete)
    qtbot.waitUntil(lambda: not panel.warning.isVisible())


def test_escape_leaves_the_picker_without_a_change(editor, qtbot) -> None:
    before = editor.plan
    open_picker(qtbot, editor)
    assert editor.escape()
    assert editor.panels[NodeKind.PREAMBLE].isVisible()
    assert editor.plan == before
    open_picker(qtbot, editor)
    qtbot.mouseClick(editor.inserts.bases.close_button, LEFT)
    assert not editor.inserts.is_open


# -- text blocks


def go(editor: PlanEditor, title: str) -> None:
    editor.go_to(next(section.id for section in editor.plan.walk() if section.title == title))


def test_a_block_is_searched_previewed_and_inserted_with_enter(editor, qtbot, photograph) -> None:
    go(editor, "Yêu cầu")
    press(qtbot, editor, "outline_block")
    panel = editor.inserts.blocks
    assert editor.stack.currentWidget() is panel
    assert panel.search.hasFocus()
    assert panel.place.text() == "Sẽ chèn sau mục đang chọn, theo đúng bậc: 2. Yêu cầu"
    photograph(editor, "plan-block-panel", 0)
    qtbot.keyClicks(panel.search, "dung ten goi")
    qtbot.keyClick(panel.search, KEY.Key_Return)

    section = editor.plan.section(editor.tree.section_id)
    assert section is not None
    assert section.text.startswith("Nội dung tuyên truyền phải dùng đúng tên gọi")
    parent = next(one for one in editor.plan.walk() if section in one.children)
    assert parent.title == "Yêu cầu"
    assert editor.tree.currentIndex().data().startswith("đ) ")
    assert editor.stack.currentWidget() is panel  # the next one can follow
    assert "đ) Nội dung tuyên truyền" in panel.place.text()
    assert editor.bar.text == "Đã chèn đoạn mẫu “Dùng đúng tên gọi, thẩm quyền theo mô hình hai cấp”."
    editor.undo()
    assert editor.plan.section(section.id) is None


def test_blocks_are_filtered_by_part_and_topic_and_shown_filled(editor, qtbot, photograph) -> None:
    press(qtbot, editor, "outline_block")
    panel = editor.inserts.blocks
    panel.part.setFocus()
    while panel.part.currentData() != BlockSection.DUTIES:
        qtbot.keyClick(panel.part, KEY.Key_Down)
    panel.topic.setFocus()
    while panel.topic.currentData() != BlockTopic.ONE_STOP:
        qtbot.keyClick(panel.topic, KEY.Key_Down)
    qtbot.waitUntil(lambda: panel.list.count() == 1)
    assert visible(panel.list) == ["Tổ chức thực hiện: Trung tâm Phục vụ hành chính công"]
    lines = panel.preview.toPlainText().split("\n")
    assert lines[0] == "1. Trung tâm Phục vụ hành chính công"
    assert lines[1].startswith("    a) Niêm yết")
    assert lines[2].startswith("    b) Thống kê")
    assert "Phòng Văn hóa - Xã hội" in lines[2]
    photograph(editor, "plan-block-filtered", 0)
    middle = panel.list.visualItemRect(panel.list.item(0)).center()
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=middle)
    qtbot.mouseDClick(panel.list.viewport(), LEFT, pos=middle)
    assert any(section.title == "Trung tâm Phục vụ hành chính công" for section in editor.plan.sections[0].children)


def test_choosing_another_line_moves_the_place_of_the_next_block(editor, qtbot) -> None:
    press(qtbot, editor, "outline_block")
    panel = editor.inserts.blocks
    go(editor, "Đối tượng tuyên truyền")
    assert editor.stack.currentWidget() is panel
    assert "3. Đối tượng tuyên truyền" in panel.place.text()
    assert editor.escape()
    assert editor.panels[NodeKind.SECTION].isVisible()
    assert editor.tree.currentIndex().data() == "3. Đối tượng tuyên truyền"


def test_a_section_is_kept_as_a_block_of_the_office(editor, qtbot, photograph) -> None:
    go(editor, "Cơ quan chủ trì")
    press(qtbot, editor, "outline_keep_block")
    form = editor.inserts.form
    assert editor.stack.currentWidget() is form
    assert form.about.text() == "Mục: “Cơ quan chủ trì” và 3 mục con"
    assert form.part.currentData() == BlockSection.DUTIES
    photograph(editor, "plan-block-form", 0)
    form.title.clear()
    qtbot.mouseClick(form.keep, LEFT)
    assert form.fields["title"].problem == "Chưa đặt tên cho đoạn mẫu"
    qtbot.keyClicks(form.title, "Mau cua xa")
    tick(qtbot, form.topics, form.topics.item(0))
    qtbot.mouseClick(form.keep, LEFT)
    assert not editor.inserts.is_open
    (block,) = editor.context.services.text_blocks.search("mau cua xa")
    assert block.own
    assert block.topics == (BlockTopic.INSTITUTIONS,)
    assert block.text.startswith("Giao {co_quan_chu_tri} chủ trì")

    press(qtbot, editor, "outline_block")
    panel = editor.inserts.blocks
    assert visible(panel.list)[0] == "Tổ chức thực hiện: Mau cua xa (của đơn vị)"
    qtbot.mouseClick(panel.list.viewport(), LEFT, pos=panel.list.visualItemRect(panel.list.item(0)).center())
    qtbot.mouseClick(panel.remove, LEFT)
    assert "Mau cua xa" not in visible(panel.list)[0]
    qtbot.mouseClick(editor.bar.button("Hoàn tác"), LEFT)
    assert visible(panel.list)[0] == "Tổ chức thực hiện: Mau cua xa (của đơn vị)"


def test_keeping_a_block_needs_a_section(editor, qtbot) -> None:
    editor.tree.go_to_part(NodeKind.HEADER)
    press(qtbot, editor, "outline_keep_block")
    assert "Chọn một mục" in editor.bar.text
    assert not editor.inserts.is_open


def test_vietnamese_typed_into_the_search_is_found(editor, qtbot, type_text) -> None:
    press(qtbot, editor, "outline_block")
    panel = editor.inserts.blocks
    type_text(panel.search, "Đối thoại")
    qtbot.waitUntil(lambda: bool(visible(panel.list)) and visible(panel.list)[0] == "Hình thức: Đối thoại trực tiếp")
    qtbot.keyClick(panel.search, KEY.Key_Down)
    assert panel.list.currentRow() == 1 or panel.list.count() == 1
