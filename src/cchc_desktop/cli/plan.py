"""`cchc plan …`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from cchc_desktop.cli.output import Answer, iso, number
from cchc_desktop.domain import outline
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.leftovers import SPOT_NAMES, JudgedFinding
from cchc_desktop.domain.outline import Sections
from cchc_desktop.domain.plan import Plan, ReviewNote, Task
from cchc_desktop.domain.unit import Signature
from cchc_desktop.services.container import Services


def import_(services: Services, options: Namespace) -> Answer:
    """Read a Word file and keep the plan in it."""
    plan = services.plans.import_word(Path(options.file), options.year).plan
    warnings = tuple(_note(note) for note in plan.notes)
    lines = [f"Đã nhập kế hoạch “{plan.title}” năm {plan.year}.", f"Mã: {plan.id}"]
    if warnings:
        lines.append(f"Cần xem lại {len(warnings)} chỗ:")
    return Answer({"id": plan.id, "title": plan.title, "warnings": list(warnings)}, (*lines, *warnings))


def new(services: Services, options: Namespace) -> Answer:
    """Make a plan from the built-in skeleton."""
    plan = services.plans.create(options.year).plan
    return Answer({"id": plan.id, "title": plan.title, "warnings": []}, (f"Đã tạo “{plan.title}”.", f"Mã: {plan.id}"))


def list_(services: Services, options: Namespace) -> Answer:
    """List the plans."""
    rows = services.plans.rows()
    data = [
        {
            "id": row.id,
            "year": row.year,
            "title": row.title,
            "number": row.number_text.strip(),
            "date": iso(row.date),
            "status": row.status.value,
            "sections": row.sections,
            "tasks": row.tasks,
        }
        for row in rows
    ]
    lines = [f"{row.id[:8]}  {row.year}  {row.title}" for row in rows] or ["Chưa có kế hoạch nào."]
    return Answer({"plans": data, "total": len(rows)}, tuple(lines))


def show(services: Services, options: Namespace) -> Answer:
    """Print a plan."""
    plan = services.plans.get(options.id)
    return Answer(as_json(plan), tuple(_text(plan)))


def export(services: Services, options: Namespace) -> Answer:
    """Write a plan as Word or PDF."""
    path = services.plans.export(options.id, Path(options.out).absolute())
    return Answer({"file": str(path)}, (f"Đã xuất kế hoạch ra {path}",))


def clone(services: Services, options: Namespace) -> Answer:
    """Make the plan of another year."""
    plan = services.plans.clone(options.id, options.year).plan
    lines = (f"Đã nhân bản thành “{plan.title}”.", f"Mã: {plan.id}")
    return Answer({"id": plan.id, "title": plan.title, "warnings": [_note(note) for note in plan.notes]}, lines)


def leftovers(services: Services, options: Namespace) -> Answer:
    """Scan a plan for what is left over of another one; exit code 1 while findings are open."""
    found = services.plans.leftovers(options.id)
    unsolved = [judged.finding for judged in found if judged.open]
    plan = services.plans.get(options.id)
    lines = [_finding(judged, plan) for judged in found]
    lines.append(f"Còn {len(unsolved)} chỗ cần xử lý." if unsolved else "Không còn chỗ nào cần xử lý.")
    data = {"findings": [_finding_json(judged) for judged in found], "open": len(unsolved)}
    return Answer(data, tuple(lines), 1 if unsolved else 0)


def _finding_json(judged: JudgedFinding) -> dict[str, Any]:
    finding, acceptance = judged.finding, judged.acceptance
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "reason": finding.reason,
        "quote": finding.quote,
        "part": finding.spot.value,
        "section_id": finding.section_id,
        "task_id": finding.task_id,
        "accepted": acceptance is not None,
        "accepted_reason": acceptance.reason if acceptance else "",
    }


def _finding(judged: JudgedFinding, plan: Plan) -> str:
    finding = judged.finding
    mark = f"[đã chấp nhận: {judged.acceptance.reason}] " if judged.acceptance else ""
    place = outline.place_name(plan.sections, finding.section_id) or SPOT_NAMES[finding.spot]
    quote = f": “{finding.quote}”" if finding.quote else ""
    return f"{mark}{place}: {finding.reason}{quote}"


def as_json(plan: Plan) -> dict[str, Any]:
    """Return the stable JSON form of a plan; labels are computed."""
    return {
        "id": plan.id,
        "kind": plan.kind,
        "year": plan.year,
        "number": plan.number_text.strip() if plan.number is not None else None,
        "date": iso(plan.date),
        "place": plan.place,
        "title": plan.title,
        "unit": " ".join(plan.issuer),
        "status": plan.status.value,
        "opening": list(plan.opening),
        "bases": list(plan.bases),
        "sections": _sections(plan.sections, outline.labels(plan.sections), 1),
        "closing": list(plan.closing),
        "appendix_title": plan.appendix_title,
        "tasks": [_task(task, index) for index, task in enumerate(plan.tasks, 1)],
        "recipients": list(plan.recipients),
        "signature": _signature(plan.signature),
        "warnings": [_note(note) for note in plan.notes],
    }


def _sections(sections: Sections, labels: dict[str, str], level: int) -> list[dict[str, Any]]:
    return [
        {
            "id": section.id,
            "kind": section.kind.value,
            "label": labels[section.id],
            "level": level,
            "title": section.title,
            "text": section.text,
            "children": _sections(section.children, labels, level + 1),
        }
        for section in sections
    ]


def _task(task: Task, index: int) -> dict[str, Any]:
    return {
        "id": task.id,
        "number": index,
        "group": task.group,
        "content": task.content,
        "product": task.product,
        "lead": task.lead,
        "support": task.support,
        "time": task.time_text,
        "target": number(task.target),
        "target_unit": task.target_unit,
        "form": task.form,
        "measure": task.measure,
        "cost": task.cost,
        "note": task.note,
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {"mode": signature.mode.value, "lines": list(signature.lines), "name": signature.name}


def _note(note: ReviewNote) -> str:
    return f"{note.reason}: “{note.quote}”" if note.quote else note.reason


def _text(plan: Plan) -> list[str]:
    lines = [*plan.issuer, f"Số: {plan.number_text}"]
    if plan.date:
        lines.append(f"{plan.place}, ngày {short_date(plan.date)}")
    lines += ["", plan.kind, plan.title, ""]
    lines += [line.text for line in plan.preamble]
    lines += _section_lines(plan.sections, outline.labels(plan.sections), 0)
    lines += [*plan.closing, "", "Nơi nhận:", *(f"- {recipient}" for recipient in plan.recipients), ""]
    lines += [*plan.signature.lines, plan.signature.name]
    if plan.tasks:
        lines += ["", f"Phụ lục: {plan.appendix_title}"]
        lines += [f"{index}. {task.content} ({task.time_text})" for index, task in enumerate(plan.tasks, 1)]
    return lines


def _section_lines(sections: Sections, labels: dict[str, str], depth: int) -> list[str]:
    lines: list[str] = []
    for section in sections:
        label = outline.printed_label(section.kind, labels[section.id])
        head, *rest = [part for part in (section.title, section.text) if part] or [""]
        lines.append("  " * depth + f"{label} {head}".strip())
        lines += ["  " * depth + part for part in rest]
        lines += _section_lines(section.children, labels, depth + 1)
    return lines
