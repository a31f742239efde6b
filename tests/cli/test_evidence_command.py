"""`cchc log add --evidence` and `cchc evidence binder`."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from cchc_desktop.cli.main import run
from cchc_desktop.paths import Paths

ADD = ("log", "add", "--date", "1/3/2026", "--type", "phat_thanh", "--title", "Phát thanh về dịch vụ công")


def cli(office: Paths, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    given = run(["--data", str(office.data), "--json", *arguments])
    out, err = capsys.readouterr()
    assert given == code, err
    return json.loads(out)


def test_evidence_is_logged_and_bound(office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "Ảnh loa.jpg"
    Image.new("RGB", (3000, 100), "red").save(picture)
    pdf = tmp_path / "b.pdf"
    pdf.write_bytes(b"%PDF-1.7")
    link = "https://lexa.hungyen.gov.vn/tin"
    added = cli(office, capsys, *ADD, "--evidence", str(picture), str(pdf), "--evidence", link)
    assert [file["name"] for file in added["evidence"]] == ["Ảnh loa.jpg", "b.pdf", "lexa.hungyen.gov.vn/tin"]
    cli(office, capsys, *ADD[:-1], "Không có ảnh")
    out = tmp_path / "ra" / "tap.zip"
    made = cli(office, capsys, "evidence", "binder", "2026-Q1", "--out", str(out))
    assert made == {
        "file": str(out), "period": "2026-Q1", "activities": 2, "files": 3, "without_evidence": 1, "lost": [],
    }  # fmt: skip
    with zipfile.ZipFile(out) as archive:
        assert len(archive.namelist()) == 4
    folder = cli(office, capsys, "evidence", "binder", "2026-Q1", "--out", str(tmp_path / "thư mục"))["file"]
    assert (Path(folder) / "00_Muc-luc-minh-chung.docx").is_file()
    for kept in office.evidence.rglob("*.pdf"):
        kept.unlink()
    lost = cli(office, capsys, "evidence", "binder", "2026-Q1", "--out", str(out), code=1)
    assert (lost["files"], lost["lost"]) == (2, ["01/03/2026 Phát thanh về dịch vụ công: b.pdf"])


@pytest.mark.parametrize(("name", "data"), [("virus.exe", b"MZ"), ("anh.jpg", b"\xff\xd8\xff"), ("rong.pdf", b"")])
def test_a_refused_file_logs_nothing(
    office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    good, bad = tmp_path / "a.pdf", tmp_path / name
    good.write_bytes(b"%PDF-")
    bad.write_bytes(data)
    refused = cli(office, capsys, *ADD, "--evidence", str(good), str(bad), code=1)
    assert refused["error"] == "FileUnreadable"
    assert name in refused["message"]
    assert cli(office, capsys, "log", "list")["total"] == 0


def test_an_unknown_task_makes_nothing(office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "ra"
    refused = cli(office, capsys, "evidence", "binder", "2026-Q1", "--task", "7", "--out", str(out), code=1)
    assert refused["error"] == "NotFound"
    assert not out.exists()


def test_a_place_that_cannot_be_made_is_told(office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tep").write_text("x")
    for out in ("tep/ra", "tep/ra/a.zip"):
        refused = cli(office, capsys, "evidence", "binder", "2026-Q1", "--out", str(tmp_path / out), code=1)
        assert refused["error"] == "FileNotWritten"
