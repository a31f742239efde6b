"""The frame of the window: left bar, title row, the places, status bar, and the keys that work everywhere.

It knows nothing of services; `session` fills it after the first paint.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QIcon, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PLACES = (
    ("overview", "Tổng quan", "mdi6.view-dashboard-outline"),
    ("plan", "Kế hoạch", "mdi6.file-document-edit-outline"),
    ("activity", "Nhật ký", "mdi6.notebook-edit-outline"),
    ("report", "Báo cáo", "mdi6.chart-box-outline"),
    ("registers", "Sổ theo dõi", "mdi6.clipboard-list-outline"),
    ("catalogue", "Danh mục", "mdi6.format-list-bulleted-type"),
    ("settings", "Cài đặt", "mdi6.cog-outline"),
    ("gathering", "Tổng hợp", "mdi6.source-merge"),
)
"""Key, word and icon of each place, in the order of Ctrl+1…8, and of the left bar but for the last one."""

HIDDEN = {"gathering": "catalogue"}
"""Places that the left bar shows only where they are used: key → the place they stand above."""

FOOT_PLACES = (
    ("steps", "Việc vừa làm", "mdi6.history"),
    ("bin", "Thùng rác", "mdi6.trash-can-outline"),
)
"""The same of the places at the foot of the left bar."""

ICON_SIZE = 22
TIGHT_HEIGHT = 180  # pixels of a place that stay in sight above the quick entry


class LeftBar(QWidget):
    """The places by icon and word. `chosen` carries the key of the place a person wants."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("left_bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 8)
        layout.setSpacing(2)
        blank = QPixmap(ICON_SIZE, ICON_SIZE)
        blank.fill(Qt.GlobalColor.transparent)
        self._blank = QIcon(blank)
        self.search = self._button("Tìm kiếm", "place_search")
        self.search.setToolTip("Tìm trong mọi nơi (Ctrl+K)")
        layout.addWidget(self.search)
        for number, (key, word, _) in enumerate(PLACES, 1):
            button = self._button(word, f"place_{key}")
            button.setCheckable(True)
            button.setToolTip(f"{word} (Ctrl+{number})")
            self._group.addButton(button, number - 1)
            self.buttons[key] = button
            if key in HIDDEN:
                button.hide()
                layout.insertWidget(layout.indexOf(self.buttons[HIDDEN[key]]), button)
            else:
                layout.addWidget(button)
        layout.addStretch(1)
        for number, (key, word, _) in enumerate(FOOT_PLACES, len(PLACES)):
            button = self._button(word, f"place_{key}")
            button.setCheckable(True)
            self._group.addButton(button, number)
            self.buttons[key] = button
            layout.addWidget(button)
        self.help = self._button("Trợ giúp", "place_help")
        self.help.setToolTip("Giải thích nơi đang đứng (F1)")
        layout.addWidget(self.help)
        self._group.idClicked.connect(self._chosen)

    def _button(self, word: str, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setText(word)
        button.setIcon(self._blank)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumWidth(156)
        return button

    def _chosen(self, number: int) -> None:
        self.chosen.emit((*PLACES, *FOOT_PLACES)[number][0])


class Room(QWidget):
    """Where the places are. While it is `tight` they keep the height they need, and what has no room is covered."""

    def __init__(self, stack: QStackedWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self.tight = False
        self._stack = stack
        stack.setParent(self)

    def set_tight(self, tight: bool) -> None:
        """Let the panel below take room that the place needs, or give it back."""
        self.tight = tight
        self.updateGeometry()
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the least size: that of the place, but not much of its height while the room is tight."""
        least = self._stack.minimumSizeHint()
        return QSize(least.width(), min(least.height(), TIGHT_HEIGHT)) if self.tight else least

    def sizeHint(self) -> QSize:
        """Return the size of the place."""
        return self._stack.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Follow the place when it needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._fit()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the place all there is, and never less than it needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        least = self._stack.minimumSizeHint()
        self._stack.setGeometry(0, 0, self.width(), max(self.height(), least.height()))


class MainWindow(QMainWindow):
    """The frame.

    `painted` fires once, after the first paint; `filled` when the first data stand in the window (those of the last
    close, when they are known). `asked` carries (key of a place, None) from the left bar or
    Ctrl+1…7. `key_pressed` carries "quick" (Ctrl+N), "new" (Ctrl+Shift+N), "find", "export", "undo", "redo",
    "help" or "escape". `can_close` is asked before the window closes; `closing` fires when it does.
    """

    painted = Signal()
    filled = Signal()
    asked = Signal(str, object)
    key_pressed = Signal(str)
    closing = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle("CCHC Desktop")
        self.can_close: Callable[[], bool] | None = None
        self.early: QWidget | None = None
        self.left_bar = LeftBar(self)
        self.left_bar.setEnabled(False)
        self.left_bar.chosen.connect(self._ask)
        self.left_bar.help.clicked.connect(self._help)
        self.left_bar.search.clicked.connect(self._search)
        self.title = QLabel(PLACES[0][1], self)
        self.title.setObjectName("title")
        self.title.setProperty("role", "title")
        self.title_row = QWidget(self)
        self._corner: QWidget | None = None
        self._corner_layout = QHBoxLayout(self.title_row)
        self._corner_layout.setContentsMargins(20, 10, 20, 6)
        self._corner_layout.addWidget(self.title, 1)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("places")
        self.room = Room(self.stack, self)
        self.waiting = QLabel("Đang mở dữ liệu…", self.stack)
        self.waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.waiting.setProperty("role", "quiet")
        self.stack.addWidget(self.waiting)
        self.aside = QHBoxLayout()
        self.banners = QVBoxLayout()  # messages that concern the whole window
        self.banners.setContentsMargins(20, 0, 20, 0)
        self._foot = QWidget(self)
        self.foot = QVBoxLayout(self._foot)
        self.foot.setContentsMargins(0, 0, 0, 0)
        self.quick_strip = self._strip()
        self._lay_out()
        self.statusBar().setSizeGripEnabled(False)
        self.installEventFilter(self)

    def _strip(self) -> QToolButton:
        """Return the line at the foot of the window that opens the quick entry."""
        strip = QToolButton(self)
        strip.setObjectName("quick_strip")
        strip.setText("Ghi nhanh hoạt động (Ctrl+N)")
        strip.setToolTip("Ghi một hoạt động mà không rời nơi đang đứng")
        strip.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        strip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        strip.setEnabled(False)
        strip.clicked.connect(self._quick)
        return strip

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.title_row)
        column.addLayout(self.banners)
        column.addWidget(self.room, 1)
        self.foot.addWidget(self.quick_strip)
        column.addWidget(self._foot)
        page = QWidget(self)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left_bar)
        self.ground = QWidget(page)  # all but the bars: what the search covers
        self.ground.setLayout(column)
        row.addWidget(self.ground, 1)
        row.addLayout(self.aside)
        self.setCentralWidget(page)

    def set_keys(self) -> None:
        """Bind the keys that work everywhere. Not before the first paint: nobody types that fast."""
        for number, (key, _, _) in enumerate(PLACES, 1):
            self._bind(QKeySequence(f"Ctrl+{number}"), "place:" + key)
        self._bind(QKeySequence("Ctrl+N"), "quick")
        self._bind(QKeySequence("Ctrl+Shift+N"), "new")
        self._bind(QKeySequence("Ctrl+F"), "find")
        self._bind(QKeySequence("Ctrl+K"), "search")
        self._bind(QKeySequence("Ctrl+Shift+F"), "search")
        self._bind(QKeySequence("Ctrl+Shift+E"), "export")
        self._bind(QKeySequence("F1"), "help")
        self._bind(QKeySequence("Esc"), "escape")

    def _bind(self, keys: QKeySequence, action: str) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setObjectName(action)
        shortcut.activated.connect(self._shortcut)

    def show_page(self, page: QWidget, title: str, corner: QWidget | None = None) -> None:
        """Show a page of the stack with its title and the widget at the right end of the title row."""
        if self.stack.indexOf(page) < 0:
            self.stack.addWidget(page)
        if self._corner is not None and self._corner is not corner:
            self._corner.hide()
        if corner is not None:
            if self._corner_layout.indexOf(corner) < 0:
                self._corner_layout.addWidget(corner)
            corner.show()
        self._corner = corner
        self.title.setText(title)
        self.title_row.setVisible(bool(title))
        self._foot.setVisible(bool(title))
        self.stack.setCurrentWidget(page)
        if self.early is not None and page is not self.early:
            early, self.early = self.early, None
            self.statusBar().clearMessage()
            self.drop_page(early)

    def shown(self) -> tuple[QWidget | None, str, QWidget | None]:
        """Return what is on show, for `show_page` to show again: page, title and corner."""
        return self.stack.currentWidget(), self.title.text(), self._corner

    def show_early(self, page: QWidget) -> None:
        """Show the data of the last close until the first real page is shown; `filled` fires once it is painted."""
        self.early = page
        self.show_page(page, PLACES[0][1])
        self.statusBar().showMessage("Đang mở dữ liệu…")
        QTimer.singleShot(0, self, self.filled.emit)

    def drop_page(self, page: QWidget, corner: QWidget | None = None) -> None:
        """Take a page out of the stack for good."""
        self.stack.removeWidget(page)
        page.deleteLater()
        if corner is not None:
            if self._corner is corner:
                self._corner = None
            self._corner_layout.removeWidget(corner)
            corner.hide()
            corner.deleteLater()

    def mark(self, key: str) -> None:
        """Show in the left bar where the person is."""
        self.left_bar.buttons[key].setChecked(True)

    def place_at(self, position: tuple[int, ...]) -> None:
        """Put the window where it stood: (left, top, width, height, maximised), or where it fits best."""
        room = self.screen().availableGeometry()
        if len(position) == 5:
            left, top, width, height, maximised = position
            self.resize(min(max(width, 800), room.width()), min(max(height, 500), room.height()))
            corner = room.bottomRight()
            if room.left() <= left < corner.x() - 100 and room.top() <= top < corner.y() - 100:
                self.move(left, top)
        else:
            self.resize(min(1280, room.width()), min(800, room.height()))
            maximised = room.width() <= 1440
        if maximised:
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def position(self) -> tuple[int, ...]:
        """Return where the window stands, for `place_at`."""
        place = self.normalGeometry() if self.isMaximized() else self.geometry()
        return place.x(), place.y(), place.width(), place.height(), int(self.isMaximized())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the first paint."""
        if event.type() == QEvent.Type.Paint:
            self.removeEventFilter(self)
            QTimer.singleShot(0, self, self.painted.emit)
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take back, or do again, when neither a text field nor an editor takes the key for itself."""
        held = event.modifiers()
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        if event.key() == Qt.Key.Key_Z and held == control:
            self.key_pressed.emit("undo")
        elif (event.key() == Qt.Key.Key_Y and held == control) or (
            event.key() == Qt.Key.Key_Z and held == control | shift
        ):
            self.key_pressed.emit("redo")
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close when the place lets go."""
        if self.can_close is not None and not self.can_close():
            event.ignore()
            return
        self.closing.emit()
        event.accept()

    def _ask(self, key: str) -> None:
        self.asked.emit(key, None)

    def _help(self) -> None:
        self.key_pressed.emit("help")

    def _search(self) -> None:
        self.key_pressed.emit("search")

    def _quick(self) -> None:
        self.key_pressed.emit("quick")

    def _shortcut(self) -> None:
        action = self.sender().objectName()
        kind, _, key = action.partition(":")
        if not key:
            self.key_pressed.emit(kind)
        elif self.left_bar.isEnabled() and not self.left_bar.buttons[key].isHidden():
            self.asked.emit(key, None)
