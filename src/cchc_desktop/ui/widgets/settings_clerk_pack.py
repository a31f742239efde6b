"""Cài đặt → Bàn giao: everything a successor needs in one file, and taking such a file over."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.clerk_pack import ENDING
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.widgets.field import Field
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.clerk_pack import ClerkPackContent, ClerkPackFacts
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context

PACK_FILES = f"Tệp bàn giao CCHC (*{ENDING})"


class ClerkPackPage(QWidget):
    """Two ways: to leave, and to take over. Taking over is announced on the bus; the window then reopens."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("settings_clerk_pack")
        self._context = context
        self._target: Path | None = None
        self.bar = NoticeBar(self)
        self.note = QPlainTextEdit(self)
        self.note.setObjectName("clerk_pack_note")
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().lineSpacing() * 5 + 16)
        self.make = QPushButton(
            icon("mdi6.account-arrow-right-outline", "on_accent"), self.tr("Tạo tệp bàn giao…"), self
        )
        self.make.setObjectName("clerk_pack_make")
        self.make.setProperty("role", "main")
        self.take = QPushButton(icon("mdi6.account-arrow-left-outline"), self.tr("Nhận bàn giao…"), self)
        self.take.setObjectName("clerk_pack_take")
        self._arrange()
        self.make.clicked.connect(self._make)
        self.take.clicked.connect(self._take)
        context.runner.busy_changed.connect(self._enable)

    def _text(self, words: str, role: str = "quiet") -> QLabel:
        label = QLabel(words, self)
        label.setWordWrap(True)
        label.setProperty("role", role)
        return label

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.bar)
        column.addWidget(self._text(self.tr("Bàn giao cho người kế nhiệm"), "heading"))
        column.addWidget(
            self._text(
                self.tr(
                    "Một tệp gồm toàn bộ số liệu, minh chứng, báo cáo đã gửi, danh mục và mẫu văn bản riêng, kèm biên "
                    "bản bàn giao để ký và sổ sách mở được bằng Word, Excel. Tệp được kiểm tra lại sau khi ghi."
                )
            )
        )
        column.addWidget(
            Field(self.tr("Lời dặn người nhận (in trong biên bản, có thể để trống)"), self.note, parent=self)
        )
        column.addLayout(self._row(self.make))
        column.addSpacing(16)
        column.addWidget(self._text(self.tr("Nhận bàn giao"), "heading"))
        column.addWidget(
            self._text(
                self.tr(
                    "Lấy lại đầy đủ từ tệp của người đi trước. Số liệu đang có trên máy này được sao lưu trước, rồi "
                    "được thay bằng số liệu nhận bàn giao."
                )
            )
        )
        column.addLayout(self._row(self.take))
        column.addStretch(1)

    @staticmethod
    def _row(button: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button)
        row.addStretch(1)
        return row

    def _enable(self) -> None:
        for button in (self.make, self.take):
            button.setEnabled(not self._context.runner.busy)

    # ------------------------------------------------------------------ leaving

    def _make(self) -> None:
        packs = self._context.services.clerk_packs
        suggested = Path.home() / packs.file_name()
        target = self._context.ask.save_file(self, self.tr("Ghi tệp bàn giao ở đâu?"), suggested, PACK_FILES)
        if target is None:
            return
        if target.suffix.lower() != ENDING:
            target = target.with_name(target.name + ENDING)
        note = self.note.toPlainText()

        def work(progress: Progress) -> tuple[Path, ClerkPackFacts]:
            return target, packs.make(target, note, progress)

        self._context.runner.run(work, self._made, label=self.tr("Đang tạo tệp bàn giao"))

    def _made(self, made: tuple[Path, ClerkPackFacts]) -> None:
        target, facts = made
        self._target = target
        words = self.tr("Đã tạo và kiểm tra tệp bàn giao “{}”: {} hoạt động, {} kế hoạch.").format(
            target.name, format_number(facts.activities), format_number(facts.plans)
        )
        self.bar.tell(words, (self.tr("Mở thư mục"), self._open_folder))

    def _open_folder(self) -> None:
        if self._target is not None:
            self._context.ask.open_path(self._target.parent)

    # ------------------------------------------------------------------ taking over

    def _take(self) -> None:
        path = self._context.ask.open_file(self, self.tr("Chọn tệp bàn giao"), PACK_FILES)
        if path is None:
            return
        packs = self._context.services.clerk_packs

        def work(progress: Progress) -> tuple[Path, ClerkPackContent]:
            return path, packs.read(path)

        self._context.runner.run(work, self._confirm, label=self.tr("Đang đọc tệp bàn giao"))

    def _confirm(self, read: tuple[Path, ClerkPackContent]) -> None:
        path, content = read
        facts = content.facts
        made = datetime.fromisoformat(facts.made_at)
        question = self.tr(
            "Nhận bàn giao của {0} ({1}), lập lúc {2:%H:%M} ngày {2:%d/%m/%Y}: {3} hoạt động, {4} kế hoạch?\n\nSố liệu "
            "hiện có trên máy này được sao lưu trước, rồi được thay bằng số liệu nhận bàn giao."
        ).format(facts.clerk, facts.unit_name, made, format_number(facts.activities), format_number(facts.plans))
        if self._context.ask.confirm(self, question, self.tr("Nhận bàn giao")):
            self._context.runner.run(partial(self._take_over, path), self._taken, label=self.tr("Đang nhận bàn giao"))

    def _take_over(self, path: Path, progress: Progress) -> Change:
        return self._context.services.clerk_packs.take_over(path, progress)

    def _taken(self, change: Change) -> None:
        self._context.hint(self.tr("Đã nhận bàn giao."))
        self._context.bus.announce(change)
