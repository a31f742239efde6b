from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.tally import Distinct, distinct, tally
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.storage.database import Database

Make = Callable[..., Activity]

NAMES = {"phat-thanh": "Phát thanh trên Đài truyền thanh xã", "to-roi": "Tờ rơi"}


def save(database: Database, *activities: Activity) -> tuple[Activity, ...]:
    with database.write("Đào") as uow:
        saved = uow.activities.save_many(activities, NAMES)
        uow.commit()
    return saved


def found(database: Database, **wanted: object) -> list[str]:
    with database.read() as uow:
        page = uow.activities.page(ActivityFilter(**wanted), NAMES)  # type: ignore[arg-type]
    return [activity.title for activity in page.activities]


def test_an_activity_comes_back_whole(database: Database, make_activity: Make) -> None:
    counts = {"luot": Decimal("0.001"), "khong": Decimal(0), "nhieu": Decimal(10) ** 12}
    wanted = make_activity(counts=counts, task_id="viec", people="Đào", note="Dòng một\nDòng hai")
    (saved,) = save(database, wanted)
    assert saved == replace(wanted, version=1)
    with database.read() as uow:
        assert uow.activities.get(wanted.id) == saved


def test_a_changed_activity_loses_the_counts_it_lost(database: Database, make_activity: Make) -> None:
    (saved,) = save(database, make_activity(counts={"luot": Decimal(3), "nguoi": Decimal(9)}))
    (again,) = save(database, replace(saved, counts={"luot": Decimal(4)}, date=date(2025, 4, 1), form="to-roi"))
    assert again.version == 2
    with database.read() as uow:
        assert uow.activities.get(saved.id) == again
        assert uow.activities.tallies(date(2025, 3, 1), date(2025, 3, 31)) == {}
        assert uow.activities.tallies(date(2025, 4, 1), date(2025, 4, 1)) == tally([again])


def test_the_second_of_two_editors_is_told(database: Database, make_activity: Make) -> None:
    (saved,) = save(database, make_activity())
    save(database, replace(saved, title="Người thứ nhất"))
    with pytest.raises(Conflict):
        save(database, replace(saved, title="Người thứ hai"))
    assert found(database) == ["Người thứ nhất"]


def test_a_batch_is_kept_whole_or_not_at_all(database: Database, make_activity: Make) -> None:
    (old,) = save(database, make_activity(title="cũ"))
    for wrong in (
        make_activity(version=4),
        make_activity(counts={"luot": Decimal("0.0001")}),
        make_activity(counts={"luot": Decimal("Infinity")}),
        replace(old, version=7),
    ):
        with pytest.raises((Conflict, InvalidInput, NotFound)):
            save(database, make_activity(title="mới"), wrong)
    twin = make_activity()
    with pytest.raises(Conflict):
        save(database, twin, twin)
    assert found(database) == ["cũ"]


def test_the_bin_hides_from_lists_and_sums(database: Database, make_activity: Make) -> None:
    kept, gone = save(database, make_activity(title="giữ"), make_activity(title="bỏ"))
    day = (kept.date, kept.date)
    with database.write("Đào") as uow:
        uow.activities.bin([gone.id, gone.id])
        uow.commit()
    assert found(database) == ["giữ"]
    assert found(database, binned=True) == ["bỏ"]
    with database.read() as uow:
        assert uow.activities.tallies(*day) == tally([kept])
        assert uow.activities.in_span(*day) == (kept,)
        assert uow.activities.same_day(kept.date, kept.form) == (kept,)
        assert uow.activities.by_month(*day) == (("2025-03", 1),)
        binned = uow.activities.get(gone.id)
        assert binned.deleted_at
    with pytest.raises(Conflict):
        save(database, binned)
    with database.write("Đào") as uow:
        uow.activities.restore([gone.id])
        uow.commit()
    with database.read() as uow:
        assert uow.activities.tallies(*day) == tally([kept, gone])
        assert [row.action for row in uow.audit.history("activity", gone.id)] == ["restore", "bin", "create"]


