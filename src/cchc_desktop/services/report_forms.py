"""Use cases of the superior's own Excel form: mapping its cells, filling it, and the form doctor."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.catalogue import Indicator
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.report_form import (
    FACT_NAMES,
    CellWrite,
    FigureColumn,
    FilledForm,
    FormFigures,
    FormMapping,
    MappedCell,
    cell_place,
    problems,
)
from cchc_desktop.domain.report_form_doctor import Diagnosis, Move, diagnose
from cchc_desktop.domain.report_form_figures import RefusedTag, facts_of, figures_of, tagged_cells, writes_of
from cchc_desktop.domain.report_form_file import MAX_FILE_BYTES, from_file, to_file
from cchc_desktop.domain.report_form_grid import FormBook, column_label, row_label
from cchc_desktop.domain.text import clean_line, fold, same_words
from cchc_desktop.errors import Conflict, FileUnreadable, FormProblem, InvalidInput, NotFound, UnreadableReason
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database

_NOUN = "biểu của cấp trên"
_NAMED_CODES = 3
_NAMED_CELLS = 5


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A form that is open on the screen: its bytes, how it looks, and the cells its own tags name."""

    data: bytes
    book: FormBook
    tagged: tuple[MappedCell, ...] = ()
    refused: tuple[RefusedTag, ...] = ()


