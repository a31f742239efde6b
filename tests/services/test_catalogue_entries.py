"""The office's own versions of forms, indicators and periods: from a day on, old reports unchanged."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.catalogue import (
    DayOfYear,
    FigureRule,
    Form,
    Indicator,
    IndicatorKind,
    IndicatorSource,
    Measure,
    PeriodRule,
    Relation,
)
from cchc_desktop.domain.catalogue_entry import CatalogueKind
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.figure import UNKNOWN, Amount, Figure, FigureState, Statement
from cchc_desktop.domain.petition import Competence, Petition
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.paths import Paths
from cchc_desktop.services.catalogue_versions import Wish
from cchc_desktop.services.container import Services
from postgres import raw_sql

SUMMER = date(2026, 6, 15)
FORMS, INDICATORS, PERIODS = CatalogueKind.FORMS, CatalogueKind.INDICATORS, CatalogueKind.PERIODS


def _form(services: Services, code: str = "phat_thanh") -> Form:
    form = services.catalogues.form(code)
    assert form is not None
    return form


def _indicator(services: Services, code: str) -> Indicator:
    indicator = services.catalogues.indicator(code)
    assert indicator is not None
    return indicator


def _figure(services: Services, period: str, code: str) -> Figure:
    return next(f for f in services.reports.report(period).figures if f.indicator.code == code)


def _freeze(office: Paths, period: str) -> None:
    """Leave a frozen report in the database, as the report's own service writes it."""
    raw_sql(office, "INSERT INTO reports VALUES (?, ?, 'frozen', '{}', '', 1)", f"r-{period}", period)
    values = "(?, ?, 1, 'first', NULL, '', '', '', '', '', '{}', 0, '', '', '')"
    raw_sql(office, f"INSERT INTO report_versions VALUES {values}", f"v-{period}", f"r-{period}")


def test_a_change_begins_on_its_day_and_shows_at_once(services: Services) -> None:
    form = _form(services)
    change = services.catalogue_entries.save(Wish(replace(form, name="Loa truyền thanh"), SUMMER, "theo hướng dẫn mới"))
    assert change.topic is Topic.CATALOGUE
    known = services.catalogues
    assert _form(services).name == "Loa truyền thanh", "today is after the day"
    assert known.at(date(2026, 6, 14)).form("phat_thanh") == replace(form, valid_to=date(2026, 6, 14))
    assert [one.code for one in known.forms] == [one.code for one in known.at(date(2020, 1, 1)).forms], "same order"
    newest, oldest = services.catalogue_entries.versions(FORMS, "phat_thanh")
    assert (newest.valid_from, newest.entry is not None) == (SUMMER, True)
    assert (oldest.valid_to, oldest.entry) == (date(2026, 6, 14), None)


def test_old_reports_keep_names_units_and_ways_of_counting(services: Services) -> None:
    services.activities.save(Activity(date(2026, 1, 5), "phat_thanh", "Phát thanh", {"so_phut": Decimal(30)}))
    services.activities.save(Activity(date(2026, 6, 18), "phat_thanh", "Phát thanh", {"so_phut": Decimal(60)}))
    old = _indicator(services, "TT16")
    new = replace(old, name="Số giờ phát", unit="lượt", source=IndicatorSource.LOG_COUNT, measures=())
    services.catalogue_entries.save(Wish(new, SUMMER))
    half, third = (_figure(services, code, "TT16") for code in ("2026-6M", "2026-Q3"))
    assert (half.indicator.name, half.indicator.unit, half.current) == (old.name, "phút", Amount.of(30))
    assert (third.indicator.name, third.indicator.unit, third.current) == ("Số giờ phát", "lượt", Amount.of(1))


def test_a_measure_that_went_is_still_named_in_the_log_of_its_days(services: Services) -> None:
    form = _form(services, "trang_tin")
    services.catalogue_entries.save(Wish(replace(form, measures=form.measures[:1]), date(2026, 5, 1)))
    seen = {one.code: one for one in services.catalogues.forms_between(date(2025, 12, 15), date(2026, 6, 14))}
    assert [measure.code for measure in seen["trang_tin"].measures] == ["so_bai", "luot_xem"]
    with pytest.raises(InvalidInput):
        services.activities.save(Activity(date(2026, 5, 2), "trang_tin", "x", {"luot_xem": Decimal(3)}))
    services.activities.save(Activity(date(2026, 4, 2), "trang_tin", "x", {"luot_xem": Decimal(3)}))


