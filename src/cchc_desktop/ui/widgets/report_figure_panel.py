"""The panel beside the figures: where a figure comes from, what is behind it, and what a person says of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.catalogue import Catalogues, Indicator, IndicatorSource
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.figure import Figure, FigureState, Report, Statement
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.wording import amount_text, counts_text
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_statement import read_statement
from cchc_desktop.ui.models.report_words import source_text, statement_text
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.ui.settings_store import SettingsStore

_FROM_LOG = (IndicatorSource.LOG_COUNT, IndicatorSource.LOG_MEASURE, IndicatorSource.LOG_DISTINCT)


class ReportFigurePanel(QFrame):
    """Shows one figure, or offers what can be said of several at once.

    `stated` carries a list of `Statement`, `withdrawn` a list of indicator codes, `opened` the id of an activity;
    `closed` fires when the person closes the panel.
    """

    stated = Signal(object)
    withdrawn = Signal(object)
    opened = Signal(str)
    closed = Signal()

    def __init__(
        self, catalogues: Callable[[], Catalogues], settings: SettingsStore, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("report_panel")
        self._read_catalogues = catalogues
        self._catalogues = catalogues()
        self._report: Report | None = None
        self._total = 0
        self.locked = False
        """The report is frozen: figures may be looked at but nothing said of them."""
        self._figures: tuple[Figure, ...] = ()
        self._before = ("", "")
        self._build_texts()
        self._build_actions()
        self._build_editor()
        self._model: RowsModel[Activity] = RowsModel(self._columns(None), self)
        self.table = DataTable("report_behind", settings, self)
        self.table.setAccessibleName(self.tr("Các hoạt động được tính"))
        self.table.set_model(self._model, (100,))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.setColumnWidth(0, self.fontMetrics().horizontalAdvance("00/00/0000") + 22)
        self.table.setColumnWidth(2, self.fontMetrics().horizontalAdvance("10.000") + 16)
        wrap_cells(self.table)
        self.table.setMinimumHeight(self.table.verticalHeader().defaultSectionSize() * 4)
        self._arrange()
        self._connect()

    # ------------------------------------------------------------------ building

    def _build_texts(self) -> None:
        self.heading = self._label("report_panel_heading", "heading")
        self.value = self._label("report_panel_value", "number")
        self.others = self._label("report_panel_others", "")
        self.source = self._label("report_panel_source", "quiet")
        self.remark = self._label("report_panel_remark", "")
        self.behind = self._label("report_panel_behind", "heading")
        self._close = QToolButton(self)
        self._close.setObjectName("report_panel_close")
        self._close.setIcon(icon("mdi6.close"))
        self._close.setToolTip(self.tr("Đóng (Esc)"))
        self._close.setAccessibleName(self.tr("Đóng"))

    def _label(self, name: str, role: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("role", role)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _build_actions(self) -> None:
        self.type_button = QPushButton(self.tr("Nhập số…"), self)
        self.type_button.setObjectName("report_type")
        self.nil_button = QPushButton(self.tr("Không phát sinh"), self)
        self.nil_button.setObjectName("report_nil")
        self.withdraw_button = QPushButton(self.tr("Bỏ số đã nhập"), self)
        self.withdraw_button.setObjectName("report_withdraw")

    def _build_editor(self) -> None:
        self.editor = QWidget(self)
        self.editor.setObjectName("report_editor")
        self.value_edit = QLineEdit(self.editor)
        self.value_edit.setObjectName("report_value_edit")
        self.reason_edit = QLineEdit(self.editor)
        self.reason_edit.setObjectName("report_reason_edit")
        self.value_field = Field(self.tr("Số của kỳ này"), self.value_edit, parent=self.editor)
        self.reason_field = Field(self.tr("Lý do (in ở cột Ghi chú của báo cáo)"), self.reason_edit, parent=self.editor)
        self.keep_button = QPushButton(self.tr("Ghi số"), self.editor)
        self.keep_button.setObjectName("report_keep")
        self.keep_button.setProperty("role", "main")
        self.drop_button = QPushButton(self.tr("Thôi"), self.editor)
        self.drop_button.setObjectName("report_drop")
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.drop_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self.editor)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.value_field)
        column.addWidget(self.reason_field)
        column.addLayout(buttons)
        self.editor.hide()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        actions = QHBoxLayout()
        actions.addWidget(self.type_button)
        actions.addWidget(self.nil_button)
        actions.addStretch(1)
        page = QWidget(self)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(14, 4, 8, 4)
        column.setSpacing(8)
        column.addLayout(top)
        for widget in (self.value, self.others, self.remark):
            column.addWidget(widget)
        column.addLayout(actions)
        column.addWidget(self.withdraw_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.editor)
        column.addWidget(self.source)
        column.addWidget(self.behind)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self._scroll = scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _connect(self) -> None:
        self._close.clicked.connect(self.closed)
        self.type_button.clicked.connect(self.edit)
        self.nil_button.clicked.connect(self._say_nil)
        self.withdraw_button.clicked.connect(self._withdraw)
        self.keep_button.clicked.connect(self.submit)
        self.drop_button.clicked.connect(self.close_editor)
        self.value_edit.returnPressed.connect(self.submit)
        self.reason_edit.returnPressed.connect(self.submit)
        self.table.activated_row.connect(self._open)

    def _columns(self, indicator: Indicator | None) -> tuple[Column[Activity], ...]:
        def counts(activity: Activity) -> str:
            return counts_text(activity, self._catalogues.form(activity.form))

        def amount(activity: Activity) -> str:
            """Return what the entry adds to the figure."""
            if indicator is None or indicator.source is not IndicatorSource.LOG_MEASURE:
                return "1"
            return format_number(sum(activity.counts.get(code, 0) for code in indicator.measures))

        return (
            Column("date", self.tr("Ngày"), lambda a: short_date(a.date), lambda a: a.date),
            Column("title", self.tr("Nội dung"), lambda a: a.title, tip=counts),
            Column("amount", self.tr("Số"), amount, align=Align.RIGHT, tip=counts),
        )

    # ------------------------------------------------------------------ showing

    @property
    def codes(self) -> list[str]:
        """The codes of the figures shown."""
        return [figure.indicator.code for figure in self._figures]

    def show_figures(
        self, report: Report, figures: Sequence[Figure], behind: Sequence[Activity], total: int = 0
    ) -> None:
        """Show a figure with the newest of the `total` activities behind it, or several figures.

        A number being typed stays.
        """
        self._total = max(total, len(behind))
        same = self.is_editing() and [f.indicator.code for f in figures] == self.codes
        self._report = report
        self._catalogues = self._read_catalogues().at(report.period.end)
        self._figures = tuple(figures)
        if not same:
            self.close_editor()
        self._show_actions()
        if len(figures) == 1:
            self._show_one(report, figures[0], behind)
        else:
            self._show_many()

    def _show_one(self, report: Report, figure: Figure, behind: Sequence[Activity]) -> None:
        indicator = figure.indicator
        self.heading.setText(f"{indicator.code}. {indicator.name}")
        unit = f" {indicator.unit}" if figure.current.value is not None else ""
        self.value.setText(amount_text(figure.current, indicator.decimals) + unit)
        self.value.show()
        self.others.setText(self._others_text(report, figure))
        self.others.show()
        self.source.setText(source_text(indicator, self._catalogues))
        self.source.show()
        formula = indicator.source is IndicatorSource.FORMULA
        silent = not figure.activities
        remark = statement_text(figure)
        if not remark and not formula and not silent and figure.current.state is FigureState.UNKNOWN:
            remark = self.tr("Nhật ký có {} hoạt động nhưng chưa ghi số lượng này.").format(figure.activities)
        nil = figure.statement is not None and figure.statement.state is FigureState.NIL
        self._say_remark(remark, warns=not silent and (nil or figure.current.state is FigureState.UNKNOWN))
        self._show_behind(indicator, behind)

    def _others_text(self, report: Report, figure: Figure) -> str:
        places = figure.indicator.decimals
        start = report.cumulative_from
        since = self.tr("Lũy kế từ {}").format(short_date(start)) if start else self.tr("Lũy kế từ đầu năm")
        lines = [
            f"{since}: {amount_text(figure.cumulative, places)}",
            self.tr("Cùng kỳ năm trước: {}").format(amount_text(figure.previous, places)),
        ]
        if figure.carried:
            periods = ", ".join(said.period for said in figure.carried)
            lines.insert(1, self.tr("(lũy kế lấy số nhập tay của kỳ {})").format(periods))
        if figure.target is not None:
            share = "" if figure.percent is None else self.tr(" (đạt {} %)").format(format_number(figure.percent, 1))
            lines.append(self.tr("Chỉ tiêu năm: {}{}").format(format_number(figure.target, places), share))
        return "\n".join(lines)

    def _show_behind(self, indicator: Indicator, behind: Sequence[Activity]) -> None:
        counted = indicator.source in _FROM_LOG
        self._model.columns = self._columns(indicator)
        self._model.set_rows(sorted(behind, key=lambda activity: activity.date, reverse=True))
        self.behind.setVisible(counted)
        self.table.setVisible(counted and bool(behind))
        text = self.tr("{} hoạt động trong kỳ").format(format_number(self._total))
        if self._total > len(behind):
            text += self.tr(", dưới đây là {} hoạt động mới nhất").format(format_number(len(behind)))
        self.behind.setText(text if behind else self.tr("Trong kỳ chưa có hoạt động nào"))

    def _show_many(self) -> None:
        self.heading.setText(self.tr("Đang chọn {} chỉ tiêu").format(len(self._figures)))
        for widget in (self.value, self.source, self.behind, self.table):
            widget.hide()
        silent = self._silent()
        words = self.tr("“Không phát sinh” ghi được cho {} chỉ tiêu mà nhật ký chưa có hoạt động.")
        if not silent:
            words = self.tr("Không có chỉ tiêu nào còn ghi được “không phát sinh”.")
        self.others.setText(words.format(len(silent)))
        self.others.show()
        self._say_remark("")

    def _say_remark(self, text: str, warns: bool = False) -> None:
        self.remark.setText(text)
        self.remark.setVisible(bool(text))
        role = "warning" if warns else ""
        if self.remark.property("role") != role:
            self.remark.setProperty("role", role)
            self.remark.style().unpolish(self.remark)
            self.remark.style().polish(self.remark)

    def _silent(self) -> list[Figure]:
        """Return the figures of which "nothing happened" can still be said."""
        return [
            figure
            for figure in self._figures
            if figure.indicator.source is not IndicatorSource.FORMULA
            and not figure.activities
            and figure.found.value is None
            and figure.current.state is not FigureState.NIL
        ]

    # ------------------------------------------------------------------ what a person says

    def is_editing(self) -> bool:
        """Tell whether a number is being typed."""
        return not self.editor.isHidden()

    def edit(self) -> None:
        """Open the line to type a number into."""
        if self.locked or len(self._figures) != 1 or self._figures[0].indicator.source is IndicatorSource.FORMULA:
            return
        figure = self._figures[0]
        stated = figure.statement
        typed = stated.value if stated is not None else None
        self.value_edit.setText("" if typed is None else format_number(typed))
        self.reason_edit.setText(stated.reason if stated is not None else "")
        self._before = self.value_edit.text(), self.reason_edit.text()
        self.value_field.label.setText(self.tr("Số của kỳ này ({})").format(figure.indicator.unit))
        self.value_field.set_problem("")
        self.editor.show()
        self._show_actions()
        QTimer.singleShot(0, self.editor, self._reveal_editor)
        self.value_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.value_edit.selectAll()

    def close_editor(self) -> None:
        """Leave the number as it was."""
        self.editor.hide()
        self.value_edit.clear()
        self.reason_edit.clear()
        self._show_actions()

    def _reveal_editor(self) -> None:
        self._scroll.ensureWidgetVisible(self.keep_button)
        self._scroll.ensureWidgetVisible(self.value_edit)

    def _show_actions(self) -> None:
        """Offer what can be said of the figures on show; while a number is typed, nothing else."""
        free = not self.is_editing() and not self.locked
        formula = any(f.indicator.source is IndicatorSource.FORMULA for f in self._figures)
        self.type_button.setVisible(free and len(self._figures) == 1 and not formula)
        self.nil_button.setVisible(free and bool(self._silent()))
        self.withdraw_button.setVisible(free and any(figure.statement for figure in self._figures))

    def submit(self) -> bool:
        """Hand the typed number on; False when it cannot be read."""
        if self._report is None or len(self._figures) != 1:
            return True
        QGuiApplication.inputMethod().commit()
        indicator = self._figures[0].indicator
        statement, problem = read_statement(
            self._report.period.code, indicator, self.value_edit.text(), self.reason_edit.text()
        )
        self.value_field.set_problem(problem)
        if statement is None:
            self.value_edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        self.close_editor()
        self.stated.emit([statement])
        return True

    def put_away(self) -> bool:
        """Keep what was typed before something else is shown; False when it cannot be read."""
        typed = self.value_edit.text(), self.reason_edit.text()
        if not self.is_editing() or typed == self._before or not typed[0].strip():
            self.close_editor()
            return True
        return self.submit()

    def _say_nil(self) -> None:
        if self._report is not None:
            code = self._report.period.code
            self.stated.emit([Statement(code, f.indicator.code, FigureState.NIL) for f in self._silent()])

    def _withdraw(self) -> None:
        self.withdrawn.emit([figure.indicator.code for figure in self._figures if figure.statement is not None])

    def _open(self, activity: Activity) -> None:
        self.opened.emit(activity.id)
