"""Channels, collaborators, commendations and money: what is sound, and what is computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cchc_desktop.catalogues import loader
from cchc_desktop.domain import activity
from cchc_desktop.domain.budget import (
    LARGEST_AMOUNT,
    BudgetLine,
    Spending,
    budget_rows,
    budget_totals,
    line_problems,
    spending_problems,
)
from cchc_desktop.domain.channel import (
    LOG_FORMS,
    Broadcast,
    Channel,
    ChannelKind,
    broadcast_problems,
    channel_problems,
    read_clock,
    to_activity,
)
from cchc_desktop.domain.collaborator import Collaborator, Delivery, collaborator_problems, delivery_problems
from cchc_desktop.domain.commendation import Commendation, CommendationKind, commendation_problems

DAY = date(2026, 3, 10)
CATALOGUES = loader.load(Path(__file__).parents[2] / "resources" / "catalogues")
LOUD = Channel(ChannelKind.LOUDSPEAKER, "Cụm loa thôn Đoài", person="Vũ Văn Bảy")
PLAYED = Broadcast(LOUD.id, DAY, "Hướng dẫn nộp hồ sơ trực tuyến", "17:00", 15, 3)


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("17:00", "17:00"),
        ("17h", "17:00"),
        ("5h30", "05:30"),
        ("5g30", "05:30"),
        ("17.05", "17:05"),
        ("6", "06:00"),
        ("", ""),
        ("24:00", None),
        ("17:60", None),
        ("sáng", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, clock: str | None) -> None:
    assert read_clock(typed) == clock


def test_a_broadcast_becomes_an_entry_of_the_log() -> None:
    made = to_activity(PLAYED, LOUD, CATALOGUES)
    assert made is not None
    assert (made.date, made.form, made.people) == (DAY, "phat_thanh", "Vũ Văn Bảy")
    assert made.counts == {"luot_phat": 3, "so_phut": 45, "so_chuong_trinh": 1}
    assert made.note == "Kênh: Cụm loa thôn Đoài lúc 17:00"
    unknown = to_activity(replace(PLAYED, minutes=0), LOUD, CATALOGUES)
    assert unknown is not None
    assert "so_phut" not in unknown.counts  # a length that nobody noted is not a length of nought


@pytest.mark.parametrize("kind", ChannelKind)
def test_every_kind_of_channel_has_a_form_in_the_shipped_catalogue(kind: ChannelKind) -> None:
    code, measures = LOG_FORMS[kind]
    form = CATALOGUES.form(code)
    assert form is not None
    assert all(form.measure(measure) for measure in measures)
    made = to_activity(PLAYED, replace(LOUD, kind=kind), CATALOGUES)
    assert made is not None
    assert activity.problems(made, CATALOGUES) == {}


def test_a_catalogue_without_the_form_gives_none() -> None:
    assert to_activity(PLAYED, LOUD, replace(CATALOGUES, forms=())) is None


def test_unsound_entries_are_named() -> None:
    assert channel_problems(LOUD) == broadcast_problems(PLAYED) == {}
    assert set(channel_problems(replace(LOUD, name=" ", active_from=DAY, active_to=date(2026, 3, 9)))) == {
        "name",
        "active_to",
    }
    wrong = replace(PLAYED, channel_id="", programme="", time="25:00", minutes=-1, plays=0, date=date(1990, 1, 1))
    assert set(broadcast_problems(wrong)) == {"channel_id", "programme", "time", "minutes", "plays", "date"}
    person = Collaborator("Phạm Thị Hoa")
    assert collaborator_problems(person) == {}
    assert "name" in collaborator_problems(replace(person, name=""))
    given_ = Delivery(person.id, DAY, "Tin về chuyển đổi số")
    assert delivery_problems(given_) == {}
    assert set(delivery_problems(replace(given_, title="", quantity=0, collaborator_id=""))) == {
        "title",
        "quantity",
        "collaborator_id",
    }
    entry = Commendation(CommendationKind.INITIATIVE, DAY, "Bộ phận một cửa", "Phiếu hẹn điện tử")
    assert commendation_problems(entry) == {}
    assert set(commendation_problems(replace(entry, honoured="", title=" "))) == {"honoured", "title"}


def test_a_channel_is_in_use_between_its_days() -> None:
    span = replace(LOUD, active_from=date(2026, 1, 1), active_to=date(2026, 6, 30))
    assert [span.active_on(day) for day in (date(2025, 12, 31), DAY, date(2026, 7, 1))] == [False, True, False]
    assert LOUD.active_on(DAY)


LINE = BudgetLine(2026, "In tờ rơi", "tờ", Decimal(500), 3_500)


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [("500", 3_500, 1_750_000), ("2.5", 1_001, 2_503), ("0.001", 499, 0), ("0.001", 500, 1), ("1", 0, 0)],
)
def test_the_amount_is_whole_dong(quantity: str, price: int, amount: int) -> None:
    assert replace(LINE, quantity=Decimal(quantity), price=price).amount == amount


@given(
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(0, 10**7)), min_size=1, max_size=6),
    st.lists(st.tuples(st.integers(0, 9), st.integers(-(10**9), 10**9)), max_size=12),
)
def test_what_is_left_is_what_was_estimated_less_what_was_spent(
    made: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    lines = [BudgetLine(2026, "x", quantity=Decimal(quantity) / 1000, price=price) for quantity, price in made]
    spendings = [Spending(lines[number % len(lines)].id, DAY, "y", amount) for number, amount in paid]
    rows = budget_rows(lines, spendings, {})
    totals = budget_totals(rows)
    assert totals.spent == sum(amount for _, amount in paid)
    assert totals.left == sum(row.left for row in rows) == totals.estimated - totals.spent
    assert [row.line for row in rows] == lines


def test_unsound_money_is_named() -> None:
    assert line_problems(LINE) == {}
    assert set(line_problems(replace(LINE, year=1999, content="", quantity=Decimal(0), price=-1))) == {
        "year",
        "content",
        "quantity",
        "price",
    }
    assert "quantity" in line_problems(replace(LINE, quantity=Decimal("1.0001")))
    assert "quantity" in line_problems(replace(LINE, quantity=Decimal("NaN")))
    assert "price" in line_problems(replace(LINE, quantity=Decimal(10**11), price=LARGEST_AMOUNT))
    spent = Spending(LINE.id, DAY, "In đợt 1", 500_000)
    assert spending_problems(spent) == {}
    assert set(spending_problems(replace(spent, line_id="", content="", amount=0))) == {"line_id", "content", "amount"}
