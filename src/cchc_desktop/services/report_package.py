"""What of a report version goes into its package: the frozen figures, its kept files, the list of evidence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING

from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.attachment import Attachment, OwnerKind
from cchc_desktop.domain.change import Change
from cchc_desktop.domain.package import PackageFacts, Part, Role
from cchc_desktop.services.report_documents import FORM_NOTE, SIGNED_NOTE, WORD_NOTE, WORKBOOK_NOTE

if TYPE_CHECKING:
    from pathlib import Path

    from cchc_desktop.domain.report_life import ReportVersion
    from cchc_desktop.services.attachments import AttachmentService
    from cchc_desktop.services.evidence_binder import EvidenceBinderService
    from cchc_desktop.services.report_life import ReportLifeService
    from cchc_desktop.services.units import UnitService
    from cchc_desktop.storage.database import Database

EVIDENCE_NOTE = "muc_luc_minh_chung"
"""What the kept list of evidence of a version is called among its files."""

PDF_NOTE = "loi_bao_cao_pdf"
"""What the Word report laid out as PDF is called among the files of a version."""

DATA_NAME = "so-lieu.json"
EVIDENCE_NAME = "muc-luc-minh-chung.docx"

_ROLES = {
    WORKBOOK_NOTE: Role.WORKBOOK,
    WORD_NOTE: Role.WORD,
    PDF_NOTE: Role.PDF,
    FORM_NOTE: Role.FORM,
    SIGNED_NOTE: Role.SIGNED,
    EVIDENCE_NOTE: Role.EVIDENCE_LIST,
}
_ORDER = (Role.SIGNED, Role.WORD, Role.PDF, Role.WORKBOOK, Role.FORM, Role.OTHER, Role.EVIDENCE_LIST)


class ReportVersionSource:
    """Gives the hand-over what it needs to know of report versions.

    Args:
        database: the open database.
        life: the versions and their files.
        units: the sending office.
        attachments: gives the contents.
        binder: makes the list of evidence.
        scores: returns the self-score of a period's year as files, if there is any.

    """

    def __init__(
        self,
        database: Database,
        life: ReportLifeService,
        units: UnitService,
        attachments: AttachmentService,
        binder: EvidenceBinderService,
        scores: Callable[[str], tuple[Part, ...]] = lambda period: (),
    ) -> None:
        self._database = database
        self._life = life
        self._units = units
        self._attachments = attachments
        self._binder = binder
        self._scores = scores

    def facts(self, version_id: str) -> PackageFacts:
        """Return which report a version is.

        Raises:
            NotFound: there is no such version, or the office's particulars are missing.

        """
        version, said = self._version(version_id), self._life.content(version_id)
        earlier = [one for one in self._life.versions(said.period) if one.ordinal < version.ordinal]
        return PackageFacts(
            said.unit_code,
            said.unit_name,
            said.period,
            said.period_name,
            said.start,
            said.end,
            version.ordinal,
            version.kind,
            f"{version.number:02d}/{version.symbol}" if version.number is not None else "",
            version.date,
            version.reason,
            said.digest(),
            earlier[-1].package_id if earlier else "",
            self._units.require(said.end).superior,
        )

    def parts(self, version_id: str) -> tuple[Part, ...]:
        """Return what may go into the package of a version: its files, signed paper first, then figures for machines.

        Raises:
            NotFound: there is no such version.

        """
        from cchc_desktop.documents.pdf import can_make_pdf

        said = self._life.content(version_id)
        files = self._life.files(version_id)
        parts = [_part(file, partial(self._attachments.chunks, file.sha256)) for file in files]
        if not any(file.note == EVIDENCE_NOTE for file in files):
            listed = partial(self._evidence_list, version_id, said.period)
            parts.append(Part(Role.EVIDENCE_LIST, EVIDENCE_NAME, listed))
        word = next((file for file in files if file.note == WORD_NOTE), None)
        if word is not None and not any(file.note == PDF_NOTE for file in files) and can_make_pdf():
            laid_out = partial(self._pdf, version_id, word)
            parts.append(Part(Role.PDF, f"{PurePath(word.name).stem}.pdf", laid_out, chosen=False))
        parts += self._scores(said.period)
        parts.sort(key=lambda part: _ORDER.index(part.role))
        data = json.dumps(frozen_report.to_json(said), ensure_ascii=False, indent=1, sort_keys=True).encode()
        return (*parts, Part(Role.DATA, DATA_NAME, data, size=len(data)))

    def _evidence_list(self, version_id: str, period: str) -> Iterable[bytes]:
        """Return the list of evidence; made when it is first asked for, and kept: it is part of what was sent."""
        from cchc_desktop.documents.evidence_index import write_index

        kept = next((file for file in self._life.files(version_id) if file.note == EVIDENCE_NOTE), None)
        if kept is None:
            data = write_index(self._binder.gather(period))
            owner = OwnerKind.REPORT_VERSION, version_id
            kept = self._attachments.add_bytes(*owner, EVIDENCE_NAME, data, EVIDENCE_NOTE)
        return self._attachments.chunks(kept.sha256)

    def _pdf(self, version_id: str, word: Attachment) -> Iterable[bytes]:
        """Return the Word report as PDF; laid out when it is first asked for, and kept."""
        from cchc_desktop.documents.pdf import pdf_of

        kept = next((file for file in self._life.files(version_id) if file.note == PDF_NOTE), None)
        if kept is None:
            data = pdf_of(self._attachments.read(word.sha256))
            name = f"{PurePath(word.name).stem}.pdf"
            kept = self._attachments.add_bytes(OwnerKind.REPORT_VERSION, version_id, name, data, PDF_NOTE)
        return self._attachments.chunks(kept.sha256)

    def seen(self, version_id: str) -> tuple[date, ...]:
        """Return the days a version was frozen and sent; the day on the paper may lie ahead and is not among them."""
        version = self._version(version_id)
        return tuple(date.fromisoformat(at[:10]) for at in (version.frozen_at, version.sent_at) if at)

    def sent(self, version_id: str, package_id: str) -> Change:
        """Write down that a version left the house in a package."""
        return self._life.sent(version_id, package_id)

    def add_signed(self, version_id: str, path: Path) -> Change:
        """Keep the signed paper (PDF, scan or photo) with a version, so that it goes along.

        Raises:
            NotFound: there is no such version.
            FileUnreadable: the file is missing, empty, too large.
            FileNotWritten: the evidence folder refuses.

        """
        return self._life.add_file(version_id, path, SIGNED_NOTE)

    def _version(self, version_id: str) -> ReportVersion:
        with self._database.read() as uow:
            return uow.report_versions.get(version_id)


def _part(file: Attachment, content: Callable[[], Iterable[bytes]]) -> Part:
    return Part(_ROLES.get(file.note, Role.OTHER), file.name, content, size=file.size)
