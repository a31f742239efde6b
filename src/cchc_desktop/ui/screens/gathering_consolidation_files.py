"""Writing the papers of a consolidation, and the next superior's form, where the person says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.errors import AppError, Cancelled, FileInUse
from cchc_desktop.ui.ask import EXCEL_FILES, WORD_FILES
from cchc_desktop.ui.screens.report_export import documents_folder
from cchc_desktop.ui.screens.report_form_page import FORM_FILES

if TYPE_CHECKING:
    from cchc_desktop.domain.attachment import Attachment
    from cchc_desktop.domain.consolidation import Consolidation, ConsolidationVersion
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

Write = Callable[["Progress", Path], tuple[str, ...]]
"""Writes to a path and returns notes that are worth telling."""


class ConsolidationFiles(QObject):
    """One file at a time. `finished` carries the path and notes, `busy_changed` whether one is being written."""

    finished = Signal(object, object)
    busy_changed = Signal(bool)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._write: Write | None = None
        self._target: Path | None = None
        self._patterns = ""

    def workbook(self, version: ConsolidationVersion) -> None:
        """Write the workbook of a frozen consolidation."""
        self._paper(version, "so_lieu", EXCEL_FILES, self._context.services.consolidation_papers.workbook)

    def word(self, version: ConsolidationVersion) -> None:
        """Write the Word report of a frozen consolidation."""
        self._paper(version, "loi_bao_cao", WORD_FILES, self._context.services.consolidation_papers.word)

    def _paper(
        self, version: ConsolidationVersion, note: str, patterns: str, make: Callable[[str, Progress], Attachment]
    ) -> None:
        papers = self._context.services.consolidation_papers

        def write(progress: Progress, target: Path) -> tuple[str, ...]:
            papers.write(make(version.id, progress), target)
            return ()

        self._start(write, papers.name(version, note), patterns)

    def form(self, made: Consolidation) -> None:
        """Ask for the next superior's form and fill it with the totals."""
        path = self._context.ask.open_file(self._window, self.tr("Chọn biểu của cấp trên để điền"), FORM_FILES)
        if path is None:
            return
        services = self._context.services
        patterns = self.tr("Tệp Excel (*{})").format(path.suffix.lower())

        def fill(progress: Progress, target: Path) -> tuple[str, ...]:
            progress.step(0, 0, path.name)
            figures = services.consolidation.form_figures(made)
            return services.report_forms.fill_file(path, made.period, target, figures=figures)[0].notes

        self._start(fill, f"{path.stem}_{made.period}{path.suffix.lower()}", patterns)

    def _start(self, write: Write, name: str, patterns: str) -> None:
        if self._target is not None:
            return
        self._write, self._patterns = write, patterns
        last = self._context.settings.value.last_export_folder
        folder = Path(last) if last and Path(last).is_dir() else documents_folder()
        self._choose(folder / name)

    def _choose(self, suggested: Path) -> None:
        target = self._context.ask.save_file(self._window, self.tr("Ghi ra tệp"), suggested, self._patterns)
        if target is not None:
            ending = suggested.suffix
            self._begin(target if target.suffix.lower() == ending else target.with_name(target.name + ending))

    def _begin(self, target: Path) -> None:
        self._target = target
        self.busy_changed.emit(True)
        write = self._write
        assert write is not None

        def work(progress: Progress) -> tuple[str, ...]:
            progress.step(0, 0, target.name)
            return write(progress, target)

        self._context.runner.run(work, self._written, self._refused, self.tr("Đang ghi tệp"))

    def _end(self) -> Path:
        target, self._target = self._target, None
        assert target is not None
        self.busy_changed.emit(False)
        return target

    def _written(self, notes: tuple[str, ...]) -> None:
        target = self._end()
        with contextlib.suppress(AppError):  # it is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(target.parent))
        self.finished.emit(target, notes)

    def _refused(self, error: AppError) -> None:
        target = self._end()
        if not isinstance(error, FileInUse):
            if not isinstance(error, Cancelled):
                self._context.ask.error(self._window, error)
            return
        answer = self._context.ask.retry_or_rename(self._window, error)
        if answer == "retry":
            self._begin(target)
        elif answer == "rename":
            self._choose(target.with_name(f"{target.stem} (2){target.suffix}"))
