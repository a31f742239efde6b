"""Writing a list of a register where the person says; personal data only when the person ticks the box."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from cchc_desktop.errors import AppError, Cancelled, FileInUse

if TYPE_CHECKING:
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context


class PersonalChoice(QDialog):
    """Asks before an export whether personal data go along; they do not unless the box is ticked."""

    def __init__(self, rows: int, what: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("personal_choice")
        self.setWindowTitle(self.tr("Xuất Excel"))
        text = self.tr("Xuất {0} dòng đang hiện. Theo mặc định tệp không có dữ liệu cá nhân.").format(rows)
        lead = QLabel(text, self)
        lead.setWordWrap(True)
        self.box = QCheckBox(self.tr("Kèm dữ liệu cá nhân: {0}").format(what), self)
        self.box.setObjectName("personal_box")
        hint = QLabel(
            self.tr(
                "Chỉ chọn khi thật cần và người nhận được phép xem (Luật Bảo vệ dữ liệu cá nhân). Khi không chọn, "
                "họ tên, địa chỉ, số điện thoại nêu trong nội dung cũng được thay bằng “(đã ẩn)”."
            ),
            self,
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "quiet")
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton(self.tr("Chọn nơi ghi…"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName("personal_go")
        buttons.addButton(self.tr("Thôi"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for widget in (lead, self.box, hint, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(520)


@dataclass(frozen=True, slots=True)
class RegisterFile:
    """A file to write: how the chooser is titled, its patterns, and what writes it."""

    title: str
    patterns: str
    target: Path
    write: Callable[[Path, Progress], Path]


class RegisterExport(QObject):
    """One export at a time. `written` carries the path of a file that was written."""

    written = Signal(object)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._file: RegisterFile | None = None

    def start(self, title: str, name: str, patterns: str, write: Callable[[Path], Path]) -> None:
        """Ask where to, then write on the worker thread."""

        def work(target: Path, progress: Progress) -> Path:
            return write(target)

        self.start_watched(title, name, patterns, work)

    def start_watched(self, title: str, name: str, patterns: str, write: Callable[[Path, Progress], Path]) -> None:
        """Ask where to, then write on the worker thread; `write` tells how far it is and can be stopped."""
        if self._file is None:
            self._choose(RegisterFile(title, patterns, self._folder() / name, write))

    def _folder(self) -> Path:
        last = self._context.settings.value.last_export_folder
        if last and Path(last).is_dir():
            return Path(last)
        found = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        return Path(found) if found and Path(found).is_dir() else Path.home()

    def _choose(self, file: RegisterFile) -> None:
        chosen = self._context.ask.save_file(self._window, file.title, file.target, file.patterns)
        if chosen is not None:
            if chosen.suffix.lower() != file.target.suffix:
                chosen = chosen.with_name(chosen.name + file.target.suffix)
            self._write(replace(file, target=chosen))

    def _write(self, file: RegisterFile) -> None:
        self._file = file

        def work(progress: Progress) -> Path:
            progress.step(0, 0, file.target.name)
            return file.write(file.target, progress)

        self._context.runner.run(work, self._done, self._refused, self.tr("Đang ghi tệp"))

    def _done(self, path: Path) -> None:
        self._file = None
        with contextlib.suppress(AppError):  # the file is written; a folder not remembered is no reason to alarm
            self._context.settings.update(last_export_folder=str(path.parent))
        self.written.emit(path)

    def _refused(self, error: AppError) -> None:
        file, self._file = self._file, None
        if isinstance(error, Cancelled):
            return
        if not isinstance(error, FileInUse) or file is None:
            self._context.ask.error(self._window, error)
            return
        answer = self._context.ask.retry_or_rename(self._window, error)
        if answer == "retry":
            self._write(file)
        elif answer == "rename":
            target = file.target
            self._choose(replace(file, target=target.with_name(f"{target.stem} (2){target.suffix}")))
