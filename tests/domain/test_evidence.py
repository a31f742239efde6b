"""Names and kinds of evidence."""

from __future__ import annotations

from datetime import date

import pytest

from cchc_desktop.domain import evidence
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of


@pytest.mark.parametrize(
    ("name", "ending", "kept"),
    [
        ("IMG_1.JPG", ".jpg", "IMG_1.JPG"),
        ("IMG_1.jpeg", ".jpg", "IMG_1.jpeg"),
        ("IMG_1.png", ".jpg", "IMG_1.jpg"),
        ("IMG_1", ".jpg", "IMG_1.jpg"),
        ("../../etc/passwd.pdf", "", "passwd.pdf"),
        ("C:\\Users\\a\\b.pdf", "", "b.pdf"),
        ("", ".png", "tep.png"),
        ("a\u202egpj.exe", "", "agpj.exe"),
        ("x" * 400 + ".docx", "", "x" * 295 + ".docx"),
        ("Bie\u0302n ba\u0309n.pdf", "", "Biên bản.pdf"),
    ],
)
def test_the_name_that_is_kept(name: str, ending: str, kept: str) -> None:
    assert evidence.kept_name(name, ending) == kept


def test_nothing_that_runs_is_taken() -> None:
    programs = {".exe", ".com", ".bat", ".cmd", ".js", ".vbs", ".lnk", ".scr", ".msi", ".ps1", ".hta", ".jar", ".html"}
    assert not programs & evidence.ENDINGS
    assert all(media_type_of("a" + ending) != "application/octet-stream" for ending in evidence.ENDINGS)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Phát thanh về DVC: đợt 1/2026", "007_2026-03-11_phat-thanh-ve-dvc-dot-1-2026_2.jpg"),
        ("…", "007_2026-03-11_khong-ten_2.jpg"),
        ("ă" * 300, f"007_2026-03-11_{'a' * 40}_2.jpg"),
    ],
)
def test_a_name_in_a_binder_is_plain_ascii(title: str, name: str) -> None:
    file = Attachment(OwnerKind.ACTIVITY, "x", "Ảnh.JPG", "a" * 64, 1, "image/jpeg")
    made = evidence.binder_file_name(7, date(2026, 3, 11), title, 2, file)
    assert made == name
    assert made.isascii()
    assert len(made) <= 80


def test_pictures_are_known_by_their_first_bytes() -> None:
    assert evidence.picture_ending(b"\xff\xd8\xff\xe1....Exif") == ".jpg"
    assert evidence.picture_ending(b"RIFF\x00\x00\x00\x00WEBPVP8 ") == ".webp"
    assert evidence.picture_ending(b"RIFF\x00\x00\x00\x00WAVEfmt ") == ""
    assert evidence.picture_ending(b"%PDF-1.7") == ""
    assert evidence.is_heic(b"\x00\x00\x00\x18ftypmif1....")
    assert not evidence.is_heic(b"\x00\x00\x00\x18ftypisom....")  # a film
