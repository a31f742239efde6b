"""Tổng hợp → Số liệu tổng hợp: totals, what stands behind each, who is missing; frozen, printed, sent on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedLayout

from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.receipt import KIND_NAMES, ReceiptKind
from cchc_desktop.errors import AppError, Cancelled, InvalidInput, NotFound
from cchc_desktop.ui.models.report_words import when
from cchc_desktop.ui.screens.gathering_consolidation_files import ConsolidationFiles
from cchc_desktop.ui.screens.gathering_consolidation_view import BEHIND, CHANGED, LEFT_OUT, MISSING, ConsolidationView
from cchc_desktop.ui.screens.gathering_tab import GatheringTab

if TYPE_CHECKING:
    from cchc_desktop.domain.consolidation import Consolidation, ConsolidationVersion, TotalFigure
    from cchc_desktop.domain.consolidation_frozen import ConsolidationChange
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.consolidation import Behind, ConsolidationService, MadeConsolidation
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.handover_page import HandoverPage


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the page shows: totals, the frozen version they are of (None: as things are now), all frozen ones.

    `number` counts what was asked for: what comes after something newer was asked for is not shown.
    """

    number: int
    made: Consolidation
    version: ConsolidationVersion | None
    versions: tuple[ConsolidationVersion, ...]
    change: ConsolidationChange | None = None
    answer: str = ""


