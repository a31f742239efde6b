"""Entries that return by a rule: the line, the days to confirm, and one step to save them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.activity_place import ActivityPlace
from cchc_desktop.ui.screens.activity_series_page import DRAFT, ActivitySeriesPage

TODAY = date(2026, 3, 12)
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def place(unit: Context, qtbot: Any) -> Iterator[ActivityPlace]:
    host = QWidget()
    qtbot.addWidget(host)
    made = ActivityPlace(unit, host)
    assert made.corner is not None
    column = QVBoxLayout(host)
    column.addWidget(made.corner, 0, Qt.AlignmentFlag.AlignRight)
    column.addWidget(made)
    host.resize(1180, 690)
    made.refresh()
    host.show()
    yield made
    host.close()


@pytest.fixture
def page(place: ActivityPlace) -> ActivitySeriesPage:
    place.show_series()
    assert place._series is not None
    assert place._series.isVisible()
    return place._series


def press(qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def write(text: str) -> None:
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def entries(place: ActivityPlace) -> tuple[Activity, ...]:
    return place.context.services.activities.page(ActivityFilter()).activities


def test_a_line_becomes_rows_and_one_step_in_the_log(
    place: ActivityPlace, page: ActivitySeriesPage, qtbot: Any, photograph: Any
) -> None:
    assert QApplication.focusWidget() is page.line
    write("mỗi thứ Sáu phát thanh bản tin CCHC, đến 15/5")
    assert page.understood.text() == "Thứ Sáu hằng tuần, từ 12/03/2026 đến 15/05/2026 – 10 ngày."
    assert page.fields.form_line.key() == "phat_thanh"
    assert page.fields.title_line.text() == "Phát thanh bản tin CCHC"
    notes = {one.day: page.model.note(one) for one in page.model.days}
    assert notes[date(2026, 5, 1)].startswith("Quốc tế Lao động 1/5")
    assert date(2026, 5, 1) not in page.model.taken()
    photograph(place.window(), "series_read", 0)
    for _ in range(3):
        press(qtbot, Key.Key_Return)
    write("2")
    press(qtbot, Key.Key_Return, CONTROL)
    assert len(entries(place)) == 9
    assert {entry.date.weekday() for entry in entries(place)} == {4}
    assert {tuple(entry.counts.items()) for entry in entries(place)} == {(("luot_phat", Decimal(2)),)}
    assert not page.isVisible()
    assert "Đã ghi 9 hoạt động" in place.bar.text
    photograph(place.window(), "series_logged", 0)
    qtbot.mouseClick(place.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert entries(place) == ()
    assert place.context.services.drafts.read(DRAFT) is None


def test_days_are_ticked_off_and_moved(place: ActivityPlace, page: ActivitySeriesPage, qtbot: Any) -> None:
    page.line.setText("thứ Hai hằng tuần từ 2/2 đến 31/3 họp giao ban")
    assert len(page.model.taken()) == 9 - sum(bool(one.holiday) for one in page.model.days)
    first = page.model.index(0, 0)
    page.model.setData(first, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert date(2026, 2, 2) not in page.model.taken()
    assert page.model.setData(page.model.index(1, 0), "10/2")
    assert not page.model.setData(page.model.index(2, 0), "31/2")
    assert "31/2" in page.bar.text
    button = page.findChild(QPushButton, "series_past")
    assert button.isVisible()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert max(page.model.taken()) <= TODAY
    page.fields.title_line.setText("Giao ban")
    assert page.save()
    days = {entry.date for entry in entries(place)}
    assert date(2026, 2, 10) in days
    assert not {date(2026, 2, 2), date(2026, 2, 9), date(2026, 3, 16)} & days
    assert {entry.form for entry in entries(place)} == {"long_ghep"}


def test_what_is_logged_already_is_ticked_off(page: ActivitySeriesPage, unit: Context, qtbot: Any) -> None:
    unit.services.activities.save(Activity(date(2026, 3, 6), "phat_thanh", "Phát thanh bản tin CCHC"))
    page.line.setText("mỗi thứ Sáu phát thanh bản tin cchc, từ 1/3 đến 20/3")
    qtbot.waitUntil(lambda: date(2026, 3, 6) not in page.model.taken(), timeout=5000)
    assert page.model.taken() == [date(2026, 3, 13), date(2026, 3, 20)]
    assert "Đã có trong nhật ký" in page.model.note(page.model.days[0])


def test_a_line_that_is_not_understood_says_why(page: ActivitySeriesPage, photograph: Any) -> None:
    page.line.setText("phát thanh bản tin đến 30/6")
    assert "Chưa rõ lặp lại thế nào" in page.understood.text()
    assert not page.save_button.isEnabled()
    assert not page.save()
    photograph(page.window(), "series_problem", 0)


def test_missing_words_are_asked_for_and_nothing_is_stored(place: ActivityPlace, page: ActivitySeriesPage) -> None:
    page.line.setText("mỗi thứ Sáu, đến 30/6")
    assert not page.save()
    assert "Chưa chọn hình thức" in page.fields.problem("form")
    assert "Chưa nhập nội dung" in page.fields.problem("title")
    assert entries(place) == ()


def test_what_is_half_typed_comes_back(place: ActivityPlace, page: ActivitySeriesPage) -> None:
    page.line.setText("mỗi thứ Sáu phát thanh, đến 30/6")
    page.fields.title_line.setText("Bản tin riêng")
    assert place.escape()
    assert not page.isVisible()
    again = ActivitySeriesPage(place.context)
    again.open()
    assert again.line.text() == "mỗi thứ Sáu phát thanh, đến 30/6"
    assert again.fields.title_line.text() == "Bản tin riêng"
    again.deleteLater()
