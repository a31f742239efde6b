"""Proposing demands out of the superior's plan: what it gives the communes to do. A person confirms each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from cchc_desktop.domain.plan import Plan, Section, Task
from cchc_desktop.domain.superior_plan import Demand, DemandSource
from cchc_desktop.domain.text import clean_line, fold

SHORTEST = 15
"""Letters. Shorter paragraphs are headings or scraps."""

_US = re.compile(
    r"\b(?:ubnd|uy ban nhan dan|chinh quyen)\b.{0,40}\b(?:cap xa|cac xa|xa, phuong|co so)\b"
    r"|\bcac xa, phuong\b|\bxa, phuong, (?:dac khu|thi tran)\b|\bcap xa\b"
)
_ORGANISATION = re.compile(r"\bto chuc thuc hien\b|\bphan cong nhiem vu\b|\btrach nhiem thuc hien\b")
_DEADLINE = re.compile(
    r"(?:trước|chậm nhất|xong trước|hoàn thành trước|đến hết|định kỳ)\s+(?:ngày\s+)?"
    r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}(?:\s*[/.-]\s*\d{4})?|\d{1,2}\s+tháng\s+\d{1,2}(?:\s+năm\s+\d{4})?"
    r"|tháng\s+\d{1,2}(?:/\d{4})?|quý\s+(?:I{1,3}|IV)(?:/\d{4})?|hằng\s+(?:tháng|quý)|hàng\s+(?:tháng|quý))",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:[IVX]{1,5}\s*[.)]|\d{1,2}(?:\.\d{1,2})*\s*[.)]|[a-zđ]\s*\)|[-–—+•*])\s*", re.IGNORECASE)


def from_plan(plan: Plan) -> tuple[Demand, ...]:
    """Return demands proposed out of an imported plan: the points under "Tổ chức thực hiện", and its tasks.

    Where items or tasks name the communes, only those are taken; else all of them.
    """
    items = [item for part in _organisation(plan) for item in (part.children or (part,))]
    ours = [item for item in items if _US.search(fold(_head(item)))]
    texts = [(text, "") for item in ours or items for text in _points(item)]
    given = [task for task in plan.tasks if task.content.strip()]
    named = [task for task in given if _US.search(fold(f"{task.lead}; {task.support}"))]
    texts += [(_task_text(task), clean_line(task.time_text)) for task in named or given]
    return _demands(texts, DemandSource.IMPORTED)


def from_lines(lines: Iterable[str]) -> tuple[Demand, ...]:
    """Return demands proposed out of the lines of a page that a machine read.

    Lines run on until one begins with a label ("1.", "a)", "-"); what carries no label is no demand.
    """
    return _demands(((text, "") for text in _labelled(lines)), DemandSource.MACHINE)


def deadline_in(text: str) -> str:
    """Return the deadline that a text speaks of, as written; "" without one."""
    match = _DEADLINE.search(text)
    return clean_line(match[0]) if match else ""


def _organisation(plan: Plan) -> list[Section]:
    return [section for section in plan.sections if _ORGANISATION.search(fold(section.title))]


def _head(section: Section) -> str:
    return section.title or section.text.partition("\n")[0].partition(":")[0]


def _points(item: Section) -> Iterator[str]:
    """Yield the paragraphs at the tips of an item; an opening that ends with ":" only leads to them."""
    if not item.children:
        yield from (line for line in item.text.split("\n") if not line.rstrip().endswith(":"))
        return
    if item.title or not item.text.rstrip().endswith(":"):
        yield from (line for line in item.text.split("\n") if not line.rstrip().endswith(":"))
    for child in item.children:
        yield from _points(child)


def _task_text(task: Task) -> str:
    content = clean_line(task.content).rstrip(" .;")
    product = clean_line(task.product).rstrip(" .;")
    return f"{content} (sản phẩm: {product})" if product else content


def _labelled(lines: Iterable[str]) -> Iterator[str]:
    running: list[str] = []
    for line in map(clean_line, lines):
        label = _LABEL.match(line)
        if label or not line:
            if running:
                yield " ".join(running)
            running = [line[label.end() :]] if label else []
        elif running:
            running.append(line)
    if running:
        yield " ".join(running)


def _demands(texts: Iterable[tuple[str, str]], source: DemandSource) -> tuple[Demand, ...]:
    found: dict[str, Demand] = {}
    for raw, deadline in texts:
        text = clean_line(raw)
        if len(text) >= SHORTEST:
            found.setdefault(fold(text), Demand(text, deadline or deadline_in(text), source, confirmed=False))
    return tuple(found.values())
