"""What there is to do, through real storage: agenda, sheet, calendar, and what is left out."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.agenda import AgendaKind
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import DueState
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.container import Services

TODAY = date(2026, 3, 12)
TASKS = (
    Task("Phát thanh\nchuyên mục", time_text="Hằng tháng"),
    Task("Hội nghị đối thoại", time_text="Trước 15/3"),
    Task("Tin bài trên cổng", time_text="Thường xuyên"),
    Task("Tờ rơi", time_text="Quý I"),
    Task("Cuộc thi", time_text="Quý IV"),
)


@pytest.fixture
def tasks(services: Services) -> tuple[Task, ...]:
    """The tasks of a plan of 2026."""
    plan = services.plans.create(2026).plan
    return services.plans.save(replace(plan, tasks=TASKS)).plan.tasks


def log(services: Services, day: date, task: Task | None = None, title: str = "Phát thanh") -> Activity:
    form = services.catalogues.forms[0].code
    entry = Activity(day, form, title, task_id=task.id if task else "")
    return services.activities.save(entry).activity


def test_the_agenda_joins_tasks_and_reports(services: Services, tasks: tuple[Task, ...]) -> None:
    log(services, date(2026, 1, 8), tasks[0])
    agenda = services.agenda.agenda(TODAY)
    assert [one.state for one in agenda.tasks] == [
        DueState.LATE, DueState.DUE, DueState.NOT_STARTED, DueState.NOT_STARTED, DueState.NOT_DUE,
    ]  # fmt: skip
    assert [(item.title, item.words) for item in agenda.late] == [("Phát thanh chuyên mục", "Quá hạn 12 ngày")]
    due = [(item.kind, item.words) for item in agenda.due]
    assert (AgendaKind.TASK, "Còn 3 ngày") in due
    assert any(kind is AgendaKind.REPORT for kind, _ in due)
    assert [item.title for item in agenda.soon] == ["Tờ rơi"]


def test_the_same_words_stand_in_the_report(services: Services, tasks: tuple[Task, ...]) -> None:
    log(services, date(2026, 1, 8), tasks[0])
    report = services.reports.report("2026-Q1")
    assert len(report.dues) == len(report.progress) == len(TASKS)
    year = services.reports.report("2026-Y")
    assert [one.task for one in year.dues] == [one.task for one in year.progress]


def test_in_the_last_days_of_december_two_plans_hold(services: Services, tasks: tuple[Task, ...]) -> None:
    following = services.plans.create(2027).plan
    services.plans.save(replace(following, tasks=(Task("Năm sau", time_text="Hằng tháng"),)))
    agenda = services.agenda.agenda(date(2026, 12, 20))
    assert {one.year for one in agenda.tasks} == {2026, 2027}
    assert agenda.tasks[-1].state is DueState.NOT_DUE
    assert {one.year for one in services.agenda.agenda(date(2027, 1, 2)).tasks} == {2027}


def test_the_sheet_tells_what_was_done_meanwhile(services: Services, tasks: tuple[Task, ...]) -> None:
    log(services, date(2026, 3, 1), title="Trước lần mở trước")
    for day in range(4, 12):
        log(services, date(2026, 3, day), tasks[0], f"Việc ngày {day}")
    sheet = services.agenda.since(date(2026, 3, 4), TODAY)
    assert sheet.done_total == 8
    assert sheet.done[0].title == "Việc ngày 11"
    assert sheet.anything
    long_ago = services.agenda.since(date(2025, 12, 1), TODAY)
    passed = {item.id for item in long_ago.passed}
    assert passed == {p.code for y in (2025, 2026) for p in services.reports.periods(y)
                      if date(2025, 12, 1) <= p.deadline < TODAY and p.year >= 2026}  # fmt: skip


def test_what_is_left_out_needs_a_reason_and_comes_back(services: Services, tasks: tuple[Task, ...]) -> None:
    log(services, date(2026, 1, 8), tasks[0])
    february = date(2026, 2, 28)
    with pytest.raises(InvalidInput):
        services.agenda.skip(tasks[0].id, february, "  ")
    services.agenda.skip(tasks[0].id, february, "nghỉ Tết")
    agenda = services.agenda.agenda(TODAY)
    assert agenda.tasks[0].state is DueState.ON_TRACK
    assert [(item.due, item.reason) for item in agenda.skipped] == [(february, "nghỉ Tết")]
    services.agenda.take_up(tasks[0].id, february)
    assert services.agenda.agenda(TODAY).tasks[0].state is DueState.LATE


def test_the_calendar_has_everything_on_its_day(services: Services, tasks: tuple[Task, ...]) -> None:
    log(services, date(2026, 1, 8), tasks[0])
    log(services, date(2026, 1, 8))
    span = services.agenda.calendar(date(2026, 1, 1), date(2026, 12, 31), TODAY)
    assert len(span.days) == 365
    assert span.day(date(2026, 1, 8)).activities == 2
    january, february = span.day(date(2026, 1, 31)).items, span.day(date(2026, 2, 28)).items
    assert [item.words for item in january] == ["Đã làm 08/01/2026"]
    assert [item.words for item in february] == ["Quá hạn 12 ngày"]
    assert span.day(date(2026, 2, 17)).holiday == "Tết Nguyên đán"
    assert not span.day(date(2026, 8, 31)).working
    assert span.day(date(2026, 8, 22)).working
    reports = [item for day in span.days.values() for item in day.items if item.kind is AgendaKind.REPORT]
    assert "2026-Q1" in {item.id for item in reports}
    assert "Thường xuyên" not in {item.title for item in span.day(date(2026, 3, 31)).items}


def test_the_sheet_is_written_as_word(services: Services, tasks: tuple[Task, ...], tmp_path: Path) -> None:
    log(services, date(2026, 3, 11), tasks[0], "Phát thanh <buổi sáng> & chiều")
    services.agenda.skip(tasks[0].id, date(2026, 2, 28), "nghỉ Tết")
    sheet = services.agenda.since(date(2026, 3, 10), TODAY)
    target = services.agenda.export_sheet(sheet, tmp_path / services.agenda.sheet_name(sheet))
    document = Document(io.BytesIO(target.read_bytes()))
    cells = [cell.text for row in document.tables[0].rows for cell in row.cells]
    assert "Hội nghị đối thoại" in cells
    assert "Phát thanh chuyên mục (nghỉ Tết)" in cells
    assert any("Phát thanh <buổi sáng> & chiều" in text for text in cells)
    assert document.sections[0].left_margin.mm == pytest.approx(30, abs=0.1)
