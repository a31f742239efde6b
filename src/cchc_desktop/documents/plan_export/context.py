"""From a plan to the fields of its Word template: all wording, punctuation and labels, no look."""

from __future__ import annotations

import re

from cchc_desktop.documents.plan_export.paragraphs import (
    body_and_closing,
    place_and_date,
    preamble_paragraphs,
    recipient_lines,
    text_lines,
)
from cchc_desktop.documents.word.template import Value
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.plan import Plan, Task
from cchc_desktop.domain.text import clean, clean_line

_BODIES = ("văn phòng", "phòng", "trung tâm", "sở", "ban")


def plan_context(plan: Plan) -> dict[str, Value]:
    """Return the fields of a plan for `ke_hoach.docx`."""
    body, closing = body_and_closing(plan.sections, plan.closing)
    return {
        "dong_tren": clean_line(plan.upper_line),
        "co_quan": list(text_lines(plan.issuer)),
        "so_ky_hieu": plan.number_text,
        "dia_danh_ngay": place_and_date(plan.place, plan.date, plan.year),
        "ten_loai": clean_line(plan.kind).upper(),
        "trich_yeu": clean(plan.title).strip(),
        "mo_dau": list(preamble_paragraphs(plan.preamble)),
        "noi_dung": list(body),
        "ket_thuc": list(closing),
        "noi_nhan": list(recipient_lines(plan.recipients)),
        "chuc_vu": list(text_lines(plan.signature.lines)),
        "ho_ten": clean_line(plan.signature.name),
        "phu_luc": _appendix(plan),
    }


def _appendix(plan: Plan) -> dict[str, Value]:
    rows: list[Value] = []
    group = ""
    for number, task in enumerate(plan.tasks, 1):
        if clean_line(task.group) != group:
            group = clean_line(task.group)
            # A task without group behind one of a group still needs a row between them, or it would join that group.
            rows.append({"nhom": True, "ten": group or "Nhiệm vụ khác"})
        rows.append(_task_row(number, task))
    return {
        "tieu_de": clean_line(plan.appendix_title) or f"Nhiệm vụ {clean_line(plan.title)}",
        "kem_theo": _reference(plan),
        "dong": rows,
        "co_kinh_phi": any(task.cost is not None for task in plan.tasks),
        "co_ghi_chu": any(clean_line(task.note) for task in plan.tasks),
    }


def _task_row(number: int, task: Task) -> dict[str, Value]:
    target = "" if task.target is None else format_number(task.target)
    return {
        "nhom": False,
        "stt": number,
        "noi_dung": clean(task.content).strip(),
        "san_pham": clean(task.product).strip(),
        "chi_tieu": f"{target} {clean_line(task.target_unit)}".strip(),
        "chu_tri": clean(task.lead).strip(),
        "phoi_hop": clean(task.support).strip(),
        "thoi_gian": clean(task.time_text).strip(),
        "kinh_phi": "" if task.cost is None else format_number(task.cost),
        "ghi_chu": clean(task.note).strip(),
    }


def _reference(plan: Plan) -> str:
    """Return "(Kèm theo Kế hoạch số … của …)"; number and date are dots until both are known."""
    kind = clean_line(plan.kind).capitalize()
    number = "…" if plan.number is None else f"{plan.number:02d}"
    day = official_date(plan.date) if plan.date else f"ngày … tháng … năm {plan.year}"
    return f"(Kèm theo {kind} số {number}/{plan.symbol} {day} của {issuer_in_text(plan)})"


def issuer_in_text(plan: Plan) -> str:
    """Return the issuer in running text: "Ủy ban nhân dân xã Lệ Xá", "Phòng Văn hóa - Xã hội"."""
    return issuer_of_lines([clean_line(line) for line in plan.issuer])


def issuer_of_lines(lines: list[str]) -> str:
    """Return the name that header lines in capitals make, as it stands in running text."""
    if len(lines) > 1 and lines[0].upper() in ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN"):
        return f"{lines[0].capitalize()} {_unit_in_text(' '.join(lines[1:]))}"
    return body_in_text(" ".join(lines))


def body_in_text(name: str) -> str:
    """Return "Phòng Văn hóa - Xã hội" for its capitals: kind of body and each field begin with a capital (annex II)."""
    noun = next((noun for noun in _BODIES if name.casefold().startswith(noun + " ")), "")
    fields = re.split("( - |, | VÀ )", name[len(noun) :].strip().upper())
    rest = "".join(part.lower() if part == " VÀ " else part.capitalize() for part in fields)
    return f"{noun.capitalize()} {rest}".strip()


def _unit_in_text(name: str) -> str:
    """Return "xã Lệ Xá" for "XÃ LỆ XÁ", and "Phường 1" for "PHƯỜNG 1" (Decree 30/2020, annex II)."""
    for noun in ("xã", "phường", "đặc khu", "tỉnh", "thành phố"):
        if name.casefold().startswith(noun + " "):
            bare = name[len(noun) + 1 :].title()
            return f"{noun.capitalize() if bare[:1].isdigit() else noun} {bare}"
    return name.title()
