"""Any list of the window as an Excel workbook, the way it is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import Cell, ListSource
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.units import UnitService

_STEP = 500  # rows between two looks at whether a person wants to stop


class ListService:
    """Writes lists."""

    def __init__(self, units: UnitService, today: Callable[[], date]) -> None:
        self._units = units
        self._today = today

    def export(self, source: ListSource, target: Path, progress: Progress | None = None) -> Path:
        """Write a list; return the file. An older file of that name is replaced as a whole or not at all.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.
            InvalidInput: more rows than a sheet of Excel has.
            Cancelled: a person asked to stop; nothing was written.

        """
        from cchc_desktop.documents.list_workbook import write_rows

        watched = progress or NoProgress()
        try:
            data = write_rows(source.title, self._subtitle(source), source.columns, _watched(source, watched))
        except OverflowError:
            raise InvalidInput({"rows": "một trang tính Excel chỉ chứa được 1.048.576 dòng"}) from None
        except OSError as error:
            raise files.not_written(target, error) from error
        files.write_atomically(target, data)
        return target

    def _subtitle(self, source: ListSource) -> str:
        unit = self._units.current(self._today())
        facts = [f"Tính đến ngày {short_date(self._today())}", f"{format_number(source.count)} dòng", source.note]
        return "\n".join(filter(None, (unit.committee if unit else "", f"({'; '.join(filter(None, facts))})")))


def _watched(source: ListSource, progress: Progress) -> Iterable[tuple[Cell, ...]]:
    for number, row in enumerate(source.rows()):
        if number % _STEP == 0:
            progress.step(number, source.count, f"Đang ghi {format_number(number)}/{format_number(source.count)} dòng")
        yield row
