"""The page "Kế hoạch cấp trên": the superior's plans at the left, the chosen one with its demands at the right."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.superior_plan import Demand, SuperiorPlan, SuperiorPlanRow
from cchc_desktop.errors import AppError
from cchc_desktop.messages import describe
from cchc_desktop.ui.ask import WORD_FILES
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.models.superior_draft import SuperiorDraft
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.notice_bar import NoticeBar
from cchc_desktop.ui.widgets.superior_demands import DemandsEditor
from cchc_desktop.ui.widgets.superior_form import SuperiorForm
from cchc_desktop.ui.widgets.superior_scans import SuperiorScans

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.plan_place import PlanPlace

_WIDTHS = (52, 118, 72, 100)


class SuperiorPage(QWidget):
    """`back_wanted` asks for the list of our own plans."""

    back_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("superior_page")
        self.context = context
        self.draft = SuperiorDraft(context.services.superior_plans.save, self)
        self.model: RowsModel[SuperiorPlanRow] = RowsModel(_columns(self), self)
        self.table = DataTable("superior_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Kế hoạch của cấp trên"))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.set_model(self.model, _WIDTHS)
        self.table.offer_history(context, lambda row: ("superior_plan", row.id))
        self.bar = NoticeBar(self)
        self.form = SuperiorForm(self.draft, context.today, self)
        self.scans = SuperiorScans(context, self.draft, self)
        self.demands = DemandsEditor(self.draft, self)
        sentence = self.tr(
            "Chưa có kế hoạch nào của cấp trên. Nhập từ tệp Word hoặc gõ các yêu cầu để đối chiếu với kế hoạch của xã."
        )
        self.empty = EmptyState(sentence, self.tr("Nhập từ Word…"), self)
        self.toolbar = self._make_toolbar()
        self._filling = False
        self._place: PlanPlace | None = None
        self._lay_out()
        self._connect()

    # -- building

    def _make_toolbar(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        for name, words, picture, slot in (
            ("superior_back", self.tr("Danh sách"), "mdi6.arrow-left", self.back_wanted.emit),
            ("superior_remove", self.tr("Xóa"), "mdi6.trash-can-outline", self.remove),
            ("superior_import", self.tr("Nhập từ Word…"), "mdi6.file-import-outline", self.import_word),
            ("superior_add", self.tr("Thêm kế hoạch cấp trên"), "mdi6.plus", self.add),
        ):
            main = name == "superior_add"
            button = QPushButton(icon(picture, "on_accent") if main else icon(picture), words, bar)
            button.setObjectName(name)
            if main:
                button.setProperty("role", "main")
            button.clicked.connect(slot)
            row.addWidget(button)
        return bar

    def _lay_out(self) -> None:
        self.detail = QWidget(self)
        right = QVBoxLayout(self.detail)
        right.setContentsMargins(12, 0, 0, 0)
        right.setSpacing(6)
        right.addWidget(self.form)
        right.addWidget(self.scans)
        right.addWidget(self.demands, 1)
        self.split = QSplitter(Qt.Orientation.Horizontal, self)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.table)
        self.split.addWidget(self.detail)
        self.split.setSizes([330, 820])
        self.split.setStretchFactor(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.bar)
        layout.addWidget(self.split, 1)
        layout.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self.empty.clicked.connect(self.import_word)
        self.table.selected_changed.connect(self._open_chosen)
        self.scans.told.connect(self.bar.tell)
        self.scans.offered.connect(self.bar.tell)
        self.scans.read.connect(self._take_read)
        self.demands.told.connect(self.bar.tell)
        self.draft.stored.connect(self._stored)
        self.draft.failed.connect(self._not_stored)

    def join(self, place: PlanPlace) -> None:
        """Stand among the pages of the place; "back" goes to the plan that is open, else to the list."""
        self._place = place
        place.add_page(self, self.toolbar)
        place.list.superior_wanted.connect(self.open)
        self.back_wanted.connect(self._go_back)

    def open(self) -> None:
        """Show the page, when what is being edited elsewhere could be written."""
        if self._place is not None and self._place.leave():
            self.refresh()
            self._place.show_page(self)

    def _go_back(self) -> None:
        if self._place is not None and self.leave():
            self._place.show_page(self._place.editor or self._place.list)

    # -- showing

    def refresh(self, choose: str = "") -> None:
        """Reload the list; the chosen plan stays chosen, and what is being typed stays as it is."""
        rows = self.context.services.superior_plans.rows()
        wanted = choose or (self.draft.plan.id if self.draft.plan else "")
        self._filling = True
        self.model.set_rows(rows)
        ids = [row.id for row in self.model.rows]
        if wanted in ids:
            self.table.select_number(ids.index(wanted))
        elif not self.draft.is_new:
            self.table.select_number(0)
        self._filling = False
        if not self.draft.is_new and not self.draft.dirty and (self.draft.plan is None or wanted not in ids or choose):
            self._open_chosen()
        self._show_parts()

    def _show_parts(self) -> None:
        something = bool(self.model.rows) or self.draft.plan is not None
        self.split.setVisible(something)
        self.empty.setVisible(not something)
        self.detail.setVisible(self.draft.plan is not None)

    def _open_chosen(self) -> None:
        if self._filling:
            return
        row = self.table.current_row()
        if row is not None and self.draft.plan is not None and row.id == self.draft.plan.id:
            return
        if not self.draft.write():
            return
        self._open(self._read(row.id) if row is not None else None)

    def _read(self, plan_id: str) -> SuperiorPlan | None:
        try:
            return self.context.services.superior_plans.get(plan_id)
        except AppError as error:
            self.context.ask.error(self, error)
            return None

    def _open(self, plan: SuperiorPlan | None) -> None:
        self.draft.open(plan)
        self.form.show_draft()
        self.scans.show_draft()
        self._show_parts()

    # -- what the buttons do

    def add(self) -> None:
        """Start a new plan of the present year."""
        if not self.leave():
            return
        self._open(SuperiorPlan(self.context.today().year, ""))
        self._filling = True
        self.table.clearSelection()
        self._filling = False
        self.form.number.setFocus(Qt.FocusReason.OtherFocusReason)

    def import_word(self) -> None:
        """Ask for a Word file and read a plan with proposed demands out of it."""
        if not self.leave():
            return
        path = self.context.ask.open_file(self, self.tr("Chọn kế hoạch của cấp trên"), WORD_FILES)
        if path is not None:
            work = partial(_read_word, self.context.services, path)
            self.context.runner.run(work, self._take_import, label=self.tr("Đang đọc {0}").format(path.name))

    def _take_import(self, plan: SuperiorPlan) -> None:
        if not self.leave():
            return
        try:
            saved = self.context.services.superior_plans.save(plan)
        except AppError as error:
            self.context.ask.error(self, error)
            return
        self._open(saved.plan)
        self.refresh()
        self._stored(saved.change)
        words = self.tr("Đã nhập kế hoạch với {0} yêu cầu đề xuất. Đọc lại và xác nhận từng dòng.")
        self.bar.tell(words.format(len(saved.plan.demands)))

    def _take_read(self, demands: tuple[Demand, ...]) -> None:
        if self.draft.plan is None:
            return
        self.draft.set_demands((*self.draft.plan.demands, *demands))
        words = self.tr("Máy đọc được {0} dòng có thể là yêu cầu. Máy có thể đọc sai: đối chiếu bản chụp rồi xác nhận.")
        self.bar.tell(
            words.format(len(demands)) if demands else self.tr("Máy không đọc được dòng nào có thể là yêu cầu.")
        )

    def remove(self) -> None:
        """Put the chosen plan into the bin; it can be taken back."""
        plan = self.draft.plan
        if plan is None:
            return
        self.draft.open(None)
        if plan.version:
            self.context.bus.announce(self.context.services.superior_plans.bin(plan.id))
            back = (self.tr("Hoàn tác"), partial(self._restore, plan.id))
            self.bar.tell(self.tr("Đã xóa “{0}”.").format(plan.reference), back)
            self.context.saved()
        self.refresh()

    def _restore(self, plan_id: str) -> None:
        self.context.bus.announce(self.context.services.superior_plans.restore(plan_id))
        self.refresh(plan_id)

    # -- writing

    def _stored(self, change: object) -> None:
        self.context.saved()
        self.context.bus.announce(change)  # type: ignore[arg-type]
        self.refresh()

    def _not_stored(self, error: AppError) -> None:
        self.bar.tell(describe(error).as_text(), (self.tr("Nạp bản mới nhất"), self._reload))

    def _reload(self) -> None:
        plan = self.draft.plan
        self._open(self._read(plan.id) if plan is not None and plan.version else None)
        self.refresh()

    def leave(self) -> bool:
        """Write what was typed; a new plan without a word is dropped. False keeps the person here."""
        QGuiApplication.inputMethod().commit()
        plan = self.draft.plan
        if plan is not None and self.draft.is_new and not (plan.title or plan.number or plan.demands):
            self.draft.open(None)
            return True
        return self.draft.write()


def _read_word(services: Services, path: Path, progress: Progress) -> SuperiorPlan:
    progress.step(0, 0, f"Đang đọc {path.name}")
    return services.superior_plans.read_word(path)


def _columns(page: QWidget) -> tuple[Column[SuperiorPlanRow], ...]:
    return (
        Column("year", page.tr("Năm"), _year, align=Align.CENTER),
        Column("number", page.tr("Số, ký hiệu"), _number, tip=_title),
        Column("demands", page.tr("Yêu cầu"), _demands, align=Align.RIGHT, tip=_waiting),
        Column("title", page.tr("Trích yếu"), _title, tip=_title),
    )


def _year(row: SuperiorPlanRow) -> str:
    return str(row.year)


def _number(row: SuperiorPlanRow) -> str:
    return row.number or (short_date(row.date) if row.date else "")


def _title(row: SuperiorPlanRow) -> str:
    return row.title


def _demands(row: SuperiorPlanRow) -> str:
    return f"{row.demands - row.unconfirmed}/{row.demands}"


def _waiting(row: SuperiorPlanRow) -> str:
    return f"{row.unconfirmed} đề xuất chưa xác nhận" if row.unconfirmed else ""
