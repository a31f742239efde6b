"""What became of a plan between two versions, in the order of reading, for people to read."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from cchc_desktop.domain import outline
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.plan import Plan, Section, Task
from cchc_desktop.domain.words_diff import Piece, likeness, words_diff


class Fate(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


FATE_NAMES = {
    Fate.ADDED: "Thêm mới",
    Fate.REMOVED: "Bỏ",
    Fate.MOVED: "Chuyển chỗ",
    Fate.CHANGED: "Sửa",
}
"""The fates as people read them."""


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of the plan that differs.

    `part` names it ("Mục II.2.a", "Nhiệm vụ 3", "Nơi nhận"). `pieces` are its words; for a part that only moved
    they are all the same. `place` tells where a moved part was and is.
    """

    fate: Fate
    part: str
    pieces: tuple[Piece, ...]
    place: str = ""


def plan_diff(old: Plan, new: Plan) -> tuple[PartChange, ...]:
    """Return all differences between two plans; empty when they print alike.

    Number and date are left out where both have one: each issue has its own.
    """
    return (
        *_single(old, new),
        *_lines("Phần mở đầu", [line.text for line in old.preamble], [line.text for line in new.preamble]),
        *_sections(old, new),
        *_lines("Đoạn kết", old.closing, new.closing),
        *_tasks(old.tasks, new.tasks),
        *_lines("Nơi nhận", old.recipients, new.recipients),
        *_lines("Chữ ký", _signature(old), _signature(new)),
    )


def _single(old: Plan, new: Plan) -> list[PartChange]:
    found = []
    for part, before, after in (
        ("Tên loại văn bản", old.kind, new.kind),
        ("Trích yếu", old.title, new.title),
        ("Cơ quan ban hành", " ".join((old.upper_line, *old.issuer)), " ".join((new.upper_line, *new.issuer))),
        ("Địa danh", old.place, new.place),
        ("Ký hiệu", old.symbol, new.symbol),
        ("Tên phụ lục", old.appendix_title, new.appendix_title),
    ):
        if before.strip() != after.strip():
            found.append(PartChange(Fate.CHANGED, part, words_diff(before.strip(), after.strip())))
    return found


def _signature(plan: Plan) -> tuple[str, ...]:
    return tuple(line for line in (*plan.signature.lines, plan.signature.name) if line)


def _lines(part: str, old: Sequence[str], new: Sequence[str]) -> list[PartChange]:
    """Compare lists of lines: like ones are paired, so that a changed word shows as a word."""
    found: list[PartChange] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        before, after = list(old[i1:i2]), list(new[j1:j2])
        for text in after:
            match = max(before, key=lambda line, text=text: likeness(line, text), default=None)  # type: ignore[misc]
            if match is not None and likeness(match, text) >= 0.5:
                before.remove(match)
                found.append(PartChange(Fate.CHANGED, part, words_diff(match, text)))
            else:
                found.append(PartChange(Fate.ADDED, part, words_diff("", text)))
        found += [PartChange(Fate.REMOVED, part, words_diff(text, "")) for text in before]
    return _with_moves(part, found)


def _with_moves(part: str, found: list[PartChange]) -> list[PartChange]:
    """Join a line that went away here and came back there into one that moved."""
    texts = {change.pieces[0].text for change in found if change.fate is Fate.REMOVED and change.pieces}
    moved = {change.pieces[0].text for change in found if change.fate is Fate.ADDED and change.pieces} & texts
    joined = []
    for change in found:
        text = change.pieces[0].text if change.pieces else ""
        if text in moved and change.fate is Fate.ADDED:
            joined.append(PartChange(Fate.MOVED, part, words_diff(text, text)))
        elif not (text in moved and change.fate is Fate.REMOVED):
            joined.append(change)
    return joined


# -- sections


@dataclass(frozen=True, slots=True)
class _Spot:
    """A section with where it stands: its own name, its parent's id, and the siblings before it."""

    section: Section
    name: str
    parent: str

    @property
    def text(self) -> str:
        return "\n".join(part for part in (self.section.title, self.section.text) if part)


def _spots(plan: Plan) -> dict[str, _Spot]:
    names = outline.place_names(plan.sections)
    found: dict[str, _Spot] = {}

    def walk(sections: tuple[Section, ...], parent: str) -> None:
        for section in sections:
            found[section.id] = _Spot(section, names[section.id], parent)
            walk(section.children, section.id)

    walk(plan.sections, "")
    return found


