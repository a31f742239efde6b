"""Two people changed the same entry of the log: what each wrote, side by side, and a choice."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cchc_desktop.domain.activity import Activity
    from cchc_desktop.domain.catalogue import Catalogues

_WIDE = 760


class Kept(Enum):
    """Which of the two a person chose."""

    MINE = "mine"
    STORED = "stored"


class ActivityConflictDialog(QDialog):
    """`kept` is what was chosen once it is accepted; closed otherwise, what was typed stays as it is.

    Args:
        lines: field → (what was typed, what is stored), those alone that differ.
        who: who wrote what is stored, and when.
        parent: the window.

    """

    def __init__(self, lines: Mapping[str, tuple[str, str]], who: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("activity_conflict")
        self.setWindowTitle(self.tr("Hoạt động đã được sửa ở nơi khác"))
        self.setMinimumWidth(_WIDE)
        self.kept: Kept | None = None
        lead = self._label(self.tr("Trong lúc anh chị đang sửa, hoạt động này đã được ghi khác đi{}.").format(who))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for column, text in enumerate((self.tr("Mục"), self.tr("Bản của bạn"), self.tr("Bản đang lưu"))):
            head = self._label(text)
            head.setProperty("role", "heading")
            grid.addWidget(head, 0, column)
        for row, (field, sides) in enumerate(lines.items(), 1):
            for column, text in enumerate((field, *sides)):
                grid.addWidget(self._label(text or "—"), row, column, Qt.AlignmentFlag.AlignTop)
        buttons = QDialogButtonBox(self)
        for kept, text in ((Kept.MINE, self.tr("Ghi bản của bạn")), (Kept.STORED, self.tr("Lấy bản đang lưu"))):
            button = buttons.addButton(text, QDialogButtonBox.ButtonRole.AcceptRole)
            button.setObjectName(f"conflict_{kept.value}")
            button.clicked.connect(lambda _=False, kept=kept: self._choose(kept))
        stay = buttons.addButton(self.tr("Sửa tiếp"), QDialogButtonBox.ButtonRole.RejectRole)
        stay.setDefault(True)
        buttons.rejected.connect(self.reject)
        hint = self._label(self.tr("Ghi bản của bạn thì bản đang lưu vẫn xem lại được trong “Lịch sử” của hoạt động."))
        hint.setProperty("role", "quiet")
        column_ = QVBoxLayout(self)
        column_.setSpacing(14)
        column_.addWidget(lead)
        column_.addLayout(grid)
        column_.addWidget(hint)
        column_.addWidget(buttons)

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _choose(self, kept: Kept) -> None:
        self.kept = kept
        self.accept()


def differences(
    mine: Activity, stored: Activity, catalogues: Catalogues, tasks: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    """Return field → (mine, stored) in words for the fields that differ; `tasks` are the contents of tasks by id."""
    both = tuple(_told(activity, catalogues, tasks) for activity in (mine, stored))
    return {field: (both[0][field], both[1][field]) for field in both[0] if both[0][field] != both[1][field]}


def _told(activity: Activity, catalogues: Catalogues, tasks: Mapping[str, str]) -> dict[str, str]:
    form = catalogues.form(activity.form)
    names = {measure.code: measure.name for measure in form.measures} if form else {}
    counts = (f"{names.get(code, code)}: {format_number(amount)}" for code, amount in sorted(activity.counts.items()))
    return {
        "Ngày thực hiện": short_date(activity.date),
        "Hình thức": form.name if form else activity.form,
        "Nội dung": activity.title,
        "Số lượng": "\n".join(counts),
        "Nhiệm vụ của kế hoạch": tasks.get(activity.task_id, activity.task_id),
        "Người thực hiện": activity.people,
        "Ghi chú": activity.note,
    }
