"""The directory of units as a list that takes entries from tables."""

from __future__ import annotations

from cchc_desktop.domain.directory_unit import (
    DIRECTORY_KIND_NAMES,
    DirectoryKind,
    DirectoryUnit,
    read_kind,
    unit_problems,
)
from cchc_desktop.domain.table_import import FieldKind, ImportField, ImportTarget, choices_of
from cchc_desktop.services.directory import DirectoryService
from cchc_desktop.services.table_imports.rules import ImportRules, Values, made

_F = ImportField


def directory_units(service: DirectoryService) -> ImportRules:
    """Return the rules of the directory: a name tells its kind ("Phường Trần Phú") where no column does.

    A row of a unit that is known is a twin; taken in all the same it brings the unit up to date.
    """
    kinds = choices_of(
        ((kind, DIRECTORY_KIND_NAMES[kind]) for kind in DirectoryKind),
        (DirectoryKind.DISTRICT, ("huyện", "quận", "thị xã", "thành phố thuộc tỉnh")),
        (DirectoryKind.AGENCY, ("sở", "cơ quan", "đơn vị", "phòng", "ban")),
        (DirectoryKind.CITY, ("thành phố trực thuộc trung ương",)),
    )
    fields = (
        _F("code", "Mã đơn vị", words=("Mã", "Mã định danh", "Mã ĐVHC", "Mã xã"), required=True, width=14),
        _F(
            "name",
            "Tên đơn vị",
            words=("Đơn vị", "Tên", "Tên xã", "Tên xã, phường", "Xã, phường", "Tên đơn vị hành chính"),
            required=True,
            width=30,
            example="Xã Lệ Xá",
        ),
        _F("kind", "Loại", FieldKind.CHOICE, ("Loại đơn vị", "Cấp", "Loại hình"), choices=kinds, width=18),
        _F("parent", "Báo cáo cho", words=("Mã cấp trên", "Cơ quan cấp trên", "Trực thuộc", "Mã tỉnh"), width=14),
        _F("contact", "Người liên hệ", words=("Đầu mối", "Cán bộ đầu mối", "Họ và tên", "Người phụ trách"), width=24),
        _F("phone", "Điện thoại", FieldKind.PHONE, ("Số điện thoại", "SĐT", "ĐT", "Di động"), width=16),
        _F("email", "Thư điện tử", words=("Email", "E-mail", "Hộp thư", "Địa chỉ thư điện tử"), width=28),
        _F("address", "Địa chỉ", words=("Trụ sở", "Nơi đặt trụ sở"), width=30),
        _F("valid_from", "Từ ngày", FieldKind.DATE, ("Ngày thành lập", "Có hiệu lực từ", "Hiệu lực từ"), width=13),
        _F("valid_to", "Đến ngày", FieldKind.DATE, ("Ngày kết thúc", "Hết hiệu lực"), width=13),
        _F(
            "predecessors",
            "Hình thành từ",
            FieldKind.NUMBERS,
            ("Mã đơn vị cũ", "Sáp nhập từ", "Mã cũ"),
            width=22,
            example="01234; 01237",
        ),
        _F("aliases", "Tên gọi khác", FieldKind.NUMBERS, ("Tên khác", "Tên viết tắt", "Tên cũ"), width=24),
        _F("note", "Ghi chú", FieldKind.TEXT, ("Lưu ý",), width=26),
    )
    target = ImportTarget("directory_units", "Danh sách đơn vị gửi báo cáo", "đơn vị", fields)

    def build(values: Values) -> DirectoryUnit:
        unit = made(DirectoryUnit, values)
        kind, name = read_kind(unit.name, unit.kind)
        if values.get("kind"):
            # What a column says of the kind stands; only the noun that repeats it leaves the name.
            return made(DirectoryUnit, {**values, "name": name if kind is unit.kind else unit.name})
        return made(DirectoryUnit, {**values, "kind": kind, "name": name})

    return ImportRules(
        target,
        build,
        unit_problems,
        lambda unit: unit.code,
        service.units.all,
        service.take_many,
    )
