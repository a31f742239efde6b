"""The only door to pop-ups: messages, questions, file choosers, and opening files in other programs.

Tests replace this object; an unexpected question fails the test.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QInputDialog, QMessageBox, QPushButton, QWidget

from cchc_desktop.messages import Message, describe, describe_bug, describe_crash

if TYPE_CHECKING:
    from cchc_desktop.errors import AppError, FileInUse
    from cchc_desktop.logs import CrashReport

WORD_FILES = "Tệp Word (*.docx)"
WORD_INPUT_FILES = "Tệp Word (*.docx *.doc)"
EXCEL_FILES = "Tệp Excel (*.xlsx)"
PDF_FILES = "Tệp PDF (*.pdf)"
BACKUP_FILES = "Bản sao lưu CCHC (*.cchc-backup)"

Answer = Literal["retry", "rename", "cancel"]


class Ask(QObject):
    """Shows the pop-ups of the real program. `patterns` are Qt's: "Tệp Word (*.docx)", several joined by ";;"."""

    def error(self, parent: QWidget | None, error: AppError) -> None:
        """Tell of expected trouble in the words of `messages`."""
        box = self._box(parent, QMessageBox.Icon.Warning, describe(error))
        box.addButton(self.tr("Đóng"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def failure(self, parent: QWidget | None, report: CrashReport, earlier: bool = False) -> None:
        """Tell of a bug of now, or of the crash that ended the run before; the report can be copied for the makers."""
        message = describe_crash(report.path) if earlier else describe_bug(report.path)
        box = self._box(parent, QMessageBox.Icon.Critical, message)
        copy = box.addButton(self.tr("Sao chép báo cáo"), QMessageBox.ButtonRole.ActionRole)
        folder = box.addButton(self.tr("Mở thư mục nhật ký lỗi"), QMessageBox.ButtonRole.ActionRole)
        folder.setVisible(report.path is not None)
        box.addButton(self.tr("Đóng"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        if box.clickedButton() is copy:
            QGuiApplication.clipboard().setText(report.text)
        elif box.clickedButton() is folder and report.path is not None:
            self.open_path(report.path.parent)

    def confirm(self, parent: QWidget | None, question: str, action: str) -> bool:
        """Ask before what cannot be undone; `action` is the verb on the button ("Khôi phục")."""
        box = self._box(parent, QMessageBox.Icon.Question, Message(question, "", ""))
        chosen = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(self.tr("Thôi"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is chosen

    def retry_or_rename(self, parent: QWidget | None, error: FileInUse) -> Answer:
        """Tell that a target is open elsewhere, and let the person try again or choose another name."""
        box = self._box(parent, QMessageBox.Icon.Warning, describe(error))
        buttons: dict[QPushButton, Answer] = {
            box.addButton(self.tr("Thử lại"), QMessageBox.ButtonRole.AcceptRole): "retry",
            box.addButton(self.tr("Lưu tên khác…"), QMessageBox.ButtonRole.ActionRole): "rename",
        }
        stay = box.addButton(self.tr("Thôi"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(stay)
        box.exec()
        return next((answer for button, answer in buttons.items() if box.clickedButton() is button), "cancel")

    def open_file(self, parent: QWidget | None, title: str, patterns: str, start: Path | None = None) -> Path | None:
        """Let the person choose a file to read."""
        name, _ = QFileDialog.getOpenFileName(parent, title, str(start or ""), patterns)
        return Path(name) if name else None

    def open_files(self, parent: QWidget | None, title: str, patterns: str) -> list[Path]:
        """Let the person choose several files to read."""
        names, _ = QFileDialog.getOpenFileNames(parent, title, "", patterns)
        return [Path(name) for name in names]

    def save_file(self, parent: QWidget | None, title: str, suggested: Path, patterns: str) -> Path | None:
        """Let the person choose where to write; Qt asks before an existing file is replaced."""
        name, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), patterns)
        return Path(name) if name else None

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        """Let the person choose a folder."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start or ""))
        return Path(name) if name else None

    def integer(self, parent: QWidget | None, title: str, label: str, value: int, low: int, high: int) -> int | None:
        """Ask for a whole number, such as a year."""
        number, fine = QInputDialog.getInt(parent, title, label, value, low, high)
        return number if fine else None

    def run(self, dialog: QDialog) -> bool:
        """Show a dialog of a screen's own until it is closed; True when it was accepted. The dialog is freed."""
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        return accepted

    def open_path(self, path: Path) -> bool:
        """Open a file in its program (Word, Excel) or a folder in the file manager; False when nothing opens it."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))

    def open_link(self, address: str) -> bool:
        """Open a web address (http, https) in the browser; False when nothing opens it."""
        return QDesktopServices.openUrl(QUrl(address))

    def _box(self, parent: QWidget | None, icon: QMessageBox.Icon, message: Message) -> QMessageBox:
        box = QMessageBox(icon, self.tr("CCHC Desktop"), message.happened, parent=parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("\n\n".join(line for line in (message.safe, message.todo) if line))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        box.finished.connect(box.deleteLater)
        return box
