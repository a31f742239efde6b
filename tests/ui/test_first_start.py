"""The first start: with the keyboard alone, with the mouse, with mistakes, and skipped."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QRadioButton

from cchc_desktop.domain.unit import SigningMode, UnitKind
from cchc_desktop.ui.screens.first_start import FirstStart
from cchc_desktop.ui.widgets.unit_form import superiors_of


@pytest.fixture
def page(qtbot, context):
    made = FirstStart(context)
    qtbot.addWidget(made)
    made.resize(1366, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.begin()
    return made


def press(qtbot, type_text, page, *keys):
    for key in keys:
        focus = QApplication.activePopupWidget() or QApplication.focusWidget() or page
        if isinstance(key, str):
            type_text(focus, key)
        else:
            qtbot.keyClick(focus, key)


def test_a_person_gets_through_with_the_keyboard_alone(qtbot, context, page, photograph, type_text):
    press(qtbot, type_text, page, "Lệ Xá", Qt.Key.Key_Tab, "hung yen", Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert page.number == 1
    photograph(page, "first_start_signer_empty")
    press(qtbot, type_text, page, "Trần Thị Minh Nguyệt")
    photograph(page, "first_start_signer")
    press(qtbot, type_text, page, Qt.Key.Key_Return)
    assert page.number == 2
    assert page.reporting_form.superior.currentText() == "Sở Nội vụ tỉnh Hưng Yên"
    photograph(page, "first_start_reports")
    press(qtbot, type_text, page, Qt.Key.Key_Return)
    assert page.number == 3
    photograph(page, "first_start_done")
    with qtbot.waitSignal(page.finished) as caught:
        press(qtbot, type_text, page, Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert caught.args == ["plan", "new"]
    unit = context.services.units.require(date(2025, 7, 1))
    assert (unit.kind, unit.name, unit.province) == (UnitKind.COMMUNE, "Lệ Xá", "Tỉnh Hưng Yên")
    assert (unit.superior, unit.drafting_body, unit.code) == ("Sở Nội vụ tỉnh Hưng Yên", "Phòng Văn hóa - Xã hội", "")
    assert unit.valid_from == date(2025, 7, 1)
    signature = context.services.units.signature(date(2026, 1, 1))
    assert signature.lines == ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")
    assert signature.name == "Trần Thị Minh Nguyệt"


def test_problems_stand_at_their_fields_and_nothing_is_lost_going_back(qtbot, context, page, photograph, type_text):
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.number == 0
    assert page.name_form.fields["name"].problem == "Chưa nhập tên đơn vị"
    assert page.name_form.fields["province"].problem
    assert QApplication.focusWidget() is page.name_form.name
    photograph(page, "first_start_problems")
    qtbot.mouseClick(page.findChild(QRadioButton, "unit_kind_phuong"), Qt.MouseButton.LeftButton)
    type_text(page.name_form.name, "Trần Phú")
    page.name_form.valid_from.setText("31/02/2026")
    page.name_form.province.set_key("Thành phố Hải Phòng")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert "31/02/2026" in page.name_form.fields["valid_from"].problem
    page.name_form.valid_from.setText("1/7/2025")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    type_text(page.signer_form.name, "Phạm Văn Ngữ")
    page.signer_form.mode.setCurrentIndex(1)
    assert page.signer_form.preview.lines.text() == "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    assert page.name_form.name.text() == "Trần Phú"
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.signer_form.name.text() == "Phạm Văn Ngữ"
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    page.reporting_form.superior.setEditText("Văn phòng HĐND và UBND")
    qtbot.mouseClick(page.back, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.reporting_form.superior.currentText() == "Văn phòng HĐND và UBND"
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    unit = context.services.units.require(date(2026, 1, 1))
    assert unit.full_name == "phường Trần Phú"
    assert context.services.units.signers()[0].mode is SigningMode.DEPUTY


def test_the_signer_can_be_skipped(qtbot, context, page, type_text):
    type_text(page.name_form.name, "UBND xã Đoàn Đào")
    page.name_form.province.set_key("Tỉnh Hưng Yên")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.number == 1
    assert page.signer_form.fields["name"].problem
    qtbot.mouseClick(page.findChild(QPushButton, "skip"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.number == 3
    assert context.services.units.signers() == ()
    assert context.services.units.require(date(2026, 1, 1)).name == "Đoàn Đào"
    with qtbot.waitSignal(page.finished) as caught:
        qtbot.mouseClick(page.findChild(QPushButton, "begin_later"), Qt.MouseButton.LeftButton)
    assert caught.args == ["", None]


def test_a_province_that_is_none_is_refused_in_words(qtbot, page, type_text):
    type_text(page.name_form.name, "Lệ Xá")
    page.name_form.province.setEditText("Tỉnh Thái Bình cũ")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    assert page.number == 0
    assert "34 tỉnh" in page.name_form.fields["province"].problem


def test_the_receiver_follows_the_province():
    assert superiors_of("Thành phố Huế")[0] == "Sở Nội vụ thành phố Huế"
    assert superiors_of("") == ()


def test_writing_twice_keeps_one_office(qtbot, context, page, type_text):
    """Going on twice (a slow PC, an impatient person) must not make two offices."""
    type_text(page.name_form.name, "Lệ Xá")
    page.name_form.province.set_key("Tỉnh Hưng Yên")
    qtbot.mouseClick(page.next, Qt.MouseButton.LeftButton)
    page._skip()
    page.go_on()
    page._show(2)
    page.go_on()
    assert len(context.services.units.history()) == 1
