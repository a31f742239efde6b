"""A database on a real PostgreSQL server: checks, trouble, roles, notices, there and back, twenty clerks at once."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.member import Member, Role
from cchc_desktop.domain.plan import Plan
from cchc_desktop.errors import (
    Conflict,
    DatabaseAway,
    DatabaseBusy,
    DatabaseTooNew,
    InvalidInput,
    NotAllowed,
    ServerFault,
)
from cchc_desktop.storage import schema
from cchc_desktop.storage.database import LocalDatabase, open_database
from cchc_desktop.storage.shared import address
from cchc_desktop.storage.shared.address import parse_address
from cchc_desktop.storage.shared.database import SharedDatabase, open_shared, prepare_shared
from cchc_desktop.storage.shared.evidence import SharedEvidence
from cchc_desktop.storage.shared.listener import Listener
from cchc_desktop.storage.shared.transfer import copied_tables, fetch_from_server, send_to_server
from postgres import LOGIN, Server, require_server, running

pytestmark = pytest.mark.postgresql

FORM, MEASURE = "phat-thanh", "luot"


@pytest.fixture
def shared(shared_address: str) -> Iterator[SharedDatabase]:
    database = open_shared(parse_address(shared_address))
    yield database
    database.close()


def save(database: Any, activity: Activity) -> Activity:
    with database.write("Đào") as uow:
        saved = uow.activities.save(activity)
        uow.commit()
    return saved


def all_of(database: Any) -> list[Activity]:
    with database.read() as uow:
        return list(uow.activities.page(ActivityFilter(limit=10_000), {}).activities)


def cut_off(server: Server, database: SharedDatabase) -> None:
    """Break every connection to a database."""
    server.sql(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.url.database}'")


# -- checks at the start


@pytest.mark.parametrize(
    "wrong", ["", "may-chu", "mysql://a@b/c", "postgresql://a@b", "postgresql://a:secret@b/c", "postgresql://a@b:x/c"]
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_address(wrong)
    assert "secret" not in str(caught.value.problems)


def test_an_empty_database_is_never_filled_by_opening_it(server: Server) -> None:
    server.sql("CREATE DATABASE fresh", login=LOGIN)
    url = parse_address(server.url("fresh"))
    with pytest.raises(DatabaseAway) as caught:
        open_shared(url)
    assert caught.value.fault is ServerFault.EMPTY
    assert server.sql("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", "fresh") == [(0,)]
    prepare_shared(url, name="Đào")
    prepare_shared(url, name="Bình")  # the second time there is nothing to do
    database = open_shared(url)
    assert database.who() == Member(LOGIN, "Đào", Role.MANAGE)
    database.close()
    server.sql("DROP DATABASE fresh WITH (FORCE)")


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE alembic_version SET version_num = '0004'", ServerFault.OLD_SCHEMA),
        ("DROP TABLE alembic_version", ServerFault.FOREIGN),
        ("DROP TABLE scores", ServerFault.FOREIGN),
    ],
)
def test_another_schema_is_refused_as_it_is(server: Server, shared_address: str, statement: str, fault: str) -> None:
    with psycopg.connect(shared_address, autocommit=True) as connection:
        connection.execute(statement.encode())
    with pytest.raises(DatabaseAway) as caught:
        open_shared(parse_address(shared_address))
    assert caught.value.fault is fault


def test_a_newer_schema_is_refused_by_opening_and_by_preparing(shared_address: str) -> None:
    with psycopg.connect(shared_address, autocommit=True) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    for act in (open_shared, prepare_shared):
        with pytest.raises(DatabaseTooNew):
            act(parse_address(shared_address))
    with psycopg.connect(shared_address) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0099",)]


def test_a_database_without_unicode_and_one_that_is_not_there(server: Server) -> None:
    server.sql("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0", login=LOGIN)
    for name, fault in (("latin", ServerFault.ENCODING), ("nowhere", ServerFault.NO_DATABASE)):
        with pytest.raises(DatabaseAway) as caught:
            prepare_shared(parse_address(server.url(name)))
        assert caught.value.fault is fault
    server.sql("DROP DATABASE latin WITH (FORCE)")


def test_a_server_that_does_not_answer_is_told_at_once(free_port: int) -> None:
    with pytest.raises(DatabaseAway) as caught:
        open_shared(parse_address(f"postgresql://a@127.0.0.1:{free_port}/cchc"))
    assert caught.value.fault is ServerFault.AWAY


@pytest.fixture
def free_port() -> int:
    from postgres import free_port

    return free_port()


def test_columns_lie_on_the_server_as_they_do_in_a_file(shared: SharedDatabase) -> None:
    """Whole numbers of 64 bits; texts in the order of their letters, whatever the language of the server."""
    with shared.connect() as connection:
        found = connection.execute(
            text(
                "SELECT table_name, column_name, data_type, collation_name FROM information_schema.columns "
                "WHERE table_schema = 'public' AND table_name <> 'alembic_version'"
            )
        ).all()
    assert {row.table_name for row in found} == schema.TABLES - {"alembic_version"}
    assert {row.data_type for row in found} == {"text", "bigint", "bytea"}
    assert {row.collation_name for row in found if row.data_type == "text"} == {"C"}


def test_the_tables_are_those_of_the_code(shared: SharedDatabase) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from cchc_desktop.storage.tables import Base

    with shared.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "compare_server_default": False})
        differences = [found for found in compare_metadata(context, Base.metadata) if "ix_words_of" not in str(found)]
    assert differences == []


def test_without_the_right_to_an_index_the_same_is_found(
    server: Server, shared: SharedDatabase, make_activity: Callable[..., Activity]
) -> None:
    """A login that may make tables and no extension: an honest look at every text."""
    server.sql("CREATE DATABASE poor")
    server.sql(f"GRANT CREATE ON SCHEMA public TO {LOGIN}", "poor")
    url = parse_address(server.url("poor"))
    prepare_shared(url, name="Đào")
    poor = open_shared(url)
    titles = ("Phát thanh về dịch vụ công", "Họp thôn 50%", "Phát tờ rơi")
    for title in titles:
        save(poor, make_activity(title=title))
        save(shared, make_activity(title=title))
    ready = []
    for words in ("dich vu", "phat", "50%", "_", "khong co"):
        found = []
        for database in (poor, shared):
            with database.read() as uow:
                page = uow.activities.page(ActivityFilter(words=words), {})
                found.append(sorted(activity.title for activity in page.activities))
                ready.append(uow.search_index.ready)
        assert found[0] == found[1]
    assert ready == [False, True] * 5
    poor.close()
    server.sql("DROP DATABASE poor WITH (FORCE)")


# -- trouble in the middle


@pytest.fixture
def frail() -> Iterator[Server]:
    """A server of the test's own, to be stopped and started."""
    require_server()
    with running() as server:
        server.sql("CREATE DATABASE cchc", login=LOGIN)
        prepare_shared(parse_address(server.url("cchc")), name="Đào")
        yield server


