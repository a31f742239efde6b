"""Asks what becomes of units that merge, split or take another name, and does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout

from cchc_desktop.domain.change import Change
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_unit import DIRECTORY_KIND_NAMES, DirectoryKind, DirectoryUnit, read_kind
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import AppError, InvalidInput
from cchc_desktop.ui.widgets.date_edit import DateEdit
from cchc_desktop.ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.ui.place import Context


class Way(Enum):
    """What becomes of units."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"


_TITLES = {
    Way.RENAME: "Đổi tên, đổi mã đơn vị",
    Way.MERGE: "Sáp nhập đơn vị",
    Way.SPLIT: "Chia tách đơn vị",
}


class ReshapeDialog(QDialog):
    """`change` is what was done once it is accepted, `told` says it in words."""

    def __init__(self, way: Way, units: Sequence[DirectoryUnit], context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reshape_dialog")
        self.setWindowTitle(self.tr(_TITLES[way]))
        self.change: Change | None = None
        self.told = ""
        self.way = way
        self.units = tuple(units)
        self._context = context
        names = ", ".join(unit.full_name for unit in units)
        lead = QLabel(names, self)
        lead.setWordWrap(True)
        hint = QLabel(
            self.tr("Tên cũ vẫn giữ cho các báo cáo trước ngày này. Việc này hoàn tác được bằng Ctrl+Z."), self
        )
        hint.setWordWrap(True)
        hint.setProperty("role", "quiet")
        self.day = DateEdit(context.today, self)
        self.day.setObjectName("reshape_day")
        self.day.set_date(context.today())
        self.code = QLineEdit(units[0].code, self)
        self.code.setObjectName("reshape_code")
        self.kind = QComboBox(self)
        self.kind.setObjectName("reshape_kind")
        for kind, name in DIRECTORY_KIND_NAMES.items():
            self.kind.addItem(name, kind.value)
        self.kind.setCurrentIndex(self.kind.findData(units[0].kind.value))
        self.name = QLineEdit(units[0].name, self)
        self.name.setObjectName("reshape_name")
        self.parts = QPlainTextEdit(self)
        self.parts.setObjectName("reshape_parts")
        self.parts.setTabChangesFocus(True)
        self.parts.setPlaceholderText(self.tr("01234; Xã Lệ Xá\n01237; Xã Lệ Phú"))
        self.problem = QLabel(self)
        self.problem.setObjectName("reshape_problem")
        self.problem.setProperty("role", "problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._arrange(lead, hint)

    def _arrange(self, lead: QLabel, hint: QLabel) -> None:
        buttons = QDialogButtonBox(self)
        self.go = buttons.addButton(self.tr(_TITLES[self.way]), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setObjectName("reshape_go")
        buttons.addButton(self.tr("Thôi"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(lead)
        column.addWidget(Field(self.tr("Từ ngày"), self.day, parent=self))
        if self.way is Way.SPLIT:
            one_each = self.tr("Mỗi dòng một đơn vị: mã; tên. Một phần có thể giữ mã cũ.")
            column.addWidget(Field(self.tr("Thành các đơn vị"), self.parts, one_each, self))
            for widget in (self.code, self.kind, self.name):
                widget.hide()
        else:
            column.addWidget(Field(self.tr("Mã đơn vị mới"), self.code, parent=self))
            column.addWidget(Field(self.tr("Loại"), self.kind, parent=self))
            column.addWidget(Field(self.tr("Tên mới"), self.name, parent=self))
            self.parts.hide()
        column.addWidget(hint)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(480)

    @property
    def begins_today(self) -> bool:
        """Tell whether what begins exists today."""
        day = self.day.date()
        return day is not None and day <= self._context.today()

    def accept(self) -> None:
        """Do it; what is wrong is told here and the dialog stays."""
        QGuiApplication.inputMethod().commit()
        day = self.day.date()
        if day is None:
            self._tell(self.tr("Chưa nhập ngày bắt đầu."))
            return
        try:
            self.change = self._do(day)
        except InvalidInput as error:
            self._tell("; ".join(error.problems.values()))
            return
        except AppError as error:
            self._context.ask.error(self, error)
            return
        super().accept()

    def _do(self, day: date) -> Change:
        directory = self._context.services.directory
        since = short_date(day)
        if self.way is Way.SPLIT:
            parts = self._parts()
            self.told = self.tr("Đã chia {0} thành {1} đơn vị từ ngày {2}.").format(
                self.units[0].full_name, len(parts), since
            )
            return directory.split(self.units[0].id, parts, day)
        kind, name = DirectoryKind(self.kind.currentData()), clean_line(self.name.text())
        wanted = replace(self.units[0], code=clean_line(self.code.text()), kind=kind, name=name)
        if self.way is Way.MERGE:
            self.told = self.tr("Đã sáp nhập {0} đơn vị thành {1} từ ngày {2}.").format(
                len(self.units), wanted.full_name, since
            )
            return directory.merge([unit.id for unit in self.units], wanted, day)
        self.told = self.tr("Từ ngày {0}: {1}.").format(since, wanted.full_name)
        return directory.rename(self.units[0].id, wanted, day)

    def _parts(self) -> list[DirectoryUnit]:
        found = []
        for line in self.parts.toPlainText().splitlines():
            if not line.strip():
                continue
            code, mark, rest = line.partition(";")
            if not mark:
                raise InvalidInput({"units": f"dòng “{clean_line(line)}” chưa có dấu chấm phẩy giữa mã và tên"})
            kind, name = read_kind(rest, self.units[0].kind)
            found.append(
                replace(
                    self.units[0], code=clean_line(code), kind=kind, name=name, predecessors=(), aliases=(), note=""
                )
            )
        return found

    def _tell(self, text: str) -> None:
        self.problem.setText(text[:1].upper() + text[1:])
        self.problem.show()
