"""The templates of report, công văn, tờ trình, phiếu gửi and of a department's plan; see `make_templates.py`."""

from __future__ import annotations

from pathlib import Path

import make_templates as make
from make_templates import cell, choose, header_table, paragraph, repeat, section, signature_table, table, tag

COLUMNS = [
    ("STT", "stt", "CCHC-CellCentre", 700),
    ("Tên văn bản", "ten", "CCHC-CellLeft", 5555),
    ("Số bản", "so_luong", "CCHC-CellCentre", 1000),
    ("Ghi chú", "ghi_chu", "CCHC-CellLeft", 2100),
]


# The annex of a report: heading, field, style, twips; together the width of a page on its side.
FIGURES = [
    ("STT", "stt", "CCHC-CellCentre", 700),
    ("Chỉ tiêu", "ten", "CCHC-CellLeft", 4377),
    ("Đơn vị tính", "don_vi", "CCHC-CellCentre", 1250),
    ("Trong kỳ", "trong_ky", "CCHC-CellRight", 1400),
    ("Lũy kế từ đầu năm", "luy_ke", "CCHC-CellRight", 1400),
    ("Cùng kỳ năm trước", "cung_ky", "CCHC-CellRight", 1400),
    ("Kế hoạch năm", "ke_hoach", "CCHC-CellRight", 1150),
    ("Tỷ lệ (%)", "ty_le", "CCHC-CellRight", 910),
    ("Ghi chú", "ghi_chu", "CCHC-CellLeft", 1700),
]
CHANGES = [
    ("STT", "stt", "CCHC-CellCentre", 700),
    ("Chỉ tiêu", "ten", "CCHC-CellLeft", 4687),
    ("Đơn vị tính", "don_vi", "CCHC-CellCentre", 1300),
    ("Đã báo cáo", "truoc", "CCHC-CellRight", 1500),
    ("Điều chỉnh", "sau", "CCHC-CellRight", 1500),
    ("Chênh lệch", "chenh_lech", "CCHC-CellRight", 1300),
    ("Lý do", "ly_do", "CCHC-CellLeft", 3300),
]


def addressees() -> str:
    """Return "Kính gửi: …" on one line for one, on a line each for several: annex I, II.9.a."""
    return (
        tag("if kinh_gui_mot")
        + paragraph("CCHC-Addressee", "Kính gửi: {{ kinh_gui_mot }}")
        + tag("endif")
        + tag("if kinh_gui")
        + paragraph("CCHC-AddresseesHead", "Kính gửi:")
        + repeat("kinh_gui", "CCHC-AddresseeLine")
        + tag("endif")
    )


def title(optional: bool = False) -> str:
    """Return kind of document and trích yếu with the rule below: annex I, box 5a."""
    lines = paragraph("CCHC-Title", "{{ trich_yeu }}") + paragraph("CCHC-RuleTitle")
    if optional:
        lines = tag("if trich_yeu") + lines + tag("endif")
    return paragraph("CCHC-Kind", "{{ ten_loai }}") + lines


def text() -> str:
    """Return preamble, body and end."""
    return (
        choose("mo_dau", ["CCHC-Basis", "CCHC-Opening"])
        + choose("noi_dung", make.SECTION_STYLES)
        + repeat("ket_thuc", "CCHC-Closing")
    )


def enclosures() -> str:
    """Return the table of the documents a phiếu gửi goes with."""
    return paragraph("CCHC-Break") + ruled_table("van_ban", COLUMNS)


