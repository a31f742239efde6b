"""A plan's life as a clerk and a văn thư work it: review, submit, issue, file the signed paper, amend, compare."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from cchc_desktop.domain.plan import PlanStatus
from cchc_desktop.domain.plan_clone import SignerChoice, TaskChoice
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.plan_outline import NodeKind
from cchc_desktop.ui.screens.plan_place import PlanPlace


def find(window, name):
    found = [
        button
        for kind in (QPushButton, QToolButton)
        for button in window.findChildren(kind, name)
        if button.isVisible() and button.isEnabled()
    ]
    assert found, f"no button {name} to press"
    return found


def press(qtbot, window, name, number=0):
    """Click a button of that name that can be seen."""
    qtbot.mouseClick(find(window, name)[number], Qt.MouseButton.LeftButton)


def shown(window, name):
    return any(button.isVisible() for button in window.findChildren(QPushButton, name))


@pytest.fixture
def window(context, qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1366, 728)
    return made


@pytest.fixture
def place(unit, window, qtbot):
    made = PlanPlace(unit, window)
    window.show_page(made, made.title, made.corner)
    unit.bus.changed.connect(made.refresh)
    window.show()
    qtbot.waitExposed(window)
    return made


@pytest.fixture
def plan(unit, place):
    """A draft, open in the editor."""
    saved = unit.services.plans.create(2026).plan
    place.refresh()
    place.accept(saved.id)
    return saved


@pytest.fixture
def issue(place, window, qtbot, settle):
    """Issue the plan on show through the window."""

    def do(number="", day=""):
        press(qtbot, window, "life_issue")
        page = place.life.issue
        if day:
            page.date.setFocus()
            page.date.selectAll()
            qtbot.keyClicks(page.date, day)
        if number:
            page.number.setFocus()
            page.number.selectAll()
            qtbot.keyClicks(page.number, number)
        press(qtbot, window, "issue_do")
        settle(place.context)

    return do


def test_the_review_lists_findings_opens_their_places_and_takes_reasons(
    plan, unit, place, window, qtbot, type_text, settle, photograph
):
    editor = place.editor
    assert editor.life.state.text() == "Dự thảo"
    press(qtbot, window, "life_review")
    assert editor.review.list.count() == 1
    assert "Còn chỗ trống chưa điền" in editor.review.list.item(0).text()
    assert editor.life.open_findings.text() == "Còn 1 chỗ cần rà soát"
    photograph(window, "plan-review")

    press(qtbot, window, "review_go")
    assert editor.tree.node.kind is NodeKind.PREAMBLE

    press(qtbot, window, "review_accept")
    press(qtbot, window, "review_reason_give")  # without a reason
    assert editor.review.reason.field.problem
    photograph(window, "plan-review-reason")
    type_text(editor.review.reason.line, "Điền tay sau")
    qtbot.keyClick(editor.review.reason.line, Qt.Key.Key_Return)
    assert "Đã chấp nhận: Điền tay sau" in editor.review.list.item(0).text()
    assert not editor.life.open_findings.isVisible()
    assert not unit.services.plans.leftovers(plan.id)[0].open

    press(qtbot, window, "review_reopen")
    assert editor.life.open_findings.isVisible()
    assert place.escape()
    assert not editor.review.isVisible()


def test_an_edit_shows_up_in_the_open_review_by_itself(plan, place, window, qtbot, settle):
    press(qtbot, window, "life_review")
    editor = place.editor
    editor.tree.go_to_part(NodeKind.HEADER)
    title = editor.panels[NodeKind.HEADER].title
    title.setFocus()
    title.selectAll()
    qtbot.keyClicks(title, "Tuyen truyen nam 2025")
    assert editor.draft.write()
    settle(place.context)
    texts = [editor.review.list.item(row).text() for row in range(editor.review.list.count())]
    assert any("Trích yếu ghi năm" in text or "2025" in text for text in texts)
    assert editor.review.list.count() >= 2


def test_issuing_offers_the_next_number_freezes_the_plan_and_keeps_its_file(
    plan, unit, place, window, qtbot, fake_ask, issue, photograph
):
    press(qtbot, window, "life_issue")
    page = place.life.issue
    assert page.number.text() == "01"
    assert page.bar.isVisible()
    assert "1 chỗ cần rà soát" in page.findings.text()
    photograph(window, "plan-issue")
    press(qtbot, window, "issue_stop")
    assert place.current_page() is place.editor

    issue("7", "13/1/2026")

    frozen = place.life.frozen
    assert place.current_page() is frozen
    assert place.editor is None
    stored = unit.services.plans.get(plan.id)
    assert (stored.status, stored.number, stored.date) == (PlanStatus.ISSUED, 7, date(2026, 1, 13))
    assert "07/KH-UBND" in frozen.bar.text
    assert "Nội dung đã khóa" in frozen.life.text.text()
    assert "MỤC ĐÍCH, YÊU CẦU" in frozen.text.toPlainText()
    assert frozen.text.isReadOnly()
    photograph(window, "plan-issued")
    press(qtbot, window, "version_open")
    assert fake_ask.opened[-1].name == "07-KH tuyên truyền CCHC 2026.docx"
    assert fake_ask.opened[-1].read_bytes() == unit.services.plan_life.issued_file(
        unit.services.plan_life.versions(plan.id)[0].id
    )
    assert place.escape()  # the message
    press(qtbot, window, "frozen_back")
    assert place.list.isVisible()
    press(qtbot, window, "plan_open")
    assert place.current_page() is frozen


def test_a_taken_number_and_a_wrong_day_are_told_at_their_fields(plan, unit, place, window, qtbot, photograph):
    other = unit.services.plans.create(2025).plan
    unit.services.plan_life.issue(other.id, 7, date(2026, 1, 5))
    press(qtbot, window, "life_issue")
    page = place.life.issue
    assert page.number.text() == "08"
    page.number.selectAll()
    qtbot.keyClicks(page.number, "7")
    press(qtbot, window, "issue_do")
    assert "đã cấp cho" in page.fields["number"].problem
    page.date.selectAll()
    qtbot.keyClicks(page.date, "31/2/2026")
    press(qtbot, window, "issue_do")
    assert page.fields["date"].problem
    photograph(window, "plan-issue-problems")
    page.date.selectAll()
    qtbot.keyClicks(page.date, "20/3/2026")
    assert "ở sau hôm nay" in page.warning.text()
    assert unit.services.plans.get(plan.id).status is PlanStatus.DRAFT


def test_submitting_freezes_and_taking_back_opens_the_editor(plan, unit, place, window, qtbot, photograph):
    press(qtbot, window, "life_submit")
    assert place.current_page() is place.life.frozen
    assert place.life.frozen.life.state.text() == "Trình ký"
    assert not place.life.frozen.versions.isVisible()
    photograph(window, "plan-submitted")
    press(qtbot, window, "life_withdraw")
    assert place.editor is not None
    assert place.editor.plan.status is PlanStatus.DRAFT


def test_the_signed_paper_is_added_opened_removed_and_brought_back(
    plan, unit, place, window, qtbot, fake_ask, issue, settle, tmp_path, photograph
):
    issue("7", "13/1/2026")
    scan = tmp_path / "Ban ky Ke hoach 07 nam 2026 co dau do va chu ky.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    fake_ask.queue("open_file", scan)
    press(qtbot, window, "version_add_scan")
    settle(unit)
    photo = tmp_path / "trang 2.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 page")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    drop = QDropEvent(QPointF(20, 20), actions, mime, buttons, Qt.KeyboardModifier.NoModifier)
    place.life.frozen.versions.dropEvent(drop)
    settle(unit)
    (version,) = unit.services.plan_life.versions(plan.id)
    assert [file.name for file in unit.services.plan_life.scans(version.id)] == [scan.name, photo.name]
    photograph(window, "plan-scans")

    press(qtbot, window, "version_scan")
    assert fake_ask.opened[-1].read_bytes() == b"%PDF-1.7 signed"
    press(qtbot, window, "version_scan_remove")
    assert len(unit.services.plan_life.scans(version.id)) == 1
    qtbot.mouseClick(place.life.frozen.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert len(unit.services.plan_life.scans(version.id)) == 2


def test_an_amendment_is_a_new_version_with_a_difference_to_read(
    plan, unit, place, window, qtbot, fake_ask, issue, type_text, photograph
):
    issue("7", "13/1/2026")
    press(qtbot, window, "life_amend")
    type_text(place.life.frozen.life.reason.line, "Bổ sung kinh phí")
    press(qtbot, window, "amend_reason_give")
    editor = place.editor
    assert editor.life.state.text() == "Đang điều chỉnh"
    assert "07/KH-UBND" in editor.life.detail.text()
    assert "Bổ sung kinh phí" in editor.life.detail.text()
    photograph(window, "plan-amending")

    qtbot.keyClick(editor.tree, Qt.Key.Key_Delete)
    press(qtbot, window, "life_compare")
    compare = place.life.compare
    assert compare.new.currentText() == "Bản đang soạn"
    assert "Bỏ" in compare.text.toPlainText()
    assert "chỗ khác nhau" in compare.count.text()
    photograph(window, "plan-compare")
    press(qtbot, window, "compare_back")
    assert place.current_page() is editor

    issue("9", "2/3/2026")
    assert [version.number for version in unit.services.plan_life.versions(plan.id)] == [7, 9]
    photograph(window, "plan-two-versions")
    press(qtbot, window, "version_compare")
    assert compare.old.currentText().startswith("Bản 1")
    assert compare.new.currentText().startswith("Bản 2")
    assert place.escape()
    assert place.current_page() is place.life.frozen


def test_dropping_an_amendment_goes_back_to_what_was_issued(
    plan, unit, place, window, qtbot, fake_ask, issue, type_text
):
    issue("7", "13/1/2026")
    press(qtbot, window, "life_amend")
    type_text(place.life.frozen.life.reason.line, "Thử")
    qtbot.keyClick(place.life.frozen.life.reason.line, Qt.Key.Key_Return)
    before = len(list(place.editor.plan.walk()))
    qtbot.keyClick(place.editor.tree, Qt.Key.Key_Delete)
    fake_ask.queue("confirm", True)
    press(qtbot, window, "life_drop")
    assert place.current_page() is place.life.frozen
    assert len(list(unit.services.plans.get(plan.id).walk())) == before


def test_an_export_tells_what_is_open_and_goes_on(plan, place, window, qtbot, fake_ask, settle, tmp_path):
    fake_ask.queue("save_file", tmp_path / "kh.docx")
    press(qtbot, window, "plan_word")
    settle(place.context)
    assert (tmp_path / "kh.docx").is_file()
    assert place.editor.life.open_findings.text() == "Còn 1 chỗ cần rà soát"
    place.escape()
    place.escape()
    fake_ask.queue("save_file", None)
    press(qtbot, window, "plan_list_word")
    assert "còn 1 chỗ cần rà soát" in place.list.bar.text
    qtbot.mouseClick(place.list.bar.button("Mở để rà soát"), Qt.MouseButton.LeftButton)
    assert place.editor.review.isVisible()


def test_a_clone_carries_what_is_ticked(plan, unit, place, window, qtbot, photograph):
    place.escape()
    press(qtbot, window, "plan_clone")
    page = place.life.clone
    photograph(window, "plan-clone-choice")
    page.year.selectAll()
    qtbot.keyClicks(page.year, "27")
    press(qtbot, window, "clone_do")
    assert page.year_field.problem
    page.year.selectAll()
    qtbot.keyClicks(page.year, "2028")
    page.bases.click()
    page.recipients.click()
    page.tasks.show_value(TaskChoice.NONE)
    page.signer.show_value(SignerChoice.NONE)
    press(qtbot, window, "clone_do")
    made = unit.services.plans.for_year(2028)
    assert (made.bases, made.recipients, made.tasks, made.signature.name) == ((), (), (), "")
    assert made.sections
    assert place.editor.plan.id == made.id
    qtbot.mouseClick(place.editor.bar.button("Rà soát chữ còn sót"), Qt.MouseButton.LeftButton)
    assert place.editor.review.list.count() > 0


def test_thinking_better_of_a_clone_makes_nothing(plan, unit, place, window, qtbot):
    place.escape()
    press(qtbot, window, "plan_clone")
    assert place.escape()
    assert place.list.isVisible()
    assert len(unit.services.plans.rows()) == 1


def test_an_editor_of_another_window_cannot_write_into_an_issued_plan(plan, unit, place, qtbot):
    unit.services.plan_life.issue(plan.id, 7, date(2026, 1, 13))
    qtbot.keyClick(place.editor.tree, Qt.Key.Key_Delete)
    assert not place.leave()
    qtbot.mouseClick(place.editor.bar.button("Nạp bản mới nhất"), Qt.MouseButton.LeftButton)
    assert place.current_page() is place.life.frozen
