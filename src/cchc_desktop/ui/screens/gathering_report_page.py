"""Tổng hợp → Theo dõi: one received report, its figures beside earlier ones, remarks, and the answer to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from cchc_desktop import files
from cchc_desktop.domain.receipt import REMARK_NAMES, ReceiptRemark, RemarkKind
from cchc_desktop.domain.received import STANDING_NAMES, ReportStanding
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.board_rows import BoardLine, figures_model
from cchc_desktop.ui.models.list_source import table_source
from cchc_desktop.ui.models.report_words import when
from cchc_desktop.ui.widgets.column_fit import ColumnFit
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.listing import ListSource
    from cchc_desktop.services.board import Checked, FigureLine, ReportView
    from cchc_desktop.ui.place import Context

_SAVE_AFTER = 1000  # ms after the last key, before what was typed is kept as a draft
_WIDTHS = (60, 0, 80, 90, 90, 90, 90, 215, 170)
_ANSWERABLE = (ReportStanding.CURRENT, ReportStanding.ACCEPTED, ReportStanding.RETURNED)


class ReceivedReportPage(PageFrame):
    """`answered` carries the `Change` of an answer. What is typed is kept as a draft until it is given.

    `choice_wanted` asks for the page where a person chooses between two files that differ.
    """

    answered = Signal(object)
    choice_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setObjectName("received_report")
        self._context = context
        self._view: ReportView | None = None
        self._filling = False
        self.remarks: dict[str, tuple[RemarkKind, str]] = {}
        self.facts = QLabel(self)
        self.facts.setObjectName("received_facts")
        self.facts.setWordWrap(True)
        self.facts.setProperty("role", "quiet")
        self.bar = NoticeBar(self)
        self.only_odd = QCheckBox(self.tr("Chỉ chỉ tiêu cần xem lại"), self)
        self.only_odd.setObjectName("received_only_odd")
        self.model = figures_model(self._remark_text, self)
        self.table = DataTable("received_figures", context.settings, self)
        self.table.setAccessibleName(self.tr("Số liệu của báo cáo đã nhận"))
        self.table.set_model(self.model, tuple(width or 200 for width in _WIDTHS))
        wrap_cells(self.table)
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, header.ResizeMode.Stretch)
        header.resizeSection(len(_WIDTHS) - 1, _WIDTHS[-1])
        self._fit = ColumnFit(self.table, self.model.columns, _WIDTHS, ("unit", "whole"))
        self.kind = QComboBox(self)
        self.kind.setObjectName("remark_kind")
        self.kind.setAccessibleName(self.tr("Loại nhận xét"))
        for kind, name in REMARK_NAMES.items():
            self.kind.addItem(name, kind.value)
        self.remark = self._line("remark_text", self.tr("Nhận xét về chỉ tiêu đang chọn"))
        self.note = self._line("answer_note", self.tr("Ý kiến chung về cả báo cáo"))
        self.number = self._line("answer_number", self.tr("Số vào sổ"))
        self.number.setMaximumWidth(130)
        self.accept_button = self._button("answer_accept", self.tr("Tiếp nhận"), "mdi6.check")
        self.return_button = self._button("answer_return", self.tr("Trả lại"), "mdi6.keyboard-return")
        self.save_file = self._button("received_save", self.tr("Lưu tệp gốc ra…"), "mdi6.content-save-outline")
        self._timer = QTimer(self, singleShot=True, interval=_SAVE_AFTER)
        self._arrange()
        self._connect()

    def _line(self, name: str, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setObjectName(name)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        return line

    def _button(self, name: str, words: str, picture: str) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        return button

    def _arrange(self) -> None:
        top = QHBoxLayout()
        self.facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top.addWidget(self.facts, 1)
        top.addWidget(self.only_odd)
        top.addWidget(self.save_file)
        remark = QHBoxLayout()
        remark.addWidget(self.kind)
        remark.addWidget(self.remark, 1)
        answer = QHBoxLayout()
        answer.addWidget(self.note, 1)
        answer.addWidget(self.number)
        answer.addWidget(self.return_button)
        answer.addWidget(self.accept_button)
        self.column.setContentsMargins(0, 6, 0, 0)
        self.column.addLayout(top)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(remark)
        self.column.addLayout(answer)

    def _connect(self) -> None:
        self.only_odd.toggled.connect(self._filter)
        self.table.selected_changed.connect(self._select)
        self.table.activated_row.connect(self._edit)
        self.remark.textChanged.connect(self._typed)
        self.kind.currentIndexChanged.connect(self._typed)
        self.note.textChanged.connect(self._note_typed)
        self._timer.timeout.connect(self.keep_draft)
        self.accept_button.clicked.connect(self._accept)
        self.return_button.clicked.connect(self._give_back)
        self.save_file.clicked.connect(self._save_file)

    # ------------------------------------------------------------------ showing

    def show_report(self, line: BoardLine, checked: Checked | None) -> bool:
        """Show the report that counts of a row; False when it cannot be read."""
        newest = line.row.newest
        if newest is None:
            return False
        try:
            view = self._context.services.board.view(newest.id, checked)
        except AppError as error:
            self._context.ask.error(self, error)
            return False
        self._view = view
        self.bar.hide()
        report = view.report
        self.heading.setText(
            self.tr("{0}: {1}, lần {2}").format(
                report.unit_name, self._context.services.reports.period(report.period).name, report.ordinal
            )
        )
        self.facts.setText(self._facts(line, view))
        self._read_draft()
        odd = any(one.odd for one in view.lines)
        self.only_odd.setEnabled(odd)
        if not odd:
            self.only_odd.setChecked(False)
        self._filter()
        answerable = report.standing in _ANSWERABLE
        for widget in (self.accept_button, self.return_button, self.note, self.number, self.remark, self.kind):
            widget.setEnabled(answerable)
        self.accept_button.setEnabled(answerable and report.standing is not ReportStanding.ACCEPTED)
        if report.standing is ReportStanding.CONFLICT:
            self.bar.tell(
                self.tr("Có hai tệp cùng lần mà số liệu khác nhau: hãy chọn bản đúng ở thẻ Tiếp nhận."),
                (self.tr("Đến thẻ Tiếp nhận"), self.choice_wanted.emit),
            )
        return True

    def _facts(self, line: BoardLine, view: ReportView) -> str:
        report, unit = view.report, line.row.unit
        parts = [line.row.words[:1].upper() + line.row.words[1:], STANDING_NAMES[report.standing]]
        parts.append(self.tr("nhận {0}").format(when(report.received_at)))
        if report.made_at:
            parts.append(self.tr("lập {0}").format(when(report.made_at)))
        if contact := ", ".join(filter(None, (unit.contact, unit.phone))):
            parts.append(self.tr("liên hệ {0}").format(contact))
        if len(view.last_year) > 1:
            parts.append(self.tr("cùng kỳ là tổng của các đơn vị cũ: {0}").format(", ".join(view.last_year)))
        parts += report.warnings
        answers = self._context.services.answers.answers([report.id]).get(report.id, ())
        if answers:
            parts.append(self.tr("{0} lúc {1}").format(line.answer_text or "", when(answers[0].at)))
        return "; ".join(filter(None, parts))

    def _filter(self) -> None:
        if self._view is not None:
            lines = [one for one in self._view.lines if one.odd or not self.only_odd.isChecked()]
            self.model.set_rows(lines)
            self.table.select_number(0)
            self._select()

    def _remark_text(self, indicator: str) -> str:
        kind, text = self.remarks.get(indicator, (RemarkKind.CORRECT, ""))
        return text if kind is RemarkKind.CORRECT or not text else f"{REMARK_NAMES[kind]}: {text}"

    def list_source(self) -> ListSource:
        """Return the figures as they are shown, to be written to Excel."""
        return table_source(self.table, self.heading.text().upper())

    # ------------------------------------------------------------------ remarks

    def _chosen(self) -> FigureLine | None:
        rows = self.table.selected_rows()
        return rows[0] if rows else None

    def _select(self) -> None:
        line = self._chosen()
        kind, text = self.remarks.get(line.indicator if line else "", (RemarkKind.CORRECT, ""))
        self._filling = True
        self.remark.setText(text)
        self.kind.setCurrentIndex(self.kind.findData(kind.value))
        self.remark.setPlaceholderText(
            self.tr("Nhận xét về {0} {1}").format(line.indicator, line.name)
            if line
            else self.tr("Nhận xét về chỉ tiêu đang chọn")
        )
        self._filling = False

    def _edit(self, line: Any) -> None:
        self.remark.setFocus()
        self.remark.selectAll()

    def _typed(self) -> None:
        line = self._chosen()
        if self._filling or line is None:
            return
        self.bar.hide()
        text = self.remark.text()
        if text.strip():
            self.remarks[line.indicator] = RemarkKind(self.kind.currentData()), text
        else:
            self.remarks.pop(line.indicator, None)
        number = self.table.selectionModel().selectedRows()[0].row()
        last = self.model.columnCount() - 1
        self.model.dataChanged.emit(self.model.index(number, last), self.model.index(number, last))
        self._timer.start()

    def _note_typed(self) -> None:
        if not self._filling:
            self._timer.start()

    def _draft_name(self) -> str:
        return f"answer-{self._view.report.id}" if self._view else ""

    def keep_draft(self) -> None:
        """Keep what was typed and not given yet."""
        self._timer.stop()
        if self._view is None:
            return
        QGuiApplication.inputMethod().commit()
        drafts, name = self._context.services.drafts, self._draft_name()
        try:
            if self.remarks or self.note.text().strip():
                remarks = {code: [kind.value, text] for code, (kind, text) in self.remarks.items()}
                drafts.keep(name, {"remarks": remarks, "note": self.note.text()})
            else:
                drafts.drop(name)
        except AppError as error:
            self._context.ask.error(self, error)

    def _read_draft(self) -> None:
        draft = self._context.services.drafts.read(self._draft_name()) or {}
        self.remarks = {}
        found = draft.get("remarks")
        for code, value in found.items() if isinstance(found, dict) else ():
            if isinstance(value, list) and len(value) == 2 and value[0] in set(RemarkKind):
                self.remarks[str(code)] = RemarkKind(value[0]), str(value[1])
        self._filling = True
        self.note.setText(str(draft.get("note", "")))
        self.number.clear()
        self._filling = False

    # ------------------------------------------------------------------ the answer

    def _accept(self) -> None:
        if self._view is None:
            return
        note, number = clean_line(self.note.text()), clean_line(self.number.text())
        report_id = self._view.report.id
        if self.remarks and not self._context.ask.confirm(
            self,
            self.tr("Có {0} nhận xét chưa gửi. Tiếp nhận thì các nhận xét này không được gửi đi.").format(
                len(self.remarks)
            ),
            self.tr("Vẫn tiếp nhận"),
        ):
            return
        self._give(lambda: self._context.services.answers.accept([report_id], note, number))

    def _give_back(self) -> None:
        if self._view is None:
            return
        QGuiApplication.inputMethod().commit()
        remarks = [ReceiptRemark(text, code, kind) for code, (kind, text) in self.remarks.items()]
        note, number, report_id = self.note.text(), clean_line(self.number.text()), self._view.report.id
        self._give(lambda: self._context.services.answers.give_back(report_id, remarks, note, number))

    def _give(self, command: Any) -> None:
        try:
            change: Change = command()
        except InvalidInput as error:
            reasons = "; ".join(error.problems.values())
            self.bar.tell(reasons[:1].upper() + reasons[1:] + ".")
            return
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._timer.stop()
        self._context.services.drafts.drop(self._draft_name())
        self._view = None
        self._context.saved()
        self.answered.emit(change)

    def _save_file(self) -> None:
        if self._view is None:
            return
        services, report = self._context.services, self._view.report
        try:
            source = services.receiving.kept_copy(report.sha256)
            name = services.board.file_name(report)
            target = self._context.ask.save_file(
                self, self.tr("Lưu tệp đã nhận"), Path.home() / name, self.tr("Mọi tệp (*)")
            )
            if target is not None:
                files.write_atomically(target, source.read_bytes())
                self.bar.tell(self.tr("Đã ghi tệp {0}.").format(target.name))
        except AppError as error:
            self._context.ask.error(self, error)
