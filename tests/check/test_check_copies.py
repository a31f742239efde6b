"""The annotated and the repaired copy: whole, opened by other programs, and the source as it was."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml import etree

from cchc_desktop.documents.check import annotate, repair
from cchc_desktop.documents.pdf import find_soffice
from cchc_desktop.domain.check import CheckResult, CheckState
from cchc_desktop.errors import InvalidInput

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Checked = Callable[[Any], CheckResult]


def part(data: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return package.read(name)


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs]


def comments(data: bytes) -> dict[str, str]:
    root = etree.fromstring(part(data, "word/comments.xml"))
    return {node.get(W + "id"): "\n".join(t.text or "" for t in node.iter(W + "t")) for node in root}


def commented(data: bytes, needle: str) -> str:
    """Return the comments on the paragraph that holds `needle`."""
    found = comments(data)
    for paragraph in etree.fromstring(part(data, "word/document.xml")).iter(W + "p"):
        text = "".join(node.text or "" for node in paragraph.iter(W + "t"))
        if text == needle or (needle in text and needle != "Phụ lục"):
            return "\n".join(found[node.get(W + "id")] for node in paragraph.iter(W + "commentReference"))
    raise AssertionError(needle)


def broken(good: Any) -> bytes:
    good.sections[0].margins.update(left=1200, top=850, right=1417)
    good.style("Point", rpr={"sz": 24, "rFonts": {"ascii": "Calibri", "hAnsi": "Calibri"}})
    good.change("nation", rpr={"sz": 28})
    good.change("number", text="Số: 132-KH/UBND")
    good.change("point1", text=("ý nghĩa", "ý  nghĩa"))
    good.change("cell2", text=("Phát thanh", "Sử lý"))
    good.header.raw = ""
    return good.data()


def test_each_failed_finding_is_a_comment_at_its_place(good: Any, checked: Checked) -> None:
    data = broken(good)
    copy = annotate(data, checked(data))
    assert "132-KH/UBND" in commented(copy, "132-KH/UBND")
    assert "cỡ 14; đúng là: cỡ 12-13" in commented(copy, "CỘNG HÒA")
    assert "NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II.1.a" in commented(copy, "CỘNG HÒA")
    assert "“Sử lý” → “xử lý”" in commented(copy, "Sử lý")
    first = commented(copy, "ỦY BAN NHÂN DÂN")
    assert "lề trái 21,2 mm" in first
    assert "phần 1" in first
    assert "không có số trang" in first
    assert "không có số trang" in commented(copy, "Phụ lục")
    assert texts(copy) == texts(data)


def test_paragraphs_in_a_row_share_a_comment(good: Any, checked: Checked) -> None:
    good.style("Body", ppr={"jc": "left"})
    data = good.data()
    result = checked(data)
    (finding,) = result.of(CheckState.FAILED)
    copy = annotate(data, result)
    assert len(finding.places) > len(comments(copy))
    assert "đoạn tiếp theo" in commented(copy, "a) Giúp")


def test_comments_that_are_there_are_kept(good: Any, checked: Checked) -> None:
    data = broken(good)
    once = annotate(data, checked(data))
    twice = annotate(once, checked(once))
    old, new = comments(once), comments(twice)
    assert len(new) == 2 * len(old)
    assert all(new[key] == text for key, text in old.items())
    body = etree.fromstring(part(twice, "word/document.xml"))
    assert len({node.get(W + "id") for node in body.iter(W + "commentRangeStart")}) == len(new)


def test_a_good_file_gets_no_comments(good: Any, checked: Checked) -> None:
    data = good.data()
    copy = annotate(data, checked(data))
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        assert "word/comments.xml" not in package.namelist()


def test_repairs_mend_what_they_name_and_break_nothing(good: Any, checked: Checked) -> None:
    data = broken(good)
    before = checked(data)
    mended, repairs = repair(data, before)
    after = checked(mended)
    assert set(before.failed_rules) - set(after.failed_rules) == {
        "page.margins", "page.number", "text.font", "nation.size", "body.size", "content.spaces",
    }  # fmt: skip
    assert set(after.failed_rules) == {"number.party", "content.spelling"}
    assert {repair.rule for repair in repairs} == set(before.failed_rules) - set(after.failed_rules)
    assert ("page.margins", "lề trái 21,2 mm thành 30 mm") in {(repair.rule, repair.what) for repair in repairs}
    assert [re.sub(" +", " ", text) for text in texts(data)] == texts(mended)


def test_a_sound_file_is_repaired_nowhere(good: Any, checked: Checked) -> None:
    data = good.data()
    mended, repairs = repair(data, checked(data))
    assert repairs == ()
    assert part(mended, "word/styles.xml") == part(data, "word/styles.xml")


@pytest.mark.parametrize(
    "held",
    [
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> REF x </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t xml:space="preserve">mục  1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        '<w:fldSimple w:instr="DATE"><w:r><w:t>hôm nay</w:t></w:r></w:fldSimple>',
        "<w:r><w:drawing/></w:r>",
        '<w:ins w:id="5"><w:r><w:t>thêm</w:t></w:r></w:ins>',
    ],
)
def test_paragraphs_with_fields_pictures_and_changes_are_left_alone(good: Any, checked: Checked, held: str) -> None:
    good.change("point1", text=("ý nghĩa", "ý  nghĩa"), rpr={"sz": 22, "rFonts": {"ascii": "Arial"}})
    good.p["point1"].raw = held
    data = good.data()
    mended, repairs = repair(data, checked(data))
    assert repairs == ()
    assert part(mended, "word/document.xml").count(b"Arial") == 1
    assert "ý  nghĩa" in "".join(texts(mended))


def test_spaces_over_two_runs_are_closed_up(good: Any, checked: Checked) -> None:
    good.p["point1"].runs = [("  a) Hiểu rõ ", {}), (" ý ", {"b": True}), ("  nghĩa  của việc này.", {})]
    data = good.data()
    mended, _ = repair(data, checked(data))
    assert "a) Hiểu rõ ý nghĩa của việc này." in texts(mended)
    assert checked(mended).failed_rules == ()


def test_legacy_letters_keep_their_font(good: Any, checked: Checked) -> None:
    good.change("point1", rpr={"rFonts": {"ascii": ".VnTime", "hAnsi": ".VnTime"}})
    data = good.data()
    mended, repairs = repair(data, checked(data))
    assert repairs == ()
    assert b".VnTime" in part(mended, "word/document.xml")


def test_a_header_with_words_is_left_to_a_person(good: Any, checked: Checked) -> None:
    good.header.raw = "<w:r><w:t>Dự thảo</w:t></w:r>"
    data = good.data()
    result = checked(data)
    assert result.failed_rules == ("page.number",)
    assert repair(data, result)[1] == ()


def test_macros_and_foreign_templates_stay_behind(good: Any, checked: Checked) -> None:
    parts = good.parts()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    parts["word/vbaProject.bin"] = b"\x00macro"
    template = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    parts["word/settings.xml"] = parts["word/settings.xml"].replace(
        "<w:themeFontLang",
        '<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'r:id="rId1"/><w:themeFontLang',
    )
    parts["word/_rels/settings.xml.rels"] = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{template}" Target="http://example.org/x.dotm" TargetMode="External"/>'
        "</Relationships>"
    )
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    data = memory.getvalue()
    copy = annotate(data, checked(data))
    with zipfile.ZipFile(io.BytesIO(copy)) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
        assert "word/vbaProject.bin" not in package.namelist()
    assert b"macroEnabled" not in everything
    assert b"example.org" not in everything
    assert texts(copy)


def test_a_strict_file_is_checked_but_not_copied(good: Any, checked: Checked) -> None:
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as package:
        for name, content in good.parts().items():
            raw = content.encode().replace(usual, b"http://purl.oclc.org/ooxml/wordprocessingml/main")
            package.writestr(name, raw)
    data = memory.getvalue()
    result = checked(data)
    assert result.failed_rules == ()
    with pytest.raises(InvalidInput):
        annotate(data, result)


@pytest.mark.layout
def test_libreoffice_opens_both_copies(good: Any, checked: Checked, tmp_path: Path) -> None:
    office = find_soffice()
    if office is None:
        pytest.skip("LibreOffice is not installed")
    data = broken(good)
    result = checked(data)
    (tmp_path / "góp ý.docx").write_bytes(annotate(data, result))
    (tmp_path / "đã sửa.docx").write_bytes(repair(data, result)[0])
    profile = (tmp_path / "profile").as_uri()
    command = [
        str(office),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "odt",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, str(tmp_path / "góp ý.docx"), str(tmp_path / "đã sửa.docx")], check=True, timeout=100)
    noted = part((tmp_path / "góp ý.odt").read_bytes(), "content.xml").decode()
    assert noted.count("<office:annotation ") == len(comments(annotate(data, result)))
    assert "lề trái 21,2 mm" in noted
    assert "CỘNG HÒA" in part((tmp_path / "đã sửa.odt").read_bytes(), "content.xml").decode()
