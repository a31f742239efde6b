"""The log, worked with real keys and clicks on a real database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.errors import DatabaseAway, ServerFault
from cchc_desktop.services import sample
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.activity_place import ActivityPlace

TODAY = date(2026, 3, 12)
Key = Qt.Key


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


def click(qtbot: Any, place: ActivityPlace, name: str) -> None:
    button = place.window().findChild(QPushButton, name)
    assert button is not None
    assert button.isVisible(), name
    assert button.isEnabled(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def press(qtbot: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def write(qtbot: Any, text: str) -> None:
    """Type as an input method on Windows does: key events that carry finished letters (keyClicks knows ASCII only)."""
    for letter in text:
        focused = QApplication.focusWidget()
        assert focused is not None
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(focused, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def entries(place: ActivityPlace) -> tuple[Activity, ...]:
    return place.context.services.activities.page(ActivityFilter()).activities


def log(place: ActivityPlace, day: date, title: str, form: str = "phat_thanh") -> Activity:
    saved = place.context.services.activities.save(Activity(day, form, title, {"luot_phat": Decimal(1)}))
    place.refresh()
    return saved.activity


def test_an_activity_is_logged_with_the_keyboard_alone(
    place: ActivityPlace, qtbot: Any, photograph: Callable[..., Path]
) -> None:
    photograph(place.window(), "activity-empty", 0)
    place.new()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is place.form.date_edit)
    groups = 0
    for typed in ("hom qua", "phat thanh", "Phát thanh bản tin dịch vụ công", "1.200", "45"):
        write(qtbot, typed)
        press(qtbot, Key.Key_Return)
        groups += 2
    photograph(place.window(), "activity-form", 0)
    press(qtbot, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert groups + 1 <= 12
    (entry,) = entries(place)
    assert entry.date == TODAY - timedelta(1)
    assert entry.form == "phat_thanh"
    assert entry.title == "Phát thanh bản tin dịch vụ công"
    assert entry.counts == {"luot_phat": Decimal(1200), "so_phut": Decimal(45)}
    # The next entry follows at once, same day and form, with the cursor in the title.
    assert place.form.isVisible()
    assert place.form.date_edit.text() == "11/03/2026"
    assert place.form.form_box.key() == "phat_thanh"
    assert QApplication.focusWidget() is place.form.title_edit
    assert place.form.draft().counts == {}


def test_problems_stand_at_their_fields_and_nothing_is_stored(
    place: ActivityPlace, qtbot: Any, photograph: Callable[..., Path]
) -> None:
    place.new()
    place.form.date_edit.setText("31/2/2026")
    place.form.form_box.set_key("phat_thanh")
    editor = place.form.findChild(QLineEdit, "count_luot_phat")
    assert editor is not None
    editor.setText("1,234")
    click(qtbot, place, "activity_save")
    fields = place.form._all_fields()
    assert "31/2/2026" in fields["date"].problem
    assert "Chưa nhập nội dung" in fields["title"].problem
    assert "1.200" in fields["counts.luot_phat"].problem
    assert entries(place) == ()
    photograph(place.window(), "activity-problems", 0)


def test_edit_changes_the_entry_and_keeps_its_id(place: ActivityPlace, qtbot: Any) -> None:
    before = log(place, date(2026, 3, 1), "Tên cũ")
    place.table.select_number(0)
    place.table.setFocus()
    qtbot.keyClick(place.table, Key.Key_Return)
    assert place.form.title_edit.toPlainText() == "Tên cũ"
    place.form.title_edit.setPlainText("Tên mới")
    click(qtbot, place, "activity_save")
    (after,) = entries(place)
    assert (after.id, after.title, after.counts) == (before.id, "Tên mới", before.counts)


def test_an_edit_left_behind_is_kept(place: ActivityPlace) -> None:
    log(place, date(2026, 3, 1), "Tên cũ")
    place.table.select_number(0)
    place.desk.edit(place.table.selected_rows()[0])
    place.form.note_edit.setPlainText("ghi chú thêm")
    assert place.leave()
    assert entries(place)[0].note == "ghi chú thêm"


def test_delete_goes_to_the_bin_and_comes_back(place: ActivityPlace, qtbot: Any) -> None:
    log(place, date(2026, 3, 1), "Một")
    log(place, date(2026, 3, 2), "Hai")
    place.table.select_number(0)
    place.table.setFocus()
    qtbot.keyClick(place.table, Key.Key_Delete)
    assert [entry.title for entry in entries(place)] == ["Một"]
    assert "thùng rác" in place.bar.text
    qtbot.mouseClick(place.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert [entry.title for entry in entries(place)] == ["Hai", "Một"]
    place.table.select_number(0)
    click(qtbot, place, "activity_delete")
    place.filters.binned.click()
    assert [row.title for row in place._model.rows] == ["Hai"]
    place.table.select_number(0)
    click(qtbot, place, "activity_restore")
    place.filters.binned.click()
    assert [row.title for row in place._model.rows] == ["Hai", "Một"]


def test_search_while_typing_needs_no_accents(place: ActivityPlace, qtbot: Any) -> None:
    log(place, date(2026, 3, 1), "Tuyên truyền tại Đồng Đăng")
    log(place, date(2026, 3, 2), "Họp tổ dân phố")
    place.find()
    write(qtbot, "dong dang")
    qtbot.waitUntil(lambda: [row.title for row in place._model.rows] == ["Tuyên truyền tại Đồng Đăng"])
    place.filters.search.clear()
    qtbot.waitUntil(lambda: len(place._model.rows) == 2)


def test_filters_by_period_form_and_days(place: ActivityPlace, qtbot: Any) -> None:
    days = (date(2025, 12, 14), date(2025, 12, 15), date(2026, 3, 1))
    for day, form in zip(days, ("phat_thanh", "phat_thanh", "to_roi"), strict=True):
        place.context.services.activities.save(Activity(day, form, f"Việc {day}"))
    place.refresh()
    box = place.filters.period
    box.setCurrentIndex(box.findText("Quý I năm 2026"))
    box.activated.emit(box.currentIndex())
    assert [row.date for row in place._model.rows] == [date(2026, 3, 1), date(2025, 12, 15)]
    place.filters.form.set_key("to_roi")
    assert [row.date for row in place._model.rows] == [date(2026, 3, 1)]
    place.filters.clear.click()
    assert len(place._model.rows) == 3


def test_half_typed_entry_survives(place: ActivityPlace, unit: Context, qtbot: Any) -> None:
    place.new()
    place.form.title_edit.setPlainText("Đang gõ dở")
    qtbot.waitUntil(lambda: unit.services.drafts.read("hoat-dong-moi") is not None, timeout=5000)
    again = ActivityPlace(unit)
    qtbot.addWidget(again)
    again.show()
    again.refresh()
    again.new()
    assert again.form.title_edit.toPlainText() == "Đang gõ dở"


def test_the_same_thing_twice_is_noticed_not_forbidden(place: ActivityPlace, qtbot: Any) -> None:
    log(place, date(2026, 3, 1), "Phát thanh về dịch vụ công")
    place.new()
    place.form.date_edit.setText("1/3")
    place.form.form_box.set_key("phat_thanh")
    place.form.title_edit.setPlainText("phat thanh ve dich vu cong")
    qtbot.waitUntil(lambda: place.form._warning.isVisible(), timeout=5000)
    assert "Có thể đã ghi rồi" in place.form._warning.text()
    click(qtbot, place, "activity_save")
    assert len(entries(place)) == 2


def test_tasks_of_the_plan_can_be_chosen_by_number(place: ActivityPlace, unit: Context) -> None:
    unit.services.plans.create(2026)
    place.refresh()
    place.new()
    tasks = unit.services.plans.tasks(2026)
    assert place.form.task_box.count() == len(tasks) + 1
    place.form.task_box.set_key(tasks[2].id)
    place.form.form_box.set_key("phat_thanh")
    place.form.title_edit.setPlainText("Theo nhiệm vụ 3")
    assert place.form.submit()
    assert entries(place)[0].task_id == tasks[2].id
    assert place._model.index(0, 4).data() == "3"


def test_a_long_log_is_read_page_by_page(
    place: ActivityPlace, unit: Context, qtbot: Any, photograph: Callable[..., Path]
) -> None:
    sample.fill(unit.services, TODAY, 900)
    place.refresh()
    qtbot.waitUntil(lambda: place._model.is_counted)
    assert place._model.total == place._model.rowCount() == 900
    assert place._count.text() == "900 hoạt động"
    assert len(place._model.rows) < 500
    place.table.scrollToBottom()  # what is painted asks for its page
    qtbot.waitUntil(lambda: place._model.index(899, 0).data() is not None)
    assert place._model.row(899) == entries(place)[899]
    place.table.setFocus()
    place.table.select_number(450)
    chosen = place.table.current_row()
    place.refresh()
    assert (place.table.currentIndex().row(), place.table.current_row()) == (450, chosen)
    place.table.scrollToTop()
    place.table.select_number(3)
    place.desk.edit(place.table.selected_rows()[0])
    photograph(place.window(), "activity-sample", 0)


def test_another_screen_can_ask_for_a_filter(place: ActivityPlace) -> None:
    log(place, date(2026, 3, 1), "Một")
    log(place, date(2026, 2, 1), "Hai")
    place.accept(ActivityFilter(start=date(2026, 2, 1), end=date(2026, 2, 28)))
    assert [row.title for row in place._model.rows] == ["Hai"]


def test_a_task_of_another_year_can_be_filtered_by(place: ActivityPlace) -> None:
    plan = place.context.services.plans.create(2025).plan
    linked = Activity(date(2025, 3, 1), "phat_thanh", "Việc năm trước", task_id=plan.tasks[0].id)
    place.context.services.activities.save(linked)
    log(place, date(2026, 3, 1), "Việc năm nay")
    place.accept(ActivityFilter(task_id=plan.tasks[0].id))
    assert [row.title for row in place._model.rows] == ["Việc năm trước"]
    place.refresh()
    assert [row.title for row in place._model.rows] == ["Việc năm trước"]


def test_list_and_form_fit_a_1366_pixel_screen_at_125_percent(place: ActivityPlace) -> None:
    place.new()
    QApplication.processEvents()
    assert place.minimumSizeHint().width() <= 1366 / 1.25 - 156  # the left bar takes 156


def test_saving_announces_the_change(place: ActivityPlace, qtbot: Any) -> None:
    heard: list[Change] = []
    place.context.bus.changed.connect(heard.append)
    place.new()
    place.form.form_box.set_key("phat_thanh")
    place.form.title_edit.setPlainText("Một việc")
    assert place.form.submit()
    assert [change.topic for change in heard] == [Topic.ACTIVITY]


def test_copying_rows_gives_what_excel_pastes(place: ActivityPlace, qtbot: Any) -> None:
    log(place, date(2026, 3, 1), "Một việc")
    place.table.select_number(0)
    qtbot.keyClick(place.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    cells = QApplication.clipboard().text().split("\t")
    assert cells[:1] == ["01/03/2026"]
    assert cells[2] == "Một việc"


def test_ctrl_d_copies_the_selected_entry_to_today(place: ActivityPlace, qtbot: Any) -> None:
    first = log(place, date(2026, 3, 1), "Bản tin sáng")
    log(place, date(2026, 3, 2), "Bản tin chiều")
    place.table.select_number(1)
    place.table.setFocus()
    qtbot.keyClick(place.table, Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    draft = place.form.draft()
    assert (draft.day, draft.title, draft.base) == ("12/03/2026", "Bản tin sáng", None)
    click(qtbot, place, "activity_save")
    copies = [entry for entry in entries(place) if entry.title == "Bản tin sáng"]
    assert {entry.date for entry in copies} == {TODAY, date(2026, 3, 1)}
    assert copies[0].counts == first.counts
    place.table.clearSelection()
    place._duplicate()  # nothing is selected: the one made last
    assert place.form.draft().title == "Bản tin sáng"
    assert "Có thể đã ghi rồi" in place.form._warning.text()


def test_the_double_can_be_looked_at_and_what_was_typed_comes_back(place: ActivityPlace, qtbot: Any) -> None:
    first = log(place, TODAY, "Phát thanh về dịch vụ công")
    place.new()
    place.form.form_box.set_key("phat_thanh")
    place.form.title_edit.setPlainText("Dịch vụ công phát thanh về")
    qtbot.waitUntil(lambda: place.form.look_button.isVisible(), timeout=5000)
    click(qtbot, place, "activity_look")
    base = place.form.draft().base
    assert base is not None
    assert base.id == first.id
    place.new()
    assert place.form.title_edit.toPlainText() == "Dịch vụ công phát thanh về"
    qtbot.waitUntil(lambda: place.form.anyway_button.isVisible() or place.form._timer.isActive() is False)
    place.desk._pause()
    click(qtbot, place, "activity_anyway")
    assert len(entries(place)) == 2


def test_an_entry_outside_the_plan_becomes_a_task(
    place: ActivityPlace, unit: Context, qtbot: Any, photograph: Callable[..., Path]
) -> None:
    plan = unit.services.plans.create(2026).plan
    log(place, TODAY, "Ra quân làm sạch thủ tục")
    place.table.select_number(0)
    place.table.setFocus()
    qtbot.keyClick(place.table, Key.Key_Return)
    photograph(place.window(), "activity-outside-plan", 0)
    click(qtbot, place, "activity_into_plan")
    assert f"nhiệm vụ {len(plan.tasks) + 1}" in place.bar.text
    task = unit.services.plans.tasks(2026)[-1]
    assert task.content == "Ra quân làm sạch thủ tục"
    assert place.form.task_box.key() == task.id
    assert not place.form.plan_button.isVisible()


def test_many_rows_are_logged_from_the_button_and_undone_in_one_step(place: ActivityPlace, qtbot: Any) -> None:
    place.show_grid()
    grid = place._grid
    assert grid is not None
    assert grid.isVisible()
    assert not place.many_button.isVisible()
    grid.model.change({(n, c): t for n in range(3) for c, t in enumerate((f"{n + 1}/3", "loa", f"Bản tin {n}"))})
    qtbot.mouseClick(grid.save_button, Qt.MouseButton.LeftButton)
    assert len(entries(place)) == 3
    assert not grid.isVisible()
    assert place.many_button.isVisible()
    qtbot.mouseClick(place.bar.button("Hoàn tác"), Qt.MouseButton.LeftButton)
    assert entries(place) == ()


@pytest.mark.parametrize(("choice", "title"), [("conflict_mine", "Của mình"), ("conflict_stored", "Của người khác")])
def test_both_versions_are_shown_when_another_one_stored_meanwhile(
    place: ActivityPlace, qtbot: Any, photograph: Any, choice: str, title: str
) -> None:
    before = log(place, date(2026, 3, 1), "Tên cũ")
    place.table.select_number(0)
    place.desk.edit(place.table.selected_rows()[0])
    place.form.title_edit.setPlainText("Của mình")
    place.context.services.activities.save(replace(before, title="Của người khác", note="ghi thêm"))
    shown: list[str] = []

    def choose(dialog: Any) -> None:
        shown.extend(label.text() for label in dialog.findChildren(QLabel))
        photograph(dialog, "activity_conflict", width=0)
        qtbot.mouseClick(dialog.findChild(QPushButton, choice), Qt.MouseButton.LeftButton)

    place.context.ask.queue("run", choose)
    click(qtbot, place, "activity_save")
    assert "bởi Nguyễn Văn Bình" in shown[0]
    assert [shown.index(text) for text in ("Của mình", "Của người khác", "—", "ghi thêm")] == sorted(
        shown.index(text) for text in ("Của mình", "Của người khác", "—", "ghi thêm")
    )
    assert entries(place)[0].title == title
    if choice == "conflict_stored":
        assert place.form.title_edit.toPlainText() == "Của người khác"


def test_what_was_typed_stays_when_it_cannot_be_stored(place: ActivityPlace, monkeypatch: pytest.MonkeyPatch) -> None:
    log(place, date(2026, 3, 1), "Tên cũ")
    place.table.select_number(0)
    place.desk.edit(place.table.selected_rows()[0])
    place.form.title_edit.setPlainText("Đang gõ")

    def away(activity: Any) -> None:
        raise DatabaseAway("cchc trên may-chu", ServerFault.AWAY)

    monkeypatch.setattr(place.context.services.activities, "save", away)
    place.context.ask.expected_errors.append(DatabaseAway)
    assert not place.leave()
    assert place.form.isVisible()
    assert place.form.title_edit.toPlainText() == "Đang gõ"
    monkeypatch.undo()
    assert place.leave()
    assert entries(place)[0].title == "Đang gõ"
