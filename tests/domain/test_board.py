"""Where units stand, and what is odd in what they sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.board import BoardState, board_row, counts, mail_list
from cchc_desktop.domain.board_check import OddKind, by_code, odd_figures, spreads, strangers
from cchc_desktop.domain.catalogue import FigureRule, Indicator, IndicatorKind, IndicatorSource, Relation
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.received import ReceivedFigure, ReceivedReport, ReportStanding

UNIT = DirectoryUnit("A", "An", email="an@hy.gov.vn; vp@hy.gov.vn")
DUE, TODAY = date(2026, 3, 16), date(2026, 3, 20)
PERIOD = Period("2026-Q1", "Quý I năm 2026", 2026, date(2025, 12, 15), date(2026, 3, 14), DUE)


def report(on: str, ordinal: int = 1, standing: ReportStanding = ReportStanding.CURRENT) -> ReceivedReport:
    return ReceivedReport(
        "A", "xã An", "2026-Q1", ordinal, "0" * 64, received_at=f"{on}T09:00:00+07:00", standing=standing
    )


def test_what_has_not_come_is_overdue_only_after_the_deadline() -> None:
    row = board_row(UNIT, DUE, [], TODAY)
    assert (row.state, row.words) == (BoardState.OVERDUE, "quá hạn, chưa nộp (4 ngày)")
    assert board_row(UNIT, DUE, [], DUE).state is BoardState.MISSING


def test_the_first_report_tells_whether_it_was_on_time() -> None:
    assert board_row(UNIT, DUE, [report("2026-03-16")], TODAY).state is BoardState.ON_TIME
    late = board_row(UNIT, DUE, [report("2026-03-18")], TODAY)
    assert (late.state, late.words) == (BoardState.LATE, "nộp muộn (2 ngày)")
    on_its_way = replace(report("2026-03-18"), made_at="2026-03-16T16:00:00")
    assert board_row(UNIT, DUE, [on_its_way], TODAY).words == "nộp muộn (2 ngày, lập trong hạn)"
    both = [report("2026-03-15", standing=ReportStanding.OLDER), report("2026-03-19", 2)]
    again = board_row(UNIT, DUE, both, TODAY)
    assert (again.state, again.late_days, again.newest) == (BoardState.SUPPLEMENTED, 0, both[1])


def test_what_was_returned_stays_so_until_something_new_comes() -> None:
    back = report("2026-03-15", standing=ReportStanding.RETURNED)
    assert board_row(UNIT, DUE, [back], TODAY).state is BoardState.RETURNED
    mended = report("2026-03-17")
    row = board_row(UNIT, DUE, [back, mended], TODAY)
    assert (row.state, row.newest) == (BoardState.SUPPLEMENTED, mended)


def test_conflicts_and_what_nobody_chose() -> None:
    two = [report("2026-03-15", standing=ReportStanding.CONFLICT) for _ in range(2)]
    assert board_row(UNIT, DUE, two, TODAY).state is BoardState.CONFLICT
    aside = report("2026-03-15", standing=ReportStanding.SET_ASIDE)
    assert board_row(UNIT, DUE, [aside], TODAY).state is BoardState.OVERDUE
    assert board_row(UNIT, DUE, [report("2026-03-15")], TODAY, wanted=False).state is BoardState.NOT_EXPECTED


def test_counts_and_the_mail_list() -> None:
    other = replace(UNIT, code="B", name="Bình", email="")
    rows = [board_row(UNIT, DUE, [], TODAY), board_row(other, DUE, [report("2026-03-15")], TODAY)]
    assert counts(rows) == {BoardState.OVERDUE: 1, BoardState.ON_TIME: 1}
    assert mail_list(rows) == ("an@hy.gov.vn; vp@hy.gov.vn", ("xã Bình",))


def indicator(code: str, **more: object) -> Indicator:
    return Indicator(code, f"Chỉ tiêu {code}", "cuộc", IndicatorKind.SUM, IndicatorSource.TYPED, **more)  # type: ignore[arg-type]


def figure(code: str, now: int | None, whole: int | None = None) -> ReceivedFigure:
    made = [UNKNOWN if value is None else Amount.of(value) for value in (now, now if whole is None else whole)]
    return ReceivedFigure(code, made[0], made[1])


def test_rules_leaps_and_gaps_are_told_by_indicator() -> None:
    rule = FigureRule(Relation.AT_MOST, "B")
    known = [indicator("A", rules=(rule,)), indicator("B"), indicator("C"), indicator("D")]
    now = by_code([figure("A", 12), figure("B", 10), figure("C", 400, 300), figure("X", 1)])
    last = by_code([figure("A", 12), figure("B", 11), figure("C", 20)])
    found = [(odd.kind, odd.indicator) for odd in odd_figures(PERIOD, known, now, [last])]
    assert found == [(OddKind.RULE, "A"), (OddKind.RULE, "C"), (OddKind.HISTORY, "C"), (OddKind.MISSING, "D")]
    texts = {odd.kind: odd.text for odd in odd_figures(PERIOD, known, now, [last])}
    assert texts[OddKind.HISTORY].startswith("400 gấp 20,0 lần")
    assert not odd_figures(PERIOD, [indicator("A")], {"A": ReceivedFigure("A", NIL, NIL)})


def test_a_thousandfold_slip_stands_out_among_peers_and_honest_spread_does_not() -> None:
    counts_of = [3, 5, 8, 9, 12, 14, 20, 25, 31, 40]
    reports = [by_code([figure("A", number)]) for number in counts_of]
    usual = spreads(reports, [indicator("A")])
    assert not any(strangers(one, usual) for one in reports)
    (odd,) = strangers(by_code([figure("A", 12_000)]), usual)
    assert odd.kind is OddKind.PEERS
    assert "12.000 cao khác thường so với 10 đơn vị" in odd.text
    assert not strangers(by_code([figure("A", None)]), usual)


def test_few_units_tell_nothing_of_the_usual() -> None:
    reports = [by_code([figure("A", 1)]) for _ in range(7)]
    assert spreads(reports, [indicator("A")]) == {}


def test_units_that_all_say_the_same_make_no_trifle_odd() -> None:
    usual = spreads([by_code([figure("A", 100)]) for _ in range(20)], [indicator("A")])
    assert not strangers(by_code([figure("A", 120)]), usual)
    assert strangers(by_code([figure("A", 1000)]), usual)


@given(st.lists(st.integers(0, 10**12), min_size=8, max_size=30), st.integers(0, 10**12))
def test_any_counts_give_an_answer(numbers: list[int], one: int) -> None:
    usual = spreads([by_code([figure("A", number)]) for number in numbers], [indicator("A")])
    assert usual["A"].deviation > 0
    assert min(numbers) <= usual["A"].median <= max(numbers)
    if abs(one - usual["A"].median) < Decimal(10):
        assert not strangers(by_code([figure("A", one)]), usual)
    strangers(by_code([figure("A", one)]), usual)
