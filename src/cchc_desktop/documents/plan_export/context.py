"""From a plan to the fields of its Word template: all wording, punctuation and labels, no look.

Field names are Vietnamese without accents, because an office may edit the template (`templates_docx/README.md`).
"""

from __future__ import annotations

import re

from cchc_desktop.documents.plan_export import styles
from cchc_desktop.documents.plan_export.end import with_end_mark
from cchc_desktop.documents.word.template import Value
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.outline import labels, printed_label
from cchc_desktop.domain.plan import LineKind, Plan, Section, Task
from cchc_desktop.domain.text import clean, clean_line

BLANK_DATE = "ngày       tháng       năm"
"""A date whose day and month are written by hand when the plan is signed."""

_BODIES = ("văn phòng", "phòng", "trung tâm", "sở", "ban")
_ARCHIVE = "Lưu: VT"
_END = re.compile(r"[\s;.,]+$")
_DASH = re.compile(r"^[-–—]\s*")

Paragraph = dict[str, Value]


def plan_context(plan: Plan) -> dict[str, Value]:
    """Return the fields of a plan for `ke_hoach.docx`."""
    preamble = _preamble(plan)
    body = [paragraph for section in _top(plan) for paragraph in section]
    closing = [line for text in plan.closing if (line := clean_line(text))]
    if closing:
        closing[-1] = with_end_mark(closing[-1])
    elif body:
        body[-1] = {**body[-1], "chu": with_end_mark(str(body[-1]["chu"]))}
    return {
        "dong_tren": clean_line(plan.upper_line),
        "co_quan": [line for text in plan.issuer if (line := clean_line(text))],
        "so_ky_hieu": plan.number_text,
        "dia_danh_ngay": place_and_date(plan),
        "ten_loai": clean_line(plan.kind).upper(),
        "trich_yeu": clean(plan.title).strip(),
        "mo_dau": list(preamble),
        "noi_dung": list(body),
        "ket_thuc": list(closing),
        "noi_nhan": list(_recipients(plan)),
        "chuc_vu": [line for text in plan.signature.lines if (line := clean_line(text))],
        "ho_ten": clean_line(plan.signature.name),
        "phu_luc": _appendix(plan),
    }


def place_and_date(plan: Plan) -> str:
    """Return "Lệ Xá, ngày 13 tháng 01 năm 2025"; without a date, room for the pen before the plan's year."""
    day = official_date(plan.date) if plan.date else f"{BLANK_DATE} {plan.year}"
    return f"{clean_line(plan.place)}, {day}"


def section_depths(sections: tuple[Section, ...], depth: int = 0) -> list[int]:
    """Return the depth of every section that prints a paragraph, in reading order (0: the top level)."""
    found: list[int] = []
    for section in sections:
        if _own_paragraphs(section, ""):
            found.append(depth)
        found += section_depths(section.children, depth + 1)
    return found


def _preamble(plan: Plan) -> list[Paragraph]:
    lines = [(line.kind, text) for line in plan.preamble if (text := clean_line(line.text))]
    bases = [index for index, (kind, _) in enumerate(lines) if kind is LineKind.BASIS]
    found: list[Paragraph] = []
    for index, (kind, text) in enumerate(lines):
        if kind is LineKind.BASIS:
            mark = "." if index == bases[-1] else ";"
            found.append({"kieu": styles.BASIS, "chu": _END.sub("", text) + mark})
        else:
            found.append({"kieu": styles.OPENING, "chu": text})
    return found


def _top(plan: Plan) -> list[list[Paragraph]]:
    found = labels(plan.sections)
    return [_own_paragraphs(section, found[section.id]) for section in plan.walk()]


def _own_paragraphs(section: Section, label: str) -> list[Paragraph]:
    """Return the paragraphs of one section without those below it."""
    lines = [line for text in clean(section.text).split("\n") if (line := text.strip())]
    title = clean_line(section.title)
    style = styles.TITLED[section.kind] if title else styles.PLAIN[section.kind]
    first = title or (lines.pop(0) if lines else "")
    labelled = f"{printed_label(section.kind, label)} {first}".strip() if section.kind.value != "text" else first
    if not labelled:
        return []
    rest: list[Paragraph] = [{"kieu": styles.CONTINUATION, "chu": line} for line in lines]
    return [{"kieu": style, "chu": labelled}, *rest]


def _recipients(plan: Plan) -> list[str]:
    """Return "- …;" lines. "Lưu: VT" is the last one, and is added where it lacks (annex I, II.9.b)."""
    names = [name for text in plan.recipients if (name := _END.sub("", _DASH.sub("", clean_line(text))))]
    kept = [name for name in names if name.casefold().startswith("lưu")]
    names = [name for name in names if name not in kept] + (kept or [_ARCHIVE])
    return [f"- {name};" for name in names[:-1]] + [f"- {names[-1]}."]


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
    lines = [clean_line(line) for line in plan.issuer]
    if len(lines) > 1 and lines[0].upper() in ("ỦY BAN NHÂN DÂN", "UỶ BAN NHÂN DÂN", "HỘI ĐỒNG NHÂN DÂN"):
        return f"{lines[0].capitalize()} {_unit_in_text(' '.join(lines[1:]))}"
    return _body_in_text(" ".join(lines))


def _body_in_text(name: str) -> str:
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
