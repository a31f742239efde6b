"""The days of a series to confirm: ticked off, moved, with what is to know of each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from cchc_desktop.domain.activity_series import WEEKDAY_NAMES
from cchc_desktop.domain.dates import NotADate, parse_spoken_date, short_date
from cchc_desktop.ui.style import colour

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SeriesDay:
    """A day of the series; `holiday` is its name, "" for an ordinary day."""

    day: date
    taken: bool = True
    holiday: str = ""
    known: bool = False


class SeriesDaysModel(QAbstractTableModel):
    """Shows the days; `changed` fires when one was ticked or moved, `refused` carries a sentence."""

    changed = Signal()
    refused = Signal(str)

    def __init__(
        self, today: Callable[[], date], holiday: Callable[[date], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self._holiday = holiday
        self.days: tuple[SeriesDay, ...] = ()

    def set_days(self, days: Sequence[date]) -> None:
        """Show other days, all taken but the holidays."""
        self.beginResetModel()
        names = [(day, self._holiday(day)) for day in days]
        self.days = tuple(SeriesDay(day, not name, name) for day, name in names)
        self.endResetModel()
        self.changed.emit()

    def set_known(self, days: Collection[date]) -> None:
        """Mark the days that have such an entry already; newly found ones are ticked off."""
        found = tuple(
            replace(one, known=one.day in days, taken=one.taken and (one.known or one.day not in days))
            for one in self.days
        )
        self._replace(found)

    def take(self, wanted: Callable[[SeriesDay], bool]) -> None:
        """Take exactly the days that a test lets through."""
        self._replace(tuple(replace(one, taken=wanted(one)) for one in self.days))

    def _replace(self, days: tuple[SeriesDay, ...]) -> None:
        if days != self.days:
            self.days = days
            self.dataChanged.emit(self.index(0, 0), self.index(len(days) - 1, self.columnCount() - 1))
            self.changed.emit()

    def taken(self) -> list[date]:
        """Return the days that are to be logged."""
        return [one.day for one in self.days if one.taken]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of days."""
        return 0 if parent.isValid() else len(self.days)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the titles and the running numbers."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 1)
        return (self.tr("Ngày"), self.tr("Thứ"), self.tr("Lưu ý"))[section]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The day can be ticked and typed."""
        flags = super().flags(index)
        if index.column() == 0:
            flags |= Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable
        return flags

    def note(self, one: SeriesDay) -> str:
        """Return what is to know of a day."""
        words = [one.holiday] if one.holiday else []
        if one.known:
            words.append(self.tr("đã có trong nhật ký"))
        if one.day > self._today():
            words.append(self.tr("chưa đến ngày"))
        text = "; ".join(words)
        return text[:1].upper() + text[1:]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        if not index.isValid() or index.row() >= len(self.days):
            return None
        one, column = self.days[index.row()], index.column()
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            return Qt.CheckState.Checked if one.taken else Qt.CheckState.Unchecked
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            name = WEEKDAY_NAMES[one.day.weekday()]
            return (short_date(one.day), name[:1].upper() + name[1:], self.note(one))[column]
        if role == Qt.ItemDataRole.ForegroundRole:
            if column == 2 and (one.holiday or one.known):
                return QColor(colour("amber"))
            return None if one.taken else QColor(colour("faint"))
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick a day, or move it to what is typed."""
        if not index.isValid() or index.column() != 0 or index.row() >= len(self.days):
            return False
        row, one = index.row(), self.days[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            new = replace(one, taken=Qt.CheckState(value) == Qt.CheckState.Checked)
        elif role == Qt.ItemDataRole.EditRole:
            try:
                day = parse_spoken_date(str(value), self._today())
            except NotADate:
                self.refused.emit(self.tr("“{}” không phải là ngày có trong lịch; ngày cũ được giữ.").format(value))
                return False
            new = SeriesDay(day, True, self._holiday(day))
        else:
            return False
        self._replace((*self.days[:row], new, *self.days[row + 1 :]))
        return True
