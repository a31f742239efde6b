"""Thùng rác: what was deleted, of every kind, with the way back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.text import fold
from cchc_desktop.services.bin import BinRow
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.undoing import tell_undoable
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.history_panel import short_moment
from cchc_desktop.ui.widgets.notice_bar import NoticeBar

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.change import Change
    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.ui.place import Context


class BinPlace(Place):
    """The bin over all nouns."""

    title = "Thùng rác"
    icon = "mdi6.trash-can-outline"
    topics = frozenset(Topic) - {Topic.BACKUP, Topic.SETTINGS}
    help_text = (
        "Mọi thứ đã xóa nằm ở đây: hoạt động, kế hoạch, các sổ, căn cứ pháp lý, kế hoạch cấp trên, đoạn mẫu, biểu mẫu, "
        "tệp đính kèm. Chọn một hay nhiều dòng rồi bấm “Lấy lại”. Chương trình không tự dọn thùng rác bao giờ.\n\n"
        "“Xóa hẳn” dành cho khi phải xóa thật, ví dụ theo yêu cầu của người có dữ liệu cá nhân: chương trình sao lưu "
        "trước, rồi xóa cả dữ liệu cá nhân trong lịch sử. Bản sao lưu và tệp minh chứng vẫn còn trên máy. Kế hoạch và "
        "mục danh mục không xóa hẳn được, vì số đã cấp và báo cáo đã chốt còn dựa vào đó."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._rows: tuple[BinRow, ...] = ()
        self.search = QLineEdit(self)
        self.search.setObjectName("bin_search")
        self.search.setPlaceholderText(self.tr("Tìm trong thùng rác, không cần gõ dấu"))
        self.search.setAccessibleName(self.tr("Tìm trong thùng rác"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self.kinds = QComboBox(self)
        self.kinds.setObjectName("bin_kinds")
        self.kinds.setAccessibleName(self.tr("Loại"))
        self.kinds.currentIndexChanged.connect(self._filter)
        self.model = RowsModel[BinRow](
            (
                Column("kind", self.tr("Loại"), lambda row: row.kind),
                Column("title", self.tr("Tên"), lambda row: row.title, tip=lambda row: row.title),
                Column("at", self.tr("Xóa lúc"), lambda row: short_moment(row.at), lambda row: row.at, Align.CENTER),
                Column("actor", self.tr("Người xóa"), lambda row: row.actor),
            ),
            self,
        )
        self.table = DataTable("bin_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Thùng rác"))
        self.table.set_model(self.model, (190, 300, 150, 150))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(3, 150)
        self.table.selected_changed.connect(self._enable)
        self.table.offer_history(context, lambda row: (row.entity, row.id))
        self.empty = EmptyState("", "", self)
        self.bar = NoticeBar(self)
        self.count = QLabel(self)
        self.count.setObjectName("bin_count")
        self.count.setProperty("role", "quiet")
        self.restore = self._button(self.tr("Lấy lại"), "bin_restore", "mdi6.restore", self._restore)
        self.purge = self._button(self.tr("Xóa hẳn…"), "bin_purge", "mdi6.delete-forever-outline", self._purge)
        self.purge.setProperty("role", "danger")
        self._arrange()
        context.runner.busy_changed.connect(self._enable)

    def _button(self, words: str, name: str, picture: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon(picture), words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.search, 1)
        row.addWidget(self.kinds)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        foot.addWidget(self.restore)
        foot.addWidget(self.purge)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.bar)
        column.addLayout(self._stack, 1)
        column.addLayout(foot)

    # ------------------------------------------------------------------ what every place does

    def refresh(self) -> None:
        """Read the bin again."""
        self.context.runner.run(self._read, self._show)

    def find(self) -> None:  # type: ignore[override]
        """Go to the search box."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def escape(self) -> bool:
        """Close the notice, then empty the search box."""
        if not self.bar.isHidden():
            self.bar.hide()
        elif self.search.text():
            self.search.clear()
        else:
            return False
        return True

    # ------------------------------------------------------------------ the list

    def _read(self, progress: Progress) -> tuple[BinRow, ...]:
        return self.context.services.bin.all()

    def _show(self, rows: tuple[BinRow, ...]) -> None:
        self._rows = rows
        chosen = self.kinds.currentText()
        self.kinds.blockSignals(True)
        self.kinds.clear()
        self.kinds.addItem(self.tr("Mọi loại"))
        self.kinds.addItems(sorted({row.kind for row in rows}))
        self.kinds.setCurrentIndex(max(self.kinds.findText(chosen), 0))
        self.kinds.blockSignals(False)
        self._filter()

    def _filter(self) -> None:
        words = fold(self.search.text()).split()
        kind = self.kinds.currentText() if self.kinds.currentIndex() > 0 else ""
        shown = [row for row in self._rows if kind in ("", row.kind) and all(word in row.folded for word in words)]
        self.model.set_rows(shown)
        self.count.setText(self.tr("{} mục trong thùng rác").format(format_number(len(shown))))
        self._stack.setCurrentWidget(self.table if shown else self.empty)
        self.empty.set_sentence(
            self.tr("Không có mục nào khớp với từ đang tìm.") if self._rows else self.tr("Thùng rác trống.")
        )
        self._enable()

    def _enable(self) -> None:
        rows, idle = self.table.selected_rows(), not self.context.runner.busy
        self.restore.setEnabled(idle and bool(rows))
        self.purge.setEnabled(idle and any(row.forever for row in rows))

    # ------------------------------------------------------------------ what the buttons do

    def _restore(self) -> None:
        rows = self.table.selected_rows()
        if rows:
            work = partial(self.context.services.bin.restore, rows)
            self.context.runner.run(
                lambda progress: work(), partial(self._restored, len(rows)), label=self.tr("Đang lấy lại")
            )

    def _restored(self, number: int, changes: Sequence[Change]) -> None:
        self._announce(changes)
        tell_undoable(self.bar, self.context, self.tr("Đã lấy lại {} mục.").format(format_number(number)))

    def _purge(self) -> None:
        rows = [row for row in self.table.selected_rows() if row.forever]
        if not rows:
            return
        kept = len(self.table.selected_rows()) - len(rows)
        question = self.tr(
            "Xóa hẳn {0} mục? Việc này không hoàn tác được.\n\nChương trình sao lưu trước khi xóa. Dữ liệu cá nhân của "
            "các mục này trong lịch sử cũng bị xóa."
        ).format(format_number(len(rows)))
        if kept:
            question += self.tr(" {} mục thuộc loại phải giữ nên vẫn còn trong thùng rác.").format(kept)
        if self.context.ask.confirm(self, question, self.tr("Xóa hẳn {} mục").format(format_number(len(rows)))):
            work = partial(self.context.services.bin.purge, rows)
            self.context.runner.run(
                lambda progress: work(), partial(self._purged, len(rows)), label=self.tr("Đang sao lưu rồi xóa hẳn")
            )

    def _purged(self, number: int, changes: Sequence[Change]) -> None:
        self._announce(changes)
        self.bar.tell(self.tr("Đã xóa hẳn {} mục. Bản sao lưu trước khi xóa nằm ở Cài đặt → Sao lưu.").format(number))

    def _announce(self, changes: Sequence[Change]) -> None:
        self.context.saved()
        for change in changes:
            self.context.bus.announce(change)
