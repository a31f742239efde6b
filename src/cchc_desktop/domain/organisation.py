"""The part "Tổ chức thực hiện", made from the assignment matrix.

Each body has an item, and in it a point for what it leads and one for what it supports. What is made carries its
`origin` with a fingerprint of its words: when the words differ from it later, a person has changed them, and they
are kept. Items a person wrote for a body are taken as its place; their own words are never touched.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from cchc_desktop.domain import outline
from cchc_desktop.domain.assignment import Matrix, Role, named, read_matrix
from cchc_desktop.domain.body import Body, BodyFinder
from cchc_desktop.domain.plan import Plan, Section, SectionKind, Task
from cchc_desktop.domain.plan_skeleton import put
from cchc_desktop.domain.text import clean_line, fold

ORIGIN = "assignment"
TITLE = "TỔ CHỨC THỰC HIỆN"


@dataclass(frozen=True, slots=True)
class Organised:
    """The plan with its part. `kept` are sections that a person changed after they were made: left as they are.

    `part_id` is the part, "" when the plan has no task with a body and so needs none.
    """

    plan: Plan
    part_id: str
    made: int
    kept: tuple[Section, ...]


def organisation_part(plan: Plan, finder: BodyFinder, values: Mapping[str, str]) -> Plan:
    """Return the plan with the part made or brought up to date; see `organise`."""
    return organise(plan, finder, values).plan


def organise(plan: Plan, finder: BodyFinder, values: Mapping[str, str], overwrite: bool = False) -> Organised:
    """Make the part "Tổ chức thực hiện", or bring what was made of it up to date.

    Args:
        plan: the plan; its tasks say who does what.
        finder: knows the bodies of the unit.
        values: the variables for names of bodies (see `plan_skeleton.variables`).
        overwrite: make also those sections anew that a person changed.

    """
    matrix = read_matrix((task for task in plan.tasks if task.content.strip()), finder)
    part = find_part(plan)
    if part is None and not matrix.roles:
        return Organised(plan, "", 0, ())
    maker = _Maker(matrix, finder, values, overwrite)
    if part is None:
        kind = plan.sections[-1].kind if plan.sections else SectionKind.PART
        part = Section(kind, TITLE, origin=ORIGIN)
        plan = replace(plan, sections=(*plan.sections, part))
    children = maker.children(part)
    sections = outline.update(plan.sections, part.id, children=children)
    return Organised(replace(plan, sections=sections), part.id, maker.made, tuple(maker.kept))


def find_part(plan: Plan) -> Section | None:
    """Return the part of a plan that says who does what: the one made before, else one with such a title."""
    made = next((section for section in plan.walk() if section.origin == ORIGIN), None)
    return made or next((section for section in plan.sections if "to chuc thuc hien" in fold(section.title)), None)


def fingerprint(section: Section) -> str:
    """Return a short sum over the words of a section and all below it; kinds and ids do not count."""
    words = "\n".join(clean_line(f"{inner.title}\t{inner.text}") for inner in section.walk())
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def is_changed(section: Section) -> bool:
    """Whether a person changed a section after it was made."""
    _, mark, sum_of_words = section.origin.partition("#")
    return bool(mark) and sum_of_words != fingerprint(_own(section))


def restamped(section: Section, before: Section) -> Section:
    """Return a section that was rolled on by the program (years in a clone) as unchanged, if `before` was."""
    if "#" not in section.origin or is_changed(before):
        return section
    return replace(section, origin=_stamp(section, section.origin.partition("#")[0]))


def _own(section: Section) -> Section:
    """Return what the fingerprint is over: an item by its heading alone, a point with all below it."""
    return section if "/" in section.origin else replace(section, children=())


def _stamp(section: Section, origin: str) -> str:
    return f"{origin}#{fingerprint(_own(replace(section, origin=origin)))}"


class _Maker:
    """Brings the children of the part up to date, and notes what it made and what it had to leave."""

    def __init__(self, matrix: Matrix, finder: BodyFinder, values: Mapping[str, str], overwrite: bool) -> None:
        self._matrix = matrix
        self._finder = finder
        self._values = values
        self._overwrite = overwrite
        self._order = {body.code: place for place, body in enumerate(matrix.bodies)}
        self.made = 0
        self.kept: list[Section] = []

    def children(self, part: Section) -> tuple[Section, ...]:
        items = list(part.children)
        for body in self._matrix.bodies:
            place = self._place_of(items, body)
            wanted = self._points(body)
            if place is None:
                if wanted:
                    items.insert(self._new_place(items, body), self._new_item(part, body, wanted))
                continue
            points = self._merged(items[place], body, wanted)
            if not points and self._is_made(items[place], body) and not is_changed(items[place]):
                del items[place]
            elif points != items[place].children:
                items[place] = replace(items[place], children=points)
        return tuple(item for item in items if not self._is_stale(item))

    def _is_stale(self, item: Section) -> bool:
        """Whether an item is of a body that no task names any more (it is in no catalogue, so not walked over)."""
        code = item.origin.partition(":")[2].partition("#")[0]
        if not item.origin.startswith(ORIGIN + ":") or code in self._order:
            return False
        if is_changed(item) or any(is_changed(child) or not child.origin for child in item.children):
            self.kept.append(item)
            return False
        return True

    def _is_made(self, section: Section, body: Body) -> bool:
        return section.origin.partition("#")[0] == f"{ORIGIN}:{body.code}"

    def _place_of(self, items: list[Section], body: Body) -> int | None:
        """Return where the item of a body is: the one made before, else one a person wrote for it alone."""
        for place, item in enumerate(items):
            if self._is_made(item, body):
                return place
        for place, item in enumerate(items):
            head = item.title or item.text.partition("\n")[0].partition(":")[0]
            if not item.origin and [found.code for found in named(head, self._finder)] == [body.code]:
                return place
        return None

    def _new_place(self, items: list[Section], body: Body) -> int:
        """Return where a new item goes: behind those of the bodies before it; with none of them at the end."""
        before = [
            place
            for place, item in enumerate(items)
            if item.origin.startswith(ORIGIN + ":")
            and self._order.get(item.origin.partition(":")[2].partition("#")[0], -1) < self._order[body.code]
        ]
        after = [place for place, item in enumerate(items) if item.origin.startswith(ORIGIN + ":")]
        return before[-1] + 1 if before else after[0] if after else len(items)

    def _new_item(self, part: Section, body: Body, points: tuple[Section, ...]) -> Section:
        item = Section(outline.deeper(part.kind), put(body.name, self._values))
        kind = outline.deeper(item.kind)
        self.made += len(points)
        children = tuple(_of_kind(point, kind) for point in points)
        return replace(item, children=children, origin=_stamp(item, f"{ORIGIN}:{body.code}"))

    def _merged(self, item: Section, body: Body, wanted: tuple[Section, ...]) -> tuple[Section, ...]:
        """Return the children of an item with the points made for it replaced in their places."""
        missing = {point.origin.partition("#")[0]: point for point in wanted}
        own = [child for child in item.children if child.origin.startswith(f"{ORIGIN}:{body.code}/")]
        kind = next((child.kind for child in item.children), outline.deeper(item.kind))
        merged: list[Section] = []
        for child in item.children:
            if child not in own:
                merged.append(child)
                continue
            new = missing.pop(child.origin.partition("#")[0], None)
            if new is not None and fingerprint(new) == fingerprint(child):
                merged.append(replace(child, origin=new.origin))
            elif is_changed(child) and not self._overwrite:
                self.kept.append(child)
                merged.append(child)
            elif new is not None:
                self.made += 1
                merged.append(replace(_of_kind(new, child.kind), id=child.id))
        self.made += len(missing)
        return (*merged, *(_of_kind(point, kind) for point in missing.values()))

    # -- the words

    def _points(self, body: Body) -> tuple[Section, ...]:
        leads = self._matrix.tasks_of(body, Role.LEAD)
        supports = self._matrix.tasks_of(body, Role.SUPPORT)
        points = []
        if leads:
            points.append(self._point(body, Role.LEAD, leads))
        if supports:
            points.append(self._point(body, Role.SUPPORT, supports))
        return tuple(points)

    def _point(self, body: Body, role: Role, tasks: tuple[Task, ...]) -> Section:
        if len(tasks) == 1:
            task = tasks[0]
            leads = self._leads(task)
            opening = "Chủ trì" if role is Role.LEAD else f"Phối hợp với {leads}" if leads else "Phối hợp thực hiện"
            point = Section(SectionKind.POINT, "", f"{opening}: {_said(task, time=True)}.")
        else:
            opening = "Chủ trì" if role is Role.LEAD else "Phối hợp"
            lines = [self._line(task, role) for task in tasks]
            ends = [";"] * (len(lines) - 1) + ["."]
            below = tuple(Section(SectionKind.DASH, "", f"{line}{end}") for line, end in zip(lines, ends, strict=True))
            point = Section(SectionKind.POINT, "", f"{opening} thực hiện các nhiệm vụ:", below)
        return replace(point, origin=_stamp(point, f"{ORIGIN}:{body.code}/{role}"))

    def _line(self, task: Task, role: Role) -> str:
        leads = self._leads(task)
        if role is Role.LEAD or not leads:
            return _said(task, time=role is Role.LEAD)
        return f"{_said(task, time=False)} ({leads} chủ trì)"

    def _leads(self, task: Task) -> str:
        return clean_line(task.lead.replace("\n", ", ")).rstrip(" .;,")


def _said(task: Task, time: bool) -> str:
    """Return what a task is, in one line without a closing mark."""
    content = clean_line(task.content).rstrip(" .;,:")
    when = clean_line(task.time_text).rstrip(" .;,")
    return f"{content} ({when[:1].lower()}{when[1:]})" if time and when else content


def _of_kind(point: Section, kind: SectionKind) -> Section:
    """Return a point as a section of another kind, what is below it one deeper."""
    if kind is point.kind:
        return point
    below = tuple(replace(child, kind=outline.deeper(kind)) for child in point.children)
    return replace(point, kind=kind, children=below)
