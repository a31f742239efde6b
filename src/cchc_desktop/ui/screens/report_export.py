"""Writing the report's workbook where the person says, and opening it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.errors import AppError, FileInUse
from cchc_desktop.ui.ask import EXCEL_FILES

if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

_ENDING = ".xlsx"


@dataclass(frozen=True, slots=True)
class Export:
    """A workbook being written; `opens` tells to open it in Excel afterwards."""

    period: Period
    target: Path
    opens: bool


class ReportExport(QObject):
    """One export at a time. `finished` carries the `Export` that was written, `busy_changed` whether one runs."""

    finished = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._export: Export | None = None

    def start(self, period: Period, opens: bool = False) -> None:
        """Ask where to, then write.

        To be opened, the workbook goes straight to the usual folder when no file of its name is there yet: a file
        that is there is never replaced without the person being asked.
        """
        if self._export is not None:
            return
        try:
            name = self._context.services.reports.file_name(period)
        except AppError as error:
            self._context.ask.error(self._window, error)
            return
        usual = self._usual_folder()
        suggested = (usual or documents_folder()) / name
        if opens and usual is not None and not suggested.exists():
            self._write(Export(period, suggested, opens))
        else:
            self._choose(Export(period, suggested, opens))

    def _usual_folder(self) -> Path | None:
        last = self._context.settings.value.last_export_folder
        return Path(last) if last and Path(last).is_dir() else None

    def _choose(self, export: Export) -> None:
        title = self.tr("Ghi báo cáo ra tệp Excel để in") if export.opens else self.tr("Xuất báo cáo ra tệp Excel")
        chosen = self._context.ask.save_file(self._window, title, export.target, EXCEL_FILES)
        if chosen is not None:
            if chosen.suffix.lower() != _ENDING:
                chosen = chosen.with_name(chosen.name + _ENDING)
            self._write(replace(export, target=chosen))

    def _write(self, export: Export) -> None:
        self._export = export
        self.busy_changed.emit(True)
        services = self._context.services

        def work(progress: Progress) -> Export:
            progress.step(0, 0, export.target.name)
            services.reports.export_to(export.period.code, export.target)
            return export

        self._context.runner.run(work, self._written, self._refused, self.tr("Đang ghi tệp Excel"))

    def _end(self) -> None:
        self._export = None
        self.busy_changed.emit(False)

    def _written(self, export: Export) -> None:
        self._end()
        with contextlib.suppress(AppError):  # the report is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(export.target.parent))
        self.finished.emit(export)

    def _refused(self, error: AppError) -> None:
        export = self._export
        self._end()
        if not isinstance(error, FileInUse) or export is None:
            self._context.ask.error(self._window, error)
            return
        answer = self._context.ask.retry_or_rename(self._window, error)
        if answer == "retry":
            self._write(export)
        elif answer == "rename":
            target = export.target
            self._choose(replace(export, target=target.with_name(f"{target.stem} (2){target.suffix}")))


def documents_folder() -> Path:
    """Return the person's folder of documents, or their home."""
    found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(found) if found and Path(found).is_dir() else Path.home()
