"""A frozen report as JSON and against another version; the steps of its life."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain import frozen_report, report_life
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount
from cchc_desktop.domain.frozen_report import AcceptedWarning, FrozenFigure, FrozenReport
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.report_life import ReportDraft, ReportState, ReportStep, ReportVersion

AMOUNTS = st.one_of(
    st.just(NIL),
    st.just(UNKNOWN),
    st.decimals(0, 10**12, places=3, allow_nan=False).map(Amount.of),
)
FIGURES = st.builds(
    FrozenFigure,
    code=st.from_regex(r"[A-Z]{2}[0-9]{2}", fullmatch=True),
    name=st.text(max_size=20),
    unit=st.text(max_size=5),
    kind=st.sampled_from(["sum", "latest", "ratio"]),
    group=st.text(max_size=5),
    decimals=st.integers(0, 4),
    current=AMOUNTS,
    cumulative=AMOUNTS,
    previous=AMOUNTS,
    target=st.none() | st.decimals(0, 10**6, places=2, allow_nan=False),
    activities=st.integers(0, 10**6),
    typed=st.booleans(),
    reason=st.text(max_size=20),
)
REPORTS = st.builds(
    FrozenReport,
    period=st.just("2026-Q1"),
    period_name=st.text(max_size=10),
    start=st.dates(),
    end=st.dates(),
    deadline=st.dates(),
    unit_code=st.text(max_size=5),
    unit_name=st.text(max_size=10),
    figures=st.lists(FIGURES, max_size=5, unique_by=lambda figure: figure.code).map(tuple),
    narrative=st.lists(st.builds(NarrativePart, st.text(max_size=9), st.text(max_size=30)), max_size=3).map(tuple),
    warnings=st.lists(st.builds(AcceptedWarning, *(st.text(max_size=9) for _ in range(4))), max_size=3).map(tuple),
)


@given(REPORTS)
def test_json_keeps_everything(report: FrozenReport) -> None:
    text = json.dumps(frozen_report.to_json(report), ensure_ascii=False)
    again = frozen_report.from_json(json.loads(text))
    assert again == report
    assert again.digest() == report.digest()


@given(REPORTS, REPORTS)
def test_only_what_differs_is_told_and_all_of_it(old: FrozenReport, new: FrozenReport) -> None:
    told = {difference.code for difference in frozen_report.differences(old, new)}
    before = {figure.code: (figure.current, figure.cumulative) for figure in old.figures}
    after = {figure.code: (figure.current, figure.cumulative) for figure in new.figures}
    assert told == {code for code in {**before, **after} if before.get(code) != after.get(code)}
    assert frozen_report.differences(old, old) == ()


def test_a_difference_says_by_how_much() -> None:
    line = FrozenFigure("TT07", "Tin, bài", "bài", "sum", current=Amount.of(12), cumulative=Amount.of(12))
    old = FrozenReport("2026-Q1", "", date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), "", "", (line,))
    new = replace(old, figures=(replace(line, current=Amount.of(15), reason="Thiếu 3 bài của thôn"),))
    (found,) = frozen_report.differences(old, new)
    assert (found.change, found.reason) == (Decimal(3), "Thiếu 3 bài của thôn")


@pytest.mark.parametrize("value", ["NaN", "Infinity", "x", ""])
def test_a_number_that_is_none_is_refused(value: str) -> None:
    line = FrozenFigure("A", "", "", "sum", current=Amount.of(1))
    report = FrozenReport("p", "", date(2026, 1, 1), date(2026, 1, 1), date(2026, 1, 1), "", "", (line,))
    data = frozen_report.to_json(report)
    data["figures"][0]["current"]["value"] = value
    with pytest.raises((ValueError, ArithmeticError)):
        frozen_report.from_json(data)


def test_versions_are_named_as_offices_do() -> None:
    assert [report_life.version_name(ordinal) for ordinal in (1, 2, 3)] == [
        "lần đầu",
        "bổ sung lần 1",
        "bổ sung lần 2",
    ]


def test_where_a_report_stands() -> None:
    draft = ReportDraft("2026-Q1")
    version = ReportVersion(draft.id, 1, state=ReportState.RETURNED)
    assert report_life.state_of(None, ()) is ReportState.NONE
    assert report_life.state_of(None, (), begun=True) is ReportState.DRAFT
    assert report_life.state_of(draft, ()) is ReportState.DRAFT
    assert report_life.state_of(replace(draft, frozen=True), (version,)) is ReportState.RETURNED
    assert report_life.state_of(draft, (version,)) is ReportState.DRAFT  # a supplement is being made


def test_nothing_sent_can_be_opened_again_and_nothing_open_can_be_sent() -> None:
    for state in ReportState:
        may = {step for step in ReportStep if not report_life.refusal(state, step)}
        assert not {ReportStep.EDIT, ReportStep.SEND} <= may
        assert not (ReportStep.UNFREEZE in may and state is not ReportState.FROZEN)
        assert may, state
