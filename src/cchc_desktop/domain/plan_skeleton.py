"""Filling the built-in plan skeleton with an office and a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from cchc_desktop.domain.catalogue import PlanSkeleton
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, Task
from cchc_desktop.domain.unit import Signature, Unit

VARIABLES = ("nam", "nam_truoc", "ten_don_vi", "ten_tinh", "cap_tren", "co_quan_chu_tri")
"""Names that may stand in braces in the texts of a skeleton."""

DEFAULT_DRAFTING_BODY = "Phòng Văn hóa - Xã hội"


def variables(year: int, unit: Unit) -> dict[str, str]:
    """Return the values of all `VARIABLES` for an office and a year."""
    return {
        "nam": str(year),
        "nam_truoc": str(year - 1),
        "ten_don_vi": unit.full_name,
        "ten_tinh": _in_running_text(unit.province),
        "cap_tren": unit.superior or f"Ủy ban nhân dân {_in_running_text(unit.province)}",
        "co_quan_chu_tri": unit.drafting_body or DEFAULT_DRAFTING_BODY,
    }


def _in_running_text(province: str) -> str:
    """Return "tỉnh Hưng Yên", "thành phố Hải Phòng"; "Thành phố Hồ Chí Minh" keeps its capital (annex II)."""
    if province == "Thành phố Hồ Chí Minh":
        return province
    return province[:1].lower() + province[1:] if province.startswith(("Tỉnh ", "Thành phố ")) else province


def fill(skeleton: PlanSkeleton, year: int, unit: Unit, signature: Signature) -> Plan:
    """Return a new draft plan of an office and a year."""
    values = variables(year, unit)
    bases = [PreambleLine(LineKind.BASIS, put(text, values)) for text in skeleton.bases]
    opening = [PreambleLine(LineKind.OPENING, put(text, values)) for text in skeleton.opening]
    return Plan(
        year=year,
        title=put(skeleton.title, values),
        issuer=unit.issuer_lines,
        upper_line=unit.upper_line,
        place=unit.place,
        preamble=(*bases, *opening),
        sections=tuple(_filled(section, values) for section in skeleton.sections),
        closing=tuple(put(text, values) for text in skeleton.closing),
        recipients=tuple(put(text, values) for text in skeleton.recipients),
        appendix_title=put(skeleton.appendix_title, values),
        tasks=tuple(_task(row, values) for row in skeleton.tasks),
        signature=signature,
    )


def put(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with {names} replaced; braces that are no known name stay as they are."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text


def _filled(section: Section, values: Mapping[str, str]) -> Section:
    return replace(
        section,
        id=new_id(),
        title=put(section.title, values),
        text=put(section.text, values),
        children=tuple(_filled(child, values) for child in section.children),
    )


def _task(row: Mapping[str, str], values: Mapping[str, str]) -> Task:
    filled = {key: put(text, values) for key, text in row.items()}
    target = filled.pop("target", "")
    return Task(target=Decimal(target) if target else None, **filled)  # type: ignore[arg-type]
