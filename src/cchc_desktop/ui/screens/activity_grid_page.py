"""Many activities at once: a sheet to type into and to paste into from Excel, saved in one step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.text import clean, clean_line
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.activity_grid import MOST_ROWS, ActivityGridModel
from cchc_desktop.ui.models.plan_tsv import read_tsv
from cchc_desktop.ui.widgets.activity_grid_table import GridTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.suggest_line import Suggestion

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.activities import ActivityService
    from cchc_desktop.ui.place import Context

DRAFT = "nhap-bang"
_PAUSE = 800  # ms after the last change before the draft is written and doubles are looked for
_DOUBLES_LOOKED_FOR = 400
_AT_ONCE = 200  # rows that are saved within the blink of an eye


class ActivityGridPage(PageFrame):
    """`finished` carries the ids that were logged."""

    finished = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._context = context
        self._years: dict[int, Sequence[Task]] = {}
        self.heading.setText(self.tr("Ghi dạng bảng"))
        self.model = ActivityGridModel(context.services.catalogues, self._tasks, context.today, self)
        self.table = GridTable(self.model, self._offers, self)
        self.bar = NoticeBar(self)
        self._hint = QLabel(
            self.tr("Gõ như Excel, hoặc chép vùng ô trong Excel rồi bấm Ctrl+V. Ctrl+D chép ô trên."), self
        )
        self._hint.setProperty("role", "quiet")
        self._hint.setWordWrap(True)
        self._said = QLabel(self)
        self._said.setObjectName("grid_said")
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._arrange()
        self._connect()

    def _button(self, name: str, words: str, symbol: str = "") -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        if symbol:
            button.setIcon(icon(symbol))
        return button

    def _arrange(self) -> None:
        self.paste_button = self._button("grid_paste", self.tr("Dán"), "mdi6.content-paste")
        self.fill_button = self._button("grid_fill", self.tr("Chép xuống"), "mdi6.arrow-down")
        self.remove_button = self._button("grid_remove", self.tr("Xóa dòng"), "mdi6.trash-can-outline")
        self.undo_button = self._button("grid_undo", self.tr("Hoàn tác"), "mdi6.undo")
        self.save_button = self._button("grid_save", "")
        self.save_button.setProperty("role", "main")
        tools = QHBoxLayout()
        for button in (self.paste_button, self.fill_button, self.remove_button, self.undo_button):
            tools.addWidget(button)
        tools.addWidget(self._hint, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        foot.addWidget(self.save_button)
        self.column.addLayout(tools)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)

    def _connect(self) -> None:
        self.model.changed.connect(self._touch)
        self.table.paste_wanted.connect(self.paste)
        self.table.fill_wanted.connect(self.fill)
        self.table.undo_wanted.connect(self.undo)
        self.table.save_wanted.connect(self.save)
        self.table.selectionModel().currentChanged.connect(self._say_problem)
        self.paste_button.clicked.connect(self.paste)
        self.fill_button.clicked.connect(self.fill)
        self.remove_button.clicked.connect(self._remove)
        self.undo_button.clicked.connect(self.undo)
        self.save_button.clicked.connect(self.save)
        self._timer.timeout.connect(self.keep)

    # ------------------------------------------------------------------ what is offered

    def _tasks(self, day: date) -> Sequence[Task]:
        services = self._context.services
        year = data_year(day, services.catalogues.periods)
        if year not in self._years:
            self._years[year] = services.plans.tasks(year)
        return self._years[year]

    def _offers(self, column: str, row: int) -> list[Suggestion]:
        catalogues = self._context.services.catalogues
        if column == "form":
            return [Suggestion(f.code, f.name, "", " ".join((f.code, *f.aliases))) for f in catalogues.forms]
        if column == "task":
            tasks = self._tasks(self._context.today())
            texts = [f"{number}. {clean_line(task.content)}" for number, task in enumerate(tasks, 1)]
            return [Suggestion(task.id, text, "", text.split(".")[0]) for task, text in zip(tasks, texts, strict=True)]
        titles = dict.fromkeys(
            hint.title for hint in self._context.services.activities.title_hints(self._context.today())
        )
        return [Suggestion(title, title) for title in titles]

    # ------------------------------------------------------------------ opening and keeping

    def open(self) -> None:
        """Show what was left behind, or an empty sheet."""
        self._years = {}
        kept = self._context.services.drafts.read(DRAFT) or {}
        rows = kept.get("rows")
        self.model.set_rows([row for row in rows if isinstance(row, list)] if isinstance(rows, list) else [])
        self._timer.stop()
        self.bar.hide()
        if self.model.rows:
            self.bar.tell(self.tr("Đã mở lại bảng đang nhập dở ({} dòng).").format(len(self.model.rows)))
        self._say()
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Write the sheet as a draft, and look which rows are in the log already."""
        self._timer.stop()
        rows = self.model.rows
        if rows:
            self._context.services.drafts.keep(DRAFT, {"rows": [list(row) for row in rows]})
        else:
            self._context.services.drafts.drop(DRAFT)
        self._say()
        good = [activity for _, activity in self.model.good()[:_DOUBLES_LOOKED_FOR]]
        if good:
            work = partial(_doubles, self._context.services.activities, good)
            self._context.runner.run(work, self._mark, self._ignore)

    def _mark(self, doubles: frozenset[str]) -> None:
        self.model.set_doubles(doubles)

    def _ignore(self, error: AppError) -> None:
        """Nobody asked for the marks; saving says what is wrong."""

    def _touch(self) -> None:
        self._timer.start()
        self._say()

    def _say(self) -> None:
        good, bad = len(self.model.good()), len(self.model.bad())
        self.save_button.setText(self.tr("Ghi {} hoạt động").format(format_number(good)))
        self.save_button.setEnabled(good > 0)
        text = self.tr("{} dòng đúng").format(format_number(good)) if good or bad else ""
        if bad:
            text += self.tr(", {} dòng cần sửa").format(format_number(bad))
        self._said.setText(text)

    def _say_problem(self, index: QModelIndex) -> None:
        """The problem of the row one stands in, in full."""
        reason = self.model.problem(index.row()) if index.isValid() and index.row() < self.model.rowCount() else ""
        self._say()
        if reason:
            self._said.setText(self.tr("Dòng {}: {}").format(index.row() + 1, reason))

    # ------------------------------------------------------------------ steps

    def paste(self) -> None:
        """Put the range on the clipboard at the current cell."""
        block = read_tsv(clean(QGuiApplication.clipboard().text()))
        if not block:
            self.bar.tell(self.tr("Chưa có gì để dán: hãy chép vùng ô trong Excel trước."))
            return
        current = self.table.currentIndex()
        row, column = (
            (current.row(), min(current.column(), len(self.model.columns) - 1)) if current.isValid() else (0, 0)
        )
        shown = self.table.shown_columns()
        room = len([place for place in shown if place >= column])
        number = self.model.paste(row, column, block, shown)
        self.table.setCurrentIndex(self.model.index(row, column))
        text = self.tr("Đã dán {} dòng.").format(number)
        if max(len(line) for line in block) > room and number == len(block):
            text += " " + self.tr("Vùng dán rộng hơn bảng, các cột thừa bên phải không lấy.")
        if row + number > MOST_ROWS or len(block) >= MOST_ROWS:
            text += " " + self.tr("Bảng nhận tối đa {} dòng, phần sau không lấy.").format(format_number(MOST_ROWS))
        self.bar.tell(text, (self.tr("Hoàn tác"), self.undo))

    def fill(self) -> None:
        """Copy the topmost chosen cell down."""
        self.model.fill_down(self.table.cells())

    def undo(self) -> None:
        """Take the last step back."""
        current = self.table.currentIndex()
        row, column = current.row(), current.column()
        if self.model.undo():
            self.bar.hide()
            self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), column))

    def _remove(self) -> None:
        rows = {row for row, _ in self.table.cells()}
        if rows:
            self.model.remove(rows)
            self.table.setCurrentIndex(self.model.index(min(rows), 0))
            self.bar.tell(self.tr("Đã xóa {} dòng khỏi bảng.").format(len(rows)), (self.tr("Hoàn tác"), self.undo))

    # ------------------------------------------------------------------ saving

    def save(self) -> bool:
        """Log the sound rows in one step; with others among them the person is asked, and those stay."""
        good, bad = self.model.good(), self.model.bad()
        if not good:
            self.bar.tell(self.tr("Chưa có dòng nào ghi được; cột “Cần sửa” nói rõ thiếu gì."))
            return False
        if bad:
            question = self.tr("Ghi {} dòng đúng vào nhật ký? {} dòng còn lỗi ở lại trong bảng để sửa.")
            action = self.tr("Ghi {} dòng đúng").format(len(good))
            if not self._context.ask.confirm(self, question.format(len(good), len(bad)), action):
                self._go_to(bad[0])
                return False
        activities = [activity for _, activity in good]
        if len(activities) > _AT_ONCE:
            self.setEnabled(False)
            work = partial(_saving, self._context.services.activities, activities)
            self._context.runner.run(work, self._saved, self._failed, self.tr("Đang ghi vào nhật ký"))
            return True
        try:
            self._saved(self._context.services.activities.save_many(activities))
        except AppError as error:
            self._failed(error)
            return False
        return True

    def _saved(self, change: Change) -> None:
        """What was stored leaves the sheet; the other rows stay."""
        self.setEnabled(True)
        bad = set(self.model.bad())
        self.model.set_rows([row for number, row in enumerate(self.model.rows) if number in bad])
        self.keep()
        self._context.saved()
        self._context.bus.announce(change)
        self.finished.emit(change.ids)

    def _failed(self, error: AppError) -> None:
        self.setEnabled(True)
        self._context.ask.error(self, error)

    def _go_to(self, row: int) -> None:
        self.table.setCurrentIndex(self.model.index(row, 0))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def _doubles(service: ActivityService, activities: Sequence[Activity], progress: Progress) -> frozenset[str]:
    return service.doubles(activities)


def _saving(service: ActivityService, activities: Sequence[Activity], progress: Progress) -> Change:
    return service.save_many(activities)
