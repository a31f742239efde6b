"""The board: period, filter and search above, the list of units below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.board import BOARD_STATE_NAMES, TO_REMIND, counts
from cchc_desktop.domain.period import Period
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.board_rows import BoardLine, board_columns
from cchc_desktop.ui.models.rows import RowsModel
from cchc_desktop.ui.widgets.column_fit import ColumnFit, fit_heights
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.report_wrap_delegate import ReportWrapDelegate
from cchc_desktop.ui.widgets.task_state_delegate import TaskStateDelegate

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

FILTER_ALL, FILTER_LACKING, FILTER_ODD = "all", "lacking", "odd"
_WIDTHS = (75, 0, 190, 95, 95, 45, 135, 200, 150)
_STATE = 2


class BoardView(QWidget):
    """Only shows; the page does what the buttons ask."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.year = self._combo("board_year", self.tr("Năm"))
        self.period = self._combo("board_period", self.tr("Kỳ báo cáo"))
        self.filter = self._combo("board_filter", self.tr("Lọc theo tình trạng"))
        self.search = QLineEdit(self)
        self.search.setObjectName("board_search")
        self.search.setPlaceholderText(self.tr("Tìm đơn vị, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm đơn vị"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.open = self._button("board_open", self.tr("Xem báo cáo"), "mdi6.file-eye-outline")
        self.accept = self._button("board_accept", self.tr("Tiếp nhận"), "mdi6.check")
        self.write = self._button("board_write", self.tr("Ghi phản hồi…"), "mdi6.usb-flash-drive-outline")
        self.export = self._button("board_export", self.tr("Xuất Excel"), "mdi6.file-excel-outline")
        self.sums = QLabel(self)
        self.sums.setObjectName("board_sums")
        self.sums.setWordWrap(True)
        self.sums.setProperty("role", "quiet")
        self.contact = QLabel(self)
        self.contact.setObjectName("board_contact")
        self.contact.setWordWrap(True)
        self.contact.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.bar = NoticeBar(self)
        self.model = RowsModel[BoardLine](board_columns(), self)
        self.table = DataTable("board_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Theo dõi gửi báo cáo của các đơn vị"))
        self.table.set_model(self.model, tuple(width or 200 for width in _WIDTHS))
        self.table.setWordWrap(True)
        self.table.setItemDelegate(ReportWrapDelegate(self.table))
        self.table.setItemDelegateForColumn(_STATE, TaskStateDelegate(self.table))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        header.resizeSection(len(_WIDTHS) - 1, _WIDTHS[-1])
        self._fit = ColumnFit(self.table, board_columns(), _WIDTHS, ("ordinal", "deadline", "contact", "answer"))
        self.empty = EmptyState("", "", self)
        self._arrange()

    def _combo(self, name: str, words: str) -> QComboBox:
        combo = QComboBox(self)
        combo.setObjectName(name)
        combo.setAccessibleName(words)
        return combo

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        for combo in (self.year, self.period, self.filter):
            top.addWidget(combo)
        top.addWidget(self.search, 1)
        tools = QHBoxLayout()
        tools.addWidget(self.contact, 1)
        for widget in (self.open, self.accept, self.write, self.export):
            tools.addWidget(widget)
        area = QWidget(self)
        self._stack = QStackedLayout(area)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addLayout(top)
        column.addLayout(tools)
        column.addWidget(self.bar)
        column.addWidget(area, 1)
        column.addWidget(self.sums)

    # ------------------------------------------------------------------ choices

    def chosen_year(self) -> int:
        """Return the year chosen."""
        return int(self.year.currentData() or 0)

    def choose_year(self, year: int) -> None:
        """Choose a year that is offered."""
        self.year.setCurrentIndex(self.year.findData(year))

    def offer_years(self, years: Sequence[int], first: int) -> None:
        """Offer years; the one chosen stays, at first it is `first`."""
        chosen = self.chosen_year() or first
        self.year.clear()
        for year in sorted({*years, chosen}, reverse=True):
            self.year.addItem(self.tr("Năm {0}").format(year), year)
        self.choose_year(chosen)

    def offer_periods(self, periods: Iterable[Period], first: str) -> None:
        """Offer the periods of a year; the one chosen stays, in another year the like one."""
        before = str(self.period.currentData() or first)
        known = list(periods)
        self.period.clear()
        for period in known:
            self.period.addItem(period.name, period.code)
        codes = [period.code for period in known]
        like = [code for code in codes if code[4:] == before[4:]]
        chosen = before if before in codes else like[0] if like else codes[-1] if codes else ""
        self.period.setCurrentIndex(self.period.findData(chosen))

    def offer_filters(self, lines: Sequence[BoardLine]) -> None:
        """Offer the states that units stand in, with their numbers; the one chosen stays."""
        chosen = self.filter.currentData() or FILTER_ALL
        self.filter.clear()
        self.filter.addItem(self.tr("Tất cả ({0})").format(len(lines)), FILTER_ALL)
        lacking = sum(line.row.state in TO_REMIND for line in lines)
        self.filter.addItem(self.tr("Chưa nộp, bị trả lại ({0})").format(lacking), FILTER_LACKING)
        self.filter.addItem(self.tr("Có điểm cần xem lại ({0})").format(sum(line.grave for line in lines)), FILTER_ODD)
        for state, number in counts(line.row for line in lines).items():
            name = BOARD_STATE_NAMES[state]
            self.filter.addItem(f"{name[:1].upper()}{name[1:]} ({number})", state.value)
        self.filter.setCurrentIndex(max(0, self.filter.findData(chosen)))

    # ------------------------------------------------------------------ showing

    def show_lines(self, shown: Sequence[BoardLine], all_lines: Sequence[BoardLine]) -> None:
        """Show some of the lines; say what an empty list means, and where the units stand."""
        fit_heights(self.table, len(shown))
        kept = {line.row.unit.code for line in self.table.selected_rows()}
        self.model.set_rows(shown)
        codes = [line.row.unit.code for line in self.model.rows]
        self.table.select_number(next((number for number, code in enumerate(codes) if code in kept), 0))
        if all_lines:
            self.empty.set_sentence(self.tr("Không có đơn vị nào khớp với bộ lọc hoặc từ đang tìm."))
        else:
            self.empty.set_sentence(
                self.tr("Chưa có đơn vị nào phải gửi báo cáo kỳ này. Khai báo danh sách đơn vị trước."),
                self.tr("Đến danh sách đơn vị"),
            )
        self._stack.setCurrentIndex(0 if shown else 1)
        parts = [
            f"{BOARD_STATE_NAMES[state]}: {number}" for state, number in counts(line.row for line in all_lines).items()
        ]
        self.sums.setText("; ".join(parts)[:1].upper() + "; ".join(parts)[1:])

    def show_contact(self, line: BoardLine | None) -> None:
        """Say whom to call about a row."""
        unit = line.row.unit if line else None
        parts = filter(None, (unit.contact, unit.phone, unit.email)) if unit else ()
        text = ", ".join(parts)
        if unit is not None:
            text = f"{unit.full_name}: {text or self.tr('chưa có người liên hệ')}"
        self.contact.setText(text[:1].upper() + text[1:])
