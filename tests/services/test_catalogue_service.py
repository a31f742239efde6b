"""The catalogue files in use and the office's own folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from cchc_desktop.catalogues.loader import FILES
from cchc_desktop.errors import FileNotWritten
from cchc_desktop.services.catalogues import SAMPLES, CatalogueService


@pytest.fixture
def shipped(services) -> Path:
    """The folder of the shipped files."""
    return services.catalogue_files.files()[0].path.parent


def test_an_own_file_takes_the_place_of_the_shipped_one(shipped: Path, tmp_path: Path) -> None:
    service = CatalogueService(shipped, tmp_path / "own")
    assert [file.name for file in service.files()] == list(FILES)
    assert not any(file.own for file in service.files())
    folder = service.prepare_folder()
    assert not any(file.own for file in service.files()), "copies in the sub-folder are not in use"
    (folder / SAMPLES / "periods.toml").rename(folder / "periods.toml")
    assert [file.name for file in service.files() if file.own] == ["periods.toml"]
    assert service.problems() == ()


def test_a_broken_own_file_is_told_with_its_line(shipped: Path, tmp_path: Path) -> None:
    service = CatalogueService(shipped, tmp_path)
    (tmp_path / "periods.toml").write_text('schema = 1\n[[periods]]\ncode = "Q1"\nname = 5\n', encoding="utf-8")
    (problem,) = service.problems()
    assert problem.path == tmp_path / "periods.toml"
    assert problem.line > 1


def test_samples_are_fresh_and_own_files_stay(shipped: Path, tmp_path: Path) -> None:
    service = CatalogueService(shipped, tmp_path)
    (tmp_path / "forms.toml").write_text("của đơn vị", encoding="utf-8")
    (tmp_path / SAMPLES).mkdir()
    (tmp_path / SAMPLES / "forms.toml").write_text("cũ", encoding="utf-8")
    service.prepare_folder()
    assert (tmp_path / "forms.toml").read_text(encoding="utf-8") == "của đơn vị"
    assert (tmp_path / SAMPLES / "forms.toml").read_bytes() == (shipped / "forms.toml").read_bytes()


def test_a_place_that_refuses_is_expected_trouble(shipped: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(FileNotWritten):
        CatalogueService(shipped, tmp_path / "file" / "own").prepare_folder()
