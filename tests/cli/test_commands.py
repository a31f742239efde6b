"""Every command as a person or a script calls it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cchc_desktop.cli import parser
from cchc_desktop.cli.main import run
from cchc_desktop.paths import Paths


class Cli:
    """Runs commands on one data folder and reads their answers."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._data = data
        self._capsys = capsys

    def __call__(self, *arguments: str, code: int = 0) -> dict:
        given = run(["--data", str(self._data), "--json", *arguments])
        out, err = self._capsys.readouterr()
        assert given == code, err
        return json.loads(out) if out else {}

    def text(self, *arguments: str, code: int = 0) -> tuple[str, str]:
        given = run(["--data", str(self._data), *arguments])
        out, err = self._capsys.readouterr()
        assert given == code, err
        return out, err


@pytest.fixture
def cli(office: Paths, capsys: pytest.CaptureFixture[str]) -> Cli:
    return Cli(office.data, capsys)


def test_a_new_office_from_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cli = Cli(tmp_path / "mới", capsys)
    refused = cli("plan", "new", "--year", "2026", code=1)
    assert refused["error"] == "NotFound"
    made = cli("init", "--unit", "Xã Lệ Xá", "--province", "hung yen", "--superior", "Sở Nội vụ tỉnh Hưng Yên")
    assert (made["unit"], made["province"], made["from"]) == ("xã Lệ Xá", "Tỉnh Hưng Yên", "2025-07-01")
    assert cli("plan", "list") == {"plans": [], "total": 0}
    assert cli("init", "--unit", "Huyện Tiên Lữ", "--province", "Hưng Yên", code=1)["error"] == "InvalidInput"


def test_plan_from_new_to_clone(cli: Cli, tmp_path: Path) -> None:
    made = cli("plan", "new", "--year", "2026")
    shown = cli("plan", "show", made["id"][:8])
    assert [section["label"] for section in shown["sections"]][:3] == ["I", "II", "III"]
    assert shown["sections"][0]["level"] == 1
    assert shown["unit"] == "ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM"
    for key in ("opening", "bases", "closing", "tasks", "recipients", "signature", "warnings", "number", "date"):
        assert key in shown
    out = tmp_path / "kế hoạch.docx"
    cli("plan", "export", made["id"], "--out", str(out))
    assert out.read_bytes().startswith(b"PK")
    again = cli("plan", "import", str(out))
    labels = [child["label"] for child in cli("plan", "show", again["id"])["sections"]]
    assert labels == [child["label"] for child in shown["sections"]]
    copy = cli("plan", "clone", made["id"], "--year", "2027")
    assert "2027" in copy["title"]
    assert cli("plan", "list")["total"] == 3


def test_log_add_list_and_report(cli: Cli, tmp_path: Path) -> None:
    added = cli(
        "log", "add", "--date", "15/3/2026", "--type", "phat_thanh", "--title", "Phát thanh về dịch vụ công",
        "--count", "luot_phat=3",
    )  # fmt: skip
    assert added["date"] == "2026-03-15"
    assert added["counts"] == {"luot_phat": 3}
    found = cli("log", "list", "--search", "phat thanh dich vu", "--from", "01/03/2026", "--to", "2026-03-31")
    assert found["total"] == 1
    assert set(found["activities"][0]) == {"id", "date", "form", "title", "counts", "people", "note", "task_id"}
    quarter = cli("report", "show", "2026-Q1")
    assert (quarter["start"], quarter["end"], quarter["activities"]) == ("2025-12-15", "2026-03-14", 0)
    half = cli("report", "show", "2026-6M")
    assert half["activities"] == 1
    assert {"code", "name", "unit", "value", "state", "cumulative", "previous", "target"} <= set(half["indicators"][0])
    files = cli("report", "export", "2026-6M", "--out", str(tmp_path / "ra"))["files"]
    assert Path(files[0]).read_bytes().startswith(b"PK")


