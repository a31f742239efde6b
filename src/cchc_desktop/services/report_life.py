"""Use cases of a report's life: freezing a period, supplements, what was sent, what came back, what changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain import frozen_report, report_life
from cchc_desktop.domain import narrative as words
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.frozen_report import AcceptedWarning, FigureDifference, FrozenReport
from cchc_desktop.domain.official_document import DocumentKind, symbol
from cchc_desktop.domain.report_life import (
    LateChange,
    PeriodStanding,
    Remark,
    ReportState,
    ReportStep,
    ReportVersion,
    VersionKind,
)
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import Conflict, InvalidInput, NotFound
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.report_desk import NOUN, ReportDesk, ReportDeskService, require
from cchc_desktop.services.report_documents import WORD_NOTE, WORKBOOK_NOTE, ReportDocumentService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork


@dataclass(frozen=True, slots=True)
class FrozenVersion:
    """A version after it was frozen, with what changed."""

    version: ReportVersion
    change: Change


@dataclass(frozen=True, slots=True)
class SinceFrozen:
    """What became of a period since a version was frozen: entries of the log, and figures that differ now."""

    changes: tuple[LateChange, ...]
    differences: tuple[FigureDifference, ...]


class ReportLifeService:
    """Leads reports through their life; every frozen version is kept with its files, for good."""

    def __init__(
        self,
        database: Database,
        desk: ReportDeskService,
        reports: ReportService,
        units: UnitService,
        attachments: AttachmentService,
        documents: ReportDocumentService,
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._desk = desk
        self._reports = reports
        self._units = units
        self._attachments = attachments
        self._documents = documents
        self._actor = actor
        self._today = today

    # -- steps

    def freeze(self, code: str) -> FrozenVersion:
        """Freeze the report of a period ("chốt kỳ"): figures, words and files are kept for good.

        The files are rendered first; that nothing else froze it meanwhile is checked in the transaction.

        Raises:
            NotFound: no rule makes such a period, or the office's particulars are missing.
            Conflict: it is frozen already.
            InvalidInput: errors are left, or warnings nobody gave a reason for.
            FileNotWritten: the evidence folder refuses.

        """
        desk = self._desk.open(code)
        if desk.draft.frozen:
            raise Conflict(NOUN, report_life.refusal(desk.state, ReportStep.FREEZE))
        if desk.open_issues:
            raise InvalidInput({f"{issue.rule}:{issue.subject}": issue.text for issue in desk.open_issues})
        version = self._next(desk)
        said = self._said(desk)
        kept = {
            note: (name, self._attachments.keep_bytes(data, name))
            for note, (name, data) in self._documents.render(desk, version).items()
        }
        with self._database.write(self._actor()) as uow:
            draft, versions = require(uow, code, ReportStep.FREEZE)
            if len(versions) != version.ordinal - 1:
                raise Conflict(NOUN, "đã được chốt ở cửa sổ khác")
            base = draft or replace(desk.draft, narrative=desk.narrative)
            stored = uow.reports.save(replace(base, narrative=desk.narrative, frozen=True))
            frozen = uow.report_versions.freeze(replace(version, report_id=stored.id), said, self._actor())
            for note, (name, file) in kept.items():
                owner = OwnerKind.REPORT_VERSION, frozen.id
                uow.attachments.add(Attachment(*owner, name, file.sha256, file.size, media_type_of(name), note))
            uow.commit()
        return FrozenVersion(frozen, _changed(code))

    def _next(self, desk: ReportDesk) -> ReportVersion:
        draft = desk.draft
        return ReportVersion(
            draft.id,
            desk.ordinal,
            VersionKind.FIRST if desk.ordinal == 1 else VersionKind.SUPPLEMENT,
            draft.number,
            symbol(DocumentKind.REPORT, self._units.require(desk.report.period.end).symbol),
            date=draft.date,
            reason=draft.reason,
        )

    def _said(self, desk: ReportDesk) -> FrozenReport:
        accepted = [
            AcceptedWarning(issue.rule.value, issue.subject, issue.text, issue.reason)
            for issue in desk.issues
            if issue.reason
        ]
        unit = self._units.require(desk.report.period.end)
        return frozen_report.freeze(desk.report, unit, words.resolved(desk.narrative, desk.figures), accepted)

    def unfreeze(self, code: str) -> Change:
        """Open a frozen report again that never left the house; its version is dropped.

        Raises:
            Conflict: it was sent, or is not frozen.

        """
        with self._database.write(self._actor()) as uow:
            draft, versions = require(uow, code, ReportStep.UNFREEZE)
            assert draft is not None
            for file in uow.attachments.of(OwnerKind.REPORT_VERSION, versions[-1].id):
                uow.attachments.bin(file.id)
            uow.report_versions.drop(versions[-1].id)
            uow.reports.save(replace(draft, frozen=False))
            uow.commit()
        return _changed(code)

    def supplement(self, code: str, reason: str) -> Change:
        """Begin a supplement ("bổ sung lần n") of a report that was sent.

        Raises:
            InvalidInput: no reason is given.
            Conflict: it was not sent, or a supplement is under way.

        """
        reason = clean_line(reason)
        if not reason:
            raise InvalidInput({"reason": "hãy ghi lý do bổ sung"})
        with self._database.write(self._actor()) as uow:
            draft, _ = require(uow, code, ReportStep.SUPPLEMENT)
            assert draft is not None
            uow.reports.save(replace(draft, frozen=False, reason=reason, number=None, date=None))
            uow.commit()
        return _changed(code)

    def drop_supplement(self, code: str) -> Change:
        """Throw a supplement under way away; what was sent last holds again.

        Raises:
            Conflict: there is none.

        """
        with self._database.write(self._actor()) as uow:
            draft, versions = require(uow, code, ReportStep.DROP_SUPPLEMENT)
            if draft is None or not versions:
                raise Conflict(NOUN, report_life.refusal(ReportState.NONE, ReportStep.DROP_SUPPLEMENT))
            last = versions[-1]
            uow.reports.save(replace(draft, frozen=True, reason=last.reason, number=last.number, date=last.date))
            uow.commit()
        return _changed(code)

    def sent(self, version_id: str, package_id: str) -> Change:
        """Write down that a version left the house in a package.

        Raises:
            NotFound: there is no such version.

        """
        with self._database.write(self._actor()) as uow:
            version = uow.report_versions.get(version_id)
            # A package that is handed over again, after a receipt, keeps the state the receipt gave it.
            state = ReportState.SENT if version.state is ReportState.FROZEN else version.state
            uow.report_versions.move(version_id, state, package_id)
            period = self._period_of(uow, version)
            uow.commit()
        return _changed(period)

    # -- what came back

    def came_back(self, version_id: str, accepted: bool, remarks: Sequence[Remark]) -> Change:
        """Write down that the superior received a version, or returned it with remarks.

        Raises:
            NotFound: there is no such version.

        """
        with self._database.write(self._actor()) as uow:
            version = uow.report_versions.get(version_id)
            uow.report_versions.move(version_id, ReportState.RECEIVED if accepted else ReportState.RETURNED)
            uow.report_versions.add_remarks(remarks)
            period = self._period_of(uow, version)
            uow.commit()
        return _changed(period)

    def resolve(self, period: str, remark_id: str, resolution: str) -> Change:
        """Write down what was done about a remark; an empty text opens it again.

        Raises:
            NotFound: there is no such remark.

        """
        with self._database.write(self._actor()) as uow:
            uow.report_versions.resolve(remark_id, clean_line(resolution))
            uow.commit()
        return _changed(period)

    def remarks(self, version_id: str) -> tuple[Remark, ...]:
        """Return the superior's remarks on a version."""
        with self._database.read() as uow:
            return uow.report_versions.remarks(version_id)

    # -- looking back

    def versions(self, code: str) -> tuple[ReportVersion, ...]:
        """Return the frozen versions of a period, the first first."""
        with self._database.read() as uow:
            draft = uow.reports.of(code)
            return uow.report_versions.of(draft.id) if draft else ()

    def content(self, version_id: str) -> FrozenReport:
        """Return what a version says.

        Raises:
            NotFound: there is no such version.

        """
        with self._database.read() as uow:
            return uow.report_versions.content(version_id)

    def differences(self, old_version_id: str, new_version_id: str) -> tuple[FigureDifference, ...]:
        """Return the figures that two versions say differently."""
        return frozen_report.differences(self.content(old_version_id), self.content(new_version_id))

    def since(self, version_id: str) -> SinceFrozen:
        """Return what changed in the log of a period since a version was frozen ("sau khi đã gửi")."""
        said = self.content(version_id)
        now = self._reports.report(said.period, log=False)
        with self._database.read() as uow:
            version = uow.report_versions.get(version_id)
            changes = uow.report_versions.late_changes(version.audit_seq, now.cumulative_from or said.start, said.end)
        lines = tuple(frozen_report.frozen_figure(figure) for figure in now.figures)
        return SinceFrozen(changes, frozen_report.differences(said, replace(said, figures=lines)))

    def standings(self, year: int) -> tuple[PeriodStanding, ...]:
        """Return where each report of a report year stands."""
        today = self._today()
        found = []
        with self._database.read() as uow:
            begun = {statement.period for statement in uow.statements.all()}
            for period in self._reports.periods(year):
                draft = uow.reports.of(period.code)
                versions = uow.report_versions.of(draft.id) if draft else ()
                state = report_life.state_of(draft, versions, period.code in begun)
                last = versions[-1] if versions else None
                remarks = uow.report_versions.remarks(last.id) if last else ()
                sent = bool(last and last.sent_at)
                found.append(
                    PeriodStanding(
                        period.code,
                        period.name,
                        period.deadline,
                        state,
                        last.name if last else "",
                        (last.sent_at or last.frozen_at) if last else "",
                        sum(remark.open for remark in remarks),
                        not sent and today > period.deadline and period.end < today,
                    )
                )
        return tuple(found)

    # -- files

    def files(self, version_id: str) -> tuple[Attachment, ...]:
        """Return the files of a version: workbook, Word report, forms, signed paper."""
        return self._attachments.of(OwnerKind.REPORT_VERSION, version_id)

    def file(self, attachment: Attachment) -> bytes:
        """Return a file byte for byte as it was kept.

        Raises:
            FileUnreadable: what lies in the evidence folder is not what was kept.

        """
        return self._attachments.read(attachment.sha256)

    def export(self, attachment: Attachment, target: Path) -> Path:
        """Write a file of a version, byte for byte, to a place a person chose; return it."""
        files.write_atomically(target, self.file(attachment))
        return target

    def viewing_copy(self, attachment: Attachment) -> Path:
        """Return a copy of a file of a version under its name, to be opened."""
        return self._attachments.viewing_copy_of(attachment.sha256, attachment.name)

    def add_file(self, version_id: str, path: Path, note: str) -> Change:
        """Keep a file with a version, such as the signed paper; `note` is one of `report_documents`.

        Raises:
            NotFound: there is no such version.
            FileUnreadable: the file is missing, empty, too large.
            FileNotWritten: the evidence folder refuses.

        """
        with self._database.read() as uow:
            period = self._period_of(uow, uow.report_versions.get(version_id))
        self._attachments.add(OwnerKind.REPORT_VERSION, version_id, path, note)
        return _changed(period)

    def remove_file(self, period: str, attachment: Attachment) -> Change:
        """Put a file that people added to a version into the bin; what was rendered at the freezing stays.

        Raises:
            Conflict: it belongs to what was frozen.

        """
        if attachment.note in (WORKBOOK_NOTE, WORD_NOTE):
            raise Conflict(NOUN, "tệp này thuộc bản đã chốt, không bỏ ra được")
        self._attachments.bin(attachment.id)
        return _changed(period)

    @staticmethod
    def _period_of(uow: UnitOfWork, version: ReportVersion) -> str:
        draft = next((one for one in uow.reports.all() if one.id == version.report_id), None)
        if draft is None:
            raise NotFound(NOUN, version.report_id)
        return draft.period


def _changed(period: str) -> Change:
    return Change(Topic.REPORT, (period,))
