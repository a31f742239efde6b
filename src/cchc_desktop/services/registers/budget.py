"""Use cases of the budget: estimate lines, spending, totals, the appendix in Word and the table in Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.budget import (
    BudgetLine,
    BudgetRow,
    Spending,
    budget_rows,
    line_problems,
    spending_problems,
)
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.register_repos import RegisterRepos

_TEXTS = frozenset({"basis", "note"})


@dataclass(frozen=True, slots=True)
class SpendingRow:
    """What was spent, with the line it was spent of."""

    spending: Spending
    line: str
    year: int


class BudgetService:
    """The money of the communication, by calendar year."""

    def __init__(
        self, database: Database, units: UnitService, actor: Callable[[], str], today: Callable[[], date]
    ) -> None:
        self._database = database
        self._units = units
        self._today = today
        lines = ShelfRules[BudgetLine](lambda repos: repos.budget_lines, line_problems, _TEXTS, _placed)
        self.lines = Shelf(database, actor, lines)
        spent = ShelfRules[Spending](lambda repos: repos.spendings, spending_problems, prepare=_of_a_line)
        self.spendings = Shelf(database, actor, spent)

    def years(self) -> tuple[int, ...]:
        """Return the years that have lines, and this one, newest first."""
        return tuple(sorted({self._today().year, *(line.year for line in self.lines.all())}, reverse=True))

    def rows(self, year: int, binned: bool = False) -> tuple[BudgetRow, ...]:
        """Return the lines of a year with what was spent of them, in their order."""
        with self._database.read() as uow:
            lines = uow.registers.budget_lines.all(binned, year=year)
            spendings = uow.registers.spendings.all()
            tasks = {task.id: task.content for task in uow.plans.tasks(year)}
        return budget_rows(lines, spendings, tasks)

    def spending_rows(self, year: int, binned: bool = False) -> tuple[SpendingRow, ...]:
        """Return what was spent of the lines of a year, newest first; of lines in the bin too."""
        with self._database.read() as uow:
            repo = uow.registers.budget_lines
            gone = {line.id: (f"{line.content} (đã xóa)", line.year) for line in repo.all(binned=True)}
            lines = gone | {line.id: (line.content, line.year) for line in repo.all()}
            found = uow.registers.spendings.all(binned)
        rows = (SpendingRow(one, *lines.get(one.line_id, ("", 0))) for one in found)
        return tuple(row for row in rows if row.year == year)

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return spending, in this order, as a list to write."""
        fields = (
            ListField[SpendingRow]("Ngày chi", 12, lambda row: row.spending.date),
            ListField[SpendingRow]("Dòng dự toán", 36, lambda row: row.line),
            ListField[SpendingRow]("Nội dung đã chi", 40, lambda row: row.spending.content),
            ListField[SpendingRow]("Số tiền (đồng)", 18, lambda row: row.spending.amount),
            ListField[SpendingRow]("Chứng từ", 18, lambda row: row.spending.voucher),
            ListField[SpendingRow]("Ghi chú", 24, lambda row: row.spending.note),
        )
        years = {line.year for line in (*self.lines.all(), *self.lines.all(binned=True))}
        rows = {row.spending.id: row for year in years for row in self.spending_rows(year)}
        chosen = in_order(rows, ids)
        made = list_table("SỔ THEO DÕI KINH PHÍ ĐÃ CHI", self._as_of(), fields, chosen)
        total = sum(row.spending.amount for row in chosen)
        return replace(made, foot=("", "", "", "Cộng", total, "", "")) if chosen else made

    def workbook(self, year: int, ids: Sequence[str]) -> bytes:
        """Return lines of a year, in this order, as an Excel table with formulas and totals."""
        from cchc_desktop.documents.budget_workbook import write_budget

        return write_budget(year, self._chosen(year, ids), self._committee(), self._as_of())

    def appendix(self, year: int, ids: Sequence[str]) -> bytes:
        """Return lines of a year, in this order, as a Word appendix in the layout of Decree 30/2020."""
        from cchc_desktop.documents.budget_table import budget_appendix

        return budget_appendix(year, [row.line for row in self._chosen(year, ids)], self._committee())

    def export_workbook(self, year: int, ids: Sequence[str], target: Path) -> Path:
        """Write the Excel table; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, self.workbook(year, ids))
        return target

    def export_appendix(self, year: int, ids: Sequence[str], target: Path) -> Path:
        """Write the Word appendix; return the file.

        Raises:
            FileInUse: it is open in Word.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, self.appendix(year, ids))
        return target

    def _chosen(self, year: int, ids: Sequence[str]) -> list[BudgetRow]:
        return in_order({row.line.id: row for row in self.rows(year)}, ids)

    def _committee(self) -> str:
        unit = self._units.current(self._today())
        return unit.committee if unit else ""

    def _as_of(self) -> str:
        return f"(Tính đến ngày {short_date(self._today())})"


def _placed(repos: RegisterRepos, line: BudgetLine) -> BudgetLine:
    """Put a new line behind the others of its year."""
    if line.position:
        return line
    last = max((other.position for other in repos.budget_lines.all(year=line.year)), default=0)
    return replace(line, position=last + 1)


def _of_a_line(repos: RegisterRepos, spending: Spending) -> Spending:
    """See that the line is there: money spent of a line in the bin would be in no total."""
    if not repos.budget_lines.some([spending.line_id]):
        raise InvalidInput({"line_id": "dòng dự toán đã chọn không còn"})
    return spending
