"""Templates from outside: what they may do, and that nothing is ever dropped in silence."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cchc_desktop.documents.word.template import fill
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import TemplateProblem

CONTEXT = {"ten": "An", "so": 5, "dong": ["một", "hai"], "bang": {"ghi": "chú", "items": "mục"}}


def make(path: Path, *lines: str, header: str = "") -> Path:
    document = Document()
    for line in lines:
        document.add_paragraph(line)
    if header:
        document.sections[0].header.paragraphs[0].text = header
    document.save(path)
    return path


def repacked(source: Path, target: Path, part: str, old: bytes, new: bytes) -> Path:
    with zipfile.ZipFile(source) as package, zipfile.ZipFile(target, "w") as copy:
        for name in package.namelist():
            content = package.read(name)
            if name == part:
                assert old in content
                content = content.replace(old, new)
            copy.writestr(name, content)
    return target


def test_fields_lists_and_choices(tmp_path):
    template = make(
        tmp_path / "t.docx",
        "{{ ten|upper }} {{ so }} {{ bang.ghi }} {{ bang.items }}",
        "{%p for d in dong %}",
        "{{ loop.index }}. {{ d }}",
        "{%p endfor %}",
        "{%p if ten == 'An' %}",
        "đúng",
        "{%p endif %}",
        header="Đầu trang {{ ten }}",
    )
    stream = io.BytesIO()
    fill(template, CONTEXT).save(stream)
    made = Document(stream)
    assert [paragraph.text for paragraph in made.paragraphs] == ["AN 5 chú mục", "1. một", "2. hai", "đúng"]
    assert made.sections[0].header.paragraphs[0].text == "Đầu trang An"


@pytest.mark.parametrize(
    "line",
    [
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ dong.append(1) }}",
        "{{ bang.clear() }}",
        "{{ range(10) }}",
        "{{ 'A' * 1000000000 }}",
        "{{ ten|center(1000000000) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'x' as y %}",
        "{% macro m() %}{% endmacro %}",
        "{% set a = 1 %}",
        "{% for a in 'dài' %}{{ a }}{% endfor %}",
        "{% for a in dong %}{% for b in dong %}{% for c in dong %}{% for d in dong %}x"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{{ ten.__class__ }}",
        "{{ ten.upper }}",
        "{{ bang.khong_co }}",
        "{{ khong_co }}",
        "{{ ten|khong_co }}",
        "{% if ten %}thiếu endif",
        "{{ ho ten }}",
        "{{ ten",
        "{%p for d in dong %}",
    ],
)
def test_what_a_template_may_not_do_is_named(line, tmp_path):
    for number, template in enumerate(
        [make(tmp_path / "than.docx", "trước", line, "sau"), make(tmp_path / "dau.docx", "sau", header=line)]
    ):
        with pytest.raises(TemplateProblem) as caught:
            fill(template, CONTEXT)
        assert caught.value.template == template.name
        assert caught.value.reason, number
        assert CONTEXT["dong"] == ["một", "hai"]


def test_a_syntax_error_tells_the_sentence(tmp_path):
    template = make(tmp_path / "t.docx", "câu lành", "câu hỏng {{ ho ten }}", "câu cuối")
    with pytest.raises(TemplateProblem) as caught:
        fill(template, CONTEXT)
    assert "câu hỏng" in caught.value.where


def test_an_unknown_field_is_named(tmp_path):
    with pytest.raises(TemplateProblem) as caught:
        fill(make(tmp_path / "t.docx", "{{ khong_co }}"), CONTEXT)
    assert "khong_co" in caught.value.where


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(st.text(max_size=30), min_size=1, max_size=5))
def test_every_value_is_in_the_text_and_so_is_the_last_paragraph(values, tmp_path):
    template = tmp_path / "t.docx"
    if not template.exists():
        make(template, "{%p for d in dong %}", "[{{ d }}]", "{%p endfor %}", "hết")
    values = [clean(value) for value in values]
    made = fill(template, {"dong": values})
    assert [paragraph.text for paragraph in made.paragraphs] == [*(f"[{value}]" for value in values), "hết"]


def test_text_that_xml_cannot_hold_is_an_error_and_not_a_loss(tmp_path):
    template = make(tmp_path / "t.docx", "{{ ten }}", "đoạn cuối")
    for bad in ("\x00", "\x0b", "\uffff", "\ud800"):
        with pytest.raises(TemplateProblem):
            fill(template, {"ten": f"a{bad}b"})


def test_static_text_with_an_ampersand_stays(tmp_path):
    made = fill(make(tmp_path / "t.docx", "R&D <b> “x” {{ ten }}"), CONTEXT)
    assert made.paragraphs[0].text == "R&D <b> “x” An"


@pytest.mark.parametrize("content", [b"", b"khong phai zip", b"PK\x03\x04 cut", b"%PDF-1.7", b"\xd0\xcf\x11\xe0" * 200])
def test_a_file_that_is_no_word_file(content, tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(content)
    with pytest.raises(TemplateProblem):
        fill(path, CONTEXT)


def test_a_missing_or_cut_template(tmp_path):
    with pytest.raises(TemplateProblem):
        fill(tmp_path / "khong_co.docx", CONTEXT)
    whole = make(tmp_path / "t.docx", "x").read_bytes()
    for size in range(0, len(whole), 2500):
        (tmp_path / "cut.docx").write_bytes(whole[:size])
        with pytest.raises(TemplateProblem):
            fill(tmp_path / "cut.docx", CONTEXT)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"])
def test_a_template_without_one_of_its_parts(part, tmp_path):
    whole = make(tmp_path / "t.docx", "x")
    with zipfile.ZipFile(whole) as package, zipfile.ZipFile(tmp_path / "less.docx", "w") as copy:
        for name in package.namelist():
            if name != part:
                copy.writestr(name, package.read(name))
    if part.endswith(".rels"):
        return  # a document without relations is poor but whole
    with pytest.raises(TemplateProblem):
        fill(tmp_path / "less.docx", CONTEXT)


def test_entities_and_foreign_parts_are_refused(tmp_path):
    whole = make(tmp_path / "t.docx", "x")
    bomb = repacked(
        whole, tmp_path / "dtd.docx", "word/document.xml", b"<w:document", b'<!DOCTYPE d [<!ENTITY a "b">]><w:document'
    )
    with pytest.raises(TemplateProblem):
        fill(bomb, CONTEXT)
    image = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" '
    )
    image += b'Target="http://example.invalid/a.png" TargetMode="External"/></Relationships>'
    foreign = repacked(whole, tmp_path / "ext.docx", "word/_rels/document.xml.rels", b"</Relationships>", image)
    with pytest.raises(TemplateProblem) as caught:
        fill(foreign, CONTEXT)
    assert "example.invalid" in caught.value.where


def test_the_link_to_somebodys_own_template_does_not_go_into_our_documents(tmp_path):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    whole = make(tmp_path / "t.docx", "x")
    linked = tmp_path / "linked.docx"
    shutil.copy(whole, linked)
    with zipfile.ZipFile(whole) as package:
        settings_xml = package.read("word/settings.xml")
    end = settings_xml.index(b">", settings_xml.index(b"<w:settings")) + 1
    old, new = settings_xml[:end], settings_xml[:end] + b'<w:attachedTemplate r:id="rId1"/>'
    if b"xmlns:r=" not in old:
        new = new.replace(b"<w:settings ", f'<w:settings xmlns:r="{kind}" '.encode(), 1)
    repacked(whole, linked, "word/settings.xml", old, new)
    with zipfile.ZipFile(linked, "a") as package:
        package.writestr(
            "word/_rels/settings.xml.rels",
            '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{kind}/attachedTemplate" Target="file:///Z:/secret/Normal.dotm" '
            'TargetMode="External"/></Relationships>',
        )
    stream = io.BytesIO()
    fill(linked, CONTEXT).save(stream)
    with zipfile.ZipFile(stream) as package:
        assert not any(b"secret" in package.read(name) for name in package.namelist())
        assert b"attachedTemplate" not in package.read("word/settings.xml")
