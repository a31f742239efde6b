"""Bodies that tasks are given to, and finding them in the words people write ("VP HĐND-UBND; Công an xã Lệ Xá")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cchc_desktop.domain.text import clean_line, fold
from cchc_desktop.domain.unit import UNIT_KIND_NAMES, UnitKind

KIND_VARIABLE = "{loai}"
"""Stands in names for the common noun of the unit: "Công an {loai}" is "Công an xã"."""

FREE = "khac:"
"""Begins the code of a body that is in no catalogue but is written in a task."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the commune. `short` heads narrow columns; `kinds` are the units that have it (empty: all)."""

    code: str
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    kinds: tuple[UnitKind, ...] = ()

    @property
    def heading(self) -> str:
        """The short name, else the name."""
        return self.short or self.name

    @property
    def is_free(self) -> bool:
        """Whether the body stands in no catalogue."""
        return self.code.startswith(FREE)


def of_unit(bodies: Iterable[Body], kind: UnitKind) -> tuple[Body, ...]:
    """Return the bodies that a kind of unit has, with its noun in their names."""
    noun = UNIT_KIND_NAMES[kind]
    return tuple(
        replace(body, name=body.name.replace(KIND_VARIABLE, noun), short=body.short.replace(KIND_VARIABLE, noun))
        for body in bodies
        if not body.kinds or kind in body.kinds
    )


def free_body(text: str) -> Body:
    """Return a body for a name that is in no catalogue."""
    return Body(FREE + (name_key(text) or fold(text)), clean_line(text))


_WORDS = re.compile(r"[^a-z0-9]+")
_LEAD_IN = re.compile(r"^(?:giao|de nghi|yeu cau|toan the|tat ca|cac|nhung|don vi chu tri)\s+")
# "xa hoi" is part of a name, "dia phuong" too; what follows the noun is the name of the unit itself.
_OWN_UNIT = re.compile(
    r"(?: (?:thuoc|cua|tren dia ban|o))*(?:(?: xa(?! hoi)|(?<!dia) phuong| dac khu)\b.*| tren dia ban)$"
)
_SHORT_FORMS = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("mat tran to quoc", "mttq"),
    ("mttq viet nam", "mttq"),
    ("mttq vn", "mttq"),
    ("van hoa xa hoi", "vhxh"),
    ("vh xh", "vhxh"),
    ("trung tam phuc vu hanh chinh cong", "ttpvhcc"),
    ("trung tam pvhcc", "ttpvhcc"),
    ("tt pvhcc", "ttpvhcc"),
    ("cong nghe so", "cns"),
    ("ubmttq", "uy ban mttq"),
    ("ub mttq", "uy ban mttq"),
)


def _plain(text: str) -> str:
    return _WORDS.sub(" ", fold(text)).strip()


def name_key(text: str) -> str:
    """Return what two spellings of one body share: no accents, marks, "các", "và", own unit; common short forms."""
    key = _plain(text.replace(KIND_VARIABLE, ""))
    while (shorter := _LEAD_IN.sub("", key)) != key:
        key = shorter
    key = _OWN_UNIT.sub("", key)
    key = re.sub(r"\bva\b", " ", key)
    key = " ".join(key.split())
    for long, short in _SHORT_FORMS:
        key = re.sub(rf"\b{long}\b", short, key)
    return key


@dataclass(frozen=True, slots=True)
class Mention:
    """A body as it is written in a text: the words, what separates them from those before, and the body meant."""

    text: str
    before: str
    body: Body | None


_SEPARATOR = re.compile(r"\s*(?:[;,\n]|\bvà\b)\s*", re.IGNORECASE)
_LONGEST_NAME = 6
"""Pieces between separators that one name may have: "Phòng Kinh tế, Hạ tầng và Đô thị" has three."""

_REMEMBERED = 10_000


class BodyFinder:
    """Finds bodies in texts. Names may hold commas and "và" themselves: the longest known name wins."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self.bodies = tuple(bodies)
        self._by_key: dict[str, Body] = {}
        self._read: dict[str, tuple[Mention, ...]] = {}
        for body in self.bodies:
            for name in (body.name, body.short, *body.aliases):
                if key := name_key(name):
                    self._by_key.setdefault(key, body)

    def find(self, name: str) -> Body | None:
        """Return the body that a single name means."""
        return self._by_key.get(name_key(name))

    def read(self, text: str) -> tuple[Mention, ...]:
        """Return the bodies a text names, in its order. `written` makes the same text of them again."""
        # The tasks of a plan name the same bodies over and over, and the matrix reads them all at every change.
        if text not in self._read:
            if len(self._read) >= _REMEMBERED:
                self._read.clear()
            self._read[text] = self._read_text(text)
        return self._read[text]

    def _read_text(self, text: str) -> tuple[Mention, ...]:
        pieces, marks = _pieces(text)
        found: list[Mention] = []
        start = 0
        while start < len(pieces):
            end, body = self._longest(pieces, marks, start)
            words = pieces[start] + "".join(marks[at] + pieces[at] for at in range(start + 1, end))
            found.append(Mention(words, marks[start], body))
            start = end
        return tuple(found)

    def _longest(self, pieces: list[str], marks: list[str], start: int) -> tuple[int, Body | None]:
        last = min(start + _LONGEST_NAME, len(pieces))
        words = pieces[start]
        found: tuple[int, Body | None] = (start + 1, self.find(words) if words else None)
        for at in range(start + 1, last):
            # Behind "xã Lệ Xá" the name is over: the next piece is another body.
            if ";" in marks[at] or "\n" in marks[at] or _OWN_UNIT.search(_plain(pieces[at - 1])):
                break
            words += marks[at] + pieces[at]
            body = self.find(words)
            if body is not None:
                found = (at + 1, body)
        return found


def _pieces(text: str) -> tuple[list[str], list[str]]:
    """Return the pieces of a text and, for each, the separator before it."""
    pieces: list[str] = []
    marks = [""]
    position = 0
    for match in _SEPARATOR.finditer(text):
        pieces.append(text[position : match.start()])
        marks.append(match[0])
        position = match.end()
    return [*pieces, text[position:]], marks


def written(mentions: Iterable[Mention]) -> str:
    """Return the text of mentions."""
    return "".join(mention.before + mention.text for mention in mentions)
