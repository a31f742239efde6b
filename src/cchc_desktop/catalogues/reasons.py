"""Turns the validation messages of msgspec into places in the file and Vietnamese reasons."""

from __future__ import annotations

import re
from typing import Any

from cchc_desktop.catalogues.positions import Where
from cchc_desktop.domain.catalogue import IndicatorKind, IndicatorSource, TermGroup
from cchc_desktop.domain.criteria import CriterionKind, Fault
from cchc_desktop.domain.plan import SectionKind
from cchc_desktop.domain.text_block import BlockSection, BlockTopic
from cchc_desktop.domain.unit import UnitKind

_PATH = re.compile(r" - at `\$(.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_MISSING = re.compile(r"Object missing required field `(.+?)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(.+?)`")
_TYPES = re.compile(r"Expected `(.+?)`, got `(.+?)`")
_TYPE_NAMES = {
    "str": "chuỗi chữ trong dấu nháy",
    "int": "số nguyên",
    "float": "số thập phân",
    "bool": "true/false",
    "array": "danh sách",
    "object": "bảng",
    "date": "ngày (dạng 2026-12-31)",
    "datetime": "ngày và giờ",
    "time": "giờ",
}
_BOUNDS = (
    (re.compile(r"Expected `str` of length >= 1\b"), "không được để trống"),
    (re.compile(r"Expected `str` of length <= (\d+)"), "dài quá {} ký tự"),
    (re.compile(r"Expected `array` of length >= 1\b"), "danh sách không được để trống"),
    (re.compile(r"Expected `(?:int|float)` >= (-?\d+)"), "phải từ {} trở lên"),
    (re.compile(r"Expected `(?:int|float)` <= (-?\d+)"), "không được quá {}"),
)
_PATTERNS = {
    "^[a-z][a-z0-9_]*$": "mã chỉ gồm chữ thường không dấu, chữ số và dấu _, bắt đầu bằng chữ",
    "^[A-Za-z0-9][A-Za-z0-9_.-]*$": "mã chỉ gồm chữ không dấu, chữ số và các dấu _ . -",
    "^[A-Z0-9]{1,8}$": "mã kỳ chỉ gồm 1 đến 8 chữ hoa không dấu, chữ số",
    "^[0-9]{2}$": "mã tỉnh gồm hai chữ số",
}


def reason_of(message: str, document: dict[str, Any]) -> tuple[Where, str]:
    """Return where in the document the message points, and the Vietnamese reason."""
    where = _where(message)
    if match := _MISSING.match(message):
        return where, f"thiếu khóa “{match[1]}”"
    if match := _UNKNOWN.match(message):
        return (*where, match[1]), f"khóa “{match[1]}” không có trong lược đồ"
    key = f"“{_key(where)}”: "
    if message.startswith("Invalid enum value"):
        choices = ", ".join(_choices(where))
        return where, f"{key}giá trị “{_value(document, where)}” không hợp lệ, chỉ dùng: {choices}"
    if match := _TYPES.match(message):
        expected = " hoặc ".join(_TYPE_NAMES.get(name, name) for name in match[1].split(" | ") if name != "null")
        return where, f"{key}cần {expected}, nhưng đang là {_TYPE_NAMES.get(match[2], match[2])}"
    for pattern, reason in _PATTERNS.items():
        if repr(pattern) in message:
            return where, f"{key}{reason}"
    for bound, reason in _BOUNDS:
        if match := bound.match(message):
            return where, key + reason.format(*match.groups())
    return where, f"{key}giá trị không hợp lệ"


def _where(message: str) -> Where:
    path = _PATH.search(message)
    if path is None:
        return ()
    return tuple(name or int(index) for name, index in _STEP.findall(path[1]))


def _key(where: Where) -> str:
    return next((step for step in reversed(where) if isinstance(step, str)), "")


def _value(document: Any, where: Where) -> Any:
    for step in where:
        document = document[step]
    return document


def _choices(where: Where) -> tuple[str, ...]:
    if where[-1] == "source":
        return tuple(IndicatorSource)
    if where[0] == "sets":
        return tuple(Fault) if where[-1] == "fault" else tuple(CriterionKind)
    if where[0] == "bodies":
        return tuple(UnitKind)
    if where[0] == "terms":
        return tuple(TermGroup)
    if where[0] == "blocks" and where[-1] != "kind":
        return tuple(BlockSection) if where[-1] == "section" else tuple(BlockTopic)
    return tuple(SectionKind) if where[0] in ("sections", "blocks") else tuple(IndicatorKind)