def test_log_import_previews_first(cli: Cli, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["NHẬT KÝ TUYÊN TRUYỀN"])
    sheet.append(["Ngày", "Hình thức", "Nội dung"])
    sheet.append(["05/03/2026", "Phát thanh", "Bài một"])
    sheet.append(["31/02/2026", "Phát thanh", "Bài hai"])
    book.save(tmp_path / "log.xlsx")
    preview = cli("log", "import", str(tmp_path / "log.xlsx"))
    assert (len(preview["accepted"]), preview["applied"]) == (1, False)
    assert preview["refused"][0]["cell"] == "A4"
    assert cli("log", "list")["total"] == 0
    assert cli("log", "import", str(tmp_path / "log.xlsx"), "--apply")["applied"] is True
    assert cli("log", "list")["total"] == 1


def test_backup_and_restore(cli: Cli, tmp_path: Path) -> None:
    cli("log", "add", "--date", "1/3/2026", "--type", "phat_thanh", "--title", "Trước khi sao lưu")
    made = cli("backup", "create", "--out", str(tmp_path / "a.cchc-backup"))
    assert made["activities"] == 1
    cli("log", "add", "--date", "2/3/2026", "--type", "phat_thanh", "--title", "Sau khi sao lưu")
    assert cli("backup", "verify", made["file"])["activities"] == 1
    cli("backup", "restore", made["file"])
    assert cli("log", "list")["total"] == 1
    broken = tmp_path / "b.cchc-backup"
    broken.write_bytes(Path(made["file"]).read_bytes()[:-50])
    assert cli("backup", "restore", str(broken), code=1)["error"] == "BackupProblem"
    assert cli("log", "list")["total"] == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan", "import", "KHONG_CO.docx"),
        ("plan", "show", "khongco"),
        ("log", "add", "--date", "31/2/2026", "--type", "phat_thanh", "--title", "x"),
        ("log", "add", "--date", "1/2/2026", "--type", "khong_co", "--title", "x"),
        ("log", "add", "--date", "1/2/2026", "--type", "phat_thanh", "--title", "x", "--count", "luot_phat=1,234"),
        ("log", "list", "--from", "hôm nào"),
        ("report", "show", "2026-Q2"),
        ("backup", "verify", "KHONG_CO.cchc-backup"),
    ],
)
def test_refusals_say_it_in_vietnamese_and_change_nothing(cli: Cli, arguments: tuple[str, ...]) -> None:
    out, err = cli.text(*arguments, code=1)
    assert out == ""
    assert err.count(".") >= 2
    assert "Traceback" not in err
    assert cli("log", "list")["total"] == 0
    assert cli("plan", "list")["total"] == 0


@pytest.mark.parametrize(
    "arguments", [["plan"], ["plan", "export", "x"], ["nonsense"], ["log", "list", "--limit", "a"]]
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert "Lệnh viết chưa đúng" in err
    assert "Cách dùng" in err


def test_no_command_asks_for_qt(office: Paths) -> None:
    code = (
        "import sys; from cchc_desktop.cli.main import run; "
        f"run(['--data', {str(office.data)!r}, 'report', 'show', '2026-Q1']); "
        "print('PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60,
        env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.splitlines()[-1] == "False"


def test_a_bug_is_exit_code_3_with_a_report(cli: Cli, monkeypatch: pytest.MonkeyPatch, office: Paths) -> None:
    from cchc_desktop.services.plans import PlanService

    def broken(self: object, binned: bool = False) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(PlanService, "rows", broken)
    _, err = cli.text("plan", "list", code=3)
    assert "Báo cáo lỗi" in err
    assert "ZeroDivisionError" not in err
    assert any("planted" in path.read_text(encoding="utf-8") for path in office.logs.glob("*") if path.is_file())


def test_every_command_is_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "command-line.md").read_text(encoding="utf-8")
    for path in parser.PATHS:
        assert f"cchc {path}" in text, path
