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
    head = "".join(
        cell(width, paragraph("CCHC-CellHead", name), '<w:vAlign w:val="center"/>') for name, _, _, width in COLUMNS
    )
    body = "".join(cell(width, paragraph(style, "{{ d." + field + " }}")) for _, field, style, width in COLUMNS)
    widths = [width for _, _, _, width in COLUMNS]

    def command(words: str) -> str:
        return f"<w:tr>{cell(widths[0], paragraph('Normal', '{%tr ' + words + ' %}'))}</w:tr>"

    rows = (
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>"
        + command("for d in van_ban")
        + f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{body}</w:tr>"
        + command("endfor")
    )
    line = 'w:val="single" w:sz="4" w:space="0" w:color="000000"'
    sides = "".join(f"<w:{side} {line}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    looks = f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/>' + make.padding(0, 85)
    return paragraph("CCHC-Break") + table(widths, rows, looks)


def receipt() -> str:
    """Return what the receiver fills in and sends back."""
    dots = "…" * 18
    return (
        paragraph("CCHC-ReceiptHead", "XÁC NHẬN CỦA NƠI NHẬN")
        + paragraph("CCHC-ReceiptLine", "Đã nhận đủ văn bản ghi ở trên vào hồi …… giờ, ngày …… tháng …… năm ……")
        + paragraph("CCHC-ReceiptLine", f"Người nhận (ký, ghi rõ họ tên): {dots}")
    )


def document(body: str) -> str:
    """Return word/document.xml around a body."""
    end = signature_table()
    whole = body.replace("<!--end-->", end) if "<!--end-->" in body else body + end + paragraph("CCHC-Break")
    return f"{make.HEAD}<w:document {make.NAMESPACES}><w:body>{whole}{section(landscape=False)}</w:body></w:document>"


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
        "bao_cao.docx": ("Mẫu báo cáo", document(report)),
        "cong_van.docx": ("Mẫu công văn", document(letter)),
        "to_trinh.docx": ("Mẫu tờ trình", document(report)),
        "phieu_gui.docx": ("Mẫu phiếu gửi", document(slip)),
        "ke_hoach_phong.docx": ("Mẫu kế hoạch của phòng", make.document()),
    }


def write(folder: Path) -> None:
    """Write all of them."""
    for name, (words, body) in bodies().items():
        (folder / name).write_bytes(make.package(body, words))
