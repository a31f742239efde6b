"""Points: examples from real sets, and what must hold of all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain import scoring
from cchc_desktop.domain.catalogue import DayOfYear, Form
from cchc_desktop.domain.criteria import Channel, CriteriaSet, Criterion, CriterionKind, Deduction, Fault
from cchc_desktop.domain.ranking import RankLine, ranked, ranks
from cchc_desktop.domain.scoring import Facts, GapPlace, OpenTask, ReportFact, Sent, Use, Work

D = Decimal
FORMS = (
    Form("man_hinh", "Màn hình LED", "", (), scoring_group="Trực tuyến"),
    Form("trang_tin", "Trang tin", "", (), scoring_group="Trực tuyến"),
    Form("hoi_nghi", "Hội nghị", "", (), scoring_group="Truyền thống"),
)
RATE = Criterion("a", "4.1", "Mức độ", CriterionKind.RATE, D(1), floor=D(90))
DIVERSITY = Criterion(
    "b",
    "4.2",
    "Đa dạng",
    CriterionKind.DIVERSITY,
    D(1),
    channels=(
        Channel("Màn hình", D("0.25"), forms=("man_hinh",)),
        Channel("Trang tin", D("0.25"), forms=("trang_tin",)),
        Channel("Truyền thống", D("0.5"), groups=("Truyền thống",)),
    ),
    proven=True,
)
REPORTS = Criterion(
    "c",
    "5",
    "Báo cáo",
    CriterionKind.DEDUCTION,
    D(2),
    deductions=(
        Deduction(Fault.LATE, D("0.25")),
        Deduction(Fault.POOR, D("0.25")),
        Deduction(Fault.MISSING, D("0.5"), ("Q1", "6M", "Q3")),
        Deduction(Fault.MISSING, D(1), ("Y",)),
    ),
)
PLAN = Criterion(
    "d", "6", "Kế hoạch", CriterionKind.DEADLINE, D(1), D(-1), deadline=DayOfYear(1, 31), none_points=D(-1)
)
FACTS = Facts(2026, date(2026, 10, 1))


def report(period: str, sent: Sent, poor: bool = False) -> ReportFact:
    return ReportFact(period, f"kỳ {period}", date(2026, 6, 16), sent, poor)


def points(criterion: Criterion, **facts: object) -> Decimal | None:
    return scoring.propose(criterion, replace(FACTS, **facts), FORMS).points


@pytest.mark.parametrize(
    ("done", "planned", "expected"),
    [(5, 5, D(1)), (9, 10, D("0.9")), (19, 20, D("0.95")), (4, 5, D(0)), (0, 7, D(0)), (17, 19, D(0)), (7, 5, D(1))],
)
def test_a_rate_below_the_floor_gives_nothing(done: int, planned: int, expected: Decimal) -> None:
    """CV 244/PNV: its own example of 4/5 → 0,8 goes against its floor of 90 %; the floor holds here."""
    assert points(RATE, work=Work(planned, done)) == expected


def test_a_rate_without_a_plan_is_not_known() -> None:
    found = scoring.propose(RATE, FACTS, FORMS)
    assert found.points is None
    assert [gap.place for gap in found.gaps] == [GapPlace.PLAN]
    assert points(RATE, work=Work(0, 0)) is None


def test_what_is_missing_to_the_floor_is_named() -> None:
    tasks = tuple(OpenTask(str(number), number, "Việc", "Quá hạn 3 ngày", date(2026, 9, 1)) for number in (3, 4, 9))
    found = scoring.propose(RATE, replace(FACTS, work=Work(20, 17, tasks)), FORMS)
    assert "cần thêm 1 nhiệm vụ" in found.reason
    first = found.gaps[0]
    assert (first.place, first.subject, first.points) == (GapPlace.TASK, "3", D("0.05"))


def test_channels_need_evidence_and_say_what_is_missing() -> None:
    uses = (Use(frozenset({"man_hinh"}), 2, 1), Use(frozenset({"hoi_nghi"}), 3, 0))
    found = scoring.propose(DIVERSITY, replace(FACTS, uses=uses), FORMS)
    assert found.points == D("0.25")
    assert [(gap.place, gap.subject, gap.points) for gap in found.gaps] == [
        (GapPlace.LOG, "trang_tin", D("0.25")),
        (GapPlace.EVIDENCE, "hoi_nghi", D("0.5")),
    ]
    assert points(replace(DIVERSITY, proven=False), uses=uses) == D("0.75")


def test_a_figure_over_several_channels_proves_none_of_them() -> None:
    assert points(DIVERSITY, uses=(Use(frozenset({"man_hinh", "hoi_nghi"}), 9),)) == 0
    assert points(DIVERSITY, uses=(Use(frozenset({"hoi_nghi"}), 9),)) == D("0.5")


def test_reports_take_off_as_in_the_form_of_tien_giang() -> None:
    reports = (report("Q1", Sent.LATE, True), report("6M", Sent.MISSING), report("Y", Sent.MISSING))
    found = scoring.propose(REPORTS, replace(FACTS, reports=reports), FORMS)
    assert found.points == 0
    assert found.reason.count("−") == 4
    assert points(REPORTS, reports=(report("Q1", Sent.ON_TIME), report("Y", Sent.AHEAD))) == 2
    assert points(REPORTS, reports=(*reports, report("Q3", Sent.MISSING))) == 0
    assert points(REPORTS, reports=()) is None


def test_a_report_to_come_is_a_gap_but_takes_nothing_off() -> None:
    found = scoring.propose(REPORTS, replace(FACTS, reports=(report("Y", Sent.AHEAD), report("Q3", Sent.MISSING))), ())
    assert [(gap.subject, gap.points) for gap in found.gaps] == [("2026-Y", D(1)), ("2026-Q3", D("0.25"))]


@pytest.mark.parametrize(
    ("day", "issued", "expected"),
    [
        (date(2026, 1, 31), date(2026, 1, 31), D(1)),
        (date(2026, 2, 5), date(2026, 2, 1), D(0)),
        (date(2026, 1, 31), None, None),
        (date(2026, 2, 1), None, D(-1)),
    ],
)
def test_the_plan_has_its_last_day(day: date, issued: date | None, expected: Decimal | None) -> None:
    assert points(PLAN, day=day, plan_known=True, plan_date=issued) == expected


def test_points_given_by_hand_stay_inside_the_criterion() -> None:
    assert scoring.points_problem(PLAN, D("-1.5")) == "điểm từ -1 đến 1"
    assert scoring.points_problem(RATE, D("0.1234"))
    assert scoring.points_problem(RATE, D("NaN"))
    assert scoring.points_problem(RATE, None)
    assert not scoring.points_problem(RATE, D("0.125"))


def test_ties_share_a_rank() -> None:
    assert ranks([D(5), D("9.50"), D("9.5"), None, D(10)]) == (4, 2, 2, None, 1)
    lines = [RankLine(code, code, None, None, value, 0, 1) for code, value in (("z", D(1)), ("b", None), ("a", D(1)))]
    assert [(line.code, line.rank) for line in ranked(lines)] == [("a", 1), ("z", 1), ("b", None)]


def test_a_reason_is_asked_for_what_differs() -> None:
    assert not scoring.reason_needed(D("0.90"), D("0.9"))
    assert scoring.reason_needed(D("0.8"), D("0.9"))
    assert scoring.reason_needed(D("0.8"), None)
    assert scoring.reason_needed(D("0.9"), D("0.9"), D(1))


# ------------------------------------------------------------------ what must hold of any set

amounts = st.integers(0, 3000).map(lambda number: D(number) / 1000)
states = st.sampled_from(Sent)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    most = draw(amounts)
    lowest = draw(st.sampled_from([D(0), D(-1)]))
    kind = draw(st.sampled_from(CriterionKind))
    inside = st.integers(int(lowest * 1000), int(most * 1000)).map(lambda number: D(number) / 1000)
    first = draw(st.integers(0, int(most * 1000))) / D(1000)
    return Criterion(
        "x",
        "1",
        "X",
        kind,
        most,
        lowest,
        D(draw(st.integers(0, 100))),
        (Channel("A", first, forms=("man_hinh",)), Channel("B", most - first, groups=("Truyền thống",))),
        draw(st.booleans()),
        tuple(Deduction(fault, draw(amounts)) for fault in Fault),
        deadline=DayOfYear(1, 31),
        late_points=draw(inside),
        none_points=draw(inside),
    )


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    planned = draw(st.integers(0, 60))
    uses = tuple(
        Use(frozenset({form.code}), draw(st.integers(0, 9)), draw(st.none() | st.integers(0, 9))) for form in FORMS
    )
    return Facts(
        2026,
        draw(st.dates(date(2026, 1, 1), date(2026, 12, 31))),
        draw(st.none() | st.integers(0, planned).map(lambda done: Work(planned, done))),
        draw(st.none() | st.just(uses)),
        draw(st.none() | st.lists(states, max_size=6).map(lambda found: tuple(report("Q1", one) for one in found))),
        draw(st.booleans()),
        draw(st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))),
    )


@given(criteria(), facts(), st.integers(0, 3))
def test_points_stay_between_the_lowest_and_the_most(criterion: Criterion, known: Facts, decimals: int) -> None:
    found = scoring.propose(criterion, known, FORMS, decimals)
    assert found.reason
    if found.points is not None:
        assert criterion.lowest <= found.points <= criterion.points
    for gap in found.gaps:
        assert gap.points is None or gap.points >= 0


@given(criteria(), st.integers(1, 60), st.data())
def test_more_done_never_gives_fewer_points(criterion: Criterion, planned: int, data: st.DataObject) -> None:
    rate = replace(criterion, kind=CriterionKind.RATE)
    less, more = sorted(data.draw(st.tuples(st.integers(0, planned), st.integers(0, planned))))
    low, high = (points(rate, work=Work(planned, done)) for done in (less, more))
    assert low is not None
    assert high is not None
    assert low <= high


@given(criteria(), st.lists(st.sampled_from([Sent.ON_TIME, Sent.LATE, Sent.MISSING]), min_size=1, max_size=6))
def test_a_fault_never_adds_points(criterion: Criterion, sent: list[Sent]) -> None:
    taken = replace(criterion, kind=CriterionKind.DEDUCTION)
    reports = tuple(report("Q1", one) for one in sent)
    better = (replace(reports[0], sent=Sent.ON_TIME), *reports[1:])
    worse, best = (points(taken, reports=known) for known in (reports, better))
    assert worse is not None
    assert best is not None
    assert worse <= best


@given(criteria(), facts(), st.sampled_from(FORMS))
def test_one_more_channel_never_takes_points(criterion: Criterion, known: Facts, form: Form) -> None:
    wide = replace(criterion, kind=CriterionKind.DIVERSITY)
    before = points(wide, uses=known.uses or ())
    after = points(wide, uses=(*(known.uses or ()), Use(frozenset({form.code}), 1, 1)))
    assert before is not None
    assert after is not None
    assert before <= after


@given(st.lists(criteria(), min_size=1, max_size=5), st.lists(st.none() | st.decimals(-9, 9, places=3), min_size=5))
def test_a_total_stays_within_its_set(found: list[Criterion], given_points: list[Decimal | None]) -> None:
    named = tuple(replace(criterion, code=str(number)) for number, criterion in enumerate(found))
    whole = CriteriaSet("s", "S", named)
    total = scoring.total(whole, {one.code: value for one, value in zip(named, given_points, strict=False)})
    assert whole.lowest <= total <= whole.most


@given(st.lists(st.none() | st.integers(-3, 9).map(D), max_size=12))
def test_ranks_count_those_that_are_better(totals: list[Decimal | None]) -> None:
    found = ranks(totals)
    for total, rank in zip(totals, found, strict=True):
        expected = None if total is None else 1 + sum(other is not None and other > total for other in totals)
        assert rank == expected
