"""Legal bases, text blocks and the tasks of a plan as lists that take entries from tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.legal_basis import KINDS, LegalBasis, basis_problems
from cchc_desktop.domain.plan import SectionKind, Task
from cchc_desktop.domain.table_import import Choice, FieldKind, ImportField, ImportTarget, choices_of
from cchc_desktop.domain.text import fold
from cchc_desktop.domain.text_block import SECTION_NAMES, TOPIC_NAMES, BlockSection, BlockTopic, TextBlock
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.legal_bases import LegalBasisService
from cchc_desktop.services.table_imports.rules import ImportRules, Values, made
from cchc_desktop.services.text_blocks import TextBlockService

_F = ImportField
SECTION_KIND_NAMES = {
    SectionKind.TEXT: "Đoạn văn",
    SectionKind.DASH: "Gạch đầu dòng",
    SectionKind.PLUS: "Dấu cộng",
    SectionKind.POINT: "Điểm",
    SectionKind.ITEM: "Khoản",
    SectionKind.PART: "Phần",
}
"""How the labels of sections are called in tables."""


def legal_bases(service: LegalBasisService) -> ImportRules:
    """Return the rules of the register of legal bases."""
    fields = (
        _F(
            "kind",
            "Loại văn bản",
            words=("Loại", "Tên loại văn bản", "Hình thức văn bản"),
            required=True,
            width=18,
            example=KINDS[6],
        ),
        _F(
            "number",
            "Số, ký hiệu",
            words=("Số ký hiệu", "Số hiệu", "Số văn bản", "Số"),
            required=True,
            example="30/2020/NĐ-CP",
        ),
        _F("date", "Ngày ban hành", FieldKind.DATE, ("Ngày", "Ngày ký", "Ngày tháng"), width=14),
        _F("issuer", "Cơ quan ban hành", words=("Cơ quan", "Nơi ban hành"), width=26),
        _F(
            "subject",
            "Trích yếu",
            words=("Trích yếu nội dung", "Nội dung", "Tên văn bản", "Về việc"),
            required=True,
            width=54,
        ),
        _F("valid_from", "Có hiệu lực từ", FieldKind.DATE, ("Ngày hiệu lực", "Hiệu lực từ"), width=14),
        _F("valid_to", "Hết hiệu lực sau ngày", FieldKind.DATE, ("Ngày hết hiệu lực", "Hết hiệu lực"), width=14),
        _F("amends", "Sửa đổi, bổ sung cho", FieldKind.NUMBERS, ("Sửa đổi văn bản",), width=24),
        _F("amended_by", "Được sửa đổi bởi", FieldKind.NUMBERS, ("Bị sửa đổi bởi",), width=24),
        _F("replaced_by", "Được thay thế bởi", words=("Thay thế bởi", "Bị thay thế bởi"), width=24),
        _F("note", "Ghi chú", FieldKind.TEXT, width=26),
    )
    target = ImportTarget("legal_bases", "Danh mục căn cứ pháp lý", "văn bản", fields)
    return ImportRules(
        target,
        lambda values: made(LegalBasis, values),
        basis_problems,
        lambda one: one.key,
        service.all,
        service.add_many,
    )


def text_blocks(service: TextBlockService) -> ImportRules:
    """Return the rules of the office's text blocks; blocks with others below them are not made in tables."""
    fields = (
        _F("title", "Tên đoạn mẫu", words=("Tên", "Tên đoạn", "Tiêu đề"), required=True, width=32),
        _F(
            "section",
            "Phần của kế hoạch",
            FieldKind.CHOICE,
            ("Phần", "Mục"),
            True,
            choices_of((one, SECTION_NAMES[one]) for one in BlockSection),
            24,
        ),
        _F(
            "topics",
            "Chủ đề",
            FieldKind.CHOICES,
            ("Lĩnh vực", "Nội dung cải cách"),
            choices=choices_of((one, TOPIC_NAMES[one]) for one in BlockTopic),
            width=30,
        ),
        _F(
            "kind",
            "Kiểu đoạn",
            FieldKind.CHOICE,
            ("Kiểu",),
            choices=choices_of(SECTION_KIND_NAMES.items()),
            width=18,
        ),
        _F("heading", "Đề mục", words=("Tiêu đề mục",), width=26),
        _F("text", "Lời văn", FieldKind.TEXT, ("Nội dung", "Đoạn văn", "Văn bản"), True, width=70),
    )
    target = ImportTarget("text_blocks", "Đoạn mẫu của đơn vị", "đoạn mẫu", fields)

    def build(values: Values) -> TextBlock:
        topics = tuple(BlockTopic(one) for one in values.get("topics") or ()) or (BlockTopic.GENERAL,)
        return made(TextBlock, {"kind": SectionKind.TEXT, **_filled(values)}, topics=topics)

    return ImportRules(
        target,
        build,
        lambda one: {},
        lambda one: (one.section, fold(one.title), fold(one.text)),
        service.all,
        service.add_many,
    )


