"""What the index finds is what reading every text finds, after whatever was done to the records."""

from __future__ import annotations

import contextlib
import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.search import SearchKind, SearchQuery, matches, terms
from cchc_desktop.domain.superior_plan import Demand, SuperiorPlan
from cchc_desktop.domain.text import fold
from cchc_desktop.storage import activity_query, schema, search, search_index
from cchc_desktop.storage.both_engines import chosen_rows
from cchc_desktop.storage.database import Database, open_database
from cchc_desktop.storage.search_sources import SOURCES
from cchc_desktop.storage.tables import ActivityRecord, table

Make = Callable[..., Activity]

NAMES = {"phat-thanh": "Phát thanh trên Đài", "to-roi": "Tờ rơi"}
PIECES = [
    "Tuyên truyền",
    "hoà giải",
    "hòa",
    "Ủy ban",
    "uỷ",
    "đ",
    "Đài",
    "an",
    "Bình",
    "100%",
    "a_b",
    '"',
    "xã",
    "30/6",
    "  ",
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=5).map(" ".join)
WORDS = st.one_of(
    TEXTS,
    st.sampled_from(["tuyen", "uyen tr", '"hoa giai"', "uy ban", "loa", "roi", "anh", "a", "%", "hoa", "phat thanh"]),
)


def commit(database: Database, work: Callable[[Any], Any]) -> Any:
    with database.write("Đào") as uow:
        done = work(uow)
        uow.commit()
    return done


def found(database: Database, words: str, **wanted: Any) -> list[str]:
    with database.read() as uow:
        return [one.id for one in uow.activities.page(ActivityFilter(words=words, **wanted), NAMES).activities]


def entries(database: Database, words: str, *kinds: SearchKind) -> dict[SearchKind, set[str]]:
    with database.read() as uow:
        result = uow.search.find(SearchQuery(terms=terms(words)), kinds or tuple(SearchKind), 1000)
    return {kind: {hit.id for hit in one.hits} for kind, one in result.items()}


