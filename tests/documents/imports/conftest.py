"""Word files of one plan, made as different clerks make them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.run import Run

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"

BODY = """
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
a) Giúp cán bộ, công chức và Nhân dân trong xã hiểu rõ ý nghĩa của cải cách hành chính đối với đời sống hằng ngày.
b) Biểu dương kịp thời tập thể, cá nhân có cách làm hay; nhắc nhở nơi còn chậm trễ.
c) Khuyến khích người dân nộp hồ sơ trực tuyến, tiết kiệm thời gian đi lại - nhất là ở các thôn xa trung tâm.
2. Yêu cầu
a) Nội dung tuyên truyền ngắn gọn, dễ hiểu, đúng với quy định đang có hiệu lực (từ ngày 01/7/2025).
b) Mỗi quý có ít nhất 01 đợt tuyên truyền trọng tâm.
c) Kết hợp tuyên truyền cải cách hành chính với các cuộc vận động khác, tránh trùng lặp, lãng phí.
II. NỘI DUNG, HÌNH THỨC TUYÊN TRUYỀN
1. Nội dung tuyên truyền
a) Vai trò của cải cách thể chế; Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ.
b) Trách nhiệm của người đứng đầu từng bộ phận trong việc giải quyết hồ sơ đúng hạn.
c) Thủ tục hành chính tại Trung tâm Phục vụ hành chính công xã; cơ chế một cửa, một cửa liên thông.
d) Chỉ số hài lòng của người dân (SIPAS) và cách góp ý cho cơ quan nhà nước.
đ) Gương người tốt, việc tốt trong giải quyết công việc cho Nhân dân.
2. Hình thức tuyên truyền
a) Đăng tin, bài trên trang thông tin điện tử; phát thanh trên hệ thống truyền thanh các thôn.
b) Tổ chức tập huấn, hội thi tìm hiểu cải cách hành chính.
c) Lồng ghép trong hội nghị, tiếp xúc cử tri; treo pa nô, phát tờ rơi.
(Việc cụ thể xem Phụ lục kèm theo Kế hoạch này).
3. Kinh phí thực hiện
Văn phòng lập dự toán kinh phí tuyên truyền, trình Ủy ban nhân dân xã quyết định trong ngân sách năm.
III. TỔ CHỨC THỰC HIỆN
1. Ủy ban nhân dân xã:
a) Chỉ đạo chung việc tuyên truyền và chịu trách nhiệm trước Ủy ban nhân dân tỉnh.
b) Mỗi quý báo cáo kết quả về Sở Nội vụ.
c) Mở kênh tiếp nhận phản ánh, kiến nghị tại trụ sở và qua đường dây nóng.
d) Đưa nội dung cải cách hành chính vào sinh hoạt của các tổ chức đoàn thể.
đ) Bố trí người có hiểu biết pháp luật làm công tác tuyên truyền.
e) Gắn kết quả tuyên truyền với thi đua, khen thưởng cuối năm.
2. Phòng Văn hóa - Xã hội
a) Tham mưu, theo dõi, đôn đốc các bộ phận thực hiện Kế hoạch.
b) Giới thiệu điển hình tốt cho cơ quan báo chí.
c) Mở lớp bồi dưỡng kỹ năng tuyên truyền cho trưởng thôn.
d) Duy trì chuyên mục cải cách hành chính trên trang thông tin điện tử.
g) Chủ trì triển khai truyền thông về kiểm soát thủ tục hành chính và dịch vụ công trực tuyến.
3. Trung tâm Phục vụ hành chính công
Hướng dẫn người dân nộp hồ sơ trực tuyến và niêm yết công khai thủ tục hành chính.
4. Công chức Tư pháp
Lồng ghép cải cách hành chính trong các buổi phổ biến, giáo dục pháp luật.
5. Phòng Kinh tế:
a) Cân đối kinh phí cho các nhiệm vụ của Kế hoạch.
b) Hướng dẫn thanh toán, quyết toán đúng quy định.
6. Đài truyền thanh xã
a) Mỗi tuần phát ít nhất hai lượt tin về cải cách hành chính.
b) Mở chuyên mục trả lời thắc mắc của người dân.
7. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã và các đoàn thể
Vận động hội viên tham gia và giám sát việc thực hiện cải cách hành chính tại các thôn.
"""

LABELLED = re.compile(r"(?:(?P<part>[IVX]+\.)|(?P<item>\d+\.)|(?P<point>[a-zđ]\))|(?P<dash>-)) (?P<text>.+)")


@dataclass(frozen=True)
class Row:
    """A paragraph of the body: kind ("part", "item", "point", "dash", "text"), label and text."""

    kind: str
    label: str
    text: str


@dataclass(frozen=True)
class Source:
    """A plan as text, from which the files are made."""

    issuer: tuple[str, ...] = ("ỦY BAN NHÂN DÂN", "XÃ BÌNH AN")
    number: str = "Số: 07/KH-UBND"
    place_date: str = "Bình An, ngày 13 tháng 01 năm 2026"
    title: tuple[str, ...] = ("Tuyên truyền cải cách hành chính xã Bình An", "năm 2026")
    bases: tuple[str, ...] = (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;",
        "Căn cứ Kế hoạch số 10/KH-UBND ngày 10/01/2026 của Ủy ban nhân dân tỉnh.",
    )
    opening: tuple[str, ...] = ("Ủy ban nhân dân xã Bình An ban hành Kế hoạch tuyên truyền năm 2026 như sau:",)
    body: tuple[Row, ...] = ()
    closing: tuple[str, ...] = (
        "Trên đây là Kế hoạch tuyên truyền cải cách hành chính năm 2026; các bộ phận, các thôn nghiêm túc thực hiện./.",
    )
    recipients: tuple[str, ...] = (
        "Thường trực Đảng ủy",
        "Thường trực HĐND xã",
        "Chủ tịch, các Phó Chủ tịch UBND xã",
        "Ủy ban MTTQ Việt Nam xã",
        "Các phòng, bộ phận chuyên môn",
        "Đài truyền thanh xã",
        "Trang thông tin điện tử xã",
        "Lưu: VT",
    )
    signing: tuple[str, ...] = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    signer: str = "Trần Thị Hòa"


def rows_of(text: str) -> tuple[Row, ...]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = LABELLED.fullmatch(line)
        if match:
            kind = next(kind for kind in ("part", "item", "point", "dash") if match[kind])
            found.append(Row(kind, match[kind], match["text"]))
        else:
            found.append(Row("text", "", line))
    return tuple(found)


@pytest.fixture
def source() -> Source:
    return Source(body=rows_of(BODY))


def write(paragraph: Any, text: str, bold: bool = False, italic: bool = False, centre: bool = False) -> Any:
    for index, line in enumerate(text.split("\n")):
        run = paragraph.add_run(line)
        run.bold, run.italic = bold or None, italic or None
        if index < text.count("\n"):
            run.add_break()
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return paragraph


def header_table(document: Any, source: Source) -> None:
    table = document.add_table(rows=2, cols=2)
    left, right = table.rows[0].cells
    for cell, lines in ((left, source.issuer), (right, (NATION, MOTTO))):
        for index, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
            write(paragraph, line, bold=True, centre=True)
    write(table.rows[1].cells[0].paragraphs[0], source.number, centre=True)
    write(table.rows[1].cells[1].paragraphs[0], source.place_date, italic=True, centre=True)


def top(document: Any, source: Source) -> None:
    write(document.add_paragraph(), "KẾ HOẠCH", bold=True, centre=True)
    for line in source.title:
        write(document.add_paragraph(), line, bold=True, centre=True)
    write(document.add_paragraph(), "_______", centre=True)
    for line in source.bases:
        write(document.add_paragraph(), line, italic=True)
    for line in source.opening:
        write(document.add_paragraph(), line)


def signing_table(document: Any, source: Source, recipients: Callable[[int, str], str] | None = None) -> None:
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "Nơi nhận:", bold=True, italic=True)
    last = len(source.recipients) - 1
    for index, name in enumerate(source.recipients):
        text = recipients(index, name) if recipients else f"- {name}{'.' if index == last else ';'}"
        write(left.add_paragraph(), text)
    for index, line in enumerate(source.signing):
        write(right.paragraphs[0] if index == 0 else right.add_paragraph(), line, bold=True, centre=True)
    for _ in range(4):
        right.add_paragraph()
    write(right.add_paragraph(), source.signer, bold=True, centre=True)


def body(document: Any, source: Source, spell: Callable[[Row], str] | None = None) -> None:
    for row in source.body:
        text = spell(row) if spell else f"{row.label} {row.text}".strip()
        write(document.add_paragraph(), text, bold=row.kind in ("part", "item"))
    for line in source.closing:
        write(document.add_paragraph(), line)


def typed(source: Source) -> Any:
    """Typed labels, header and signing tables: the commonest habit."""
    document = docx.Document()
    header_table(document, source)
    top(document, source)
    body(document, source)
    signing_table(document, source)
    return document


_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "-"))


def numbering(document: Any, styles: dict[int, str] | None = None) -> None:
    """Add list 77 with the levels of a plan, and list 78 that begins its second level anew."""
    levels = ""
    for depth, (form, text) in enumerate(_LEVELS):
        linked = f'<w:pStyle w:val="{styles[depth]}"/>' if styles and depth in styles else ""
        levels += (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
        )
    root = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))


def set_number(paragraph: Any, depth: int, number: int = 77) -> None:
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')
    )


def automatic(source: Source) -> Any:
    """Word's own numbering for parts, items, letters and recipients; nothing is typed."""
    document = docx.Document()
    numbering(document)
    header_table(document, source)
    top(document, source)
    depths = {"part": 0, "item": 1, "point": 2, "dash": 3}
    for row in source.body:
        paragraph = write(document.add_paragraph(), row.text, bold=row.kind in ("part", "item"))
        if row.kind in depths:
            set_number(paragraph, depths[row.kind])
    for line in source.closing:
        write(document.add_paragraph(), line)
    signing_table(document, source, lambda index, name: name)
    for paragraph in document.tables[-1].rows[0].cells[0].paragraphs[1:]:
        set_number(paragraph, 3)
    return document


