"""Bác sĩ biểu: where the cells of a mapping are in another form, to be accepted one by one, with a trial run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.report_form import FormMapping
from cchc_desktop.domain.report_form_doctor import Diagnosis, Move, Proposal, accepted
from cchc_desktop.domain.report_form_figures import writes_of
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.report_form_rows import Names, ProposalRow, proposal_columns, write_words
from cchc_desktop.ui.models.rows import RowsModel
from cchc_desktop.ui.screens.report_form_filling import ReportFormFilling
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.report_wrap_delegate import wrap_cells

if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.report_form import FilledForm, FormFigures
    from cchc_desktop.services.report_forms import OpenedForm
    from cchc_desktop.ui.place import Context

_Found = tuple[Diagnosis, "Period | None", "FormFigures"]
_SHOWN_NEW_ROWS = 4
_FIGURE, _REASONS = 1, 5  # the columns that take what room there is


class ReportFormDoctorPage(QWidget):
    """`accepted` carries the new mapping and the form it is for, `closed` fires when the person gives up."""

    accepted = Signal(object, object)
    closed = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._names: Names = {}
        self._mapping: FormMapping | None = None
        self._form: OpenedForm | None = None
        self._period: Period | None = None
        self._figures: FormFigures = {}
        self.heading = QLabel(self)
        self.heading.setObjectName("form_doctor_heading")
        self.heading.setWordWrap(True)
        self.bar = NoticeBar(self)
        self.filling = ReportFormFilling(context, self)
        self.take_button = self._button("form_doctor_take", self.tr("Nhận các ô đã chọn"), "", self._accept)
        self.take_button.setProperty("role", "main")
        self.trial_button = self._button(
            "form_doctor_trial", self.tr("Điền thử kỳ trước…"), "mdi6.test-tube", self._write_trial
        )
        self.leave_button = self._button("form_doctor_leave", self.tr("Thôi"), "", self.closed.emit)
        self.toggle_button = self._button(
            "form_doctor_toggle", self.tr("Nhận / bỏ dòng đang chọn"), "mdi6.checkbox-outline", self._toggle_selected
        )
        self.model: RowsModel[ProposalRow] = RowsModel((), self)
        self.table = DataTable("form_doctor", context.settings, self, sortable=False)
        self.table.setAccessibleName(self.tr("Đề xuất của bác sĩ biểu"))
        wrap_cells(self.table)
        self._arrange()
        self.table.activated_row.connect(self._toggle)
        self.filling.finished.connect(self._tell_trial)
        space = QShortcut(Qt.Key.Key_Space, self.table)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._toggle_selected)

    def _button(self, name: str, words: str, picture: str, slot: Callable[[], None]) -> QPushButton:
        made = QPushButton(icon(picture), words, self) if picture else QPushButton(words, self)
        made.setObjectName(name)
        made.clicked.connect(slot)
        return made

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.toggle_button)
        buttons.addStretch(1)
        for button in (self.leave_button, self.trial_button, self.take_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    # ------------------------------------------------------------------ examining

    def examine(self, mapping: FormMapping, form: OpenedForm, name: str, names: Names) -> None:
        """Find the cells of a mapping in a form, and show what the last period would write there.

        Args:
            mapping: what was mapped, with the words that stood beside it.
            form: the other form.
            name: what the new mapping is to be called.
            names: code → name of indicators.

        """
        self._mapping = replace(mapping, id=new_id(), name=name, version=0)
        self._form, self._names = form, names
        self.bar.hide()
        self.heading.setText(self.tr("Đang so biểu {}…").format(form.book.name))
        self._show(())
        service = self.context.services.report_forms

        def work(progress: Progress) -> _Found:
            progress.step(0, 0, form.book.name)
            diagnosis = service.examine(mapping, form)
            period = service.last_period(mapping)
            return diagnosis, period, service.figures(period.code) if period else {}

        self.context.runner.run(work, self._show_found, self._failed, self.tr("Đang so biểu"))

    def _show_found(self, found: _Found) -> None:
        diagnosis, self._period, self._figures = found
        assert self._form is not None
        counts = (
            (diagnosis.count(Move.STAYED), self.tr("{} ô giữ nguyên chỗ")),
            (diagnosis.count(Move.MOVED), self.tr("{} ô chuyển chỗ")),
            (diagnosis.count(Move.REWORDED), self.tr("{} ô đổi lời")),
            (diagnosis.count(Move.GONE), self.tr("{} ô không tìm thấy")),
        )
        parts = ", ".join(words.format(number) for number, words in counts if number)
        text = self.tr("“{}”: {}.").format(self._form.book.name, parts)
        if diagnosis.new_rows:
            shown = "; ".join(f"“{row.label}” (dòng {row.row})" for row in diagnosis.new_rows[:_SHOWN_NEW_ROWS])
            more = "…" if len(diagnosis.new_rows) > _SHOWN_NEW_ROWS else ""
            text += " " + self.tr("Dòng mới chưa ghép: {}.").format(shown + more)
        if self._period is not None:
            text += " " + self.tr("Cột cuối là số sẽ ghi của kỳ “{}”.").format(self._period.name)
        self.heading.setText(text)
        self._show(diagnosis.proposals)

    def _show(self, proposals: tuple[Proposal, ...]) -> None:
        self.model = RowsModel(proposal_columns(self._names), self)
        self.table.set_model(self.model, (60, 0, 64, 68, 122, 0, 122))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        for stretched in (_FIGURE, _REASONS):
            header.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)
        self.model.set_rows([ProposalRow(one, one.sure, self._trial_words(one)) for one in proposals])
        self._enable()

    def _trial_words(self, proposal: Proposal) -> str:
        if proposal.new is None or self._mapping is None or not self._figures:
            return ""
        return write_words(writes_of(replace(self._mapping, cells=(proposal.new,)), self._figures)[0])

    # ------------------------------------------------------------------ choosing

    def _toggle(self, row: ProposalRow) -> None:
        self._set_taken([row], not row.taken)

    def _toggle_selected(self) -> None:
        chosen = self.table.selected_rows()
        if chosen:
            self._set_taken(chosen, not all(row.taken for row in chosen))

    def _set_taken(self, chosen: list[ProposalRow], taken: bool) -> None:
        numbers = [index.row() for index in self.table.selectionModel().selectedRows()]
        wanted = {row.proposal.old.place for row in chosen if row.proposal.new is not None}
        rows = [replace(row, taken=taken) if row.proposal.old.place in wanted else row for row in self.model.rows]
        self.model.set_rows(rows)
        for number in numbers[:1]:
            self.table.select_number(number)
        self._enable()

    def _enable(self) -> None:
        some = any(row.taken for row in self.model.rows)
        self.take_button.setEnabled(some)
        self.trial_button.setEnabled(some and self._period is not None)
        self.toggle_button.setEnabled(bool(self.model.rows))

    def _made(self) -> FormMapping:
        """Return the mapping of what is accepted."""
        assert self._mapping is not None
        assert self._form is not None
        return accepted(self._mapping, [row.proposal for row in self.model.rows if row.taken], self._form.book)

    def _accept(self) -> None:
        self.accepted.emit(self._made(), self._form)

    def _write_trial(self) -> None:
        if self._form is not None and self._period is not None:
            self.filling.start(self._made(), self._form, self._period)

    def _tell_trial(self, filled: FilledForm, target: Path) -> None:
        text = self.tr("Đã điền thử {} ô ra tệp {}; hãy mở xem có đúng chỗ không.")
        self.bar.tell(
            text.format(len(filled.writes), target.name),
            (self.tr("Mở tệp"), partial(self._open_path, target)),
        )

    def _open_path(self, path: Path) -> None:
        self.context.ask.open_path(path)

    def _failed(self, error: AppError) -> None:
        self.context.ask.error(self, error)
        self.closed.emit()
