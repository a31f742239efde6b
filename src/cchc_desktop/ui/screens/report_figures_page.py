"""Báo cáo, tab "Chỉ tiêu": the figures, what is missing, and the panel of the one selected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.figure import Figure, FigureState, Report, Statement
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_figures import FiguresModel, figures_of
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.report_figure_panel import ReportFigurePanel
from cchc_desktop.ui.widgets.report_figure_table import ReportFigureTable

if TYPE_CHECKING:
    from cchc_desktop.domain.activity import Activity
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.notice_bar import NoticeBar

_SEARCH_PAUSE = 250  # ms: an input method sends Backspace and letters in bursts
_PANEL_WIDTH = 350


class ReportFiguresPage(QWidget):
    """`opened` carries the id of an activity to show in the log."""

    opened = Signal(str)

    def __init__(self, context: Context, bar: NoticeBar, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._bar = bar
        self._report: Report | None = None
        self._next_row = -1
        """Where to go on when what was said takes its line out of the list of what is missing; -1: nowhere."""
        self._undo: tuple[str, list[tuple[str, Statement | None]]] = ("", [])
        self._timer = QTimer(self, singleShot=True, interval=_SEARCH_PAUSE)
        self.model = FiguresModel(self)
        self._build()
        self._arrange()
        self._connect()

    def _build(self) -> None:
        self.search = QLineEdit(self)
        self.search.setObjectName("report_search")
        self.search.setPlaceholderText(self.tr("Tìm chỉ tiêu, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm chỉ tiêu"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.missing = QPushButton(self)
        self.missing.setObjectName("report_missing")
        self.missing.setCheckable(True)
        self.note = QLabel(self)
        self.note.setObjectName("report_note")
        self.note.setProperty("role", "quiet")
        self.table = ReportFigureTable(self._context.settings, self)
        self.table.setAccessibleName(self.tr("Các chỉ tiêu của kỳ"))
        self.table.set_figures_model(self.model)
        self.table.offer_history(self._context, self._statement)
        self._empty = EmptyState("", "", self)
        services = self._context.services
        self.panel = ReportFigurePanel(lambda: services.catalogues, self._context.settings, self)
        self.panel.setMinimumWidth(_PANEL_WIDTH)
        self.panel.hide()

    def _arrange(self) -> None:
        self.tools = QWidget(self)
        """Search box and filter."""
        tools = QHBoxLayout(self.tools)
        tools.setContentsMargins(0, 0, 0, 4)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 34)
        tools.addWidget(self.search)
        tools.addWidget(self.missing)
        tools.addWidget(self.note)
        tools.addStretch(1)
        side = QWidget(self)
        self._stack = QStackedLayout(side)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(side)
        self._splitter.addWidget(self.panel)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setSizes([10 * _PANEL_WIDTH, _PANEL_WIDTH])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.tools)
        column.addWidget(self._splitter, 1)

    def offer(self, button: QPushButton) -> None:
        """Put a button of the place at the right end of the tools."""
        layout = self.tools.layout()
        assert layout is not None
        layout.addWidget(button)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._timer.start)
        self.search.returnPressed.connect(self._filter)
        self._timer.timeout.connect(self._filter)
        self.missing.toggled.connect(self._filter)
        self._empty.clicked.connect(self._show_all)
        self.table.selected_changed.connect(self._select)
        self.table.activated_row.connect(self.panel.edit)
        self.panel.opened.connect(self.opened)
        self.panel.stated.connect(self._state)
        self.panel.withdrawn.connect(self._withdraw)
        self.panel.closed.connect(self.escape)

    # ------------------------------------------------------------------ showing

    def show_report(self, report: Report) -> None:
        """Show the figures of a report; what is selected and typed stays."""
        self._report = report
        self.model.set_report(report)
        missing = self.model.missing
        if not missing and self.missing.isChecked():
            self.missing.setChecked(False)
        self._dress_missing()
        if self._next_row >= 0 and not self.table.chosen():
            self.table.choose_near(self._next_row)
        self._next_row = -1
        self.note.setText("" if missing else self.tr("Mọi chỉ tiêu đã có số liệu."))
        self._show_stack()
        self._show_panel()

    def _dress_missing(self) -> None:
        """Say how many figures are missing or, while only those are shown, how to see all again."""
        missing, only = self.model.missing, self.missing.isChecked()
        self.missing.setVisible(bool(missing))
        self.missing.setIcon(icon("mdi6.filter-remove-outline" if only else "mdi6.filter-outline"))
        words = self.tr("Hiện tất cả chỉ tiêu") if only else self.tr("{} chỉ tiêu chưa có số liệu")
        self.missing.setText(words.format(missing))

    def _filter(self) -> None:
        self._timer.stop()
        self._dress_missing()
        self.model.set_filter(self.search.text(), self.missing.isChecked())
        self._show_stack()
        self._show_panel()

    def _show_all(self) -> None:
        self.search.clear()
        self.missing.setChecked(False)
        self._filter()

    def _show_stack(self) -> None:
        if self.model.figures:
            self._stack.setCurrentWidget(self.table)
            return
        filtered = self.search.text().strip() or self.missing.isChecked()
        if filtered:
            self._empty.set_sentence(self.tr("Không có chỉ tiêu nào khớp."), self.tr("Hiện tất cả chỉ tiêu"))
        else:
            self._empty.set_sentence(self.tr("Danh mục không có chỉ tiêu nào áp dụng cho kỳ này."))
        self._stack.setCurrentWidget(self._empty)

    def _select(self) -> None:
        chosen = self.table.chosen()
        codes = [figure.indicator.code for figure in chosen]
        if codes != self.panel.codes and not self.panel.put_away():
            # The number typed cannot be read: stay with its figure.
            QTimer.singleShot(0, self, self._stay)
            return
        self._show_panel()

    def _stay(self) -> None:
        self.table.choose(self.panel.codes)
        self.panel.value_edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_panel(self) -> None:
        chosen = self.table.chosen()
        if self._report is None or not chosen:
            if not self.panel.is_editing():
                self.panel.hide()
            return
        behind: tuple[Activity, ...] = ()
        total = 0
        if len(chosen) == 1:
            reports = self._context.services.reports
            behind, total = reports.newest_behind(self._report.period, chosen[0].indicator)
        self.panel.show_figures(self._report, chosen, behind, total)
        self.panel.show()

    def show_code(self, code: str) -> None:
        """Choose the figure of an indicator, whatever is filtered."""
        if code not in [figure.indicator.code for figure in self.model.figures]:
            self._show_all()
        self.table.choose([code])
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def escape(self) -> bool:
        """Close the line being typed, then the panel; True when something was closed."""
        if self.panel.isHidden():
            return False
        if self.panel.is_editing():
            self.panel.close_editor()
        else:
            self.panel.hide()
            self.table.clearSelection()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    # ------------------------------------------------------------------ what a person says

    def _before(self, codes: list[str]) -> list[tuple[str, Statement | None]]:
        report = self._report
        known: dict[str, Figure] = {f.indicator.code: f for f in report.figures} if report else {}
        return [(code, known[code].statement) for code in codes if code in known]

    def _state(self, statements: list[Statement]) -> None:
        if not statements:
            return
        before = self._before([statement.indicator for statement in statements])
        reports = self._context.services.reports
        try:
            change = reports.state(*statements)
        except InvalidInput as error:
            self.panel.edit()
            self.panel.value_field.set_problem(next(iter(error.problems.values())))
            return
        except AppError as error:
            self._context.ask.error(self, error)
            return
        nil = statements[0].state is FigureState.NIL
        if len(statements) == 1:
            words = self.tr("Đã ghi “không phát sinh” cho {}.") if nil else self.tr("Đã ghi số cho {}.")
            text = words.format(statements[0].indicator)
        else:
            text = self.tr("Đã ghi “không phát sinh” cho {} chỉ tiêu.").format(len(statements))
        self._after(text, statements[0].period, before, change)

    def _withdraw(self, codes: list[str]) -> None:
        if self._report is None or not codes:
            return
        before, period = self._before(codes), self._report.period.code
        change = self._context.services.reports.withdraw(period, *codes)
        words = self.tr("Đã bỏ số nhập của {}.") if len(codes) == 1 else self.tr("Đã bỏ số nhập của {} chỉ tiêu.")
        self._after(words.format(codes[0] if len(codes) == 1 else len(codes)), period, before, change)

    def _statement(self, row: object) -> tuple[str, str] | None:
        figures = figures_of([row])
        if self._report is None or not figures:
            return None
        return "statement", f"{self._report.period.code}/{figures[0].indicator.code}"

    def _after(self, text: str, period: str, before: list[tuple[str, Statement | None]], change: Change) -> None:
        self._undo = period, before
        self._next_row = self.table.currentIndex().row()
        self._bar.tell(text, (self.tr("Hoàn tác"), self._take_back))
        self._context.saved()
        self._context.bus.announce(change)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_back(self) -> None:
        period, before = self._undo
        reports = self._context.services.reports
        unsaid = [code for code, statement in before if statement is None]
        said = [statement for _, statement in before if statement is not None]
        if unsaid:
            reports.withdraw(period, *unsaid)
        if said:
            reports.state(*said)
        self._context.saved()
        self._context.bus.announce(Change(Topic.FIGURE, tuple(code for code, _ in before)))
