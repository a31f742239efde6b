"""First drafts of the documents a commune writes about the communication of administrative reform.

The wording is ours and meant to be edited; "…" marks what only the office knows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from cchc_desktop.domain.official_document import DocumentKind, Enclosure, OfficialDocument, symbol
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind
from cchc_desktop.domain.plan_skeleton import DEFAULT_DRAFTING_BODY, variables
from cchc_desktop.domain.unit import Signature, SigningMode, Unit


class DraftName(StrEnum):
    """The drafts there are."""

    REPORT = "bao_cao"
    REMINDER = "cong_van_don_doc"
    COVER = "cong_van_gui_bao_cao"
    PROPOSAL = "to_trinh"
    TRANSMITTAL = "phieu_gui"


DRAFT_TITLES = {
    DraftName.REPORT: "Báo cáo kết quả tuyên truyền",
    DraftName.REMINDER: "Công văn đôn đốc thực hiện kế hoạch",
    DraftName.COVER: "Công văn gửi báo cáo",
    DraftName.PROPOSAL: "Tờ trình ban hành kế hoạch",
    DraftName.TRANSMITTAL: "Phiếu gửi văn bản",
}
"""What a person chooses from."""

_SUBJECT = "tuyên truyền cải cách hành chính"


@dataclass(frozen=True, slots=True)
class _Words:
    """What the drafts are filled with."""

    unit: Unit
    year: int
    signature: Signature

    @property
    def superior(self) -> str:
        return variables(self.year, self.unit)["cap_tren"]

    @property
    def drafter(self) -> str:
        return self.unit.drafting_body or DEFAULT_DRAFTING_BODY

    @property
    def archive(self) -> str:
        return f"Lưu: VT, {drafter_symbol(self.drafter)}"


def draft(name: DraftName, unit: Unit, year: int, signature: Signature) -> OfficialDocument:
    """Return a first draft for an office and a year."""
    return _MAKERS[name](_Words(unit, year, signature))


def drafter_symbol(body: str) -> str:
    """Return the short sign of a department: "VHXH" for "Phòng Văn hóa - Xã hội", "VP" for "Văn phòng …"."""
    words = body.replace("-", " ").replace(",", " ").split()
    if not words:
        return ""
    if words[0].casefold() == "văn" and len(words) > 1 and words[1].casefold() == "phòng":
        return "VP"
    bare = words[1:] if words[0].casefold() in ("phòng", "ban") else words
    return "".join(word[0] for word in bare if word.casefold() != "và").upper()


def department_plan(unit: Unit, year: int) -> Plan:
    """Return the outline of a department's own plan: "UBND XÃ …" regular above the department in bold."""
    body = unit.drafting_body or DEFAULT_DRAFTING_BODY
    return Plan(
        year=year,
        title=f"Thực hiện công tác {_SUBJECT} năm {year}",
        issuer=(body.upper(),),
        upper_line=f"UBND {unit.full_name.upper()}",
        place=unit.place,
        symbol=f"KH-{drafter_symbol(body)}",
        preamble=(
            PreambleLine(
                LineKind.OPENING,
                f"Thực hiện Kế hoạch {_SUBJECT} năm {year} của {unit.committee}, {body} xây dựng kế hoạch thực hiện "
                "như sau:",
            ),
        ),
        sections=(
            _part("Mục đích, yêu cầu", "Cụ thể hóa nhiệm vụ được giao, rõ người, rõ việc, rõ thời hạn, rõ sản phẩm."),
            _part("Nhiệm vụ", "…"),
            _part("Tổ chức thực hiện", f"Công chức của {body} chủ động thực hiện nhiệm vụ được phân công."),
        ),
        closing=(f"Trên đây là Kế hoạch thực hiện công tác {_SUBJECT} năm {year} của {body}.",),
        recipients=(unit.committee, "Công chức của phòng", f"Lưu: VT, {drafter_symbol(body)}"),
        signature=Signature(SigningMode.OWN, body="", head="", title=_head_of(body), name=""),
    )


def is_department(plan: Plan) -> bool:
    """Tell whether a plan is a department's own: the upper line names the committee, the issuer a body of it."""
    upper = " ".join(plan.upper_line.casefold().split())
    return upper.startswith(("ubnd", "ủy ban nhân dân", "uỷ ban nhân dân"))


def _head_of(body: str) -> str:
    first = body.split()[0].casefold() if body.split() else ""
    return {"văn": "CHÁNH VĂN PHÒNG", "trung": "GIÁM ĐỐC"}.get(first, "TRƯỞNG PHÒNG")


def _part(title: str, *texts: str) -> Section:
    items = tuple(Section(SectionKind.ITEM, text=text) for text in texts)
    return Section(SectionKind.PART, title=title.upper(), children=items)


def _text(*texts: str) -> tuple[Section, ...]:
    return tuple(Section(SectionKind.TEXT, text=text) for text in texts)


def _report(words: _Words) -> OfficialDocument:
    unit, year = words.unit, words.year
    return OfficialDocument(
        kind=DocumentKind.REPORT,
        title=f"Kết quả {_SUBJECT} quý … năm {year} trên địa bàn {unit.full_name}",
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        year=year,
        symbol=symbol(DocumentKind.REPORT),
        addressees=(words.superior,),
        preamble=(
            PreambleLine(
                LineKind.OPENING,
                f"Thực hiện chế độ báo cáo về công tác cải cách hành chính, {unit.committee} báo cáo kết quả "
                f"{_SUBJECT} quý … năm {year} như sau:",
            ),
        ),
        sections=(
            _part("Công tác chỉ đạo, triển khai", "Văn bản đã ban hành: …", "Phân công thực hiện: …"),
            _part("Kết quả thực hiện", "Hình thức và số lượng: …", "Mức độ hoàn thành kế hoạch: …"),
            _part("Đánh giá chung", "Kết quả đạt được: …", "Hạn chế và nguyên nhân: …"),
            _part("Nhiệm vụ thời gian tới", "…"),
            _part("Kiến nghị, đề xuất", "…"),
        ),
        closing=(f"Trên đây là báo cáo kết quả {_SUBJECT} quý … năm {year} của {unit.committee}.",),
        recipients=("Như trên", "Thường trực Đảng ủy, HĐND " + unit.full_name, words.archive),
        signature=words.signature,
    )


