"""Databases that older versions of the program made still open, with everything that was in them.

Each folder of tests/data/old_databases holds a real data folder of the revision it is named after.
"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.storage import backup, schema
from cchc_desktop.storage.database import open_database

FOLDERS = sorted(path for path in (Path(__file__).parents[1] / "data" / "old_databases").iterdir() if path.is_dir())


def test_there_is_one_of_each_older_revision() -> None:
    assert [folder.name for folder in FOLDERS] == list(schema.REVISIONS[:-1])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_old_database_is_backed_up_migrated_and_whole(folder: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(folder, data)
    path = data / "cchc.db"
    with closing(sqlite3.connect(path)) as connection:
        before = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("units", "signers", "plans", "plan_sections", "plan_tasks", "activities", "activity_counts")
        }
    assert before["activities"] == 120
    database = open_database(path, tmp_path / "backups", evidence=data / "evidence")
    try:
        with database.read() as uow:
            unit = uow.units.at(date(2026, 1, 1))
            assert unit is not None
            assert unit.full_name == "xã Lệ Xá"
            (row,) = uow.plans.rows()
            plan = uow.plans.get(row.id)
            assert sum(1 for _ in plan.walk()) == before["plan_sections"]
            assert len(plan.tasks) == before["plan_tasks"]
            assert uow.activities.page(ActivityFilter(), {}).total == 120
    finally:
        database.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (schema.HEAD,)
        after = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in before}
    assert after == before
    (made,) = backup.list_backups(tmp_path / "backups")
    assert (made.kind, made.revision) == (backup.BackupKind.BEFORE_MIGRATION, folder.name)
