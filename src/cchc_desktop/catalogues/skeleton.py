"""The built-in plan: variables, outline and tasks of `plan_skeleton.toml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from cchc_desktop.catalogues.positions import Where
from cchc_desktop.catalogues.schema import SectionEntry, SkeletonFile, TaskEntry
from cchc_desktop.catalogues.toml_file import TomlFile
from cchc_desktop.domain.catalogue import Form, PlanSkeleton
from cchc_desktop.domain.plan import Section, SectionKind

VARIABLES = ("nam", "nam_truoc", "ten_don_vi", "ten_tinh", "cap_tren", "co_quan_chu_tri")
"""Names that may stand in braces in the skeleton's texts."""

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")
_LINES = ("bases", "opening", "closing", "recipients")


def check_skeleton(file: TomlFile, content: SkeletonFile, forms: Sequence[Form]) -> None:
    """Check variables, the levels of the outline, and what the tasks refer to.

    Raises:
        CatalogueProblem: the first thing wrong, with its line.

    """
    for where, text in _texts(content):
        for line in text.split("\n"):
            check_variables(file, where, line, VARIABLES)
    _check_levels(file, content.sections)
    by_code = {form.code: form for form in forms}
    for index, task in enumerate(content.tasks):
        _check_task(file, ("tasks", index), task, by_code)


def check_variables(file: TomlFile, where: Where, line: str, names: Sequence[str]) -> None:
    """Refuse a name in braces that is none of `names`, and braces without a partner.

    Raises:
        CatalogueProblem: the first one, with its line.

    """
    for match in _BRACES.finditer(line):
        if match[1] is None:
            raise file.problem(where, f"dấu “{match[0]}” không có cặp", line)
        if match[1] not in names:
            known = ", ".join(f"{{{name}}}" for name in names)
            raise file.problem(where, f"không có biến “{match[0]}”; các biến: {known}", line)


def _texts(content: SkeletonFile) -> Iterator[tuple[Where, str]]:
    yield ("title",), content.title
    yield ("appendix_title",), content.appendix_title
    for key in _LINES:
        for number, line in enumerate(getattr(content, key)):
            yield (key, number), line
    for index, section in enumerate(content.sections):
        yield ("sections", index, "title"), section.title
        yield ("sections", index, "text"), section.text
    for index, task in enumerate(content.tasks):
        for key, text in _texts_of(task).items():
            yield ("tasks", index, key), text


def _texts_of(task: TaskEntry) -> dict[str, str]:
    return {
        "content": task.content,
        "product": task.product,
        "lead": task.lead,
        "support": task.support,
        "time_text": task.time_text,
        "target_unit": task.target_unit,
        "group": task.group,
    }


def _check_levels(file: TomlFile, sections: Sequence[SectionEntry]) -> None:
    deepest = 1
    for index, section in enumerate(sections):
        where: Where = ("sections", index)
        if section.level > deepest:
            raise file.problem((*where, "level"), f"bậc {section.level} không nằm dưới bậc {section.level - 1} nào")
        if not section.title and not section.text:
            raise file.problem(where, "phần không có cả tiêu đề và lời văn")
        if section.kind is SectionKind.PART and section.level > 1:
            raise file.problem((*where, "level"), "phần I, II, III… phải ở bậc 1")
        deepest = section.level + 1


def _check_task(file: TomlFile, where: Where, task: TaskEntry, forms: Mapping[str, Form]) -> None:
    if task.form and task.form not in forms:
        raise file.problem((*where, "form"), f"không có hình thức “{task.form}” trong forms.toml")
    if task.measure and not task.form:
        raise file.problem((*where, "measure"), "có số lượng nhưng thiếu khóa “form”")
    if task.measure and forms[task.form].measure(task.measure) is None:
        raise file.problem((*where, "measure"), f"hình thức “{task.form}” không có số lượng “{task.measure}”")


def skeleton_of(content: SkeletonFile) -> PlanSkeleton:
    """Return the skeleton as the program uses it. Each call gives the sections new ids."""
    return PlanSkeleton(
        title=content.title,
        opening=tuple(content.opening),
        bases=tuple(content.bases),
        sections=_tree(content.sections, 1),
        closing=tuple(content.closing),
        recipients=tuple(content.recipients),
        appendix_title=content.appendix_title,
        tasks=tuple(_task(task) for task in content.tasks),
    )


def _tree(entries: Sequence[SectionEntry], level: int) -> tuple[Section, ...]:
    heads = [index for index, entry in enumerate(entries) if entry.level == level]
    ends = [*heads[1:], len(entries)]
    return tuple(
        Section(
            entries[head].kind,
            entries[head].title,
            entries[head].text,
            _tree(entries[head + 1 : end], level + 1),
        )
        for head, end in zip(heads, ends, strict=False)
    )


def _task(task: TaskEntry) -> dict[str, str]:
    target = "" if task.target is None else str(task.target)
    return {**_texts_of(task), "target": target, "form": task.form, "measure": task.measure}
