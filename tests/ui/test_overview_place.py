"""Tổng quan: what it says, empty and with a year's work, and where its pictures lead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.plan import Task
from cchc_desktop.ui.models.overview import (
    days_left,
    from_json,
    kept_file,
    last_overview,
    months_of,
    read_overview,
    to_json,
)
from cchc_desktop.ui.screens.overview_place import OverviewPlace

TASKS = (
    Task("Phát thanh các chuyên mục cải cách hành chính trên hệ thống truyền thanh xã", target=Decimal(24),
         target_unit="bài", form="phat_thanh", measure=""),
    Task("Tổ chức hội nghị đối thoại giữa người đứng đầu cấp ủy, chính quyền với Nhân dân về thủ tục hành chính "
         "và dịch vụ công trực tuyến", target=Decimal(2), target_unit="cuộc"),
    Task("Đăng tin, bài trên cổng thông tin điện tử của xã", target=Decimal(40), target_unit="tin, bài"),
    Task("Tuyên truyền lưu động tại các thôn", time_text="Thường xuyên"),
)  # fmt: skip


@pytest.fixture
def year(unit):
    """An office with a plan and a winter of work."""
    services = unit.services
    plan = services.plans.create(2026).plan
    plan = services.plans.save(replace(plan, tasks=TASKS)).plan
    forms = [form.code for form in services.catalogues.forms]
    for number in range(34):
        month, day = divmod(number, 11)
        day = date(2025, 12, 16) if month == 0 and number < 4 else date(2026, max(month, 1), 1 + day)
        services.activities.save(
            Activity(
                day,
                forms[number % 4],
                f"Tuyên truyền về dịch vụ công trực tuyến tại thôn {number + 1}",
                task_id=plan.tasks[number % 3].id,
            )
        )
    return unit


@pytest.fixture
def place(qtbot, unit, settle):
    def make(context):
        made = OverviewPlace(context)
        qtbot.addWidget(made)
        made.resize(1200, 640)
        made.show()
        made.refresh()
        settle(context)
        return made

    return make


def text(place, name):
    return place.findChild(QLabel, name).text()


def test_an_empty_office_sees_sentences_and_buttons(qtbot, unit, place, photograph):
    shown = place(unit)
    assert text(shown, "due_name") == "Báo cáo quý I năm 2026"
    assert "17/03/2026" in text(shown, "due_day") or "Hạn gửi" in text(shown, "due_day")
    assert "chưa có số liệu" in text(shown, "due_missing")
    assert "chưa có hoạt động nào" in text(shown, "month_text")
    buttons = {b.text() for b in shown.findChildren(QPushButton) if b.isVisible()}
    assert {"Lập kế hoạch", "Ghi hoạt động đầu tiên"} <= buttons
    photograph(shown, "overview_empty", width=1200, height=640)
    with qtbot.waitSignal(shown.wanted) as caught:
        first = next(b for b in shown.findChildren(QPushButton) if b.text() == "Ghi hoạt động đầu tiên")
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert caught.args == ["activity", "new"]


def test_a_years_work_is_seen_and_leads_to_the_log(qtbot, year, place, photograph):
    shown = place(year)
    photograph(shown, "overview", width=1200, height=640)
    counts = {month.label: month.count for month in shown.view.chart.months}
    assert sum(counts.values()) == 34
    assert counts["12/25"] == 4
    assert len(shown.view.chart.months) == 13
    assert shown.view.table.model().rowCount() == 8
    assert len(shown.view.tasks.rows) == 4
    assert shown.view.tasks.rows[0].line.numbers == "12/24 bài"
    assert [row.line.words for row in shown.view.tasks.rows] == [
        "Chưa ghi thời hạn", "Đủ chỉ tiêu", "Chưa ghi thời hạn", "Chưa thực hiện",
    ]  # fmt: skip
    assert shown.view.tasks.rows[1].line.colour == "green"
    assert shown.view.tasks.rows[3].line.numbers == "0 hoạt động"
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.mouseClick(shown.view.chart, Qt.MouseButton.LeftButton, pos=shown.view.chart.center_of(1))
    assert caught.args == ["activity", ActivityFilter(start=date(2026, 1, 1), end=date(2026, 1, 31))]
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.mouseClick(shown.view.tasks.rows[2], Qt.MouseButton.LeftButton)
    assert caught.args == ["activity", ActivityFilter(task_id=shown.view.tasks.rows[2].line.id)]
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.mouseClick(shown.findChild(QPushButton, "open_report"), Qt.MouseButton.LeftButton)
    assert caught.args == ["report", "2026-Q1"]


def test_the_chart_is_walked_with_the_keyboard(qtbot, year, place):
    shown = place(year)
    shown.activateWindow()
    shown.view.chart.setFocus(Qt.FocusReason.TabFocusReason)
    last = shown.view.chart.current
    assert shown.view.chart.months[last].count
    qtbot.keyClick(shown.view.chart, Qt.Key.Key_Left)
    with qtbot.waitSignal(shown.wanted) as caught:
        qtbot.keyClick(shown.view.chart, Qt.Key.Key_Return)
    assert caught.args[1].start == shown.view.chart.months[last - 1].start
    assert "1: " in shown.view.chart.accessibleDescription()


def test_a_change_elsewhere_shows_after_a_reload(qtbot, year, place, settle):
    shown = place(year)
    before = shown.view.table.model().row(0)
    change = year.services.activities.bin([before.id])
    assert change == Change(Topic.ACTIVITY, (before.id,))
    assert change.topic in shown.topics
    shown.refresh()
    settle(year)
    assert before.id not in {row.id for row in shown.view.table.model().rows}


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (date(2026, 3, 15), "còn 3 ngày"),
        (date(2026, 3, 12), "hôm nay là hạn cuối"),
        (date(2026, 3, 10), "quá hạn 2 ngày"),
    ],
)
def test_a_deadline_is_said_in_words(deadline, words):
    assert days_left(deadline, date(2026, 3, 12)) == words


def test_the_countdown_names_the_working_days_also_on_a_later_day() -> None:
    working = (date(2026, 3, 13), date(2026, 3, 16), date(2026, 3, 17))
    assert days_left(date(2026, 3, 17), date(2026, 3, 12), working) == "còn 5 ngày (3 ngày làm việc)"
    assert days_left(date(2026, 3, 17), date(2026, 3, 14), working) == "còn 3 ngày (2 ngày làm việc)"
    assert days_left(date(2026, 3, 17), date(2026, 3, 17), working) == "hôm nay là hạn cuối"


def test_a_report_year_begins_and_ends_with_half_a_december(unit):
    year = unit.services.reports.period("2026-Y")
    months = months_of(year, {"2025-12": 2, "2026-07": 5})
    assert [month.label for month in months] == ["12/25", *map(str, range(1, 12)), "12/26"]
    assert (months[0].start, months[0].end) == (date(2025, 12, 15), date(2025, 12, 31))
    assert (months[-1].start, months[-1].end) == (date(2026, 12, 1), date(2026, 12, 14))
    assert [month.count for month in months if month.count] == [2, 5]


def test_words_of_another_day_are_left_out(year, place):
    """ "Còn 5 ngày" of the last close would be wrong today."""
    shown = place(year)
    shown.show_early(replace(shown.shown, day=date(2026, 3, 11), late=3))
    assert {row.line.words for row in shown.view.tasks.rows} == {""}
    assert shown.view.findChild(QPushButton, "due_tasks").isHidden()


def test_the_overview_is_kept_for_the_next_start(year):
    overview = read_overview(year.services, year.today())
    assert from_json(to_json(overview)) == overview
    path = kept_file(year.paths.data)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(to_json(overview))
    assert last_overview(year.paths.data, year.paths.database) == overview
    assert last_overview(year.paths.data, year.paths.data / "gone.db") is None


@pytest.mark.parametrize(
    "text", [b"", b"[]", b"{}", b'{"format": 99}', b'{"format": 2, "months": 3}', b'{"format": 1}', b"\xff\xfe"]
)
def test_a_damaged_or_foreign_kept_overview_is_left_out(year, text):
    path = kept_file(year.paths.data)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text)
    assert last_overview(year.paths.data, year.paths.database) is None