def ruled_table(rows: str, columns: list[tuple[str, str, str, int]], group: str = "") -> str:
    """Return a table with lines over a list of rows; with `group`, rows with the field `nhom` are headings."""
    head = "".join(
        cell(width, paragraph("CCHC-CellHead", name), '<w:vAlign w:val="center"/>') for name, _, _, width in columns
    )
    body = "".join(cell(width, paragraph(style, "{{ d." + field + " }}")) for _, field, style, width in columns)
    widths = [width for _, _, _, width in columns]
    whole = "<w:trPr><w:cantSplit/></w:trPr>"

    def command(words: str) -> str:
        return f"<w:tr>{cell(widths[0], paragraph('Normal', '{%tr ' + words + ' %}'))}</w:tr>"

    row = f"<w:tr>{whole}{body}</w:tr>"
    if group:
        span = f'<w:gridSpan w:val="{len(widths)}"/>'
        heading = cell(sum(widths), paragraph("CCHC-CellGroup", "{{ d." + group + " }}"), span)
        row = command("if d.nhom") + f"<w:tr>{whole}{heading}</w:tr>" + command("else") + row + command("endif")
    inner = (
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        + command(f"for d in {rows}")
        + row
        + command("endfor")
    )
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    looks = f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>' + make.padding(0, 85)
    return table(widths, inner, looks)


def annex() -> str:
    """Return the annex of a report on pages of its own: figures, what a supplement changed, charts (annex I, III.1)."""
    return (
        paragraph("CCHC-Break", extra=section(landscape=False))
        + paragraph("CCHC-AppendixLabel", "Phụ lục")
        + paragraph("CCHC-AppendixTitle", "{{ phu_luc.tieu_de }}")
        + paragraph("CCHC-AppendixReference", "{{ phu_luc.kem_theo }}")
        + ruled_table("phu_luc.dong", FIGURES, "ten")
        + tag("if phu_luc.co_dieu_chinh")
        + paragraph("CCHC-AnnexHead", "Điều chỉnh so với báo cáo đã gửi")
        + ruled_table("phu_luc.dieu_chinh", CHANGES)
        + tag("endif")
        + repeat("phu_luc.bieu_do", "CCHC-Chart")
        + paragraph("CCHC-AppendixEnd", "./.")
        + section(landscape=True)
    )


def receipt() -> str:
    """Return what the receiver fills in and sends back."""
    dots = "…" * 18
    return (
        paragraph("CCHC-ReceiptHead", "XÁC NHẬN CỦA NƠI NHẬN")
        + paragraph("CCHC-ReceiptLine", "Đã nhận đủ văn bản ghi ở trên vào hồi …… giờ, ngày …… tháng …… năm ……")
        + paragraph("CCHC-ReceiptLine", f"Người nhận (ký, ghi rõ họ tên): {dots}")
    )


def document(body: str, annex_pages: str = "") -> str:
    """Return word/document.xml around a body; `annex_pages` begins with the break that ends the body's section."""
    end = signature_table()
    last = annex_pages or paragraph("CCHC-Break") + section(landscape=False)
    if "<!--end-->" in body:
        whole, last = body.replace("<!--end-->", end), section(landscape=False)
    else:
        whole = body + end
    return f"{make.HEAD}<w:document {make.NAMESPACES}><w:body>{whole}{last}</w:body></w:document>"


def bodies() -> dict[str, tuple[str, str]]:
    """Return file name → (title of the file, word/document.xml)."""
    subject = paragraph("CCHC-Subject", "{{ trich_yeu }}")
    report = header_table() + title() + addressees() + text()
    letter = header_table(subject) + addressees() + text()
    slip = (
        header_table()
        + title(optional=True)
        + choose("mo_dau", ["CCHC-Basis", "CCHC-Opening"])
        + enclosures()
        + choose("noi_dung", make.SECTION_STYLES)
        + repeat("ket_thuc", "CCHC-Closing")
        + "<!--end-->"
        + receipt()
    )
    return {
        "bao_cao.docx": ("Mẫu báo cáo", document(report, annex())),
        "cong_van.docx": ("Mẫu công văn", document(letter)),
        "to_trinh.docx": ("Mẫu tờ trình", document(report)),
        "phieu_gui.docx": ("Mẫu phiếu gửi", document(slip)),
        "ke_hoach_phong.docx": ("Mẫu kế hoạch của phòng", make.document()),
    }


def write(folder: Path) -> None:
    """Write all of them."""
    for name, (words, body) in bodies().items():
        (folder / name).write_bytes(make.package(body, words))
