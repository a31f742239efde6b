"""Folders of the data, and packaged trees in the three ways the program is installed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from cchc_desktop import paths
from cchc_desktop.paths import Paths

REPOSITORY = Path(__file__).resolve().parents[1]


def test_everything_lies_under_the_named_folder(tmp_path: Path) -> None:
    named = Paths.under(tmp_path / "Dữ liệu")
    places = [getattr(named, name) for name, value in vars(Paths).items() if isinstance(value, property)]
    assert len(places) == len(set(places)) == 8
    assert all(place.is_relative_to(tmp_path / "Dữ liệu") for place in places)
    assert [field.name for field in fields(Paths)] == ["data"]


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert Paths.under("kho").data == tmp_path / "kho"


def test_the_default_is_the_local_folder_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform.startswith("linux"):
        monkeypatch.setenv("XDG_DATA_HOME", "/kho/dữ liệu")
        assert Paths.default().data == Path("/kho/dữ liệu/CCHC")
    assert Paths.default().data.name == "CCHC"
    assert "Roaming" not in Paths.default().data.parts


def test_create_makes_folders_and_keeps_what_is_there(tmp_path: Path) -> None:
    made = Paths.under(tmp_path / "a" / "b")
    made.create()
    (made.logs / "x.txt").write_text("x")
    made.create()
    assert (made.logs / "x.txt").read_text() == "x"
    assert not made.templates.exists(), "an empty override folder would only puzzle people"


def test_packaged_trees_in_the_repository() -> None:
    assert paths.resources_dir() == REPOSITORY / "resources"
    assert paths.templates_dir() == REPOSITORY / "templates_docx"


def test_packaged_trees_in_an_installed_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "cchc_desktop"
    (package / "_data" / "resources").mkdir(parents=True)
    # A stray folder of that name beside the packages is not ours.
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    assert paths.resources_dir() == package / "_data" / "resources"


def test_packaged_trees_in_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen = tmp_path / "Chương trình" / "_internal"
    (frozen / "templates_docx").mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(frozen / "cchc_desktop" / "paths.pyc"))
    monkeypatch.setattr(sys, "_MEIPASS", str(frozen), raising=False)
    assert paths.templates_dir() == frozen / "templates_docx"
    with pytest.raises(FileNotFoundError, match="resources"):
        paths.resources_dir()


def test_importing_paths_stays_cheap() -> None:
    code = "import sys, cchc_desktop.paths; print(sorted({'platformdirs', 'PySide6', 'sqlalchemy'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
