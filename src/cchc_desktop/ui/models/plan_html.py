"""A plan, and the differences of two, as text to read on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from cchc_desktop.domain import outline
from cchc_desktop.domain.dates import official_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.plan import LineKind, Plan, Section, SectionKind, Task
from cchc_desktop.domain.plan_diff import FATE_NAMES, Fate, PartChange
from cchc_desktop.domain.words_diff import Mark, Piece
from cchc_desktop.ui.style import colour

_INDENTS = {
    SectionKind.PART: 0,
    SectionKind.ITEM: 18,
    SectionKind.POINT: 36,
    SectionKind.DASH: 54,
    SectionKind.PLUS: 72,
    SectionKind.TEXT: 18,
}


def plan_html(plan: Plan) -> str:
    """Return a plan as rich text in reading order, with the labels that print."""
    parts = [
        _centred(f"<b>{'<br>'.join(escape(line) for line in plan.issuer)}</b>"),
        _centred(escape(f"Số: {plan.number_text.strip()}") if plan.number is not None else "Số: …"),
        _centred(f"<i>{escape(plan.place)}, {_day(plan)}</i>"),
        _centred(f"<b>{escape(plan.kind)}<br>{escape(plan.title)}</b>"),
    ]
    for line in plan.preamble:
        text = escape(line.text)
        parts.append(_paragraph(f"<i>{text}</i>" if line.kind is LineKind.BASIS else text))
    labels = outline.labels(plan.sections)
    for section in plan.walk():
        parts += _section(section, outline.printed_label(section.kind, labels[section.id]))
    parts += [_paragraph(escape(text)) for text in plan.closing]
    recipients = "<br>".join(f"- {escape(text)}" for text in plan.recipients)
    signer = "<br>".join(escape(line) for line in (*plan.signature.lines, "", plan.signature.name))
    parts.append(
        f"<table width='100%' cellspacing='0' style='margin-top:12px'><tr><td width='50%'><i><b>Nơi nhận:</b></i><br>"
        f"{recipients}</td><td align='center'><b>{signer}</b></td></tr></table>"
    )
    if plan.tasks:
        parts += [_centred(f"<br><b>Phụ lục</b><br><b>{escape(plan.appendix_title)}</b>"), _tasks(plan.tasks)]
    return "".join(parts)


def _day(plan: Plan) -> str:
    return official_date(plan.date) if plan.date else f"ngày … tháng … năm {plan.year}"


def _centred(text: str) -> str:
    return f"<p align='center' style='margin:4px 0'>{text}</p>"


def _paragraph(text: str, indent: int = 0) -> str:
    return f"<p style='margin:4px 0 4px {indent}px'>{text}</p>"


def _section(section: Section, label: str) -> list[str]:
    indent = _INDENTS[section.kind]
    lines = [escape(line) for line in section.text.split("\n") if line.strip()]
    if section.title.strip():
        head = f"<b>{escape(f'{label} {section.title}'.strip())}</b>"
    else:
        head = f"{escape(label)} {lines.pop(0) if lines else ''}".strip()
    head = f"<a name='{section.id}'></a>{head}"
    return [_paragraph(text, indent) for text in (head, *lines)]


def _tasks(tasks: Sequence[Task]) -> str:
    heads = ("TT", "Nội dung", "Sản phẩm, chỉ tiêu", "Chủ trì", "Phối hợp", "Thời gian")
    rows = ["<tr>" + "".join(f"<th align='left'>{head}</th>" for head in heads) + "</tr>"]
    for number, task in enumerate(tasks, 1):
        target = "" if task.target is None else f"{format_number(task.target)} {task.target_unit}".strip()
        product = "; ".join(text for text in (task.product, target) if text)
        cells = (str(number), task.content, product, task.lead, task.support, task.time_text)
        rows.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")
    line = colour("line")
    return (
        f"<table width='100%' border='1' bordercolor='{line}' cellspacing='0' cellpadding='4'>{''.join(rows)}</table>"
    )


def diff_html(changes: Sequence[PartChange]) -> str:
    """Return differences as rich text: what came is underlined and green, what went is struck out and red."""
    return "".join(_change(change) for change in changes)


_FATE_COLOURS = {Fate.ADDED: "green", Fate.REMOVED: "red", Fate.MOVED: "accent", Fate.CHANGED: "amber"}


def _change(change: PartChange) -> str:
    head = f"<b style='color:{colour(_FATE_COLOURS[change.fate])}'>{FATE_NAMES[change.fate]}</b>"
    place = f" <span style='color:{colour('quiet')}'>({escape(change.place)})</span>" if change.place else ""
    text = "".join(_piece(piece) for piece in change.pieces).replace("\n", "<br>")
    return (
        f"<p style='margin:12px 0 2px 0'>{head} · <b>{escape(change.part)}</b>{place}</p>"
        f"<p style='margin:0 0 6px 16px'>{text}</p>"
    )


def _piece(piece: Piece) -> str:
    text = escape(piece.text)
    if piece.mark is Mark.ADDED:
        return f"<u style='color:{colour('green')}'>{text}</u>"
    if piece.mark is Mark.REMOVED:
        return f"<s style='color:{colour('red')}'>{text}</s>"
    return text
