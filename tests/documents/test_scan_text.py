"""Text out of scans. Tesseract is played by a small program of its own: what matters is how it is called and read."""

from __future__ import annotations

import os
import stat
import sys
import zlib

import pytest

from cchc_desktop.documents import scan_text
from cchc_desktop.documents.scan_text import find_reader, read_scan
from cchc_desktop.errors import FileUnreadable, ToolMissing, UnreadableReason

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def page(text):
    """A page of a PDF with this text as its own letters ("" for none)."""
    return f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode() if text else b"0 0 100 100 re f"


def pdf(*texts):
    """A PDF with a page for each text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(texts)))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(texts)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for number, text in enumerate(texts):
        content = zlib.compress(page(text))
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            + f"/Contents {5 + 2 * number} 0 R >>".encode()
        )
        bodies.append(
            f"<< /Length {len(content)} /Filter /FlateDecode >>\nstream\n".encode() + content + b"\nendstream"
        )
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    start = len(out)
    size = len(bodies) + 1
    return (
        out
        + f"xref\n0 {size}\n0000000000 65535 f \n".encode()
        + table
        + (f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode())
    )


LETTERS = "Uy ban nhan dan cac xa, phuong xay dung ke hoach tuyen truyen hang nam"


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Put a program called tesseract on the search path that answers as the real one does."""

    def install(languages="eng vie", output="- Máy đọc được\\ndòng này", code=0):
        folder = tmp_path / "bin"
        folder.mkdir(exist_ok=True)
        program = folder / "tesseract"
        program.write_text(
            "#!/bin/sh\n"
            'if [ "$1" = --list-langs ]; then echo "List of available languages:"\n'
            f"for l in {languages}; do echo $l; done; exit; fi\n"
            f'echo "$@" >> "{tmp_path}/calls"; head -c 8 "$1" | grep -q . || exit 3\n'
            f"printf '%b\\n' '{output}'; exit {code}\n",
            encoding="utf-8",
        )
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
        return tmp_path / "calls"

    return install


@pytest.fixture
def no_tesseract(monkeypatch):
    monkeypatch.setattr(scan_text, "_find_program", lambda: None)


def write(tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def test_the_reader_is_found_with_its_languages(tesseract):
    tesseract()
    assert find_reader().vietnamese
    tesseract(languages="eng")
    reader = find_reader()
    assert reader.program is not None
    assert not reader.vietnamese


def test_a_picture_is_read_in_vietnamese(tesseract, tmp_path):
    calls = tesseract()
    path = write(tmp_path, "trang 1.png", PNG)
    assert read_scan(path)[:2] == ("- Máy đọc được", "dòng này")
    assert calls.read_text().split("stdout")[1].split() == ["-l", "vie"]
    assert str(path) in calls.read_text()


def test_a_pdf_with_letters_of_its_own_needs_no_tesseract(no_tesseract, tmp_path):
    assert LETTERS in " ".join(read_scan(write(tmp_path, "kh.pdf", pdf(LETTERS))))


def test_only_pages_without_letters_go_to_tesseract(tesseract, tmp_path):
    calls = tesseract()
    steps = []

    class Watching:
        def step(self, done, total, note):
            steps.append((done, total, note))

    lines = read_scan(write(tmp_path, "kh.pdf", pdf(LETTERS, "")), Watching())
    assert LETTERS in lines[0]
    assert "- Máy đọc được" in lines
    assert len(calls.read_text().splitlines()) == 1
    assert steps == [(0, 2, "Đang đọc trang 1/2"), (1, 2, "Đang đọc trang 2/2")]


@pytest.mark.parametrize("name", ["anh.png", "kh.pdf"])
def test_without_tesseract_pictures_are_refused_by_name(no_tesseract, tmp_path, name):
    data = PNG if name.endswith("png") else pdf("")
    with pytest.raises(ToolMissing, match="Tesseract"):
        read_scan(write(tmp_path, name, data))


def test_without_vietnamese_it_is_missing_too(tesseract, tmp_path):
    tesseract(languages="eng osd")
    with pytest.raises(ToolMissing):
        read_scan(write(tmp_path, "anh.png", PNG))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", UnreadableReason.EMPTY),
        (b"PK\x03\x04 docx", UnreadableReason.WRONG_KIND),
        (b"%PDF-1.4 cut", UnreadableReason.BROKEN),
        (None, UnreadableReason.MISSING),
    ],
)
def test_what_is_no_scan_is_refused(tesseract, tmp_path, data, reason):
    tesseract()
    path = tmp_path / "tep"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(FileUnreadable) as caught:
        read_scan(path)
    assert (caught.value.reason, caught.value.path) == (reason, path)


def test_too_many_pages_and_bytes_are_refused(no_tesseract, tmp_path, monkeypatch):
    monkeypatch.setattr(scan_text, "PAGE_LIMIT", 1)
    path = write(tmp_path, "kh.pdf", pdf(LETTERS, LETTERS))
    with pytest.raises(FileUnreadable) as caught:
        read_scan(path)
    assert caught.value.reason is UnreadableReason.TOO_LARGE
    monkeypatch.setattr(scan_text, "SIZE_LIMIT", 10)
    with pytest.raises(FileUnreadable):
        read_scan(path)


def test_a_tesseract_that_fails_is_told_with_its_words(tesseract, tmp_path):
    tesseract(code=1)
    with pytest.raises(FileUnreadable) as caught:
        read_scan(write(tmp_path, "anh.png", PNG))
    assert caught.value.reason is UnreadableReason.BROKEN
