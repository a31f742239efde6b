"""What returns by a rule: a line in words, the days it means to confirm, all logged in one step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.activity_grid import form_in
from cchc_desktop.domain.activity_series import Series, parse_series
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.period import data_year
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.models.activity_series_rows import SeriesDaysModel
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.quick_fields import QuickFields

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

DRAFT = "ghi-theo-lich"
_PAUSE = 600  # ms after the last key before the draft is written and doubles are looked for


class ActivitySeriesPage(PageFrame):
    """`finished` carries the ids that were logged."""

    finished = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.heading.setText(self.tr("Ghi theo lịch lặp lại"))
        self._context = context
        self._read_line = ""
        self._guessed = ("", "")
        self.model = SeriesDaysModel(context.today, self._holiday, self)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.line = QLineEdit(self)
        self.line.setObjectName("series_line")
        self.line.setMaxLength(300)
        self.line.setPlaceholderText(self.tr("mỗi thứ Sáu phát thanh, đến 30/6"))
        hint = self.tr(
            "Viết được: mỗi ngày làm việc từ 1/3 đến 31/3; 2 lần/tuần thứ Ba và thứ Năm, đến hết tháng 4; "
            "ngày 15 hằng tháng, cả năm; thứ Sáu đầu tháng đến cuối năm."
        )
        self._line_field = Field(self.tr("Lịch"), self.line, hint)
        self.understood = QLabel(self)
        self.understood.setObjectName("series_understood")
        self.understood.setWordWrap(True)
        self.fields = QuickFields(self._context.services.catalogues, self._context.today, self)
        self.bar = NoticeBar(self)
        self.table = QTableView(self)
        self.table.setObjectName("series_table")
        self.table.setAccessibleName(self.tr("Các ngày sẽ ghi"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setColumnWidth(0, 150)
        self.table.setColumnWidth(1, 130)
        self.past_button = self._button("series_past", self.tr("Bỏ chọn ngày chưa đến"))
        self.all_button = self._button("series_all", self.tr("Chọn hết"))
        self.save_button = self._button("series_save", "")
        self.save_button.setProperty("role", "main")
        self._said = QLabel(self)
        self._said.setObjectName("series_said")
        self._said.setProperty("role", "quiet")
        self._said.setWordWrap(True)

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        return button

    def _arrange(self) -> None:
        top = QVBoxLayout()
        top.setSpacing(4)
        top.addWidget(self._line_field)
        top.addWidget(self.understood)
        top.addWidget(self.fields)
        foot = QHBoxLayout()
        foot.addWidget(self._said, 1)
        for button in (self.all_button, self.past_button, self.save_button):
            foot.addWidget(button)
        self.column.addLayout(top)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(foot)
        self.fields.leave_date_out(self.line)
        for before, after in (
            (self.fields.people_edit, self.table),
            (self.table, self.all_button),
            (self.all_button, self.past_button),
            (self.past_button, self.save_button),
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.line.textChanged.connect(self._understand)
        self.fields.touched.connect(self._touch)
        self.model.changed.connect(self._say)
        self.model.refused.connect(self.bar.tell)
        self.past_button.clicked.connect(self._past_only)
        self.all_button.clicked.connect(self._all)
        self.save_button.clicked.connect(self.save)
        self._timer.timeout.connect(self._pause)

    # ------------------------------------------------------------------ opening and keeping

    def open(self) -> None:
        """Show what was left behind, or an empty line."""
        services, today = self._context.services, self._context.today()
        kept = services.drafts.read(DRAFT) or {}
        self.fields.set_catalogues(services.catalogues)
        self.fields.set_tasks(services.plans.tasks(data_year(today, services.catalogues.periods)))
        self.fields.set_hints(services.activities.title_hints(today))
        raw = kept.get("draft")
        self._guessed = ("", "")
        self.fields.show_draft(ActivityDraft.from_json(raw) if isinstance(raw, dict) else ActivityDraft())
        self._read_line = ""
        self.line.setText(str(kept.get("line", "")))
        self._understand()
        self.bar.hide()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def keep(self) -> None:
        """Write what was typed as a draft."""
        draft = self.fields.draft()
        if self.line.text().strip() or not draft.is_blank():
            self._context.services.drafts.keep(DRAFT, {"line": self.line.text(), "draft": draft.as_json()})
        else:
            self._context.services.drafts.drop(DRAFT)

    # ------------------------------------------------------------------ understanding

    def _holiday(self, day: date) -> str:
        return self._context.services.activity_planning.holiday(day)

    def _understand(self) -> None:
        """Read the line while it is typed; days that were ticked or moved stay while it means the same."""
        planning = self._context.services.activity_planning
        series = parse_series(self.line.text(), self._context.today(), planning.is_working)
        blank = not self.line.text().strip()
        self.understood.setText("" if blank else _sentence(self, series))
        self.understood.setProperty("role", "problem" if series.problem else "quiet")
        self.understood.style().polish(self.understood)
        if series.words != self._read_line or not series.days:
            self._read_line = series.words
            self.model.set_days(series.days)
        self._take_rest(series.rest)
        self._touch()

    def _take_rest(self, rest: str) -> None:
        """The words that are not about time name the form, and the title when they say more."""
        form = form_in(rest, self._context.services.catalogues.forms)
        code = form.code if form else ""
        if form is not None and self.fields.form_line.key() in ("", self._guessed[0]):
            self.fields.form_line.set_key(code)
        names = {fold(name) for name in (form.name, *form.aliases)} if form else set()
        title = rest[:1].upper() + rest[1:] if rest and fold(rest) not in names else ""
        if self.fields.title_line.text() in ("", self._guessed[1]):
            self.fields.title_line.setText(title)
            self._guessed = (code, title)
        else:
            self._guessed = (code, self._guessed[1])

    def _touch(self) -> None:
        self._timer.start()
        self._say()

    def _pause(self) -> None:
        """Write the draft, and tick off the days that have such an entry already."""
        self.keep()
        pattern = self._pattern()
        if pattern is None:
            return
        same = {(one := self._on(pattern, day.day)).id: one for day in self.model.days}
        service = self._context.services.activities

        def work(progress: Progress) -> frozenset[date]:
            return frozenset(same[activity_id].date for activity_id in service.doubles(tuple(same.values())))

        self._context.runner.run(work, self.model.set_known, self._ignore)

    def _ignore(self, error: AppError) -> None:
        """Nobody asked for the marks; saving says what is wrong."""

    def _say(self) -> None:
        days = self.model.taken()
        self.save_button.setText(self.tr("Ghi {} hoạt động").format(format_number(len(days))))
        self.save_button.setEnabled(bool(days))
        ahead = sum(day > self._context.today() for day in days)
        self.past_button.setVisible(ahead > 0)
        self.all_button.setVisible(any(not one.taken for one in self.model.days))
        text = ""
        if ahead:
            text = self.tr("{} ngày chưa đến: chỉ ghi trước khi chắc chắn diễn ra, vì số liệu báo cáo tính cả.")
        self._said.setText(text.format(ahead))

    def _past_only(self) -> None:
        today = self._context.today()
        self.model.take(lambda one: one.taken and one.day <= today)

    def _all(self) -> None:
        self.model.take(lambda one: True)

    # ------------------------------------------------------------------ saving

    def _pattern(self) -> Activity | None:
        """Return the entry of any of the days, None while something is wrong."""
        draft = self._dated(self._context.today())
        activity, problems = draft.read(self._context.services.catalogues, self._context.today())
        return None if problems else activity

    def _dated(self, day: date) -> ActivityDraft:
        now = self.fields.draft()
        return ActivityDraft(short_date(day), now.form, now.title, now.counts, now.task_id, now.people)

    @staticmethod
    def _on(pattern: Activity, day: date) -> Activity:
        return Activity(day, pattern.form, pattern.title, pattern.counts, pattern.task_id, pattern.people)

    def save(self) -> bool:
        """Log the days that are ticked, all in one step; False when something is wrong (and shown)."""
        days = sorted(set(self.model.taken()))
        if not days:
            return False
        _, problems = self._dated(days[0]).read(self._context.services.catalogues, self._context.today())
        if self.fields.form_line.unmatched():
            problems["form"] = self.tr("danh mục không có hình thức này; bấm ↓ để chọn")
        if self.fields.task_line.unmatched():
            problems["task_id"] = self.tr("kế hoạch không có nhiệm vụ này; bấm ↓ để chọn, hoặc xóa trống")
        self.fields.show_problems(problems)
        pattern = self._pattern()
        if problems or pattern is None:
            return False
        try:
            change = self._context.services.activities.save_many([self._on(pattern, day) for day in days])
        except AppError as error:
            self._context.ask.error(self, error)
            return False
        self._timer.stop()
        self.line.clear()
        self.fields.show_draft(ActivityDraft())
        self.keep()
        self._context.saved()
        self._context.bus.announce(change)
        self.finished.emit(change.ids)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on; Ctrl+Enter logs."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.save()
        else:
            self.focusNextChild()


def _sentence(page: ActivitySeriesPage, series: Series) -> str:
    text = series.problem or series.words
    return text[:1].upper() + text[1:] + "."
