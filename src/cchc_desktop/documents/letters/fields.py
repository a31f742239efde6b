"""What each template may print: the fields with a description, what to paste into Word and a sample.

The samples are what the program would print for a made-up office, so that they cannot differ from the real thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from cchc_desktop.documents.letters.context import document_context
from cchc_desktop.documents.plan_export.context import plan_context
from cchc_desktop.documents.word.template import Value
from cchc_desktop.domain.letter_drafts import DraftName, department_plan, draft
from cchc_desktop.domain.plan import LineKind, PreambleLine, Task
from cchc_desktop.domain.report_annex import AnnexRow, DifferenceRow, ReportAnnex, ReportChart
from cchc_desktop.domain.template import TEMPLATE_TITLES, TemplateField
from cchc_desktop.domain.unit import Signature, SigningMode, Unit, UnitKind

DESCRIPTIONS = {
    "dong_tren": "Dòng trên tên cơ quan, không đậm; có thể trống",
    "co_quan": "Các dòng tên cơ quan ban hành",
    "so_ky_hieu": "Số và ký hiệu",
    "dia_danh_ngay": "Địa danh, ngày tháng năm",
    "ten_loai": "Tên loại văn bản",
    "trich_yeu": "Trích yếu nội dung (công văn: V/v …)",
    "kinh_gui_mot": "Nơi gửi đến khi chỉ có một nơi; trống khi có nhiều nơi",
    "kinh_gui": "Các nơi gửi đến khi có từ hai nơi",
    "mo_dau": "Các đoạn mở đầu, căn cứ; mỗi đoạn có kieu và chu",
    "noi_dung": "Các đoạn nội dung; mỗi đoạn có kieu và chu",
    "ket_thuc": "Các đoạn kết thúc, đoạn cuối đã có ./.",
    "noi_nhan": "Các dòng nơi nhận",
    "chuc_vu": "Các dòng quyền hạn, chức vụ người ký",
    "ho_ten": "Họ tên người ký",
    "van_ban": "Các văn bản gửi kèm phiếu gửi",
    "phu_luc.tieu_de": "Tiêu đề phụ lục",
    "phu_luc.kem_theo": "Dòng (Kèm theo Kế hoạch số …), (Kèm theo Báo cáo số …)",
    "phu_luc.co_kinh_phi": "Có cột kinh phí hay không (dùng trong lệnh if)",
    "phu_luc.co_ghi_chu": "Có cột ghi chú hay không (dùng trong lệnh if)",
    "phu_luc.dong": "Các hàng của bảng nhiệm vụ (báo cáo: của bảng số liệu)",
    "phu_luc.co_dieu_chinh": "Có bảng điều chỉnh của báo cáo bổ sung hay không (dùng trong lệnh if)",
    "phu_luc.dieu_chinh": "Các hàng của bảng điều chỉnh so với báo cáo đã gửi",
    "phu_luc.bieu_do": "Tên các biểu đồ; đoạn kiểu CCHC-Chart được thay bằng biểu đồ",
}
"""Field → what it holds. A test compares the names with what the exporters give."""

ITEM_DESCRIPTIONS = {
    "kieu": "Mã kiểu đoạn (CCHC-…)",
    "chu": "Chữ của đoạn, đã gồm I., 1., a), -, +",
    "stt": "Số thứ tự",
    "ten": "Tên văn bản, tên nhóm, tên chỉ tiêu",
    "so_luong": "Số bản",
    "ghi_chu": "Ghi chú",
    "nhom": "Hàng này là tên nhóm hay không (dùng trong lệnh if)",
    "noi_dung": "Nội dung nhiệm vụ",
    "san_pham": "Sản phẩm, kết quả",
    "chi_tieu": "Chỉ tiêu kèm đơn vị tính",
    "chu_tri": "Đơn vị chủ trì",
    "phoi_hop": "Đơn vị phối hợp",
    "thoi_gian": "Thời gian thực hiện",
    "kinh_phi": "Kinh phí (đồng)",
    "don_vi": "Đơn vị tính",
    "trong_ky": "Số liệu trong kỳ",
    "luy_ke": "Lũy kế từ đầu năm",
    "cung_ky": "Cùng kỳ năm trước",
    "ke_hoach": "Kế hoạch năm",
    "ty_le": "Tỷ lệ thực hiện (%)",
    "truoc": "Số đã báo cáo",
    "sau": "Số điều chỉnh",
    "chenh_lech": "Chênh lệch",
    "ly_do": "Lý do",
}
"""Field of an item of a list → what it holds."""

_COMMON = ("co_quan", "so_ky_hieu", "dia_danh_ngay", "noi_nhan", "chuc_vu", "ho_ten")
_NEEDED = {
    "ke_hoach.docx": (*_COMMON, "trich_yeu", "mo_dau", "noi_dung", "ket_thuc", "phu_luc"),
    "ke_hoach_phong.docx": (*_COMMON, "dong_tren", "trich_yeu", "mo_dau", "noi_dung", "ket_thuc", "phu_luc"),
    "bao_cao.docx": (*_COMMON, "trich_yeu", "kinh_gui_mot", "kinh_gui", "mo_dau", "noi_dung", "ket_thuc"),
    "cong_van.docx": (*_COMMON, "trich_yeu", "kinh_gui_mot", "kinh_gui", "noi_dung", "ket_thuc"),
    "to_trinh.docx": (*_COMMON, "trich_yeu", "kinh_gui_mot", "kinh_gui", "mo_dau", "noi_dung", "ket_thuc"),
    "phieu_gui.docx": (*_COMMON, "mo_dau", "van_ban"),
}
_DRAFTS = {
    "bao_cao.docx": DraftName.REPORT,
    "cong_van.docx": DraftName.REMINDER,
    "to_trinh.docx": DraftName.PROPOSAL,
    "phieu_gui.docx": DraftName.TRANSMITTAL,
}
_UNIT = Unit(
    id="mau",
    valid_from=date(2025, 7, 1),
    kind=UnitKind.COMMUNE,
    name="Lệ Xá",
    province="Tỉnh Hưng Yên",
    superior="Sở Nội vụ tỉnh Hưng Yên",
    place="Lệ Xá",
    drafting_body="Phòng Văn hóa - Xã hội",
)
_SIGNATURE = Signature(SigningMode.DEPUTY, title="PHÓ CHỦ TỊCH", name="Nguyễn Thị Lan")
_DAY = date(2026, 1, 13)
_ANNEX = ReportAnnex(
    "Số liệu tuyên truyền cải cách hành chính quý I năm 2026",
    (
        AnnexRow("Báo chí, thông tin điện tử"),
        AnnexRow("", 1, "Tin, bài trên báo, đài, bản tin", "bài", "12", "12", "9", "40", "30,0", "Theo sổ của đài"),
    ),
    (DifferenceRow(1, "Tin, bài trên báo, đài, bản tin", "bài", "10", "12", "+2", "Bổ sung bài của thôn"),),
    (ReportChart("Số hoạt động theo tháng", (("01/2026", Decimal(4)), ("02/2026", Decimal(7)))),),
)


def sample_context(file: str) -> dict[str, Value]:
    """Return the fields of a template with the values of a made-up office; {} for a file nothing is known of."""
    if file in _DRAFTS:
        document = draft(_DRAFTS[file], _UNIT, _DAY.year, _SIGNATURE)
        name = document.signature.name or _SIGNATURE.name
        signed = replace(document.signature, name=name)
        annex = _ANNEX if file == "bao_cao.docx" else None
        context = document_context(replace(document, number=7, date=_DAY, signature=signed, annex=annex))
        return context | _other_addressees(file)
    if file not in TEMPLATE_TITLES:
        return {}
    plan = department_plan(_UNIT, _DAY.year)
    basis = PreambleLine(LineKind.BASIS, "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025")
    tasks = (
        Task(
            content="Phát thanh về dịch vụ công trực tuyến",
            product="Bài phát thanh",
            lead="Phòng Văn hóa - Xã hội",
            support="Các thôn",
            time_text="Hằng tháng",
            target=Decimal(12),
            target_unit="bài",
            cost=3_000_000,
            note="Lồng ghép",
            group="Truyền thanh cơ sở",
        ),
    )
    signed = replace(plan.signature, name=_SIGNATURE.name)
    plan = replace(plan, preamble=(basis, *plan.preamble), tasks=tasks, number=7, date=_DAY, signature=signed)
    if file == "ke_hoach.docx":
        plan = replace(plan, issuer=_UNIT.issuer_lines, upper_line="", symbol="KH-UBND", signature=_SIGNATURE)
    return plan_context(plan)


def _other_addressees(file: str) -> dict[str, Value]:
    """Return sample values for both forms of "Kính gửi": a real document has one of them."""
    if file == "phieu_gui.docx":
        return {}
    return {"kinh_gui_mot": "Sở Nội vụ tỉnh Hưng Yên.", "kinh_gui": ["- Các phòng, đơn vị thuộc xã;", "- Các thôn."]}


def needed_fields(file: str) -> Mapping[str, str]:
    """Return the fields a document cannot do without → what they hold, in lower case."""
    return {name: _described(name).partition(";")[0] for name in _NEEDED.get(file, ())}


def _described(name: str) -> str:
    words = DESCRIPTIONS.get(name, "Phụ lục nhiệm vụ")
    return words[0].lower() + words[1:]


def template_fields(file: str) -> tuple[TemplateField, ...]:
    """Return the fields of a template in the order of the document, those of list items behind their list."""
    found: list[TemplateField] = []
    for name, value in sample_context(file).items():
        if isinstance(value, dict):
            for key, inner in value.items():
                found += _fields(f"{name}.{key}", inner)
        else:
            found += _fields(name, value)
    return tuple(found)


def _fields(name: str, value: object) -> list[TemplateField]:
    description = DESCRIPTIONS.get(name, "")
    if isinstance(value, bool):
        return [TemplateField(name, description, f"{{%p if {name} %}}\n…\n{{%p endif %}}", "có" if value else "không")]
    if not isinstance(value, list):
        return [TemplateField(name, description, f"{{{{ {name} }}}}", str(value))]
    rows = [row for row in value if isinstance(row, dict)]
    if not rows:
        tag = f"{{%p for dong in {name} %}}\n{{{{ dong }}}}\n{{%p endfor %}}"
        return [TemplateField(name, description, tag, "\n".join(str(line) for line in value))]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    mark = "tr" if name in ("van_ban", "phu_luc.dong", "phu_luc.dieu_chinh") else "p"
    shown = " ".join(f"{{{{ d.{key} }}}}" for key in keys if key not in ("nhom", "kieu"))
    found = [
        TemplateField(
            name, description, f"{{%{mark} for d in {name} %}}\n{shown}\n{{%{mark} endfor %}}", f"{len(rows)} dòng"
        )
    ]
    for key in keys:
        sample = next((row[key] for row in rows if key in row and row[key] not in ("", False)), "")
        words = ITEM_DESCRIPTIONS.get(key, "")
        found.append(TemplateField(f"d.{key}", f"{words} (trong {name})", f"{{{{ d.{key} }}}}", str(sample)))
    return found
