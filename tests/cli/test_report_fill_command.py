"""`cchc report fill` as a script calls it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from cchc_desktop.cli.main import run
from cchc_desktop.paths import Paths


def call(office: Paths, capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> dict[str, Any]:
    assert run(["--data", str(office.data), "--json", *arguments]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def form(path: Path, *tags: str) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Biểu")
        for row, tag in enumerate(tags):
            sheet.write_string(row, 0, f"Chỉ tiêu {row}")
            sheet.write_string(row, 1, tag)
    return path


def test_a_form_with_tags_is_filled(office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call(office, capsys, "log", "add", "--date", "5/1/2026", "--type", "tin_bai", "--title", "Bài báo", "--count",
         "so_bai=3")  # fmt: skip
    source = form(tmp_path / "bieu.xlsx", "{{TT05}}", "{{TT07: lũy kế}}", "{{TT31}}")
    out = tmp_path / "ra" / "dien.xlsx"
    answer = call(office, capsys, "report", "fill", str(source), "2026-Q1", "--out", str(out))
    assert [(cell["cell"], cell["value"]) for cell in answer["cells"]] == [("B1", 1), ("B2", 3), ("B3", None)]
    assert any("để trống" in note for note in answer["notes"])
    sheet = openpyxl.load_workbook(out)["Biểu"]
    assert [sheet[cell].value for cell in ("B1", "B2", "B3")] == [1, 3, None]


@pytest.mark.parametrize(
    ("tags", "period", "options", "error"),
    [
        (("{{TT999}}",), "2026-Q1", (), "FormProblem"),
        (("không có mã",), "2026-Q1", (), "FormProblem"),
        (("{{TT05}}",), "2026-Q9", (), "NotFound"),
        (("{{TT05}}",), "2026-Q1", ("--mapping", "Biểu nào đó"), "NotFound"),
    ],
)
def test_refusals_write_nothing(
    office: Paths,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    tags: tuple[str, ...],
    period: str,
    options: tuple[str, ...],
    error: str,
) -> None:
    source, out = form(tmp_path / "bieu.xlsx", *tags), tmp_path / "dien.xlsx"
    answer = call(office, capsys, "report", "fill", str(source), period, "--out", str(out), *options, code=1)
    assert answer["error"] == error
    assert not out.exists()
