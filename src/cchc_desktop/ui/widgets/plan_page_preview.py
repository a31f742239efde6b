"""The plan as it prints, beside the text: laid-out pages where Word or LibreOffice is there, else a quick view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QStackedWidget, QTextBrowser, QVBoxLayout, QWidget

from cchc_desktop.errors import AppError
from cchc_desktop.ui.models.plan_draft import PlanDraft
from cchc_desktop.ui.models.plan_html import plan_html
from cchc_desktop.ui.models.plan_pages import PageMaker, Pages
from cchc_desktop.ui.models.plan_tidy import tidy_plan

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

REST_MS = 2000
"""Rest after the last key before the pages are laid out anew."""

MOST_PICTURES = 12
"""Pictures held at once: a long plan would fill the memory."""

_A4 = 297 / 210
_WIDTH_INCHES = 210 / 25.4


class PlanPagePreview(QWidget):
    """Follows the draft while it is visible."""

    def __init__(self, context: Context, draft: PlanDraft, parent: QWidget | None = None) -> None:
        from cchc_desktop.documents.pdf import can_make_pdf

        super().__init__(parent)
        self.setObjectName("plan_page_preview")
        self._draft = draft
        self._lays_out = can_make_pdf()
        self._drawn: set[int] = set()
        self._pages: Pages | None = None
        self._section = ""
        self._stale = True
        self.maker = PageMaker(context.services.plans.render, self)
        self.state = QLabel(self)
        self.state.setObjectName("page_state")
        self.state.setProperty("role", "quiet")
        self.state.setWordWrap(True)
        self.quick = QTextBrowser(self)
        self.quick.setObjectName("page_quick")
        self.quick.setOpenLinks(False)
        self.quick.setAccessibleName(self.tr("Bản xem nhanh"))
        self.area = QScrollArea(self)
        self.area.setObjectName("page_area")
        self.area.setAccessibleName(self.tr("Các trang in"))
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._sheet = QWidget()
        self._column = QVBoxLayout(self._sheet)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(8)
        self.area.setWidget(self._sheet)
        self.labels: list[QLabel] = []
        self._shapes: dict[int, float] = {}
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.quick)
        self.stack.addWidget(self.area)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.state)
        layout.addWidget(self.stack, 1)
        self.timer = QTimer(self, singleShot=True, interval=REST_MS)
        self._connect()

    def _connect(self) -> None:
        self._settle = QTimer(self, singleShot=True, interval=150)
        self.timer.timeout.connect(self.renew)
        self._settle.timeout.connect(self._draw_visible)
        self._draft.changed.connect(self._begin)
        self._draft.stopped.connect(self.maker.close)
        self.maker.laid.connect(self._show_pages)
        self.maker.failed.connect(self._tell_failure)
        self.maker.drawn.connect(self._show_picture)
        self.area.verticalScrollBar().valueChanged.connect(self._settle.start)
        self.area.viewport().installEventFilter(self)

    # -- when

    def _begin(self) -> None:
        self._stale = True
        if not self.isHidden():
            self.timer.start()  # begun anew by each key: pages are laid out when the hands rest

    def begin(self) -> None:
        """Show the plan as it is now: the panel was just opened."""
        if self._stale:
            self.renew()

    def renew(self) -> None:
        """Lay the pages out; the quick view stands in until the first are there."""
        self.timer.stop()
        if self.isHidden():
            return
        self._stale = False
        plan = tidy_plan(self._draft.plan)
        if self._pages is None:
            self._show_quick()
        if self._lays_out:
            self.maker.lay_out(plan)
            waiting = self.tr("Đang dàn trang… Tạm xem bản nhanh, không phải trang in.")
            self.state.setText(waiting if self._pages is None else self.tr("Đang dàn lại trang…"))
        else:
            self.state.setText(self.tr("Bản xem nhanh, không phải trang in (máy chưa có Word, LibreOffice)."))

    def _show_quick(self) -> None:
        bar = self.quick.verticalScrollBar()
        before = bar.value()
        self.quick.setHtml(plan_html(tidy_plan(self._draft.plan)))
        bar.setValue(before)
        self.stack.setCurrentWidget(self.quick)

    def _tell_failure(self, error: AppError) -> None:
        self._pages = None
        self._show_quick()
        self.state.setText(self.tr("Chưa dàn được trang. Bản xem nhanh, không phải trang in."))

    # -- pages

    def _show_pages(self, pages: Pages) -> None:
        self._pages = pages
        while len(self.labels) > pages.count:
            label = self.labels.pop()
            self._column.removeWidget(label)
            label.deleteLater()
        while len(self.labels) < pages.count:
            label = QLabel(self._sheet)
            label.setFrameShape(QFrame.Shape.StyledPanel)
            label.setProperty("role", "paper")
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setScaledContents(True)
            label.setAccessibleName(self.tr("Trang {0}").format(len(self.labels) + 1))
            self.labels.append(label)
            self._column.addWidget(label)
        self._shape_all()
        self.stack.setCurrentWidget(self.area)
        self.state.setText(self.tr("{0} trang, như khi in").format(pages.count))
        self._drawn = set()
        self._settle.start()
        self._scroll_to(self._section)

    def _width(self) -> int:
        return max(120, self.area.viewport().width() - 14)

    def _shape_all(self) -> None:
        for number, label in enumerate(self.labels):
            label.setFixedSize(self._width(), int(self._width() * self._shapes.get(number, _A4)))

    def _draw_visible(self) -> None:
        """Draw the pages in sight and the next ones; forget those far off."""
        if self._pages is None or not self.area.isVisible():
            return
        top = self.area.verticalScrollBar().value()
        bottom = top + self.area.viewport().height()
        near = [n for n, label in enumerate(self.labels) if label.y() < bottom and label.y() + label.height() > top]
        if not near:
            return
        dpi = min(200, max(40, int(self._width() * self.devicePixelRatioF() / _WIDTH_INCHES)))
        for number in range(max(0, near[0] - 1), min(len(self.labels), near[-1] + 2)):
            if number not in self._drawn:
                self.maker.draw(self._pages, number, dpi)
        far = sorted(self._drawn, key=lambda number: abs(number - near[0]))[MOST_PICTURES:]
        for number in far:
            self._drawn.discard(number)
            self.labels[number].clear()

    def _show_picture(self, pages: Pages, number: int, picture: bytes) -> None:
        if pages is not self._pages or number >= len(self.labels):
            return
        pixmap = QPixmap()
        pixmap.loadFromData(picture)
        if pixmap.isNull():
            return
        self._drawn.add(number)
        self._shapes[number] = pixmap.height() / pixmap.width()
        label = self.labels[number]
        label.setFixedSize(self._size_of(number))
        label.setPixmap(pixmap)

    def _size_of(self, number: int) -> QSize:
        return QSize(self._width(), int(self._width() * self._shapes[number]))

    # -- following

    def follow(self, section_id: str) -> None:
        """Show where a section is printed, roughly."""
        self._section = section_id
        if self.isHidden():
            return
        if self.stack.currentWidget() is self.quick:
            self.quick.scrollToAnchor(section_id)
        else:
            self._scroll_to(section_id)

    def _scroll_to(self, section_id: str) -> None:
        place = self._pages.places.get(section_id) if self._pages is not None else None
        if place is None or place[0] >= len(self.labels):
            return
        self._column.activate()
        label = self.labels[place[0]]
        # A page's text begins and ends within its margins.
        y = label.y() + int(label.height() * (0.07 + 0.86 * place[1]))
        bar, height = self.area.verticalScrollBar(), self.area.viewport().height()
        if not bar.value() + 20 <= y <= bar.value() + height - 60:
            bar.setValue(y - height // 3)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the pages to the width there is."""
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent) and self.labels:
            if event.size().width() != event.oldSize().width():
                self._shape_all()
                self._drawn = set()
            self._settle.start()
        return super().eventFilter(watched, event)
