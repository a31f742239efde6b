"""Whose reports count and what they come to, held against plain Python."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain import consolidation_frozen
from cchc_desktop.domain.catalogue import Indicator, IndicatorKind, IndicatorSource
from cchc_desktop.domain.consolidation import (
    Absence,
    Adder,
    Consolidation,
    LeftOut,
    Line,
    MissingUnit,
    Source,
    absent_words,
)
from cchc_desktop.domain.consolidation_report import NO_TOTAL, annex, as_frozen, as_report, join_texts, narrative
from cchc_desktop.domain.consolidation_selection import Candidate, select
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.figure import NIL, UNKNOWN, Amount
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.received import ReportStanding

DAY = date(2026, 3, 14)
K, S = IndicatorKind, IndicatorSource
NEWS = Indicator("NEWS", "Tin, bài", "bài", K.SUM, S.TYPED, "Báo chí")
PEOPLE = Indicator("PEOPLE", "Lượt người", "lượt", K.SUM, S.TYPED, "Hội nghị")
SHARE = Indicator("SHARE", "Tỷ lệ", "%", K.RATIO, S.FORMULA, "Hội nghị", numerator="NEWS", denominator="PEOPLE")
LATEST = Indicator("LATEST", "Người theo dõi", "người", K.LATEST, S.TYPED)
APART = Indicator("APART", "Xếp hạng", "", K.SEPARATE, S.TYPED)
FORMS = Indicator("FORMS", "Số hình thức", "hình thức", K.DISTINCT, S.LOG_DISTINCT)
ALL = (NEWS, PEOPLE, SHARE, LATEST, APART, FORMS)


def line(code: str, value: Decimal | int | None, whole: Decimal | int | str | None = "same") -> Line:
    def pair(number: Any) -> tuple[str, int | None]:
        if number is None:
            return "nil", None
        return ("unknown", None) if number == "" else ("counted", int(Decimal(number) * 1_000_000))

    return (code, *pair(value), *pair(value if whole == "same" else whole))


def added(*reports: list[Line], missing: int = 0) -> dict[str, Any]:
    adder = Adder(ALL)
    for report in reports:
        adder.add(report)
    return {figure.code: figure for figure in adder.totals(missing)}


AMOUNTS = st.one_of(
    st.decimals(0, 10**9, places=6), st.integers(0, 10**9), st.just(None), st.just("")
)  # number, nothing happened, not said
REPORTS = st.lists(
    st.dictionaries(st.sampled_from([one.code for one in ALL]), st.tuples(AMOUNTS, AMOUNTS)), max_size=12
)


@given(REPORTS, st.randoms(use_true_random=False))
def test_totals_are_those_of_plain_python_in_whatever_order(reports: list[dict[str, Any]], rng: random.Random) -> None:
    lines = [[line(code, *pair) for code, pair in report.items()] for report in reports]
    totals = added(*lines)
    for place, column in ((0, "current"), (1, "cumulative")):
        for one in ALL:
            said = [report[one.code][place] for report in reports if one.code in report]
            numbers = [Decimal(value) for value in said if value is not None and value != ""]
            total = getattr(totals[one.code], column)
            assert (total.counted, total.nil) == (len(numbers), said.count(None))
            assert total.unknown == len(reports) - len(numbers) - said.count(None)
            if one.kind is K.SUM and numbers:
                assert total.amount == Amount.of(sum(numbers, Decimal(0)))
            elif one.kind is not K.RATIO:
                assert total.amount.value is None
        above, below = getattr(totals["NEWS"], column).amount, getattr(totals["PEOPLE"], column).amount
        share = getattr(totals["SHARE"], column).amount
        if above.value is not None and below.value:
            assert share.value == 100 * above.value / below.value
        else:
            assert share == UNKNOWN
    rng.shuffle(lines)
    assert added(*lines) == totals


def test_a_percentage_is_divided_anew_and_never_averaged() -> None:
    totals = added(
        [line("NEWS", 1), line("PEOPLE", 2), line("SHARE", 50)],
        [line("NEWS", 9), line("PEOPLE", 10), line("SHARE", 90)],
    )
    assert totals["SHARE"].current.amount.value == Decimal(1000) / 12  # not (50 + 90) / 2


@pytest.mark.parametrize("code", ["LATEST", "APART", "FORMS"])
def test_what_does_not_add_up_has_no_total(code: str) -> None:
    figure = added([line(code, 3)], [line(code, 4)])[code]
    assert figure.current.amount == UNKNOWN
    assert figure.current.counted == 2
    assert not figure.has_total


def test_nothing_happened_only_where_everybody_says_so() -> None:
    assert added([line("NEWS", None)], [line("NEWS", None)])["NEWS"].current.amount == NIL
    assert added([line("NEWS", None)], [line("NEWS", "")])["NEWS"].current.amount == UNKNOWN
    assert added([line("NEWS", None)], [])["NEWS"].current.amount == UNKNOWN  # a file without that indicator
    assert added([line("NEWS", None)], missing=1)["NEWS"].current.amount == UNKNOWN
    assert added([line("NEWS", 0)], [line("NEWS", None)], missing=1)["NEWS"].current.amount == Amount.of(0)
    total = added([line("NEWS", 2)], [line("NEWS", None)], [])["NEWS"].current
    assert absent_words(total, 4) == "1 không phát sinh, 1 chưa có số liệu, 4 chưa có báo cáo"


def test_a_text_in_place_of_a_number_is_no_number() -> None:
    total = added([("NEWS", "counted", None, "unknown", None)])["NEWS"].current
    assert (total.counted, total.unknown, total.amount) == (0, 1, UNKNOWN)


def test_codes_nobody_knows_are_named() -> None:
    adder = Adder(ALL)
    adder.add([line("OLD", 1)])
    adder.add([line("OLD", 2), line("NEWS", 1)])
    assert adder.strangers == {"OLD": 2}


# ------------------------------------------------------------------ whose reports count


def candidate(code: str, ordinal: int = 1, standing: ReportStanding = ReportStanding.CURRENT, file: str = "") -> Any:
    key = f"{code}-{ordinal}-{file}"
    return Candidate(key, code, f"xã {code}", ordinal, f"hash-{key}", file or f"{code}.xlsx", standing, "d")


def unit(code: str, **fields: Any) -> DirectoryUnit:
    return DirectoryUnit(code, code, **fields)


def test_missing_units_are_named_with_the_reason_and_whom_to_call() -> None:
    units = [unit("A"), unit("B", contact="Bà Lan", phone="0912"), unit("C"), unit("D"), unit("E")]
    given_ = [
        candidate("A"),
        candidate("C", 2, ReportStanding.RETURNED),
        candidate("C", 1, ReportStanding.OLDER),
        candidate("D", 1, ReportStanding.CONFLICT, "x"),
        candidate("D", 1, ReportStanding.CONFLICT, "y"),
        candidate("E", 1, ReportStanding.RETURNED),
    ]
    chosen = select(given_, units, "ABCD", DAY)
    assert [source.unit_code for source in chosen.sources] == ["A"]
    assert chosen.missing == (
        MissingUnit("B", "xã B", Absence.NOT_SENT, "Bà Lan", "0912"),
        MissingUnit("C", "xã C", Absence.RETURNED),
        MissingUnit("D", "xã D", Absence.CONFLICT),
    )
    assert [one.unit_code for one in chosen.left_out] == ["E"]  # not expected, and returned


@given(st.permutations(range(6)))
def test_the_order_of_files_does_not_matter(order: list[int]) -> None:
    files = [
        candidate("A", file="sao.xlsx"),
        candidate("A", file="goc.xlsx"),  # the same content twice
        candidate("B", 2),
        candidate("B", 1, ReportStanding.OLDER),
        candidate("X"),
        candidate("OLD"),
    ]
    units = [unit("A"), unit("B", predecessors=("OLD",)), unit("OLD", valid_to=date(2025, 6, 30))]
    straight = select(files, units, ["A", "B"], DAY, with_predecessors=True)
    assert select([files[place] for place in order], units, ["A", "B"], DAY, with_predecessors=True) == straight
    assert [one.unit_code for one in straight.sources] == ["A", "B", "OLD"]


def test_a_unit_of_before_is_added_to_its_heir_only_where_asked() -> None:
    ended = date(2026, 2, 28)
    units = [
        unit("NEW", valid_from=date(2026, 3, 1), predecessors=("OLD", "OLDER")),
        unit("OLD", valid_to=ended),
        unit("OLDER", valid_to=ended),
    ]
    sent = [candidate("NEW"), candidate("OLD"), candidate("OLDER")]
    without = select(sent, units, ["NEW"], DAY)
    assert [one.unit_code for one in without.sources] == ["NEW"]
    assert {one.reason for one in without.left_out} == {"đơn vị cũ của xã NEW, không chọn cộng số liệu đơn vị cũ"}
    together = select(sent, units, ["NEW"], DAY, with_predecessors=True)
    assert [(one.unit_code, one.successor) for one in together.sources] == [
        ("NEW", ""),
        ("OLD", "NEW"),
        ("OLDER", "NEW"),
    ]


def test_a_unit_that_was_divided_counts_for_nobody() -> None:
    ended = date(2026, 2, 28)
    units = [
        unit("N1", valid_from=date(2026, 3, 1), predecessors=("OLD",)),
        unit("N2", valid_from=date(2026, 3, 1), predecessors=("OLD",)),
        unit("OLD", valid_to=ended),
    ]
    chosen = select([candidate("OLD")], units, ["N1", "N2"], DAY, with_predecessors=True)
    assert not chosen.sources
    assert "tách thành nhiều đơn vị" in chosen.left_out[0].reason
    assert len(chosen.missing) == 2


def test_a_commune_is_not_added_beside_its_province_whose_report_holds_it() -> None:
    province = unit("P", kind=DirectoryKind.PROVINCE)
    units = [province, unit("P-1", parent="P"), unit("P-2", parent="P"), unit("Q-1", parent="Q")]
    both = select([candidate("P"), candidate("P-1"), candidate("Q-1")], units, ["P", "P-1", "P-2", "Q-1"], DAY)
    assert [one.unit_code for one in both.sources] == ["P", "Q-1"]
    assert both.left_out == (LeftOut("P-1", "xã P-1", "P-1.xlsx", "đã nằm trong báo cáo của tỉnh P"),)
    assert both.missing == ()
    alone = select([candidate("P-1")], units, ["P-1", "P-2"], DAY)  # the directory names a province that sends nothing
    assert [one.unit_code for one in alone.sources] == ["P-1"]
    assert [one.code for one in alone.missing] == ["P-2"]


def test_parents_in_a_circle_do_not_hang() -> None:
    units = [unit("A", parent="B"), unit("B", parent="A")]
    assert [one.unit_code for one in select([candidate("A")], units, ["A"], DAY).sources] == ["A"]


def test_a_report_of_a_stranger_is_left_out_by_name() -> None:
    chosen = select([candidate("Z")], [unit("A")], ["A"], DAY)
    assert chosen.left_out[0].reason == "không có trong danh bạ đơn vị ngày 14/03/2026"


# ------------------------------------------------------------------ words and what is kept


def whole(**fields: Any) -> Consolidation:
    adder = Adder(ALL)
    adder.add([line("NEWS", Decimal("2.5")), line("PEOPLE", 10), line("LATEST", 7)])
    adder.add([line("NEWS", None), line("PEOPLE", 30)])
    start, end, due = date(2025, 12, 15), DAY, date(2026, 3, 18)
    sources = (
        Source("r1", "A", "xã A", 1, "a" * 64, "A.xlsx", "d1"),
        Source("r2", "B", "xã B", 2, "b" * 64, "B.xlsx", "d2"),
    )
    missing = (MissingUnit("C", "xã C", Absence.RETURNED),)
    made = Consolidation(
        *("2026-Q1", "Quý I năm 2026", start, end, due, "HY", "tỉnh Hưng Yên", adder.totals(1, {"NEWS": NIL})),
        *(sources, missing, (LeftOut("Z", "xã Z", "Z.xlsx", "lạ"),), (("OLD", 2),)),
        (NarrativePart("Tình hình", "a\nb"),),
        start,
        with_predecessors=True,
    )
    from dataclasses import replace

    return replace(made, **fields)


def test_a_consolidation_comes_back_from_its_json_whole() -> None:
    made = whole()
    again = consolidation_frozen.from_json(consolidation_frozen.to_json(made), consolidation_frozen.sources_json(made))
    assert again == made
    assert consolidation_frozen.digest(again) == consolidation_frozen.digest(made)


def test_what_goes_up_is_a_report_like_any_other() -> None:
    made = whole()
    lines = {one.code: one for one in as_frozen(made).figures}
    assert lines["NEWS"].current == Amount.of(Decimal("2.5"))
    assert lines["NEWS"].previous == NIL
    assert lines["SHARE"].current == Amount.of(Decimal("6.25"))
    assert (lines["LATEST"].current, lines["LATEST"].reason) == (UNKNOWN, NO_TOTAL)
    assert [one.indicator.code for one in as_report(made).figures] == [one.code for one in ALL]


def test_the_annex_tells_no_total_from_no_figure() -> None:
    rows = {row.name: row for row in annex(whole()).rows if row.number}
    assert rows["Người theo dõi"].current == "không cộng"
    assert (rows["Tỷ lệ"].current, rows["Tỷ lệ"].note) == ("6", "Chia lại từ tổng của hai vế")
    assert rows["Lượt người"].note == ""
    assert rows["Tin, bài"].note == "1 không phát sinh"
    adder = Adder(ALL)
    adder.add([line("NEWS", 5)])
    undivided = {row.name: row for row in annex(whole(figures=adder.totals(0))).rows if row.number}
    assert undivided["Tỷ lệ"].current == "không tính được"
    assert undivided["Lượt người"].current == "chưa có số liệu"
    assert undivided["Lượt người"].previous == ""


def test_a_supplement_names_what_changed() -> None:
    old, adder = whole(), Adder(ALL)
    adder.add([line("NEWS", 5)])
    renewed = (
        Source("r9", "A", "xã A", 2, "a" * 64, "A2.xlsx", "d9"),
        Source("r3", "C", "xã C", 1, "c" * 64, "C.xlsx"),
    )
    new = whole(figures=adder.totals(0), sources=renewed)
    change = consolidation_frozen.change(old, new)
    assert (change.came, change.renewed, change.went) == (("xã C",), ("xã A",), ("xã B",))
    assert {one.code: one.change for one in change.figures}["NEWS"] == Decimal("2.5")
    assert not consolidation_frozen.change(old, old)


def test_texts_are_joined_under_their_titles_with_the_units_name() -> None:
    joined = join_texts(
        [
            ("xã A", [NarrativePart("I. Kết quả", "tốt"), NarrativePart("V. Kiến nghị", "loa mới\nmáy mới")]),
            ("xã B", [NarrativePart("V. KIẾN NGHỊ", "kinh phí"), NarrativePart("Trống", "  ")]),
        ]
    )
    assert joined == (
        ("I. Kết quả", "xã A", "tốt"),
        ("V. Kiến nghị", "xã A", "loa mới\nmáy mới"),
        ("V. Kiến nghị", "xã B", "kinh phí"),
    )
    parts = {part.title: part.text for part in narrative(whole(), joined[1:])}
    assert parts["Kiến nghị"].splitlines() == ["- Xã A: loa mới; máy mới.", "- Xã B: kinh phí."]
    standing = parts["Tình hình gửi báo cáo"]
    assert "2/3 đơn vị (đạt 66,7%)" in standing
    assert "Chưa tổng hợp 1 đơn vị (bị trả lại, chưa nộp lại): xã C." in standing
    assert "xã Z (lạ)" in standing
    assert "- Lượt người: 40 lượt;\n- Tỷ lệ: 6%." in parts["Kết quả tổng hợp"]
    assert "Người theo dõi" not in parts["Kết quả tổng hợp"]


def test_too_many_texts_are_cut_with_a_word_about_it() -> None:
    told = [("Kiến nghị", f"xã {number}", "loa") for number in range(302)]
    text = narrative(whole(), told)[-1].text
    assert text.count("\n") == 300
    assert text.endswith("Còn 2 ý kiến khác: xem trang “Lời báo cáo” của biểu tổng hợp.")
