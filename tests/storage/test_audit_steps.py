"""Steps of the trail, and the personal values that it only points at."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.audit import ERASED
from cchc_desktop.domain.petition import Petition
from cchc_desktop.storage.database import Database, open_database
from cchc_desktop.storage.steps import _LATEST

OLD = Path(__file__).parents[1] / "data" / "old_databases" / "0003"
PERSONAL = ("Nguyễn Thị Hạnh", "0912345678", "thôn Đoài")


def petition() -> Petition:
    return Petition(
        date(2026, 3, 1), "Bà Nguyễn Thị Hạnh hỏi", person=PERSONAL[0], contact=PERSONAL[1], address=PERSONAL[2]
    )


def trail(path: Path) -> str:
    with closing(sqlite3.connect(path)) as connection:
        return json.dumps(connection.execute("SELECT before, after FROM audit").fetchall(), ensure_ascii=False)


def test_rows_of_one_commit_share_a_step(database: Database, make_activity: Callable[..., Activity]) -> None:
    with database.write("Đào") as uow:
        uow.activities.save_many([make_activity(), make_activity()])
        uow.skips.save("task", date(2026, 3, 1), "ốm")
        uow.commit()
    with database.write("Đào") as uow:
        uow.activities.save(make_activity())
    with database.write("Đào") as uow:
        uow.activities.save(make_activity())
        uow.commit()
    with database.write("Đào") as uow:
        uow.commit()
    first, second = database.steps
    with database.read() as uow:
        assert [row.entity for row in uow.audit.of_step(first)] == ["activity", "activity", "expectation"]
        assert [row.step for row in uow.audit.of_step(second)] == [second]
        assert uow.audit.of_step("") == ()


def test_personal_values_stand_apart_and_can_be_erased(database: Database, database_file: Path) -> None:
    with database.write("Đào") as uow:
        saved = uow.registers.petitions.save(petition())
        uow.registers.petitions.save(replace(saved, contact="a@b.vn", topic="Đất đai"))
        uow.commit()
    assert not any(word in trail(database_file) for word in (*PERSONAL, "a@b.vn"))
    with database.read() as uow:
        newest, first = uow.audit.history("petition", saved.id)
    assert newest.before == {"contact": PERSONAL[1], "topic": ""}
    assert newest.after == {"contact": "a@b.vn", "topic": "Đất đai"}
    assert first.after["person"] == PERSONAL[0]
    with database.write("Đào") as uow:
        uow.audit.erase("petition", [saved.id])
        uow.commit()
    with database.read() as uow:
        newest, first = uow.audit.history("petition", saved.id)
    assert newest.before == {"contact": ERASED, "topic": ""}
    assert first.after["content"] == ERASED
    assert first.after["received"] == "2026-03-01"


def test_an_older_trail_gives_up_its_personal_values(tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(OLD, data)
    facts: dict[str, Any] = {"person": PERSONAL[0], "contact": PERSONAL[1], "received": "2026-03-01"}
    with closing(sqlite3.connect(data / "cchc.db")) as connection, connection:
        connection.execute(
            "INSERT INTO audit (at, actor, action, entity, entity_id, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
            ("2026-03-01T00:00:00+00:00", "Đào", "create", "petition", "p", "{}", json.dumps(facts)),
        )
    opened = open_database(data / "cchc.db", tmp_path / "backups")
    with opened.read() as uow:
        (row,) = uow.audit.history("petition", "p")
    opened.close()
    assert row.after == facts
    assert row.step == ""
    assert PERSONAL[1] not in trail(data / "cchc.db")


@pytest.mark.parametrize("engine", ["sqlite"])
def test_steps_are_found_by_their_index(database: Database, make_activity: Callable[..., Activity]) -> None:
    """Without it each look at the latest steps reads the whole trail, hundreds of times."""
    for _ in range(3):
        with database.write("Đào") as uow:
            uow.activities.save_many([make_activity(), make_activity()])
            uow.commit()
    with database.read() as uow:
        plan = str(uow.steps._session.execute(text(f"EXPLAIN QUERY PLAN {_LATEST.text}"), {"limit": 9}).all())
        assert "SCAN audit" not in plan.replace("SCAN audit USING", "")
        assert "ix_audit_step" in plan
        assert [step.id for step in uow.steps.latest(2)] == database.steps[1:]
        assert [touched.number for step in uow.steps.latest(9) for touched in step.touched] == [2, 2, 2]
        assert uow.steps.get(database.steps[0]) == uow.steps.latest(3)[0]
        assert uow.steps.get("mất") is None