def _sections(old: Plan, new: Plan) -> list[PartChange]:
    before, after = _spots(old), _spots(new)
    pairs = _pairs(before, after)
    moved = _moved(before, after, pairs)
    found: list[PartChange] = []
    kept = set(pairs.values())
    gone = {key for key in before if key not in kept}
    new_ones = {key for key in after if key not in pairs}
    for key, spot in after.items():
        was = before.get(pairs.get(key, ""))
        if was is None:
            if spot.parent not in new_ones:
                found.append(PartChange(Fate.ADDED, spot.name, words_diff("", _whole_text(spot, new_ones))))
            continue
        place = f"{was.name} → {spot.name}" if key in moved else ""
        same = was.text == spot.text and was.section.kind is spot.section.kind
        if not same:
            found.append(PartChange(Fate.CHANGED, spot.name, words_diff(was.text, spot.text), place))
        elif place:
            found.append(PartChange(Fate.MOVED, spot.name, words_diff(was.text, spot.text), place))
    for key, spot in before.items():
        if key in gone and spot.parent not in gone:
            found.append(PartChange(Fate.REMOVED, spot.name, words_diff(_whole_text(spot, gone), "")))
    return found


def _whole_text(spot: _Spot, alike: Container[str]) -> str:
    """Return the text of a section with those below it that share its fate, each with its label."""
    labels = outline.labels((spot.section,)) | outline.labels(spot.section.children)
    lines = [spot.text]
    for section in spot.section.walk():
        if section is not spot.section and section.id in alike:
            label = outline.printed_label(section.kind, labels[section.id])
            lines.append(f"{label} {' '.join(part for part in (section.title, section.text) if part)}".strip())
    return "\n".join(line for line in lines if line)


def _pairs(before: dict[str, _Spot], after: dict[str, _Spot]) -> dict[str, str]:
    """Return new id → old id: the same id, else (a part pasted anew) the same text that lost its partner."""
    pairs = {key: key for key in after if key in before}
    left = {spot.text: key for key, spot in before.items() if key not in pairs and spot.text}
    for key, spot in after.items():
        if key not in pairs and spot.text in left:
            pairs[key] = left.pop(spot.text)
    return pairs


def _moved(before: dict[str, _Spot], after: dict[str, _Spot], pairs: dict[str, str]) -> set[str]:
    """Return the new ids of sections under another parent, or that passed a sibling of theirs."""
    back = {old: new for new, old in pairs.items()}
    order = {key: number for number, key in enumerate(before)}
    moved = {key for key, old in pairs.items() if back.get(before[old].parent, "") != after[key].parent}
    for parent in {spot.parent for spot in after.values()}:
        now = [key for key, spot in after.items() if spot.parent == parent and key in pairs and key not in moved]
        then = sorted(now, key=lambda key: order[pairs[key]])
        kept = {
            now[index]
            for match in SequenceMatcher(None, now, then, autojunk=False).get_matching_blocks()
            for index in range(match.a, match.a + match.size)
        }
        moved |= set(now) - kept
    return moved


# -- tasks

_COLUMNS = (
    ("Nhóm", "group"),
    ("Nội dung", "content"),
    ("Sản phẩm", "product"),
    ("Chủ trì", "lead"),
    ("Phối hợp", "support"),
    ("Thời gian", "time_text"),
    ("Đơn vị tính", "target_unit"),
    ("Ghi chú", "note"),
)


def _tasks(old: tuple[Task, ...], new: tuple[Task, ...]) -> list[PartChange]:
    before = {task.id: (number, task) for number, task in enumerate(old, 1)}
    kept = [task.id for task in new if task.id in before]
    order = [task.id for task in old if task.id in set(kept)]
    staying = {
        kept[index]
        for match in SequenceMatcher(None, kept, order, autojunk=False).get_matching_blocks()
        for index in range(match.a, match.a + match.size)
    }
    found: list[PartChange] = []
    for number, task in enumerate(new, 1):
        part = f"Nhiệm vụ {number}"
        if task.id not in before:
            found.append(PartChange(Fate.ADDED, part, words_diff("", _task_text(task))))
            continue
        was_number, was = before[task.id]
        place = "" if task.id in staying else f"Nhiệm vụ {was_number} → {number}"
        if _task_text(was) != _task_text(task):
            found.append(PartChange(Fate.CHANGED, part, words_diff(_task_text(was), _task_text(task)), place))
        elif place:
            found.append(PartChange(Fate.MOVED, part, words_diff(_task_text(task), _task_text(task)), place))
    here = {task.id for task in new}
    found += [
        PartChange(Fate.REMOVED, f"Nhiệm vụ {number}", words_diff(_task_text(task), ""))
        for number, task in before.values()
        if task.id not in here
    ]
    return found


def _task_text(task: Task) -> str:
    parts = [f"{name}: {value}" for name, field in _COLUMNS if (value := getattr(task, field))]
    if task.target is not None:
        parts.append(f"Chỉ tiêu: {format_number(task.target)}")
    if task.cost is not None:
        parts.append(f"Kinh phí: {format_number(task.cost)} đồng")
    return "\n".join(parts)


def heading(plan: Plan) -> str:
    """Return how a version is named beside its differences: "07/KH-UBND ngày 13/01/2026"."""
    day = f" ngày {short_date(plan.date)}" if plan.date else ""
    return f"{plan.number_text.strip()}{day}" if plan.number is not None else f"bản chưa có số{day}"
