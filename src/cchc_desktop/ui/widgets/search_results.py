"""The list of finds: headings, finds of two rows with their marks, and "all of them"."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cchc_desktop.ui import style
from cchc_desktop.ui.models.search_hits import LINE_ROLE, Line, LineKind, SearchHits
from cchc_desktop.ui.widgets.marks_delegate import draw_marked, find_marks

_EDGE = 12  # pixels left and right of the words
_GAP = 7  # pixels above and below them


class SearchResults(QListView):
    """`opened` carries the `Line` that a person chose by Enter or a click."""

    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("search_results")
        self.setAccessibleName(self.tr("Kết quả tìm kiếm"))
        self.hits = SearchHits(self)
        self.setModel(self.hits)
        self.setItemDelegate(_LineDelegate(self.hits, self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the box keeps the cursor; its arrow keys move here
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(self._open)

    def choose_first(self) -> None:
        """Choose the first find."""
        self._choose(self.hits.first())

    def move_choice(self, step: int) -> None:
        """Choose another find, so many lines on."""
        for _ in range(abs(step)):
            self._choose(self.hits.step(self.currentIndex().row(), 1 if step > 0 else -1))

    def open_chosen(self) -> None:
        """Open what is chosen."""
        if self.currentIndex().isValid():
            self._open(self.currentIndex())

    def _choose(self, row: int) -> None:
        if row >= 0:
            index = self.hits.index(row)
            self.setCurrentIndex(index)
            # With the first find its heading comes into sight too.
            self.scrollTo(self.hits.index(0) if row == self.hits.first() else index)

    def _open(self, index: QModelIndex) -> None:
        line = index.data(LINE_ROLE)
        if isinstance(line, Line) and line.kind is not LineKind.GROUP:
            self.opened.emit(line)


class _LineDelegate(QStyledItemDelegate):
    def __init__(self, hits: SearchHits, parent: QWidget) -> None:
        super().__init__(parent)
        self._hits = hits

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Give a find with something below its title two rows."""
        line = index.data(LINE_ROLE)
        rows = 2 if line.below else 1
        above = _GAP if line.kind is LineKind.GROUP else 0
        return QSize(200, rows * (option.fontMetrics.height() + 2) + 2 * _GAP + above)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the ground of what is chosen or under the mouse, then the words."""
        line: Line = index.data(LINE_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(style.colour("picked")))
        elif option.state & QStyle.StateFlag.State_MouseOver and line.kind is not LineKind.GROUP:
            painter.fillRect(option.rect, QColor(style.colour("hover")))
        font = QFont(option.font)
        room = option.rect.adjusted(_EDGE, _GAP, -_EDGE, -_GAP)
        if line.kind is LineKind.GROUP:
            font.setBold(True)
            painter.setPen(QColor(style.colour("line")))
            if index.row():
                painter.drawLine(option.rect.topLeft(), option.rect.topRight())
            room.adjust(0, _GAP, 0, 0)
        room.setHeight(option.fontMetrics.height() + 2)
        painter.setFont(font)
        self._draw(painter, room, line)
        painter.restore()

    def _draw(self, painter: QPainter, room: QRect, line: Line) -> None:
        terms = self._hits.terms if line.kind is LineKind.HIT else ()
        ink = {LineKind.GROUP: "quiet", LineKind.MORE: "accent"}.get(line.kind, "text")
        width = painter.fontMetrics().horizontalAdvance(line.right) + _EDGE if line.right else 0
        left = room.adjusted(0, 0, -width, 0)
        draw_marked(painter, left, line.title, find_marks(line.title, terms), ink)
        if line.right:
            painter.setPen(QColor(style.colour("quiet")))
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, line.right)
        if line.below:
            below = room.translated(0, room.height())
            draw_marked(painter, below, line.below, find_marks(line.below, terms), "quiet")