def test_binning_an_unknown_one_bins_none(database: Database, make_activity: Make) -> None:
    (kept,) = save(database, make_activity(title="giữ"))
    with database.write("Đào") as uow:
        with pytest.raises(NotFound):
            uow.activities.bin([kept.id, "không có"])
        uow.commit()
    assert found(database) == ["giữ"]


def test_the_newest_stand_first_and_pages_join(database: Database, make_activity: Make) -> None:
    days = [date(2025, 1, 1) + timedelta(days=n // 2) for n in range(25)]
    save(database, *(make_activity(title=f"{n:02d}", date=day) for n, day in enumerate(days)))
    expected = [f"{n:02d}" for n in reversed(range(25))]
    assert found(database) == expected
    pages = [found(database, limit=10, offset=offset) for offset in (0, 10, 20, 30)]
    assert [title for page in pages for title in page] == expected
    assert found(database, offset=20) == expected[20:]
    with database.read() as uow:
        for wanted in (ActivityFilter(limit=10), ActivityFilter(limit=10, offset=20), ActivityFilter(offset=99)):
            assert uow.activities.page(wanted, NAMES).total == 25


@pytest.mark.parametrize(
    "words",
    [
        "dich vu",
        "DỊCH VỤ",
        "vụ dich",
        "cong  truc",
        unicodedata.normalize("NFD", "dịch vụ"),
        "đài truyền thanh",  # the form's name
        "dai tuyen",  # form and note
        "đao",
        "100%",
        "a_b",
        "\\",
    ],
)
def test_words_are_found_whatever_their_accents(database: Database, make_activity: Make, words: str) -> None:
    save(
        database,
        make_activity(title="Dịch vụ công trực tuyến 100% a_b \\", note="Tuyên truyền", people="Trần Thị Đào"),
        make_activity(title="Khác hẳn 1000 axb", form="to-roi", note="Tuyên"),
    )
    assert found(database, words=words) == ["Dịch vụ công trực tuyến 100% a_b \\"]


def test_a_form_is_found_by_the_name_it_has_now(database: Database, make_activity: Make) -> None:
    save(database, make_activity(title="x"))
    with database.read() as uow:
        page = uow.activities.page(ActivityFilter(words="loa keo tay"), {"phat-thanh": "Loa kéo tay"})
    assert page.total == 1


def test_filters_narrow_the_list(database: Database, make_activity: Make) -> None:
    save(
        database,
        make_activity(title="a", date=date(2025, 1, 1), task_id="t1"),
        make_activity(title="b", date=date(2025, 1, 2), form="to-roi", counts={"to": Decimal(0)}),
        make_activity(title="c", date=date(2025, 1, 3), task_id="t2", counts={}),
    )
    assert found(database, start=date(2025, 1, 2)) == ["c", "b"]
    assert found(database, end=date(2025, 1, 2)) == ["b", "a"]
    assert found(database, forms=("to-roi", "x")) == ["b"]
    assert found(database, measure="to") == ["b"]
    assert found(database, task_id="t1") == ["a"]
    with database.read() as uow:
        assert [a.title for a in uow.activities.linked(["t2", "t1", "", "t9"])] == ["a", "c"]
        assert uow.activities.linked([""]) == ()


activities = st.builds(
    Activity,
    date=st.dates(date(2024, 12, 1), date(2025, 2, 1)),
    form=st.sampled_from(["a", "b", "c"]),
    title=st.just("x"),
    task_id=st.sampled_from(["", "t1", "t2"]),
    counts=st.dictionaries(
        st.sampled_from(["m", "n", "o"]),
        st.decimals(0, 10**12, allow_nan=False, allow_infinity=False, places=3),
        max_size=3,
    ),
)
spans = st.tuples(st.dates(date(2024, 11, 1), date(2025, 3, 1)), st.dates(date(2024, 11, 1), date(2025, 3, 1)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given=st.lists(activities, max_size=20), span=spans, binned=st.sets(st.integers(0, 19)))
def test_sql_counts_as_the_domain_does(
    database: Database, given: list[Activity], span: tuple[date, date], binned: set[int]
) -> None:
    with database.write("Đào") as uow:  # never committed: every example begins with an empty log
        uow.activities.save_many(given)
        gone = [activity.id for number, activity in enumerate(given) if number in binned]
        uow.activities.bin(gone)
        start, end = span
        inside = [a for a in given if a.id not in gone and start <= a.date <= end]
        assert uow.activities.tallies(start, end) == tally(inside)
        for what in Distinct:
            for forms in ((), ("a",), ("a", "b")):
                assert uow.activities.distinct(what, forms, start, end) == distinct(what, forms, inside)
        assert [a.id for a in uow.activities.in_span(start, end)] == [
            a.id for a in sorted(inside, key=lambda a: a.date)
        ]
        assert sum(number for _, number in uow.activities.by_month(start, end)) == len(inside)


def test_a_sum_may_pass_what_sqlite_can_add(database: Database, make_activity: Make) -> None:
    largest = Decimal(2**63 - 1) / 1000
    many = [make_activity(counts={"luot": largest}) for _ in range(5)]
    save(database, *many)
    with database.read() as uow:
        assert uow.activities.tallies(date(2025, 1, 1), date(2025, 12, 31)) == tally(many)


def test_the_trail_of_an_activity(database: Database, make_activity: Make) -> None:
    (saved,) = save(database, make_activity(note="cũ"))
    save(database, replace(saved, note="", counts={"luot": Decimal(4)}))
    with database.read() as uow:
        newest, first = uow.audit.history("activity", saved.id)
    assert newest.before == {"note": "cũ", "counts": {"luot": "3"}}
    assert newest.after == {"counts": {"luot": "4"}}
    assert first.after["title"] == saved.title
    assert newest.at[-6] in "+-"


@pytest.mark.parametrize("engine", ["sqlite"])
def test_hot_statements_use_their_indexes(database: Database, make_activity: Make) -> None:
    save(database, *(make_activity(title=str(n)) for n in range(50)))
    plans: list[str] = []
    with database.write("Đào") as uow:
        connection = uow._session.connection().connection.driver_connection
        assert connection is not None
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        uow.activities.tallies(date(2025, 1, 1), date(2025, 12, 31))
        uow.activities.page(ActivityFilter(limit=10), NAMES)
        connection.set_trace_callback(None)
        for statement in statements:
            plans += [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
    text = "\n".join(plans)
    assert "SEARCH activities USING COVERING INDEX ix_activities_" in text
    assert "COVERING INDEX ix_activity_counts_span (live=? AND date>? AND date<?)" in text
    assert "SEARCH activities USING INDEX ix_activities_date (deleted_at=?)" in text
    assert "SCAN activities" not in text
    assert "ORDER BY" not in text


def test_doubles_repeat_day_form_and_title_of_an_earlier_entry(database: Database) -> None:
    day = date(2026, 1, 5)
    first, again, binned = (Activity(day, "tin_bai", "Tin về hộ tịch") for _ in range(3))
    others = Activity(day, "hop", "Tin về hộ tịch"), Activity(date(2026, 1, 6), "tin_bai", "Tin về hộ tịch")
    with database.write("Đào") as uow:
        uow.activities.save_many([first, again, *others, binned])
        uow.activities.bin([binned.id])
        uow.commit()
    with database.read() as uow:
        assert [one.id for one in uow.activities.doubles(day, date(2026, 1, 31))] == [again.id]
        assert uow.activities.doubles(date(2026, 1, 6), date(2026, 1, 31)) == ()


def test_what_is_behind_a_figure_is_found_newest_first_and_counted(database: Database) -> None:
    made = [
        Activity(date(2026, 1, number), "tin_bai" if number % 2 else "hop", f"Việc {number}", {"so_bai": Decimal(1)})
        for number in range(1, 9)
    ]
    silent = Activity(date(2026, 1, 20), "tin_bai", "Không ghi số lượng")
    with database.write("Đào") as uow:
        uow.activities.save_many([*made, silent])
        uow.commit()
    span = date(2026, 1, 1), date(2026, 1, 31)
    with database.read() as uow:
        some, total = uow.activities.behind(("tin_bai",), ("so_bai",), *span, limit=2)
        assert ([one.title for one in some], total) == (["Việc 7", "Việc 5"], 4)
        assert uow.activities.behind(("tin_bai",), (), *span, limit=9)[1] == 5
        assert uow.activities.behind((), (), *span, limit=1)[1] == 9