def styled_numbers(source: Source) -> Any:
    """Heading styles that carry bold and the number; letters typed."""
    document = docx.Document()
    names = {"part": "Heading1", "item": "Heading2"}
    numbering(document, {0: "Heading1", 1: "Heading2"})
    for depth, name in enumerate(("Heading 1", "Heading 2")):
        style = document.styles[name]
        style.font.bold = True
        style.element.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="77"/></w:numPr>')
        )
    header_table(document, source)
    top(document, source)
    for row in source.body:
        if row.kind in names:
            document.add_paragraph(row.text, style=f"Heading {names[row.kind][-1]}")
        else:
            document.add_paragraph(f"{row.label} {row.text}".strip())
    for line in source.closing:
        document.add_paragraph(line)
    signing_table(document, source)
    return document


def all_in_one_table(source: Source) -> Any:
    """The whole document laid out in one table; body in one long cell; no header table of its own."""
    document = docx.Document()
    table = document.add_table(rows=3, cols=2)
    left, right = table.rows[0].cells
    write(left.paragraphs[0], "\n".join((*source.issuer, source.number)), bold=True, centre=True)
    write(right.paragraphs[0], "\n".join((NATION, MOTTO, source.place_date)), bold=True, centre=True)
    cell = table.rows[1].cells[0].merge(table.rows[1].cells[1])
    top(cell, source)
    for row in source.body:
        write(cell.add_paragraph(), f"{row.label} {row.text}".strip(), bold=row.kind in ("part", "item"))
    for line in source.closing:
        write(cell.add_paragraph(), line)
    left, right = table.rows[2].cells
    names = [f"- {name};" for name in source.recipients[:-1]] + [f"- {source.recipients[-1]}."]
    write(left.paragraphs[0], "\n".join(("Nơi nhận:", *names)))
    write(right.paragraphs[0], "\n".join((*source.signing, "", "", source.signer)), bold=True, centre=True)
    return document


