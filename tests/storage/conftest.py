"""Real SQLite files: the empty database is made once, each test works on a copy."""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, ReviewNote, Section, SectionKind, Task
from cchc_desktop.domain.unit import Signature, SigningMode
from cchc_desktop.storage.database import Database, create_database, open_database
from cchc_desktop.storage.instance import marker_of


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "cchc.db"
    create_database(path)
    return path


@pytest.fixture
def database_file(empty_database: Path, tmp_path: Path) -> Path:
    """A closed, empty, migrated database in a folder of its own."""
    folder = tmp_path / "data"
    folder.mkdir(exist_ok=True)
    shutil.copy(empty_database, folder)
    shutil.copy(marker_of(empty_database), folder)
    return folder / empty_database.name


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def evidence(tmp_path: Path) -> Path:
    folder = tmp_path / "data" / "evidence"
    (folder / "2025").mkdir(parents=True)
    (folder / "2025" / "ảnh chụp.jpg").write_bytes(b"\xff\xd8" + b"anh" * 1000)
    (folder / "bien-ban.pdf").write_bytes(b"%PDF-1.7")
    return folder


BOTH = ("test_storage_", "test_audit_steps")
"""What the names of the files begin with whose tests of `database` run on both engines."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests of the repositories on both engines, but for those that name theirs or open the file."""
    named = any("engine" in marker.args[0] for marker in metafunc.definition.iter_markers("parametrize"))
    opens_file = "database_file" in inspect.signature(metafunc.function).parameters
    of_repository = metafunc.module.__name__.rpartition(".")[2].startswith(BOTH)
    if of_repository and "database" in metafunc.fixturenames and not named and not opens_file:
        metafunc.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])


@pytest.fixture
def database(engine: str, database_file: Path, backups: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    if engine == "postgresql":
        from cchc_desktop.storage.shared.address import parse_address
        from cchc_desktop.storage.shared.database import open_shared

        opened = open_shared(parse_address(request.getfixturevalue("bare_address")))
    else:
        opened = open_database(database_file, backups)
    yield opened
    opened.close()


@pytest.fixture
def make_activity() -> Callable[..., Activity]:
    def make(**values: Any) -> Activity:
        return Activity(
            **{
                "date": date(2025, 3, 10),
                "form": "phat-thanh",
                "title": "Phát thanh về dịch vụ công trực tuyến",
                "counts": {"luot": Decimal(3)},
                **values,
            }
        )

    return make


@pytest.fixture
def plan() -> Plan:
    """A plan that uses every field."""
    deep = Section(SectionKind.DASH, "", "Dòng một\nDòng hai")
    return Plan(
        year=2026,
        title="Tuyên truyền cải cách hành chính xã Lệ Xá năm 2026",
        issuer=("ỦY BAN NHÂN DÂN", "XÃ LỆ XÁ"),
        place="Lệ Xá",
        preamble=(
            PreambleLine(LineKind.BASIS, "Căn cứ Nghị quyết số 76/NQ-CP"),
            PreambleLine(LineKind.OPENING, "Ủy ban nhân dân xã ban hành Kế hoạch như sau:"),
        ),
        sections=(
            Section(
                SectionKind.PART,
                "MỤC ĐÍCH, YÊU CẦU",
                children=(
                    Section(SectionKind.ITEM, "Mục đích", children=(Section(SectionKind.POINT, "", "Một", (deep,)),)),
                    Section(SectionKind.ITEM, "Yêu cầu", "Đúng, đủ"),
                ),
            ),
            Section(SectionKind.PART, "TỔ CHỨC THỰC HIỆN", origin="assignment"),
        ),
        closing=("Trên đây là Kế hoạch",),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Trần Thị Đào", written=("a", "b")),
        tasks=(
            Task("Phát thanh", target=Decimal("2.5"), form="phat-thanh", measure="luot", cost=1_500_000, group="A"),
            Task("Hội nghị", product="Biên bản", lead="Văn phòng", support="Công an xã", time_text="Quý II"),
        ),
        appendix_title="Phụ lục",
        upper_line="HUYỆN",
        number=7,
        date=date(2026, 1, 5),
        notes=(ReviewNote("chữ cái bị bỏ qua", "d) …", deep.id),),
        cloned_from="khac",
    )
