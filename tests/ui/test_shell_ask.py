"""The real pop-ups: Vietnamese, with verbs on the buttons, answering what was pressed, and freed afterwards."""

from __future__ import annotations

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QWidget

from cchc_desktop.errors import DatabaseBusy, FileInUse
from cchc_desktop.logs import CrashReport
from cchc_desktop.ui.ask import Ask


@pytest.fixture
def ask(dressed_app):
    return Ask()


@pytest.fixture
def answer(photograph):
    """Press a button of the next message box, or close it; keeps the texts of the box."""
    seen = {}

    def press(words):
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        seen["text"] = box.text()
        seen["more"] = box.informativeText()
        seen["buttons"] = [button.text() for button in box.buttons()]
        seen["box"] = weakref.ref(box)
        if photograph and words:
            photograph(box, f"ask_{len(seen['buttons'])}", width=0)
        chosen = [button for button in box.buttons() if button.text() == words]
        chosen[0].click() if chosen else box.reject()

    def later(words=""):
        QTimer.singleShot(0, lambda: press(words))
        return seen

    return later


def test_trouble_is_told_in_three_sentences(ask, answer):
    seen = answer("Đóng")
    ask.error(None, FileInUse(Path("Báo cáo quý I.xlsx")))
    assert "Báo cáo quý I.xlsx" in seen["text"]
    assert "đang mở trong Excel" in seen["text"]
    assert "không thay đổi" in seen["more"]
    assert seen["buttons"] == ["Đóng"]


def test_a_question_carries_its_verb_and_escape_means_no(ask, answer):
    seen = answer("Khôi phục")
    assert ask.confirm(None, "Khôi phục số liệu về hôm qua?", "Khôi phục")
    assert seen["buttons"] == ["Khôi phục", "Thôi"]
    answer("Thôi")
    assert not ask.confirm(None, "Khôi phục?", "Khôi phục")
    answer()
    assert not ask.confirm(None, "Khôi phục?", "Khôi phục")


@pytest.mark.parametrize(("words", "meaning"), [("Thử lại", "retry"), ("Lưu tên khác…", "rename"), ("", "cancel")])
def test_a_file_in_use_can_be_tried_again_or_renamed(ask, answer, words, meaning):
    answer(words)
    assert ask.retry_or_rename(None, FileInUse(Path("Kế hoạch.docx"))) == meaning


def test_a_crash_report_is_copied(ask, answer, tmp_path):
    seen = answer("Sao chép báo cáo")
    ask.failure(None, CrashReport("báo cáo lỗi\nZeroDivisionError", tmp_path / "crash-1.txt"))
    assert QGuiApplication.clipboard().text() == "báo cáo lỗi\nZeroDivisionError"
    assert set(seen["buttons"]) == {"Sao chép báo cáo", "Mở thư mục nhật ký lỗi", "Đóng"}


def test_a_box_is_freed_when_it_closes(ask, answer, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    seen = answer("Đóng")
    ask.error(parent, DatabaseBusy(Path("cchc.db")))
    QApplication.sendPostedEvents(None, 52)  # QEvent.DeferredDelete
    QApplication.processEvents()
    gc.collect()
    assert seen["box"]() is None
    assert parent.findChildren(QMessageBox) == []


def test_a_dialog_of_a_screen_is_run_and_freed(ask, qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = QDialog(parent)
    QTimer.singleShot(0, dialog.accept)
    assert ask.run(dialog)
    QApplication.sendPostedEvents(None, 52)
    assert parent.findChildren(QDialog) == []