def _filled(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def plan_tasks(forms: Sequence[Form], tasks: Sequence[Task]) -> ImportRules:
    """Return the rules of the task appendix; what is accepted goes to the plan that is open, not to the database."""
    known = tuple(Choice(form.code, (form.name, *form.aliases)) for form in forms)
    names: dict[str, dict[str, None]] = {}
    for measure in (measure for form in forms for measure in form.measures):
        names.setdefault(measure.code, {})[measure.name] = None
    counted = tuple(Choice(code, tuple(found)) for code, found in names.items())
    fields = (
        _F(
            "content",
            "Nội dung nhiệm vụ",
            FieldKind.TEXT,
            ("Nội dung", "Nhiệm vụ", "Nội dung công việc", "Nội dung thực hiện"),
            True,
            width=50,
        ),
        _F("product", "Sản phẩm", FieldKind.TEXT, ("Kết quả", "Sản phẩm, kết quả", "Sản phẩm đầu ra"), width=28),
        _F("lead", "Chủ trì", FieldKind.TEXT, ("Đơn vị chủ trì", "Cơ quan chủ trì", "Đơn vị thực hiện"), width=24),
        _F("support", "Phối hợp", FieldKind.TEXT, ("Đơn vị phối hợp", "Cơ quan phối hợp"), width=24),
        _F("time_text", "Thời gian", words=("Thời gian thực hiện", "Thời gian hoàn thành", "Tiến độ"), width=22),
        _F("target", "Chỉ tiêu", FieldKind.NUMBER, ("Số lượng",), width=11),
        _F("target_unit", "Đơn vị tính", words=("ĐVT",), width=13),
        _F("form", "Hình thức", FieldKind.CHOICE, ("Hình thức tuyên truyền",), choices=known, width=28),
        _F("measure", "Số đo", FieldKind.CHOICE, choices=counted, width=20),
        _F("cost", "Kinh phí (đồng)", FieldKind.MONEY, ("Kinh phí", "Dự toán"), width=16),
        _F("group", "Nhóm", words=("Nhóm nhiệm vụ", "Lĩnh vực"), width=22),
        _F("note", "Ghi chú", FieldKind.TEXT, width=24),
    )
    target = ImportTarget("plan_tasks", "Phụ lục nhiệm vụ", "nhiệm vụ", fields)

    def build(values: Values) -> Task:
        form = next((one for one in forms if one.code == values.get("form")), None)
        if values.get("measure") and (form is None or form.measure(values["measure"]) is None):
            raise InvalidInput({"measure": "hình thức của dòng này không có số đo đó"})
        if (values.get("cost") or 0) < 0:
            raise InvalidInput({"cost": "kinh phí phải từ 0 trở lên"})
        return made(Task, values)

    def nowhere(_: Sequence[Any]) -> Change:
        return Change(Topic.PLAN)

    return ImportRules(target, build, lambda one: {}, lambda one: fold(one.content), lambda: tasks, nowhere)
