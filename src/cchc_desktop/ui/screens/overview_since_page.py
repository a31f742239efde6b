"""Tổng quan, the sheet "Từ lần mở trước": what is late, due and coming, what was done meanwhile, what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTemporaryDir, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from cchc_desktop.domain.agenda import AgendaItem, AgendaKind, SinceSheet, SkippedItem
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import Cell, ListColumn, ListSource
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.agenda_rows import AgendaLine, AgendaRows
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.reason_row import ReasonRow

if TYPE_CHECKING:
    from cchc_desktop.domain.activity import Activity
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

_SHOWN = 40
"""Lines of a group; a longer one says how many it leaves out."""


@dataclass(slots=True)
class _Group:
    heading: QLabel
    rows: AgendaRows
    more: QLabel
    lines: tuple[AgendaLine, ...] = ()


class SincePage(PageFrame):
    """The sheet. `item_wanted` carries an `AgendaItem`, `activity_wanted` an id."""

    item_wanted = Signal(object)
    activity_wanted = Signal(str)
    calendar_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._context = context
        self._folder: QTemporaryDir | None = None
        self._views = 0
        self._asked: AgendaItem | None = None
        self.shown: SinceSheet | None = None
        self.setObjectName("since_page")
        self.reason = ReasonRow("skip_reason", "", self.tr("Bỏ qua lần này"), self)
        self.reason.given.connect(self._skip)
        self._nothing = QLabel(self.tr("Không có việc nào quá hạn hay đến hạn trong 30 ngày tới."), self)
        self._nothing.setProperty("role", "quiet")
        left, right = self._column(), self._column()
        self._late = self._group(left, "late_rows")
        self._due = self._group(left, "due_rows")
        self._soon = self._group(left, "soon_rows")
        self._left = (self._late, self._due, self._soon)
        left.insertWidget(0, self._nothing)
        self._done = self._group(right, "done_rows", stacked=True)
        self._skipped = self._group(right, "skipped_rows", stacked=True)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._card(left), 2)
        row.addWidget(self._card(right), 1)
        self.column.setContentsMargins(20, 4, 20, 12)
        self.column.addWidget(self.reason)
        self.column.addLayout(row, 1)
        self.column.addLayout(self._buttons())

    # ------------------------------------------------------------------ building

    @staticmethod
    def _column() -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(2)
        column.addStretch(1)
        return column

    def _card(self, column: QVBoxLayout) -> QFrame:
        inside = QWidget(self)
        inside.setProperty("role", "page")
        inside.setLayout(column)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        card = QFrame(self)
        card.setProperty("role", "card")
        around = QVBoxLayout(card)
        around.setContentsMargins(4, 4, 4, 4)
        around.addWidget(area)
        return card

    def _group(self, column: QVBoxLayout, name: str, stacked: bool = False) -> _Group:
        heading = QLabel(self)
        heading.setProperty("role", "heading")
        heading.setContentsMargins(8, 10, 0, 2)
        rows = AgendaRows(stacked, self)
        rows.setObjectName(name)
        rows.opened.connect(self._open)
        rows.acted.connect(self._act)
        more = QLabel(self)
        more.setProperty("role", "quiet")
        more.setContentsMargins(8, 0, 0, 0)
        for widget in (heading, rows, more):
            column.insertWidget(column.count() - 1, widget)
        return _Group(heading, rows, more)

    def _buttons(self) -> QHBoxLayout:
        self.print_button = QPushButton(icon("mdi6.printer-outline"), self.tr("In một trang"), self)
        self.print_button.setObjectName("since_print")
        self.print_button.setToolTip(self.tr("Mở tờ việc cần làm bằng Word để in"))
        self.print_button.clicked.connect(self.print)
        self.calendar_button = QPushButton(icon("mdi6.calendar-month-outline"), self.tr("Xem lịch"), self)
        self.calendar_button.setObjectName("since_calendar")
        self.calendar_button.clicked.connect(self.calendar_wanted)
        self.done_button = QPushButton(self.tr("Vào Tổng quan"), self)
        self.done_button.setObjectName("since_done")
        self.done_button.setProperty("role", "main")
        self.done_button.clicked.connect(self.closed)
        row = QHBoxLayout()
        row.addWidget(self.print_button)
        row.addWidget(self.calendar_button)
        row.addStretch(1)
        row.addWidget(self.done_button)
        return row

    # ------------------------------------------------------------------ showing

    def show_sheet(self, sheet: SinceSheet) -> None:
        """Show another sheet."""
        self.shown = sheet
        agenda = sheet.agenda
        today = sheet.since >= agenda.day
        self.heading.setText(
            self.tr("Việc cần làm hôm nay, {}").format(short_date(agenda.day))
            if today
            else self.tr("Từ lần mở trước, {}").format(short_date(sheet.since))
        )
        late = (*sheet.passed, *agenda.late)
        self._fill(self._late, self.tr("Quá hạn, chậm"), [self._line(item, skips=True) for item in late])
        self._fill(self._due, self.tr("Trong 7 ngày tới"), [self._line(item, skips=True) for item in agenda.due])
        self._fill(self._soon, self.tr("Trong 30 ngày tới"), [self._line(item) for item in agenda.soon])
        names = {form.code: form.name for form in self._context.services.catalogues.forms}
        done = [self._done_line(one, names.get(one.form, one.form)) for one in sheet.done]
        heading = self.tr("Đã ghi hôm nay") if today else self.tr("Đã làm từ {}").format(short_date(sheet.since))
        self._fill(self._done, heading, done, sheet.done_total)
        self._done.heading.show()
        if not done:
            self._done.heading.setText(heading)
            self._done.more.setText(self.tr("Nhật ký chưa có hoạt động nào từ ngày này."))
            self._done.more.show()
        skipped = [self._skipped_line(item) for item in agenda.skipped]
        self._fill(self._skipped, self.tr("Bỏ qua, có lý do"), skipped)
        room = max((row.action_room for group in self._left for row in group.rows.rows), default=0)
        for group in self._left:
            group.rows.reserve(room)
        self._nothing.setVisible(not (late or agenda.due or agenda.soon))

    def _fill(self, group: _Group, heading: str, lines: Sequence[AgendaLine], total: int = 0) -> None:
        total = max(total, len(lines))
        group.lines = tuple(lines)
        group.heading.setText(f"{heading} ({format_number(total)})")
        group.heading.setVisible(bool(lines))
        group.rows.show_lines(lines[:_SHOWN])
        group.rows.setVisible(bool(lines))
        left = total - min(len(lines), _SHOWN)
        group.more.setText(self.tr("… và {} việc khác").format(format_number(left)))
        group.more.setVisible(left > 0)

    def _line(self, item: AgendaItem, skips: bool = False) -> AgendaLine:
        can_skip = skips and item.kind is AgendaKind.TASK and item.due is not None
        title = f"{item.number}. {item.title}" if item.number else item.title
        day = short_date(item.due) if item.due else ""
        return AgendaLine(title, day, item.words, item.colour, item, self.tr("Bỏ qua…") if can_skip else "")

    def _done_line(self, activity: Activity, form: str) -> AgendaLine:
        return AgendaLine(activity.title, "", f"{short_date(activity.date)} · {form}", "green", activity)

    def _skipped_line(self, item: SkippedItem) -> AgendaLine:
        words = f"{short_date(item.due)} · {item.reason}"
        return AgendaLine(item.title, "", words, "quiet", item, self.tr("Lấy lại"))

    def list_source(self) -> ListSource:
        """Return the sheet as a list: what, until when, how far, under the heading of its group."""
        columns = tuple(
            ListColumn(title, width) for title, width in (("Mục", 22), ("Việc", 60), ("Hạn", 12), ("Tình trạng", 34))
        )
        groups = (*self._left, self._done, self._skipped)
        rows: list[tuple[Cell, ...]] = [
            (number, group.heading.text().rpartition(" (")[0], line.title, _due(line), line.words)
            for number, (group, line) in enumerate(((group, line) for group in groups for line in group.lines), 1)
        ]
        return ListSource(self.heading.text().upper(), (ListColumn("STT", 6), *columns), len(rows), lambda: rows)

    # ------------------------------------------------------------------ doing

    def _open(self, value: object) -> None:
        if isinstance(value, AgendaItem):
            self.item_wanted.emit(value)
        elif isinstance(value, SkippedItem):
            self.item_wanted.emit(AgendaItem(AgendaKind.TASK, value.task_id, value.title, value.due, "", ""))
        else:
            self.activity_wanted.emit(value.id)  # type: ignore[attr-defined]

    def _act(self, value: object) -> None:
        if isinstance(value, SkippedItem):
            self._context.bus.announce(self._context.services.agenda.take_up(value.task_id, value.due))
            self._context.saved()
        elif isinstance(value, AgendaItem) and value.due is not None:
            self._asked = value
            words = self.tr("Lý do bỏ qua “{}”, hạn {}").format(value.title, short_date(value.due))
            shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideMiddle, 700)
            self.reason.field.label.setText(shown.replace("&", "&&"))
            self.reason.ask()

    def _skip(self, reason: str) -> None:
        asked, self._asked = self._asked, None
        if asked is not None and asked.due is not None:
            self._context.bus.announce(self._context.services.agenda.skip(asked.id, asked.due, reason))
            self._context.saved()

    def escape(self) -> bool:
        """Put the question for a reason away; True when there was one."""
        asking = not self.reason.isHidden()
        self.reason.hide()
        return asking

    def print(self) -> None:
        """Write the sheet as one page and open it in Word."""
        if self.shown is None:
            return
        if self._folder is None:
            self._folder = QTemporaryDir()
        # A name of its own each time: Word locks the one that is still open.
        self._views += 1
        services, sheet = self._context.services, self.shown
        name = Path(services.agenda.sheet_name(sheet))
        target = Path(self._folder.path()) / f"{name.stem} ({self._views}){name.suffix}"

        def work(progress: Progress) -> Path:
            return services.agenda.export_sheet(sheet, target)

        self._context.runner.run(work, self._opened, label=self.tr("Đang tạo tờ việc cần làm"))

    def _opened(self, path: Path) -> None:
        self._context.ask.open_path(path)


def _due(line: AgendaLine) -> date | None:
    """Return the day a line is about."""
    found = getattr(line.value, "due", None) or getattr(line.value, "date", None)
    return found if isinstance(found, date) else None
