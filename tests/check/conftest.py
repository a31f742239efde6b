"""A good file made by hand, in which every look comes down another way, and the means to break it in one place."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar
from xml.sax.saxutils import escape

import pytest

from cchc_desktop.catalogues.check_rules import load_check_book
from cchc_desktop.documents.check import check
from cchc_desktop.domain.check import CheckBook, CheckResult

ROOT = Path(__file__).resolve().parents[2]
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
THEME_TYPE = "application/vnd.openxmlformats-officedocument.theme+xml"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"

Props = dict[str, Any]
LONG = " ".join(["Công khai thủ tục hành chính bằng nhiều hình thức để người dân dễ tìm, dễ hiểu, dễ làm theo."] * 18)
"""Longer than a page, so that page numbers are needed."""


def props(values: Props) -> str:
    """Write properties: {"b": True, "sz": 26, "ind": {"firstLine": 720}}."""
    text = ""
    for name, value in values.items():
        if isinstance(value, dict):
            text += f"<w:{name} " + " ".join(f'w:{key}="{inner}"' for key, inner in value.items()) + "/>"
        elif isinstance(value, str) and value.startswith("<"):
            text += f"<w:{name}>{value}</w:{name}>"
        elif value is True:
            text += f"<w:{name}/>"
        else:
            text += f'<w:{name} w:val="{0 if value is False else value}"/>'
    return text


@dataclass
class P:
    """A paragraph: its key, style, text and direct properties. `runs` take the place of the text."""

    style: str
    text: str = ""
    ppr: Props = field(default_factory=dict)
    rpr: Props = field(default_factory=dict)
    runs: list[tuple[str, Props]] = field(default_factory=list)
    raw: str = ""

    def xml(self, section: str = "") -> str:
        runs = "".join(
            f"<w:r><w:rPr>{props(look)}</w:rPr>" + self._text(text) + "</w:r>"
            for text, look in self.runs or ([(self.text, self.rpr)] if self.text else [])
        )
        style = f'<w:pStyle w:val="{self.style}"/>' if self.style else ""
        return f"<w:p><w:pPr>{style}{props(self.ppr)}{section}</w:pPr>{runs}{self.raw}</w:p>"

    @staticmethod
    def _text(text: str) -> str:
        lines = [part.replace("\t", "</w:t><w:tab/><w:t xml:space='preserve'>") for part in escape(text).split("\n")]
        return "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)


@dataclass
class Style:
    """A style of the file."""

    base: str = "Normal"
    ppr: Props = field(default_factory=dict)
    rpr: Props = field(default_factory=dict)
    kind: str = "paragraph"
    raw: str = ""


def portrait() -> Props:
    return {"w": 11906, "h": 16838}


def landscape() -> Props:
    return {"w": 16838, "h": 11906, "orient": "landscape"}


def margins() -> Props:
    return {"top": 1134, "right": 850, "bottom": 1134, "left": 1701, "header": 567, "footer": 567, "gutter": 0}


@dataclass
class Section:
    """A section's page set-up."""

    size: Props = field(default_factory=portrait)
    margins: Props = field(default_factory=margins)
    numbers: Props = field(default_factory=lambda: {"start": 1})
    headers: dict[str, str] = field(default_factory=lambda: {"default": "rIdNumber", "first": "rIdBlank"})
    footers: dict[str, str] = field(default_factory=dict)
    title_page: bool = True

    def xml(self) -> str:
        references = "".join(f'<w:headerReference w:type="{k}" r:id="{v}"/>' for k, v in self.headers.items())
        references += "".join(f'<w:footerReference w:type="{k}" r:id="{v}"/>' for k, v in self.footers.items())
        title = "<w:titlePg/>" if self.title_page else ""
        inner = props(
            {"pgSz": self.size, "pgMar": self.margins} | ({"pgNumType": self.numbers} if self.numbers else {})
        )
        return f"<w:sectPr>{references}{inner}{title}</w:sectPr>"