def test_a_server_that_goes_in_the_middle_of_a_save_keeps_nothing_half(
    frail: Server, make_activity: Callable[..., Activity], plan: Plan
) -> None:
    database = open_shared(parse_address(frail.url("cchc")))
    kept = save(database, make_activity(title="trước"))

    def save_both() -> None:
        with database.write("Đào") as uow:
            uow.activities.save(make_activity(title="dở dang"))
            uow.plans.save(plan)
            frail.stop()
            uow.commit()

    with pytest.raises(DatabaseAway) as caught:
        save_both()
    assert caught.value.fault is ServerFault.AWAY
    with pytest.raises(DatabaseAway), database.read():
        pass
    frail.start()
    assert [activity.id for activity in all_of(database)] == [kept.id]
    with database.read() as uow:
        assert uow.plans.rows() == ()
    again = save(database, make_activity(title="thử lại"))
    assert {activity.id for activity in all_of(database)} == {kept.id, again.id}
    database.close()


def test_a_connection_that_breaks_after_the_commit_loses_and_doubles_nothing(
    shared: SharedDatabase, make_activity: Callable[..., Activity], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server kept everything and could not say so: the trail is asked."""
    with shared.write("Đào") as uow:
        saved = uow.activities.save(make_activity())
        session = uow._session
        commit = session.commit

        def commit_and_break() -> None:
            own = session.connection().connection.driver_connection
            commit()
            own.close()
            with psycopg.connect(f"host=127.0.0.1 port={shared.url.port} dbname=postgres user=postgres"):
                pass
            from sqlalchemy.exc import OperationalError

            raise OperationalError("COMMIT", {}, psycopg.OperationalError("gone"), connection_invalidated=True)

        monkeypatch.setattr(session, "commit", commit_and_break)
        uow.commit()
    assert [activity.id for activity in all_of(shared)] == [saved.id]
    assert len(shared.steps) == 1


def test_a_connection_that_breaks_before_the_commit_is_told(
    shared: SharedDatabase, server: Server, make_activity: Callable[..., Activity]
) -> None:

    def save_it() -> None:
        with shared.write("Đào") as uow:
            uow.activities.save(make_activity())
            cut_off(server, shared)
            uow.commit()

    with pytest.raises(DatabaseAway):
        save_it()
    assert all_of(shared) == []
    assert shared.steps == []


def test_whoever_waits_too_long_is_told_that_others_are_at_work(
    shared: SharedDatabase, make_activity: Callable[..., Activity], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(address, "BUSY_SECONDS", 0.2)
    other = SharedDatabase(shared.url)
    with shared.write("Đào") as uow:
        uow.activities.save(make_activity())
        with pytest.raises(DatabaseBusy), other.write("Bình"):
            pass
        with other.read() as looking:  # those who only look never wait
            assert looking.activities.page(ActivityFilter(), {}).activities == ()
        uow.commit()
    assert len(all_of(other)) == 1
    other.close()


def test_two_who_change_the_same_entry(shared: SharedDatabase, make_activity: Callable[..., Activity]) -> None:
    first = save(shared, make_activity())
    save(shared, replace(first, title="Của Bình"))
    with pytest.raises(Conflict), shared.write("Đào") as uow:
        uow.activities.save(replace(first, title="Của Đào"))
    assert [activity.title for activity in all_of(shared)] == ["Của Bình"]


# -- roles


def test_roles_are_enforced_by_login(
    server: Server, shared: SharedDatabase, make_activity: Callable[..., Activity]
) -> None:
    login = f"can_bo_{shared.url.database}"
    server.sql(f"CREATE ROLE {login} LOGIN")
    name = str(shared.url.database)
    server.sql(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {login}", name)
    server.sql(f"GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO {login}", name)
    other = open_shared(shared.url.set(username=login))
    assert other.who() == Member(login, "", Role.VIEW)
    with other.read() as uow:
        assert uow.activities.page(ActivityFilter(), {}).activities == ()
    with pytest.raises(NotAllowed), other.write("Bình"):
        pass

    def become(role: Role) -> None:
        with shared.write("Đào") as uow:
            uow.members.save(Member(login, "Bình", role))
            uow.commit()

    become(Role.WRITE)
    saved = save(other, make_activity())
    with other.read() as uow:
        assert {row.actor for row in uow.audit.history("activity", saved.id)} == {"Bình"}
    for change in (
        lambda uow: uow.members.save(Member(login, "Bình", Role.MANAGE)),
        lambda uow: uow.audit.record("create", "report_version", "x", {}, {"a": 1}),
        lambda uow: uow.audit.record("update", "plan_version", "x", {}, {"a": 1}),
        lambda uow: uow.audit.record("purge", "activity", "x", {}, {"a": 1}),
    ):
        with pytest.raises(NotAllowed), other.write("Bình") as uow:
            change(uow)
    become(Role.APPROVE)
    with other.write("Bình") as uow:
        uow.audit.record("create", "report_version", "x", {}, {"a": 1})
        with pytest.raises(NotAllowed):
            uow.members.remove(LOGIN)
    with pytest.raises(Conflict), shared.write("Đào") as uow:
        uow.members.remove(LOGIN)
    with pytest.raises(Conflict), shared.write("Đào") as uow:
        uow.members.save(Member(LOGIN, "Đào", Role.WRITE))
    other.close()
    server.sql(f"DROP OWNED BY {login}", name)
    server.sql(f"DROP ROLE {login}")


# -- change notices


def test_others_hear_what_was_changed_and_the_one_who_changed_does_not(
    shared: SharedDatabase, server: Server, make_activity: Callable[..., Activity]
) -> None:
    other, heard, came = SharedDatabase(shared.url), [], threading.Event()

    def hear(entities: tuple[str, ...]) -> None:
        heard.append(entities)
        came.set()

    listener = Listener(other, hear)
    listener.start()
    assert listener.listening.wait(20)
    save(other, make_activity(title="của mình"))
    save(shared, make_activity(title="của người khác"))
    assert came.wait(20)
    assert heard == [("activity",)]
    came.clear()
    cut_off(server, shared)
    assert came.wait(30), "after a lost connection anything may have changed"
    assert heard[1] == ()
    listener.stop()
    other.close()


# -- there and back


def test_everything_goes_there_and_comes_back(
    server: Server, database: LocalDatabase, plan: Plan, make_activity: Callable[..., Activity], tmp_path: Path
) -> None:
    with database.write("Đào") as uow:
        uow.plans.save(plan)
        uow.activities.save_many([make_activity(title=f"Buổi {n}") for n in range(1200)])
        uow.commit()
    server.sql("CREATE DATABASE there", login=LOGIN)
    url = parse_address(server.url("there"))
    prepare_shared(url, name="Đào")
    target = open_shared(url)
    counts = send_to_server(database.path, target)
    assert counts["activities"] == 1200
    assert [replace(a) for a in all_of(target)] == all_of(database)
    with pytest.raises(Conflict):
        send_to_server(database.path, target)
    new = save(target, make_activity(title="Buổi mới trên máy chủ"))
    (tmp_path / "back").mkdir()
    back = tmp_path / "back" / "cchc.db"
    counts = fetch_from_server(target, back)
    local = open_database(back, tmp_path / "back")
    with local.read() as here, target.read() as there:
        assert here.activities.get(new.id) == there.activities.get(new.id)
        assert here.plans.get(plan.id) == there.plans.get(plan.id)
        assert here.audit.rows() == there.audit.rows()
        assert counts == {
            table.name: here._session.execute(text(f"SELECT count(*) FROM {table.name}")).scalar_one()
            for table in copied_tables()
        }
    local.close()
    target.close()
    server.sql("DROP DATABASE there WITH (FORCE)")


def test_a_copy_that_is_stopped_leaves_nothing(
    server: Server, database: LocalDatabase, make_activity: Callable[..., Activity], tmp_path: Path
) -> None:
    with database.write("Đào") as uow:
        uow.activities.save_many([make_activity(title=f"Buổi {n}") for n in range(1200)])
        uow.commit()

    class Stop:
        def step(self, done: int, total: int, note: str) -> None:
            if done >= 1000:
                raise KeyboardInterrupt

    server.sql("CREATE DATABASE stopped", login=LOGIN)
    url = parse_address(server.url("stopped"))
    prepare_shared(url, name="Đào")
    target = open_shared(url)
    with pytest.raises(KeyboardInterrupt):
        send_to_server(database.path, target, Stop())
    assert all_of(target) == []
    send_to_server(database.path, target)
    with pytest.raises(KeyboardInterrupt):
        fetch_from_server(target, tmp_path / "half.db", Stop())
    assert not (tmp_path / "half.db").exists()
    target.close()
    server.sql("DROP DATABASE stopped WITH (FORCE)")


def test_evidence_lies_in_the_database_and_is_fetched_where_it_lacks(shared: SharedDatabase, tmp_path: Path) -> None:
    data = random.Random(5).randbytes((3 << 20) + 17)
    kept = SharedEvidence(tmp_path / "a", shared).keep_bytes(data, "ảnh.jpg")
    SharedEvidence(tmp_path / "c", shared).keep_bytes(data, "khác tên.png")
    other = SharedEvidence(tmp_path / "b", shared)
    assert other.read(kept.sha256) == data
    assert [path.name for path in (tmp_path / "b").glob("*/*")] == [f"{kept.sha256}.jpg"]
    assert other.everything() == (kept.sha256,)
    other.find(kept.sha256).write_bytes(b"altered")
    assert other.read(kept.sha256) == data, "an altered copy is fetched anew"
    other.find(kept.sha256).write_bytes(b"altered")
    other.copy_out(kept.sha256, tmp_path / "ra.jpg")
    assert (tmp_path / "ra.jpg").read_bytes() == data


# -- many at once


CLERKS, ROUNDS = 20, 12


def work_of_a_clerk(number: int, url: Any, shared_ids: list[str], rounds: int) -> list[tuple[str, int]]:
    """Add own entries, and count up entries that all share; a conflict is tried anew. Returns what was counted up."""
    database, chance, done = SharedDatabase(url), random.Random(number), []
    for round_ in range(rounds):
        if chance.random() < 0.4:
            save(database, Activity(date(2025, 3, 1), FORM, f"Của cán bộ {number}", {MEASURE: Decimal(1)}))
            continue
        chosen, more = chance.choice(shared_ids), chance.randint(1, 9)
        while True:
            with database.read() as uow:
                old = uow.activities.get(chosen)
            new = replace(old, counts={MEASURE: old.counts[MEASURE] + more}, note=f"{number}-{round_}")
            try:
                save(database, new)
                break
            except (Conflict, DatabaseBusy):
                continue
        done.append((chosen, more))
    database.close()
    return done


def replay(rows: Any) -> dict[str, Decimal]:
    """Return the amounts that the trail leads to, read one row after the other, and prove that no row skips one."""
    amounts: dict[str, Decimal] = {}
    for row in rows:
        if row.entity != "activity":
            continue
        before, after = row.before.get("counts", {}), row.after.get("counts", {})
        if row.action == "create":
            assert row.entity_id not in amounts
        elif before or after:
            assert Decimal(before[MEASURE]) == amounts[row.entity_id], "an update was made over what another had kept"
        if after:
            amounts[row.entity_id] = Decimal(after[MEASURE])
    return amounts


def test_twenty_clerks_lose_no_update(shared: SharedDatabase) -> None:
    common = [save(shared, Activity(date(2025, 3, 1), FORM, f"Chung {n}", {MEASURE: Decimal(0)})).id for n in range(3)]
    with ThreadPoolExecutor(CLERKS) as pool:
        work = [pool.submit(work_of_a_clerk, n, shared.url, common, ROUNDS) for n in range(CLERKS)]
        done = [item for each in work for item in each.result()]
    with shared.read() as uow:
        amounts = replay(uow.audit.rows())
        stored = {activity.id: activity.counts[MEASURE] for activity in all_of(shared)}
        tallies = uow.activities.tallies(date(2025, 3, 1), date(2025, 3, 31))
    assert stored == amounts
    for key in common:
        assert stored[key] == sum(more for chosen, more in done if chosen == key)
    assert tallies[FORM, MEASURE].total == sum(stored.values())
    assert len(stored) == len(common) + CLERKS * ROUNDS - len(done)
