"""Writing a filled form where the person says."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cchc_desktop.errors import AppError, Cancelled, FileInUse
from cchc_desktop.ui.screens.report_export import documents_folder

if TYPE_CHECKING:
    from cchc_desktop.domain.period import Period
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.domain.report_form import FilledForm, FormMapping
    from cchc_desktop.services.report_forms import OpenedForm
    from cchc_desktop.ui.place import Context


class ReportFormFilling(QObject):
    """One form at a time. `finished` carries the `FilledForm` and the file, `busy_changed` whether one is written."""

    finished = Signal(object, object)
    busy_changed = Signal(bool)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._window = parent
        self._work: tuple[FormMapping, OpenedForm, Period] | None = None
        self._target: Path | None = None

    def start(self, mapping: FormMapping, form: OpenedForm, period: Period) -> None:
        """Ask where to, then fill and write."""
        if self._target is not None:
            return
        self._work = mapping, form, period
        last = self._context.settings.value.last_export_folder
        folder = Path(last) if last and Path(last).is_dir() else documents_folder()
        self._choose(folder / self._context.services.report_forms.file_name(mapping, period))

    def _choose(self, suggested: Path) -> None:
        ending = suggested.suffix
        patterns = self.tr("Tệp Excel (*{})").format(ending)
        target = self._context.ask.save_file(self._window, self.tr("Điền biểu ra tệp"), suggested, patterns)
        if target is not None:
            self._write(target if target.suffix.lower() == ending else target.with_name(target.name + ending))

    def _write(self, target: Path) -> None:
        assert self._work is not None
        mapping, form, period = self._work
        service = self._context.services.report_forms
        self._target = target
        self.busy_changed.emit(True)

        def work(progress: Progress) -> FilledForm:
            progress.step(0, 0, target.name)
            return service.fill_to(mapping, period.code, form, target)

        self._context.runner.run(work, self._written, self._refused, self.tr("Đang điền biểu"))

    def _end(self) -> Path:
        target, self._target = self._target, None
        assert target is not None
        self.busy_changed.emit(False)
        return target

    def _written(self, filled: FilledForm) -> None:
        target = self._end()
        with suppress(AppError):  # the form is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(target.parent))
        self.finished.emit(filled, target)

    def _refused(self, error: AppError) -> None:
        target = self._end()
        if not isinstance(error, FileInUse):
            if not isinstance(error, Cancelled):
                self._context.ask.error(self._window, error)
            return
        answer = self._context.ask.retry_or_rename(self._window, error)
        if answer == "retry":
            self._write(target)
        elif answer == "rename":
            self._choose(target.with_name(f"{target.stem} (2){target.suffix}"))
