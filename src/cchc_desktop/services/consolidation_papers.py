"""The papers of a consolidation: its workbook and its Word report, made once and kept; and how it is sent on.

Made when they are first asked for, and kept: they are part of what is sent, and the files of units may be taken back
later.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.consolidation import Consolidation, ConsolidationVersion, Source
from cchc_desktop.domain.consolidation_report import annex, charted_codes, charts, document, join_texts
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.received import ReceivedFigure
from cchc_desktop.domain.text import fold
from cchc_desktop.errors import Conflict
from cchc_desktop.services.consolidation import NOUN, ConsolidationService
from cchc_desktop.services.report_documents import WORD_NOTE, WORKBOOK_NOTE

if TYPE_CHECKING:
    from cchc_desktop.documents.consolidation_workbook import WorkbookContent
    from cchc_desktop.services.attachments import AttachmentService
    from cchc_desktop.services.templates import TemplateService
    from cchc_desktop.services.units import UnitService
    from cchc_desktop.storage.attachment_files import KeptFile
    from cchc_desktop.storage.database import Database, UnitOfWork

_BARS = 12
"""Units in a chart."""
_CHARTED = 2
_ENDINGS = {WORKBOOK_NOTE: ".xlsx", WORD_NOTE: ".docx"}


@dataclass(frozen=True, slots=True)
class _Whole:
    """A frozen consolidation with what it says."""

    version: ConsolidationVersion
    made: Consolidation

    @property
    def made_on(self) -> date:
        """The day it was frozen."""
        return date.fromisoformat(self.version.made_at[:10])


class ConsolidationPapers:
    """Makes and keeps the papers.

    Args:
        database: the open database.
        consolidation: the frozen consolidations.
        units: the office.
        attachments: keeps the papers.
        templates: of the Word report.
        actor: returns who is working.

    """

    def __init__(
        self,
        database: Database,
        consolidation: ConsolidationService,
        units: UnitService,
        attachments: AttachmentService,
        templates: TemplateService,
        actor: Callable[[], str],
    ) -> None:
        self._database = database
        self._consolidation = consolidation
        self._units = units
        self._attachments = attachments
        self._templates = templates
        self._actor = actor

    def workbook(self, version_id: str, progress: Progress | None = None) -> Attachment:
        """Return the workbook of a consolidation, made when it is first asked for.

        Raises:
            NotFound: there is no such consolidation.
            Conflict: reports it is made of were taken back meanwhile.
            Cancelled: a person stopped it; nothing is kept.
            FileNotWritten: the evidence folder refuses.

        """
        return self._kept(version_id, WORKBOOK_NOTE) or self._make_workbook(version_id, progress or NoProgress())

    def word(self, version_id: str, progress: Progress | None = None) -> Attachment:
        """Return the Word report of a consolidation, made when it is first asked for. Raises as `workbook`."""
        return self._kept(version_id, WORD_NOTE) or self._make_word(version_id, progress or NoProgress())

    def make_all(self, version_id: str, progress: Progress | None = None) -> None:
        """Make what is not there yet, so that nothing can change it any more. Raises as `workbook`."""
        self.word(version_id, progress)
        self.workbook(version_id, progress)

    def files(self, version_id: str) -> tuple[Attachment, ...]:
        """Return the files that are kept with a consolidation."""
        return self._attachments.of(OwnerKind.CONSOLIDATION, version_id)

    def add_signed(self, version_id: str, path: Path, note: str) -> None:
        """Keep the signed paper with a consolidation.

        Raises:
            FileUnreadable: the file is missing, empty, too large.
            FileNotWritten: the evidence folder refuses.

        """
        self._attachments.add(OwnerKind.CONSOLIDATION, version_id, path, note)

    def write(self, attachment: Attachment, target: Path) -> Path:
        """Write a kept file, byte for byte, to a place a person chose; return it.

        Raises:
            FileInUse: the target is open elsewhere.
            FileNotWritten: the place refuses.

        """
        return self._attachments.export(attachment.id, target)

    def chunks(self, attachment: Attachment) -> Iterator[bytes]:
        """Return the content of a kept file piece by piece."""
        return self._attachments.chunks(attachment.sha256)

    def name(self, version: ConsolidationVersion, note: str) -> str:
        """Return the name of a paper: "TH-CCHC_HY_2026-Q1_bs1.xlsx"; ASCII only."""
        made = self._consolidation.content(version.id)
        stem = made.unit_code or fold(made.unit_name).replace(" ", "-")
        later = "" if version.ordinal <= 1 else f"_bs{version.ordinal - 1}"
        return files.safe_file_name(f"TH-CCHC_{stem}_{version.period}{later}{_ENDINGS[note]}")

    def _kept(self, version_id: str, note: str) -> Attachment | None:
        return next((file for file in self.files(version_id) if file.note == note), None)

    # -- making

    def _make_workbook(self, version_id: str, progress: Progress) -> Attachment:
        from cchc_desktop.documents.consolidation_workbook import write_consolidation

        whole = self._whole(version_id)
        name = self.name(whole.version, WORKBOOK_NOTE)
        with tempfile.TemporaryDirectory(prefix="cchc-tong-hop-", ignore_cleanup_errors=True) as folder:
            target = Path(folder) / name
            with self._database.read() as uow:
                write_consolidation(target, self._content(uow, whole), progress)
            return self._keep(version_id, name, self._attachments.keep_file(target), WORKBOOK_NOTE)

    def _make_word(self, version_id: str, progress: Progress) -> Attachment:
        from cchc_desktop.documents.letters import export_document

        whole = self._whole(version_id)
        name = self.name(whole.version, WORD_NOTE)
        progress.step(0, 0, name)
        end = whole.made.end
        with self._database.read() as uow:
            tops = _tops(uow, whole.made)
        change = self._consolidation.change_of(version_id)
        attached = annex(whole.made, change.figures if change else (), charts(whole.made, tops))
        unit, signature = self._units.require(end), self._units.signature(end)
        paper = document(whole.made, whole.version, unit, signature, attached)
        data = export_document(paper, self._templates.path("bao_cao.docx"))
        return self._keep(version_id, name, self._attachments.keep_bytes(data, name), WORD_NOTE)

    def _keep(self, version_id: str, name: str, file: KeptFile, note: str) -> Attachment:
        """Keep a paper that was made; as part of the consolidation in the trail, which no "undo" takes back."""
        owner = OwnerKind.CONSOLIDATION, version_id
        with self._database.write(self._actor()) as uow:
            stored = uow.attachments.add(Attachment(*owner, name, file.sha256, file.size, media_type_of(name), note))
            uow.audit.record("update", "consolidation", version_id, {}, {"file": name})
            uow.commit()
        return stored

    def _whole(self, version_id: str) -> _Whole:
        return _Whole(self._consolidation.version(version_id), self._consolidation.content(version_id))

    def _content(self, uow: UnitOfWork, whole: _Whole) -> WorkbookContent:
        from cchc_desktop.documents.consolidation_workbook import WorkbookContent

        made = whole.made
        return WorkbookContent(
            made,
            whole.version,
            self._units.require(made.end),
            self._units.signature(made.end),
            whole.made_on,
            partial(_unit_figures, uow, made),
            partial(_texts, uow, made),
            _tops(uow, made),
            self._consolidation.change_of(whole.version.id),
        )


def _require_unchanged(uow: UnitOfWork, made: Consolidation) -> list[str]:
    """Return the ids of the reports a consolidation is made of, which must still say what was added."""
    ids = [source.report_id for source in made.sources]
    now = uow.consolidations.digests(ids)
    for source in made.sources:
        if now.get(source.report_id) != source.digest:
            reason = f"báo cáo của {source.unit_name} đã đổi sau khi tổng hợp; hãy tổng hợp lại"
            raise Conflict(NOUN, reason)
    return ids


def _unit_figures(uow: UnitOfWork, made: Consolidation) -> Iterator[tuple[Source, tuple[ReceivedFigure, ...]]]:
    ids = _require_unchanged(uow, made)
    for source, (_, figures) in zip(made.sources, uow.consolidations.figures(ids), strict=True):
        yield source, figures


def _texts(uow: UnitOfWork, made: Consolidation) -> Iterator[tuple[str, str, str]]:
    names = {source.report_id: source.unit_name for source in made.sources}
    told = ((names[key], parts) for key, parts in uow.consolidations.texts(list(names)))
    return iter(join_texts(told))


def _tops(uow: UnitOfWork, made: Consolidation) -> dict[str, tuple[tuple[str, Decimal], ...]]:
    """Return code → the units with the greatest figures; of two alike the one that comes first in the directory."""
    ids = _require_unchanged(uow, made)
    found = {}
    for code in charted_codes(made, _CHARTED):
        figures = uow.consolidations.of_indicator(ids, code)
        rows = [
            (source.unit_name, figure.current.value)
            for source in made.sources
            if (figure := figures.get(source.report_id)) is not None and figure.current.value
        ]
        rows.sort(key=lambda row: -row[1])
        found[code] = tuple(rows[:_BARS])
    return found


def chunked(papers: ConsolidationPapers, make: Callable[[], Attachment]) -> Iterable[bytes]:
    """Return the content of a paper that is made when it is read."""
    return papers.chunks(make())