def page_field(look: Props | None = None) -> str:
    marks = ("begin", "", "separate", "2", "end")
    text = ""
    for mark in marks:
        inner = f'<w:fldChar w:fldCharType="{mark}"/>' if mark in ("begin", "separate", "end") else ""
        inner = inner or (f"<w:t>{mark}</w:t>" if mark else "<w:instrText> PAGE </w:instrText>")
        text += f"<w:r><w:rPr>{props(look or {})}</w:rPr>{inner}</w:r>"
    return text


def styles() -> dict[str, Style]:
    centred = {"jc": "center"}
    return {
        "Normal": Style(base=""),
        "TableNormal": Style(base="", kind="table"),
        "Head": Style(ppr=dict(centred), rpr={"sz": 26, "szCs": 26}),
        "HeadBold": Style("Head", rpr={"b": True}),
        "Motto": Style("HeadBold", rpr={"sz": 28}),
        "Rule": Style("Normal", ppr={"pBdr": '<w:bottom w:val="single" w:sz="6"/>', "jc": "center"}),
        "PlaceDate": Style("Head", rpr={"i": True, "sz": 28}),
        "Kind": Style("Head", ppr={"spacing": {"before": 240}}, rpr={"b": True, "sz": 28}),
        "Body": Style(ppr={"jc": "both", "ind": {"firstLine": 720}, "spacing": {"before": 120}}),
        "Point": Style("Body"),
        "Basis": Style("Body", rpr={"i": True}),
        "Part": Style("Body", rpr={"b": True, "caps": True}),
        "Item": Style("Body", rpr={"b": True}),
        "RecipientsHead": Style(rpr={"b": True, "i": True, "sz": 24}),
        "Recipient": Style(rpr={"sz": 22}),
        "Signing": Style(ppr=dict(centred), rpr={"b": True, "caps": True}),
        "Signer": Style(ppr=dict(centred), rpr={"b": True}),
        "Appendix": Style(ppr=dict(centred), rpr={"b": True}),
        "Reference": Style(ppr=dict(centred), rpr={"i": True}),
        "PageNumber": Style(ppr=dict(centred)),
        "Strong": Style("", rpr={"b": True}, kind="character"),
        "Emphasis": Style("", rpr={"i": True}, kind="character"),
        "Grid": Style("TableNormal", kind="table"),
    }


