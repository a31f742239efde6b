"""Make `templates_docx/*.docx`: `python packaging/make_templates.py` (the letters stand in `make_letters.py`).

The template is an ordinary Word file that an office may edit in Word. It is written from here, so that every
measure of Decree 30/2020/NĐ-CP (annex I) stands in one place with its source, and a change can be read in a diff.
Lengths in Word are twips (1/20 pt, 56.7 to the mm), font sizes half points, borders eighths of a point.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'

# Annex I, part I: A4; margins top and bottom 20-25 mm, left 30-35, right 15-20. Page number in the top margin.
TOP = BOTTOM = 1134
LEFT = 1701
RIGHT = 850
PAGE_NUMBER_FROM_EDGE = 567
SHORT, LONG = 11906, 16838
TEXT_WIDTH = SHORT - LEFT - RIGHT
APPENDIX_WIDTH = LONG - LEFT - RIGHT

# The Quốc hiệu needs 95.7 mm in 13 pt bold and must stay on one line.
NATION_WIDTH = 5585
ISSUER_WIDTH = TEXT_WIDTH - NATION_WIDTH
RECIPIENTS_WIDTH = 4252
SIGNATURE_WIDTH = TEXT_WIDTH - RECIPIENTS_WIDTH

FIRST_LINE = 720  # 1.27 cm
BEFORE = 120  # 6 pt
LINE = 264  # 1.1 lines: between single and 1.5

BODY = (
    f'<w:spacing w:before="{BEFORE}" w:line="{LINE}" w:lineRule="auto"/><w:ind w:firstLine="{FIRST_LINE}"/>'
    '<w:jc w:val="both"/>'
)
CENTRE = '<w:jc w:val="center"/>'
BOLD, ITALIC, CAPS = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>", "<w:caps/>"


def size(points: float) -> str:
    """Return the run property of a font size."""
    half = round(points * 2)
    return f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


# style id, name shown in Word, style it builds on, paragraph properties, run properties
STYLES = [
    ("CCHC-PageNumber", "CCHC Số trang", "Normal", CENTRE, size(14)),
    ("CCHC-UpperLine", "CCHC Dòng trên tên cơ quan", "Normal", CENTRE, CAPS + size(13)),
    ("CCHC-Issuer", "CCHC Tên cơ quan", "Normal", CENTRE, BOLD + CAPS + size(13)),
    ("CCHC-Nation", "CCHC Quốc hiệu", "Normal", CENTRE, BOLD + size(13)),
    ("CCHC-Motto", "CCHC Tiêu ngữ", "Normal", CENTRE, BOLD + size(14)),
    ("CCHC-Number", "CCHC Số, ký hiệu", "Normal", '<w:spacing w:before="120"/>' + CENTRE, size(13)),
    ("CCHC-PlaceDate", "CCHC Địa danh, thời gian", "Normal", '<w:spacing w:before="120"/>' + CENTRE, ITALIC + size(14)),
    (
        "CCHC-Rule",
        "CCHC Đường kẻ",
        "Normal",
        '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
        '<w:spacing w:line="70" w:lineRule="exact"/>' + CENTRE,
        size(2),
    ),
    ("CCHC-RuleIssuer", "CCHC Đường kẻ dưới tên cơ quan", "CCHC-Rule", "", ""),
    ("CCHC-RuleMotto", "CCHC Đường kẻ dưới Tiêu ngữ", "CCHC-Rule", "", ""),
    ("CCHC-RuleTitle", "CCHC Đường kẻ dưới trích yếu", "CCHC-Rule", '<w:keepNext/><w:spacing w:after="120"/>', ""),
    ("CCHC-Kind", "CCHC Tên loại", "Normal", '<w:keepNext/><w:spacing w:before="280"/>' + CENTRE, BOLD + size(14)),
    ("CCHC-Title", "CCHC Trích yếu", "Normal", "<w:keepNext/>" + CENTRE, BOLD + size(14)),
    ("CCHC-Body", "CCHC Nội dung", "Normal", BODY, size(14)),
    ("CCHC-Basis", "CCHC Căn cứ", "CCHC-Body", "", ITALIC),
    ("CCHC-Opening", "CCHC Mở đầu", "CCHC-Body", "", ""),
    ("CCHC-Part", "CCHC Phần", "CCHC-Body", "<w:keepNext/>", BOLD + CAPS),
    ("CCHC-PartPlain", "CCHC Phần không tiêu đề", "CCHC-Body", "", ""),
    ("CCHC-ItemTitle", "CCHC Khoản có tiêu đề", "CCHC-Body", "<w:keepNext/>", BOLD),
    ("CCHC-Item", "CCHC Khoản", "CCHC-Body", "", ""),
    ("CCHC-PointTitle", "CCHC Điểm có tiêu đề", "CCHC-Body", "<w:keepNext/>", ""),
    ("CCHC-Point", "CCHC Điểm", "CCHC-Body", "", ""),
    ("CCHC-DashTitle", "CCHC Gạch đầu dòng có tiêu đề", "CCHC-Body", "<w:keepNext/>", ""),
    ("CCHC-Dash", "CCHC Gạch đầu dòng", "CCHC-Body", "", ""),
    ("CCHC-PlusTitle", "CCHC Dấu cộng có tiêu đề", "CCHC-Body", "<w:keepNext/>", ""),
    ("CCHC-Plus", "CCHC Dấu cộng", "CCHC-Body", "", ""),
    ("CCHC-TextTitle", "CCHC Tiêu đề không đánh số", "CCHC-Body", "<w:keepNext/>", BOLD),
    ("CCHC-Text", "CCHC Đoạn văn", "CCHC-Body", "", ""),
    ("CCHC-Continuation", "CCHC Đoạn tiếp theo", "CCHC-Body", "", ""),
    ("CCHC-Closing", "CCHC Kết thúc", "CCHC-Body", "<w:keepNext/>", ""),
    ("CCHC-RecipientsHead", "CCHC Nơi nhận", "Normal", "<w:keepNext/>", BOLD + ITALIC + size(12)),
    ("CCHC-Recipient", "CCHC Dòng nơi nhận", "Normal", "<w:keepNext/>", size(11)),
    ("CCHC-SignatureLine", "CCHC Quyền hạn, chức vụ", "Normal", "<w:keepNext/>" + CENTRE, BOLD + CAPS + size(14)),
    (
        "CCHC-SignatureRoom",
        "CCHC Chỗ ký",
        "Normal",
        '<w:keepNext/><w:spacing w:before="600" w:after="600"/>' + CENTRE,
        size(14),
    ),
    ("CCHC-SignatureName", "CCHC Họ tên người ký", "Normal", CENTRE, BOLD + size(14)),
    ("CCHC-Break", "CCHC Ngắt phần", "Normal", '<w:spacing w:line="20" w:lineRule="exact"/>', size(1)),
    ("CCHC-AppendixLabel", "CCHC Phụ lục", "Normal", "<w:keepNext/>" + CENTRE, BOLD + size(14)),
    ("CCHC-AppendixTitle", "CCHC Tiêu đề phụ lục", "Normal", "<w:keepNext/>" + CENTRE, BOLD + CAPS + size(14)),
    (
        "CCHC-AppendixReference",
        "CCHC Kèm theo",
        "Normal",
        '<w:keepNext/><w:spacing w:after="160"/>' + CENTRE,
        ITALIC + size(14),
    ),
    ("CCHC-AppendixEnd", "CCHC Hết phụ lục", "Normal", '<w:jc w:val="right"/>', size(14)),
    (
        "CCHC-AnnexHead",
        "CCHC Tên bảng",
        "Normal",
        '<w:keepNext/><w:spacing w:before="240" w:after="120"/>',
        BOLD + size(14),
    ),
    ("CCHC-Chart", "CCHC Biểu đồ", "Normal", '<w:spacing w:before="240"/>' + CENTRE, size(13)),
    ("CCHC-Cell", "CCHC Ô bảng", "Normal", '<w:spacing w:before="40" w:after="40"/>', size(13)),
    ("CCHC-CellHead", "CCHC Đầu cột", "CCHC-Cell", "<w:keepNext/>" + CENTRE, BOLD),
    ("CCHC-CellGroup", "CCHC Nhóm nhiệm vụ", "CCHC-Cell", "<w:keepNext/>", BOLD),
    ("CCHC-CellCentre", "CCHC Ô giữa", "CCHC-Cell", CENTRE, ""),
    ("CCHC-CellLeft", "CCHC Ô trái", "CCHC-Cell", "", ""),
    ("CCHC-CellRight", "CCHC Ô phải", "CCHC-Cell", '<w:jc w:val="right"/>', ""),
    # Letters: annex I, II.5.b (12-13 pt, 6 pt below the number) and II.9.a.
    ("CCHC-Subject", "CCHC Trích yếu công văn", "Normal", '<w:spacing w:before="120"/>' + CENTRE, size(12)),
    ("CCHC-Addressee", "CCHC Kính gửi", "Normal", '<w:spacing w:before="320" w:after="160"/>' + CENTRE, size(14)),
    ("CCHC-AddresseesHead", "CCHC Kính gửi nhiều nơi", "Normal", '<w:keepNext/><w:spacing w:before="320"/>', size(14)),
    ("CCHC-AddresseeLine", "CCHC Dòng kính gửi", "Normal", '<w:spacing w:before="40"/>', size(14)),
    (
        "CCHC-ReceiptHead",
        "CCHC Xác nhận của nơi nhận",
        "Normal",
        '<w:keepNext/><w:spacing w:before="360" w:after="60"/>' + CENTRE,
        BOLD + size(14),
    ),
    ("CCHC-ReceiptLine", "CCHC Dòng xác nhận", "Normal", '<w:spacing w:before="120"/>', size(14)),
]

SECTION_STYLES = [
    *("CCHC-Part", "CCHC-PartPlain", "CCHC-ItemTitle", "CCHC-Item", "CCHC-PointTitle", "CCHC-Point"),
    *("CCHC-DashTitle", "CCHC-Dash", "CCHC-PlusTitle", "CCHC-Plus", "CCHC-TextTitle", "CCHC-Text"),
    "CCHC-Continuation",
]

# heading, field, style, condition under which the column is there
COLUMNS = [
    ("STT", "stt", "CCHC-CellCentre", ""),
    ("Nội dung, nhiệm vụ", "noi_dung", "CCHC-CellLeft", ""),
    ("Sản phẩm, kết quả", "san_pham", "CCHC-CellLeft", ""),
    ("Chỉ tiêu", "chi_tieu", "CCHC-CellCentre", ""),
    ("Chủ trì", "chu_tri", "CCHC-CellLeft", ""),
    ("Phối hợp", "phoi_hop", "CCHC-CellLeft", ""),
    ("Thời gian", "thoi_gian", "CCHC-CellCentre", ""),
    ("Kinh phí (đồng)", "kinh_phi", "CCHC-CellRight", "phu_luc.co_kinh_phi"),
    ("Ghi chú", "ghi_chu", "CCHC-CellLeft", "phu_luc.co_ghi_chu"),
]


def paragraph(style: str, text: str = "", extra: str = "") -> str:
    """Return a paragraph of one run."""
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>' if text else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{extra}</w:pPr>{run}</w:p>'


def tag(command: str) -> str:
    """Return a paragraph that only holds a command of the template and is not printed."""
    return paragraph("Normal", "{%p " + command + " %}")


def repeat(fields: str, style: str) -> str:
    """Return paragraphs of one style, one for each value of a list."""
    return tag(f"for dong in {fields}") + paragraph(style, "{{ dong }}") + tag("endfor")


def choose(fields: str, style_ids: list[str]) -> str:
    """Return paragraphs of a list whose items name their style (`kieu`) and text (`chu`)."""
    branches = ""
    for index, style in enumerate(style_ids):
        command = "if" if index == 0 else "elif"
        branches += tag(f'{command} d.kieu == "{style}"') + paragraph(style, "{{ d.chu }}")
    return tag(f"for d in {fields}") + branches + tag("endif") + tag("endfor")


def cell(width: int, content: str, extra: str = "") -> str:
    """Return a table cell."""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{extra}</w:tcPr>{content}</w:tc>'


def table(widths: list[int], rows: str, properties: str) -> str:
    """Return a fixed-layout table."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{properties}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )


