"""Writing a plan out: where to, what when the file is open in Word, and what then."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTemporaryDir
from PySide6.QtWidgets import QWidget

from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.progress import Progress
from cchc_desktop.errors import AppError, Cancelled, FileInUse
from cchc_desktop.ui.ask import PDF_FILES, WORD_FILES
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


def can_make_pdf() -> bool:
    """Tell whether Word or LibreOffice is there to lay pages out."""
    from cchc_desktop.documents import pdf

    return pdf.can_make_pdf()


class PlanExporter(QObject):
    """Exports plans for the pages of the place. `owner` is the parent of questions."""

    def __init__(self, context: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self._context = context
        self._owner = owner
        self._folder: QTemporaryDir | None = None
        self._views = 0

    def word(self, plan: Plan, bar: NoticeBar) -> None:
        """Ask where to, write a .docx, and say so in `bar`."""
        self._ask(plan, bar, ".docx", self.tr("Xuất kế hoạch ra tệp Word"), WORD_FILES)

    def pdf(self, plan: Plan, bar: NoticeBar) -> None:
        """Ask where to, write a .pdf, and say so in `bar`."""
        self._ask(plan, bar, ".pdf", self.tr("Xuất kế hoạch ra tệp PDF"), PDF_FILES)

    def view(self, plan: Plan) -> None:
        """Lay the pages out in a temporary folder and open them."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        # A name of its own each time: the last one may still be open in a viewer that locks it.
        self._views += 1
        name = Path(self._context.services.plans.file_name(plan)).stem
        target = Path(self._folder.path()) / f"{name} ({self._views}).pdf"
        work = partial(_write, self._context.services.plans.export, plan.id, target)
        self._context.runner.run(work, self._open, label=self.tr("Đang dàn trang bản in"))

    def print(self, plan: Plan, bar: NoticeBar) -> None:
        """Send the plan to the default printer, and say so in `bar`."""
        work = partial(_print, self._context.services.printing.print_plan, plan.id)
        done = _Told(bar, self.tr("Đã gửi kế hoạch tới máy in."), self)
        self._context.runner.run(work, done.tell, label=self.tr("Đang in kế hoạch"))

    def _open(self, path: Path) -> None:
        self._context.ask.open_path(path)

    def _ask(self, plan: Plan, bar: NoticeBar, ending: str, title: str, patterns: str) -> None:
        name = Path(self._context.services.plans.file_name(plan)).with_suffix(ending).name
        target = self._context.ask.save_file(self._owner, title, self._start_folder() / name, patterns)
        if target is not None:
            _Export(self._context, self._owner, self, bar, plan.id, ending, partial(self._ask, plan, bar)).write(target)

    def _start_folder(self) -> Path:
        last = self._context.settings.value.last_export_folder
        if last and Path(last).is_dir():
            return Path(last)
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


class _Told(QObject):
    """Says a sentence in a bar once, if the bar is still there then."""

    def __init__(self, bar: NoticeBar, words: str, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._words = words
        bar.destroyed.connect(self.deleteLater)

    def tell(self, _result: None) -> None:
        """Say it; goes afterwards."""
        self._bar.tell(self._words)
        self.deleteLater()


class _Export(QObject):
    """One export under way; goes when it is done."""

    def __init__(
        self,
        context: Context,
        owner: QWidget,
        parent: QObject,
        bar: NoticeBar,
        plan_id: str,
        ending: str,
        ask_again: Callable[[str, str, str], None],
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._owner = owner
        self._bar = bar
        self._plan_id = plan_id
        self._ending = ending
        self._ask_again = ask_again
        self._target = Path()

    def write(self, target: Path) -> None:
        """Write to `target` on the worker thread."""
        if target.suffix.lower() != self._ending:
            target = target.with_name(target.name + self._ending)
        self._target = target
        work = partial(_write, self._context.services.plans.export, self._plan_id, target)
        self._context.runner.run(work, self._done, self._failed, self.tr("Đang xuất {0}").format(target.name))

    def _done(self, path: Path) -> None:
        with contextlib.suppress(AppError):  # a remembered folder is a comfort, not worth a message
            self._context.settings.update(last_export_folder=str(path.parent))
        words = self.tr("Mở bằng Word") if self._ending == ".docx" else self.tr("Mở tệp PDF")
        self._bar.tell(
            self.tr("Đã xuất “{0}”.").format(path.name),
            (words, partial(_open_path, self._context, path)),
            (self.tr("Mở thư mục"), partial(_open_path, self._context, path.parent)),
        )
        self.deleteLater()

    def _failed(self, error: AppError) -> None:
        if isinstance(error, FileInUse):
            answer = self._context.ask.retry_or_rename(self._owner, error)
            if answer == "retry":
                self.write(self._target)
                return
            if answer == "rename":
                title, patterns = self.tr("Lưu tên khác"), WORD_FILES if self._ending == ".docx" else PDF_FILES
                self._ask_again(self._ending, title, patterns)
        elif not isinstance(error, Cancelled):
            self._context.ask.error(self._owner, error)
        self.deleteLater()


def _open_path(context: Context, path: Path) -> None:
    context.ask.open_path(path)


def _write(export: Callable[[str, Path, Progress], Path], plan_id: str, target: Path, progress: Progress) -> Path:
    progress.step(0, 0, f"Đang ghi {target.name}")
    return export(plan_id, target, progress)


def _print(send: Callable[[str, Progress], None], plan_id: str, progress: Progress) -> None:
    send(plan_id, progress)
