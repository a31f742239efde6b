"""Typed text of a plan in the form that is kept: clean, without blank lines, marks that the layout sets itself."""

from __future__ import annotations

import re
from dataclasses import replace

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.plan import LineKind, Plan, PreambleLine, Section, SectionKind, Task
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.domain.unit import Signature

_BULLET = re.compile(r"^[-–—•+*]\s*")


def tidy_text(text: str) -> str:
    """Return a body text clean: single spaces, no blank lines. One line is one paragraph."""
    return "\n".join(tidy_lines(text))


def tidy_lines(text: str) -> tuple[str, ...]:
    """Return the lines that hold something, each clean."""
    return tuple(line for line in map(clean_line, clean(text).split("\n")) if line)


def tidy_recipient(text: str) -> str:
    """Return a recipient without the dash before and the mark behind it: the layout sets both."""
    return _BULLET.sub("", clean_line(text)).rstrip(" ;.")


def tidy_basis(text: str) -> str:
    """Return a căn cứ without its closing mark: the layout sets ";" and the last "."."""
    return clean_line(text).rstrip(" ;.")


def tidy_preamble(lines: tuple[PreambleLine, ...]) -> tuple[PreambleLine, ...]:
    """Return preamble lines clean; several lines pasted into one become several. Empty ones stay."""
    return tuple(
        PreambleLine(line.kind, tidy_basis(text) if line.kind is LineKind.BASIS else text)
        for line in lines
        for text in tidy_lines(line.text) or ("",)
    )


def tidy_section(section: Section) -> Section:
    """Return a section (not those below it) with clean texts; the same object when nothing changes."""
    title, text = clean_line(section.title), tidy_text(section.text)
    if title == section.title and text == section.text:
        return section
    return replace(section, title=title, text=text)


def tidy_task(task: Task) -> Task:
    """Return a task with clean texts."""
    return replace(
        task,
        content=tidy_text(task.content),
        product=tidy_text(task.product),
        lead=tidy_text(task.lead),
        support=tidy_text(task.support),
        time_text=clean_line(task.time_text),
        target_unit=clean_line(task.target_unit),
        note=tidy_text(task.note),
        group=clean_line(task.group),
    )


def tidy_plan(plan: Plan) -> Plan:
    """Return the plan as it is kept and printed. Lines without text are left out."""
    return replace(
        plan,
        title=clean_line(plan.title),
        kind=clean_line(plan.kind),
        issuer=tuple(filter(None, map(clean_line, plan.issuer))),
        upper_line=clean_line(plan.upper_line),
        place=clean_line(plan.place),
        symbol=clean_line(plan.symbol),
        preamble=tuple(line for line in tidy_preamble(plan.preamble) if line.text),
        sections=_tidy_sections(plan.sections),
        closing=tuple(filter(None, map(clean_line, plan.closing))),
        recipients=tuple(filter(None, map(tidy_recipient, plan.recipients))),
        signature=_tidy_signature(plan.signature),
        tasks=tuple(map(tidy_task, plan.tasks)),
        appendix_title=clean_line(plan.appendix_title),
    )


def _tidy_sections(sections: tuple[Section, ...]) -> tuple[Section, ...]:
    return tuple(replace(tidy_section(section), children=_tidy_sections(section.children)) for section in sections)


def _tidy_signature(signature: Signature) -> Signature:
    return replace(
        signature,
        body=clean_line(signature.body),
        head=clean_line(signature.head),
        title=clean_line(signature.title),
        name=clean_line(signature.name),
        written=tuple(filter(None, map(clean_line, signature.written))),
    )


def with_new_ids(plan: Plan) -> Plan:
    """Return the plan with new ids for all sections and tasks, so that it can be kept beside the old one."""
    ids = {section.id: new_id() for section in plan.walk()}
    return replace(
        plan,
        sections=_renamed(plan.sections, ids),
        tasks=tuple(replace(task, id=new_id()) for task in plan.tasks),
        notes=tuple(replace(note, section_id=ids.get(note.section_id, "")) for note in plan.notes),
    )


def _renamed(sections: tuple[Section, ...], ids: dict[str, str]) -> tuple[Section, ...]:
    return tuple(replace(section, id=ids[section.id], children=_renamed(section.children, ids)) for section in sections)


def summary(section: Section) -> str:
    """Return what a one-line list shows of a section: its title, else the first line of its text."""
    line = section.title.strip() or section.text.strip().partition("\n")[0]
    return line if len(line) <= 160 else line[:159] + "…"


KIND_NAMES = {
    SectionKind.PART: "Phần (I., II., …)",
    SectionKind.ITEM: "Mục (1., 2., …)",
    SectionKind.POINT: "Điểm (a), b), …)",
    SectionKind.DASH: "Gạch đầu dòng (-)",
    SectionKind.PLUS: "Dấu cộng (+)",
    SectionKind.TEXT: "Đoạn văn không đánh số",
}
"""How kinds of section are called in the form."""
