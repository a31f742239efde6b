"""A report from the first look to the second supplement, through real storage."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import docx
import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import IndicatorSource
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.report_check import IssueLevel, IssueRule
from cchc_desktop.domain.report_life import Remark, ReportState
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.container import Services
from cchc_desktop.services.report_documents import WORD_NOTE, WORKBOOK_NOTE

Q1 = "2026-Q1"
TODAY = date(2026, 6, 20)


def log(services: Services, day: date = date(2026, 2, 3), bai: int = 3, title: str = "Tin về hộ tịch") -> Activity:
    return services.activities.save(Activity(day, "tin_bai", title, {"so_bai": Decimal(bai)})).activity


def settle(services: Services, code: str = Q1) -> None:
    """Say "không phát sinh" of all that nobody spoke of, and give a reason for every warning."""
    desk = services.report_desk.open(code)
    silent = [issue.subject for issue in desk.issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(code, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(code).open_issues:
        assert issue.level is IssueLevel.WARNING, issue.text
        services.report_desk.answer(code, "Đã kiểm tra", issue)


def frozen(services: Services) -> str:
    log(services)
    settle(services)
    return services.report_life.freeze(Q1).version.id


def test_a_desk_proposes_words_from_the_figures(services: Services) -> None:
    log(services, bai=12)
    desk = services.report_desk.open(Q1)
    assert (desk.state, desk.proposed, desk.ordinal) == (ReportState.NONE, True, 1)
    text = "\n".join(part.text for part in desk.narrative)
    assert "{{TT07}}" in text
    assert "quý I năm 2026" in text
    document = services.report_desk.document(desk)
    body = "\n".join(child.text for section in document.sections for child in section.children)
    assert "12 bài" in body
    assert "{{" not in body
    assert "không phát sinh" not in body
    assert "chưa có số liệu" not in body


def test_what_is_silent_must_be_spoken_of_before_a_period_is_frozen(services: Services) -> None:
    log(services)
    with pytest.raises(InvalidInput) as caught:
        services.report_life.freeze(Q1)
    assert len(caught.value.problems) > 10
    settle(services)
    version = services.report_life.freeze(Q1).version
    assert (version.ordinal, version.name) == (1, "lần đầu")
    assert services.report_desk.open(Q1).state is ReportState.FROZEN
    said = services.report_life.content(version.id)
    assert next(line for line in said.figures if line.code == "TT07").current.value == 3
    assert {warning.reason for warning in said.warnings} == {"Đã kiểm tra"}


def test_the_papers_are_kept_byte_for_byte(services: Services) -> None:
    version = frozen(services)
    files = {file.note: file for file in services.report_life.files(version)}
    assert set(files) == {WORKBOOK_NOTE, WORD_NOTE}
    before = {note: services.report_life.file(file) for note, file in files.items()}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(before[WORD_NOTE])).paragraphs)
    assert "Kính gửi" in text
    assert "3 bài" in text
    log(services, date(2026, 2, 10), 50, "Tin đến sau")
    assert {note: services.report_life.file(file) for note, file in files.items()} == before


def test_a_frozen_period_refuses_figures_words_and_reasons(services: Services) -> None:
    frozen(services)
    desk = services.report_desk.open(Q1)
    with pytest.raises(Conflict):
        services.reports.state(Statement(Q1, "TT07", FigureState.COUNTED, Decimal(9), "sửa"))
    with pytest.raises(Conflict):
        services.reports.withdraw(Q1, "TT01")
    with pytest.raises(Conflict):
        services.report_desk.save(replace(desk.draft, narrative=(NarrativePart("I", "x"),)))
    with pytest.raises(Conflict):
        services.report_desk.answer(Q1, "khác", desk.issues[0])
    with pytest.raises(Conflict):
        services.report_life.freeze(Q1)


def test_a_report_that_never_left_can_be_opened_again(services: Services) -> None:
    frozen(services)
    services.report_life.unfreeze(Q1)
    desk = services.report_desk.open(Q1)
    assert (desk.state, desk.versions, desk.ordinal) == (ReportState.DRAFT, (), 1)
    log(services, date(2026, 3, 1), 4, "Tin thêm")
    settle(services)
    assert services.report_life.freeze(Q1).version.ordinal == 1


def test_what_was_sent_is_corrected_by_a_supplement_with_its_reason(services: Services) -> None:
    first = frozen(services)
    services.report_life.sent(first, "goi-1")
    with pytest.raises(Conflict):
        services.report_life.unfreeze(Q1)
    with pytest.raises(InvalidInput):
        services.report_life.supplement(Q1, "  ")
    services.report_life.supplement(Q1, "Thiếu bài của thôn Phù Oanh")
    assert services.report_desk.open(Q1).state is ReportState.DRAFT
    log(services, date(2026, 2, 20), 5, "Bài của thôn Phù Oanh")
    settle(services)
    second = services.report_life.freeze(Q1).version
    assert (second.ordinal, second.name, second.reason) == (2, "bổ sung lần 1", "Thiếu bài của thôn Phù Oanh")
    changed = {one.code: one.change for one in services.report_life.differences(first, second.id)}
    assert changed["TT07"] == 5
    document = services.report_desk.document(services.report_desk.open(Q1))
    assert document.title.endswith("(bổ sung lần 1)")
    assert "Thiếu bài của thôn Phù Oanh" in document.preamble[0].text


def test_a_supplement_can_be_dropped(services: Services) -> None:
    first = frozen(services)
    services.report_life.sent(first, "goi-1")
    services.report_life.supplement(Q1, "Nhầm")
    services.report_life.drop_supplement(Q1)
    assert services.report_desk.open(Q1).state is ReportState.SENT
    with pytest.raises(Conflict):
        services.report_life.drop_supplement(Q1)


def test_late_changes_are_told_and_other_periods_are_not(services: Services) -> None:
    kept = log(services, title="Có từ trước")
    frozen_id = frozen(services)
    assert services.report_life.since(frozen_id).changes == ()
    late = log(services, date(2026, 3, 14), 2, "Ghi muộn, ngày cuối kỳ")
    log(services, date(2026, 3, 15), 2, "Sang kỳ sau")
    services.activities.save(replace(kept, date=date(2026, 4, 1)))
    since = services.report_life.since(frozen_id)
    assert [(change.title, change.action) for change in since.changes] == [
        ("Có từ trước", "update"),
        ("Ghi muộn, ngày cuối kỳ", "create"),
    ]
    assert since.changes[1].activity_id == late.id
    assert {one.code: one.change for one in since.differences}["TT07"] == -1


def test_what_comes_back_is_kept_and_answered(services: Services) -> None:
    version = frozen(services)
    services.report_life.sent(version, "goi-1")
    remark = Remark(version, "TT07 lệch với sổ của đài", "TT07")
    services.report_life.came_back(version, accepted=False, remarks=[remark])
    desk = services.report_desk.open(Q1)
    assert desk.state is ReportState.RETURNED
    assert [(one.indicator, one.open) for one in desk.remarks] == [("TT07", True)]
    (line,) = [line for line in services.report_life.standings(2026) if line.period == Q1]
    assert (line.state, line.open_remarks, line.late) == (ReportState.RETURNED, 1, False)
    services.report_life.resolve(Q1, remark.id, "Đã sửa trong bổ sung lần 1")
    assert not services.report_desk.open(Q1).remarks[0].open


def test_the_board_names_what_is_late_and_what_was_never_begun(services: Services) -> None:
    standings = {line.period: line for line in services.report_life.standings(2026)}
    assert (standings[Q1].state, standings[Q1].late) == (ReportState.NONE, True)
    assert not standings["2026-Y"].late
    services.reports.state(Statement(Q1, "TT01", FigureState.COUNTED, Decimal(1)))
    assert {line.period: line.state for line in services.report_life.standings(2026)}[Q1] is ReportState.DRAFT


def test_two_windows_do_not_overwrite_each_other(services: Services) -> None:
    draft = services.report_desk.open(Q1).draft
    services.report_desk.save(replace(draft, narrative=(NarrativePart("I", "một"),)))
    with pytest.raises(Conflict):
        services.report_desk.save(replace(draft, narrative=(NarrativePart("I", "hai"),)))
    assert services.report_desk.open(Q1).narrative == (NarrativePart("I", "một"),)


def test_indicators_of_the_desk_are_those_the_office_can_state(services: Services) -> None:
    desk = services.report_desk.open(Q1)
    stated = {issue.subject for issue in desk.issues if issue.rule is IssueRule.MISSING}
    formulas = {i.code for i in services.catalogues.indicators if i.source is IndicatorSource.FORMULA}
    assert stated
    assert not stated & formulas
