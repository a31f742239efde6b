"""Báo cáo → Biểu của cấp trên: a form as a grid, its cells mapped to figures by a click, and the filled form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QSplitter,
    QStackedLayout,
    QWidget,
)

from cchc_desktop.domain.report_form import Absent, CellWrite, FigureColumn, FormMapping, MappedCell, cell_place
from cchc_desktop.domain.report_form_figures import writes_of
from cchc_desktop.domain.report_form_grid import column_label, row_label
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import AppError, Cancelled, NotFound
from cchc_desktop.ui.models.report_form_rows import shown_cells
from cchc_desktop.ui.screens.report_form_doctor_page import ReportFormDoctorPage
from cchc_desktop.ui.screens.report_form_filling import ReportFormFilling
from cchc_desktop.ui.screens.report_form_sharing import share_mapping, take_mapping
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.report_form_grid import ReportFormGrid
from cchc_desktop.ui.widgets.report_form_panel import ReportFormPanel
from cchc_desktop.ui.widgets.report_form_tools import ReportFormTools

if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.report_form import FilledForm, FormFigures
    from cchc_desktop.services.report_forms import OpenedForm
    from cchc_desktop.ui.place import Context

FORM_FILES = "Biểu Excel (*.xlsx *.xlsm *.xltx *.xltm)"


class ReportFormPage(PageFrame):
    """Every change of a mapping is kept at once. `show_period` says for which period figures are shown and filled."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Biểu của cấp trên", parent)
        self.context = context
        self._period: Period | None = None
        self._form: OpenedForm | None = None
        self._mapping: FormMapping | None = None
        self._figures: FormFigures = {}
        self._writes: dict[tuple[str, str], CellWrite] = {}
        self.bar = NoticeBar(self)
        self.grid = ReportFormGrid(self)
        self.panel = ReportFormPanel(context.settings, self)
        self.filling = ReportFormFilling(context, self)
        self.tools = ReportFormTools(self)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        self._empty = EmptyState(
            self.tr(
                "Chưa mở biểu nào. Mở tệp Excel cấp trên gửi, bấm vào từng ô số và chọn chỉ tiêu; "
                "từ kỳ sau chỉ còn bấm “Điền biểu”. Biểu giữ nguyên mọi thứ khác."
            ),
            self.tr("Mở biểu…"),
            self,
        )
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.grid)
        self.split.addWidget(self.panel)
        self.split.setSizes([820, 400])
        self.split.setStretchFactor(0, 1)
        self.main = QWidget(self)
        self._stack = QStackedLayout(self.main)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.split)
        self.doctor = ReportFormDoctorPage(self.context, self)
        self._stack.addWidget(self.doctor)
        self.column.addWidget(self.tools)
        self.column.addWidget(self.bar)
        self.column.addWidget(self.main, 1)

    def _connect(self) -> None:
        self.tools.open_button.clicked.connect(self._open)
        self._empty.clicked.connect(self._open)
        self.tools.fill_button.clicked.connect(self._fill)
        self.tools.doctor_button.clicked.connect(self._examine)
        self.tools.saved_box.activated.connect(self._choose_saved)
        self.tools.share_action.triggered.connect(self._share)
        self.tools.take_action.triggered.connect(self._take)
        self.tools.bin_action.triggered.connect(self._bin)
        self.grid.picked.connect(self._show_cell)
        self.panel.chosen.connect(self._map)
        self.panel.opened.connect(self._go_to)
        self.panel.edited.connect(self._edit)
        self.filling.finished.connect(self._tell_written)
        self.filling.busy_changed.connect(self.tools.fill_button.setDisabled)
        self.doctor.closed.connect(self._leave_doctor)
        self.doctor.accepted.connect(self._take_proposal)

    # ------------------------------------------------------------------ what the place asks for

    def show_period(self, period: Period) -> None:
        """Show the page for a period; the form that was open stays open."""
        self._period = period
        self.heading.setText(self.tr("Biểu của cấp trên – {}").format(period.name))
        services = self.context.services
        periods = [(one.code[5:], one.name) for one in services.reports.periods(period.year)]
        self.panel.offer(services.catalogues.indicators, periods)
        self._offer_saved()
        if self._form is None and self.tools.saved_box.currentData():
            self._choose_saved()
        self._show()
        self._compute()

    def refresh(self) -> None:
        """Compute the figures again after the log changed."""
        if self._period is not None and self.isVisible():
            self._compute()

    def escape(self) -> bool:
        """Close the doctor, then the message; False when there was nothing to close."""
        if self._stack.currentWidget() is self.doctor:
            self._leave_doctor()
            return True
        if self.bar.isHidden():
            return False
        self.bar.hide()
        return True

    # ------------------------------------------------------------------ forms and mappings

    def _offer_saved(self) -> None:
        """List the mappings; those for the period come first."""
        code = self._period.code if self._period else ""
        mappings = sorted(self.context.services.report_forms.all(), key=lambda one: not one.serves(code))
        self.tools.offer(mappings, self._mapping.id if self._mapping else "")

    def _choose_saved(self, _index: int = 0) -> None:
        """Open a kept mapping with its form."""
        mapping_id = self.tools.saved_box.currentData()
        if not mapping_id or (self._mapping and mapping_id == self._mapping.id):
            return
        services = self.context.services

        def work(progress: Progress) -> tuple[FormMapping, OpenedForm]:
            progress.step(0, 0, "")
            mapping = services.report_forms.get(mapping_id)
            return mapping, services.report_forms.open_kept(mapping)

        self.context.runner.run(work, self._show_kept, self._failed, self.tr("Đang mở biểu"))

    def _show_kept(self, found: tuple[FormMapping, OpenedForm]) -> None:
        self._mapping, self._form = found
        self.bar.hide()
        self._show_form()

    def _open(self) -> None:
        path = self.context.ask.open_file(self, self.tr("Mở biểu của cấp trên"), FORM_FILES)
        if path is not None:
            self._read(path, self._show_opened)

    def _read(self, path: Path, done: object) -> None:
        services = self.context.services

        def work(progress: Progress) -> OpenedForm:
            progress.step(0, 0, path.name)
            return services.report_forms.open(path)

        self.context.runner.run(work, done, self._failed, self.tr("Đang mở biểu"))  # type: ignore[arg-type]

    def _show_opened(self, form: OpenedForm) -> None:
        """Show a form that was just opened: with the mapping that was kept for it, or with its own tags."""
        self._form = form
        self._mapping = self.context.services.report_forms.mapping_for(form)
        notes = list(form.book.notes)
        if form.tagged and not self._mapping.version:
            notes.append(self.tr("Đã nhận {} ô ghi sẵn mã {{{{…}}}} trong biểu.").format(len(form.tagged)))
            self._keep()
        for tag in form.refused[:3]:
            notes.append(self.tr("Ô {} ({}): {}.").format(tag.cell, tag.sheet, tag.reason))
        if notes:
            self.bar.tell(" ".join(notes))
        else:
            self.bar.hide()
        self._show_form()

    def _show_form(self) -> None:
        assert self._form is not None
        self._offer_saved()
        self.grid.show_book(self._form.book)
        self._count_writes()
        self._show()
        self._show_cell(self.grid.sheet_name(), "")

    def _show(self) -> None:
        """Show mapping and figures; the form itself is on show already."""
        if self._stack.currentWidget() is not self.doctor:
            self._stack.setCurrentWidget(self.split if self._form else self._empty)
        mapping = self._mapping
        writes = self._writes if self._figures else {}
        self.grid.show_mapped(shown_cells(mapping, writes, self.panel.names))
        self.panel.show_mapping(mapping, self._writes)
        self.tools.enable(self._form is not None, bool(mapping and mapping.cells), bool(mapping and mapping.version))

    def _compute(self) -> None:
        assert self._period is not None
        services, code = self.context.services, self._period.code

        def work(progress: Progress) -> FormFigures:
            progress.step(0, 0, "")
            return services.report_forms.figures(code)

        self.context.runner.run(work, partial(self._take_figures, code), self._failed, self.tr("Đang tính số liệu"))

    def _take_figures(self, code: str, figures: FormFigures) -> None:
        if self._period is None or self._period.code != code:
            return
        self._figures = figures
        self._count_writes()
        self._show()
        if self._form is not None:
            self._show_cell(self.grid.sheet_name(), self.grid.cell())

    def _count_writes(self) -> None:
        found = writes_of(self._mapping, self._figures) if self._mapping else ()
        self._writes = {(write.sheet, write.cell): write for write in found}

    def _show_cell(self, sheet: str, cell: str) -> None:
        if self._form is None or self._mapping is None:
            return
        found = self._form.book.sheet(sheet)
        if not cell or found is None:
            self.panel.show_cell("", ("", ""))
            return
        mapped = self._mapping.at(sheet, cell)
        row, column = cell_place(cell) or (1, 1)
        labels = row_label(found, row, column), column_label(found, row, column)
        trouble = "" if mapped else found.trouble(cell)
        self.panel.show_cell(cell, labels, trouble, mapped, self._writes.get((sheet, cell)))

    def _go_to(self, cell: MappedCell) -> None:
        self.grid.go_to(cell.sheet, cell.cell)

    def _map(self, code: str, column: str) -> None:
        """Map the chosen cell to a figure, or take its mapping away."""
        sheet, cell = self.grid.sheet_name(), self.grid.cell()
        if self._form is None or self._mapping is None or not cell:
            return
        before = self._mapping.at(sheet, cell)
        others = tuple(one for one in self._mapping.cells if one is not before)
        if not code:
            if before is None:
                return
            self._mapping = replace(self._mapping, cells=others)
        else:
            try:
                made = self.context.services.report_forms.mapped(
                    self._form.book, sheet, cell, code, FigureColumn(column)
                )
            except AppError as error:
                self.context.ask.error(self, error)
                return
            if made == before:
                return
            self._mapping = replace(self._mapping, cells=(*others, made))
        self._keep()
        self._count_writes()
        self._show()
        # The combo box that was just used must not be emptied from within its own signal.
        QTimer.singleShot(0, self, partial(self._show_cell, sheet, cell))

    def _edit(self) -> None:
        """Take over name and choices."""
        if self._mapping is None:
            return
        panel = self.panel
        edited = replace(
            self._mapping,
            name=clean_line(panel.name.text()) or self._mapping.name,
            period=panel.period.currentData() or "",
            nil=Absent(panel.nil.currentData()),
            unknown=Absent(panel.unknown.currentData()),
        )
        if edited != self._mapping:
            self._mapping = edited
            self._keep()
            self._count_writes()
        self._show()

    def _keep(self) -> bool:
        """Keep the mapping as it is now; after trouble the one that is kept is shown again."""
        assert self._mapping is not None
        assert self._form is not None
        if not self._mapping.cells and not self._mapping.version:
            return False  # nothing to lose yet
        service = self.context.services.report_forms
        try:
            self._mapping, change = service.save(self._mapping, self._form)
        except AppError as error:
            self.context.ask.error(self, error)
            if self._mapping.version:
                self._mapping = service.get(self._mapping.id)
            return False
        self.context.saved()
        self.context.bus.announce(change)
        self._offer_saved()
        return True

    def _fill(self) -> None:
        if self._mapping is not None and self._form is not None and self._period is not None:
            self.filling.start(self._mapping, self._form, self._period)

    def _tell_written(self, filled: FilledForm, target: Path) -> None:
        text = self.tr("Đã điền {} ô vào tệp {}.").format(len(filled.writes), target.name)
        self.bar.tell(
            " ".join((text, *filled.notes)),
            (self.tr("Mở tệp"), partial(self._open_path, target)),
            (self.tr("Mở thư mục"), partial(self._open_path, target.parent)),
        )

    def _open_path(self, path: Path) -> None:
        self.context.ask.open_path(path)

    def _failed(self, error: AppError) -> None:
        if isinstance(error, NotFound) and self._form is None:
            self.bar.tell(self.tr("Bảng ghép này chưa có tệp biểu đi kèm; hãy bấm “Mở biểu…” và chọn đúng biểu."))
        elif not isinstance(error, Cancelled):
            self.context.ask.error(self, error)

    # ------------------------------------------------------------------ sharing, the bin, the doctor

    def _share(self) -> None:
        if self._mapping is not None and (target := share_mapping(self.context, self, self._mapping)):
            words = self.tr("Đã xuất bảng ghép ra {}; tệp không chứa số liệu, gửi được cho xã khác dùng cùng biểu.")
            folder = (self.tr("Mở thư mục"), partial(self._open_path, target.parent))
            self.bar.tell(words.format(target.name), folder)

    def _take(self) -> None:
        """Take over the cells of a mapping that another office gave, for the form that is open."""
        if self._form is None or (received := take_mapping(self.context, self)) is None:
            return
        if received.sha256 != self._form.book.sha256:
            self._start_doctor_for(received, self._form, received.name)
            return
        self._mapping = replace(received, name=self.context.services.report_forms.free_name(received.name))
        if self._keep():
            self.bar.tell(self.tr("Đã nhận {} ô của bảng ghép “{}”.").format(len(received.cells), received.name))
        self._show_form()

    def _bin(self) -> None:
        if self._mapping is None:
            return
        binned = self._mapping
        self.context.bus.announce(self.context.services.report_forms.bin(binned.id))
        self._mapping = self._form = None
        self._writes = {}
        self.grid.show_book(None)
        self._offer_saved()
        self._show()
        text = self.tr("Đã xóa bảng ghép “{}”.").format(binned.name)
        self.bar.tell(text, (self.tr("Hoàn tác"), partial(self._restore, binned)))

    def _restore(self, binned: FormMapping) -> None:
        self.context.bus.announce(self.context.services.report_forms.restore(binned.id))
        self._offer_saved()
        self.tools.saved_box.setCurrentIndex(self.tools.saved_box.findData(binned.id))
        self._choose_saved()

    def _examine(self) -> None:
        path = self.context.ask.open_file(self, self.tr("Chọn biểu mới để so với bảng ghép"), FORM_FILES)
        if path is not None:
            self._read(path, self._start_doctor)

    def _start_doctor(self, form: OpenedForm) -> None:
        if self._mapping is not None:
            self._start_doctor_for(self._mapping, form, f"{self._mapping.name} – {Path(form.book.name).stem}")

    def _start_doctor_for(self, mapping: FormMapping, form: OpenedForm, name: str) -> None:
        self._stack.setCurrentWidget(self.doctor)
        self.tools.hide()
        self.doctor.examine(mapping, form, self.context.services.report_forms.free_name(name), self.panel.names)

    def _leave_doctor(self) -> None:
        self._stack.setCurrentWidget(self.split if self._form else self._empty)
        self.tools.show()

    def _take_proposal(self, mapping: FormMapping, form: OpenedForm) -> None:
        """Keep what the person accepted as a mapping of its own; the old one stays for the old form."""
        self._form, self._mapping = form, mapping
        self._leave_doctor()
        if self._keep():
            self.bar.tell(self.tr("Đã lập bảng ghép mới “{}” với {} ô.").format(mapping.name, len(mapping.cells)))
        self._show_form()
