"""The filter row of the log: words, span of days, form, task, evidence, bin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.catalogue import Form
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.plan import Task
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.saved_views_menu import SavedViewsMenu
from cchc_desktop.ui.widgets.search_combo import SearchCombo

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts


class ActivityFilters(QWidget):
    """`changed` fires when the list must be read again; `filter()` says what is wanted."""

    changed = Signal()

    def __init__(self, forms: Sequence[Form], today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self._timer.timeout.connect(self.changed)
        self._quiet = False
        self._tasks: list[tuple[str, str, str]] = []
        self.search = QLineEdit(self)
        self.search.setObjectName("activity_search")
        self.search.setPlaceholderText(self.tr("Tìm trong nhật ký, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm trong nhật ký"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setMinimumWidth(130)
        self.period = QComboBox(self)
        self.period.setObjectName("activity_period")
        self.period.setAccessibleName(self.tr("Kỳ"))
        self.start = DateEdit(lambda: today, self)
        self.start.setObjectName("activity_from")
        self.start.setPlaceholderText(self.tr("Từ ngày"))
        self.end = DateEdit(lambda: today, self)
        self.end.setObjectName("activity_to")
        self.end.setPlaceholderText(self.tr("Đến ngày"))
        self.form = SearchCombo(self)
        self.form.setObjectName("activity_filter_form")
        self.set_forms(forms)
        self.task = SearchCombo(self)
        self.task.setObjectName("activity_filter_task")
        self.task.set_items([("", self.tr("Mọi nhiệm vụ"), "")])
        self.marks = QWidget(self)
        """The two boxes to tick, for the foot of the list: the row above it is full on a small screen."""
        self.unproven = QCheckBox(self.tr("Chưa có minh chứng"), self.marks)
        self.unproven.setObjectName("activity_unproven")
        self.binned = QCheckBox(self.tr("Thùng rác"), self.marks)
        self.binned.setObjectName("activity_binned")
        self.views: SavedViewsMenu | None = None
        self.clear = QToolButton(self)
        self.clear.setObjectName("activity_clear_filter")
        self.clear.setText(self.tr("Bỏ lọc"))
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for edit in (self.start, self.end):
            edit.setFixedWidth(edit.fontMetrics().horizontalAdvance("00/00/0000") + 62)
        row.addWidget(self.search, 3)
        row.addWidget(self.period, 2)
        row.addWidget(self.start)
        row.addWidget(self.end)
        row.addWidget(self.form, 2)
        row.addWidget(self.task, 2)
        row.addWidget(self.clear)
        for box in (self.form, self.task):
            box.setMinimumContentsLength(7)
        marks = QHBoxLayout(self.marks)
        marks.setContentsMargins(16, 0, 0, 0)
        marks.setSpacing(16)
        marks.addWidget(self.unproven)
        marks.addWidget(self.binned)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self.changed)
        self.period.activated.connect(self._take_period)
        self.start.date_changed.connect(self._typed_date)
        self.end.date_changed.connect(self._typed_date)
        self.form.key_changed.connect(self._now)
        self.task.key_changed.connect(self._now)
        self.unproven.toggled.connect(self._now)
        self.binned.toggled.connect(self._now)
        self.clear.clicked.connect(self.reset)

    def set_forms(self, forms: Sequence[Form]) -> None:
        """Offer forms; the one chosen stays."""
        items = [(form.code, form.name, " ".join(form.aliases)) for form in forms]
        self.form.set_items([("", self.tr("Mọi hình thức"), ""), *items])

    def add_views(self, context: Context) -> None:
        """Offer the saved views in the search box: neither row has room for a button at 125 %."""
        self.views = SavedViewsMenu(context, "activity", self.query, self.show_query, self)
        self.views.join(self.search)

    def query(self) -> dict[str, str]:
        """Return what is wanted as texts, to be kept under a name; only what narrows the list."""
        wanted = self.filter()
        texts = {
            "words": " ".join(wanted.words.split()),
            "start": wanted.start.isoformat() if wanted.start else "",
            "end": wanted.end.isoformat() if wanted.end else "",
            "form": ",".join(wanted.forms),
            "task": wanted.task_id,
            "unproven": "1" if wanted.unproven else "",
            "binned": "1" if wanted.binned else "",
        }
        return {name: text for name, text in texts.items() if text}

    def show_query(self, texts: Mapping[str, str]) -> None:
        """Set the fields to what `query` returned once."""
        start, end = (date.fromisoformat(texts[name]) if texts.get(name) else None for name in ("start", "end"))
        self.show_filter(
            ActivityFilter(
                words=texts.get("words", ""),
                start=start,
                end=end,
                forms=tuple(filter(None, texts.get("form", "").split(","))),
                task_id=texts.get("task", ""),
                binned=bool(texts.get("binned")),
                unproven=bool(texts.get("unproven")),
            )
        )

    def set_periods(self, periods: Sequence[Period]) -> None:
        """Offer the periods of the report years."""
        self._quiet = True
        self.period.clear()
        self.period.addItem(self.tr("Mọi thời gian"), None)
        for period in periods:
            self.period.addItem(period.name, period)
        self._quiet = False

    def set_tasks(self, tasks: Sequence[Task]) -> None:
        """Offer the tasks of the year's plan."""
        self._tasks = [(task.id, f"{number}. {task.content}", str(number)) for number, task in enumerate(tasks, 1)]
        self._offer_tasks(self.task.key())

    def _offer_tasks(self, chosen: str) -> None:
        items = [("", self.tr("Mọi nhiệm vụ"), ""), *self._tasks]
        if chosen and all(key != chosen for key, _, _ in items):
            items.append((chosen, self.tr("(nhiệm vụ của kế hoạch năm khác)"), ""))
        quiet, self._quiet = self._quiet, True
        self.task.set_items(items)
        self.task.set_key(chosen)
        self._quiet = quiet

    def filter(self) -> ActivityFilter:
        """Return what is wanted."""
        return ActivityFilter(
            words=self.search.text(),
            start=self.start.date(),
            end=self.end.date(),
            forms=(self.form.key(),) if self.form.key() else (),
            task_id=self.task.key(),
            binned=self.binned.isChecked(),
            unproven=self.unproven.isChecked(),
        )

    def show_filter(self, wanted: ActivityFilter) -> None:
        """Set the fields to a filter."""
        self._quiet = True
        self.search.setText(wanted.words)
        self.start.set_date(wanted.start)
        self.end.set_date(wanted.end)
        self._show_period()
        self.form.set_key(wanted.forms[0] if len(wanted.forms) == 1 else "")
        self._offer_tasks(wanted.task_id)
        self.unproven.setChecked(wanted.unproven)
        self.binned.setChecked(wanted.binned)
        self._timer.stop()
        self._quiet = False
        self.changed.emit()

    def reset(self) -> None:
        """Show everything."""
        self.show_filter(ActivityFilter())

    def _take_period(self) -> None:
        period = self.period.currentData()
        self._quiet = True
        self.start.set_date(period.start if period else None)
        self.end.set_date(period.end if period else None)
        self._quiet = False
        self.changed.emit()

    def _typed_date(self) -> None:
        self._show_period()
        self._now()

    def _show_period(self) -> None:
        span = (self.start.date(), self.end.date())
        for row in range(self.period.count()):
            period = self.period.itemData(row)
            if span == ((period.start, period.end) if period else (None, None)):
                self.period.setCurrentIndex(row)
                return
        self.period.setCurrentIndex(-1)

    def _now(self) -> None:
        if not self._quiet:
            self.changed.emit()
