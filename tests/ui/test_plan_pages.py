"""The pages beside the text: laid out in the background, or a quick view that says what it is."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QTextBrowser, QToolButton

from cchc_desktop.documents import pdf
from cchc_desktop.domain.plan import Plan, Section, SectionKind
from cchc_desktop.errors import FileNotWritten, WriteRefusal
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.plan_pages import PageMaker, places_of
from cchc_desktop.ui.screens.plan_editor import PlanEditor
from cchc_desktop.ui.screens.plan_place import PlanPlace

WORDS = "Nâng cao nhận thức của cán bộ, công chức và nhân dân về cải cách hành chính trên địa bàn. " * 3


def sample(items=24):
    below = tuple(Section(SectionKind.ITEM, f"Nhiệm vụ thứ {number}", WORDS) for number in range(items))
    return Plan(
        2026,
        "Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026",
        ("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"),
        "Lệ Xá",
        sections=(
            Section(SectionKind.PART, "MỤC ĐÍCH, YÊU CẦU"),
            Section(SectionKind.PART, "NHIỆM VỤ", children=below),
        ),
        recipients=("Lưu: VT",),
    )


@pytest.fixture
def open_editor(unit, qtbot):
    made = []

    def opener(plan):
        editor = PlanEditor(unit, unit.services.plans.save(plan).plan, has_pdf=True)
        qtbot.addWidget(editor)
        editor.resize(1180, 640)
        editor.show()
        qtbot.waitExposed(editor)
        made.append(editor)
        return editor

    yield opener
    for editor in made:
        editor.draft.stop()


@pytest.fixture
def no_office(monkeypatch):
    monkeypatch.setattr(pdf, "can_make_pdf", lambda: False)


def toggle(qtbot, editor):
    button = editor.text_panel.findChild(QToolButton, "text_preview")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return editor.desk.preview


def test_without_an_office_program_a_quick_view_says_what_it_is(no_office, open_editor, qtbot, photograph):
    editor = open_editor(sample())
    preview = toggle(qtbot, editor)
    qtbot.waitUntil(lambda: "NHIỆM VỤ" in preview.quick.toPlainText())
    assert preview.stack.currentWidget() is preview.quick
    assert preview.state.text().startswith("Bản xem nhanh, không phải trang in")
    assert "1. Nhiệm vụ thứ 0" in preview.quick.toPlainText()
    assert editor.context.settings.value.page_preview
    editor.go_to(editor.plan.sections[1].children[20].id)
    assert preview.quick.verticalScrollBar().value() > 0
    photograph(editor, "plan-quick-view", 0)
    toggle(qtbot, editor)
    assert not preview.isVisible()
    assert not editor.context.settings.value.page_preview


def test_the_view_follows_when_the_hands_rest(no_office, open_editor, qtbot, type_text):
    editor = open_editor(sample(2))
    preview = toggle(qtbot, editor)
    qtbot.waitUntil(lambda: "NHIỆM VỤ" in preview.quick.toPlainText())
    assert preview.timer.interval() == 2000
    type_text(editor.text_panel.view, "CHUNG ")
    assert preview.timer.isActive()
    assert "CHUNG" not in preview.quick.toPlainText()
    preview.timer.timeout.emit()
    assert "CHUNG MỤC ĐÍCH" in preview.quick.toPlainText()


def test_the_view_is_there_again_with_the_next_plan(no_office, open_editor, qtbot):
    toggle(qtbot, open_editor(sample(1)))
    editor = open_editor(sample(1))
    assert editor.desk.preview.isVisible()
    qtbot.waitUntil(lambda: "NHIỆM VỤ" in editor.desk.preview.findChild(QTextBrowser).toPlainText())


def test_outline_text_and_pages_have_room_beside_each_other(no_office, unit, qtbot, photograph):
    window = MainWindow()
    qtbot.addWidget(window)
    place = PlanPlace(unit, window)
    window.show_page(place, place.title, place.corner)
    photograph(window, "plan-window-empty")
    place.accept(unit.services.plans.save(sample()).plan.id)
    editor = place.editor
    photograph(window, "plan-window-text")
    preview = toggle(qtbot, editor)
    qtbot.waitUntil(lambda: "NHIỆM VỤ" in preview.quick.toPlainText())
    QApplication.processEvents()
    photograph(window, "plan-window-pages")
    assert editor.pane.width() < 300
    assert editor.text_panel.view.width() > 300
    assert preview.width() > 250
    toggle(qtbot, editor)
    qtbot.waitUntil(lambda: editor.pane.width() > 300)
    editor.draft.stop()


@pytest.mark.skipif(not pdf.can_make_pdf(), reason="needs Word or LibreOffice")
@pytest.mark.layout
def test_pages_are_laid_out_beside_the_text(open_editor, qtbot, photograph):
    editor = open_editor(sample())
    preview = toggle(qtbot, editor)
    assert "không phải trang in" in preview.state.text() or not preview.state.text()
    qtbot.waitUntil(lambda: preview.stack.currentWidget() is preview.area, timeout=60_000)
    pages = len(preview.labels)
    assert pages > 2
    assert preview.state.text() == f"{pages} trang, như khi in"
    qtbot.waitUntil(lambda: not preview.labels[0].pixmap().isNull(), timeout=20_000)
    photograph(editor, "plan-pages", 0)
    editor.go_to(editor.plan.sections[1].children[20].id)
    top, bottom = preview.area.verticalScrollBar().value(), preview.area.viewport().height()
    shown = [n for n, label in enumerate(preview.labels) if top - label.height() < label.y() < top + bottom]
    place = preview._pages.places[editor.plan.sections[1].children[20].id]
    assert place[0] in shown
    assert place[0] > 0
    qtbot.waitUntil(lambda: not preview.labels[place[0]].pixmap().isNull(), timeout=20_000)
    photograph(editor, "plan-pages-follow", 0)


def test_a_failed_layout_falls_back_to_the_quick_view(open_editor, qtbot, monkeypatch, tmp_path):
    def refuse(*arguments):
        raise FileNotWritten(tmp_path, WriteRefusal.OTHER, "hỏng")

    monkeypatch.setattr(pdf, "can_make_pdf", lambda: True)
    monkeypatch.setattr(pdf, "pdf_of", refuse)
    editor = open_editor(sample(1))
    preview = toggle(qtbot, editor)
    qtbot.waitUntil(lambda: preview.state.text().startswith("Chưa dàn được trang."))
    assert preview.stack.currentWidget() is preview.quick


def test_a_newer_request_stops_the_older_one(qtbot, monkeypatch, qapp):
    begun, stopped = threading.Event(), []

    def slow(document, timeout_s, progress):
        begun.set()
        if document == b"first":
            try:
                while True:
                    progress.step(0, 0, "")
            except Exception as error:
                stopped.append(type(error).__name__)
                raise
        return document

    monkeypatch.setattr(pdf, "pdf_of", slow)
    monkeypatch.setattr("cchc_desktop.documents.pdf_pages.page_count", lambda made: 0)
    maker = PageMaker(lambda plan: plan.title.encode())
    laid = []
    maker.laid.connect(laid.append)
    maker.lay_out(replace(sample(1), title="first"))
    assert begun.wait(10)
    maker.lay_out(replace(sample(1), title="second"))
    qtbot.waitUntil(lambda: bool(laid), timeout=10_000)
    assert stopped == ["Cancelled"]
    assert [pages.pdf for pages in laid] == [b"second"]
    maker.close()
    maker.lay_out(sample(1))  # closed: nothing happens


def test_sections_are_found_on_their_pages_in_order():
    plan = sample(3)
    first, second, third = plan.sections[1].children
    texts = [
        "KẾ HOẠCH\nTuyên truyền\nI. MỤC ĐÍCH, YÊU\nCẦU\nII. NHIỆM VỤ\n1. Nhiệm vụ\nthứ 0\n" + WORDS,
        "2\n3. Nhiệm vụ thứ 2",
    ]
    places = places_of(plan, texts)
    assert places[plan.sections[0].id][0] == places[first.id][0] == 0
    assert places[first.id][1] > places[plan.sections[1].id][1] > places[plan.sections[0].id][1]
    assert second.id not in places
    assert places[third.id][0] == 1
