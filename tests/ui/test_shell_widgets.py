"""The shared widgets: Vietnamese order, tables, dates and form fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCalendarWidget, QLineEdit, QTableView, QVBoxLayout, QWidget

from cchc_desktop.settings import Settings
from cchc_desktop.ui.models.collation import vietnamese_key
from cchc_desktop.ui.models.rows import ROW_ROLE, Align, Column, RowsModel
from cchc_desktop.ui.settings_store import SettingsStore
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.field import Field, show_problems

TODAY = date(2026, 3, 12)


@dataclass(frozen=True)
class Village:
    """A row."""

    name: str
    people: int | None


VILLAGES = (Village("Đoàn Đào", 5), Village("Lệ Xá", 1200), Village("Ân Thi", None), Village("An Bình", 30))


def test_vietnamese_order():
    mixed = [
        "Đông",
        "Uy",
        "Ân",
        "Thôn 10",
        "Ấn",
        "Ăn",
        "Án",
        "Ước",
        "An",
        "Thôn 2",
        "Dũng",
        "Zơ",
        "Êm",
        "Em",
        "Ơn",
        "On",
    ]
    assert " < ".join(sorted(mixed, key=vietnamese_key)) == (
        "An < Án < Ăn < Ân < Ấn < Dũng < Đông < Em < Êm < On < Ơn < Thôn 2 < Thôn 10 < Uy < Ước < Zơ"
    )


def test_the_order_does_not_depend_on_the_unicode_form():
    import unicodedata

    for word in ("Ấn", "Đường", "Nguyễn", "Thượng"):
        assert vietnamese_key(unicodedata.normalize("NFD", word))[:2] == vietnamese_key(word)[:2]


@pytest.fixture
def model(qapp):
    made = RowsModel(
        (
            Column("name", "Tên thôn", lambda row: row.name),
            Column("people", "Số người", lambda row: "" if row.people is None else str(row.people),
                   lambda row: row.people, Align.RIGHT),
        )
    )  # fmt: skip
    made.set_rows(VILLAGES)
    return made


@pytest.fixture
def store(tmp_path):
    return SettingsStore(tmp_path / "settings.toml", Settings())


@pytest.fixture
def table(qtbot, dressed_app, model, store):
    made = DataTable("villages", store)
    qtbot.addWidget(made)
    made.resize(600, 300)
    made.set_model(model, (200,))
    made.show()
    qtbot.waitExposed(made)
    return made


def names(model):
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_rows_sort_by_value_and_come_back_to_the_order_given(qtmodeltester, model):
    qtmodeltester.check(model)
    model.sort(0)
    assert names(model) == ["An Bình", "Ân Thi", "Đoàn Đào", "Lệ Xá"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["Lệ Xá", "An Bình", "Đoàn Đào", "Ân Thi"]  # unknown stays last
    kept = QPersistentModelIndex(model.index(0, 0))
    model.sort(1)
    assert kept.row() == 2
    assert kept.data(ROW_ROLE).name == "Lệ Xá"
    model.sort(-1)
    assert names(model) == [village.name for village in VILLAGES]
    model.sort(0)
    model.set_rows(VILLAGES[:2])
    assert names(model) == ["Đoàn Đào", "Lệ Xá"]


def test_a_click_on_the_header_sorts(qtbot, table, model):
    header = table.horizontalHeader()
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.rect().center() / 8)
    assert names(model) == ["An Bình", "Ân Thi", "Đoàn Đào", "Lệ Xá"]


def test_copied_rows_paste_into_excel(qtbot, table):
    table.selectAll()
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Đoàn Đào\t5\nLệ Xá\t1200\nÂn Thi\t\nAn Bình\t30"


def test_enter_and_double_click_open_a_row(qtbot, table):
    opened = []
    table.activated_row.connect(opened.append)
    table.select_number(1)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(table.model().index(2, 0)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [village.name for village in opened] == ["Lệ Xá", "Ân Thi"]


def test_column_widths_are_remembered(qtbot, table, store, model):
    table.setColumnWidth(0, 333)
    qtbot.waitUntil(lambda: store.widths("villages")[:1] == (333,), timeout=5_000)
    again = DataTable("villages", store)
    qtbot.addWidget(again)
    again.set_model(model, (200,))
    assert again.columnWidth(0) == 333


def test_rows_are_high_enough_for_stacked_marks(table):
    assert table.rowHeight(0) >= table.fontMetrics().height() + 10


@pytest.fixture
def dates(qtbot, dressed_app):
    """A date field with another field behind it."""
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    edit, other = DateEdit(lambda: TODAY, holder), QLineEdit(holder)
    layout.addWidget(edit)
    layout.addWidget(other)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    edit.setFocus()
    yield edit, other
    holder.close()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("15/3", "15/03/2026"), ("15.3.25", "15/03/2025"), ("t2", "09/03/2026"), ("7", "07/03/2026")],
)
def test_a_date_is_typed_as_people_do_and_shown_in_full(qtbot, dates, typed, shown):
    edit, other = dates
    qtbot.keyClicks(edit, typed)
    assert edit.text() == typed  # nothing is rewritten while it is typed
    other.setFocus()
    assert edit.text() == shown


def test_what_is_no_date_stays_and_is_named(qtbot, dates):
    edit, other = dates
    heard = []
    edit.date_changed.connect(heard.append)
    qtbot.keyClicks(edit, "31/2")
    other.setFocus()
    assert edit.text() == "31/2"
    assert edit.date() is None
    assert "31/2" in edit.problem()
    edit.setText("")
    assert edit.problem() == ""
    edit.set_date(date(2026, 1, 2))
    assert heard[-1] == date(2026, 1, 2)


def test_a_date_is_picked_from_the_calendar(qtbot, dates, photograph):
    edit, _ = dates
    edit.set_date(date(2026, 3, 9))
    qtbot.keyClick(edit, Qt.Key.Key_Down)
    calendar = edit.findChild(QCalendarWidget)
    assert calendar.isVisible()
    photograph(calendar.window(), "calendar", width=0)
    days = calendar.findChild(QTableView)
    qtbot.keyClick(days, Qt.Key.Key_Right)
    qtbot.keyClick(days, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert edit.date() == date(2026, 3, 10)
    assert QApplication.activePopupWidget() is None


def test_problems_go_to_their_fields_and_the_rest_is_returned(qtbot, dressed_app):
    holder = QWidget()
    qtbot.addWidget(holder)
    layout = QVBoxLayout(holder)
    fields = {name: Field(name, QLineEdit(holder)) for name in ("title", "note")}
    for field in fields.values():
        layout.addWidget(field)
    holder.show()
    holder.activateWindow()
    qtbot.waitUntil(holder.isActiveWindow)
    assert show_problems(fields, {"note": "ghi chú dài quá", "other": "thiếu hình thức"}) == ["thiếu hình thức"]
    assert fields["note"].problem == "Ghi chú dài quá"
    assert fields["note"].editor.accessibleDescription() == "Ghi chú dài quá"
    assert fields["title"].problem == ""
    assert QApplication.focusWidget() is fields["note"].editor
    assert show_problems(fields, {}) == []
    assert fields["note"].problem == ""
    assert fields["note"].editor.property("wrong") is False


def test_an_empty_place_shows_its_whole_sentence(qtbot, dressed_app):
    empty = EmptyState("Chưa có kế hoạch nào. Tạo kế hoạch từ khung có sẵn, hoặc nhập từ tệp Word.", "Tạo")
    qtbot.addWidget(empty)
    empty.resize(260, 300)
    empty.show()
    sentence = empty._sentence
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    with qtbot.waitSignal(empty.clicked):
        qtbot.mouseClick(empty.button, Qt.MouseButton.LeftButton)
