"""“In ngay”, “Xuất PDF” and “Mở bằng Word” of the open plan, with and without printer and LibreOffice."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from cchc_desktop.documents import pdf, printer
from cchc_desktop.errors import Cancelled, ToolMissing
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.screens import plan_place
from cchc_desktop.ui.screens.plan_place import PlanPlace


def press(qtbot, window, name):
    found = [
        button
        for kind in (QPushButton, QToolButton)
        for button in window.findChildren(kind, name)
        if button.isVisible() and button.isEnabled()
    ]
    assert found, f"no button {name} to press"
    qtbot.mouseClick(found[-1], Qt.MouseButton.LeftButton)


@pytest.fixture
def sent(monkeypatch):
    """What reached the printer; laying out is played."""
    found = []
    monkeypatch.setattr(plan_place, "can_make_pdf", lambda: True)
    monkeypatch.setattr(pdf, "pdf_of", lambda _docx, **_kw: b"%PDF-1.7 played")
    monkeypatch.setattr(printer, "print_pdf", lambda path, *_: found.append(path.name))
    return found


@pytest.fixture
def window(unit, sent, qtbot, fake_ask):
    made = MainWindow()
    qtbot.addWidget(made)
    made.resize(1366, 728)
    place = PlanPlace(unit, made)
    made.show_page(place, place.title, place.corner)
    made.show()
    qtbot.waitExposed(made)
    place.refresh()
    fake_ask.queue("integer", 2026)
    qtbot.mouseClick(place.list.empty.button, Qt.MouseButton.LeftButton)
    made.place = place
    return made


def test_the_open_plan_goes_to_the_printer(window, sent, qtbot, photograph):
    press(qtbot, window, "plan_print")
    bar = window.place.editor.bar
    qtbot.waitUntil(lambda: "máy in" in bar.text)
    assert sent == ["KH tuyên truyền CCHC 2026.pdf"]
    photograph(window, "plan-printed")


def test_a_missing_printer_is_told_and_nothing_is_lost(window, qtbot, fake_ask, monkeypatch):
    def none(*_args):
        raise ToolMissing(printer.NO_PRINTER)

    monkeypatch.setattr(printer, "print_pdf", none)
    fake_ask.expected_errors.append(ToolMissing)
    press(qtbot, window, "plan_print")
    qtbot.waitUntil(lambda: len(fake_ask.calls("error")) == 1)
    assert not window.place.editor.bar.isVisible()


def test_a_stopped_print_is_silent(window, qtbot, monkeypatch, unit):
    def stopped(*_args):
        raise Cancelled

    monkeypatch.setattr(printer, "print_pdf", stopped)
    press(qtbot, window, "plan_print")
    qtbot.waitUntil(lambda: not unit.runner.busy)
    assert not window.place.editor.bar.isVisible()


def test_pdf_and_word_are_written_and_can_be_opened(window, qtbot, fake_ask, tmp_path):
    for name, ending, words in (("plan_pdf", ".pdf", "Mở tệp PDF"), ("plan_word", ".docx", "Mở bằng Word")):
        target = tmp_path / f"ke hoach{ending}"
        fake_ask.queue("save_file", target)
        press(qtbot, window, name)
        bar = window.place.editor.bar
        qtbot.waitUntil(lambda target=target: target.name in window.place.editor.bar.text)
        button = next(found for found in bar.findChildren(QPushButton) if found.text() == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert fake_ask.opened[-1] == target
    assert (tmp_path / "ke hoach.pdf").read_bytes() == b"%PDF-1.7 played"


def test_leaving_the_editor_while_it_prints_does_no_harm(window, sent, qtbot, unit):
    press(qtbot, window, "plan_print")
    press(qtbot, window, "plan_back")
    qtbot.waitUntil(lambda: not unit.runner.busy)
    assert len(sent) == 1


def test_without_a_layout_program_nothing_is_offered(unit, qtbot, monkeypatch, fake_ask):
    monkeypatch.setattr(plan_place, "can_make_pdf", lambda: False)
    place = PlanPlace(unit)
    qtbot.addWidget(place)
    place.refresh()
    editor = place.open(unit.services.plans.create(2026).plan)
    names = {button.objectName() for button in editor.toolbar.findChildren(QToolButton)}
    assert "plan_print" not in names
    assert "plan_pdf" not in names
