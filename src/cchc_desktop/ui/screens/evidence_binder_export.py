"""The button "Tập minh chứng…" of the report: which part, where to, and writing it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cchc_desktop.errors import AppError, Cancelled, FileInUse
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.report_export import documents_folder

if TYPE_CHECKING:
    from cchc_desktop.domain.evidence import Binder, WrittenBinder
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

ZIP_FILES = "Tệp nén (*.zip)"


@dataclass(frozen=True, slots=True)
class Part:
    """What of a report a binder is of: a period, and perhaps one task (id) or one indicator (code) of it.

    `words` say it in the menu: "Nhiệm vụ 3".
    """

    period: str
    words: str
    task: str = ""
    indicator: str = ""


class BinderButton(QPushButton):
    """Offers the parts that `parts` returns when it is pressed, each as a zip or a folder.

    `finished` carries the `WrittenBinder`.
    """

    finished = Signal(object)

    def __init__(self, context: Context, parts: Callable[[], list[Part]], parent: QWidget) -> None:
        super().__init__(icon("mdi6.folder-text-outline"), "", parent)
        self.setText(self.tr("Tập minh chứng…"))
        self.setObjectName("report_binder")
        self.setToolTip(self.tr("Chép minh chứng vào một thư mục hoặc tệp zip theo thứ tự báo cáo, kèm mục lục để in"))
        self._context = context
        self._parts = parts
        self._binder: Binder | None = None
        self._target: Path | None = None
        self._menu = QMenu(self)
        self._menu.setObjectName("report_binder_menu")
        self._menu.aboutToShow.connect(self._offer)
        self.setMenu(self._menu)

    def _offer(self) -> None:
        self._menu.clear()
        for part in self._parts():
            if self._menu.actions():
                self._menu.addSeparator()
            self._menu.addAction(self.tr("{}: ra tệp zip…").format(part.words), partial(self.start, part, False))
            self._menu.addAction(self.tr("{}: ra thư mục…").format(part.words), partial(self.start, part, True))

    def start(self, part: Part, as_folder: bool) -> None:
        """Ask where to, then write."""
        if self._target is not None:
            return
        try:
            self._binder = self._context.services.evidence_binder.gather(part.period, part.task, part.indicator)
        except AppError as error:
            self._context.ask.error(self, error)
            return
        last = self._context.settings.value.last_export_folder
        usual = Path(last) if last and Path(last).is_dir() else documents_folder()
        if as_folder:
            chosen = self._context.ask.folder(self, self.tr("Chọn nơi đặt thư mục tập minh chứng"), usual)
            if chosen is not None:
                self._write(chosen)
        else:
            self._choose_zip(usual / f"{self._binder.name}.zip")

    def _choose_zip(self, suggested: Path) -> None:
        chosen = self._context.ask.save_file(self, self.tr("Ghi tập minh chứng ra tệp zip"), suggested, ZIP_FILES)
        if chosen is not None:
            self._write(chosen if chosen.suffix.lower() == ".zip" else chosen.with_name(chosen.name + ".zip"))

    def _write(self, target: Path) -> None:
        binder = self._binder
        assert binder is not None
        self._target = target
        self.setEnabled(False)
        service = self._context.services.evidence_binder

        def work(progress: Progress) -> WrittenBinder:
            return service.write(binder, target, progress)

        self._context.runner.run(work, self._written, self._refused, self.tr("Đang chép tập minh chứng"))

    def _written(self, written: WrittenBinder) -> None:
        self._end()
        with contextlib.suppress(AppError):  # the binder is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(written.target.parent))
        self.finished.emit(written)

    def _end(self) -> None:
        self._target = None
        self.setEnabled(True)

    def _refused(self, error: AppError) -> None:
        target = self._target
        self._end()
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, FileInUse) or target is None:
            self._context.ask.error(self, error)
            return
        answer = self._context.ask.retry_or_rename(self, error)
        if answer == "retry":
            self._write(target)
        elif answer == "rename":
            self._choose_zip(target.with_name(f"{target.stem} (2){target.suffix}"))


def written_text(written: WrittenBinder) -> str:
    """Say what was written and, when it is so, what is missing."""
    binder, lost = written.binder, len(written.lost)
    text = f"Đã lập tập minh chứng “{written.target.name}”: {len(binder.items)} hoạt động, {binder.files - lost} tệp."
    if binder.without_evidence:
        text += f" {binder.without_evidence} hoạt động chưa có minh chứng, mục lục có ghi."
    if lost:
        text += f" {lost} tệp bị mất hoặc hỏng trong kho nên không có trong tập; hãy khôi phục từ bản sao lưu."
    return text
