"""Leads a plan through its life on the screen: the pages of the place for it, and which follows which."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.plan import FROZEN_STATES, Plan
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.screens.plan_clone_page import PlanClonePage
from cchc_desktop.ui.screens.plan_compare_page import PlanComparePage
from cchc_desktop.ui.screens.plan_frozen_page import PlanFrozenPage
from cchc_desktop.ui.screens.plan_issue_page import PlanIssuePage

if TYPE_CHECKING:
    from datetime import date

    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.plan_clone import CloneOptions
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.plan_life import LivedPlan
    from cchc_desktop.services.plans import SavedPlan
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.screens.plan_editor import PlanEditor
    from cchc_desktop.ui.screens.plan_export import PlanExporter

SCAN_FILES = "Bản ký (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp *.heic)"


class Pages(Protocol):
    """What the flow needs of the place of plans."""

    editor: PlanEditor | None

    def add_page(self, page: QWidget, toolbar: QWidget) -> None:
        """Take a page into the stack."""

    def show_page(self, page: QWidget) -> None:
        """Show a page with its toolbar."""

    def current_page(self) -> QWidget | None:
        """Return the page on show."""

    def open(self, plan: Plan) -> PlanEditor:
        """Edit a plan."""

    def close_editor(self) -> None:
        """Throw the editor away; what is in it is written already."""

    def announce(self, change: Change) -> None:
        """Tell everybody what changed."""

    def show_list(self, plan_id: str) -> None:
        """Go back to the list, with a plan chosen."""


class PlanLifeFlow(QObject):
    """Owns the pages of a plan's life. `owner` is the parent of questions."""

    def __init__(self, context: Context, place: Pages, owner: QWidget, exporter: PlanExporter, has_pdf: bool) -> None:
        super().__init__(owner)
        self._context = context
        self._life = context.services.plan_life
        self._place = place
        self._owner = owner
        self._exporter = exporter
        self._origin: QWidget | None = None
        self.frozen = PlanFrozenPage(has_pdf, owner)
        self.issue = PlanIssuePage(context, owner)
        self.compare = PlanComparePage(context, owner)
        self.clone = PlanClonePage(context, owner)
        for page in (self.frozen, self.issue, self.compare, self.clone):
            place.add_page(page, page.toolbar)
        self._connect()

    def _connect(self) -> None:
        life, versions = self.frozen.life, self.frozen.versions
        life.withdraw_wanted.connect(self._withdraw)
        life.issue_wanted.connect(self._ask_issue)
        life.amend_wanted.connect(self._amend)
        life.compare_wanted.connect(self._compare_last)
        versions.file_wanted.connect(self._open_file)
        versions.compare_wanted.connect(self._compare_with_before)
        versions.add_scan_wanted.connect(self._add_scan)
        versions.scan_wanted.connect(self._open_scan)
        versions.remove_scan_wanted.connect(self._remove_scan)
        versions.dropped.connect(self._drop_scans)
        self.frozen.back_wanted.connect(self._to_list)
        self.frozen.word_wanted.connect(self._export_word)
        self.frozen.pdf_wanted.connect(self._export_pdf)
        self.frozen.print_view_wanted.connect(self._view)
        self.frozen.print_wanted.connect(self._print)
        self.issue.issue_wanted.connect(self._issue)
        self.issue.back_wanted.connect(self.back)
        self.issue.review_wanted.connect(self._review)
        self.compare.back_wanted.connect(self.back)
        self.clone.clone_wanted.connect(self._clone)
        self.clone.back_wanted.connect(self.back)

    # -- pages

    def watch(self, editor: PlanEditor) -> None:
        """Serve the buttons of a new editor's life bar."""
        life = editor.life
        life.show_plan(editor.plan, self._life.versions(editor.plan.id))
        life.submit_wanted.connect(self._submit)
        life.issue_wanted.connect(self._ask_issue)
        life.compare_wanted.connect(self._compare_last)
        life.drop_wanted.connect(self._drop_amendment)

    def open(self, plan: Plan) -> bool:
        """Show a plan that must not change; False when it may be edited."""
        if plan.status not in FROZEN_STATES:
            return False
        self._place.close_editor()
        self._show_frozen(plan)
        return True

    def _show_frozen(self, plan: Plan) -> None:
        versions = self._life.versions(plan.id)
        scans = {version.id: self._life.scans(version.id) for version in versions}
        self.frozen.show_plan(plan, versions, scans)
        self._place.show_page(self.frozen)

    def refresh(self) -> None:
        """Show a frozen plan as it is stored now."""
        plan = self.frozen.plan
        if plan is not None and self._place.current_page() is self.frozen:
            self._show_frozen(self._context.services.plans.get(plan.id))

    def escape(self) -> bool:
        """Go one page back; False when none of these pages is on show."""
        page = self._place.current_page()
        if page in (self.issue, self.compare, self.clone):
            self.back()
            return True
        if page is self.frozen and self.frozen.bar.isVisible():
            self.frozen.bar.hide()
            return True
        return False

    def _turn_to(self, page: QWidget) -> None:
        if self._place.current_page() not in (self.issue, self.compare, self.clone):
            self._origin = self._place.current_page()
        self._place.show_page(page)

    def back(self) -> None:
        """Go back to the page that asked for this one."""
        if self._origin is not None:
            self._place.show_page(self._origin)

    def _to_list(self) -> None:
        self._place.show_list(self.frozen.plan.id if self.frozen.plan else "")

    def _written_plan(self) -> Plan | None:
        """Return the plan on show, written; None when it cannot be."""
        if self._place.editor is None:
            return self.frozen.plan
        return self._place.editor.plan if self._place.editor.finish() else None

    # -- steps

    def _try(self, command: Callable[[], LivedPlan]) -> Plan | None:
        try:
            lived = command()
        except AppError as error:
            self._context.ask.error(self._owner, error)
            return None
        self._place.announce(lived.change)
        return lived.plan

    def _submit(self) -> None:
        plan = self._written_plan()
        if plan is not None:
            submitted = self._try(partial(self._life.submit, plan.id))
            if submitted is not None:
                self.open(submitted)

    def _withdraw(self) -> None:
        plan = self.frozen.plan
        if plan is not None:
            withdrawn = self._try(partial(self._life.withdraw, plan.id))
            if withdrawn is not None:
                self._place.open(withdrawn)

    def _amend(self, reason: str) -> None:
        plan = self.frozen.plan
        if plan is None:
            return
        number = plan.number_text.strip()
        amended = self._try(partial(self._life.amend, plan.id, reason))
        if amended is not None:
            words = self.tr("Đang lập bản điều chỉnh. Bản số {0} đã ban hành vẫn giữ nguyên cùng tệp và bản ký.")
            self._place.open(amended).bar.tell(words.format(number))

    def _drop_amendment(self) -> None:
        editor = self._place.editor
        question = self.tr("Bỏ mọi thay đổi của lần điều chỉnh này và trở về bản đã ban hành?")
        if editor is None or not self._context.ask.confirm(self._owner, question, self.tr("Bỏ điều chỉnh")):
            return
        if editor.finish():
            back = self._try(partial(self._life.drop_amendment, editor.plan.id))
            if back is not None:
                self.open(back)

    # -- issuing

    def _ask_issue(self) -> None:
        plan = self._written_plan()
        if plan is not None:
            self._turn_to(self.issue)
            self.issue.show_plan(plan, self.open_findings(plan.id))

    def open_findings(self, plan_id: str) -> int:
        """Return how many findings of the leftover scan are open."""
        return sum(judged.open for judged in self._context.services.plans.leftovers(plan_id))

    def _review(self) -> None:
        self.back()
        if self._place.editor is not None:
            self._place.editor.review.open()
        elif self.issue.plan is not None:
            self.frozen.bar.tell(self.tr("Muốn rà soát và sửa, bấm “Rút lại để sửa”."))

    def _issue(self, plan_id: str, number: int, day: date) -> None:
        work = partial(_issue, self._context.services, plan_id, number, day)
        self._context.runner.run(work, self._issued, self._not_issued, self.tr("Đang ban hành kế hoạch"))

    def _issued(self, lived: LivedPlan) -> None:
        self._place.announce(lived.change)
        self.open(lived.plan)
        day = short_date(lived.plan.date) if lived.plan.date else ""
        version = self._life.versions(lived.plan.id)[-1]
        self.frozen.bar.tell(
            self.tr("Đã ban hành kế hoạch số {0} ngày {1}.").format(lived.plan.number_text, day),
            (self.tr("Mở tệp đã ban hành"), partial(self._open_file, version.id)),
            (self.tr("Thêm bản ký…"), partial(self._add_scan, version.id)),
        )

    def _not_issued(self, error: AppError) -> None:
        if isinstance(error, InvalidInput):
            self.issue.show_problems(error.problems)
        else:
            self.issue.issue.setEnabled(True)
            self._context.ask.error(self._owner, error)

    # -- out

    def _export_word(self) -> None:
        if self.frozen.plan is not None:
            self._exporter.word(self.frozen.plan, self.frozen.bar)

    def _export_pdf(self) -> None:
        if self.frozen.plan is not None:
            self._exporter.pdf(self.frozen.plan, self.frozen.bar)

    def _print(self) -> None:
        if self.frozen.plan is not None:
            self._exporter.print(self.frozen.plan, self.frozen.bar)

    def _view(self) -> None:
        if self.frozen.plan is not None:
            self._exporter.view(self.frozen.plan)

    # -- versions

    def _open_path(self, make: Callable[[], Path]) -> None:
        try:
            path = make()
        except AppError as error:
            self._context.ask.error(self._owner, error)
            return
        self._context.ask.open_path(path)

    def _open_file(self, version_id: str) -> None:
        self._open_path(partial(self._life.viewing_copy, version_id))

    def _open_scan(self, attachment_id: str) -> None:
        self._open_path(partial(self._life.scan_copy, attachment_id))

    def _add_scan(self, version_id: str) -> None:
        path = self._context.ask.open_file(self._owner, self.tr("Chọn bản ký (tệp quét hoặc ảnh chụp)"), SCAN_FILES)
        if path is not None:
            self._attach([path], version_id)

    def _drop_scans(self, paths: list[Path]) -> None:
        self._attach(paths, "")

    def _attach(self, paths: list[Path], version_id: str) -> None:
        plan = self.frozen.plan
        if plan is not None:
            work = partial(_attach, self._context.services, plan.id, paths, version_id)
            self._context.runner.run(work, self._attached, label=self.tr("Đang lưu bản ký"))

    def _attached(self, change: Change) -> None:
        self._place.announce(change)
        self.refresh()

    def _remove_scan(self, attachment_id: str) -> None:
        self._attached(self._life.remove_scan(attachment_id))
        undo = partial(self._restore_scan, attachment_id)
        self.frozen.bar.tell(self.tr("Đã xóa tệp bản ký."), (self.tr("Hoàn tác"), undo))

    def _restore_scan(self, attachment_id: str) -> None:
        self._attached(self._life.restore_scan(attachment_id))

    def _compare_with_before(self, version_id: str) -> None:
        plan = self.frozen.plan
        if plan is not None:
            issued = [version for version in self._life.versions(plan.id) if version.issued]
            place = [version.id for version in issued].index(version_id)
            self._show_compare(plan, issued[max(0, place - 1)].id, version_id)

    def _compare_last(self) -> None:
        plan = self._written_plan()
        if plan is None:
            return
        issued = [version for version in self._life.versions(plan.id) if version.issued]
        if self._place.editor is not None or plan.number is None:
            self._show_compare(plan, issued[-1].id, "")
        elif len(issued) > 1:
            self._show_compare(plan, issued[-2].id, issued[-1].id)

    def _show_compare(self, plan: Plan, old_id: str, new_id: str) -> None:
        edited = None if new_id else plan
        self._turn_to(self.compare)
        self.compare.show_versions(self._life.versions(plan.id), edited, old_id, new_id)

    # -- clone

    def ask_clone(self, plan: Plan) -> None:
        """Ask for the year and what comes along."""
        self._turn_to(self.clone)
        self.clone.show_plan(plan)

    def _clone(self, plan_id: str, year: int, options: CloneOptions) -> None:
        try:
            saved: SavedPlan = self._context.services.plans.clone(plan_id, year, options)
        except AppError as error:
            self._context.ask.error(self._owner, error)
            return
        self._place.announce(saved.change)
        sentence = self.tr(
            "Đã nhân bản sang năm {0}. Số và ngày để trống; các năm trong lời văn đã được đổi, năm của văn bản được "
            "viện dẫn giữ nguyên."
        )
        editor = self._place.open(saved.plan)
        editor.bar.tell(sentence.format(year), (self.tr("Rà soát chữ còn sót"), editor.review.open))


def _issue(services: Services, plan_id: str, number: int, day: date, progress: Progress) -> LivedPlan:
    progress.step(0, 0, "Đang ban hành kế hoạch")
    return services.plan_life.issue(plan_id, number, day)


def _attach(services: Services, plan_id: str, paths: list[Path], version_id: str, progress: Progress) -> Change:
    progress.step(0, 0, "Đang lưu bản ký")
    return services.plan_life.attach_scan(plan_id, paths, version_id)
