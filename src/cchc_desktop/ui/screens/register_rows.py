"""The rows of one list of a register: what a subclass says of them, and how they are searched."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from cchc_desktop.domain.text import fold
from cchc_desktop.errors import AppError
from cchc_desktop.ui.models.register_search import search_text
from cchc_desktop.ui.models.rows import Column
from cchc_desktop.ui.widgets.column_fit import fit_heights
from cchc_desktop.ui.widgets.settings_records import RecordsPage

if TYPE_CHECKING:
    from cchc_desktop.domain.listing import ListTable
    from cchc_desktop.services.registers.container import RegisterServices
    from cchc_desktop.services.registers.shelf import Shelf
    from cchc_desktop.ui.place import Context

R = TypeVar("R")


class RegisterRows(RecordsPage[R]):
    """Reads, filters and searches. A row is an entry with what was computed of it.

    Subclasses set the words, and say how rows are read (`rows`), where they are kept (`shelf`), what the entry of a
    row is (`entry`), how a row is made of an entry (`row_of`), and what is written into Excel (`list_table`).
    """

    add_text = ""
    noun = ""
    empty_text = ""
    file_name = ""
    personal = ""
    """What of the list is personal data, as the export asks for it; "" when nothing is."""
    spare: tuple[str, ...] = ()
    """Columns that a narrow window does without, the first one first; they stand in the form all the same."""
    first = ""
    """The field where the cursor goes in a new entry."""

    def __init__(self, context: Context, name: str, columns: Sequence[Column[R]], widths: tuple[int, ...]) -> None:
        super().__init__(context, name, columns, widths)
        self._words: list[str] = []
        self._binned = False
        self._searching = False
        self._kept: Sequence[R] | None = None
        self._texts: dict[int, str] = {}

    # ------------------------------------------------------------------ what subclasses say

    @property
    def shelf(self) -> Shelf[Any]:
        """Where the entries are kept."""
        raise NotImplementedError

    def rows(self, binned: bool) -> Sequence[R]:
        """Return all rows, or those in the bin."""
        raise NotImplementedError

    def entry(self, row: R) -> Any:
        """Return the entry of a row."""
        raise NotImplementedError

    def row_of(self, entry: Any) -> R:
        """Return a row of an entry that may not be stored."""
        raise NotImplementedError

    def new_entry(self) -> Any:
        """Return a new entry."""
        raise NotImplementedError

    def entry_problems(self, entry: Any) -> dict[str, str]:
        """Return what is wrong with an entry."""
        raise NotImplementedError

    def list_table(self, ids: Sequence[str], personal: bool) -> ListTable:
        """Return entries as a list to write."""
        raise NotImplementedError

    def passes(self, row: R) -> bool:
        """Tell whether the page's own filters let a row through."""
        return True

    def clear_filters(self) -> None:
        """Let every row through."""

    def explain(self, entry: Any) -> tuple[str, str]:
        """Return what to know about an entry, and what is computed from it."""
        return "", ""

    def sums(self, rows: Sequence[R]) -> str:
        """Return the line below the list."""
        return self.tr("{0} dòng").format(len(rows))

    def offer(self) -> None:
        """Bring what the form offers to choose from up to date."""

    @property
    def registers(self) -> RegisterServices:
        """The services of the registers."""
        return self.context.services.registers

    # ------------------------------------------------------------------ reading and searching

    def read(self) -> Sequence[R]:
        """Return the rows that pass the filters and have the words searched for."""
        if self._kept is None:
            try:
                self._kept = self.rows(self._binned)
                self.bring_choices()
            except AppError as error:
                self.context.ask.error(self, error)
                self._kept = ()
            self._texts = {}
        found = [row for row in self._kept if self.passes(row) and self._has_words(row)]
        fit_heights(self.table, len(found))
        return found

    def bring_choices(self) -> None:
        """Bring the choices up to date; that they change is nothing a person typed."""
        filling, self._filling = self._filling, True
        try:
            self.offer()
        finally:
            self._filling = filling

    def _has_words(self, row: R) -> bool:
        if not self._words:
            return True
        text = self._texts.get(id(row))
        if text is None:
            text = search_text(self.entry(row), (column.text(row) for column in self.model.columns))
            self._texts[id(row)] = text
        return all(word in text for word in self._words)

    def forget_rows(self) -> None:
        """Read the rows anew at the next reload, not from what is kept for the search."""
        self._kept = None

    def reload(self, select: str = "") -> None:
        """Read the rows again, but for a search, and select one."""
        if not self._searching:
            self.forget_rows()
        super().reload(select)

    def search(self, words: str) -> int:
        """Show the rows that have all the words; return how many. Rows that are known are not read again."""
        self._words = fold(words).split()
        self._searching = True
        try:
            self.refresh()
        finally:
            self._searching = False
        return len(self.model.rows)

    def refresh(self) -> None:
        """Show the rows anew, unless something is being typed."""
        if not self._dirty and not self._is_new:
            self.reload()
