"""The row above points: which criteria set they go by, what it comes from, and where the sum stands."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.criteria import CriteriaSet


class ScoreBar(QWidget):
    """`set_chosen` carries the code of the set a person chose."""

    set_chosen = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QComboBox(self)
        self.box.setObjectName(f"{key}_set")
        self.box.setAccessibleName(self.tr("Bộ tiêu chí"))
        self.box.setMinimumContentsLength(22)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.total = QLabel(self)
        self.total.setObjectName(f"{key}_total")
        self.total.setProperty("role", "heading")
        # A long sum must not make the window wider: it is cut off, and whole in the tip.
        self.total.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.source = QLabel(self)
        self.source.setObjectName(f"{key}_source")
        self.source.setProperty("role", "quiet")
        self.source.setWordWrap(True)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.box)
        self._row.addWidget(self.total, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._row)
        self._below = below = QHBoxLayout()
        below.setSpacing(6)
        self.lists = QButtonGroup(self)
        for number, name in enumerate((f"{key}_show_criteria", f"{key}_show_gaps")):
            button = QToolButton(self)
            button.setObjectName(name)
            button.setCheckable(True)
            self.lists.addButton(button, number)
            below.addWidget(button)
        self.lists.button(0).setText(self.tr("Tiêu chí"))
        self.lists.button(0).setChecked(True)
        self.show_gaps(0)
        below.addWidget(self.source, 1)
        column.addLayout(below)
        self.box.activated.connect(self._tell)

    def show_gaps(self, number: int) -> None:
        """Tell how much is still missing for points."""
        self.lists.button(1).setEnabled(number > 0)
        self.lists.button(1).setText(self.tr("Còn thiếu gì để đủ điểm ({})").format(number))

    def show_total(self, words: str) -> None:
        """Tell where the sum stands."""
        self.total.setText(words)
        self.total.setToolTip(words)

    def put_total_below(self) -> None:
        """Show the sum in the second row, where the first has no room for it."""
        self._row.removeWidget(self.total)
        self._row.addStretch(1)
        self.total.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.total.setContentsMargins(0, 0, 12, 0)
        self._below.insertWidget(0, self.total)

    def put_before(self, widget: QWidget) -> None:
        """Put a widget before the choice of the set."""
        self._row.insertWidget(0, widget)

    def add_button(self, words: str, name: str, tip: str) -> QPushButton:
        """Put a button at the end of the row."""
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setToolTip(tip)
        self._row.addWidget(button)
        return button

    def show_sets(self, sets: Sequence[CriteriaSet], chosen: CriteriaSet) -> None:
        """Offer sets, with the one that points go by now."""
        self.box.clear()
        for one in sets:
            self.box.addItem(one.name, one.code)
        self.box.setCurrentIndex(max(0, self.box.findData(chosen.code)))
        self.box.setToolTip(chosen.name)
        self.source.setText(chosen.source)
        self.source.setToolTip(chosen.note)

    def _tell(self) -> None:
        self.set_chosen.emit(str(self.box.currentData()))
