"""What a clerk leaves is whole, readable without the program, and taken over on another computer."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from cchc_desktop import wiring
from cchc_desktop.domain import clerk_pack as packs
from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.petition import Petition
from cchc_desktop.errors import BackupProblem, FileNotWritten
from cchc_desktop.paths import Paths
from cchc_desktop.services import sample
from cchc_desktop.services.container import Services

TODAY = date(2026, 6, 20)


@pytest.fixture
def pack(services: Services, office: Paths, tmp_path: Path) -> Path:
    sample.fill(services, TODAY, 60)
    services.registers.petitions.petitions.save(
        Petition(date(2026, 6, 1), "Loa ở thôn không nghe rõ", person="Nguyễn Văn Kín", contact="0912345678")
    )
    office.catalogues.mkdir(exist_ok=True)
    shipped = Path(__file__).parents[2] / "resources" / "catalogues" / "periods.toml"
    (office.catalogues / "periods.toml").write_bytes(shipped.read_bytes())
    services.templates.edit_copy("bao_cao.docx")
    target = tmp_path / "Bàn giao.cchc-ban-giao"
    services.clerk_packs.make(target, "Nhớ hỏi đài truyền thanh số giờ phát.\nMật khẩu máy in ở tủ.")
    return target


def test_the_papers_can_be_read_without_the_program(pack: Path) -> None:
    with zipfile.ZipFile(pack) as archive:
        names = archive.namelist()
        assert {packs.README, packs.MINUTES, packs.BACKUP, packs.MANIFEST} <= set(names)
        assert packs.CATALOGUES + "periods.toml" in names
        assert packs.TEMPLATES + "bao_cao.docx" in names
        minutes = "\n".join(p.text for p in docx.Document(io.BytesIO(archive.read(packs.MINUTES))).paragraphs)
        assert "Nhớ hỏi đài truyền thanh" in minutes
        assert "60 hoạt động" in minutes
        assert "Quý I năm 2026: chưa lập" in minutes
        log = load_workbook(io.BytesIO(archive.read(packs.LISTS + "nhat-ky.xlsx"))).active
        assert sum(1 for row in log.iter_rows(values_only=True) if hasattr(row[0], "year")) == 60
        everything = b"".join(archive.read(name) for name in names if not name.endswith(".cchc-backup"))
        texts = minutes + "\n".join(
            str(cell)
            for name in names
            if name.endswith(".xlsx")
            for row in load_workbook(io.BytesIO(archive.read(name))).active.iter_rows(values_only=True)
            for cell in row
        )
    assert "Nguyễn Văn Kín" not in texts
    assert b"0912345678" not in everything


def test_a_successor_takes_everything_over(pack: Path, services: Services, tmp_path: Path) -> None:
    before = services.activities.page(ActivityFilter(limit=100))
    services.close()
    paths = Paths.under(tmp_path / "máy mới")
    paths.create()
    other = wiring.open_services(paths, lambda: "Người mới", lambda: TODAY)
    try:
        facts = other.clerk_packs.read(pack).facts
        assert (facts.activities, facts.clerk, facts.plans) == (60, "Người thử", 1)
        other.clerk_packs.take_over(pack)
    finally:
        other.close()
    again = wiring.open_services(paths, lambda: "Người mới", lambda: TODAY)
    try:
        assert again.activities.page(ActivityFilter(limit=100)).activities == before.activities
        assert (paths.catalogues / "periods.toml").exists()
        assert again.templates.in_use("bao_cao.docx").own
        assert len(again.backups.all()) == 1  # what was here before is kept
    finally:
        again.close()


def test_own_files_that_are_here_already_are_kept_beside(pack: Path, services: Services, tmp_path: Path) -> None:
    services.close()
    paths = Paths.under(tmp_path / "khác")
    paths.create()
    other = wiring.open_services(paths, lambda: "Người mới", lambda: TODAY)
    mine = paths.templates / "bao_cao.docx"
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_bytes(b"mau cua toi")
    try:
        other.clerk_packs.take_over(pack)
    finally:
        other.close()
    assert mine.read_bytes() != b"mau cua toi"
    assert [path.read_bytes() for path in mine.parent.glob("*.bak")] == [b"mau cua toi"]


def _repacked(pack: Path, target: Path, **changes: bytes | None) -> Path:
    with zipfile.ZipFile(pack) as source, zipfile.ZipFile(target, "w") as sink:
        for name in source.namelist():
            data = changes.get(name, source.read(name))
            if data is not None:
                sink.writestr(name, data)
    return target


def _manifest(pack: Path, **changes: object) -> bytes:
    with zipfile.ZipFile(pack) as archive:
        return json.dumps(json.loads(archive.read(packs.MANIFEST)) | changes).encode()


def test_hostile_and_damaged_packs_are_refused_and_nothing_changes(
    pack: Path, services: Services, office: Paths, tmp_path: Path
) -> None:
    with zipfile.ZipFile(pack) as archive:
        backup = archive.read(packs.BACKUP)
    bad = {
        "thiếu": {packs.BACKUP: None},
        "hỏng": {packs.BACKUP: backup[: len(backup) // 2]},
        "lạc": {packs.MANIFEST: _manifest(pack, templates=["../../ngoai.docx"])},
        "mới": {packs.MANIFEST: _manifest(pack, format=9)},
        "khác": {packs.MANIFEST: b"[]"},
    }
    for name, changes in bad.items():
        hostile = _repacked(pack, tmp_path / f"{name}.zip", **changes)
        with pytest.raises(BackupProblem):
            services.clerk_packs.take_over(hostile)
    (tmp_path / "rác.zip").write_bytes(b"khong phai zip")
    with pytest.raises(BackupProblem):
        services.clerk_packs.read(tmp_path / "rác.zip")
    assert services.activities.page(ActivityFilter(limit=1)).total == 60
    assert not (office.data.parent / "ngoai.docx").exists()


def test_a_place_that_refuses_leaves_nothing_half_written(services: Services, tmp_path: Path) -> None:
    sample.fill(services, TODAY, 5)
    target = tmp_path / "không có" / "x.cchc-ban-giao"
    with pytest.raises(FileNotWritten):
        services.clerk_packs.make(target)
    assert not target.parent.exists()