def padding(top: int, side: int) -> str:
    """Return cell margins."""
    return (
        f'<w:tblCellMar><w:top w:w="{top}" w:type="dxa"/><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{side}" w:type="dxa"/></w:tblCellMar>'
    )


def header_table(subject: str = "") -> str:
    """Return issuer and Quốc hiệu, number and date: annex I, boxes 1-4; with `subject` a công văn's "V/v", box 5b."""
    fixed = '<w:tblLayout w:type="fixed"/>' + padding(0, 0)
    issuer = (
        tag("if dong_tren")
        + paragraph("CCHC-UpperLine", "{{ dong_tren }}")
        + tag("endif")
        + repeat("co_quan", "CCHC-Issuer")
        + paragraph("CCHC-RuleIssuer")
    )
    nation = (
        paragraph("CCHC-Nation", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + paragraph("CCHC-Motto", "Độc lập - Tự do - Hạnh phúc")
        + paragraph("CCHC-RuleMotto")
    )
    bottom = "" if subject else '<w:vAlign w:val="bottom"/>'
    rows = (
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + cell(ISSUER_WIDTH, issuer)
        + cell(NATION_WIDTH, nation)
        + "</w:tr><w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + cell(ISSUER_WIDTH, paragraph("CCHC-Number", "Số: {{ so_ky_hieu }}") + subject, bottom)
        + cell(NATION_WIDTH, paragraph("CCHC-PlaceDate", "{{ dia_danh_ngay }}"), bottom)
        + "</w:tr>"
    )
    return table([ISSUER_WIDTH, NATION_WIDTH], rows, fixed)


def signature_table() -> str:
    """Return recipients and signature, one row that never splits: annex I, boxes 7 and 9b."""
    left = paragraph("CCHC-RecipientsHead", "Nơi nhận:") + repeat("noi_nhan", "CCHC-Recipient")
    right = (
        repeat("chuc_vu", "CCHC-SignatureLine")
        + paragraph("CCHC-SignatureRoom")
        + tag("if ho_ten")
        + paragraph("CCHC-SignatureName", "{{ ho_ten }}")
        + tag("endif")
    )
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell(RECIPIENTS_WIDTH, left)}{cell(SIGNATURE_WIDTH, right)}</w:tr>"
    return table([RECIPIENTS_WIDTH, SIGNATURE_WIDTH], row, '<w:tblLayout w:type="fixed"/>' + padding(240, 0))