class ConsolidationPage(GatheringTab):
    """`loaded` tells that the totals of the chosen period are on show."""

    loaded = Signal()

    topics = frozenset({Topic.RECEIVED, Topic.DIRECTORY, Topic.REPORT, Topic.CATALOGUE, Topic.UNIT})

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("gathering_consolidation")
        self._context = context
        self._service: ConsolidationService = context.services.consolidation
        self._shown: _Shown | None = None
        self._asked = 0
        self._busy = False
        self.handover: HandoverPage | None = None
        self.view = ConsolidationView(context.settings, self)
        self.files = ConsolidationFiles(context, self)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._pages.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        self.view.period.activated.connect(self._choose_period)
        self.view.version.activated.connect(self._load)
        self.view.old.clicked.connect(self._load)
        self.view.totals.selected_changed.connect(self._look_behind)
        self.view.totals.activated_row.connect(lambda row: self._to_units())
        self.view.behind.activated_row.connect(self._open)
        self.view.behind.selected_changed.connect(self._follow)
        self.view.open_file.clicked.connect(self._open_current)
        self.view.reason.given.connect(self._freeze)
        self.view.workbook.triggered.connect(partial(self._paper, "workbook"))
        self.view.word.triggered.connect(partial(self._paper, "word"))
        self.view.form.triggered.connect(partial(self._paper, "form"))
        self.view.send.clicked.connect(self._hand_over)
        self.files.finished.connect(self._tell_written)
        self.files.busy_changed.connect(self._show_busy)

    # ------------------------------------------------------------------ what the place asks for

    @property
    def action(self) -> str:
        """Freezing, unless the consolidation is just being handed over."""
        return "" if self.handover is not None else self.tr("Chốt tổng hợp")

    def refresh(self) -> None:
        """Read the periods and the totals again; what is chosen stays chosen."""
        chosen, version = self.view.period.currentData(), self.view.version.currentData()
        try:
            self._fill_periods(chosen)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        self._load_version(version if self.view.period.currentData() == chosen else "")

    def new(self) -> None:
        """Freeze the totals as they are now."""
        if self._busy or self.view.period.currentData() is None or self.handover is not None:
            return
        if self._service.needs_reason(self.view.period.currentData()):
            self.view.reason.ask()
        else:
            self._freeze("")

    def accept(self, request: object) -> None:
        """Show the period of a code."""
        if isinstance(request, str) and (place := self.view.period.findData(request)) >= 0:
            self.view.period.setCurrentIndex(place)
            self._choose_period()

    def escape(self) -> bool:
        """Close the hand-over, the question for a reason, then the message."""
        if self.handover is not None:
            self._close_handover()
            return True
        for widget in (self.view.reason, self.view.bar):
            if not widget.isHidden():
                widget.hide()
                return True
        return False

    # ------------------------------------------------------------------ choosing and reading

    def _fill_periods(self, chosen: str | None) -> None:
        reports = self._context.services.reports
        year = reports.next_due().year
        listed = {one.code: one.name for number in (year, year - 1) for one in reports.periods(number)}
        received = self._service.received_periods()
        for code in received:
            if code not in listed:
                try:
                    listed[code] = reports.period(code).name
                except NotFound:
                    continue  # a period of another rule; its reports wait until somebody makes that rule
        known = [code for code in received if code in listed]
        self.view.period.clear()
        for code, name in listed.items():
            self.view.period.addItem(name, code)
        wanted = chosen or (max(known) if known else reports.next_due().code)
        self.view.period.setCurrentIndex(max(0, self.view.period.findData(wanted)))

    def _choose_period(self) -> None:
        self.view.reason.hide()
        self.view.bar.hide()
        self._load_version("")

    def _load(self) -> None:
        self._load_version(self.view.version.currentData() or "")

    def _load_version(self, version_id: str | None) -> None:
        code, with_old, service = self.view.period.currentData(), self.view.old.isChecked(), self._service
        if code is None:
            return
        self._asked += 1
        self.view.summary.setText(self.tr("Đang cộng số liệu của các đơn vị…"))
        number = self._asked

        def read() -> _Shown:
            versions = service.versions(code)
            version = next((one for one in versions if one.id == version_id), None)
            if version is None:
                return _Shown(number, service.compute(code, with_old), None, versions)
            answers = service.answers(version.id)
            answer = KIND_NAMES[ReceiptKind(answers[-1].kind)] if answers else ""
            said, change = service.content(version.id), service.change_of(version.id)
            return _Shown(number, said, version, versions, change, answer)

        self._context.runner.read(read, self._show)

    def _show(self, shown: _Shown) -> None:
        if shown.number != self._asked:
            return  # another period was chosen meanwhile
        self._shown = shown
        made = shown.made
        self.view.version.clear()
        self.view.version.addItem(self.tr("Số liệu hiện nay"), "")
        for one in reversed(shown.versions):
            self.view.version.addItem(self.tr("Bản {0} ({1})").format(one.name, when(one.made_at)), one.id)
        self.view.version.setCurrentIndex(max(0, self.view.version.findData(shown.version.id if shown.version else "")))
        self.view.old.setEnabled(shown.version is None)
        self.view.summary.setText(self._summary(shown))
        selected = self.view.totals.first_selected_row()
        self.view.totals_model.set_rows(made.figures)
        self.view.missing_model.set_rows(made.missing)
        self.view.left_out_model.set_rows(made.left_out)
        self.view.change_model.set_rows(shown.change.figures if shown.change else ())
        self.view.details.setTabText(BEHIND, self.tr("Theo đơn vị"))
        self.view.details.setTabText(MISSING, self.tr("Chưa có báo cáo ({})").format(len(made.missing)))
        self.view.details.setTabText(LEFT_OUT, self.tr("Không cộng ({})").format(len(made.left_out)))
        self.view.details.setTabText(CHANGED, self.tr("Khác bản trước"))
        self.view.details.setTabVisible(CHANGED, shown.change is not None)
        code = selected.code if selected else ""
        places = [place for place, row in enumerate(self.view.totals_model.rows) if row.code == code]
        self.view.totals.select_number(places[0] if places else 0)
        self._look_behind()
        self._follow()
        self.loaded.emit()

    def _summary(self, shown: _Shown) -> str:
        made, version = shown.made, shown.version
        whole = made.units_counted + len(made.missing)
        text = self.tr("Đã tổng hợp {0}/{1} đơn vị; {2} đơn vị chưa có báo cáo.").format(
            *map(format_number, (made.units_counted, whole, len(made.missing)))
        )
        if not made.sources:
            text = self.tr("Kỳ này chưa nhận được báo cáo nào để tổng hợp; {} đơn vị phải báo cáo.").format(whole)
        if made.strangers:
            codes = ", ".join(code for code, _ in made.strangers[:5])
            text += self.tr(" Có {0} mã không có trong danh mục, không tổng hợp: {1}.").format(
                len(made.strangers), codes
            )
        if version is None:
            return text + self.tr(" Số liệu còn đổi khi nhận thêm báo cáo.") if made.sources else text
        state = shown.answer or (self.tr("Đã gửi") if version.package_id else self.tr("Chưa gửi"))
        text += self.tr(" Bản {0}, {1} chốt; {2}.").format(version.name, version.actor, state.casefold())
        return text + (self.tr(" Lý do bổ sung: {}.").format(version.reason) if version.reason else "")

    # ------------------------------------------------------------------ behind a total

    def _look_behind(self) -> None:
        figure: TotalFigure | None = self.view.totals.first_selected_row()
        shown = self._shown
        if figure is None or shown is None:
            self.view.behind_model.set_rows(())
            self.view.of.setText("")
            return
        service = self._service
        self._context.runner.read(lambda: (shown.made, figure, service.behind(shown.made, figure)), self._show_behind)

    def _show_behind(self, found: tuple[Consolidation, TotalFigure, tuple[Behind, ...]]) -> None:
        made, figure, rows = found
        current = self.view.totals.first_selected_row()
        if self._shown is None or self._shown.made is not made or current is None or current.code != figure.code:
            return
        self.view.of.setText(f"{figure.code}. {figure.name} ({figure.unit})")
        self.view.behind_model.set_rows(rows)
        self._follow()

    def _to_units(self) -> None:
        self.view.details.setCurrentIndex(BEHIND)
        self.view.behind.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.view.behind.current_row() is None:
            self.view.behind.select_number(0)

    def _open_current(self) -> None:
        row = self.view.behind.first_selected_row()
        if row is not None:
            self._open(row)

    def _open(self, row: Behind) -> None:
        service = self._service

        def work(progress: Progress) -> tuple[Behind, Path]:
            progress.step(0, 0, row.source.file_name)
            return row, service.received_file(row.source)

        self._context.runner.run(work, self._opened, label=self.tr("Đang mở tệp nguồn"))

    def _opened(self, opened: tuple[Behind, Path]) -> None:
        row, path = opened
        self._context.ask.open_path(path)
        if row.figure is not None and row.figure.cell:
            self._context.hint(self.tr("Số liệu ở trang “{0}”, ô {1}").format(row.figure.sheet, row.figure.cell))

    def _follow(self) -> None:
        shown = self._shown
        frozen = shown is not None and shown.version is not None
        for control in (self.view.workbook, self.view.word, self.view.send):
            control.setEnabled(frozen and not self._busy)
            control.setToolTip("" if frozen else self.tr("Chốt tổng hợp trước, hoặc chọn một bản đã chốt"))
        self.view.form.setEnabled(shown is not None and bool(shown.made.sources) and not self._busy)
        self.view.open_file.setEnabled(self.view.behind.has_selection())

    def _show_busy(self, busy: bool) -> None:
        self._busy = busy
        self._follow()

    # ------------------------------------------------------------------ freezing, printing, sending

    def _freeze(self, reason: str) -> None:
        code, with_old = self.view.period.currentData(), self.view.old.isChecked()
        service, papers = self._service, self._context.services.consolidation_papers

        def work(progress: Progress) -> MadeConsolidation:
            made = service.make(code, reason, with_old, progress)
            papers.make_all(made.version.id, progress)
            return made

        self._show_busy(True)
        self._context.runner.run(work, self._frozen, self._refused, self.tr("Đang tổng hợp"))

    def _frozen(self, made: MadeConsolidation) -> None:
        self._show_busy(False)
        self._context.saved()
        self._context.bus.announce(made.change)
        words = self.tr("Đã chốt tổng hợp, bản {}. Biểu Excel và báo cáo Word đã lập xong.").format(made.version.name)
        self.view.bar.tell(words, (self.tr("Gửi…"), self._hand_over))
        self._load_version(made.version.id)

    def _refused(self, error: AppError) -> None:
        self._show_busy(False)
        self._load()
        if isinstance(error, InvalidInput):
            said = next(iter(error.problems.values()))
            self.view.bar.tell(f"{said[:1].upper()}{said[1:]}.")
        elif not isinstance(error, Cancelled):
            self._context.ask.error(self, error)

    def _paper(self, what: str) -> None:
        shown = self._shown
        if shown is None:
            return
        if what == "form":
            self.files.form(shown.made)
        elif shown.version is not None:
            (self.files.workbook if what == "workbook" else self.files.word)(shown.version)

    def _tell_written(self, path: Path, notes: tuple[str, ...]) -> None:
        told = " ".join((self.tr("Đã ghi “{}”.").format(path.name), *notes))
        self.view.bar.tell(told, (self.tr("Mở tệp"), partial(self._open_path, path)))

    def _open_path(self, path: Path) -> None:
        self._context.ask.open_path(path)

    def _hand_over(self) -> None:
        from cchc_desktop.ui.screens.handover_page import HandoverPage

        shown = self._shown
        if shown is None or shown.version is None:
            return
        sending = self._context.services.consolidation_sending
        self.handover = HandoverPage(self._context, shown.version.id, self, sending)
        self.handover.closed.connect(self._close_handover)
        self._pages.addWidget(self.handover)
        self._pages.setCurrentWidget(self.handover)
        self.action_changed.emit()

    def _close_handover(self) -> None:
        page, self.handover = self.handover, None
        if page is None:
            return
        self._pages.setCurrentIndex(0)
        self._pages.removeWidget(page)
        page.hide()
        page.deleteLater()
        self.action_changed.emit()
        self._load()
