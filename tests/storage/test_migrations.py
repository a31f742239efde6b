from __future__ import annotations

import contextlib
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import NullPool

from cchc_desktop.errors import BackupProblem, DatabaseDamaged
from cchc_desktop.storage import (
    backup,
    creation,
    migrate,
    restore,
    schema,
    tables_gathering,  # noqa: F401 - its tables belong to the metadata
    tables_registers,  # noqa: F401 - its tables belong to the metadata
    tables_reports,  # noqa: F401 - as above
    tables_shared,  # noqa: F401 - as above
    tables_work,  # noqa: F401 - as above
)
from cchc_desktop.storage.database import open_database
from cchc_desktop.storage.tables import Base

SECOND = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0005"
branch_labels = depends_on = None


def upgrade():
    with op.batch_alter_table("plans", recreate="always") as batch:
        batch.add_column(sa.Column("colour", sa.Text(), server_default="", nullable=False))
    op.create_table("extra", sa.Column("id", sa.Integer(), primary_key=True))
    {more}
"""


def objects(path: Path) -> dict[str, str]:
    """Name → statement of everything in a database, white space aside."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {name: re.sub(r"\s*([(),])\s*", r"\1", " ".join(str(sql).split())) for name, sql in rows}


def content(path: Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def second_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A later version of the program: one more revision, which makes a parent table anew."""
    scripts = tmp_path / "migrations"
    shutil.copytree(Path(migrate.__file__).parent / "migrations", scripts)
    monkeypatch.setattr(migrate, "SCRIPTS", str(scripts))
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr(schema, "HEAD", "9999")
    step = scripts / "versions" / "r9999_second.py"
    step.write_text(SECOND.format(more=""))
    return step


@pytest.fixture
def parents_and_children(database_file: Path, backups: Path, plan: Any) -> Path:
    database = open_database(database_file, backups)
    with database.write("Đào") as uow:
        uow.plans.save(plan)
        uow.commit()
    database.close()
    return database_file


def test_the_constants_name_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", migrate.SCRIPTS)
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(script.revision for script in scripts.walk_revisions())[::-1] == schema.REVISIONS
    assert scripts.get_current_head() == schema.HEAD
    assert set(Base.metadata.tables) | {"alembic_version"} == schema.TABLES


def test_migrations_make_the_tables_of_the_code(empty_database: Path, tmp_path: Path) -> None:
    direct = tmp_path / "direct.db"
    engine = create_engine(f"sqlite:///{direct}", poolclass=NullPool)
    Base.metadata.create_all(engine)
    made = objects(empty_database)
    del made["alembic_version"]
    assert made == objects(direct)
    migrated = create_engine(f"sqlite:///{empty_database}", poolclass=NullPool)
    with migrated.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_opening_a_current_database_imports_no_alembic(database_file: Path, backups: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cchc_desktop.storage.database import open_database;"
        f"open_database(Path({str(database_file)!r}), Path({str(backups)!r})).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


class Boom(Exception):
    pass


@contextlib.contextmanager
def failing_at(number: int) -> Iterator[list[int]]:
    """Raise at the `number`-th statement of any engine; the list counts them."""
    seen = [0]

    def count(*_: object) -> None:
        seen[0] += 1
        if seen[0] == number:
            raise Boom

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", count)


def test_making_a_database_fails_at_every_statement_without_trace(tmp_path: Path) -> None:
    path = tmp_path / "cchc.db"
    for number in range(1, 1000):
        with failing_at(number) as seen, contextlib.suppress(Boom):
            creation.create_database(path)
            break
        assert seen[0] == number
        assert [p.name for p in tmp_path.iterdir() if p.name != ".cchc.db.guard.lock"] == []
    assert number > 20
    open_database(path, tmp_path).close()


def test_a_migration_failing_at_every_statement_leaves_the_old(parents_and_children: Path, second_step: Path) -> None:
    path = parents_and_children
    before = content(path)
    for number in range(1, 1000):
        with failing_at(number), contextlib.suppress(Boom):
            migrate.upgrade(path)
            break
        assert content(path) == before
    assert number > 20
    assert "extra" in objects(path)


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
@pytest.mark.parametrize("number", [2, 15, 30])
def test_a_migration_killed_leaves_the_old(parents_and_children: Path, second_step: Path, number: int) -> None:
    path = parents_and_children
    before = content(path)
    code = f"""
import os, signal
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from cchc_desktop.storage import migrate, schema
migrate.SCRIPTS, schema.HEAD = {str(second_step.parent.parent)!r}, "9999"
seen = []
def count(*_):
    seen.append(1)
    if len(seen) == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
event.listen(Engine, "after_cursor_execute", count)
migrate.upgrade(Path({str(path)!r}))
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -9
    assert content(path) == before
    migrate.upgrade(path)
    assert "extra" in objects(path)


def test_children_survive_a_parent_made_anew(
    parents_and_children: Path, second_step: Path, backups: Path, evidence: Path, plan: Any
) -> None:
    database = open_database(parents_and_children, backups, evidence=evidence)
    with contextlib.closing(sqlite3.connect(parents_and_children)) as connection:
        assert connection.execute("SELECT count(*) FROM plan_sections").fetchone() == (6,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
        assert "colour" in str(connection.execute("SELECT sql FROM sqlite_master WHERE name = 'plans'").fetchone())
    database.close()
    (made,) = backup.list_backups(backups)
    assert (made.kind, made.revision, made.plans) == (backup.BackupKind.BEFORE_MIGRATION, "0005", 1)


@pytest.mark.parametrize(
    "more",
    [
        'op.execute("DELETE FROM plan_sections")',
        "op.execute(\"INSERT INTO plan_tasks SELECT 't', 'nobody', position, content, product, lead, support, "
        'time_text, target, target_unit, form, measure, cost, note, task_group FROM plan_tasks LIMIT 1")',
        "op.execute(\"UPDATE plan_tasks SET plan_id = 'nobody'\")",
    ],
)
def test_a_migration_that_loses_rows_or_links_is_taken_back(
    parents_and_children: Path, second_step: Path, backups: Path, more: str
) -> None:
    second_step.write_text(SECOND.format(more=more))
    before = content(parents_and_children)
    with pytest.raises(DatabaseDamaged):
        open_database(parents_and_children, backups)
    assert content(parents_and_children) == before


def test_without_a_backup_nothing_is_migrated(
    parents_and_children: Path, second_step: Path, backups: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise BackupProblem(backups, "ổ đĩa đã đầy")

    monkeypatch.setattr(backup, "create_backup", refuse)
    before = content(parents_and_children)
    with pytest.raises(BackupProblem):
        open_database(parents_and_children, backups)
    assert content(parents_and_children) == before


def test_a_backup_of_an_older_version_is_brought_up_on_its_way_in(
    parents_and_children: Path, backups: Path, evidence: Path, request: pytest.FixtureRequest
) -> None:
    made = backup.create_backup(parents_and_children, evidence, backup.next_name(backups, backup.BackupKind.MANUAL))
    request.getfixturevalue("second_step")
    restore.restore_backup(made.path, parents_and_children, evidence, backups)
    assert "extra" in objects(parents_and_children)
