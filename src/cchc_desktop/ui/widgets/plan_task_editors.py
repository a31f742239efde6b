"""Editing single cells of the task table: several lines, or a choice out of the catalogue."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cchc_desktop.ui.models.plan_tasks import COLUMNS, LONG_COLUMNS, TasksModel
from cchc_desktop.ui.widgets.plan_fields import Choice

Index = QModelIndex | QPersistentModelIndex


class TaskDelegate(QStyledItemDelegate):
    """Gives each column its editor. In a box of several lines Enter finishes, Alt+Enter breaks the line as in Excel."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the editor of a cell."""
        column = COLUMNS[index.column()]
        model = index.model()
        if column in ("form", "measure") and isinstance(model, TasksModel):
            return self._choice(parent, model, index.row(), column)
        if column in LONG_COLUMNS:
            box = QPlainTextEdit(parent)
            box.setObjectName("task_text")
            box.setTabChangesFocus(True)
            return box
        line = QLineEdit(parent)
        line.setObjectName("task_line")
        line.setFrame(False)
        return line

    def _choice(self, parent: QWidget, model: TasksModel, row: int, column: str) -> Choice:
        choice = Choice(f"task_{column}", parent)
        choice.addItem(self.tr("(không chọn)"), "")
        if column == "form":
            for form in model.forms:
                choice.addItem(form.name, form.code)
        else:
            chosen = model.form(model.tasks[row].form)
            for measure in chosen.measures if chosen else ():
                choice.addItem(f"{measure.name} ({measure.unit})", measure.code)
        choice.activated.connect(self._chosen)
        return choice

    def _chosen(self) -> None:
        editor = self.sender()
        if isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put the cell's text into its editor."""
        text = str(index.data(Qt.ItemDataRole.EditRole) or "")
        model = index.model()
        if isinstance(editor, Choice) and isinstance(model, TasksModel):
            editor.show_value(getattr(model.tasks[index.row()], COLUMNS[index.column()]))
        elif isinstance(editor, QPlainTextEdit) and not editor.property("filled"):
            editor.setProperty("filled", True)
            editor.setPlainText(text)
            editor.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Take the text over; a composing input method finishes first."""
        QGuiApplication.inputMethod().commit()
        if isinstance(editor, Choice):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QPlainTextEdit):
            model.setData(index, editor.toPlainText())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Let the editor grow over the cell where the cell is too small for it."""
        rect = option.rect
        hint = editor.sizeHint()
        if isinstance(editor, QPlainTextEdit):
            rect.setHeight(max(rect.height(), editor.fontMetrics().height() * 4 + 12))
            rect.setWidth(max(rect.width(), 280))
        else:
            rect.setHeight(max(rect.height(), hint.height()))
            rect.setWidth(max(rect.width(), 160))
        holder = editor.parentWidget()
        if holder is not None and rect.bottom() > holder.height():
            rect.moveBottom(max(holder.height(), rect.height()))
        if holder is not None and rect.right() > holder.width():
            rect.moveRight(max(holder.width(), rect.width()))
        editor.setGeometry(rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Finish a box of several lines on Enter; Alt+Enter and Shift+Enter break the line."""
        if (
            isinstance(editor, QPlainTextEdit)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                editor.insertPlainText("\n")
            else:
                self.commitData.emit(editor)
                self.closeEditor.emit(editor)
            return True
        return super().eventFilter(editor, event)
