"""Makes the places of the left bar. Each is imported when it is first visited."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cchc_desktop.ui.place import Context, Place


def make_place(key: str, context: Context, parent: QWidget) -> Place:
    """Return a new place.

    Raises:
        KeyError: there is no place of that key.

    """
    kind: type[Place]
    # Plain imports, not names in a table: the one-folder build finds them by reading the code.
    if key == "overview":
        from cchc_desktop.ui.screens.overview_place import OverviewPlace as kind
    elif key == "plan":
        from cchc_desktop.ui.screens.plan_place import PlanPlace as kind
    elif key == "activity":
        from cchc_desktop.ui.screens.activity_place import ActivityPlace as kind
    elif key == "report":
        from cchc_desktop.ui.screens.report_place import ReportPlace as kind
    elif key == "catalogue":
        from cchc_desktop.ui.screens.catalogue_place import CataloguePlace as kind
    elif key == "settings":
        from cchc_desktop.ui.screens.settings_place import SettingsPlace as kind
    else:
        raise KeyError(key)
    return kind(context, parent)
