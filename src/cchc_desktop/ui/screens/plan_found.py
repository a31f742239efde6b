"""Showing in the place of plans what the search found: a section, a task, a superior's demand, a text block."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cchc_desktop.domain.search import SearchHit, SearchKind

if TYPE_CHECKING:
    from cchc_desktop.ui.screens.plan_place import PlanPlace


def show_found(place: PlanPlace, hit: SearchHit) -> None:
    """Open what was found where it stands, when what is being edited could be written."""
    if hit.kind in (SearchKind.SUPERIOR_PLAN, SearchKind.DEMAND, SearchKind.FILE):
        place.superior.open()
        if place.current_page() is place.superior:
            place.superior.refresh(hit.owner_id or hit.id)
        return
    if hit.kind is SearchKind.TEXT_BLOCK:
        _show_block(place)
        return
    if not place.leave():
        return
    place.open_id(hit.owner_id)
    editor = place.editor
    if editor is None or place.current_page() is not editor:
        return  # an issued plan is shown as it was printed
    if hit.kind is SearchKind.SECTION and editor.plan.section(hit.id) is not None:
        editor.go_to(hit.id)
    elif hit.kind is SearchKind.TASK:
        editor.desk.go_to_task(hit.id)


def _show_block(place: PlanPlace) -> None:
    editor = place.editor
    if editor is not None and place.current_page() is editor:
        editor.inserts.open_blocks()
    else:
        words = "Đoạn mẫu được chèn trong lúc soạn: mở một kế hoạch rồi bấm “Chèn đoạn mẫu”."
        place.context.hint(QCoreApplication.translate("PlanPlace", words))