def test_a_new_form_is_used_from_its_day_and_an_ended_one_until_its_day(services: Services) -> None:
    made = Form("loa_keo", "Loa kéo tay", "Truyền thanh, lưu động", (Measure("so_buoi", "Số buổi", "buổi"),))
    services.catalogue_entries.save(Wish(made, date(2026, 3, 1), new=True))
    codes = [one.code for one in services.catalogues.forms]
    assert codes.index("loa_keo") == codes.index("van_nghe") + 1, "behind the last of its group"
    with pytest.raises(InvalidInput, match="chỉ dùng từ 01/03/2026"):
        services.activities.save(Activity(date(2026, 2, 28), "loa_keo", "x"))
    services.catalogue_entries.end(FORMS, "loa_keo", date(2026, 5, 31))
    services.catalogue_entries.end(FORMS, "video", date(2026, 5, 31))
    for code in ("loa_keo", "video"):
        services.activities.save(Activity(date(2026, 5, 31), code, "x"))
        with pytest.raises(InvalidInput, match="ngừng dùng"):
            services.activities.save(Activity(date(2026, 6, 1), code, "x"))
        assert services.catalogues.form(code), "its name stays known"
        assert code not in {one.code for one in services.catalogues.forms_on(date(2026, 6, 1))}
    services.catalogue_entries.save(Wish(replace(_form(services, "video"), valid_to=None), date(2026, 6, 10)))
    services.activities.save(Activity(date(2026, 6, 10), "video", "x"))


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": "Tờ rơi, tờ gấp"}, "name", "đã chỉ hình thức"),
        ({"name": "TO ROI, to gap"}, "name", "đã chỉ hình thức"),
        ({"aliases": ("fanpage",)}, "aliases", "Bài đăng trên mạng xã hội"),
        ({"measures": ()}, "measures", "ít nhất một"),
        ({"measures": (Measure("so_phut", "Phút", "phút"),)}, "measures", "TT15 đang dùng"),
        ({"measures": (Measure("luot_phat", "Lượt", ""),)}, "measures", "đơn vị tính"),
        ({"name": " "}, "name", "chưa nhập"),
        ({"name": "x" * 301}, "name", "300"),
    ],
)
def test_forms_that_would_mean_two_things_are_refused(
    services: Services, change: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.catalogue_entries.save(Wish(replace(_form(services), **change), SUMMER))  # type: ignore[arg-type]
    assert words in caught.value.problems[field]
    assert services.catalogue_entries.versions(FORMS, "phat_thanh")[0].entry is None, "nothing is kept"


@pytest.mark.parametrize(
    ("code", "change", "field", "words"),
    [
        ("TT06", {"measures": ("luot_nguoi", "so_cuoc")}, "measures", "đơn vị tính khác nhau"),
        ("TT06", {"name": "Tờ rơi, tờ gấp phát hành"}, "name", "TT29"),
        ("TT06", {"kind": IndicatorKind.LATEST}, "kind", "Cộng dồn"),
        ("TT04", {"numerator": "TT28"}, "numerator", "tỷ lệ của tỷ lệ"),
        ("TT27", {"kind": IndicatorKind.RATIO, "source": IndicatorSource.FORMULA}, "numerator", "chưa chọn"),
        ("TT02", {"item": "spent"}, "item", "total"),
        ("TT05", {"forms": ("khong_co",)}, "forms", "khong_co"),
        ("TT05", {"rules": (FigureRule(Relation.EQUAL, "TT99"),)}, "rules", "TT99"),
    ],
)
def test_indicators_that_would_lie_are_refused(
    services: Services, code: str, change: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.catalogue_entries.save(Wish(replace(_indicator(services, code), **change), SUMMER))  # type: ignore[arg-type]
    assert words in caught.value.problems[field], caught.value.problems


def test_an_indicator_others_are_computed_from_is_kept_fit_for_them(services: Services) -> None:
    changed = replace(
        _indicator(services, "TT26"),
        kind=IndicatorKind.RATIO,
        source=IndicatorSource.FORMULA,
        forms=(),
        measures=(),
        numerator="TT01",
        denominator="TT05",
    )
    with pytest.raises(InvalidInput, match="TT28"):
        services.catalogue_entries.save(Wish(changed, SUMMER))
    with pytest.raises(InvalidInput, match="TT28"):
        services.catalogue_entries.end(INDICATORS, "TT26", SUMMER)


def test_a_code_once_used_is_never_given_again(services: Services) -> None:
    with pytest.raises(InvalidInput) as caught:
        services.catalogue_entries.save(Wish(replace(_indicator(services, "TT01"), name="Mới"), SUMMER, new=True))
    assert "TT01" in caught.value.problems["code"]


def test_what_a_frozen_report_was_made_with_stays(services: Services, office: Paths) -> None:
    entries = services.catalogue_entries
    entries.save(Wish(replace(_form(services), name="Loa xã"), date(2026, 2, 1)))
    _freeze(office, "2026-Q1")
    newest, base = entries.versions(FORMS, "phat_thanh")
    assert newest.locked
    assert base.locked
    assert newest.entry is not None
    with pytest.raises(InvalidInput, match="chốt"):
        entries.drop(newest.entry.id)
    for wish in (
        Wish(replace(_form(services), name="Khác"), date(2026, 2, 1)),
        Wish(replace(_indicator(services, "TT01"), name="Khác"), date(2026, 3, 14)),
        Wish(replace(_indicator(services, "TT01"), code="TT99", name="Mới"), date(2026, 3, 1), new=True),
    ):
        with pytest.raises(InvalidInput) as caught:
            entries.save(wish)
        assert "15/03/2026" in caught.value.problems["since"]
    with pytest.raises(InvalidInput, match="chốt"):
        entries.end(FORMS, "phat_thanh", date(2026, 3, 1))
    assert entries.first_day() == date(2026, 3, 15)
    entries.save(Wish(replace(_form(services), name="Loa thôn"), date(2026, 3, 15)))
    assert services.catalogues.at(date(2026, 3, 14)).form("phat_thanh").name == "Loa xã"  # type: ignore[union-attr]
    rule = next(rule for rule in services.catalogues.periods if rule.code == "Q1")
    with pytest.raises(InvalidInput, match="2027"):
        entries.save(Wish(replace(rule, end=DayOfYear(3, 20)), date(2026, 1, 1)))
    entries.save(Wish(replace(rule, end=DayOfYear(3, 20)), date(2027, 1, 1)))
    assert services.reports.period("2026-Q1").end == date(2026, 3, 14)
    assert services.reports.period("2027-Q1").end == date(2027, 3, 20)


def test_a_version_is_dropped_taken_back_and_used_again(services: Services) -> None:
    entries = services.catalogue_entries
    first = _form(services)
    entries.save(Wish(replace(first, name="Bản hai"), date(2026, 2, 1)))
    entries.save(Wish(replace(first, name="Bản ba"), date(2026, 4, 1)))
    entries.save(Wish(replace(first, name="Bản ba, sửa chữ"), date(2026, 4, 1)))
    versions = entries.versions(FORMS, "phat_thanh")
    assert [one.value.name for one in versions] == ["Bản ba, sửa chữ", "Bản hai", first.name]
    assert versions[0].entry is not None
    entries.drop(versions[0].entry.id)
    assert _form(services).name == "Bản hai"
    entries.restore(versions[0].entry.id)
    assert _form(services).name == "Bản ba, sửa chữ"
    entries.save(Wish(versions[2].value, date(2026, 6, 1), "dùng lại bản gốc"))
    assert _form(services).name == first.name
    with pytest.raises(NotFound):
        entries.drop("khong-co")


def test_a_thematic_report_has_free_days_and_stands_alone(services: Services) -> None:
    rule = PeriodRule(
        "CD1",
        "Chuyên đề dịch vụ công trực tuyến",
        DayOfYear(12, 1, -1),
        DayOfYear(4, 30),
        deadline=DayOfYear(5, 8),
        valid_from=2026,
        valid_to=2026,
        special=True,
    )
    services.catalogue_entries.save(Wish(rule, date(2026, 1, 1), new=True))
    for day in (date(2025, 11, 30), date(2025, 12, 1), date(2026, 4, 30), date(2026, 5, 1)):
        services.activities.save(Activity(day, "tin_bai", f"Tin {day}", {"so_bai": Decimal(1)}))
    services.activities.save(Activity(date(2025, 4, 1), "tin_bai", "Tin năm trước", {"so_bai": Decimal(5)}))
    period = services.reports.period("2026-cd1")
    assert (period.name, period.deadline, period.special) == (rule.name, date(2026, 5, 8), True)
    assert "2026-CD1" in [one.code for one in services.reports.periods(2026)]
    assert "2027-CD1" not in [one.code for one in services.reports.periods(2027)]
    line = _figure(services, "2026-CD1", "TT07")
    assert (line.current, line.cumulative, line.previous) == (Amount.of(2), Amount.of(2), Amount.of(5))
    services.reports.state(Statement("2026-CD1", "TT07", FigureState.COUNTED, Decimal(99)))
    assert _figure(services, "2026-6M", "TT07").cumulative == Amount.of(2), "15/12/2025 to 14/06/2026 of the log"
    with pytest.raises(InvalidInput):
        services.catalogue_entries.save(Wish(rule, date(2026, 1, 1), new=True))
    services.catalogue_entries.save(Wish(replace(rule, valid_from=2027, valid_to=2027), date(2027, 1, 1), new=True))
    (version,) = services.catalogue_entries.versions(PERIODS, "2026-CD1")
    assert version.entry is not None
    services.catalogue_entries.drop(version.entry.id)
    with pytest.raises(NotFound):
        services.reports.period("2026-CD1")


def test_a_report_is_no_longer_asked_for_from_a_year_on(services: Services) -> None:
    services.catalogue_entries.end(PERIODS, "9M", date(2026, 12, 31))
    assert "2026-9M" in [one.code for one in services.reports.periods(2026)]
    assert "2027-9M" not in [one.code for one in services.reports.periods(2027)]
    with pytest.raises(InvalidInput):
        services.catalogue_entries.end(PERIODS, "Y", date(2026, 12, 31))


def test_figures_come_from_tasks_budget_and_petitions(services: Services) -> None:
    for code in ("TT02", "TT03", "TT49", "TT50", "TT51"):
        assert _figure(services, "2026-6M", code).current == UNKNOWN, "an empty register says nothing"
    plan = services.plans.create(2026)
    lines = services.registers.budget.lines
    line = lines.save(BudgetLine(2026, "In tờ rơi", price=5_000_000)).entry
    services.registers.budget.spendings.save(Spending(line.id, date(2026, 2, 1), "In đợt 1", 2_000_000))
    services.registers.budget.spendings.save(Spending(line.id, date(2026, 6, 16), "In đợt 2", 1_000_000))
    services.registers.petitions.petitions.save(
        Petition(date(2026, 2, 2), "Hỏi thủ tục", competence=Competence.OWN, answered_on=date(2026, 2, 9))
    )
    services.registers.petitions.petitions.save(Petition(date(2026, 6, 1), "Ý kiến"))
    assert _figure(services, "2026-6M", "TT02").current == Amount.of(len(plan.plan.tasks))
    assert _figure(services, "2026-6M", "TT03").current.state is FigureState.COUNTED
    spent = [_figure(services, code, "TT49").current for code in ("2026-6M", "2026-Q3")]
    assert spent == [Amount.of(2_000_000), Amount.of(1_000_000)]
    assert _figure(services, "2026-Q3", "TT49").cumulative == Amount.of(3_000_000)
    received = [_figure(services, code, "TT50").current for code in ("2026-Q1", "2026-6M", "2026-Q3")]
    assert received == [Amount.of(1), Amount.of(2), Amount.of(0)], "the register is kept, so none is zero"
    assert _figure(services, "2026-6M", "TT51").current == Amount.of(1)
    services.reports.state(Statement("2026-6M", "TT02", FigureState.COUNTED, Decimal(40), "theo phụ lục"))
    line_of = _figure(services, "2026-6M", "TT02")
    assert (line_of.current, line_of.overridden) == (Amount.of(40), True)
    assert line_of.found == Amount.of(len(plan.plan.tasks))


def test_an_entry_that_cannot_be_read_leaves_the_catalogue_below_in_force(services: Services, office: Paths) -> None:
    services.catalogue_entries.save(Wish(replace(_form(services), name="Loa xã"), date(2026, 2, 1)))
    raw_sql(office, "UPDATE catalogue_entries SET content = '{\"code\": 5}'")
    services._shelf.forget()
    assert _form(services).name == "Phát thanh trên hệ thống truyền thanh cơ sở"
    assert services.reports.report("2026-Q1").figures


def test_saving_brings_an_ended_entry_back_into_use(services: Services) -> None:
    services.catalogue_entries.end(FORMS, "video", date(2026, 5, 31))
    services.catalogue_entries.save(Wish(_form(services, "video"), date(2026, 5, 31)))
    assert services.catalogues.form_on("video", date(2026, 6, 10)) is not None