def messy(source: Source) -> Any:
    """NFD text, tabs, double and hard blanks, other label signs, no table anywhere."""
    document = docx.Document()

    def nfd(text: str) -> str:
        return unicodedata.normalize("NFD", text)

    write(document.add_paragraph(), nfd(f"{source.issuer[0]}\t{NATION}"), bold=True)
    write(document.add_paragraph(), nfd(f"  {source.issuer[1]}\t\t{MOTTO}"), bold=True)
    write(document.add_paragraph(), nfd(f"{source.number}          {source.place_date}"))
    top(document, replace(source, title=tuple(map(nfd, source.title)), bases=tuple(map(nfd, source.bases))))
    signs = {"part": "/", "item": "/", "point": "."}

    def spell(row: Row) -> str:
        text = nfd(row.text.replace(" và ", "  và\u00a0").replace("; ", ";  "))
        if not row.label:
            return f"\t{text}"
        return f"\t {nfd(row.label[:-1]) if row.kind != 'dash' else '–'}{signs.get(row.kind, '')}\u00a0 {text} "

    body(document, source, spell)
    last = len(source.recipients) - 1
    write(document.add_paragraph(), f"Nơi nhận:\t\t\t{source.signing[0]}", bold=True)
    for index, name in enumerate(source.recipients):
        side = source.signing[index + 1] if index + 1 < len(source.signing) else ""
        side = source.signer if index == last else side
        write(document.add_paragraph(), nfd(f"- {name};\t\t\t{side}"))
    return document


def soft_breaks(source: Source) -> Any:
    """One paragraph for each item, with soft line breaks before its letters; title in one paragraph."""
    document = docx.Document()
    header_table(document, source)
    write(document.add_paragraph(), "\n".join(("KẾ HOẠCH", *source.title)), bold=True, centre=True)
    for line in (*source.bases, *source.opening):
        write(document.add_paragraph(), line)
    paragraph = None
    for row in source.body:
        bold = row.kind in ("part", "item")
        if bold or paragraph is None:
            paragraph = document.add_paragraph()
        else:
            paragraph.add_run().add_break()
        write(paragraph, f"{row.label} {row.text}".strip(), bold=bold)
    write(document.add_paragraph(), "\n".join(source.closing))
    signing_table(document, source, lambda index, name: f"- {name};")
    return document