def appendix_table() -> str:
    """Return the task table; its widths are set when it is filled, by the columns it then has."""
    width = APPENDIX_WIDTH // len(COLUMNS)
    head = body = ""
    widths: list[int] = []
    for title, field, style, condition in COLUMNS:
        before = cell(width, paragraph("Normal", "{%tc if " + condition + " %}")) if condition else ""
        after = cell(width, paragraph("Normal", "{%tc endif %}")) if condition else ""
        centre = '<w:vAlign w:val="center"/>'
        head += before + cell(width, paragraph("CCHC-CellHead", title), centre) + after
        body += before + cell(width, paragraph(style, "{{ d." + field + " }}")) + after
        widths += [width] * (3 if condition else 1)

    def command(text: str) -> str:
        return f"<w:tr>{cell(width, paragraph('Normal', '{%tr ' + text + ' %}'))}</w:tr>"

    span = f'<w:gridSpan w:val="{len(widths)}"/>'
    group = cell(sum(widths), paragraph("CCHC-CellGroup", "{{ d.ten }}"), span)
    whole = "<w:trPr><w:cantSplit/></w:trPr>"
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        + command("for d in phu_luc.dong")
        + command("if d.nhom")
        + f"<w:tr>{whole}{group}</w:tr>"
        + command("else")
        + f"<w:tr>{whole}{body}</w:tr>"
        + command("endif")
        + command("endfor")
    )
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    return table(widths, rows, f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>' + padding(0, 85))


def section(landscape: bool) -> str:
    """Return the page of a section: its numbers begin with 1, and its first page shows none."""
    page = f'w:w="{LONG}" w:h="{SHORT}" w:orient="landscape"' if landscape else f'w:w="{SHORT}" w:h="{LONG}"'
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>'
        f'<w:type w:val="nextPage"/><w:pgSz {page}/><w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" '
        f'w:left="{LEFT}" w:header="{PAGE_NUMBER_FROM_EDGE}" w:footer="{PAGE_NUMBER_FROM_EDGE}" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )


def document() -> str:
    """Return word/document.xml."""
    body = (
        header_table()
        + paragraph("CCHC-Kind", "{{ ten_loai }}")
        + paragraph("CCHC-Title", "{{ trich_yeu }}")
        + paragraph("CCHC-RuleTitle")
        + choose("mo_dau", ["CCHC-Basis", "CCHC-Opening"])
        + choose("noi_dung", SECTION_STYLES)
        + repeat("ket_thuc", "CCHC-Closing")
        + signature_table()
        + paragraph("CCHC-Break", extra=section(landscape=False))
        + paragraph("CCHC-AppendixLabel", "Phụ lục")
        + paragraph("CCHC-AppendixTitle", "{{ phu_luc.tieu_de }}")
        + paragraph("CCHC-AppendixReference", "{{ phu_luc.kem_theo }}")
        + appendix_table()
        + paragraph("CCHC-AppendixEnd", "./.")
        + section(landscape=True)
    )
    return f"{HEAD}<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"


def styles() -> str:
    """Return word/styles.xml."""
    font = 'w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"'
    found = (
        f'{HEAD}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {font}/><w:color w:val="000000"/>'
        f'{size(14)}<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault>'
        '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
    )
    for style_id, name, base, paragraph_properties, run_properties in STYLES:
        found += (
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style_id}"><w:name w:val="{name}"/>'
            f'<w:basedOn w:val="{base}"/><w:qFormat/><w:pPr>{paragraph_properties}</w:pPr>'
            f"<w:rPr>{run_properties}</w:rPr></w:style>"
        )
    return f"{found}</w:styles>"


