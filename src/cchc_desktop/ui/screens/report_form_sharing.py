"""Passing a mapping on to another office as a small file, and taking one in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cchc_desktop import files
from cchc_desktop.errors import AppError
from cchc_desktop.ui.screens.report_export import documents_folder

if TYPE_CHECKING:
    from cchc_desktop.domain.report_form import FormMapping
    from cchc_desktop.ui.place import Context

MAPPING_FILES = "Bảng ghép ô (*.cchc-bieu.json *.json)"
_ENDING = ".cchc-bieu.json"


def share_mapping(context: Context, window: QWidget, mapping: FormMapping) -> Path | None:
    """Write a mapping where the person says; None when they gave up or the place refused."""
    name = files.safe_file_name(f"{mapping.name}.x").removesuffix(".x") + _ENDING
    title = window.tr("Xuất bảng ghép ra tệp")
    target = context.ask.save_file(window, title, documents_folder() / name, MAPPING_FILES)
    if target is None:
        return None
    if target.suffix.lower() != ".json":
        target = target.with_name(target.name + _ENDING)
    try:
        context.services.report_forms.share(mapping, target)
    except AppError as error:
        context.ask.error(window, error)
        return None
    return target


def take_mapping(context: Context, window: QWidget) -> FormMapping | None:
    """Return the mapping of a file that the person chooses; None when they gave up or it is none."""
    path = context.ask.open_file(window, window.tr("Nhận bảng ghép từ tệp"), MAPPING_FILES)
    if path is None:
        return None
    try:
        return context.services.report_forms.shared(path)
    except AppError as error:
        context.ask.error(window, error)
        return None
