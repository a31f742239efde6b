"""A file is whole or untouched, and its name is one that Windows takes."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cchc_desktop import files
from cchc_desktop.errors import FileInUse, FileNotWritten, WriteRefusal


def leftovers(folder: Path) -> list[Path]:
    return list(folder.glob(files.TEMPORARY_PREFIX + "*"))


def test_a_new_and_an_old_file_get_the_bytes(tmp_path: Path) -> None:
    path = tmp_path / "Báo cáo.docx"
    files.write_atomically(path, b"one")
    files.write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert not leftovers(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits")
def test_the_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        files.write_atomically(tmp_path / "a.docx", b"x")
    finally:
        os.umask(old)
    assert (tmp_path / "a.docx").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOSPC, WriteRefusal.DISK_FULL),
        (errno.EROFS, WriteRefusal.READ_ONLY),
        (errno.EACCES, WriteRefusal.READ_ONLY),
        (errno.ENAMETOOLONG, WriteRefusal.NAME),
        (errno.EIO, WriteRefusal.OTHER),
    ],
)
def test_a_failure_at_any_step_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, reason: WriteRefusal
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"old")

    def fail(*_args: object) -> None:
        raise OSError(number, "đĩa")

    monkeypatch.setattr(files.os, step, fail)
    with pytest.raises(FileNotWritten) as caught:
        files.write_atomically(path, b"new")
    assert caught.value.reason is reason
    assert path.read_bytes() == b"old"
    assert not leftovers(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten) as caught:
        files.write_atomically(tmp_path / "không có" / "a.docx", b"x")
    assert caught.value.reason is WriteRefusal.NO_FOLDER


class SharingViolation(PermissionError):
    winerror = 32


def test_a_scanner_that_lets_go_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    replace = os.replace

    def hold(source: Path, target: Path) -> None:
        if len(pauses) < 3:
            raise SharingViolation
        replace(source, target)

    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(files.os, "replace", hold)
    files.write_atomically(tmp_path / "a.docx", b"new")
    assert (tmp_path / "a.docx").read_bytes() == b"new"
    assert len(pauses) == 3


def test_a_file_open_in_word_is_told_after_some_patience(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(b"old")
    pauses: list[float] = []

    def hold(_source: Path, _target: Path) -> None:
        raise SharingViolation

    monkeypatch.setattr(files.time, "sleep", pauses.append)
    monkeypatch.setattr(files.os, "replace", hold)
    with pytest.raises(FileInUse):
        files.write_atomically(path, b"new")
    assert 2 <= sum(pauses) <= 3
    assert path.read_bytes() == b"old"
    assert not leftovers(tmp_path)


def test_leftovers_of_a_power_cut_are_swept(tmp_path: Path) -> None:
    (tmp_path / f"{files.TEMPORARY_PREFIX}abc.docx").write_bytes(b"half")
    (tmp_path / "~$mine.docx").write_bytes(b"Word's own")
    assert files.sweep_temporary(tmp_path) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["~$mine.docx"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("07/KH-UBND.docx", "07-KH-UBND.docx"),
        ("Kế hoạch: “CCHC”  2026?.docx", "Kế hoạch- “CCHC” 2026-.docx"),
        ("CON.docx", "_CON.docx"),
        ("com1", "_com1"),
        ("LPT¹.txt", "_LPT¹.txt"),
        ("abc\u202egpj.exe", "abcgpj.exe"),
        ("a. ", "a"),
        ("", "tep"),
        ("...", "tep"),
        ("Số 1. Báo cáo", "Số 1. Báo cáo"),
    ],
)
def test_names(text: str, name: str) -> None:
    assert files.safe_file_name(text) == name


@given(st.text(max_size=400))
@example("CON")
@example("con .docx")
@example("a.tar .docx")
@example("x" * 119 + "..docx")
@example(".docx")
@example("_.con")
def test_any_text_gives_a_name_that_windows_takes(text: str) -> None:
    name = files.safe_file_name(text)
    assert name
    assert files.safe_file_name(name) == name
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(ord(letter) < 32 for letter in name)
    assert name == name.strip(" .")
    assert len(name.encode()) <= 255
    assert name.split(".")[0].strip().lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
    assert not name.startswith(files.TEMPORARY_PREFIX) or text.strip(" .").startswith(files.TEMPORARY_PREFIX)
