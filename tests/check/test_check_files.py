"""Our own exports pass; bad files are refused by name; the service and the command line keep the source as it is."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest

from cchc_desktop.catalogues.check_rules import RULES, WORDS, load_check_book
from cchc_desktop.cli.main import run
from cchc_desktop.documents.check import annotate, check, repair
from cchc_desktop.documents.check.verdict import MEASURES, UNKNOWN
from cchc_desktop.domain.check import CheckBook, CheckResult, CheckRule, CheckState
from cchc_desktop.domain.unit import Signature, SigningMode
from cchc_desktop.errors import CatalogueProblem, FileUnreadable, InvalidInput, UnreadableReason
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services

ROOT = Path(__file__).resolve().parents[2]
Checked = Callable[[Any], CheckResult]


def failed(result: CheckResult) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.measured, finding.where) for finding in result.of(CheckState.FAILED)]


DEPUTY = Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Trần Thị Hòa")
OWN_EXPORTS: dict[str, dict[str, Any]] = {
    "as made": {},
    "issued": {"number": 7, "date": date(2026, 1, 13)},
    "late in the year": {"number": 132, "date": date(2026, 10, 5)},
    "signed by a deputy": {"number": 12, "date": date(2026, 6, 29), "signature": DEPUTY},
    "of a department": {
        "upper_line": "UBND XÃ ĐỒNG TÂM",
        "issuer": ("PHÒNG VĂN HÓA - XÃ HỘI",),
        "symbol": "KH-VHXH",
        "number": 3,
        "date": date(2026, 2, 9),
        "signature": Signature(SigningMode.OWN, body="", title="TRƯỞNG PHÒNG", name="Lê Văn Đạt"),
    },
    "of a ward with a long name": {
        "issuer": ("ỦY BAN NHÂN DÂN", "PHƯỜNG ĐIỆN BIÊN PHỦ"),
        "place": "Phường Điện Biên Phủ",
        "title": "Tuyên truyền công tác cải cách hành chính và dịch vụ công trực tuyến năm 2026 trên địa bàn phường "
        "Điện Biên Phủ, giai đoạn sắp xếp tổ chức bộ máy",
        "number": 21,
        "date": date(2026, 3, 2),
    },
    "without tasks": {"tasks": (), "number": 9, "date": date(2026, 1, 9)},
    "unsigned": {"signature": Signature()},
}


@pytest.mark.parametrize("name", OWN_EXPORTS)
def test_our_own_exports_break_no_rule(services: Services, name: str) -> None:
    plan = replace(services.plans.create(2026).plan, **OWN_EXPORTS[name])
    if name == "without tasks":
        keep = tuple(section for section in plan.sections if "Phụ lục" not in repr(section))
        plan = replace(plan, sections=keep)
    result = services.checks.check_data(services.plans.render(plan))
    assert failed(result) == []
    assert result.kind == "KẾ HOẠCH"
    states = {finding.rule: finding.state for finding in result.findings}
    for rule in ("page.margins", "text.font", "motto.rule", "issuer.look", "title.rule", "bases.look", "body.indent"):
        assert states[rule] is CheckState.PASSED, rule
    assert len(result.of(CheckState.PASSED)) > 70
    assert states["upper.look"] is (CheckState.PASSED if name == "of a department" else CheckState.NOT_CHECKED)
    assert states["signer.look"] is (CheckState.NOT_CHECKED if name == "unsigned" else CheckState.PASSED)


def test_every_shipped_rule_can_be_measured_and_cites_its_source(book: CheckBook) -> None:
    assert {rule.id for rule in book.rules} == set(MEASURES)
    for rule in book.rules:
        assert rule.clause.startswith(("NĐ 30/2020/NĐ-CP, Phụ lục ", "Quy tắc soạn thảo")), rule.id
        assert "{" not in rule.expected_text


def test_a_rule_nobody_can_measure_is_not_passed(good: Any, book: CheckBook) -> None:
    rules = (CheckRule("page.unheard_of", "NĐ 30", "Điều chưa biết", "không rõ", "bất kỳ"), *book.rules[:1])
    result = check(good.data(), CheckBook(rules, book.words))
    assert [(f.rule, f.state) for f in result.findings] == [
        ("page.unheard_of", CheckState.NOT_CHECKED), ("page.paper", CheckState.PASSED),
    ]  # fmt: skip
    assert result.findings[0].measured == UNKNOWN


def test_an_office_sets_its_own_limits(good: Any, tmp_path: Path) -> None:
    shipped = ROOT / "resources" / "catalogues"
    text = (shipped / RULES).read_text(encoding="utf-8")
    (tmp_path / RULES).write_text(text.replace("right_max = 20", "right_max = 14"), encoding="utf-8")
    assert check(good.data(), load_check_book(shipped, tmp_path)).failed_rules == ("page.margins",)


@pytest.mark.parametrize(
    ("name", "old", "new", "reason"),
    [
        (RULES, 'severity = "error"', 'severity = "bad"', "severity"),
        (RULES, 'id = "page.orientation"', 'id = "page.paper"', "đã có"),
        (RULES, "min = 10, max = 12.7", "least = 10, max = 12.7", "min"),
        (RULES, "schema = 1", "schema = 2", "mới hơn"),
        (WORDS, 'name = "KẾ HOẠCH"', 'nom = "KẾ HOẠCH"', "nom"),
    ],
)
def test_a_wrong_rule_file_is_named_with_its_line(tmp_path: Path, name: str, old: str, new: str, reason: str) -> None:
    shipped = ROOT / "resources" / "catalogues"
    text = (shipped / name).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueProblem) as caught:
        load_check_book(shipped, tmp_path)
    assert reason in caught.value.reason
    assert caught.value.path == tmp_path / name
    assert caught.value.line > 0


def packed(parts: dict[str, Any]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda parts: b"", UnreadableReason.EMPTY),
        (lambda parts: packed(parts)[:-4000], UnreadableReason.TRUNCATED),
        (lambda parts: b"%PDF-1.7 ...", UnreadableReason.WRONG_KIND),
        (lambda parts: b"{\\rtf1 Xin chao}", UnreadableReason.WRONG_KIND),
        (lambda parts: packed(parts | {"word/document.xml": "<w:document"}), UnreadableReason.BROKEN),
        (lambda parts: packed({k: v for k, v in parts.items() if k != "word/document.xml"}), UnreadableReason.BROKEN),
        (lambda parts: packed({k: v for k, v in parts.items() if "Content" not in k}), UnreadableReason.BROKEN),
        (
            lambda parts: packed(parts | {"word/document.xml": "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
            UnreadableReason.HOSTILE,
        ),
        (lambda parts: packed(parts | {"word/bomb.xml": "<a>" + " " * 60_000_000 + "</a>"}), UnreadableReason.HOSTILE),
        (lambda parts: packed(parts | {"../evil.xml": "<a/>"}), UnreadableReason.HOSTILE),
        (
            lambda parts: packed(parts | {"word/document.xml": "<a>" * 100_000 + "</a>" * 100_000}),
            UnreadableReason.BROKEN,
        ),
    ],
)
def test_bad_files_are_refused_by_name(
    good: Any, services: Services, tmp_path: Path, damage: Callable[..., bytes], reason: UnreadableReason
) -> None:
    path = tmp_path / "của ai.docx"
    path.write_bytes(damage(good.parts()))
    with pytest.raises(FileUnreadable) as caught:
        services.checks.check(path)
    assert (caught.value.reason, caught.value.path) == (reason, path)


@pytest.mark.parametrize("lost", ["styles", "theme/theme1", "settings", "headerNumber", "numbering"])
def test_a_missing_part_is_no_crash(good: Any, checked: Checked, lost: str) -> None:
    parts = good.parts()
    parts.pop(f"word/{lost}.xml", None)
    assert checked(packed(parts)).findings
    parts[f"word/{lost}.xml"] = "no xml at all <"
    assert checked(packed(parts)).findings


def test_a_missing_theme_leaves_the_font_unchecked(good: Any, checked: Checked) -> None:
    parts = good.parts()
    del parts["word/theme/theme1.xml"]
    states = {finding.rule: finding.state for finding in checked(packed(parts)).findings}
    assert states["text.font"] is CheckState.NOT_CHECKED


NONSENSE = {
    "styles that go round": ("styles", 'w:basedOn w:val="Normal"', 'w:basedOn w:val="Body"'),
    "sizes that are no numbers": ("styles", 'w:sz w:val="28"', 'w:sz w:val="to"'),
    "huge sizes": ("styles", 'w:sz w:val="28"', 'w:sz w:val="9e99"'),
    "nan": ("document", 'w:left="1701"', 'w:left="nan"'),
    "lengths with units": ("document", 'w:left="1701"', 'w:left="3cm"'),
    "no margins": ("document", "<w:pgMar", "<w:pgMarNot"),
    "unknown style": ("document", 'w:val="Point"', 'w:val="Nowhere"'),
    "unknown header": ("document", 'r:id="rIdNumber"', 'r:id="rIdNowhere"'),
    "columns that are no numbers": ("document", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="x"/>'),
    "a million columns": ("document", "<w:tcPr>", '<w:tcPr><w:gridSpan w:val="999999999"/>'),
    "field without an end": ("document", "<w:r><w:rPr></w:rPr>", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r>'),
    "field ends first": ("document", "<w:r><w:rPr></w:rPr>", '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r>'),
    "list of nothing": (
        "document",
        '<w:pStyle w:val="Point"/>',
        '<w:numPr><w:ilvl w:val="x"/><w:numId w:val="7"/></w:numPr>',
    ),
    "empty alternatives": (
        "document",
        "</w:body>",
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/></w:body>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_inside_a_whole_file_is_no_crash(good: Any, checked: Checked, name: str) -> None:
    part, old, new = NONSENSE[name]
    parts = good.parts()
    assert old in parts[f"word/{part}.xml"]
    parts[f"word/{part}.xml"] = parts[f"word/{part}.xml"].replace(old, new)
    data = packed(parts)
    result = checked(data)
    assert result.findings
    assert annotate(data, result).startswith(b"PK")
    assert repair(data, result)[0].startswith(b"PK")


def test_any_word_file_gives_findings(checked: Checked) -> None:
    """A letter to a friend is no official document; it is told so and nothing crashes."""
    memory = io.BytesIO()
    document = docx.Document()
    document.add_heading("Thư gửi bạn", 1)
    document.add_paragraph("Chào bạn, 2026. Mình khỏe.", style="List Bullet")
    document.add_table(rows=2, cols=2)
    document.save(memory)
    result = checked(memory.getvalue())
    assert {"nation.text", "motto.text", "kind.text", "recipients_head.text", "text.font"} <= set(result.failed_rules)
    assert result.kind == ""


def test_the_service_writes_copies_and_never_the_source(good: Any, services: Services, tmp_path: Path) -> None:
    good.change("nation", rpr={"sz": 28})
    source = tmp_path / "gốc.docx"
    source.write_bytes(good.data())
    before = source.read_bytes()
    report = services.checks.check(source, tmp_path / "góp ý", tmp_path / "đã sửa.docx")
    assert source.read_bytes() == before
    assert report.annotated == tmp_path / "góp ý.docx"
    assert report.annotated.is_file()
    assert [repair.rule for repair in report.repairs] == ["nation.size"]
    assert services.checks.check(tmp_path / "đã sửa.docx").result.failed_rules == ()
    for wrong in ((source, None), (None, source), (tmp_path / "GỐC.docx", None), (tmp_path / "a.docx",) * 2):
        with pytest.raises(InvalidInput):
            services.checks.check(source, *wrong)
    assert source.read_bytes() == before


def test_the_command_line_answers_as_documented(
    good: Any, office: Paths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, copy = tmp_path / "thử.docx", tmp_path / "góp ý.docx"
    source.write_bytes(good.data())
    assert run(["--data", str(office.data), "--json", "check", str(source)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["findings", "passed", "failed", "not_checked"]
    assert answer["failed"] == 0
    assert sum(answer[state] for state in ("passed", "failed", "not_checked")) == len(answer["findings"])
    good.change("number", text="Số: 132-KH/UBND")
    source.write_bytes(good.data())
    command = ["--data", str(office.data), "check", str(source), "--annotated", str(copy)]
    assert run(["--json", *command]) == 1
    answer = json.loads(capsys.readouterr().out)
    (finding,) = [finding for finding in answer["findings"] if finding["state"] == "failed"]
    assert finding == {
        "rule": "number.party",
        "clause": "NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.3.c",
        "state": "failed",
        "measured": "Số: 132-KH/UBND",
        "expected": "số/tên loại-cơ quan, như 07/KH-UBND",
        "where": "đoạn 7: “Số: 132-KH/UBND”",
        "severity": "error",
    }
    assert answer["annotated"] == str(copy)
    assert copy.is_file()
    assert run([*command, "--repaired", str(tmp_path / "sửa.docx")]) == 1
    text = capsys.readouterr().out
    assert "132-KH/UBND" in text
    assert "không kiểm được" in text
    assert run(["--data", str(office.data), "--json", "check", str(tmp_path / "không có.docx")]) == 1
    assert json.loads(capsys.readouterr().out)["error"] == "FileUnreadable"
