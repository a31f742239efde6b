"""What a report lists as missing or odd."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import FigureRule, Indicator, IndicatorKind, IndicatorSource, Relation
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount, Figure, FigureState, Report, Statement
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.report_check import (
    IssueLevel,
    IssuePlace,
    IssueRule,
    ReportIssue,
    WarningAnswer,
    answered,
    report_issues,
)

PERIOD = Period("2026-Q1", "Quý I năm 2026", 2026, date(2025, 12, 15), date(2026, 3, 14), date(2026, 3, 17))


def figure(
    code: str,
    now: Amount,
    whole: Amount | None = None,
    before: Amount = UNKNOWN,
    rules: tuple[FigureRule, ...] = (),
    **changes: object,
) -> Figure:
    indicator = Indicator(code, f"Chỉ tiêu {code}", "bài", IndicatorKind.SUM, IndicatorSource.LOG_MEASURE, rules=rules)
    made = Figure(indicator, now, whole or now, before, None, None, 0)
    return replace(made, **changes)  # type: ignore[arg-type]


def report(*figures: Figure) -> Report:
    return Report(PERIOD, figures, (), ())


def issues(
    *figures: Figure,
    history: dict[str, list[Decimal]] | None = None,
    narrative: tuple[NarrativePart, ...] = (),
    unproven: int = 0,
    doubles: tuple[Activity, ...] = (),
) -> list[ReportIssue]:
    return list(report_issues(report(*figures), history or {}, narrative, unproven, doubles))


def test_a_sound_report_has_nothing_to_mend() -> None:
    fine = figure("A", Amount.of(5), Amount.of(9), Amount.of(4))
    assert issues(fine, narrative=(NarrativePart("I", "Đăng {{A}}."),)) == []


def test_silence_wants_a_word_but_zero_and_nothing_happened_do_not() -> None:
    found = issues(figure("A", UNKNOWN), figure("B", NIL), figure("C", Amount.of(0)))
    assert [(issue.rule, issue.subject, issue.level) for issue in found] == [
        (IssueRule.MISSING, "A", IssueLevel.WARNING)
    ]


def test_a_cumulative_figure_below_its_part_is_an_error() -> None:
    (found,) = issues(figure("A", Amount.of(9), Amount.of(5)))
    assert (found.rule, found.level, found.place) == (IssueRule.SHRUNK, IssueLevel.ERROR, IssuePlace.FIGURE)
    assert "5" in found.text
    assert "9" in found.text


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_relations_hold_exactly_where_arithmetic_says(whole: int, one: int, other: int) -> None:
    equal, part = FigureRule(Relation.EQUAL, "B + C"), FigureRule(Relation.AT_MOST, "A")
    figures = (
        figure("A", Amount.of(whole), rules=(equal,)),
        figure("B", Amount.of(one), rules=(part,)),
        figure("C", Amount.of(other)),
    )
    found = {issue.subject for issue in issues(*figures) if issue.rule is IssueRule.RELATION}
    assert ("A" in found) == (whole != one + other)
    assert ("B" in found) == (one > whole)


def test_a_relation_with_an_unknown_side_says_nothing_and_nothing_happened_is_nought() -> None:
    rules = (FigureRule(Relation.EQUAL, "B"),)
    silent = issues(figure("A", Amount.of(3), rules=rules), figure("B", UNKNOWN))
    assert [issue.rule for issue in silent] == [IssueRule.MISSING]
    (found,) = issues(figure("A", Amount.of(3), rules=rules), figure("B", NIL))
    assert (found.rule, found.level) == (IssueRule.RELATION, IssueLevel.ERROR)
    assert "phải bằng B = 0" in found.text


@pytest.mark.parametrize(
    ("now", "history", "odd"),
    [
        (400, [100], True),
        (399, [100], False),
        (25, [100], True),
        (26, [100], False),
        (12, [3], False),  # a trifle, though four times as much
        (400, [100, 5000, 90], True),  # the median, so one wild year does not hide it
        (400, [], False),
        (0, [100], True),
    ],
)
def test_what_is_far_from_the_usual_is_a_warning(now: int, history: list[int], odd: bool) -> None:
    found = issues(figure("A", Amount.of(now)), history={"A": [Decimal(value) for value in history]})
    assert [issue.rule for issue in found] == ([IssueRule.OUTLIER] if odd else [])


def test_a_typed_number_over_the_log_wants_a_reason() -> None:
    said = Statement("2026-Q1", "A", FigureState.COUNTED, Decimal(7))
    over = figure("A", Amount.of(7), statement=said, activities=3)
    assert [issue.rule for issue in issues(over)] == [IssueRule.OVERRIDE]
    assert issues(replace(over, statement=replace(said, reason="Theo sổ của đài"))) == []
    assert issues(replace(over, activities=0)) == []


def test_words_with_unknown_figures_are_errors_and_gaps_are_warnings() -> None:
    parts = (NarrativePart("I. Chung", "Đăng {{A}} và {{B}}."), NarrativePart("II. Kiến nghị", "Đề nghị …"))
    found = issues(figure("A", Amount.of(1)), narrative=parts)
    assert [(issue.level, issue.rule, issue.subject) for issue in found] == [
        (IssueLevel.ERROR, IssueRule.NARRATIVE, "{{B}}"),
        (IssueLevel.WARNING, IssueRule.UNFILLED, "II. Kiến nghị"),
    ]


def test_the_same_entry_twice_and_missing_evidence_are_told() -> None:
    again = Activity(date(2026, 1, 5), "tin_bai", "Tin về hộ tịch")
    found = issues(doubles=(again,), unproven=2)
    assert [(issue.rule, issue.subject) for issue in found] == [
        (IssueRule.UNPROVEN, ""),
        (IssueRule.TWICE, again.id),
    ]


def test_a_reason_holds_until_the_figure_changes_and_never_for_an_error() -> None:
    first = issues(figure("A", UNKNOWN), figure("B", Amount.of(9), Amount.of(5)))
    answers = [
        WarningAnswer("2026-Q1", issue.rule.value, issue.subject, issue.fingerprint, "Đã hỏi đài") for issue in first
    ]
    reasons = {issue.subject: (issue.reason, issue.open) for issue in answered(first, answers)}
    assert reasons == {"A": ("Đã hỏi đài", False), "B": ("", True)}
    later = issues(figure("A", UNKNOWN, Amount.of(2)))
    assert [issue.open for issue in answered(later, answers)] == [True]
