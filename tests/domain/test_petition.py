"""Time limits of petitions, their standing in words, and the figures without anybody in them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.domain.catalogue import WorkdaySwap
from cchc_desktop.domain.period import WorkCalendar
from cchc_desktop.domain.petition import (
    HIDDEN,
    Competence,
    Petition,
    PetitionKind,
    PetitionRow,
    PetitionRule,
    PetitionSettings,
    PetitionState,
    answer_due,
    petition_counts,
    petition_problems,
    standing,
    transfer_due,
    without_person,
    working_days_after,
)

RULE = PetitionRule(date(2008, 3, 4))
# Tết 2026: 16 to 20 February are free; Saturday 28 February is worked for 27 February, made up for the test.
CALENDAR = WorkCalendar.build(
    [date(2026, 2, day) for day in range(16, 21)], [WorkdaySwap(date(2026, 2, 27), date(2026, 2, 28))]
)
OWN = Petition(date(2026, 3, 2), "Bộ phận một cửa mở cửa muộn", competence=Competence.OWN)
OTHER = replace(OWN, competence=Competence.OTHER)

days = st.dates(date(2026, 1, 5), date(2026, 12, 31))


def of(petition: Petition, today: date) -> tuple[PetitionState, str]:
    found = standing(petition, RULE, CALENDAR, today)
    return found.state, found.words


def test_the_limits_count_working_days_over_tet_and_swaps() -> None:
    petition = replace(OTHER, received=date(2026, 2, 12))  # a Thursday
    assert transfer_due(petition, RULE, CALENDAR) == date(2026, 2, 26)  # 13, 23, 24, 25, 26
    assert transfer_due(replace(petition, received=date(2026, 2, 13)), RULE, CALENDAR) == date(2026, 2, 28)
    assert answer_due(OWN, RULE, CALENDAR) == date(2026, 3, 23)


@given(received=days, limit=st.integers(1, 30))
def test_a_limit_is_a_working_day_with_exactly_so_many_behind_the_receipt(received: date, limit: int) -> None:
    rule = PetitionRule(date(2000, 1, 1), limit, limit)
    due = answer_due(replace(OWN, received=received), rule, CALENDAR)
    assert CALENDAR.is_working(due)
    assert working_days_after(received, due, CALENDAR) == limit
    assert working_days_after(received, due - timedelta(days=1), CALENDAR) == limit - 1


@given(start=days, length=st.integers(-3, 900))
def test_counting_by_weeks_is_counting_by_days(start: date, length: int) -> None:
    end = start + timedelta(days=length)
    one_by_one = sum(CALENDAR.is_working(start + timedelta(days=number)) for number in range(1, length + 1))
    assert working_days_after(start, end, CALENDAR) == one_by_one


@given(received=days, later=st.integers(0, 60), competence=st.sampled_from([Competence.OWN, Competence.OTHER]))
def test_late_begins_the_day_after_the_limit_and_grows(received: date, later: int, competence: Competence) -> None:
    petition = replace(OWN, received=received, competence=competence)
    today = received + timedelta(days=later)
    found = standing(petition, RULE, CALENDAR, today)
    assert found.due is not None
    assert (found.state is PetitionState.LATE) == found.late == (today > found.due)
    used = working_days_after(received, today, CALENDAR)
    limit = RULE.answer_days if competence is Competence.OWN else RULE.transfer_days
    assert found.days == abs(limit - used)


def test_standings_in_words() -> None:
    assert of(OWN, date(2026, 3, 2)) == (PetitionState.NEW, "Mới: còn 15 ngày làm việc")
    assert of(OWN, date(2026, 3, 19)) == (PetitionState.SOON, "Sắp hạn: còn 2 ngày làm việc")
    assert of(OWN, date(2026, 3, 23)) == (PetitionState.SOON, "Sắp hạn: hết hạn hôm nay")
    assert of(OWN, date(2026, 3, 26)) == (PetitionState.LATE, "Quá hạn 3 ngày làm việc")
    assert of(OTHER, date(2026, 3, 10)) == (PetitionState.LATE, "Quá hạn 1 ngày làm việc")
    assert of(replace(OTHER, received=date(2026, 3, 6)), date(2026, 3, 14)) == (PetitionState.LATE, "Quá hạn")
    sent = replace(OTHER, transferred_to="Sở Nội vụ", transferred_on=date(2026, 3, 9))
    assert of(sent, date(2026, 6, 1)) == (PetitionState.TRANSFERRED, "Đã chuyển")
    late = replace(sent, transferred_on=date(2026, 3, 11))
    assert of(late, date(2026, 6, 1)) == (PetitionState.TRANSFERRED, "Đã chuyển, chậm 2 ngày làm việc")
    done = replace(OWN, answered_on=date(2026, 3, 23))
    assert of(done, date(2026, 6, 1)) == (PetitionState.ANSWERED, "Đã trả lời")
    assert of(replace(OWN, answered_on=date(2026, 3, 24)), date(2026, 6, 1))[1] == "Đã trả lời, chậm 1 ngày làm việc"
    unsorted = replace(done, competence=Competence.UNSORTED)
    assert of(unsorted, date(2026, 6, 1)) == (PetitionState.ANSWERED, "Đã trả lời")
    refused = replace(OWN, competence=Competence.REFUSED)
    assert of(refused, date(2026, 6, 1)) == (PetitionState.REFUSED, "Không đủ điều kiện")


def test_an_unsorted_one_is_due_like_one_to_be_transferred() -> None:
    unsorted = replace(OWN, competence=Competence.UNSORTED)
    assert standing(unsorted, RULE, CALENDAR, date(2026, 3, 2)).due == date(2026, 3, 9)


def test_the_rule_of_the_day_of_receipt_counts() -> None:
    newer = PetitionRule(date(2027, 1, 1), 3, 10)
    settings = PetitionSettings((RULE, newer))
    assert settings.rule(date(2026, 12, 31)) is RULE
    assert settings.rule(date(2027, 1, 1)) is newer
    assert settings.rule(date(2001, 1, 1)) is RULE


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": "  "}, "content"),
        ({"answered_on": date(2026, 3, 1)}, "answered_on"),
        ({"transferred_on": date(2026, 3, 1), "transferred_to": "Sở"}, "transferred_on"),
        ({"transferred_on": date(2026, 3, 3)}, "transferred_to"),
        ({"transferred_on": date(2026, 3, 3), "transferred_to": "Sở"}, "competence"),
        ({"number": -1}, "number"),
        ({"received": date(1999, 1, 1)}, "received"),
        ({"person": "a" * 1001}, "person"),
    ],
)
def test_what_is_unsound_is_named(changes: dict[str, object], field: str) -> None:
    assert petition_problems(OWN) == {}
    assert field in petition_problems(replace(OWN, **changes))


PERSON = replace(
    OWN,
    person="Nguyễn Thị Hạnh",
    address="thôn Đoài, xã Lệ Xá",
    contact="0912 345 678",
    content="Bà NGUYỄN THỊ HẠNH (CCCD 033190001234, hanh@vidu.vn) phản ánh phí 100.000.000 đồng",
    result="Đã gọi 0912345678, mời bà về thôn Đoài, xã Lệ Xá xác minh",
    note="gọi +84 912 345 678",
)


def test_nothing_personal_is_left_and_the_rest_stays() -> None:
    bare = without_person(PERSON)
    assert (bare.person, bare.address, bare.contact) == ("", "", "")
    assert bare.content == f"Bà {HIDDEN} (CCCD {HIDDEN}, {HIDDEN}) phản ánh phí 100.000.000 đồng"
    assert bare.result == f"Đã gọi {HIDDEN}, mời bà về {HIDDEN} xác minh"
    assert bare.note == f"gọi {HIDDEN}"
    assert without_person(OWN) == OWN


@given(
    name=st.text("ABCĐêễ abc(.*+", min_size=6, max_size=20).filter(lambda text: len(text.strip()) >= 4),
    before=st.text(max_size=20),
)
def test_a_name_is_found_wherever_it_stands(name: str, before: str) -> None:
    petition = replace(OWN, person=name, content=f"{before}{name.upper()} đến hỏi", result=name)
    bare = without_person(petition)
    assert name.strip().casefold() not in (bare.content + bare.result).casefold().replace(HIDDEN, "|")


def test_counts_know_nobody() -> None:
    today = date(2026, 4, 30)
    petitions = [
        replace(PERSON, answered_on=date(2026, 3, 23), channel="Đường dây nóng"),
        replace(PERSON, answered_on=date(2026, 3, 30), channel="Đường dây nóng", topic="Đất đai"),
        replace(OTHER, transferred_to="Sở", transferred_on=date(2026, 3, 3), kind=PetitionKind.PROPOSAL),
        replace(OWN, received=date(2026, 4, 29)),
        OWN,
        replace(OWN, competence=Competence.REFUSED),
    ]
    counts = petition_counts([PetitionRow(one, standing(one, RULE, CALENDAR, today)) for one in petitions])
    assert (counts.received, counts.answered, counts.answered_in_time, counts.transferred) == (6, 2, 1, 1)
    assert (counts.open, counts.late, counts.refused) == (2, 1, 1)
    assert counts.answered + counts.transferred + counts.open + counts.refused == counts.received
    assert counts.by_kind == {"Phản ánh": 5, "Kiến nghị": 1}
    assert counts.by_channel == {"(không ghi)": 4, "Đường dây nóng": 2}
    assert "Hạnh" not in repr(counts)
