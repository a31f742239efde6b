"""“Kiểm tra mẫu”: attacks that must not pass, mistakes of authors that must be told with their sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.documents.word.template import fill
from cchc_desktop.documents.word.template_check import check_template
from cchc_desktop.domain.template import TemplateSeverity
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import FileUnreadable, TemplateProblem

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SAMPLE = {
    "ho_ten": "Nguyễn Thị Lan",
    "trich_yeu": "Tuyên truyền & phổ biến",
    "so_ky_hieu": "07/KH-UBND",
    "noi_nhan": ["- Như trên;", "- Lưu: VT."],
    "noi_dung": [{"kieu": "A", "chu": "một"}, {"kieu": "B", "chu": "hai"}],
    "phu_luc": {"tieu_de": "Phụ lục", "dong": [{"nhom": True, "ten": "Nhóm"}, {"nhom": False, "stt": 1}]},
}
LOOP = "{% for a in noi_nhan %}"

ATTACKS = [
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ lipsum.__globals__['os'].system('id') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ ho_ten.__class__ }}",
    "{{ ho_ten['__class__'] }}",
    "{{ noi_nhan.append(1) }}",
    "{{ phu_luc.update({}) }}",
    "{{ phu_luc.clear() }}",
    "{{ ho_ten.format('x') }}",
    "{{ noi_nhan|attr('append') }}",
    "{{ noi_nhan|map(attribute='__class__')|list }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as o %}{{ o.system('id') }}",
    "{% from 'os' import system %}",
    "{% extends 'x' %}",
    "{% for a in range(10**9) %}x{% endfor %}",
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    "{{ 'A' * 3000000000 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ ho_ten|center(3000000000) }}",
    "{{ '%3000000000d'|format(1) }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% set x = noi_nhan %}{{ x.clear() }}",
    "{% call(x) y() %}{% endcall %}",
    "{% autoescape false %}{{ ho_ten }}{% endautoescape %}",
    "{% raw %}{{ ho_ten }}{% endraw %}",
    LOOP * 4 + "x" + "{% endfor %}" * 4,
    "{% for a in noi_nhan recursive %}{{ loop(a) }}{% endfor %}",
    "{% filter upper %}x{% endfilter %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ ho_ten ~ ho_ten }}",
    "{{ [ho_ten] }}",
    "{{ ho_ten[0:1] }}",
    "{{ lambda }}{{ x() }}",
]


def with_parts(document: Document, path: Path, parts: dict[str, str], relation: str = "", target: str = "") -> Path:
    """Save `document` with parts added or replaced, and one relation of the main part."""
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels" and relation:
                added = f'<Relationship Id="rIdX" Type="{R}/{relation}" Target="{target}"/></Relationships>'
                content = content.replace(b"</Relationships>", added.encode())
            if name == "[Content_Types].xml" and "word/footnotes.xml" in parts:
                kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
                added = f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'
                content = content.replace(b"</Types>", added.encode())
            if name not in parts:
                copy.writestr(name, content)
        for name, content in parts.items():
            copy.writestr(name, content)
    return path


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def in_body(line: str, path: Path) -> Path:
    document = Document()
    for text in ("Đoạn đầu", line, "Đoạn cuối"):
        document.add_paragraph(text)
    document.save(path)
    return path


def in_table(line: str, path: Path) -> Path:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = line
    document.save(path)
    return path


def in_header(line: str, path: Path) -> Path:
    document = Document()
    document.sections[0].header.paragraphs[0].text = line
    document.save(path)
    return path


def in_footer(line: str, path: Path) -> Path:
    document = Document()
    document.sections[0].footer.paragraphs[0].text = line
    document.save(path)
    return path


def in_footnotes(line: str, path: Path) -> Path:
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2"><w:p><w:r><w:t>{escaped(line)}</w:t></w:r></w:p>'
    return with_parts(
        Document(), path, {"word/footnotes.xml": notes + "</w:footnote></w:footnotes>"}, "footnotes", "footnotes.xml"
    )


def in_core_properties(line: str, path: Path) -> Path:
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject>{escaped(line)}</dc:subject></cp:coreProperties>'
    )
    return with_parts(Document(), path, {"docProps/core.xml": core})


PLACES = [in_body, in_table, in_header, in_footer, in_footnotes, in_core_properties]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_passes(attack, place, tmp_path):
    path = place(attack, tmp_path / "mau.docx")
    report = check_template(path, SAMPLE)
    assert not report.usable
    with pytest.raises(TemplateProblem) as caught:
        fill(path, SAMPLE)
    assert caught.value.reason
    assert SAMPLE["noi_nhan"] == ["- Như trên;", "- Lưu: VT."]
    assert set(SAMPLE["phu_luc"]) == {"tieu_de", "dong"}


MISTAKES = [
    ("Người ký: {{ ho_tenn }}", "không có trường “ho_tenn”", "ho_ten"),
    ("Người ký: {{ họ tên }}", "viết sai", "ho_ten"),
    ("Người ký: {{ Ho_Ten }}", "không có trường", "ho_ten"),
    ("Người ký: {{ ho ten }}", "viết sai", "ho_ten"),
    ("Người ký: {{ ho_ten", "không đóng", "}}"),
    ("Người ký: {{ ho_ten }", "không đóng", "{{ ho_ten }}"),
    ("Người ký: ho_ten }}", "thừa dấu đóng", ""),
    ("Người ký: {{ ho_ten %}", "đóng bằng “%}”", "{{ ho_ten }}"),
    ("Người ký: {% ho_ten %}", "không in được", "{{ ho_ten }}"),
    ("Người ký: {{r ho_ten }}", "chữ sẽ mất", "{{ ho_ten }}"),
    ("Người ký: {{p ho_ten }}", "chữ sẽ mất", "{{ ho_ten }}"),
    ("Người ký: {{ ho_ten|uper }}", "bộ lọc “uper”", "upper"),
    ("Nhận: {% for d in ho_ten %}{{ d }}{% endfor %}", "chỉ lặp được trên một danh sách", "noi_nhan"),
    ("Nhận: {% for d in noi_nhan %}{{ d }}", "không có endfor", "endfor"),
    ("Nhận: {% if ho_ten = 'An' %}x{% endif %}", "lệnh if viết sai", "=="),
    ("Nhận: {% for d in noi_dung %}{{ chu }}{% endfor %}", "không có trường “chu”", "d.chu"),
    ("Nhận: {% for d in noi_dung %}{{ d.chuu }}{% endfor %}", "“d” không có trường “chuu”", "d.chu"),
    ("Nhận: {% for d in noi_nhan %}{{ d }}{% endif %}", "chưa đóng", "endfor"),
    ("Nhận: {% End for %}", "không có lệnh “End”", "endfor"),
    ("Nhận: {%p if ho_ten %} nhớ ghi tên", "chữ bên cạnh sẽ mất", "một mình"),
    ("Nhận: {%tr for d in noi_nhan %}", "phải đứng trong bảng", "{%p"),
    ("Nhận: {# nhớ sửa #}", "ghi chú", "xóa"),
    ("Nhận: {{ phu_luc.tieude }}", "“phu_luc” không có trường “tieude”", "phu_luc.tieu_de"),
    ("Nhận: {{ noi_dung.chu }}", "là một danh sách", ""),
    ("Nhận: {{ }}", "thẻ trống", ""),
    ("Nhận: {%- if ho_ten -%} x {% endif %}", "nuốt phần bên cạnh", "bỏ dấu"),
]


@pytest.mark.parametrize(("line", "reason", "hint"), MISTAKES)
def test_a_mistake_is_told_with_its_sentence_and_remedy(line, reason, hint, tmp_path):
    report = check_template(in_body(line, tmp_path / "mau.docx"), SAMPLE)
    told = [finding for finding in report.findings if reason in finding.reason]
    assert told, report.findings
    assert told[0].severity is TemplateSeverity.ERROR
    assert told[0].sentence == line
    assert told[0].where == "thân văn bản"
    assert hint in told[0].hint
    assert all("Đoạn" not in finding.sentence for finding in report.findings)
    with pytest.raises(TemplateProblem):
        fill(tmp_path / "mau.docx", SAMPLE)


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path):
    document = Document()
    for line, _, _ in MISTAKES[:6]:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = "Số {{ so_kyhieu }}"
    document.save(tmp_path / "mau.docx")
    report = check_template(tmp_path / "mau.docx", SAMPLE)
    assert len({finding.sentence for finding in report.findings}) == 7
    assert {finding.where for finding in report.findings} == {"thân văn bản", "đầu trang"}


def test_a_good_template_passes_and_tells_what_it_lacks(tmp_path):
    document = Document()
    for line in (
        "R&D <b> {{ ho_ten|upper }} {ho_ten} {% if trich_yeu %}“{{ trich_yeu }}”{% else %}không{% endif %}",
        "{%p for d in noi_dung %}",
        "{{ loop.index }}. {{ d.chu }}{% if d.kieu == “A” %} (A){% endif %}",
        "{%p endfor %}",
    ):
        document.add_paragraph(line)
    document.save(tmp_path / "mau.docx")
    report = check_template(tmp_path / "mau.docx", SAMPLE, {"ho_ten": "họ tên", "noi_nhan": "nơi nhận"})
    assert report.usable
    assert [finding.reason for finding in report.findings] == [
        "trường viết trong một dấu ngoặc sẽ in nguyên như vậy",
        "mẫu không in nơi nhận (trường noi_nhan)",
    ]
    made = fill(tmp_path / "mau.docx", SAMPLE)
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts == ["R&D <b> NGUYỄN THỊ LAN {ho_ten} “Tuyên truyền & phổ biến”", "1. một (A)", "2. hai"]


def test_a_tag_that_word_cut_into_runs_is_whole(tmp_path):
    document = Document()
    paragraph = document.add_paragraph()
    for number, piece in enumerate(("{", "{ ho", "_t", "en }", "}", " và {", "{ trich_yeu", "}}")):
        paragraph.add_run(piece).bold = bool(number % 2)
    document.save(tmp_path / "mau.docx")
    assert check_template(tmp_path / "mau.docx", SAMPLE).usable
    assert fill(tmp_path / "mau.docx", SAMPLE).paragraphs[0].text == "Nguyễn Thị Lan và Tuyên truyền & phổ biến"


def test_a_tag_torn_over_two_paragraphs_is_told(tmp_path):
    document = Document()
    document.add_paragraph("Ký: {{ ho")
    document.add_paragraph("ten }} xong")
    document.save(tmp_path / "mau.docx")
    reasons = [finding.reason for finding in check_template(tmp_path / "mau.docx", SAMPLE).findings]
    assert "thẻ bị ngắt sang đoạn khác" in reasons


def test_a_loop_over_rows_must_be_closed_in_its_own_kind(tmp_path):
    document = Document()
    table = document.add_table(3, 1)
    for row, text in enumerate(("{%tr for d in noi_dung %}", "{{ d.chu }}", "{%p endfor %}")):
        table.cell(row, 0).text = text
    document.save(tmp_path / "mau.docx")
    report = check_template(tmp_path / "mau.docx", SAMPLE)
    assert [finding.hint for finding in report.findings] == ["viết {%tr endfor %}"]


def test_a_loop_of_a_billion_is_refused_before_anything_is_printed(tmp_path):
    """Three loops over given lists are allowed; what they print is counted first."""
    line = "{% for a in v %}{% for b in v %}{% for c in v %}{{ c }}{% endfor %}{% endfor %}{% endfor %}"
    path = in_body(line, tmp_path / "mau.docx")
    with pytest.raises(TemplateProblem) as caught:
        fill(path, {"v": ["x"] * 1000})
    assert "quá nhiều chữ" in caught.value.reason
    assert len(fill(path, {"v": ["x"] * 10}).paragraphs[1].text) == 1000


@pytest.mark.parametrize("what", ["dai", "dai if a else 'x'", "dai|upper", "b.dai", "b['dai']", "hang[0]", "b"])
def test_a_long_value_in_many_loops_is_counted_too(what, tmp_path):
    path = in_body("{% for a in v %}{{ " + what + " }}{% endfor %}", tmp_path / "mau.docx")
    long = "y" * 200_000
    with pytest.raises(TemplateProblem) as caught:
        fill(path, {"v": ["x"] * 500, "dai": long, "b": {"dai": long}, "hang": [long]})
    assert "quá nhiều chữ" in caught.value.reason


def test_a_flood_of_tags_is_refused(tmp_path):
    document = Document()
    document.add_paragraph("{{ ho_ten }}" * 3000)
    document.save(tmp_path / "mau.docx")
    report = check_template(tmp_path / "mau.docx", SAMPLE)
    assert [finding.reason for finding in report.findings] == ["mẫu có hơn 2000 thẻ"]


FIELDS = ["DDEAUTO c:\\\\x cmd", "INCLUDETEXT C:/x.docx", "INCLUDEPICTURE http://x", " LINK Excel.Sheet", "QUOTE 68"]


@pytest.mark.parametrize("code", FIELDS)
def test_a_field_that_fetches_is_refused(code, tmp_path):
    document = Document()
    run = document.add_paragraph("x").add_run()
    for tag, text in (("begin", ""), ("", code[:4]), ("", code[4:]), ("end", "")):
        name = "fldChar" if tag else "instrText"
        element = run._r.makeelement(f"{{{W}}}{name}", {f"{{{W}}}fldCharType": tag} if tag else {})
        element.text = text or None
        run._r.append(element)
    document.save(tmp_path / "mau.docx")
    assert not check_template(tmp_path / "mau.docx", SAMPLE).usable
    with pytest.raises(TemplateProblem):
        fill(tmp_path / "mau.docx", SAMPLE)


@pytest.mark.parametrize(
    ("kind", "target", "external", "usable"),
    [
        ("image", "http://example.invalid/a.png", True, False),
        ("hyperlink", "https://example.invalid", True, True),
        ("hyperlink", "file:///c:/x.exe", True, False),
        ("hyperlink", "javascript:alert(1)", True, False),
        ("attachedTemplate", "http://example.invalid/n.dotm", True, True),
        ("oleObject", "embeddings/o.bin", False, False),
        ("aFChunk", "chunk.html", False, False),
        ("image", "NULL", False, True),
        ("image", "../NULL", False, True),
        ("image", "media/khong-co.png", False, True),
    ],
)
def test_relations_of_a_template(kind, target, external, usable, tmp_path):
    path = in_body("{{ ho_ten }}", tmp_path / "goc.docx")
    mode = ' TargetMode="External"' if external else ""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(tmp_path / "mau.docx", "w") as copy:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/_rels/document.xml.rels":
                row = f'<Relationship Id="rIdX" Type="{R}/{kind}" Target="{target}"{mode}/></Relationships>'
                content = content.replace(b"</Relationships>", row.encode())
            copy.writestr(name, content)
    report = check_template(tmp_path / "mau.docx", SAMPLE)
    assert report.usable is usable, report.findings
    if usable:
        assert [finding.tag for finding in report.findings] == ([] if kind == "hyperlink" else [target])
        stream = io.BytesIO()
        fill(tmp_path / "mau.docx", SAMPLE).save(stream)
        assert Document(stream).paragraphs[1].text == "Nguyễn Thị Lan"
        if kind == "image":
            with zipfile.ZipFile(stream) as made:
                assert target.encode() not in made.read("word/_rels/document.xml.rels")
    else:
        assert target in [finding.tag for finding in report.findings]


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/a.exe"])
def test_macros_and_programs_are_refused(part, tmp_path):
    path = with_parts(Document(), tmp_path / "mau.docx", {part: "x"})
    assert not check_template(path, SAMPLE).usable
    with pytest.raises(TemplateProblem):
        fill(path, SAMPLE)


@pytest.mark.parametrize(
    "content", [b"", b"{\\rtf1 x}", b"<html></html>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_file_of_another_kind_is_refused_by_name(content, tmp_path):
    (tmp_path / "mau.docx").write_bytes(content)
    with pytest.raises(FileUnreadable):
        check_template(tmp_path / "mau.docx", SAMPLE)


def test_a_tag_in_a_text_box_description_or_deleted_text_is_told(tmp_path):
    document = Document()
    paragraph = document.add_paragraph("x")
    element = paragraph._p.makeelement(f"{{{W}}}del", {})
    run = element.makeelement(f"{{{W}}}r", {})
    text = run.makeelement(f"{{{W}}}delText", {})
    text.text = "{{ ho_ten }}"
    run.append(text)
    element.append(run)
    paragraph._p.append(element)
    document.save(tmp_path / "mau.docx")
    report = check_template(tmp_path / "mau.docx", SAMPLE)
    assert "chữ đã xóa" in report.findings[0].reason


PLAIN = st.text(st.characters(codec="utf-8"), max_size=40).map(clean)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=PLAIN, lines=st.lists(PLAIN, max_size=5), rows=st.lists(PLAIN, max_size=5))
def test_every_value_is_printed_and_so_is_the_last_paragraph(name, lines, rows, tmp_path):
    """Whatever the values hold: "&", "<", "{{", "}}", "]]>", emoji."""
    template = tmp_path / "mau.docx"
    if not template.exists():
        document = Document()
        for line in ("[{{ ten }}]", "{%p for d in dong %}", "({{ d }})", "{%p endfor %}"):
            document.add_paragraph(line)
        table = document.add_table(3, 1)
        for number, line in enumerate(("{%tr for h in hang %}", "<{{ h.chu }}>", "{%tr endfor %}")):
            table.cell(number, 0).text = line
        document.add_paragraph("Hết.")
        document.save(template)
    stream = io.BytesIO()
    fill(template, {"ten": name, "dong": list(lines), "hang": [{"chu": row} for row in rows]}).save(stream)
    made = Document(stream)
    assert [paragraph.text for paragraph in made.paragraphs] == [f"[{name}]", *(f"({line})" for line in lines), "Hết."]
    assert [row.cells[0].text for table in made.tables for row in table.rows] == [f"<{row}>" for row in rows]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(line=st.text(st.sampled_from("{}%#pr ._|()'ho_tenifdrac=-“\n"), max_size=60))
def test_any_line_is_either_told_or_filled_without_loss(line, tmp_path):
    """No template makes the program stumble, and what passes keeps its first and last paragraph."""
    path = in_body(clean(line), tmp_path / "mau.docx")
    report = check_template(path, SAMPLE)
    try:
        texts = [paragraph.text for paragraph in fill(path, SAMPLE).paragraphs]
    except TemplateProblem:
        assert not report.usable
        return
    assert report.usable
    assert (texts[0], texts[-1]) == ("Đoạn đầu", "Đoạn cuối")
