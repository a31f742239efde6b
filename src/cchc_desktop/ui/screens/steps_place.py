"""Việc vừa làm: the latest acts of everybody, each with a way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QPushButton, QVBoxLayout, QWidget

from cchc_desktop.domain.change import Topic
from cchc_desktop.services.undo import StepLine
from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.models.rows import Align, Column, RowsModel
from cchc_desktop.ui.place import Place
from cchc_desktop.ui.undoing import told
from cchc_desktop.ui.widgets.data_table import DataTable
from cchc_desktop.ui.widgets.empty_state import EmptyState
from cchc_desktop.ui.widgets.history_panel import short_moment

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.progress import Progress
    from cchc_desktop.services.undo import Undone
    from cchc_desktop.ui.place import Context


class StepsPlace(Place):
    """The list of acts."""

    title = "Việc vừa làm"
    icon = "mdi6.history"
    topics = frozenset(Topic) - {Topic.BACKUP, Topic.SETTINGS}
    help_text = (
        "50 việc gần nhất của mọi người: ai làm, lúc nào. Ctrl+Z (ở ngoài ô nhập chữ) hoàn tác việc cuối của lần mở "
        "này, Ctrl+Shift+Z làm lại. Chọn một dòng rồi bấm “Hoàn tác việc này” để lấy lại riêng việc đó, hoặc “Hoàn "
        "tác đến đây” để lấy lại nó và mọi việc làm sau nó.\n\n"
        "Việc nào đã được sửa tiếp về sau thì chương trình không hoàn tác, để không mất phần sửa sau. Chữ trong kế "
        "hoạch hoàn tác ngay trong trang soạn kế hoạch. Mục hoàn tác việc ghi mới sẽ nằm trong Thùng rác."
    )

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.model = RowsModel[StepLine](
            (
                Column("at", self.tr("Lúc"), lambda line: short_moment(line.at), lambda line: line.at, Align.CENTER),
                Column("name", self.tr("Việc"), _name, tip=_name),
                Column("actor", self.tr("Người làm"), lambda line: line.actor),
                Column("state", self.tr("Tình trạng"), _state, tip=_who),
            ),
            self,
        )
        self.table = DataTable("steps_table", context.settings, self)
        self.table.setAccessibleName(self.tr("Việc vừa làm"))
        self.table.set_model(self.model, (150, 300, 150, 230))
        header = self.table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(3, 230)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.table.selected_changed.connect(self._enable)
        self.empty = EmptyState(self.tr("Chưa có việc nào được ghi lại từ bản chương trình này."), "", self)
        self.one = self._button(self.tr("Hoàn tác việc này"), "steps_undo", self._undo_one)
        self.upto = self._button(self.tr("Hoàn tác đến đây…"), "steps_undo_to", self._undo_to)
        self._arrange()
        context.runner.busy_changed.connect(self._enable)

    def _button(self, words: str, name: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(icon("mdi6.undo"), words, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    def _arrange(self) -> None:
        lead = QLabel(
            self.tr("Ctrl+Z hoàn tác việc cuối của lần mở này, Ctrl+Shift+Z làm lại; trong ô nhập chữ thì lùi chữ."),
            self,
        )
        lead.setWordWrap(True)
        lead.setProperty("role", "quiet")
        row = QHBoxLayout()
        row.addWidget(lead, 1)
        row.addWidget(self.one)
        row.addWidget(self.upto)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 4, 20, 12)
        column.setSpacing(10)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.empty, 1)
        self.empty.hide()

    def refresh(self) -> None:
        """Read the list again."""
        lines = self.context.services.undo.recent()
        chosen = [line.id for line in self.table.selected_rows()]
        self.model.set_rows(lines)
        self.table.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        for number, line in enumerate(self.model.rows):
            if line.id in chosen:
                self.table.select_number(number)
        self._enable()

    def find(self) -> None:  # type: ignore[override]
        """Go to the list: fifty lines need no search."""
        self.table.setFocus()

    def _chosen(self) -> StepLine | None:
        rows = self.table.selected_rows()
        return rows[0] if rows else None

    def _enable(self) -> None:
        line, idle = self._chosen(), not self.context.runner.busy
        self.one.setEnabled(idle and line is not None and line.can_undo and not line.undone_at)
        self.upto.setEnabled(idle and line is not None)

    def _undo_one(self) -> None:
        line = self._chosen()
        if line is not None:
            work = self.context.services.undo
            self._run(lambda progress: work.undo(line.id))

    def _undo_to(self) -> None:
        line = self._chosen()
        if line is None:
            return
        lines = self.context.services.undo.recent()
        until = next((number for number, one in enumerate(lines) if one.id == line.id), len(lines) - 1)
        number = sum(one.can_undo and not one.undone_at for one in lines[: until + 1])
        question = self.tr(
            "Hoàn tác {0} việc, từ việc mới nhất đến “{1}”?\n\nNếu có việc nào không hoàn tác được thì không việc nào "
            "bị đổi. Những việc không thuộc loại hoàn tác ở đây (chữ trong kế hoạch, ban hành, gửi báo cáo) được giữ "
            "nguyên. Làm lại được bằng Ctrl+Shift+Z."
        ).format(number, line.name)
        if number and self.context.ask.confirm(self, question, self.tr("Hoàn tác {} việc").format(number)):
            work = self.context.services.undo
            self._run(lambda progress: work.undo_to(line.id))

    def _run(self, work: Callable[[Progress], Undone | None]) -> None:
        self.context.runner.run(work, partial(told, self.context, None), label=self.tr("Đang hoàn tác"))


def _name(line: StepLine) -> str:
    return line.name if line.times == 1 else f"{line.name} ({line.times} lần)"


def _state(line: StepLine) -> str:
    if line.undone_at:
        return f"Đã hoàn tác {short_moment(line.undone_at)}"
    return "" if line.can_undo else "Không hoàn tác ở đây"


def _who(line: StepLine) -> str:
    return f"{_state(line)}, {line.undone_by}" if line.undone_at else _state(line)
