"""The demands of a superior's plan as an editable table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from cchc_desktop.domain.superior_plan import Demand
from cchc_desktop.domain.text import clean_line
from cchc_desktop.ui import style
from cchc_desktop.ui.models.superior_draft import SuperiorDraft

Index = QModelIndex | QPersistentModelIndex
FIELDS = ("text", "deadline")
STATE = len(FIELDS)
"""The number of the column that says where a demand comes from and whether it is confirmed."""


class DemandsModel(QAbstractTableModel):
    """Shows the demands of a draft; every change goes to the draft."""

    def __init__(self, draft: SuperiorDraft) -> None:
        super().__init__(draft)
        self._draft = draft
        self._demands: tuple[Demand, ...] = ()
        draft.changed.connect(self.renew)

    @property
    def demands(self) -> tuple[Demand, ...]:
        """The demands on show."""
        return self._demands

    def renew(self) -> None:
        """Show the draft's demands; the same rows keep their selection."""
        old, new = self._demands, self._draft.plan.demands if self._draft.plan else ()
        if [demand.id for demand in old] == [demand.id for demand in new]:
            self._demands = new
            if new:
                self.dataChanged.emit(self.index(0, 0), self.index(len(new) - 1, STATE))
            return
        self.beginResetModel()
        self._demands = new
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of demands."""
        return 0 if parent.isValid() else len(self._demands)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the number of columns."""
        return 0 if parent.isValid() else STATE + 1

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Words and deadline can be typed; the state is set by a button."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() != STATE else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return titles and running numbers."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        titles = (self.tr("Yêu cầu đối với cấp xã"), self.tr("Thời hạn"), self.tr("Nguồn"))
        return titles[section] if orientation is Qt.Orientation.Horizontal else str(section + 1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the text of a cell; proposals stand in amber, and say so."""
        if not index.isValid() or index.row() >= len(self._demands):
            return None
        demand, column = self._demands[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return demand.state_name if column == STATE else getattr(demand, FIELDS[column])
            case Qt.ItemDataRole.ForegroundRole if column == STATE:
                return QColor(style.colour("quiet" if demand.confirmed else "amber"))
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take a typed cell."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or index.column() == STATE:
            return False
        row = index.row()
        demand = replace(self._demands[row], **{FIELDS[index.column()]: clean_line(str(value))})  # type: ignore[arg-type]
        if demand != self._demands[row]:
            self._draft.set_demands((*self._demands[:row], demand, *self._demands[row + 1 :]))
        return True

    def insert(self, row: int, demands: tuple[Demand, ...]) -> None:
        """Put demands before `row`."""
        self._draft.set_demands((*self._demands[:row], *demands, *self._demands[row:]))

    def remove(self, rows: set[int]) -> None:
        """Take demands out."""
        self._draft.set_demands(tuple(demand for row, demand in enumerate(self._demands) if row not in rows))

    def confirm(self, rows: set[int]) -> None:
        """Mark demands as read and confirmed by a person."""
        self._draft.set_demands(
            tuple(
                replace(demand, confirmed=True) if row in rows else demand for row, demand in enumerate(self._demands)
            )
        )
