"""Finds as the lines of a list: a heading for each noun, its finds, and a line that asks for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import Cell, ListColumn, ListSource
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.petition import HIDDEN
from cchc_desktop.domain.search import KIND_NAMES, SearchGroup, SearchHit, SearchKind, snippet

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""`index.data(LINE_ROLE)` is the `Line`."""
_YEARLY = (SearchKind.PLAN, SearchKind.SECTION, SearchKind.TASK, SearchKind.SUPERIOR_PLAN, SearchKind.DEMAND)

Index = QModelIndex | QPersistentModelIndex
_PERSONAL = frozenset({SearchKind.PETITION, SearchKind.COLLABORATOR})


class LineKind(Enum):
    """What a line of the list is."""

    GROUP = "group"
    HIT = "hit"
    MORE = "more"


@dataclass(frozen=True, slots=True)
class Line:
    """A line: `title` and `below` are its two rows of words, `right` stands at its right end."""

    kind: LineKind
    noun: SearchKind
    title: str
    below: str = ""
    right: str = ""
    hit: SearchHit | None = None


def target(hit: SearchHit) -> tuple[str, object]:
    """Return where a find is opened: the key of the place, and the request it accepts."""
    kind = hit.owner if hit.kind is SearchKind.FILE and hit.owner else hit.kind
    if kind is SearchKind.ACTIVITY:
        return "activity", hit.owner_id or hit.id
    if kind is SearchKind.PLAN:
        return "plan", hit.owner_id or hit.id
    if kind in (
        SearchKind.SECTION,
        SearchKind.TASK,
        SearchKind.SUPERIOR_PLAN,
        SearchKind.DEMAND,
        SearchKind.TEXT_BLOCK,
    ):
        return "plan", hit
    return ("catalogue", hit) if kind is SearchKind.LEGAL_BASIS else ("registers", hit)


def total_text(group: SearchGroup) -> str:
    """Return how many finds a noun has: "12", or "hơn 200" when not all were counted."""
    return f"hơn {format_number(group.total - group.total % 10)}" if group.more else format_number(group.total)


class SearchHits(QAbstractListModel):
    """The finds of a query. Only finds and "all of them" can be chosen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[Line, ...] = ()
        self.terms: tuple[str, ...] = ()

    def show(self, groups: Sequence[SearchGroup], terms: tuple[str, ...]) -> None:
        """Show other finds."""
        self.beginResetModel()
        self.terms = terms
        self.lines = tuple(line for group in groups for line in self._lines(group))
        self.endResetModel()

    def _lines(self, group: SearchGroup) -> list[Line]:
        total = total_text(group)
        lines = [Line(LineKind.GROUP, group.kind, KIND_NAMES[group.kind], right=total)]
        lines += [self._hit(hit) for hit in group.hits]
        if group.kind is SearchKind.ACTIVITY:
            lines.append(Line(LineKind.MORE, group.kind, self.tr("Mở trong Nhật ký ({0})").format(total)))
        elif len(group.hits) < group.total:
            lines.append(Line(LineKind.MORE, group.kind, self.tr("Xem tất cả ({0})").format(total)))
        return lines

    def _hit(self, hit: SearchHit) -> Line:
        parts = (hit.detail, snippet(hit.text, self.terms))
        day = ""
        if hit.date is not None:
            first = hit.date.month == hit.date.day == 1 and hit.kind in _YEARLY
            day = self.tr("năm {0}").format(hit.date.year) if first else short_date(hit.date)
        title = " ".join(hit.title.split())
        return Line(LineKind.HIT, hit.kind, title, "  ·  ".join(filter(None, parts)), day, hit)

    def list_source(self) -> ListSource:
        """Return the finds on show as a list. Of petitions and people nothing personal is in it."""
        titles = (("STT", 6), ("Loại", 22), ("Ngày", 13), ("Tên, nội dung", 60), ("Nơi tìm thấy", 60))
        hits = [line for line in self.lines if line.hit is not None]
        rows: list[tuple[Cell, ...]] = [
            (
                number,
                KIND_NAMES[line.noun],
                line.hit.date if line.hit else None,
                HIDDEN if line.noun is SearchKind.PETITION else line.title,
                "" if line.noun in _PERSONAL else line.below,
            )
            for number, line in enumerate(hits, 1)
        ]
        columns = tuple(ListColumn(title, width) for title, width in titles)
        return ListSource(self.tr("KẾT QUẢ TÌM KIẾM"), columns, len(rows), lambda: rows)

    def first(self) -> int:
        """Return the number of the first line that can be chosen, -1 without one."""
        return next((number for number, line in enumerate(self.lines) if line.kind is not LineKind.GROUP), -1)

    def step(self, row: int, step: int) -> int:
        """Return the next line that can be chosen from one on, in a direction; the same one at either end."""
        following = row + step
        while 0 <= following < len(self.lines):
            if self.lines[following].kind is not LineKind.GROUP:
                return following
            following += step
        return row

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many lines there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a line, or the line."""
        if not index.isValid() or index.row() >= len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(filter(None, (line.title, line.right, line.below)))
        if role == Qt.ItemDataRole.ToolTipRole and line.kind is LineKind.HIT:
            return "\n".join(filter(None, (line.title, line.below)))
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let headings not be chosen."""
        if index.isValid() and self.lines[index.row()].kind is LineKind.GROUP:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