def plain(source: Source) -> Any:
    """No bold, no centring, no tables; recipients without dashes; signing block below them."""
    document = docx.Document()
    for line in (source.issuer[0], source.issuer[1], source.number, NATION, MOTTO, source.place_date, "KẾ HOẠCH"):
        document.add_paragraph(line)
    for line in (" ".join(source.title), *source.bases, *source.opening):
        document.add_paragraph(line)
    for row in source.body:
        document.add_paragraph(f"{row.label} {row.text}".strip())
    for line in (*source.closing, "Nơi nhận:", *(f"{name};" for name in source.recipients), *source.signing):
        document.add_paragraph(line)
    document.add_paragraph("")
    document.add_paragraph(source.signer)
    return document


TASK_HEAD = (
    "STT",
    "Nội dung, nhiệm vụ",
    "Sản phẩm",
    "Cơ quan thực hiện",
    "",
    "Thời gian hoàn thành",
    "Số lượng",
    "Ghi chú",
)
VHXH = "Phòng Văn hóa - Xã hội"
TASK_ROWS: tuple[tuple[str, ...], ...] = (
    ("I", "Thông tin, truyền thông", "", "", "", "", "", ""),
    ("1", "Phát thanh về dịch vụ công", "Bản tin", "Đài truyền thanh", "Các thôn", "Hằng tuần", "96 lượt phát", ""),
    ("2", "Đăng tin, bài trên trang thông tin", "Tin, bài", VHXH, "", "Hằng tháng", "1.200", "Bài gốc"),
    ("II", "Hội nghị, tập huấn", "", "", "", "", "", ""),
    ("3", "Tập huấn trưởng thôn", "01 lớp", VHXH, "Văn phòng", "Quý II", "theo thực tế", ""),
)


def appendix(source: Source) -> Any:
    """Typed labels, and a landscape appendix: two-row merged heading, groups, the heading repeated on a new page."""
    document = typed(source)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    write(document.add_paragraph(), "PHỤ LỤC", bold=True, centre=True)
    write(document.add_paragraph(), "NHIỆM VỤ TUYÊN TRUYỀN NĂM 2026", bold=True, centre=True)
    write(document.add_paragraph(), "(Kèm theo Kế hoạch số 07/KH-UBND ngày 13/01/2026)", italic=True, centre=True)
    table = document.add_table(rows=0, cols=8)

    def head() -> None:
        first, second = table.add_row().cells, table.add_row().cells
        for column, text in enumerate(TASK_HEAD):
            first[column].text = text
        second[3].text, second[4].text = "Chủ trì", "Phối hợp"
        first[3].merge(first[4])
        for column in (0, 1, 2, 5, 6, 7):
            first[column].merge(second[column])

    def numbers() -> None:
        for column, cell in enumerate(table.add_row().cells, 1):
            cell.text = f"({column})"

    head()
    numbers()
    for index, texts in enumerate(TASK_ROWS):
        if index == 2:
            head()
        cells = table.add_row().cells
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text
        if not texts[0].isdigit():
            cells[1].merge(cells[7])
    return document


def in_content_controls(source: Source) -> Any:
    """A form of another office: every paragraph of the body stands in a content control of its own."""
    document = typed(source)
    for paragraph in list(document.paragraphs):
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        paragraph._p.addprevious(control)
        control[1].append(paragraph._p)
    return document


def in_split_runs(source: Source) -> Any:
    """A file that went through many hands: Word has cut every run in two, in the middle of words."""
    document = typed(source)
    for paragraph in document.paragraphs:
        for run in list(paragraph.runs):
            if len(run.text) > 3:
                twin = deepcopy(run._r)
                run._r.addnext(twin)
                half = len(run.text) // 2
                second = Run(twin, paragraph)
                run.text, second.text = run.text[:half], second.text[half:]
    return document


HABITS: dict[str, Callable[[Source], Any]] = {
    "typed": typed,
    "in_content_controls": in_content_controls,
    "in_split_runs": in_split_runs,
    "automatic": automatic,
    "styled_numbers": styled_numbers,
    "all_in_one_table": all_in_one_table,
    "messy": messy,
    "soft_breaks": soft_breaks,
    "plain": plain,
    "appendix": appendix,
}


@pytest.fixture(params=list(HABITS))
def habit(request: pytest.FixtureRequest) -> Callable[[Source], Any]:
    return HABITS[request.param]


@pytest.fixture
def habits() -> dict[str, Callable[[Source], Any]]:
    return HABITS


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Any], Path]:
    """Save a document and return its path."""

    def save(document: Any) -> Path:
        path = tmp_path / "kế hoạch.docx"
        document.save(str(path))
        return path

    return save
