"""Tổng quan, sheet and calendar: what they say, where they lead, with real clicks and keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.plan import Task
from cchc_desktop.ui.screens.overview_place import OverviewPlace

TODAY = date(2026, 3, 12)
TASKS = (
    Task("Phát thanh các chuyên mục cải cách hành chính trên hệ thống truyền thanh xã", time_text="Hằng tháng",
         target=Decimal(24), target_unit="bài"),
    Task("Tổ chức hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân", time_text="Trước 15/3"),
    Task("Đăng tin, bài trên cổng thông tin điện tử của xã", time_text="Thường xuyên", target=Decimal(40),
         target_unit="tin, bài"),
    Task("In và phát tờ rơi hướng dẫn nộp hồ sơ trực tuyến", time_text="Quý I"),
    Task("Cuộc thi tìm hiểu cải cách hành chính", time_text="Quý IV"),
    Task("Tập huấn cho tổ công nghệ số cộng đồng", time_text="Trước 28/2"),
)  # fmt: skip


@pytest.fixture
def office(unit):
    """An office with a plan, some work, and an earlier start of the program."""
    services = unit.services
    plan = services.plans.create(2026).plan
    plan = services.plans.save(replace(plan, tasks=TASKS)).plan
    for day, number in ((date(2026, 1, 6), 0), (date(2026, 1, 20), 2), (date(2026, 3, 5), 2), (date(2026, 3, 10), 0)):
        form = services.catalogues.forms[number].code
        services.activities.save(Activity(day, form, f"Việc ngày {day.day}/{day.month}", task_id=plan.tasks[number].id))
    unit.settings.update(last_open=date(2026, 3, 4))
    return unit


@pytest.fixture
def place(qtbot, settle):
    def make(context):
        made = OverviewPlace(context)
        qtbot.addWidget(made)
        made.resize(1200, 640)
        context.bus.changed.connect(made.refresh)
        made.show()
        made.refresh()
        settle(context)
        return made

    return make


def on_top(shown):
    return shown._pages.currentWidget().objectName()


def lines(shown, name):
    rows = next(rows for rows in shown.findChildren(object, name))
    return [(row.line.title.split(" ")[0], row.line.words) for row in rows.rows]


def click(qtbot, shown, name, kind=QPushButton):
    qtbot.mouseClick(shown.findChild(kind, name), Qt.MouseButton.LeftButton)


def test_the_first_start_of_a_day_begins_with_the_sheet(qtbot, office, place, photograph):
    shown = place(office)
    assert on_top(shown) == "since_page"
    photograph(shown, "overview_since", width=1200, height=640)
    assert shown._since.heading.text() == "Từ lần mở trước, 04/03/2026"
    assert lines(shown, "late_rows") == [
        ("1.", "Quá hạn 12 ngày"), ("6.", "Quá hạn 12 ngày"),
    ]  # fmt: skip
    assert ("2.", "Còn 3 ngày") in lines(shown, "due_rows")
    assert [row[0] for row in lines(shown, "done_rows")] == ["Việc", "Việc"]
    assert office.settings.value.last_open == TODAY
    assert office.settings.value.opened_before == date(2026, 3, 4)
    click(qtbot, shown, "since_done")
    assert shown._pages.currentWidget() is shown.view
    photograph(shown, "overview_states", width=1200, height=640)
    again = place(office)
    assert again._pages.currentWidget() is again.view
    click(qtbot, again, "overview_agenda")
    assert again._since.heading.text() == "Từ lần mở trước, 04/03/2026"
    assert again.escape()
    assert not again.escape()


def test_nothing_is_said_at_the_very_first_start(unit, place):
    shown = place(unit)
    assert shown._pages.currentWidget() is shown.view
    assert unit.settings.value.last_open == TODAY
    shown.show_since()
    assert shown._since.heading.text() == "Việc cần làm hôm nay, 12/03/2026"


def test_the_due_card_counts_and_opens_the_sheet(qtbot, office, place):
    shown = place(office)
    shown.escape()
    link = shown.findChild(QPushButton, "due_tasks")
    assert link.text() == "Nhiệm vụ: 2 quá hạn, 1 đến hạn trong 7 ngày"
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert on_top(shown) == "since_page"


def test_lines_are_walked_with_the_keys_and_opened(qtbot, office, place):
    shown = place(office)
    rows = shown._since._late.rows.rows
    shown.activateWindow()
    rows[0].setFocus()
    qtbot.keyClick(rows[0], Qt.Key.Key_Down)
    assert rows[1].hasFocus()
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.keyClick(rows[1], Qt.Key.Key_Return)
    assert caught.args == ["activity", ActivityFilter(task_id=rows[1].line.value.id)]
    report = next(row for row in shown._since._due.rows.rows if row.line.title.startswith("Báo cáo"))
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.mouseClick(report, Qt.MouseButton.LeftButton, pos=report.rect().center())
    assert caught.args == ["report", "2026-Q1"]


def test_what_is_left_out_asks_for_a_reason_and_comes_back(qtbot, office, place, settle, type_text, photograph):
    shown = place(office)
    page = shown._since
    row = page._late.rows.rows[1]
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert page.reason.isVisible()
    qtbot.keyClick(page.reason.line, Qt.Key.Key_Return)
    assert page.reason.field.problem
    type_text(page.reason.line, "chờ lớp của tỉnh")
    photograph(shown, "overview_skip", width=1200, height=640)
    qtbot.keyClick(page.reason.line, Qt.Key.Key_Return)
    settle(office)
    assert [title for title, _ in lines(shown, "late_rows")] == ["1."]
    assert lines(shown, "skipped_rows") == [("Tập", "28/02/2026 · chờ lớp của tỉnh")] or lines(
        shown, "skipped_rows"
    ) == [("Tập", "27/02/2026 · chờ lớp của tỉnh")]
    qtbot.mouseClick(page._skipped.rows.rows[0].button, Qt.MouseButton.LeftButton)
    settle(office)
    assert [title for title, _ in lines(shown, "late_rows")] == ["1.", "6."]


def test_escape_puts_the_question_away_first(qtbot, office, place):
    shown = place(office)
    qtbot.mouseClick(shown._since._late.rows.rows[0].button, Qt.MouseButton.LeftButton)
    assert shown.escape()
    assert not shown._since.reason.isVisible()
    assert on_top(shown) == "since_page"


def test_the_sheet_opens_in_word(qtbot, office, place, settle, fake_ask):
    shown = place(office)
    for _ in range(2):
        click(qtbot, shown, "since_print")
        settle(office)
    first, second = fake_ask.opened
    assert first.suffix == ".docx"
    assert first.read_bytes()[:2] == b"PK"
    assert first != second


def test_the_calendar_is_walked_with_the_keys(qtbot, office, place, photograph):
    shown = place(office)
    shown.escape()
    shown.activateWindow()
    click(qtbot, shown, "overview_calendar")
    page = shown._calendar
    assert page.heading.text() == "Lịch tháng 3 năm 2026"
    (grid,) = page._grids_of(page.size_kind)
    photograph(shown, "overview_calendar_month", width=1200, height=640)
    for key, day in (
        (Qt.Key.Key_Right, date(2026, 3, 13)),
        (Qt.Key.Key_Up, date(2026, 3, 6)),
        (Qt.Key.Key_End, date(2026, 3, 31)),
        (Qt.Key.Key_PageUp, date(2026, 2, 28)),
        (Qt.Key.Key_Home, date(2026, 2, 1)),
        (Qt.Key.Key_Left, date(2026, 1, 31)),
    ):
        qtbot.keyClick(grid, key)
        assert page.selected == day
    assert page.heading.text() == "Lịch tháng 1 năm 2026"
    assert shown.findChild(QLabel, "calendar_day").text() == "Thứ Bảy, 31/01/2026"
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    assert caught.args == ["activity", ActivityFilter(start=date(2026, 1, 31), end=date(2026, 1, 31))]
    with qtbot.waitSignal(shown.wanted) as caught:
        shown.new()
    assert caught.args == ["activity", date(2026, 1, 31)]


def test_a_click_on_a_day_shows_it(qtbot, office, place):
    shown = place(office)
    click(qtbot, shown, "overview_calendar")
    page = shown._calendar
    (grid,) = page._grids_of(page.size_kind)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(date(2026, 3, 15)).center().toPoint())
    assert page.selected == date(2026, 3, 15)
    items = [row.line.words for row in page.items.rows]
    assert "Còn 3 ngày" in items
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.cell(date(2026, 3, 10)).center().toPoint())
    assert [row.line.title for row in page.entries.rows] == ["Việc ngày 10/3"]
    with qtbot.waitSignal(shown.wanted) as caught:
        click(qtbot, shown, "calendar_new")
    assert caught.args == ["activity", date(2026, 3, 10)]


def test_quarter_and_year_turn_and_keep_the_day(qtbot, office, place, photograph):
    shown = place(office)
    shown.activateWindow()
    click(qtbot, shown, "overview_calendar")
    page = shown._calendar
    click(qtbot, shown, "calendar_small", QToolButton)
    assert page.heading.text() == "Lịch quý I năm 2026"
    photograph(shown, "overview_calendar_quarter", width=1200, height=640)
    click(qtbot, shown, "calendar_ahead", QToolButton)
    assert (page.heading.text(), page.selected) == ("Lịch quý II năm 2026", date(2026, 6, 12))
    click(qtbot, shown, "calendar_tiny", QToolButton)
    assert len([grid for grid in page._grids_of(page.size_kind) if grid.isVisible()]) == 12
    photograph(shown, "overview_calendar_year", width=1200, height=640)
    click(qtbot, shown, "calendar_today")
    april = page._grids_of(page.size_kind)[3]
    qtbot.mouseClick(april, Qt.MouseButton.LeftButton, pos=april.cell(date(2026, 4, 26)).center().toPoint())
    assert shown.findChild(QLabel, "calendar_note").text() == "Giỗ Tổ Hùng Vương"
    click(qtbot, shown, "page_close", QToolButton)
    assert shown._pages.currentWidget() is shown.view


def test_a_change_elsewhere_reaches_the_calendar(qtbot, office, place, settle):
    shown = place(office)
    click(qtbot, shown, "overview_calendar")
    page = shown._calendar
    page.show_day(date(2026, 3, 11))
    assert page.entries.rows == []
    form = office.services.catalogues.forms[0].code
    saved = office.services.activities.save(Activity(date(2026, 3, 11), form, "Vừa ghi xong"))
    office.bus.announce(saved.change)
    settle(office)
    assert [row.line.title for row in page.entries.rows] == ["Vừa ghi xong"]
    assert (page.selected, on_top(shown)) == (date(2026, 3, 11), "calendar_page")


def test_the_log_takes_the_day_of_the_calendar(qtbot, office, type_text, dressed_app):
    """A half-typed entry is not lost to it."""
    from cchc_desktop.ui.screens.activity_place import ActivityPlace

    log = ActivityPlace(office)
    qtbot.addWidget(log)
    log.resize(1200, 640)
    log.show()
    log.refresh()
    log.accept(date(2026, 1, 31))
    assert log.form.date_edit.date() == date(2026, 1, 31)
    log.accept(date(2026, 2, 3))
    assert log.form.date_edit.date() == date(2026, 2, 3)
    type_text(log.form.title_edit, "Việc đang gõ dở")
    log.accept(date(2026, 2, 4))
    assert log.form.draft().title == "Việc đang gõ dở"
    assert log.form.date_edit.date() == date(2026, 2, 3)
