"""How the trail speaks to people: the nouns of its entities, the names of their fields, what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.undo import BIN_FIELD, GONE, Touched

NOUNS: Mapping[str, str] = {
    "activity": "hoạt động",
    "channel": "kênh tuyên truyền",
    "broadcast": "lượt phát, đăng",
    "collaborator": "người trong sổ cộng tác viên",
    "delivery": "sản phẩm, buổi tuyên truyền",
    "petition": "phản ánh, kiến nghị",
    "commendation": "biểu dương, sáng kiến",
    "budget_line": "dòng dự toán",
    "spending": "khoản chi",
    "legal_basis": "căn cứ pháp lý",
    "text_block": "đoạn mẫu",
    "superior_plan": "kế hoạch cấp trên",
    "coverage": "phần đáp ứng yêu cầu cấp trên",
    "attachment": "tệp đính kèm",
    "plan": "kế hoạch",
    "plan_version": "bản ban hành của kế hoạch",
    "unit": "thông tin đơn vị",
    "signer": "người ký",
    "statement": "số liệu khai báo",
    "accepted_finding": "cảnh báo đã chấp nhận",
    "expectation": "kỳ thực hiện của nhiệm vụ",
    "directory_unit": "đơn vị gửi báo cáo",
    "report_expectation": "chế độ báo cáo của đơn vị",
    "answer": "phản hồi cho đơn vị",
    "catalogue_entry": "mục danh mục",
    "saved_view": "bộ lọc đã lưu",
    "report_form": "biểu mẫu báo cáo",
    "report": "báo cáo",
    "report_version": "bản báo cáo đã chốt",
    "report_remark": "ý kiến của cấp trên",
    "consolidation": "bản tổng hợp",
    "receipt": "phiếu phản hồi",
    "received_file": "tệp của đơn vị gửi đến",
    "received_report": "báo cáo của đơn vị",
    "score": "điểm chấm",
    "handover": "lần gửi báo cáo",
    "package": "gói báo cáo",
    "trusted_key": "khóa của đơn vị gửi",
    "warning_answer": "giải trình cảnh báo",
}
"""Entity of the trail → noun."""

VERBS: Mapping[str, str] = {
    "create": "Ghi",
    "update": "Sửa",
    "bin": "Xóa",
    "restore": "Lấy lại",
    "remove": "Bỏ",
    "purge": "Xóa hẳn",
    "skip": "Bỏ qua",
    "unskip": "Theo dõi lại",
    "nothing": "Hoàn tác",
}
"""Action of the trail → what was done."""

_COMMON: Mapping[str, str] = {
    GONE: "cả mục",
    BIN_FIELD: "Xóa, lấy lại",
    "note": "Ghi chú",
    "date": "Ngày",
    "title": "Tiêu đề",
    "name": "Tên",
    "year": "Năm",
    "number": "Số",
    "kind": "Loại",
    "issuer": "Nơi ban hành",
    "valid_from": "Từ ngày",
    "valid_to": "Đến ngày",
    "active_from": "Từ ngày",
    "active_to": "Đến ngày",
    "reason": "Lý do",
    "position": "Thứ tự",
    "period": "Kỳ",
    "code": "Mã",
    "content": "Nội dung",
    "person": "Người phụ trách",
    "address": "Địa chỉ",
    "symbol": "Ký hiệu",
    "state": "Trạng thái",
    "status": "Trạng thái",
    "value": "Số liệu",
    "query": "Điều kiện lọc",
    "actor": "Người chấp nhận",
    "at": "Lúc",
}

FIELDS: Mapping[str, Mapping[str, str]] = {
    "activity": {
        "form": "Hình thức",
        "title": "Nội dung",
        "counts": "Số lượng",
        "task_id": "Nhiệm vụ",
        "people": "Người thực hiện",
    },
    "channel": {"name": "Tên kênh", "address": "Địa điểm, địa chỉ"},
    "broadcast": {
        "channel_id": "Kênh",
        "programme": "Nội dung, chương trình",
        "time": "Giờ",
        "minutes": "Số phút mỗi lượt",
        "plays": "Số lượt",
        "activity_id": "Hoạt động trong nhật ký",
    },
    "collaborator": {
        "name": "Họ và tên",
        "role": "Vai trò",
        "workplace": "Chức vụ, nơi công tác",
        "area": "Địa bàn phụ trách",
        "phone": "Điện thoại",
    },
    "received_file": {"name": "Tên tệp", "kind": "Loại tệp", "state": "Kết quả", "reason": "Lý do"},
    "received_report": {
        "unit_code": "Mã đơn vị",
        "period": "Kỳ báo cáo",
        "ordinal": "Lần gửi",
        "file": "Tên tệp",
        "standing": "Tình trạng",
    },
    "delivery": {"collaborator_id": "Người thực hiện", "title": "Tên sản phẩm, nội dung", "quantity": "Số lượng"},
    "petition": {
        "received": "Ngày tiếp nhận",
        "number": "Số tiếp nhận",
        "channel": "Kênh tiếp nhận",
        "person": "Họ tên, tổ chức",
        "contact": "Điện thoại, thư điện tử",
        "about": "Phản ánh về",
        "topic": "Lĩnh vực",
        "competence": "Phân loại",
        "transferred_to": "Chuyển đến",
        "transferred_on": "Ngày chuyển",
        "answered_on": "Ngày trả lời",
        "answer_number": "Số văn bản trả lời",
        "result": "Kết quả xử lý",
        "published": "Công khai kết quả ở đâu",
    },
    "commendation": {
        "honoured": "Tập thể, cá nhân",
        "title": "Thành tích, tên sáng kiến",
        "form": "Hình thức",
        "issuer": "Cấp khen, công nhận",
        "decision": "Số quyết định",
        "effect": "Hiệu quả",
    },
    "budget_line": {
        "content": "Nội dung chi",
        "unit": "Đơn vị tính",
        "quantity": "Số lượng",
        "price": "Đơn giá",
        "source": "Nguồn kinh phí",
        "task_id": "Nhiệm vụ",
        "basis": "Căn cứ, định mức",
    },
    "spending": {
        "line_id": "Dòng dự toán",
        "date": "Ngày chi",
        "content": "Nội dung đã chi",
        "amount": "Số tiền",
        "voucher": "Chứng từ",
    },
    "legal_basis": {
        "number": "Số, ký hiệu",
        "date": "Ngày ban hành",
        "subject": "Trích yếu",
        "valid_from": "Có hiệu lực từ",
        "valid_to": "Hết hiệu lực",
        "amends": "Sửa đổi văn bản",
        "amended_by": "Được sửa đổi bởi",
        "replaced_by": "Được thay bằng",
        "checked_on": "Rà soát ngày",
        "source": "Nguồn",
    },
    "text_block": {
        "title": "Tên đoạn",
        "section": "Phần của kế hoạch",
        "topics": "Nội dung cải cách",
        "kind": "Cấp đề mục",
        "text": "Nội dung",
    },
    "superior_plan": {"title": "Tên kế hoạch"},
    "attachment": {"name": "Tên tệp", "note": "Thông tin của tệp", "size": "Dung lượng", "media_type": "Loại tệp"},
    "plan": {
        "title": "Tên kế hoạch",
        "issuer": "Cơ quan ban hành",
        "place": "Địa danh",
        "preamble": "Phần mở đầu",
        "closing": "Phần kết",
        "recipients": "Nơi nhận",
        "signature": "Chữ ký",
        "appendix_title": "Tên phụ lục",
        "kind": "Loại văn bản",
        "upper_line": "Cơ quan chủ quản",
        "notes": "Ghi chú rà soát",
        "cloned_from": "Chép từ",
    },
    "section": {"title": "tiêu đề", "text": "nội dung", "kind": "cấp"},
    "task": {
        "content": "nội dung",
        "product": "sản phẩm",
        "lead": "chủ trì",
        "support": "phối hợp",
        "time_text": "thời gian",
        "target": "chỉ tiêu",
        "target_unit": "đơn vị tính",
        "form": "hình thức",
        "measure": "số lượng theo dõi",
        "cost": "kinh phí",
        "group": "nhóm",
        "note": "ghi chú",
    },
    "demand": {"text": "nội dung", "deadline": "thời hạn", "confirmed": "xác nhận", "source": "nguồn"},
    "plan_version": {"ordinal": "Lần ban hành"},
    "unit": {
        "kind": "Loại đơn vị",
        "name": "Tên đơn vị",
        "province": "Tỉnh, thành phố",
        "superior": "Cơ quan cấp trên",
        "code": "Mã định danh",
        "place": "Địa danh",
        "drafting_body": "Đơn vị soạn thảo",
        "upper_line": "Cơ quan chủ quản",
    },
    "signer": {"name": "Họ và tên", "mode": "Thể thức ký", "title": "Chức vụ", "head": "Chức danh người đứng đầu"},
    "catalogue_entry": {"catalogue": "Danh mục", "content": "Nội dung mục"},
    "saved_view": {"place": "Nơi dùng"},
    "report_form": {"file_name": "Tên tệp", "cells": "Các ô được điền"},
    "trusted_key": {"unit_name": "Đơn vị", "unit_code": "Mã đơn vị"},
    "directory_unit": {
        "name": "Tên đơn vị",
        "parent": "Báo cáo cho",
        "contact": "Người liên hệ",
        "phone": "Điện thoại",
        "email": "Thư điện tử",
        "predecessors": "Hình thành từ",
        "aliases": "Tên gọi khác",
    },
    "score": {"points": "Điểm", "criteria": "Bộ tiêu chí", "criterion": "Tiêu chí", "side": "Bên chấm"},
    "report_expectation": {
        "unit_code": "Đơn vị",
        "first_year": "Từ năm",
        "last_year": "Đến năm",
        "wanted": "Phải gửi",
        "deadline": "Hạn gửi",
    },
}
"""Entity → field → how it is called; what is not here is called as in `_COMMON`."""

_TECHNICAL = frozenset(
    {
        "id", "owner_id", "owner_kind", "sha256", "folded", "version", "position", "cloned_from", "parent_id", "origin",
        "file_sha256", "template_sha256", "template_name", "plan_id", "media_type",
    }
)  # fmt: skip
"""Fields that tell people nothing."""


def field_name(entity: str, field: str) -> str:
    """Return how a field is called; a part of a plan by what it is ("Đề mục", "Nhiệm vụ", "Yêu cầu")."""
    part = field.partition(".")[0]
    if part != field:
        return {"sections": "Đề mục", "tasks": "Nhiệm vụ", "demands": "Yêu cầu"}.get(part, part)
    if entity == "coverage" and field:
        return "Phần đáp ứng"
    return FIELDS.get(entity, {}).get(field) or _COMMON.get(field, field)


def shown_fields(fields: Sequence[str]) -> tuple[str, ...]:
    """Return the fields that tell people something."""
    return tuple(field for field in fields if field not in _TECHNICAL)


def noun(entity: str) -> str:
    """Return the noun of an entity."""
    return NOUNS.get(entity, entity)


def step_name(touched: Sequence[Touched], title: str = "") -> str:
    """Return what a step did: "Ghi 12 hoạt động", "Sửa kênh tuyên truyền “Đài xã”", "Xóa 2 hoạt động, sửa 1 lượt phát".

    `title` is the name of the record when the step touched only one.
    """
    parts = []
    for number, one in enumerate(touched[:2]):
        verb = VERBS.get(one.action, "Sửa")
        many = f"{format_number(one.number)} " if one.number > 1 or len(touched) > 1 else ""
        parts.append(f"{verb if number == 0 else verb.lower()} {many}{noun(one.entity)}")
    if len(touched) > 2:
        parts.append(f"và {len(touched) - 2} việc khác")
    name = ", ".join(parts)
    if not title or not touched or len(touched) > 1 or touched[0].number > 1:
        return name
    short = title if len(title) <= _LONGEST else title[: _LONGEST - 1].rstrip() + "…"
    return f"{name} “{short}”"


_LONGEST = 70  # letters of a title within a name
