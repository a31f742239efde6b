"""Use cases of importing a table into a list: look at it, match columns, store the good rows as one step."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.numbers import format_number
from cchc_desktop.domain.sheet import Grid, address
from cchc_desktop.domain.table_import import (
    FieldKind,
    HeadColumn,
    ImportPreview,
    ImportRow,
    ImportTarget,
    Matched,
    RefusedRow,
    TableFile,
    TableHead,
)
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.table_imports.rules import ImportRules, Values

if TYPE_CHECKING:
    from cchc_desktop.documents.table_import import RawRow
    from cchc_desktop.domain.plan import Task
    from cchc_desktop.services.backups import BackupService
    from cchc_desktop.services.table_imports.log import LogImport
    from cchc_desktop.storage.database import Database

LOG = "activity"
"""Key of the log, whose counts need reading of their own."""

RulesMaker = Callable[[], ImportRules]


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What an import stored."""

    key: str
    change: Change
    rows: int


class TableImportService:
    """One way for all lists.

    Args:
        database: keeps how headings were matched.
        backups: makes a backup before anything is stored.
        makers: list key → what makes its rules as of now.
        log: the import of the log.
        tasks: makes the rules of a plan's appendix, given its tasks.
        actor: who works.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        backups: BackupService,
        makers: dict[str, RulesMaker],
        log: LogImport,
        tasks: Callable[[Sequence[Task]], ImportRules],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._backups = backups
        self._makers = makers
        self._log = log
        self.task_rules = tasks
        self._actor = actor
        self._today = today

    @property
    def keys(self) -> tuple[str, ...]:
        """The lists that take entries from tables."""
        return (LOG, *self._makers)

    def target(self, key: str) -> ImportTarget:
        """Return a list's fields with the choices of now."""
        return self._log.target() if key == LOG else self._makers[key]().target

    def open(self, path: Path) -> TableFile:
        """Read a table file into memory; it is not opened again.

        Raises:
            FileUnreadable: no Excel or CSV file, or not whole and harmless.
            FileInUse: Windows keeps it from being read.
            WorkbookProblem: too large.

        """
        from cchc_desktop.documents.table_import import open_table

        return open_table(path)

    def find_heads(self, key: str, file: TableFile) -> tuple[TableHead, ...]:
        """Return where the tables of a file are and which column fills which field, as far as that can be told."""
        from cchc_desktop.documents.table_import import find_heads

        matches = self._matches(key)
        if key == LOG and (found := self._log.find_heads(file, matches.get)):
            return found
        return find_heads(file, self.target(key).fields, matches.get)

    def head_at(self, key: str, file: TableFile, sheet: str, row: int) -> TableHead:
        """Return the table of a sheet whose heading stands in a row; 0 for one without a heading."""
        from cchc_desktop.documents.table_import import head_at

        grid = file.grid(sheet) or Grid(sheet, {})
        return head_at(grid, row, self.target(key).fields, self._matches(key).get)

    def match(self, key: str, head: TableHead, column: int, field: str) -> TableHead:
        """Return a table with a column put to a field ("": none); the column that had the field loses it."""
        wanted = self.target(key).field(field)
        single = wanted is not None and not wanted.many
        columns = []
        for one in head.columns:
            if one.number == column:
                one = HeadColumn(one.number, one.heading, field, Matched.PERSON)
            elif single and one.field == field:
                one = HeadColumn(one.number, one.heading, "", Matched.PERSON)
            columns.append(one)
        return replace(head, columns=tuple(columns))

    def preview(
        self,
        key: str,
        file: TableFile,
        heads: Sequence[TableHead],
        serials: bool = False,
        rules: ImportRules | None = None,
    ) -> ImportPreview:
        """Tell row by row what would come in and what would not; nothing is stored.

        `serials` takes bare numbers in columns of days for the days of Excel. `rules` take the place of the list's
        own (an open plan's tasks).
        """
        if key == LOG:
            return self._log.preview(file, tuple(heads))
        return _Reading(rules or self._makers[key](), file, self._today(), serials).preview(tuple(heads))

    def apply(self, key: str, preview: ImportPreview, with_twins: bool = False) -> ImportResult:
        """Store the accepted rows (and the twins, when wanted) in one transaction, after a backup.

        Raises:
            InvalidInput: something in the list changed meanwhile and a row is no longer sound; nothing was stored.

        """
        rows = (*preview.accepted, *(preview.twins if with_twins else ()))
        self._backups.before_import()
        keep = self._log.keep if key == LOG else self._makers[key]().keep
        self.remember(key, preview)
        # The last thing that is written, so that it is what "undo" takes back.
        change = keep([row.entry for row in sorted(rows, key=lambda row: (row.sheet, row.row))])
        return ImportResult(key, change, len(rows))

    def remember(self, key: str, preview: ImportPreview) -> None:
        """Remember how the headings of a file were matched; the next file with the same ones is matched so."""
        with self._database.write(self._actor()) as uow:
            for head in preview.heads:
                if head.fingerprint and head.matches:
                    uow.column_matches.save(key, head.fingerprint, head.matches)
            uow.commit()

    def export_template(self, key: str, target: Path, rules: ImportRules | None = None) -> Path:
        """Write a blank workbook to fill in; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        from cchc_desktop.documents.table_import import write_import_template

        if key == LOG:
            data = self._log.template()
        else:
            data = write_import_template(rules.target if rules else self.target(key))
        files.write_atomically(target, data)
        return target

    def export_refused(self, key: str, file: TableFile, preview: ImportPreview, target: Path) -> Path:
        """Write the rows that were refused, each with its reason, as a workbook to mend; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        from cchc_desktop.documents.table_import import write_refused

        files.write_atomically(target, write_refused(self.target(key), file, preview))
        return target

    def _matches(self, key: str) -> dict[str, dict[int, str]]:
        with self._database.read() as uow:
            found = uow.column_matches.all(key)
        known = {one.name for one in self.target(key).fields}
        return {fingerprint: columns for fingerprint, columns in found.items() if set(columns.values()) <= known}