def paragraphs() -> dict[str, P]:
    text = "Giúp cán bộ, công chức và Nhân dân trong xã hiểu rõ ý nghĩa của cải cách hành chính đối với đời sống."
    return {
        "issuer1": P("HeadBold", "ỦY BAN NHÂN DÂN"),
        "issuer2": P("HeadBold", "XÃ BÌNH AN"),
        "issuer_rule": P("Rule", ppr={"ind": {"left": 1400, "right": 1400}}),
        "nation": P("HeadBold", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        "motto": P("Motto", "Độc lập - Tự do - Hạnh phúc"),
        "motto_rule": P("Rule", ppr={"ind": {"left": 1079, "right": 1079}}),
        "number": P("Head", "Số: 07/KH-UBND"),
        "date": P("PlaceDate", "Bình An, ngày 13 tháng 01 năm 2026"),
        "kind": P("Kind", "KẾ HOẠCH"),
        "title": P("Appendix", "Tuyên truyền cải cách hành chính xã Bình An năm 2026"),
        "title_rule": P("Rule", ppr={"ind": {"left": 3200, "right": 3200}}),
        "basis1": P("Basis", "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"),
        "basis2": P("Basis", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ."),
        "opening": P("Body", "Ủy ban nhân dân xã Bình An ban hành Kế hoạch tuyên truyền năm 2026 như sau:"),
        "part1": P("Part", "I. Mục đích, yêu cầu"),
        "item1": P("Item", "1. Mục đích"),
        "point1": P("Point", f"a) {text}"),
        "point2": P("Point", "b) Biểu dương cách làm hay; phát triển kinh tế - xã hội của xã."),
        "item2": P("Item", "2. Yêu cầu"),
        "point3": P("Point", "a) Nội dung ngắn gọn, dễ hiểu; hòa nhã, thuận tiện cho người dân."),
        "point4": P("Point", "b) Mỗi quý có ít nhất 01 (một) đợt tuyên truyền; đợt đầu vào thứ năm, ngày 15/01/2026."),
        "part2": P("Part", "II. Tổ chức thực hiện"),
        "numbered1": P("Body", "1. Phòng Văn hóa - Xã hội theo dõi, đôn đốc các bộ phận thực hiện Kế hoạch này."),
        "numbered2": P("Body", "2. Đài truyền thanh mỗi tuần phát hai lượt (nhiệm vụ cụ thể tại Phụ lục kèm theo)."),
        "long": P("Body", LONG),
        "closing": P(
            "Body",
            "Trên đây là Kế hoạch tuyên truyền cải cách hành chính năm 2026 của xã Bình An; các bộ phận, "
            "các thôn nghiêm túc tổ chức thực hiện, có khó khăn thì báo cáo về Phòng Văn hóa - Xã hội./.",
        ),
        "recipients_head": P("RecipientsHead", "Nơi nhận:"),
        "recipient1": P("Recipient", "- Thường trực Đảng ủy;"),
        "recipient2": P("Recipient", "- Các thôn;"),
        "recipient3": P("Recipient", "- Lưu: VT, VHXH."),
        "signing1": P("Signing", "TM. Ủy ban nhân dân"),
        "signing2": P("Signing", "Chủ tịch"),
        "hand": P("Signing"),
        "signer": P("Signer", "Trần Thị Hòa"),
        "break": P("Normal"),
        "appendix": P("Appendix", "Phụ lục"),
        "appendix_title": P("Appendix", "NHIỆM VỤ TUYÊN TRUYỀN NĂM 2026"),
        "reference": P("Reference", "(Kèm theo Kế hoạch số 07/KH-UBND ngày 13 tháng 01 năm 2026 của UBND xã)"),
        "cell1": P("Normal", "Nội dung"),
        "cell2": P("Normal", "Phát thanh trên hệ thống truyền thanh của các thôn. " + LONG),
        "end": P("Normal", "./."),
    }  # fmt: skip


@dataclass
class GoodFile:
    """A file that breaks no rule, until something of it is changed.

    The classes hang on it as well, since tests cannot import from a conftest.
    """

    P: ClassVar[type[P]] = P
    Style: ClassVar[type[Style]] = Style
    Section: ClassVar[type[Section]] = Section
    page_field: ClassVar[Callable[[Props | None], str]] = staticmethod(page_field)

    p: dict[str, P] = field(default_factory=paragraphs)
    styles: dict[str, Style] = field(default_factory=styles)
    run_defaults: Props = field(
        default_factory=lambda: {
            "rFonts": {
                "asciiTheme": "minorHAnsi",
                "hAnsiTheme": "minorHAnsi",
                "eastAsiaTheme": "minorEastAsia",
                "cstheme": "minorBidi",
            },
            "sz": 28,
            "szCs": 28,
        }
    )
    paragraph_defaults: Props = field(default_factory=lambda: {"spacing": {"before": 0, "after": 0, "line": 240}})
    theme: dict[str, str] = field(default_factory=lambda: {"minor": "Times New Roman", "ea": "", "dk1": "000000"})
    sections: list[Section] = field(default_factory=lambda: [Section(), Section(size=landscape())])
    settings: str = ""
    header: P = field(default_factory=lambda: P("PageNumber", raw=page_field()))
    extra_headers: dict[str, P] = field(default_factory=dict)
    footer: P = field(default_factory=lambda: P("PageNumber"))
    table: Props = field(
        default_factory=lambda: {"tblStyle": "Grid", "tblBorders": '<w:insideH w:val="single" w:sz="4"/>'}
    )
    numbering: str = ""
    body_tail: str = ""

    def after(self, key: str, name: str, paragraph: P) -> None:
        """Put a new paragraph behind another."""
        found: dict[str, P] = {}
        for old, value in self.p.items():
            found[old] = value
            if old == key:
                found[name] = paragraph
        self.p = found

    def drop(self, *keys: str) -> None:
        for key in keys:
            del self.p[key]

    def change(
        self, *keys: str, text: tuple[str, str] | str | None = None, ppr: Props | None = None, rpr: Props | None = None
    ) -> None:
        """Change paragraphs: the whole text or (old, new) in it, and direct properties."""
        for key in keys:
            paragraph = self.p[key]
            if isinstance(text, tuple):
                assert text[0] in paragraph.text, (key, text[0])
                paragraph.text = paragraph.text.replace(*text)
            elif text is not None:
                paragraph.text = text
            paragraph.ppr |= ppr or {}
            paragraph.rpr |= rpr or {}

    def split(self, key: str, word: str, rpr: Props) -> None:
        """Give one word of a paragraph a run of its own."""
        paragraph = self.p[key]
        before, found, after = paragraph.text.partition(word)
        assert found, (key, word)
        paragraph.runs = [(before, paragraph.rpr), (word, paragraph.rpr | rpr), (after, paragraph.rpr)]

    def style(self, name: str, ppr: Props | None = None, rpr: Props | None = None) -> None:
        """Change a style."""
        self.styles[name].ppr |= ppr or {}
        self.styles[name].rpr |= rpr or {}

    def _cells(self, rows: list[list[tuple[int, tuple[str, ...]]]], look: Props, grid: list[int]) -> str:
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
        text = f"<w:tbl><w:tblPr>{props(look)}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>"
        for row in rows:
            text += "<w:tr>"
            for width, keys in row:
                inner = "".join(self.p[key].xml() for key in keys if key in self.p) or "<w:p/>"
                text += f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{inner}</w:tc>'
            text += "</w:tr>"
        return text + "</w:tbl>"

    def _between(self, first: str, last: str) -> tuple[str, ...]:
        keys = list(self.p)
        return tuple(keys[keys.index(first) : keys.index(last)])

    def document(self) -> str:
        zero = {"tblCellMar": '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'}
        left, right = 3770, 5585
        head_keys = self._between("issuer1", "nation")
        right_keys = self._between("nation", "number")
        number_keys = self._between("number", "date")
        text = self._cells(
            [[(left, head_keys), (right, right_keys)], [(left, number_keys), (right, ("date",))]], zero, [left, right]
        )
        body = self._between(list(self.p)[list(self.p).index("date") + 1], "recipients_head")
        text += "".join(self.p[key].xml() for key in body)
        text += self._cells(
            [[(4252, self._between("recipients_head", "signing1")), (5103, self._between("signing1", "break"))]],
            zero,
            [4252, 5103],
        )
        if "appendix" not in self.p:
            return self._wrapped(text + self.p["break"].xml() + self.sections[0].xml())
        text += self.p["break"].xml(self.sections[0].xml())
        text += "".join(self.p[key].xml() for key in self._between("appendix", "cell1"))
        text += self._cells([[(4000, ("cell1",))], [(4000, ("cell2",))]], self.table, [4000])
        text += "".join(self.p[key].xml() for key in list(self.p)[list(self.p).index("cell2") + 1 :])
        return self._wrapped(text + self.body_tail + self.sections[1].xml())

    def _wrapped(self, body: str) -> str:
        return f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'

    def styles_xml(self) -> str:
        text = f'<w:styles xmlns:w="{W}"><w:docDefaults><w:rPrDefault><w:rPr>{props(self.run_defaults)}</w:rPr>'
        text += f"</w:rPrDefault><w:pPrDefault><w:pPr>{props(self.paragraph_defaults)}</w:pPr></w:pPrDefault>"
        text += "</w:docDefaults>"
        for name, style in self.styles.items():
            default = ' w:default="1"' if name in ("Normal", "TableNormal") else ""
            text += f'<w:style w:type="{style.kind}"{default} w:styleId="{name}"><w:name w:val="{name}"/>'
            text += f'<w:basedOn w:val="{style.base}"/>' if style.base else ""
            text += f"<w:pPr>{props(style.ppr)}</w:pPr>" if style.kind != "character" else ""
            text += f"<w:rPr>{props(style.rpr)}</w:rPr>{style.raw}</w:style>"
        return text + "</w:styles>"

    def theme_xml(self) -> str:
        fonts = f'<a:latin typeface="{self.theme["minor"]}"/><a:ea typeface="{self.theme["ea"]}"/><a:cs typeface=""/>'
        fonts += '<a:font script="Viet" typeface="Times New Roman"/>'
        major = '<a:latin typeface="Times New Roman"/>'
        black = f'<a:dk1><a:srgbClr val="{self.theme["dk1"]}"/></a:dk1>'
        return (
            f'<a:theme xmlns:a="{A}" name="x"><a:themeElements><a:clrScheme name="x">{black}</a:clrScheme>'
            f'<a:fontScheme name="x"><a:majorFont>{major}</a:majorFont><a:minorFont>{fonts}</a:minorFont>'
            "</a:fontScheme></a:themeElements></a:theme>"
        )

    def parts(self) -> dict[str, str]:
        """Return the parts below word/ and what tells of them."""
        namespaces = f'xmlns:w="{W}" xmlns:r="{R}"'
        language = '<w:themeFontLang w:val="vi-VN" w:eastAsia="vi-VN"/>'
        headers = {"Number": self.header, "Blank": P("PageNumber")} | self.extra_headers
        parts = {
            ("document", "document.xml"): self.document(),
            ("styles", "styles.xml"): self.styles_xml(),
            ("theme", "theme/theme1.xml"): self.theme_xml(),
            ("settings", "settings.xml"): f'<w:settings xmlns:w="{W}">{language}{self.settings}</w:settings>',
            ("footer", "footer.xml"): f"<w:ftr {namespaces}>{self.footer.xml()}</w:ftr>",
        }
        for name, paragraph in headers.items():
            parts["header", f"header{name}.xml"] = f"<w:hdr {namespaces}>{paragraph.xml()}</w:hdr>"
        if self.numbering:
            parts["numbering", "numbering.xml"] = f'<w:numbering xmlns:w="{W}">{self.numbering}</w:numbering>'
        types = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        relations = ""
        for kind, name in parts:
            full = f"{WORD_TYPE}.{'document.main' if kind == 'document' else kind}+xml"
            full = THEME_TYPE if kind == "theme" else full
            types += f'<Override PartName="/word/{name}" ContentType="{full}"/>'
            key = "rId" + (name.removeprefix("header").removesuffix(".xml") if kind == "header" else kind.capitalize())
            relations += f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{name}"/>'
        opening = f'<Relationships xmlns="{PACKAGE}/relationships">'
        root = f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        return {f"word/{name}": text for (_, name), text in parts.items()} | {
            "word/_rels/document.xml.rels": opening + relations + "</Relationships>",
            "_rels/.rels": opening + root + "</Relationships>",
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        }

    def data(self) -> bytes:
        return packed(self.parts())


def packed(parts: dict[str, str | bytes]) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: name != "[Content_Types].xml"):
            package.writestr(name, parts[name])
    return memory.getvalue()


@pytest.fixture(scope="session")
def book() -> CheckBook:
    """The shipped rules."""
    return load_check_book(ROOT / "resources" / "catalogues")


@pytest.fixture
def good() -> GoodFile:
    """A fresh good file."""
    return GoodFile()


@pytest.fixture
def checked(book: CheckBook) -> Callable[[GoodFile | bytes], CheckResult]:
    """Return a function that checks a file with the shipped rules."""

    def run(source: GoodFile | bytes) -> CheckResult:
        return check(source.data() if isinstance(source, GoodFile) else source, book)

    return run
