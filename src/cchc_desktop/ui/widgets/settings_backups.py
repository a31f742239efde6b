"""Cài đặt → Sao lưu: the verified backups, making one, checking one, going back to one."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui.ask import BACKUP_FILES
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.storage.backup import BackupInfo
    from cchc_desktop.ui.place import Context

KINDS = {
    "daily": "Tự động mỗi ngày",
    "manual": "Tự bấm sao lưu",
    "before-migration": "Trước khi nâng cấp",
    "before-import": "Trước khi nhập tệp",
    "before-restore": "Trước khi khôi phục",
    "before-purge": "Trước khi xóa hẳn",
}
"""Why a backup was made, in words."""


def moment(info: BackupInfo) -> str:
    """Return when a backup was made: "12/03/2026 08:05"."""
    made = datetime.fromisoformat(info.created_at)
    return f"{short_date(made.date())} {made:%H:%M}"


def size(info: BackupInfo) -> str:
    """Return the size in kB or MB."""
    kilobytes = max(round(info.size / 1024), 1)
    return f"{format_number(kilobytes)} kB" if kilobytes < 10_000 else f"{format_number(round(kilobytes / 1024))} MB"


class BackupsPage(QWidget):
    """The backups of the data folder, newest first. A restore is announced on the bus; the window then reopens."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("settings_backups")
        self._context = context
        self.model = RowsModel["BackupInfo"](
            (
                Column("made", self.tr("Lúc"), moment, lambda info: info.created_at, Align.CENTER),
                Column("kind", self.tr("Vì sao"), lambda info: KINDS.get(info.kind, str(info.kind))),
                Column("activities", self.tr("Hoạt động"), lambda info: format_number(info.activities),
                       lambda info: info.activities, Align.RIGHT),
                Column("plans", self.tr("Kế hoạch"), lambda info: format_number(info.plans),
                       lambda info: info.plans, Align.RIGHT),
                Column("size", self.tr("Dung lượng"), size, lambda info: info.size, Align.RIGHT),
                Column("file", self.tr("Tệp"), lambda info: info.path.name, tip=lambda info: str(info.path)),
            ),
            self,
        )  # fmt: skip
        self.table = DataTable("backups_table", context.settings, self)
        self.table.set_model(self.model, (170, 200, 110, 110, 120))
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.selected_changed.connect(self._enable)
        self.empty = EmptyState(self.tr("Chưa có bản sao lưu nào."), self.tr("Sao lưu ngay"), self)
        self.empty.clicked.connect(self.back_up)
        self.state = QLabel(self)
        self.state.setObjectName("backups_state")
        self.state.setWordWrap(True)
        self._lay_out()
        context.runner.busy_changed.connect(self._enable)

    def _button(self, text: str, name: str, slot: object, role: str = "") -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        if role:
            button.setProperty("role", role)
        button.clicked.connect(slot)
        return button

    def _lay_out(self) -> None:
        self.buttons = (
            self._button(self.tr("Sao lưu ngay"), "backup_now", self.back_up, "main"),
            self._button(self.tr("Sao lưu ra…"), "backup_to", self.back_up_to),
            self._button(self.tr("Kiểm tra"), "backup_verify", self.verify),
            self._button(self.tr("Khôi phục bản đang chọn…"), "backup_restore", self.restore, "danger"),
            self._button(self.tr("Khôi phục từ tệp…"), "backup_restore_file", self.restore_file, "danger"),
        )
        lead = QLabel(
            self.tr(
                "Chương trình tự sao lưu vào lần mở đầu tiên mỗi ngày và trước mỗi lần nhập tệp, nâng cấp, khôi phục. "
                "Thỉnh thoảng hãy bấm “Sao lưu ra…” để cất một bản ở USB, phòng khi máy hỏng."
            ),
            self,
        )
        lead.setWordWrap(True)
        lead.setProperty("role", "quiet")
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        column.addWidget(lead)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.state.hide()
        self.empty.hide()

    def refresh(self) -> None:
        """Read the list anew."""
        self._context.runner.run(self._read, self._show)

    def _read(self, progress: Progress) -> tuple[BackupInfo, ...]:
        return self._context.services.backups.all()

    def _show(self, backups: tuple[BackupInfo, ...]) -> None:
        self.model.set_rows(backups)
        self.table.setVisible(bool(backups))
        self.empty.setVisible(not backups)
        self._enable()

    def _enable(self) -> None:
        """Allow what makes sense; nothing while other work is under way."""
        idle, chosen = not self._context.runner.busy, bool(self.table.selected_rows())
        for button in self.buttons:
            needs_choice = button.objectName() in ("backup_verify", "backup_restore")
            button.setEnabled(idle and (chosen or not needs_choice))

    def _say(self, text: str) -> None:
        self.state.setText(text)
        self.state.show()

    # ------------------------------------------------------------------ what the buttons do

    def back_up(self) -> None:
        """Make a backup in the backup folder."""
        self._context.runner.run(self._create, self._created, label=self.tr("Đang sao lưu"))

    def back_up_to(self) -> None:
        """Make a backup where the person wants it."""
        today = self._context.today()
        name = Path.home() / f"cchc-{today:%Y-%m-%d}.cchc-backup"
        target = self._context.ask.save_file(self, self.tr("Sao lưu ra đâu?"), name, BACKUP_FILES)
        if target is not None:
            if not target.suffix:
                target = target.with_name(target.name + ".cchc-backup")
            self._context.runner.run(partial(self._create, target=target), self._created, label=self.tr("Đang sao lưu"))

    def _create(self, progress: Progress, target: Path | None = None) -> BackupInfo:
        return self._context.services.backups.create(target)

    def _created(self, info: BackupInfo) -> None:
        self._say(
            self.tr("Đã sao lưu và kiểm tra xong: {} hoạt động, {} kế hoạch, tệp “{}”.").format(
                format_number(info.activities), format_number(info.plans), info.path
            )
        )
        self._context.saved()
        self.refresh()

    def verify(self) -> None:
        """Check every byte of the selected backup."""
        chosen = self.table.selected_rows()
        if chosen:
            self._context.runner.run(
                partial(self._verify, chosen[0].path), self._verified, label=self.tr("Đang kiểm tra bản sao lưu")
            )

    def _verify(self, path: Path, progress: Progress) -> BackupInfo:
        return self._context.services.backups.verify(path)

    def _verified(self, info: BackupInfo) -> None:
        self._say(
            self.tr("Bản sao lưu lúc {} còn nguyên vẹn, dùng được: {} hoạt động, {} kế hoạch.").format(
                moment(info), format_number(info.activities), format_number(info.plans)
            )
        )

    def restore(self) -> None:
        """Go back to the selected backup."""
        chosen = self.table.selected_rows()
        if chosen:
            self._restore(chosen[0])

    def restore_file(self) -> None:
        """Go back to a backup that lies elsewhere; it is checked before anything is asked."""
        path = self._context.ask.open_file(self, self.tr("Chọn bản sao lưu để khôi phục"), BACKUP_FILES)
        if path is not None:
            self._context.runner.run(
                partial(self._verify, path), self._restore, label=self.tr("Đang kiểm tra bản sao lưu")
            )

    def _restore(self, info: BackupInfo) -> None:
        question = self.tr(
            "Khôi phục số liệu về lúc {} ({} hoạt động, {} kế hoạch)?\n\nSố liệu hiện nay được sao lưu trước, rồi được "
            "thay bằng bản này. Những gì nhập sau lúc đó sẽ không còn trong chương trình."
        ).format(moment(info), format_number(info.activities), format_number(info.plans))
        if self._context.ask.confirm(self, question, self.tr("Khôi phục về {}").format(moment(info))):
            self._context.runner.run(
                partial(self._put_back, info.path), self._restored, label=self.tr("Đang khôi phục số liệu")
            )

    def _put_back(self, path: Path, progress: Progress) -> Change:
        return self._context.services.backups.restore(path)

    def _restored(self, change: Change) -> None:
        self._context.hint(self.tr("Đã khôi phục số liệu."))
        self._context.bus.announce(change)
