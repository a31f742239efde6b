"""The bodies of the office, as its kind of unit has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.domain.body import BodyFinder, of_unit
from cchc_desktop.domain.unit import UnitKind

if TYPE_CHECKING:
    from cchc_desktop.ui.place import Context


def unit_finder(context: Context) -> BodyFinder:
    """Return what finds the bodies of the office of today in texts; before the first start those of a commune."""
    unit = context.services.units.current(context.today())
    return BodyFinder(of_unit(context.services.catalogues.bodies, unit.kind if unit else UnitKind.COMMUNE))
