"""Keeping a section of a plan as a text block of the office's own: its name, part and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QListWidget, QListWidgetItem, QPushButton, QWidget

from cchc_desktop.domain.plan import Section
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.text_block import SECTION_NAMES, TOPIC_NAMES, BlockSection, BlockTopic
from cchc_desktop.ui.models.plan_tidy import summary
from cchc_desktop.ui.widgets.field import Field, show_problems
from cchc_desktop.ui.widgets.page_frame import PageFrame
from cchc_desktop.ui.widgets.plan_fields import Choice
from cchc_desktop.ui.widgets.plan_panel import quiet

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context

_TOPIC = int(Qt.ItemDataRole.UserRole)
_TITLE_LETTERS = 60


class TextBlockForm(PageFrame):
    """`keep_wanted` carries title, part and topics once they are sound."""

    keep_wanted = Signal(str, object, tuple)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Lưu thành đoạn mẫu"), parent)
        self.setObjectName("text_block_form")
        self._context = context
        self.about = QLabel(self)
        self.about.setObjectName("block_about")
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.title = QLineEdit(self)
        self.title.setObjectName("block_title")
        self.part = Choice("block_form_part", self)
        for part, name in SECTION_NAMES.items():
            self.part.addItem(name, part)
        self.topics = QListWidget(self)
        self.topics.setObjectName("block_topics")
        self.topics.setSpacing(2)
        self.topics.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        for topic, name in TOPIC_NAMES.items():
            item = QListWidgetItem(name)
            item.setData(_TOPIC, topic)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            self.topics.addItem(item)
        self.keep = QPushButton(self.tr("Lưu đoạn mẫu"), self)
        self.keep.setObjectName("block_keep")
        self.keep.setProperty("role", "main")
        self.fields = {
            "title": Field(self.tr("Tên đoạn mẫu"), self.title, parent=self),
            "section": Field(self.tr("Dùng cho phần"), self.part, parent=self),
            "topics": Field(self.tr("Chủ đề (có thể chọn nhiều)"), self.topics, parent=self),
        }
        hint = self.tr(
            "Tên đơn vị, tên tỉnh, cơ quan chủ trì, người ký và năm của kế hoạch được thay bằng biến, "
            "để lần sau tự điền theo kế hoạch mới."
        )
        self.column.addWidget(self.about)
        for field in self.fields.values():
            self.column.addWidget(field, 1 if field is self.fields["topics"] else 0)
        self.column.addWidget(quiet(hint, self))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.keep)
        self.column.addLayout(row)
        self.keep.clicked.connect(self._keep)
        self.title.returnPressed.connect(self._keep)

    def show_section(self, section: Section, part: BlockSection) -> None:
        """Begin with a section; its first words are offered as the name."""
        below = sum(1 for _ in section.walk()) - 1
        more = self.tr(" và {0} mục con").format(below) if below else ""
        self.about.setText(self.tr("Mục: “{0}”{1}").format(summary(section), more))
        self.title.setText(summary(section)[:_TITLE_LETTERS].strip())
        self.part.show_value(part)
        for row in range(self.topics.count()):
            self.topics.item(row).setCheckState(Qt.CheckState.Unchecked)
        show_problems(self.fields, {})
        self.title.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title.selectAll()

    def show_problems(self, problems: dict[str, str]) -> None:
        """Say what is wrong, at its field."""
        left = show_problems(self.fields, problems)
        if left:
            self.fields["title"].set_problem("; ".join(left))

    def _keep(self) -> None:
        QGuiApplication.inputMethod().commit()
        items = [self.topics.item(row) for row in range(self.topics.count())]
        topics = tuple(BlockTopic(item.data(_TOPIC)) for item in items if item.checkState() is Qt.CheckState.Checked)
        self.keep_wanted.emit(clean_line(self.title.text()), BlockSection(self.part.currentData()), topics)
