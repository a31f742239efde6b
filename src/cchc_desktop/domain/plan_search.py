"""Finding and replacing words in a plan: without regard to accents and capitals, or exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from cchc_desktop.domain import outline
from cchc_desktop.domain.plan import Plan, Task
from cchc_desktop.domain.text import clean_line

Span = tuple[int, int]
"""Begin and end of a find in a text, in code points."""


class Field(StrEnum):
    """The part of a plan a find lies in."""

    TITLE = "title"
    PREAMBLE = "preamble"
    SECTION_TITLE = "section_title"
    SECTION_TEXT = "section_text"
    CLOSING = "closing"
    RECIPIENT = "recipient"
    TASK = "task"
    APPENDIX_TITLE = "appendix_title"


@dataclass(frozen=True, slots=True)
class Place:
    """A text of a plan. `key` is the id of the section or task, `row` the number of the line in a list of lines.

    `name` is the field of a task.
    """

    field: Field
    key: str = ""
    row: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A find: where, and which letters of the text there."""

    place: Place
    start: int
    end: int
    text: str

    def around(self, letters: int = 30) -> tuple[str, str, str]:
        """Return some of the line before the find, the find, and some of what comes after it."""
        before = self.text[: self.start].rpartition("\n")[2]
        after = self.text[self.end :].partition("\n")[0]
        head = before if len(before) <= letters else "…" + before[-letters:]
        tail = after if len(after) <= letters else after[:letters] + "…"
        return head, self.text[self.start : self.end], tail


# -- one text