def _letter(words: _Words, title: str, addressees: tuple[str, ...], *texts: str) -> OfficialDocument:
    unit = words.unit
    return OfficialDocument(
        kind=DocumentKind.LETTER,
        title=title,
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        year=words.year,
        symbol=symbol(DocumentKind.LETTER, drafter=drafter_symbol(words.drafter)),
        addressees=addressees,
        sections=_text(*texts[:-1]),
        closing=(texts[-1],),
        recipients=("Như trên", words.archive),
        signature=words.signature,
    )


def _reminder(words: _Words) -> OfficialDocument:
    unit, year = words.unit, words.year
    return _letter(
        words,
        f"đôn đốc thực hiện Kế hoạch {_SUBJECT} năm {year}",
        ("Các phòng, đơn vị thuộc " + unit.full_name, "Các thôn, tổ dân phố"),
        f"Thực hiện Kế hoạch số …/KH-UBND ngày … tháng … năm {year} của {unit.committee} về {_SUBJECT} năm {year}, đến "
        "nay một số nhiệm vụ chưa được thực hiện hoặc chưa có báo cáo kết quả.",
        f"Để bảo đảm tiến độ, {unit.committee} đề nghị các đơn vị rà soát nhiệm vụ được giao, thực hiện ngay các nhiệm "
        f"vụ đến hạn và gửi kết quả kèm tài liệu kiểm chứng về {words.drafter} trước ngày … tháng … năm {year}.",
        f"Giao {words.drafter} theo dõi, tổng hợp, báo cáo Chủ tịch {unit.committee}.",
    )


def _cover(words: _Words) -> OfficialDocument:
    unit, year = words.unit, words.year
    return _letter(
        words,
        f"gửi báo cáo kết quả {_SUBJECT} quý … năm {year}",
        (words.superior,),
        f"Thực hiện chế độ báo cáo định kỳ về công tác cải cách hành chính, {unit.committee} gửi kèm theo Công văn này "
        f"Báo cáo số …/BC-{unit.symbol} ngày … tháng … năm {year} về kết quả {_SUBJECT} quý … năm {year} và biểu số "
        "liệu.",
        f"{unit.committee} trân trọng gửi {words.superior} xem xét, tổng hợp.",
    )


def _proposal(words: _Words) -> OfficialDocument:
    unit, year, body = words.unit, words.year, words.drafter
    return OfficialDocument(
        kind=DocumentKind.PROPOSAL,
        title=f"Về việc ban hành Kế hoạch {_SUBJECT} năm {year}",
        issuer=(body.upper(),),
        upper_line=f"UBND {unit.full_name.upper()}",
        place=unit.place,
        year=year,
        symbol=symbol(DocumentKind.PROPOSAL, drafter_symbol(body)),
        addressees=(f"Chủ tịch {unit.committee}",),
        preamble=(
            PreambleLine(LineKind.BASIS, f"Căn cứ kế hoạch cải cách hành chính năm {year} của cấp trên"),
            PreambleLine(
                LineKind.OPENING, f"{body} trình Chủ tịch {unit.committee} xem xét, ban hành Kế hoạch như sau:"
            ),
        ),
        sections=(
            _part("Sự cần thiết", "…"),
            _part("Nội dung chính của Kế hoạch", "Mục đích, yêu cầu: …", "Nhiệm vụ: …", "Kinh phí: …"),
        ),
        closing=(f"{body} kính trình Chủ tịch {unit.committee} xem xét, quyết định. Gửi kèm theo: dự thảo Kế hoạch.",),
        recipients=("Như trên", f"Lưu: VT, {drafter_symbol(body)}"),
        signature=Signature(SigningMode.OWN, body="", head="", title=_head_of(body), name=""),
    )


def _transmittal(words: _Words) -> OfficialDocument:
    unit, year = words.unit, words.year
    return OfficialDocument(
        kind=DocumentKind.TRANSMITTAL,
        title=f"Gửi văn bản về {_SUBJECT} năm {year}",
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        year=year,
        symbol=symbol(DocumentKind.TRANSMITTAL),
        addressees=(words.superior,),
        closing=("Đề nghị nơi nhận kiểm tra, ký xác nhận và gửi trả lại Phiếu này để lưu hồ sơ.",),
        recipients=(words.superior, words.archive),
        signature=words.signature,
        enclosures=(
            Enclosure(f"Kế hoạch số …/KH-UBND ngày … tháng … năm {year} về {_SUBJECT} năm {year}"),
            Enclosure(f"Báo cáo số …/BC-{unit.symbol} ngày … tháng … năm …", note="Kèm biểu số liệu"),
        ),
    )


_MAKERS: dict[DraftName, Callable[[_Words], OfficialDocument]] = {
    DraftName.REPORT: _report,
    DraftName.REMINDER: _reminder,
    DraftName.COVER: _cover,
    DraftName.PROPOSAL: _proposal,
    DraftName.TRANSMITTAL: _transmittal,
}
