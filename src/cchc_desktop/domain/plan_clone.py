"""Making next year's plan from this year's."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cchc_desktop.domain.figure import TaskProgress
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.organisation import restamped
from cchc_desktop.domain.outline import Sections
from cchc_desktop.domain.plan import LineKind, Plan, PlanStatus, PreambleLine, Task
from cchc_desktop.domain.unit import Signature, Unit

# A year that belongs to the number, date or name of another document is history and must not move on.
_CITED = re.compile(
    r"(?:[0-9]{1,4}/)?(?:19|20)\d{2}/(?:NĐ|QĐ|NQ|TT|QH|KH|CT|UBTVQH|TTLT)\w*(?:-[\wĐ]+)*"  # 09/2019/NĐ-CP
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d{2}"  # 15/7/2021
    r"|ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+(?:19|20)\d{2}"
    r"|(?:19|20)\d{2}\s*[-–]\s*(?:19|20)\d{2}",  # 2021 - 2030
    re.IGNORECASE,
)


class TaskChoice(StrEnum):
    """Which tasks come along."""

    ALL = "all"
    UNFINISHED = "unfinished"
    NONE = "none"


class SignerChoice(StrEnum):
    """Who signs the new plan: the office's signer of today, the same as before, or nobody yet."""

    TODAY = "today"
    SAME = "same"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class CloneOptions:
    """What a clone carries on; the title, the opening and the header always come along."""

    bases: bool = True
    sections: bool = True
    tasks: TaskChoice = TaskChoice.ALL
    recipients: bool = True
    signer: SignerChoice = SignerChoice.TODAY


ALL = CloneOptions()
"""Everything comes along, signed by the office's signer of today."""


def unfinished(progress: Iterable[TaskProgress]) -> frozenset[str]:
    """Return the ids of tasks that the log does not show as done.

    With a target: below it. Without one: nothing was logged for it.
    """
    return frozenset(
        line.task.id
        for line in progress
        if (line.percent is not None and line.percent < 100) or (line.percent is None and not line.activities)
    )


def reduced(plan: Plan, options: CloneOptions, open_tasks: Container[str] = ()) -> Plan:
    """Return a plan with only what is to be carried on; `open_tasks` are the ids of unfinished tasks."""
    preamble = tuple(line for line in plan.preamble if options.bases or line.kind is not LineKind.BASIS)
    kept = {
        TaskChoice.ALL: plan.tasks,
        TaskChoice.UNFINISHED: tuple(task for task in plan.tasks if task.id in open_tasks),
        TaskChoice.NONE: (),
    }
    return replace(
        plan,
        preamble=preamble,
        sections=plan.sections if options.sections else (),
        tasks=kept[options.tasks],
        recipients=plan.recipients if options.recipients else (),
    )


def clone(source: Plan, year: int, unit: Unit | None, signature: Signature) -> Plan:
    """Return a new draft for `year` made from `source`.

    The source's own year moves on wherever it is not part of a citation ("Kế hoạch số 10/KH-UBND ngày
    10/01/2025", "giai đoạn 2021 - 2025" stay); number and date are emptied; header, place and signer are those
    of the office today. Sections and tasks get new ids: the log of the old year stays with the old tasks.
    """
    shift = Shift(source.year, year)
    return replace(
        source,
        id=new_id(),
        version=0,
        year=year,
        title=shift.text(source.title),
        issuer=unit.issuer_lines if unit else source.issuer,
        upper_line=unit.upper_line if unit else source.upper_line,
        place=unit.place if unit else source.place,
        preamble=tuple(PreambleLine(line.kind, shift.text(line.text)) for line in source.preamble),
        sections=_sections(source.sections, shift),
        closing=tuple(shift.text(text) for text in source.closing),
        recipients=source.recipients,
        signature=signature,
        tasks=tuple(_task(task, shift) for task in source.tasks),
        appendix_title=shift.text(source.appendix_title),
        number=None,
        date=None,
        status=PlanStatus.DRAFT,
        notes=(),
        cloned_from=source.id,
    )


class Shift:
    """Moves the years of a text on: the plan's year and, with it, the year before and after."""

    def __init__(self, old: int, new: int) -> None:
        self._step = new - old
        self._years = re.compile(rf"(?<![\d/.-])(?:{old - 1}|{old}|{old + 1})(?![\d])(?!/)")

    def text(self, text: str) -> str:
        """Return `text` with its own years moved on; cited documents keep theirs."""
        parts: list[str] = []
        position = 0
        for cited in _CITED.finditer(text):
            parts.append(self._moved(text[position : cited.start()]))
            parts.append(cited[0])
            position = cited.end()
        parts.append(self._moved(text[position:]))
        return "".join(parts)

    def _moved(self, text: str) -> str:
        return self._years.sub(lambda match: str(int(match[0]) + self._step), text)


def _sections(sections: Sections, shift: Shift) -> Sections:
    # What was made from the assignment matrix must not pass for changed by hand because its years moved on.
    return tuple(
        restamped(
            replace(
                section,
                id=new_id(),
                title=shift.text(section.title),
                text=shift.text(section.text),
                children=_sections(section.children, shift),
            ),
            section,
        )
        for section in sections
    )


def _task(task: Task, shift: Shift) -> Task:
    # "Trước 30/6/2025" is a deadline of the task itself, so its year moves on although it looks like a date.
    moved = re.sub(r"(?<=[/.-])((?:19|20)\d{2})\b", lambda match: str(int(match[1]) + shift._step), task.time_text)
    return replace(
        task,
        id=new_id(),
        content=shift.text(task.content),
        product=shift.text(task.product),
        time_text=shift.text(moved) if moved == task.time_text else moved,
        note=shift.text(task.note),
        group=shift.text(task.group),
    )