class ReportFormService:
    """Reads forms, keeps mappings, fills."""

    def __init__(
        self,
        database: Database,
        attachments: AttachmentService,
        reports: ReportService,
        units: UnitService,
        indicators: Callable[[], Sequence[Indicator]],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._attachments = attachments
        self._reports = reports
        self._units = units
        self._indicators = indicators
        self._actor = actor
        self._today = today

    # ------------------------------------------------------------------ forms

    def open(self, path: Path) -> OpenedForm:
        """Read a form from a file.

        Raises:
            FileUnreadable: not a whole, harmless .xlsx or .xlsm.
            FileInUse: Windows keeps it from being read.
            FormProblem: it has no cells, or is written in a way that cannot be filled.

        """
        from cchc_desktop.documents.office_file import OfficeKind, read_office_file

        return self._opened(read_office_file(path, OfficeKind.EXCEL), path.name)

    def open_kept(self, mapping: FormMapping) -> OpenedForm:
        """Read the form a mapping was kept with.

        Raises:
            NotFound: it is not in the evidence folder (a mapping that came alone as a file).

        """
        if not mapping.sha256:
            raise NotFound("tệp biểu", mapping.file_name)
        return self._opened(self._attachments.read(mapping.sha256), mapping.file_name)

    def _opened(self, data: bytes, name: str) -> OpenedForm:
        from cchc_desktop.documents.report_form import read_form

        book = read_form(data, name)
        tagged, refused = tagged_cells(book, self._codes())
        named = tuple(
            replace(tag, reason=f"{tag.reason}{self._nearest(tag.raw)}") if "danh mục" in tag.reason else tag
            for tag in refused
        )
        return OpenedForm(data, book, tagged, named)

    def _codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(indicator.code for indicator in self._indicators()))

    def _nearest(self, raw: str) -> str:
        """Return the codes that a wrong tag may have meant, as the end of a sentence."""
        from rapidfuzz import fuzz

        wanted = fold(raw.strip("{}").partition(":")[0])
        known = {indicator.code: indicator.name for indicator in self._indicators()}
        known |= FACT_NAMES
        scored = sorted(
            known, key=lambda code: (-max(fuzz.ratio(wanted, fold(code)), fuzz.ratio(wanted, fold(known[code]))), code)
        )
        return "; gần nhất là " + ", ".join(f"{code} ({known[code]})" for code in scored[:_NAMED_CODES])

    # ------------------------------------------------------------------ mappings

    def all(self) -> tuple[FormMapping, ...]:
        """Return the mappings by name."""
        with self._database.read() as uow:
            return uow.report_forms.all()

    def get(self, mapping_id: str) -> FormMapping:
        """Return a mapping.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.report_forms.get(mapping_id)

    def named(self, name: str) -> FormMapping:
        """Return the mapping of a name.

        Raises:
            NotFound: there is none.

        """
        found = next((one for one in self.all() if same_words(one.name, name)), None)
        if found is None:
            raise NotFound(_NOUN, name)
        return found

    def mapping_for(self, form: OpenedForm) -> FormMapping:
        """Return the mapping that was kept for a form, else a new one with the cells that its own tags name."""
        kept = next((one for one in self.all() if one.sha256 == form.book.sha256), None)
        name = self.free_name(Path(form.book.name).stem)
        return kept or FormMapping(name, form.book.name, form.book.sha256, form.tagged)

    def free_name(self, wanted: str) -> str:
        """Return a name that no mapping has yet: the one wanted, or that with a number."""
        wanted = clean_line(wanted) or "Biểu"
        taken = {fold(one.name) for one in self.all()}
        numbered = (f"{wanted} ({number})" for number in itertools.count(2))
        return next(name for name in itertools.chain((wanted,), numbered) if fold(name) not in taken)

    def mapped(self, book: FormBook, sheet: str, cell: str, code: str, column: FigureColumn) -> MappedCell:
        """Return a cell mapped to a figure, with the words beside it.

        Raises:
            InvalidInput: the cell must not be filled; the reason names it.

        """
        found = book.sheet(sheet)
        place = cell_place(cell)
        trouble = book.trouble(sheet, cell)
        if trouble or found is None or place is None:
            raise InvalidInput({"cell": f"ô {cell} của trang “{sheet}”: {trouble}"})
        column = FigureColumn.FACT if code in FACT_NAMES else column
        return MappedCell(found.name, cell, code, column, row_label(found, *place), column_label(found, *place))

    def save(self, mapping: FormMapping, form: OpenedForm) -> tuple[FormMapping, Change]:
        """Keep a mapping together with its form.

        Raises:
            InvalidInput: no name, an unknown code, a cell that must not be filled.
            Conflict: the name is taken, or the mapping was changed elsewhere.
            FileNotWritten: the evidence folder refuses.

        """
        mapping = replace(mapping, name=clean_line(mapping.name), file_name=form.book.name, sha256=form.book.sha256)
        self._check(mapping, form)
        kept = None if self._holds(mapping) else self._attachments.keep_bytes(form.data, form.book.name)
        with self._database.write(self._actor()) as uow:
            others = [one for one in uow.report_forms.all() if one.id != mapping.id]
            if any(same_words(one.name, mapping.name) for one in others):
                raise Conflict(_NOUN, f"đã có biểu tên “{mapping.name}”")
            if kept is not None:
                name = form.book.name
                uow.attachments.add(
                    Attachment(OwnerKind.REPORT_FORM, mapping.id, name, kept.sha256, kept.size, media_type_of(name))
                )
            stored = uow.report_forms.save(mapping)
            uow.commit()
        return stored, Change(Topic.REPORT, (stored.id,))

    def _holds(self, mapping: FormMapping) -> bool:
        """Tell whether the form of a mapping is in the evidence folder already."""
        with self._database.read() as uow:
            held = uow.attachments.of(OwnerKind.REPORT_FORM, mapping.id)
        return any(one.sha256 == mapping.sha256 for one in held)

    def _check(self, mapping: FormMapping, form: OpenedForm) -> None:
        found = problems(mapping, self._codes())
        for cell in mapping.cells:
            if "cells" not in found and (trouble := form.book.trouble(cell.sheet, cell.cell)):
                found["cells"] = f"ô {cell.cell} của trang “{cell.sheet}”: {trouble}"
        if found:
            raise InvalidInput(found)

    def bin(self, mapping_id: str) -> Change:
        """Put a mapping into the bin; its form stays in the evidence folder."""
        with self._database.write(self._actor()) as uow:
            uow.report_forms.bin(mapping_id)
            uow.commit()
        return Change(Topic.REPORT, (mapping_id,))

    def restore(self, mapping_id: str) -> Change:
        """Take a mapping out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.report_forms.restore(mapping_id)
            uow.commit()
        return Change(Topic.REPORT, (mapping_id,))

    # ------------------------------------------------------------------ sharing

    def share(self, mapping: FormMapping, target: Path) -> None:
        """Write a mapping to a file that another office can take in.

        Raises:
            FileInUse: it is open elsewhere.
            FileNotWritten: the place refuses.

        """
        files.write_atomically(target, to_file(mapping))

    def shared(self, path: Path) -> FormMapping:
        """Return the mapping of a file that another office gave; nothing is kept yet.

        Raises:
            FileUnreadable: it cannot be read.
            InvalidInput: it is no mapping, or of a later version of the program.

        """
        try:
            with path.open("rb") as stream:
                data = stream.read(MAX_FILE_BYTES + 1)
        except FileNotFoundError as error:
            raise FileUnreadable(path, UnreadableReason.MISSING, detail=str(error)) from error
        except OSError as error:
            raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
        return from_file(data)

    # ------------------------------------------------------------------ figures and filling

    def figures(self, period: str) -> FormFigures:
        """Return the values of a period by code and column.

        Raises:
            NotFound: no rule makes such a period.

        """
        report = self._reports.report(period)
        day = report.period.end
        signer = self._units.signature(day).name if self._units.current(day) else ""
        return figures_of(report, facts_of(self._units.current(day), signer, report.period, self._today()))

    def writes(self, mapping: FormMapping, period: str, figures: FormFigures | None = None) -> tuple[CellWrite, ...]:
        """Return what would go into the cells of a mapping for a period: the own figures, unless others are given."""
        return writes_of(mapping, self.figures(period) if figures is None else figures)

    def fill(
        self, mapping: FormMapping, period: str, form: OpenedForm, figures: FormFigures | None = None
    ) -> FilledForm:
        """Return a form filled with the figures of a period: the own ones, unless others are given.

        Raises:
            FormProblem: a cell must not be filled, or a tag in it names nothing; the error names the cell.

        """
        from cchc_desktop.documents.report_form import fill_form

        path = Path(form.book.name)
        for tag in form.refused:
            if mapping.at(tag.sheet, tag.cell) is None:
                raise FormProblem(path, tag.reason, tag.sheet, tag.cell)
        filled = fill_form(form.data, path, self.writes(mapping, period, figures))
        notes = list(filled.notes)
        empty = [write.cell for write in filled.writes if write.value is None]
        if empty:
            named = ", ".join(empty[:_NAMED_CELLS]) + ("…" if len(empty) > _NAMED_CELLS else "")
            notes.insert(0, f"{len(empty)} ô chưa có số liệu được để trống ({named}).")
        if not mapping.serves(period):
            notes.insert(0, "Bảng ghép này lập cho kỳ khác; hãy xem lại các cột của biểu.")
        return replace(filled, notes=tuple(notes))

    def fill_to(
        self,
        mapping: FormMapping,
        period: str,
        form: OpenedForm,
        target: Path,
        figures: FormFigures | None = None,
    ) -> FilledForm:
        """Write a filled form to a file; `figures` as in `fill`.

        Raises:
            FileInUse: the target is open in Excel.
            FileNotWritten: the place refuses.
            FormProblem: a cell must not be filled.

        """
        filled = self.fill(mapping, period, form, figures)
        files.write_atomically(target, filled.data)
        return filled

    def file_name(self, mapping: FormMapping, period: Period) -> str:
        """Return the name to offer for a filled form; the ending stays, so that macros and templates stay what they
        are.
        """
        path = Path(mapping.file_name or "bieu.xlsx")
        return files.safe_file_name(f"{path.stem}_{period.code}{path.suffix.lower() or '.xlsx'}")

    def fill_file(
        self, path: Path, period: str, target: Path, name: str = "", figures: FormFigures | None = None
    ) -> tuple[FilledForm, FormMapping]:
        """Fill a form that is given as a file, by a named mapping, the one kept with it, or its own tags.

        `figures` as in `fill`.

        Raises:
            NotFound: no mapping of that name, or no such period.
            FormProblem: nothing tells what goes where, a tag names nothing, or the form is not the one that the
                mapping was made for: then the cell that differs is named.

        """
        self._reports.period(period)
        form = self.open(path)
        mapping = self.named(name) if name else self.mapping_for(form)
        if form.book.sha256 != mapping.sha256:
            self._same_words(mapping, form, path)
        own = tuple(cell for cell in form.tagged if mapping.at(*cell.place) is None)
        mapping = replace(mapping, cells=(*mapping.cells, *own), file_name=path.name)
        if not mapping.cells:
            raise FormProblem(path, "biểu chưa có ô nào được ghép với chỉ tiêu và không có ô nào ghi {{mã}}")
        return self.fill_to(mapping, period, form, target, figures), mapping

    def _same_words(self, mapping: FormMapping, form: OpenedForm, path: Path) -> None:
        for proposal in self.examine(mapping, form).proposals:
            if proposal.move is not Move.STAYED:
                where = f", nay có lẽ ở ô {proposal.new.cell}" if proposal.new else ""
                reason = f"biểu đã đổi so với bảng ghép “{mapping.name}”{where}; hãy dùng “Bác sĩ biểu”"
                raise FormProblem(path, reason, proposal.old.sheet, proposal.old.cell)

    # ------------------------------------------------------------------ the doctor

    def examine(self, mapping: FormMapping, form: OpenedForm) -> Diagnosis:
        """Find the cells of a mapping in another form, such as next year's."""
        from rapidfuzz import fuzz

        def similar(left: str, right: str) -> float:
            return max(fuzz.ratio(left, right), 0.95 * fuzz.token_sort_ratio(left, right)) / 100

        try:
            old = self.open_kept(mapping).book
        except (NotFound, FileUnreadable):
            old = None
        return diagnose(mapping, old, form.book, similar)

    def last_period(self, mapping: FormMapping) -> Period | None:
        """Return the last period that is over and that a mapping serves, to try a mapping on."""
        today = self._today()
        over = [
            period
            for year in (today.year + 1, today.year, today.year - 1)
            for period in self._reports.periods(year)
            if period.end < today and mapping.serves(period.code)
        ]
        return max(over, key=lambda period: (period.end, period.start), default=None)
