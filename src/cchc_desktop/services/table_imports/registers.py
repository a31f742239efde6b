"""The registers as lists that take entries from tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cchc_desktop.domain.budget import BudgetLine, Spending, line_problems, spending_problems
from cchc_desktop.domain.channel import (
    CHANNEL_KIND_NAMES,
    Broadcast,
    Channel,
    ChannelKind,
    broadcast_problems,
    channel_problems,
)
from cchc_desktop.domain.collaborator import (
    COLLABORATOR_ROLE_NAMES,
    DELIVERY_KIND_NAMES,
    Collaborator,
    CollaboratorRole,
    Delivery,
    DeliveryKind,
    collaborator_problems,
    delivery_problems,
)
from cchc_desktop.domain.commendation import (
    COMMENDATION_KIND_NAMES,
    Commendation,
    CommendationKind,
    commendation_problems,
)
from cchc_desktop.domain.petition import (
    COMPETENCE_NAMES,
    PETITION_ABOUT_NAMES,
    PETITION_KIND_NAMES,
    Competence,
    Petition,
    PetitionAbout,
    PetitionKind,
    petition_problems,
)
from cchc_desktop.domain.table_import import Choice, FieldKind, ImportField, ImportTarget, choices_of
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.registers.container import RegisterServices
from cchc_desktop.services.registers.shelf import Shelf
from cchc_desktop.services.table_imports.rules import ImportRules, Values, made

_F = ImportField
_NOTE = _F("note", "Ghi chú", FieldKind.TEXT, ("ghi chu", "luu y"), width=26)


def _rules(
    target: ImportTarget, shelf: Shelf[Any], build: Callable[[Values], Any], problems: Any, twin: Any
) -> ImportRules:
    return ImportRules(target, build, problems, twin, shelf.all, shelf.add_many)


def channels(registers: RegisterServices) -> ImportRules:
    """Return the rules of the register of channels."""
    kinds = choices_of(
        ((kind, CHANNEL_KIND_NAMES[kind]) for kind in ChannelKind),
        (ChannelKind.LOUDSPEAKER, ("Loa", "Loa truyền thanh", "Cụm loa", "Đài truyền thanh", "Truyền thanh")),
        (ChannelKind.PORTAL, ("Cổng", "Cổng thông tin điện tử", "Trang thông tin điện tử", "Website", "Trang web")),
        (ChannelKind.FANPAGE, ("Fanpage", "Facebook", "Mạng xã hội", "Trang Facebook")),
        (ChannelKind.ZALO, ("Zalo OA", "Nhóm Zalo", "Trang Zalo")),
        (ChannelKind.PRESS, ("Báo", "Bản tin", "Báo chí")),
        (ChannelKind.RADIO, ("Đài", "Đài phát thanh", "Đài truyền hình")),
        (ChannelKind.SCREEN, ("Màn hình", "Màn hình LED", "Bảng điện tử")),
    )
    fields = (
        _F("kind", "Loại kênh", FieldKind.CHOICE, ("Loại", "Loại hình", "Kênh loại"), True, kinds, 28),
        _F("name", "Tên kênh", words=("Kênh", "Tên", "Kênh tuyên truyền"), required=True, width=32),
        _F("address", "Địa điểm, địa chỉ", words=("Địa chỉ", "Địa điểm", "Đường dẫn", "Link", "Vị trí"), width=34),
        _F("person", "Người phụ trách", words=("Phụ trách", "Cán bộ phụ trách", "Người quản lý", "Quản trị")),
        _F("active_from", "Dùng từ ngày", FieldKind.DATE, ("Từ ngày", "Ngày bắt đầu", "Bắt đầu"), width=13),
        _F("active_to", "Đến ngày", FieldKind.DATE, ("Ngày kết thúc", "Ngừng dùng", "Kết thúc"), width=13),
        _NOTE,
    )
    target = ImportTarget("channels", "Sổ theo dõi kênh tuyên truyền", "kênh", fields)
    return _rules(
        target,
        registers.channels.channels,
        lambda values: made(Channel, values),
        channel_problems,
        lambda one: (one.kind, fold(one.name)),
    )


def broadcasts(registers: RegisterServices) -> ImportRules:
    """Return the rules of the log of broadcasts."""
    known = choices_of((one.id, one.name) for one in registers.channels.channels.all())
    fields = (
        _F("date", "Ngày", FieldKind.DATE, ("Ngày phát", "Ngày đăng", "Ngày phát, đăng", "Thời gian"), True, width=13),
        _F("time", "Giờ", FieldKind.CLOCK, ("Giờ phát", "Giờ đăng"), width=9),
        _F("channel_id", "Kênh", FieldKind.REFERENCE, ("Tên kênh", "Phát trên"), True, known, 30, noun="kênh"),
        _F(
            "programme",
            "Nội dung, chương trình",
            words=("Chương trình", "Nội dung", "Tên chương trình", "Tên bài", "Tiêu đề"),
            required=True,
            width=50,
        ),
        _F(
            "minutes", "Phút mỗi lượt", FieldKind.WHOLE, ("Số phút", "Thời lượng", "Phút", "Thời lượng (phút)"), width=9
        ),
        _F("plays", "Số lượt", FieldKind.WHOLE, ("Lượt", "Lượt phát", "Số lần", "Số lượt phát"), width=9),
        _NOTE,
    )
    target = ImportTarget("broadcasts", "Nhật ký phát, đăng trên các kênh", "lượt phát, đăng", fields)
    return _rules(
        target,
        registers.channels.broadcasts,
        lambda values: made(Broadcast, values),
        broadcast_problems,
        lambda one: (one.date, one.time, one.channel_id, fold(one.programme)),
    )


def people(registers: RegisterServices) -> ImportRules:
    """Return the rules of the register of collaborators and speakers."""
    roles = choices_of(
        ((role, COLLABORATOR_ROLE_NAMES[role]) for role in CollaboratorRole),
        (CollaboratorRole.COLLABORATOR, ("CTV",)),
        (CollaboratorRole.SPEAKER, ("BCV", "Báo cáo viên cấp xã")),
        (CollaboratorRole.LEGAL_SPEAKER, ("Tuyên truyền viên", "TTVPL")),
        (CollaboratorRole.DIGITAL_TEAM, ("Tổ công nghệ số cộng đồng", "Tổ công nghệ số", "Thành viên tổ CNSCĐ")),
    )
    fields = (
        _F("name", "Họ và tên", words=("Họ tên", "Tên", "Họ và tên cộng tác viên"), required=True, width=26),
        _F("role", "Vai trò", FieldKind.CHOICE, ("Nhiệm vụ", "Là", "Loại"), choices=roles, width=28),
        _F(
            "workplace",
            "Chức vụ, nơi công tác",
            words=("Chức vụ", "Nơi công tác", "Đơn vị", "Đơn vị công tác", "Cơ quan"),
            width=30,
        ),
        _F("area", "Địa bàn phụ trách", words=("Địa bàn", "Thôn", "Khu vực", "Thôn, tổ dân phố")),
        _F("phone", "Điện thoại", FieldKind.PHONE, ("Số điện thoại", "SĐT", "Số ĐT", "ĐT", "Di động"), width=16),
        _F("active_from", "Từ ngày", FieldKind.DATE, ("Ngày bắt đầu", "Tham gia từ"), width=13),
        _F("active_to", "Đến ngày", FieldKind.DATE, ("Ngày kết thúc", "Ngày nghỉ"), width=13),
        _NOTE,
    )
    target = ImportTarget("people", "Cộng tác viên, báo cáo viên", "người", fields)
    return _rules(
        target,
        registers.collaborators.people,
        lambda values: made(Collaborator, values),
        collaborator_problems,
        lambda one: (fold(one.name), one.role, fold(one.workplace)),
    )


def deliveries(registers: RegisterServices) -> ImportRules:
    """Return the rules of what collaborators deliver."""
    known = choices_of((one.id, one.name) for one in registers.collaborators.people.all())
    kinds = choices_of(
        ((kind, DELIVERY_KIND_NAMES[kind]) for kind in DeliveryKind),
        (DeliveryKind.ARTICLE, ("Tin bài", "Bài viết", "Tin", "Bài")),
        (DeliveryKind.TALK, ("Buổi tuyên truyền", "Buổi báo cáo", "Báo cáo")),
        (DeliveryKind.VIDEO, ("Video", "Đồ họa", "Clip", "Infographic")),
        (DeliveryKind.GUIDANCE, ("Hướng dẫn", "Buổi hướng dẫn")),
        (DeliveryKind.OTHER, ("Khác",)),
    )
    fields = (
        _F("date", "Ngày", FieldKind.DATE, ("Ngày thực hiện", "Thời gian"), True, width=13),
        _F(
            "collaborator_id",
            "Người thực hiện",
            FieldKind.REFERENCE,
            ("Họ và tên", "Họ tên", "Tác giả", "Cộng tác viên"),
            True,
            known,
            26,
            noun="người",
        ),
        _F("kind", "Loại", FieldKind.CHOICE, ("Loại sản phẩm", "Hình thức"), choices=kinds, width=26),
        _F(
            "title",
            "Sản phẩm, nội dung",
            words=("Nội dung", "Sản phẩm", "Tên sản phẩm", "Tên bài", "Tiêu đề"),
            required=True,
            width=50,
        ),
        _F("quantity", "Số lượng", FieldKind.WHOLE, ("SL",), width=10),
        _NOTE,
    )
    target = ImportTarget("deliveries", "Sản phẩm của cộng tác viên, báo cáo viên", "sản phẩm", fields)
    return _rules(
        target,
        registers.collaborators.deliveries,
        lambda values: made(Delivery, values),
        delivery_problems,
        lambda one: (one.date, one.collaborator_id, fold(one.title)),
    )


def _petition_fields() -> tuple[ImportField, ...]:
    return (
        _F("number", "Số", FieldKind.WHOLE, ("Số tiếp nhận", "Số vào sổ"), width=8),
        _F("received", "Ngày tiếp nhận", FieldKind.DATE, ("Ngày nhận", "Tiếp nhận", "Ngày"), True, width=13),
        _F("channel", "Kênh tiếp nhận", words=("Kênh", "Hình thức tiếp nhận", "Nguồn"), width=20),
        _F(
            "person",
            "Họ tên, tổ chức",
            words=("Họ và tên", "Họ tên", "Người phản ánh", "Người gửi", "Cá nhân, tổ chức"),
        ),
        _F("address", "Địa chỉ", words=("Nơi ở", "Địa chỉ người gửi")),
        _F(
            "contact",
            "Điện thoại, thư điện tử",
            FieldKind.PHONE,
            ("Điện thoại", "SĐT", "Số điện thoại", "Liên hệ", "Email"),
        ),
        _F(
            "content",
            "Nội dung",
            FieldKind.TEXT,
            ("Nội dung phản ánh", "Nội dung phản ánh, kiến nghị", "Nội dung kiến nghị"),
            True,
            width=46,
        ),
        _F(
            "kind",
            "Loại",
            FieldKind.CHOICE,
            choices=choices_of((k, PETITION_KIND_NAMES[k]) for k in PetitionKind),
            width=13,
        ),
        _F(
            "about",
            "Về",
            FieldKind.CHOICE,
            ("Đối tượng phản ánh", "Về việc"),
            choices=choices_of((k, PETITION_ABOUT_NAMES[k]) for k in PetitionAbout),
        ),
        _F("topic", "Lĩnh vực", words=("Chủ đề", "Nhóm vấn đề")),
        _F(
            "competence",
            "Thẩm quyền",
            FieldKind.CHOICE,
            ("Phân loại",),
            choices=choices_of((k, COMPETENCE_NAMES[k]) for k in Competence),
        ),
        _F("transferred_to", "Chuyển đến", words=("Nơi chuyển đến", "Cơ quan xử lý", "Đơn vị xử lý")),
        _F("transferred_on", "Ngày chuyển", FieldKind.DATE, width=13),
        _F("answered_on", "Ngày trả lời", FieldKind.DATE, ("Trả lời ngày",), width=13),
        _F("answer_number", "Số văn bản trả lời", words=("Văn bản trả lời", "Số trả lời")),
        _F("result", "Kết quả", FieldKind.TEXT, ("Kết quả xử lý", "Kết quả giải quyết"), width=30),
        _F("published", "Công khai ở đâu", words=("Công khai", "Nơi công khai")),
        _NOTE,
    )


def petitions(registers: RegisterServices) -> ImportRules:
    """Return the rules of the register of petitions; a number of a year that is taken is refused before anything."""
    target = ImportTarget("petitions", "Sổ theo dõi phản ánh, kiến nghị", "phản ánh, kiến nghị", _petition_fields())
    shelf = registers.petitions.petitions
    numbers = {(one.received.year, one.number) for one in shelf.all()}

    def problems(petition: Petition) -> dict[str, str]:
        found = petition_problems(petition)
        key = (petition.received.year, petition.number)
        if petition.number and key in numbers:
            found.setdefault("number", f"số {petition.number} của năm {key[0]} đã có trong sổ hoặc ở dòng trên")
        elif not found:
            numbers.add(key)
        return found

    return _rules(
        target,
        shelf,
        lambda values: made(Petition, values),
        problems,
        lambda one: (one.received, fold(one.content), fold(one.person)),
    )


def commendations(registers: RegisterServices) -> ImportRules:
    """Return the rules of the register of commendations and initiatives."""
    kinds = choices_of(
        ((kind, COMMENDATION_KIND_NAMES[kind]) for kind in CommendationKind),
        (CommendationKind.GOOD_EXAMPLE, ("Biểu dương", "Gương điển hình", "Điển hình")),
        (CommendationKind.INITIATIVE, ("Sáng kiến", "Mô hình", "Mô hình hay")),
    )
    fields = (
        _F("kind", "Loại", FieldKind.CHOICE, ("Phân loại",), True, kinds, 26),
        _F("date", "Ngày", FieldKind.DATE, ("Ngày quyết định", "Ngày ký", "Thời gian"), True, width=13),
        _F(
            "honoured",
            "Tập thể, cá nhân",
            words=("Họ và tên", "Tên", "Đơn vị, cá nhân", "Tác giả"),
            required=True,
            width=30,
        ),
        _F(
            "title",
            "Thành tích, sáng kiến",
            FieldKind.TEXT,
            ("Thành tích", "Tên sáng kiến", "Nội dung", "Sáng kiến", "Mô hình"),
            True,
            width=46,
        ),
        _F("form", "Hình thức", words=("Hình thức khen thưởng", "Danh hiệu")),
        _F("issuer", "Cơ quan khen, công nhận", words=("Cơ quan khen", "Cấp khen", "Cơ quan công nhận"), width=26),
        _F("decision", "Số quyết định", words=("Quyết định", "Số, ký hiệu"), width=18),
        _F("effect", "Hiệu quả", FieldKind.TEXT, ("Kết quả", "Phạm vi áp dụng"), width=30),
        _NOTE,
    )
    target = ImportTarget("commendations", "Biểu dương, sáng kiến", "mục", fields)
    return _rules(
        target,
        registers.commendations.entries,
        lambda values: made(Commendation, values),
        commendation_problems,
        lambda one: (one.date, fold(one.honoured), fold(one.title)),
    )


def budget_lines(registers: RegisterServices, today: date) -> ImportRules:
    """Return the rules of the estimate; a line without a year is of this year."""
    fields = (
        _F("year", "Năm", FieldKind.YEAR, ("Năm ngân sách",), width=8),
        _F("content", "Nội dung chi", words=("Nội dung", "Nội dung công việc", "Khoản mục"), required=True, width=46),
        _F("unit", "Đơn vị tính", words=("ĐVT",), width=12),
        _F("quantity", "Số lượng", FieldKind.NUMBER, ("SL", "Khối lượng"), width=11),
        _F("price", "Đơn giá (đồng)", FieldKind.MONEY, ("Đơn giá",), width=16),
        _F("amount", "Thành tiền (đồng)", FieldKind.MONEY, ("Thành tiền", "Kinh phí", "Dự toán", "Số tiền"), width=18),
        _F("source", "Nguồn kinh phí", words=("Nguồn", "Nguồn vốn"), width=24),
        _F("basis", "Căn cứ", FieldKind.TEXT, ("Căn cứ định mức", "Định mức", "Căn cứ, định mức"), width=26),
        _NOTE,
    )
    target = ImportTarget("budget", "Dự toán kinh phí tuyên truyền", "dòng dự toán", fields)
    return _rules(
        target,
        registers.budget.lines,
        lambda values: _budget_line(values, today),
        line_problems,
        lambda one: (one.year, fold(one.content), one.quantity, one.price),
    )


def _budget_line(values: Values, today: date) -> BudgetLine:
    line = made(BudgetLine, values, year=values.get("year") or today.year)
    amount, price = values.get("amount"), values.get("price")
    if amount is None:
        return line
    if price is None:
        exact = Decimal(amount) / line.quantity if line.quantity else Decimal("0.5")
        if exact != exact.to_integral_value():
            raise InvalidInput({"price": "thiếu đơn giá, và thành tiền không chia hết cho số lượng"})
        return replace(line, price=int(exact))
    if line.amount != amount:
        words = f"thành tiền ghi {amount:,} nhưng số lượng × đơn giá là {line.amount:,}".replace(",", ".")
        raise InvalidInput({"amount": words})
    return line


def spendings(registers: RegisterServices) -> ImportRules:
    """Return the rules of what was spent. A line is named by its content, with its year where two are alike."""
    lines = registers.budget.lines.all()
    known = tuple(Choice(one.id, (one.content, f"{one.content} ({one.year})")) for one in lines)
    fields = (
        _F("date", "Ngày chi", FieldKind.DATE, ("Ngày", "Ngày chứng từ", "Ngày thanh toán"), True, width=13),
        _F(
            "line_id", "Dòng dự toán", FieldKind.REFERENCE, ("Dự toán", "Mục chi"), True, known, 40, noun="dòng dự toán"
        ),
        _F("content", "Nội dung đã chi", words=("Nội dung chi", "Nội dung", "Diễn giải"), required=True, width=44),
        _F("amount", "Số tiền (đồng)", FieldKind.MONEY, ("Số tiền", "Thành tiền", "Đã chi"), True, width=18),
        _F("voucher", "Chứng từ", words=("Số chứng từ", "Số phiếu chi", "Hóa đơn"), width=18),
        _NOTE,
    )
    target = ImportTarget("spending", "Sổ theo dõi kinh phí đã chi", "khoản chi", fields)
    return _rules(
        target,
        registers.budget.spendings,
        lambda values: made(Spending, values),
        spending_problems,
        lambda one: (one.date, one.line_id, fold(one.content), one.amount),
    )
