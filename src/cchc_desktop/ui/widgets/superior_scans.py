"""The scan of a superior's plan: kept with it, opened, and read into proposed demands."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.attachment import Attachment, OwnerKind, size_text
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.superior_plan import Demand
from cchc_desktop.errors import AppError
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.superior_draft import SuperiorDraft
from cchc_desktop.ui.widgets.plan_fields import Choice

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.superior_plans import ScanReader
    from cchc_desktop.ui.place import Context

SCAN_FILES = "Bản chụp (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.webp *.bmp)"


class SuperiorScans(QWidget):
    """`read` carries the proposed demands of a scan, `told` a sentence with an optional button."""

    read = Signal(object)
    told = Signal(str)
    offered = Signal(str, object)

    def __init__(self, context: Context, draft: SuperiorDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft = draft
        self._owner = ""
        self._files: tuple[Attachment, ...] = ()
        self._asked = False
        self.files = Choice("superior_files", self)
        self.files.setAccessibleName(self.tr("Bản chụp kèm theo"))
        self.reader = QLabel(self)
        self.reader.setObjectName("superior_reader")
        self.reader.setProperty("role", "quiet")
        self.reader.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(QLabel(self.tr("Bản chụp:"), self))
        row.addWidget(self.files, 1)
        self.add = self._button(row, "superior_attach", self.tr("Đính kèm…"), "mdi6.paperclip", self.attach)
        self.open_file = self._button(row, "superior_open_file", self.tr("Mở"), "mdi6.open-in-new", self._open)
        self.drop_file = self._button(row, "superior_drop_file", self.tr("Bỏ"), "mdi6.trash-can-outline", self._drop)
        self.read_file = self._button(
            row, "superior_read_file", self.tr("Đọc chữ"), "mdi6.text-recognition", self._read
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.reader)

    def _button(self, row: QHBoxLayout, name: str, words: str, picture: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        row.addWidget(button)
        return button

    # -- showing

    def show_draft(self) -> None:
        """Show the files of the draft's plan."""
        plan = self._draft.plan
        self._owner = plan.id if plan is not None else ""
        self._files = self._context.services.attachments.of(OwnerKind.SUPERIOR_PLAN, self._owner) if self._owner else ()
        self.files.clear()
        for found in self._files:
            self.files.addItem(f"{found.name} ({size_text(found.size)})", found.id)
        if not self._files:
            self.files.addItem(self.tr("(chưa có tệp nào)"), "")
        for button in (self.open_file, self.drop_file, self.read_file):
            button.setEnabled(bool(self._files))
        if not self._asked:
            self._asked = True
            self._context.runner.run(partial(_reader, self._context.services), self._say_reader)

    def _say_reader(self, found: ScanReader) -> None:
        if found.vietnamese:
            text = self.tr(
                "“Đọc chữ” đọc bản chụp thành các dòng đề xuất; máy có thể đọc sai, phải xác nhận từng dòng."
            )
        elif found.installed:
            text = self.tr("Tesseract trên máy này chưa có gói tiếng Việt (vie): chỉ đọc được tệp PDF có sẵn chữ.")
        else:
            text = self.tr("Máy này chưa cài Tesseract nên chưa đọc được ảnh chụp; chỉ đọc được tệp PDF có sẵn chữ.")
        self.reader.setText(text)
        # Where it works the button says so when it is pointed at; where it does not, a line must say why.
        self.read_file.setToolTip(text)
        self.reader.setVisible(not found.vietnamese)

    # -- what the buttons do

    def attach(self) -> None:
        """Let the person choose the scan and keep it with the plan."""
        path = self._context.ask.open_file(self, self.tr("Chọn bản chụp kế hoạch của cấp trên"), SCAN_FILES)
        if path is not None and self._stored():
            self._try(partial(self._keep, path))

    def _keep(self, path: Path) -> None:
        kept = self._context.services.attachments.add(OwnerKind.SUPERIOR_PLAN, self._owner, path)
        self._changed()
        self.files.show_value(kept.id)
        self.told.emit(self.tr("Đã giữ “{0}” cùng kế hoạch.").format(kept.name))

    def _stored(self) -> bool:
        """Tell whether the plan is in the store: a file cannot be kept with what does not exist."""
        if not self._draft.write():
            return False
        if self._draft.is_new:
            self.told.emit(self.tr("Nhập số hoặc trích yếu của kế hoạch trước khi đính kèm."))
            return False
        return True

    def _chosen(self) -> Attachment | None:
        return next((found for found in self._files if found.id == self.files.currentData()), None)

    def _open(self) -> None:
        self._try(self._open_chosen)

    def _open_chosen(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._context.ask.open_path(self._context.services.attachments.viewing_copy(chosen.id))

    def _drop(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._context.services.attachments.bin(chosen.id)
            self._changed()
            back = (self.tr("Hoàn tác"), partial(self._restore, chosen.id))
            self.offered.emit(self.tr("Đã bỏ “{0}” khỏi kế hoạch.").format(chosen.name), back)

    def _restore(self, attachment_id: str) -> None:
        self._context.services.attachments.restore(attachment_id)
        self._changed()

    def _read(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            work = partial(_read_scan, self._context.services, self._owner, chosen.id)
            label = self.tr("Đang đọc chữ trong {0}").format(chosen.name)
            self._context.runner.run(work, self._have_read, label=label)

    def _have_read(self, found: tuple[str, tuple[Demand, ...]]) -> None:
        owner, demands = found
        if owner != self._owner:  # another plan was chosen meanwhile
            self.told.emit(self.tr("Đã đọc xong bản chụp; mở lại kế hoạch đó rồi bấm “Đọc chữ” để lấy kết quả."))
        else:
            self.read.emit(demands)

    def _changed(self) -> None:
        self.show_draft()
        self._context.saved()

    def _try(self, command: Callable[[], None]) -> None:
        try:
            command()
        except AppError as error:
            self._context.ask.error(self, error)


def _reader(services: Services, progress: Progress) -> ScanReader:
    return services.superior_plans.scan_reader()


def _read_scan(
    services: Services, owner: str, attachment_id: str, progress: Progress
) -> tuple[str, tuple[Demand, ...]]:
    return owner, services.superior_plans.read_scan(services.attachments.viewing_copy(attachment_id), progress)