def _bare(cluster: str) -> str:
    """Return the form of a letter with its marks to search by: no accents, đ as d, small letters."""
    if cluster.isspace():
        return " "
    letters = unicodedata.normalize("NFD", cluster.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(_D)
    return " " if bare.isspace() else bare


_D = str.maketrans("đð", "dd")


def _exact(cluster: str) -> str:
    return " " if cluster.isspace() else unicodedata.normalize("NFC", cluster)


def _clusters(text: str, form: Callable[[str], str]) -> tuple[list[str], list[int]]:
    """Return the forms of letters with their marks and where each begins; the last entry is the end of the text.

    A run of blanks is one blank.
    """
    forms: list[str] = []
    starts: list[int] = []
    place = 0
    while place < len(text):
        end = place + 1
        blank = text[place].isspace()
        while end < len(text) and (text[end].isspace() if blank else unicodedata.combining(text[end])):
            end += 1
        while end < len(text) and unicodedata.combining(text[end]):  # a mark may stand on a blank
            end += 1
        forms.append(form(text[place:end]))
        starts.append(place)
        place = end
    return forms, [*starts, len(text)]


def find(text: str, words: str, exact: bool = False) -> list[Span]:
    """Return where `words` occur in `text`, from the left, without overlaps.

    Both may be NFC or NFD; a find always has whole letters with all their marks. Runs of blanks are one blank.
    Without `exact`, "tuyen truyen" finds "Tuyên  truyền".
    """
    form = _exact if exact else _bare
    wanted = "".join(_clusters(words, form)[0])
    if not wanted.strip():
        return []
    # Letters of a line break are no blanks to find across: each line is a paragraph of its own.
    found: list[Span] = []
    base = 0
    for line in text.split("\n"):
        found += [(base + start, base + end) for start, end in _find_in_line(line, wanted, form)]
        base += len(line) + 1
    return found


def _find_in_line(line: str, wanted: str, form: Callable[[str], str]) -> Iterator[Span]:
    forms, starts = _clusters(line, form)
    folded = "".join(forms)
    if wanted not in folded:
        return
    # Which letter of the line begins at each letter of its folded form: some fold to several letters, some to none.
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    place = 0
    for number, part in enumerate(forms):
        if part:
            begins[place] = number
            place += len(part)
            ends[place] = number + 1
    at = folded.find(wanted)
    while at >= 0:
        last = at + len(wanted)
        if at in begins and last in ends:
            yield starts[begins[at]], starts[ends[last]]
            at = folded.find(wanted, last)
        else:
            at = folded.find(wanted, at + 1)


def replaced(text: str, spans: Sequence[Span], new: str) -> str:
    """Return a text with spans replaced; they stand in order and do not overlap."""
    parts: list[str] = []
    last = 0
    for start, end in spans:
        parts += (text[last:start], new)
        last = end
    return "".join((*parts, text[last:]))


# -- a plan

_TASK_FIELDS = ("group", "content", "product", "lead", "support", "time_text", "note")


def texts(plan: Plan) -> Iterator[tuple[Place, str]]:
    """Yield every text that is searched, in reading order."""
    yield Place(Field.TITLE), plan.title
    for row, line in enumerate(plan.preamble):
        yield Place(Field.PREAMBLE, row=row), line.text
    for section in plan.walk():
        if section.title:
            yield Place(Field.SECTION_TITLE, section.id), section.title
        if section.text:
            yield Place(Field.SECTION_TEXT, section.id), section.text
    for row, text in enumerate(plan.closing):
        yield Place(Field.CLOSING, row=row), text
    for row, text in enumerate(plan.recipients):
        yield Place(Field.RECIPIENT, row=row), text
    yield Place(Field.APPENDIX_TITLE), plan.appendix_title
    for task in plan.tasks:
        for name in _TASK_FIELDS:
            yield Place(Field.TASK, task.id, name=name), getattr(task, name)


def search(plan: Plan, words: str, exact: bool = False) -> tuple[Hit, ...]:
    """Return all finds in a plan, in reading order."""
    if not words.strip():
        return ()
    return tuple(
        Hit(place, start, end, text) for place, text in texts(plan) if text for start, end in find(text, words, exact)
    )


def replace_hits(plan: Plan, hits: Sequence[Hit], new: str) -> Plan:
    """Return the plan with finds replaced by `new` (one line). Finds whose text has changed since are passed over."""
    new = clean_line(new) if new.strip() else new.replace("\n", " ")
    spans: dict[Place, list[Hit]] = {}
    for hit in hits:
        spans.setdefault(hit.place, []).append(hit)
    changed: dict[Place, str] = {}
    for place, text in texts(plan):
        here = [hit for hit in spans.get(place, ()) if hit.text == text]
        if here:
            changed[place] = replaced(text, [(hit.start, hit.end) for hit in here], new)
    return _with_texts(plan, changed)


def _with_texts(plan: Plan, changed: dict[Place, str]) -> Plan:
    def line(field: Field, row: int, text: str) -> str:
        return changed.get(Place(field, row=row), text)

    sections = plan.sections
    by_section: dict[str, dict[str, object]] = {}
    for place, text in changed.items():
        if place.field in (Field.SECTION_TITLE, Field.SECTION_TEXT):
            name = "title" if place.field is Field.SECTION_TITLE else "text"
            by_section.setdefault(place.key, {})[name] = text
    for key, values in by_section.items():
        sections = outline.update(sections, key, **values)
    tasks = tuple(_with_task_texts(task, changed) for task in plan.tasks)
    return replace(
        plan,
        title=changed.get(Place(Field.TITLE), plan.title),
        preamble=tuple(
            replace(item, text=line(Field.PREAMBLE, row, item.text)) for row, item in enumerate(plan.preamble)
        ),
        sections=sections,
        closing=tuple(line(Field.CLOSING, row, text) for row, text in enumerate(plan.closing)),
        recipients=tuple(line(Field.RECIPIENT, row, text) for row, text in enumerate(plan.recipients)),
        tasks=tasks,
        appendix_title=changed.get(Place(Field.APPENDIX_TITLE), plan.appendix_title),
    )


def _with_task_texts(task: Task, changed: dict[Place, str]) -> Task:
    values: dict[str, Any] = {}
    for name in _TASK_FIELDS:
        place = Place(Field.TASK, task.id, name=name)
        if place in changed:
            values[name] = changed[place]
    return replace(task, **values) if values else task


def line_of(hit: Hit) -> tuple[int, int, int]:
    """Return the line of a section's text a find lies in (-1: the title), and its begin and length there."""
    if hit.place.field is Field.SECTION_TITLE:
        return -1, hit.start, hit.end - hit.start
    before = hit.text[: hit.start]
    return before.count("\n"), hit.start - (before.rfind("\n") + 1), hit.end - hit.start
