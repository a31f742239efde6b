"""What goes into the workbook of a consolidation; figures of units come as a stream, more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc_desktop.domain.consolidation import Consolidation, ConsolidationVersion, Source
from cchc_desktop.domain.consolidation_frozen import ConsolidationChange
from cchc_desktop.domain.received import ReceivedFigure
from cchc_desktop.domain.unit import Signature, Unit

UnitFigures = Iterator[tuple[Source, tuple[ReceivedFigure, ...]]]


@dataclass(frozen=True, slots=True)
class WorkbookContent:
    """All that is written.

    Args:
        made: the consolidation.
        version: which one it is.
        unit: the office that made it.
        signature: who signs.
        made_on: the day printed on the cover.
        units: yields the reports that were added with their figures, in the order of `made.sources`; called for each
            sheet that needs them, so that no sheet has to keep them.
        texts: yields (title, unit, text) of what units wrote.
        tops: code → the units with the greatest figures, for the charts.
        change: what a supplement changed.

    """

    made: Consolidation
    version: ConsolidationVersion
    unit: Unit
    signature: Signature
    made_on: date
    units: Callable[[], UnitFigures]
    texts: Callable[[], Iterator[tuple[str, str, str]]]
    tops: dict[str, tuple[tuple[str, Decimal], ...]]
    change: ConsolidationChange | None = None
