"""The buttons that bring tables into lists, and give out the blank ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from cchc_desktop.ui.icons import icon
from cchc_desktop.ui.screens.list_exchange import exchange_of

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context
    from cchc_desktop.ui.widgets.plan_tasks_panel import TasksPanel


def import_button(key: str, parent: QWidget) -> QPushButton:
    """Return the button of a list; `key` is that of `services.table_imports`."""
    button = QPushButton(icon("mdi6.file-import-outline"), parent.tr("Nhập Excel"), parent)
    button.setObjectName(f"{key}_import")
    menu = QMenu(button)
    come_in = menu.addAction(parent.tr("Nhập từ tệp Excel hoặc CSV…"))
    come_in.triggered.connect(partial(start_import, button, key))
    blank = menu.addAction(parent.tr("Lưu mẫu Excel để ghi…"))
    blank.triggered.connect(partial(save_import_template, button, key))
    button.setMenu(menu)
    return button


def start_import(widget: QWidget, key: str, *_: object) -> None:
    """Ask for a file for a list of the window that a widget stands in."""
    exchange = exchange_of(widget)
    if exchange is not None:
        exchange.import_into(key)


def save_import_template(widget: QWidget, key: str, *_: object) -> None:
    """Write the blank workbook of a list of the window that a widget stands in."""
    exchange = exchange_of(widget)
    if exchange is not None:
        exchange.save_template(key)


def import_tasks(context: Context, panel: TasksPanel) -> None:
    """Ask for a file of tasks; those that are accepted go below the tasks of the plan that is open."""
    exchange = exchange_of(panel)
    if exchange is not None:
        rules = context.services.table_imports.task_rules(panel.plan.tasks)
        exchange.flow.start("plan_tasks", rules, panel.take)