def sound(database: Database) -> None:
    """The tables of FTS5 hold exactly what the tables they stand for hold, by SQLite's own check."""
    with contextlib.closing(sqlite3.connect(database.path)) as connection:
        for name in (search_index.LOG, search_index.ENTRIES):
            connection.execute(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")


# -- the log


class Log:
    """A log, and a plain Python copy of what it should hold."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.kept: dict[str, tuple[Activity, str]] = {}

    def save(self, activities: list[Activity]) -> None:
        saved = commit(self.database, lambda uow: uow.activities.save_many(activities, NAMES))
        for one in saved:
            self.kept[one.id] = one, fold("\n".join((one.title, one.note, one.people, NAMES[one.form])))

    def scan(self, words: str, binned: bool, names: dict[str, str]) -> list[str]:
        wanted = terms(words)
        order = {key: number for number, key in enumerate(self.kept)}
        hits = [
            one
            for one, folded in self.kept.values()
            if bool(one.deleted_at) == binned
            and all(term in folded or term in fold(names[one.form]) for term in wanted)
        ]
        return [one.id for one in sorted(hits, key=lambda one: (one.date, order[one.id]), reverse=True)]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "add", "import", "edit", "bin", "restore", "rebuild"]), TEXTS, TEXTS, st.integers(0, 50)
    ),
    min_size=1,
    max_size=8,
)


@pytest.fixture
def reset(database: Database) -> Callable[[], Database]:
    def empty() -> Database:
        with contextlib.closing(sqlite3.connect(database.path)) as connection:
            for table in ("activities", "petitions"):
                connection.execute(f"DELETE FROM {table}")
            connection.commit()
        commit(database, lambda uow: uow.search_index.rebuild())
        return database

    return empty


@given(STEPS, st.lists(WORDS, min_size=1, max_size=6), st.sampled_from([0, 2, 3000]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_log_is_found_as_reading_all_of_it_finds_it(
    reset: Callable[[], Database], steps: Any, searches: list[str], most: int
) -> None:
    log = Log(reset())
    for kind, title, note, number in steps:
        ids = list(log.kept)
        chosen = ids[number % len(ids)] if ids else ""
        new = [
            Activity(
                date(2025, 1, 1) + timedelta(n + number), ("phat-thanh", "to-roi")[n % 2], f"{title} {n}", note=note
            )
            for n in range(5 if kind == "import" else 1)
        ]
        if kind in ("add", "import"):
            log.save(new)
        elif kind == "rebuild":
            commit(log.database, lambda uow: uow.search_index.rebuild())
        elif chosen and kind == "edit" and not log.kept[chosen][0].deleted_at:
            log.save([replace(log.kept[chosen][0], title=title or "x", people=note)])
        elif chosen and kind in ("bin", "restore"):
            commit(log.database, lambda uow, what=kind, key=chosen: getattr(uow.activities, what)([key]))
            one, folded = log.kept[chosen]
            log.kept[chosen] = replace(one, deleted_at="x" if kind == "bin" else ""), folded
    sound(log.database)
    renamed = {**NAMES, "to-roi": "Tờ gấp, tuyên truyền"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(activity_query, "_MOST", most)
        patch.setattr(activity_query, "_FEW", most // 2)
        for words in searches:
            for binned in (False, True):
                assert found(log.database, words, binned=binned) == log.scan(words, binned, NAMES)
                with log.database.read() as uow:
                    page = uow.activities.page(ActivityFilter(words, binned=binned), renamed)
                assert [one.id for one in page.activities] == log.scan(words, binned, renamed)
                assert page.total == len(page.activities)


def test_an_import_of_thousands_is_found_at_once(database: Database, make_activity: Make) -> None:
    log = [make_activity(title=f"Buổi số {n} tại thôn {n % 7}") for n in range(5000)]
    commit(database, lambda uow: uow.activities.save_many(log, NAMES))
    assert len(found(database, "so 4321")) == 1
    assert len(found(database, '"thon 3"')) == 714
    sound(database)


def test_finds_are_counted_as_far_as_wanted(database: Database, make_activity: Make) -> None:
    commit(database, lambda uow: uow.activities.save_many([make_activity() for _ in range(3500)], NAMES))
    with database.read() as uow:
        page = uow.activities.page(ActivityFilter("phat thanh", limit=50, enough=1000), NAMES)
        assert (len(page.activities), page.more) == (50, True)
        assert page.total > 1000
        page = uow.activities.page(ActivityFilter("phat thanh", limit=50, offset=3450, enough=1000), NAMES)
        assert (len(page.activities), page.total, page.more) == (50, 3500, False)
        assert uow.activities.page(ActivityFilter("phat thanh", limit=50), NAMES).total == 3500


def test_what_is_deleted_for_good_leaves_the_index(database: Database, make_activity: Make) -> None:
    gone, kept = commit(database, lambda uow: uow.activities.save_many([make_activity(), make_activity()], NAMES))
    commit(database, lambda uow: uow.activities.bin([gone.id]))
    commit(database, lambda uow: uow.record_names.purge("activity", [gone.id]))
    sound(database)
    assert found(database, "phat thanh") == [kept.id]


# -- all else


def all_entries(database: Database) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(database.path)) as connection:
        return sorted(
            connection.execute("SELECT kind, entity_id, owner_id, date, form, title, text, folded FROM search_entries")
        )


def test_plans_sections_and_tasks(database: Database, plan: Plan) -> None:
    saved = commit(database, lambda uow: uow.plans.save(plan))
    assert entries(database, "hoi nghi") == {SearchKind.TASK: {plan.tasks[1].id}}
    assert entries(database, '"muc dich, yeu cau"') == {SearchKind.SECTION: {plan.sections[0].id}}
    assert entries(database, "cải cách hành chính xã lệ xá", SearchKind.PLAN) == {SearchKind.PLAN: {plan.id}}
    assert SearchKind.PLAN in entries(database, "76/nq-cp")
    changed = replace(saved, tasks=saved.tasks[:1], sections=(replace(saved.sections[0], title="CHỈ TIÊU"),))
    commit(database, lambda uow: uow.plans.save(changed))
    assert entries(database, "hoi nghi") == {}
    assert entries(database, "chi tieu", SearchKind.SECTION) == {SearchKind.SECTION: {plan.sections[0].id}}
    sound(database)
    commit(database, lambda uow: uow.plans.bin(plan.id))
    assert all_entries(database) == []
    commit(database, lambda uow: uow.plans.restore(plan.id))
    assert entries(database, "chi tieu", SearchKind.SECTION)
    sound(database)


def test_a_file_is_found_while_its_activity_is_there(database: Database, make_activity: Make) -> None:
    (activity,) = commit(database, lambda uow: uow.activities.save_many([make_activity()], NAMES))
    file = Attachment(OwnerKind.ACTIVITY, activity.id, "Ảnh hội nghị Đông Hoà.jpg", "0" * 64, 5)
    commit(database, lambda uow: uow.attachments.add(file))
    assert entries(database, "dong hoa.jp") == {SearchKind.FILE: {file.id}}
    commit(database, lambda uow: uow.activities.save_many([replace(activity, date=date(2024, 5, 6))], NAMES))
    with database.read() as uow:
        (hit,) = uow.search.with_details(uow.search.find(SearchQuery(), (SearchKind.FILE,), 5)[SearchKind.FILE].hits)
    assert (hit.date, hit.owner, hit.owner_id) == (date(2024, 5, 6), SearchKind.ACTIVITY, activity.id)
    assert "06/05/2024" in hit.detail
    commit(database, lambda uow: uow.activities.bin([activity.id]))
    assert entries(database, "dong hoa") == {}
    commit(database, lambda uow: uow.activities.restore([activity.id]))
    assert entries(database, "dong hoa") == {SearchKind.FILE: {file.id}}
    commit(database, lambda uow: uow.attachments.bin(file.id))
    assert entries(database, "dong hoa") == {}
    sound(database)


def test_superior_plans_with_their_demands(database: Database) -> None:
    demand = Demand("Mỗi thôn một buổi tuyên truyền lưu động")
    plan = SuperiorPlan(2026, "Kế hoạch cải cách hành chính của tỉnh", number="12/KH-UBND", demands=(demand,))
    commit(database, lambda uow: uow.superior_plans.save(plan))
    assert entries(database, "luu dong") == {SearchKind.DEMAND: {demand.id}}
    assert entries(database, "12/kh") == {SearchKind.SUPERIOR_PLAN: {plan.id}}


REGISTER_STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "edit", "bin", "restore"]), TEXTS.filter(str.strip), st.integers(0, 20)),
    min_size=1,
    max_size=10,
)


@given(REGISTER_STEPS, st.lists(WORDS, min_size=1, max_size=5), st.sampled_from([0, 2000]))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_petitions_are_found_as_reading_them_all_finds_them(
    reset: Callable[[], Database], steps: Any, searches: list[str], few: int
) -> None:
    database = reset()
    kept: dict[str, tuple[Petition, bool]] = {}
    for kind, text, number in steps:
        chosen = list(kept)[number % len(kept)] if kept else ""
        if kind == "add":
            made = commit(
                database,
                lambda uow, t=text: uow.registers.petitions.save(Petition(date(2025, 1, 2), t, result="Đã trả")),
            )
            kept[made.id] = made, True
        elif chosen and kind == "edit" and kept[chosen][1]:
            new = replace(kept[chosen][0], content=text)
            kept[chosen] = commit(database, lambda uow, new=new: uow.registers.petitions.save(new)), True
        elif chosen and kind in ("bin", "restore"):
            commit(database, lambda uow, what=kind, key=chosen: getattr(uow.registers.petitions, what)([key]))
            kept[chosen] = kept[chosen][0], kind == "restore"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_FEW", few)
        for words in searches:
            expected = {
                key
                for key, (one, live) in kept.items()
                if live and matches(terms(words), fold(f"{one.content}\n{one.result}"))
            }
            assert entries(database, words, SearchKind.PETITION).get(SearchKind.PETITION, set()) == expected
    sound(database)
    before = all_entries(database)
    commit(database, lambda uow: uow.search_index.rebuild())
    assert all_entries(database) == before


def test_dates_and_forms_narrow_entries(database: Database, plan: Plan) -> None:
    commit(database, lambda uow: uow.plans.save(plan))
    with database.read() as uow:
        find = uow.search.find
        assert SearchKind.TASK in find(SearchQuery(forms=("phat-thanh",)), tuple(SearchKind), 9)
        assert SearchKind.SECTION not in find(SearchQuery(forms=("phat-thanh",)), tuple(SearchKind), 9)
        assert find(SearchQuery(start=date(2027, 1, 1)), tuple(SearchKind), 9) == {}
        assert find(SearchQuery(end=date(2026, 12, 31)), (SearchKind.PLAN,), 9)[SearchKind.PLAN].total == 1


# -- the index itself


def state(path: Path) -> str | None:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT value FROM meta WHERE key = ?", (schema.SEARCH_KEY,)).fetchone()
    return row[0] if row else None


def test_without_trigrams_the_same_is_found(
    database_file: Path, backups: Path, make_activity: Make, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(search_index, "_has_trigrams", lambda: False)
        database = open_database(database_file, backups)
        (one,) = commit(database, lambda uow: uow.activities.save_many([make_activity(title="Đài Hoà Bình")], NAMES))
        commit(database, lambda uow: uow.plans.save(plan))
        assert found(database, "hoa bi") == [one.id]
        assert entries(database, "hoi nghi") == {SearchKind.TASK: {plan.tasks[1].id}}
        database.close()
    # Where there are trigrams the index is made at the next start.
    database = open_database(database_file, backups)
    assert state(database_file) == search_index.VERSION
    assert found(database, "hoa bi") == [one.id]
    sound(database)
    with monkeypatch.context() as patch:
        patch.setattr(search_index, "_has_trigrams", lambda: False)
        database.close()
        database = open_database(database_file, backups)
        (two,) = commit(database, lambda uow: uow.activities.save_many([make_activity(title="Hoà Bình hai")], NAMES))
        database.close()
    database = open_database(database_file, backups)
    assert set(found(database, "hoa bi")) == {one.id, two.id}
    database.close()


def test_a_damaged_index_costs_no_word(database: Database, backups: Path, make_activity: Make) -> None:
    (one,) = commit(database, lambda uow: uow.activities.save_many([make_activity(title="Đài Hoà Bình")], NAMES))
    database.release()
    with contextlib.closing(sqlite3.connect(database.path)) as connection:
        connection.execute("DELETE FROM words_of_log_data WHERE id > 10")
        connection.execute("DROP TABLE words_of_entries")
        connection.commit()
    assert found(database, "hoa bi") == [one.id]
    assert entries(database, "hoa bi") == {}
    petition = Petition(date(2025, 1, 2), "Hoà Bình thiếu đèn")
    commit(database, lambda uow: uow.registers.petitions.save(petition))
    changed = replace(one, title="Đài Hoà Bình phát lại")
    commit(database, lambda uow: uow.activities.save_many([changed], NAMES))
    assert found(database, "phat lai") == [one.id]
    assert entries(database, "hoa binh") == {SearchKind.PETITION: {petition.id}}
    assert state(database.path) is None
    database.close()
    again = open_database(database.path, backups)
    sound(again)
    assert found(again, "phat lai") == [one.id]
    again.close()


@pytest.mark.parametrize("column", ["id", "seq"])
def test_chosen_rows_are_looked_up_one_by_one(database: Database, column: str) -> None:
    rows = table(ActivityRecord).c
    chosen = sa.select(rows.title).where(chosen_rows(rows[column], ["x"]), rows.deleted_at != "x")
    with database.read() as uow:
        statement = chosen.compile(uow._session.get_bind(), compile_kwargs={"literal_binds": True})
        (plan, *_) = uow._session.execute(sa.text(f"EXPLAIN QUERY PLAN {statement}")).all()
    assert re.search(rf"SEARCH activities USING .*({column}|rowid)=\?", plan[3]), plan


def test_every_source_is_known_to_the_audit(database: Database) -> None:
    with database.read() as uow:
        for source in SOURCES.values():
            assert list(source(uow._session, None)) == []
            assert list(source(uow._session, ["x"])) == []