class _Reading:
    """One reading of a file by the rules of a list."""

    def __init__(self, rules: ImportRules, file: TableFile, today: date, serials: bool) -> None:
        self.rules = rules
        self.file = file
        self.today = today
        self.serials = serials
        self.accepted: list[ImportRow] = []
        self.twins: list[ImportRow] = []
        self.refused: list[RefusedRow] = []
        self.skipped: list[RefusedRow] = []
        self.known: dict[Hashable, str] = {rules.twin(one): "đã có trong danh sách" for one in rules.existing()}
        self.names = {
            one.name: {choice.value: choice.names[0] for choice in one.choices} for one in rules.target.fields
        }

    def preview(self, heads: tuple[TableHead, ...]) -> ImportPreview:
        from cchc_desktop.documents.table_import import read_rows

        serials = 0
        read = {head.sheet for head in heads}
        for grid in self.file.grids:
            if grid.name not in read:
                reason = "không nhận ra bảng để nhập; cả trang tính được bỏ qua" if grid.rows else "trang tính trống"
                self.skipped.append(RefusedRow(grid.name, 0, "A1", reason))
        for head in heads:
            sheet = self.file.grid(head.sheet) or Grid(head.sheet, {})
            found = read_rows(sheet, head, self.rules.target.fields, self.today, self.serials)
            self.refused += found.refused
            self.skipped += found.skipped
            serials += found.serials
            for row in found.rows:
                self._take(head, row)
        order = {grid.name: number for number, grid in enumerate(self.file.grids)}
        self.refused.sort(key=lambda one: (order.get(one.sheet, 0), one.row))
        titles = tuple(one.title for one in self.rules.target.fields)
        return ImportPreview(
            self.file.name,
            heads,
            titles,
            tuple(self.accepted),
            tuple(self.twins),
            tuple(self.refused),
            tuple(self.skipped),
            serials,
        )

    def _take(self, head: TableHead, row: RawRow) -> None:
        try:
            entry = self.rules.build(row.values)
        except InvalidInput as error:
            self._refuse(head, row, error.problems)
            return
        key = self.rules.twin(entry)
        twin = self.known.get(key, "")
        problems = {} if twin else self.rules.problems(entry)
        if problems:
            self._refuse(head, row, problems)
            return
        made = ImportRow(row.sheet, row.row, entry, self._texts(row.values), row.remarks, twin)
        (self.twins if twin else self.accepted).append(made)
        self.known.setdefault(key, f"giống hệt dòng {row.row} của trang “{row.sheet}”")

    def _refuse(self, head: TableHead, row: RawRow, problems: dict[str, str]) -> None:
        for name, reason in problems.items():
            column = head.column_of(name)
            cell = address(row.row, column or 1)
            self.refused.append(RefusedRow(row.sheet, row.row, cell, reason, row.text))

    def _texts(self, values: Values) -> tuple[str, ...]:
        return tuple(self._text(one.name, one.kind, values.get(one.name)) for one in self.rules.target.fields)

    def _text(self, name: str, kind: FieldKind, value: object) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return short_date(value)
        if isinstance(value, tuple):
            return "; ".join(self.names[name].get(str(one), str(one)) for one in value)
        if kind is FieldKind.YEAR:
            return str(value)
        if isinstance(value, int) or kind is FieldKind.NUMBER:
            return format_number(value)  # type: ignore[arg-type]
        return self.names[name].get(str(value), str(value)) if self.names[name] else str(value)
