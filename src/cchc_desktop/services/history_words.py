"""The values of the trail as people read them: names for codes, dates as 01/03/2026, amounts as 1.234,5."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from cchc_desktop.domain import (
    channel,
    collaborator,
    commendation,
    directory_unit,
    legal_basis,
    petition,
    plan,
    receipt,
    received,
    scoring,
    superior_plan,
    unit,
)
from cchc_desktop.domain import text_block as blocks
from cchc_desktop.domain.audit import ERASED, AuditRow
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.figure import STATE_NAMES, FigureState
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.record_title import written_day
from cchc_desktop.services.catalogues import CatalogueShelf
from cchc_desktop.storage.uow import UnitOfWork

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:[+-]\d\d:\d\d|Z)?")
_LONGEST = 600

_NAMES: Mapping[tuple[str, str], Mapping[Any, str]] = {
    ("channel", "kind"): channel.CHANNEL_KIND_NAMES,
    ("collaborator", "role"): collaborator.COLLABORATOR_ROLE_NAMES,
    ("delivery", "kind"): collaborator.DELIVERY_KIND_NAMES,
    ("petition", "kind"): petition.PETITION_KIND_NAMES,
    ("petition", "about"): petition.PETITION_ABOUT_NAMES,
    ("petition", "competence"): petition.COMPETENCE_NAMES,
    ("commendation", "kind"): commendation.COMMENDATION_KIND_NAMES,
    ("legal_basis", "source"): legal_basis.SOURCE_NAMES,
    ("plan", "status"): plan.PLAN_STATUS_NAMES,
    ("unit", "kind"): unit.UNIT_KIND_NAMES,
    ("directory_unit", "kind"): directory_unit.DIRECTORY_KIND_NAMES,
    ("report_expectation", "wanted"): {0: "không", 1: "có"},
    ("answer", "kind"): receipt.KIND_NAMES,
    ("text_block", "section"): blocks.SECTION_NAMES,
    ("demand", "source"): superior_plan.SOURCE_NAMES,
    ("received_file", "state"): received.FILE_STATE_NAMES,
    ("received_report", "standing"): received.STANDING_NAMES,
    ("score", "side"): scoring.SIDE_NAMES,
    ("statement", "state"): {**STATE_NAMES, FigureState.COUNTED: "số nhập tay"},
    ("catalogue_entry", "catalogue"): {"forms": "Hình thức", "indicators": "Chỉ tiêu", "periods": "Kỳ báo cáo"},
}
_SECTION_KINDS = {
    plan.SectionKind.PART: "phần (I)",
    plan.SectionKind.ITEM: "mục (1)",
    plan.SectionKind.POINT: "điểm (a)",
    plan.SectionKind.DASH: "gạch đầu dòng (-)",
    plan.SectionKind.PLUS: "dấu cộng (+)",
    plan.SectionKind.TEXT: "đoạn văn",
}
_MONEY = frozenset({("budget_line", "price"), ("spending", "amount"), ("task", "cost")})
_THOUSANDTHS = frozenset({("budget_line", "quantity"), ("task", "target"), ("score", "points")})
_JSON_LISTS = frozenset(
    {"issuer", "preamble", "closing", "recipients", "notes", "signature", "amends", "amended_by", "topics"}
    | {"predecessors", "aliases"}
)


class ValueWords:
    """Says values of fields in words, over one unit of work.

    Args:
        uow: to look names up in.
        catalogues: the catalogues in use.

    """

    def __init__(self, uow: UnitOfWork, catalogues: CatalogueShelf) -> None:
        self._uow = uow
        known = catalogues()
        self._forms = {form.code: form for form in known.forms}
        self._form_now: Form | None = None
        self._lookups: dict[tuple[str, str], Callable[[str], str]] = {
            ("activity", "form"): self._form,
            ("task", "form"): self._form,
            ("activity", "task_id"): self._task,
            ("budget_line", "task_id"): self._task,
            ("broadcast", "channel_id"): lambda key: self._named("channel", key),
            ("broadcast", "activity_id"): lambda key: self._named("activity", key),
            ("delivery", "collaborator_id"): lambda key: self._named("collaborator", key),
            ("spending", "line_id"): lambda key: self._named("budget_line", key),
        }

    def look_at(self, row: AuditRow) -> None:
        """Say the amounts of this row by the measures of the form that its activity has (or had then)."""
        if row.entity != "activity":
            return
        state = self._uow.activities.states([row.entity_id]).get(row.entity_id)
        now = state.facts.get("form") if state else None
        self._form_now = self._forms.get(str(row.after.get("form") or row.before.get("form") or now))

    def text(self, entity: str, field: str, value: object) -> str:
        """Return a value in words, "" for nothing; long texts are cut."""
        said = self._said(entity, field, value)
        return said if len(said) <= _LONGEST else f"{said[:_LONGEST].rstrip()}…"

    def _said(self, entity: str, field: str, value: Any) -> str:
        if value is None or value == "":
            return ""
        if value == ERASED:
            return "(đã xóa hẳn)"
        if entity == "activity" and field == "counts":
            return self._counts(value)
        if (entity, field) in self._lookups:
            return self._lookups[entity, field](value)
        if isinstance(value, dict):
            return _part(value)
        names = _NAMES.get((entity, field)) or (_SECTION_KINDS if field == "kind" else {})
        if value in names:
            return names[value]
        if isinstance(value, int):
            return _number(entity, field, value)
        return self._words(entity, field, str(value))

    def _words(self, entity: str, field: str, text: str) -> str:
        if _DAY.fullmatch(text):
            return written_day(text)
        if _MOMENT.fullmatch(text):
            return f"{text[11:16]} ngày {written_day(text[:10])}"
        if entity == "text_block" and field == "text":
            return _block(text)
        if entity == "attachment" and field == "note" and text.startswith("{"):
            return ""
        if entity in ("catalogue_entry", "report_form", "saved_view") and text.startswith(("{", "[")):
            return "(nội dung chi tiết)"
        if field in _JSON_LISTS and text.startswith(("[", "{")):
            return _list(field, text)
        return text

    def _form(self, code: str) -> str:
        form = self._forms.get(code)
        return form.name if form else code

    def _task(self, key: str) -> str:
        return self._uow.plans.task_content(key) or "nhiệm vụ không còn trong kế hoạch"

    def _named(self, entity: str, key: str) -> str:
        from cchc_desktop.domain.record_title import record_title

        parts = self._uow.record_names.of(entity, [key]).get(key)
        return record_title(entity, parts) if parts else "mục đã xóa hẳn"

    def _counts(self, counts: Mapping[str, str]) -> str:
        form = self._form_now
        names = {measure.code: measure.name for measure in form.measures} if form else {}
        return "; ".join(f"{names.get(code, code)}: {format_number(Decimal(n))}" for code, n in sorted(counts.items()))


def _number(entity: str, field: str, value: int) -> str:
    if (entity, field) in _MONEY:
        return f"{format_number(value)} đồng"
    if (entity, field) in _THOUSANDTHS:
        return format_number(Decimal(value) / 1000)
    if field == "confirmed":
        return "đã xác nhận" if value else "chưa xác nhận"
    return str(value) if field in ("year", "number") else format_number(value)


def _part(value: Mapping[str, Any]) -> str:
    """Say a section, a task or a demand as a whole: by its title and text."""
    return "\n".join(str(value[name]) for name in ("title", "content", "text") if value.get(name))


def _block(text: str) -> str:
    content = json.loads(text)
    return "\n".join(filter(None, (content["heading"], content["text"], *map(_child, content["children"]))))


def _child(child: Mapping[str, Any]) -> str:
    return "\n".join(filter(None, (child["title"], child["text"], *map(_child, child["children"]))))


def _list(field: str, text: str) -> str:
    found = json.loads(text)
    if field == "topics":
        names = {str(topic): name for topic, name in blocks.TOPIC_NAMES.items()}
        return ", ".join(names.get(topic, topic) for topic in found)
    if isinstance(found, dict):
        return ", ".join(str(found[name]) for name in ("title", "name") if found.get(name))
    lines = [line[1] if field == "preamble" else line[0] if field == "notes" else line for line in found]
    return "\n".join(map(str, lines))
