"""The list of plans, and the bin they are taken back from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import PlanRow
from cchc_desktop.domain.text import fold
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.history_button import HistoryButton
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.plan_header_panel import STATUS_NAMES

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_WIDTHS = (64, 390, 130, 110, 140, 60, 100, 110)


def plan_columns(page: QWidget) -> tuple[Column[PlanRow], ...]:
    """Return the columns of the list; `page` gives the translations."""
    return (
        Column("year", page.tr("Năm"), _year, _year_number, Align.CENTER),
        Column("title", page.tr("Trích yếu"), _title, tip=_title),
        Column("number", page.tr("Số, ký hiệu"), _number),
        Column("date", page.tr("Ngày"), _day, _day_value, Align.CENTER),
        Column("status", page.tr("Trạng thái"), _status),
        Column("sections", page.tr("Mục"), _sections, _sections_number, Align.RIGHT),
        Column("tasks", page.tr("Nhiệm vụ"), _tasks, _tasks_number, Align.RIGHT),
        Column("notes", page.tr("Cần xem lại"), _notes, _notes_number, Align.RIGHT),
    )


class PlanListPage(QWidget):
    """Shows the plans and says what a person wants with the chosen one."""

    create_wanted = Signal()
    import_wanted = Signal()
    open_wanted = Signal(object)  # PlanRow, as all below
    clone_wanted = Signal(object)
    word_wanted = Signal(object)
    pdf_wanted = Signal(object)
    remove_wanted = Signal(object)
    bin_wanted = Signal()
    superior_wanted = Signal()
    check_wanted = Signal()

    def __init__(self, context: Context, has_pdf: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_list_page")
        self._context = context
        self._rows: tuple[PlanRow, ...] = ()
        self.model: RowsModel[PlanRow] = RowsModel(plan_columns(self), self)
        self.table = DataTable("plan_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Các kế hoạch"))
        self.table.set_model(self.model, _WIDTHS)
        self.bar = NoticeBar(self)
        self.search = QLineEdit(self)
        self.search.setObjectName("plan_search")
        self.search.setPlaceholderText(self.tr("Tìm theo năm, trích yếu, số"))
        self.search.setAccessibleName(self.tr("Tìm kế hoạch"))
        self.search.setClearButtonEnabled(True)
        self.empty = EmptyState(
            self.tr("Chưa có kế hoạch nào. Tạo kế hoạch từ khung có sẵn, hoặc nhập kế hoạch năm trước từ tệp Word."),
            self.tr("Tạo kế hoạch mới"),
            self,
        )
        self.toolbar = self._make_toolbar()
        self._lay_out(has_pdf)
        self.empty.clicked.connect(self.create_wanted)
        self.table.activated_row.connect(self.open_wanted)
        self.table.selected_changed.connect(self._enable)
        self.search.textChanged.connect(self._filter)

    def _make_toolbar(self) -> QWidget:
        """Return the buttons that stand at the right of the place's title."""
        bar = QWidget()
        bring = QPushButton(icon("mdi6.file-import-outline"), self.tr("Nhập từ Word…"), bar)
        bring.setObjectName("plan_import")
        bring.clicked.connect(self.import_wanted)
        # A picture and a number: with words beside four more buttons the row is too wide at 125 %.
        self.bin_button = QPushButton(icon("mdi6.delete-restore"), "", bar)
        self.bin_button.setObjectName("plan_bin")
        self.bin_button.clicked.connect(self.bin_wanted)
        check = QPushButton(icon("mdi6.file-check-outline"), self.tr("Kiểm tra thể thức"), bar)
        check.setObjectName("plan_check")
        check.setToolTip(self.tr("Đối chiếu một tệp Word bất kỳ với thể thức Nghị định 30/2020"))
        check.clicked.connect(self.check_wanted)
        superior = QPushButton(icon("mdi6.clipboard-list-outline"), self.tr("Kế hoạch cấp trên"), bar)
        superior.setObjectName("plan_superior")
        superior.clicked.connect(self.superior_wanted)
        create = QPushButton(icon("mdi6.plus", "on_accent"), self.tr("Tạo kế hoạch mới"), bar)
        create.setObjectName("plan_create")
        create.setProperty("role", "main")
        create.clicked.connect(self.create_wanted)
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.bin_button, check, superior, bring, create):
            row.addWidget(button)
        return bar

    def _lay_out(self, has_pdf: bool) -> None:
        self._body = QStackedWidget(self)
        filled = QWidget(self)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        self._body.addWidget(filled)
        self._body.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addLayout(self._actions(has_pdf))
        layout.addWidget(self.bar)
        layout.addWidget(self._body, 1)

    def _actions(self, has_pdf: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        self.search.setMinimumWidth(150)
        self.search.setMaximumWidth(300)
        row.addWidget(self.search, 3)
        self.actions_of_row: list[QPushButton] = []
        for name, words, picture, slot in (
            ("plan_open", self.tr("Mở"), "mdi6.pencil-outline", self._open),
            ("plan_clone", self.tr("Nhân bản sang năm…"), "mdi6.content-copy", self._clone),
            ("plan_list_word", self.tr("Xuất Word…"), "mdi6.file-word-outline", self._word),
            ("plan_list_pdf", self.tr("Xuất PDF…"), "mdi6.file-pdf-box", self._pdf),
            ("plan_remove", self.tr("Xóa"), "mdi6.trash-can-outline", self._remove),
        ):
            if name == "plan_list_pdf" and not has_pdf:
                continue
            button = QPushButton(icon(picture), words, self)
            button.setObjectName(name)
            button.clicked.connect(slot)
            self.actions_of_row.append(button)
            row.addWidget(button)
        history = HistoryButton(self.table, self._context, lambda found: ("plan", found.id))
        self.actions_of_row.append(history)
        row.addWidget(history)
        row.addStretch(2)
        return row

    def show_rows(self, rows: tuple[PlanRow, ...], binned: int) -> None:
        """Show the plans; the chosen one stays chosen. `binned` is the number of plans in the bin."""
        self._rows = rows
        self._filter()
        self._body.setCurrentIndex(0 if rows else 1)
        self.search.setVisible(bool(rows))
        for button in self.actions_of_row:
            button.setVisible(bool(rows))
        words = self.tr("Thùng rác ({0})").format(binned) if binned else self.tr("Thùng rác")
        self.bin_button.setText(str(binned) if binned else "")
        self.bin_button.setToolTip(words)
        self.bin_button.setAccessibleName(words)
        self.bin_button.setVisible(bool(rows) or bool(binned))

    def _filter(self) -> None:
        words = fold(self.search.text()).split()
        chosen = self.table.current_row()
        self.model.set_rows([row for row in self._rows if all(word in _searched(row) for word in words)])
        self.choose(chosen.id if chosen is not None else "")

    def choose(self, plan_id: str) -> None:
        """Select a plan, else the first."""
        ids = [row.id for row in self.model.rows]
        self.table.select_number(ids.index(plan_id) if plan_id in ids else 0)
        self._enable()

    def _enable(self) -> None:
        for button in self.actions_of_row:
            button.setEnabled(self.table.current_row() is not None)

    def _emit(self, signal: object) -> None:
        row = self.table.current_row()
        if row is not None:
            signal.emit(row)  # type: ignore[attr-defined]

    def _open(self) -> None:
        self._emit(self.open_wanted)

    def _clone(self) -> None:
        self._emit(self.clone_wanted)

    def _word(self) -> None:
        self._emit(self.word_wanted)

    def _pdf(self) -> None:
        self._emit(self.pdf_wanted)

    def _remove(self) -> None:
        self._emit(self.remove_wanted)


class PlanBinPage(QWidget):
    """The plans in the bin. `restore_wanted` carries the row."""

    back_wanted = Signal()
    restore_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plan_bin_page")
        self.model: RowsModel[PlanRow] = RowsModel(plan_columns(self), self)
        self.table = DataTable("plan_bin_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Kế hoạch trong thùng rác"))
        self.table.set_model(self.model, _WIDTHS)
        self.empty = EmptyState(self.tr("Thùng rác đang trống."), "", self)
        heading = QLabel(self.tr("Kế hoạch đã xóa"), self)
        heading.setProperty("role", "heading")
        self.toolbar = QWidget()
        back = QPushButton(icon("mdi6.arrow-left"), self.tr("Danh sách"), self.toolbar)
        back.setObjectName("plan_bin_back")
        back.clicked.connect(self.back_wanted)
        self.restore_button = QPushButton(icon("mdi6.restore", "on_accent"), self.tr("Lấy lại"), self.toolbar)
        self.restore_button.setObjectName("plan_restore")
        self.restore_button.setProperty("role", "main")
        self.restore_button.clicked.connect(self._restore)
        self.table.activated_row.connect(self.restore_wanted)
        row = QHBoxLayout(self.toolbar)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(back)
        row.addWidget(self.restore_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)

    def show_rows(self, rows: tuple[PlanRow, ...]) -> None:
        """Show the plans in the bin."""
        self.model.set_rows(rows)
        self.table.setVisible(bool(rows))
        self.restore_button.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if rows:
            self.table.select_number(0)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restore(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.restore_wanted.emit(row)


def _searched(row: PlanRow) -> str:
    return fold(f"{row.year} {row.title} {row.number_text} {_day(row)} {_status(row)}")


def _year(row: PlanRow) -> str:
    return str(row.year)


def _year_number(row: PlanRow) -> int:
    return row.year


def _title(row: PlanRow) -> str:
    return row.title


def _number(row: PlanRow) -> str:
    text = row.number_text
    return f"…{text.strip()}" if text.startswith(" ") else text


def _day(row: PlanRow) -> str:
    return short_date(row.date) if row.date else ""


def _day_value(row: PlanRow) -> object:
    return row.date


def _status(row: PlanRow) -> str:
    return STATUS_NAMES[row.status]


def _sections(row: PlanRow) -> str:
    return str(row.sections)


def _sections_number(row: PlanRow) -> int:
    return row.sections


def _tasks(row: PlanRow) -> str:
    return str(row.tasks)


def _tasks_number(row: PlanRow) -> int:
    return row.tasks


def _notes(row: PlanRow) -> str:
    return str(row.notes) if row.notes else ""


def _notes_number(row: PlanRow) -> int:
    return row.notes
