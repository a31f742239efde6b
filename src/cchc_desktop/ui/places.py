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
    # Plain imports, not names in a table: the one-folder build finds them by reading the code.
    if key == "overview":
        from cchc_desktop.ui.screens.overview_place import OverviewPlace

        return OverviewPlace(context, parent)
    if key == "plan":
        from cchc_desktop.ui.screens.plan_place import PlanPlace

        return PlanPlace(context, parent)
    if key == "activity":
        from cchc_desktop.ui.screens.activity_place import ActivityPlace

        return ActivityPlace(context, parent)
    if key == "report":
        from cchc_desktop.ui.screens.report_place import ReportPlace

        return ReportPlace(context, parent)
    if key == "registers":
        from cchc_desktop.ui.screens.registers_place import RegistersPlace

        return RegistersPlace(context, parent)
    if key == "catalogue":
        from cchc_desktop.ui.screens.catalogue_place import CataloguePlace

        return CataloguePlace(context, parent)
    if key == "settings":
        from cchc_desktop.ui.screens.settings_place import SettingsPlace

        return SettingsPlace(context, parent)
    if key == "gathering":
        from cchc_desktop.ui.screens.gathering_place import GatheringPlace

        return GatheringPlace(context, parent)
    if key == "steps":
        from cchc_desktop.ui.screens.steps_place import StepsPlace

        return StepsPlace(context, parent)
    if key == "bin":
        from cchc_desktop.ui.screens.bin_place import BinPlace

        return BinPlace(context, parent)
    raise KeyError(key)