def header(content: str) -> str:
    """Return a header part."""
    return f'{HEAD}<w:hdr {NAMESPACES}><w:p><w:pPr><w:pStyle w:val="CCHC-PageNumber"/></w:pPr>{content}</w:p></w:hdr>'


PAGE_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>2</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
SETTINGS = (
    f'{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
    '<w:characterSpacingControl w:val="doNotCompress"/><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/>'
    '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
)
CORE = (
    f'{HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Mẫu kế hoạch</dc:title><dc:language>vi-VN</dc:language>'
    "</cp:coreProperties>"
)
TYPES = {
    "word/document.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "word/styles.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml",
    "word/settings.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml",
    "word/header1.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
    "word/header2.xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}


def content_types() -> str:
    """Return [Content_Types].xml."""
    parts = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in TYPES.items())
    return (
        f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def relations(targets: list[tuple[str, str]]) -> str:
    """Return a .rels part; ids count from rId1."""
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def package(body: str = "", title: str = "Mẫu kế hoạch") -> bytes:
    """Return a template with `body` as its word/document.xml (by default the plan's); the same bytes every time."""
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    parts = {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relations([(f"{R}/officeDocument", "word/document.xml"), (core, "docProps/core.xml")]),
        "word/document.xml": body or document(),
        "word/_rels/document.xml.rels": relations(
            [
                (f"{R}/styles", "styles.xml"),
                (f"{R}/settings", "settings.xml"),
                (f"{R}/header", "header1.xml"),
                (f"{R}/header", "header2.xml"),
            ]
        ),
        "word/styles.xml": styles(),
        "word/settings.xml": SETTINGS,
        "word/header1.xml": header(PAGE_FIELD),
        "word/header2.xml": header(""),
        "docProps/core.xml": CORE.replace("Mẫu kế hoạch", title),
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


if __name__ == "__main__":
    (ROOT / "templates_docx" / "ke_hoach.docx").write_bytes(package())
    import make_letters

    make_letters.write(ROOT / "templates_docx")
