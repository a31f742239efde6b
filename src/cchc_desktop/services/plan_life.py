"""Use cases of a plan's life: submitting, issuing, amending, and giving out what was issued."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain import plan_life as rules
from cchc_desktop.domain.attachment import Attachment, OwnerKind, media_type_of
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.plan import Plan, PlanStatus
from cchc_desktop.domain.plan_diff import PartChange, plan_diff
from cchc_desktop.domain.plan_life import Step
from cchc_desktop.domain.plan_version import PlanVersion
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import Conflict, FileUnreadable, InvalidInput, NotFound, UnreadableReason
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.plans import PlanService
from cchc_desktop.storage.database import Database, UnitOfWork

_NOUN = "kế hoạch"
FILE_NOTE, TEMPLATE_NOTE, SCAN_NOTE = "ban_hanh", "mau", "ban_ky"
"""What an attachment of a version is: the issued file, its template, the signed paper."""

_SCAN_STARTS = (b"%PDF-", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*", b"RIFF")


@dataclass(frozen=True, slots=True)
class LivedPlan:
    """A plan after a step, what changed, and what was unusual."""

    plan: Plan
    change: Change
    warnings: tuple[str, ...] = ()


class PlanLifeService:
    """Leads plans through their life. What was issued is kept with its file, template and content, for good."""

    def __init__(
        self,
        database: Database,
        plans: PlanService,
        attachments: AttachmentService,
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._plans = plans
        self._attachments = attachments
        self._actor = actor
        self._today = today

    # -- steps

    def submit(self, plan_id: str) -> LivedPlan:
        """Freeze a plan while the leader has it for signing.

        Raises:
            NotFound: there is no such plan.
            Conflict: it is not a draft.

        """
        return self._step(plan_id, Step.SUBMIT, PlanStatus.SUBMITTED)

    def withdraw(self, plan_id: str) -> LivedPlan:
        """Take a plan back from signing, so that it can be edited.

        Raises:
            NotFound: there is no such plan.
            Conflict: it is not with the leader.

        """
        amended = any(not version.issued for version in self.versions(plan_id))
        return self._step(plan_id, Step.WITHDRAW, PlanStatus.AMENDING if amended else PlanStatus.DRAFT)

    def amend(self, plan_id: str, reason: str) -> LivedPlan:
        """Begin a new version of an issued plan: it can be edited again, what was issued stays as it is.

        Raises:
            InvalidInput: no reason is given.
            NotFound: there is no such plan.
            Conflict: it has not been issued.

        """
        reason = clean_line(reason)
        if not reason:
            raise InvalidInput({"reason": "hãy ghi lý do điều chỉnh"})
        with self._database.write(self._actor()) as uow:
            plan = uow.plans.get(uow.plans.resolve(plan_id))
            _require(plan, Step.AMEND)
            ordinal = len(self._with_first(uow, plan)) + 1
            version = PlanVersion(plan.id, ordinal, symbol=plan.symbol, reason=reason)
            uow.plan_versions.begin(version, self._actor())
            saved = uow.plans.save(replace(plan, number=None, date=None, status=PlanStatus.AMENDING))
            uow.commit()
        return LivedPlan(saved, _changed(saved.id))

    def _with_first(self, uow: UnitOfWork, plan: Plan) -> tuple[PlanVersion, ...]:
        """Return the versions; a plan issued before versions were kept gets its content as the first, without file."""
        versions = uow.plan_versions.of(plan.id)
        if versions:
            return versions
        first = PlanVersion(plan.id, 1, plan.number, plan.symbol, plan.date)
        return (uow.plan_versions.issue(first, plan, self._actor()),)

    def drop_amendment(self, plan_id: str) -> LivedPlan:
        """Throw an amendment under way away and go back to what was issued last.

        Raises:
            NotFound: there is no such plan.
            Conflict: it is not being amended.

        """
        with self._database.write(self._actor()) as uow:
            plan = uow.plans.get(uow.plans.resolve(plan_id))
            _require(plan, Step.DROP_AMENDMENT)
            versions = uow.plan_versions.of(plan.id)
            issued = [version for version in versions if version.issued]
            for version in versions:
                if not version.issued:
                    uow.plan_versions.drop(version.id)
            old = uow.plan_versions.content(issued[-1].id)
            saved = uow.plans.save(replace(old, version=plan.version, status=PlanStatus.ISSUED))
            uow.commit()
        return LivedPlan(saved, _changed(saved.id))

    def _step(self, plan_id: str, step: Step, status: PlanStatus) -> LivedPlan:
        with self._database.write(self._actor()) as uow:
            plan = uow.plans.get(uow.plans.resolve(plan_id))
            _require(plan, step)
            saved = uow.plans.save(replace(plan, status=status))
            uow.commit()
        return LivedPlan(saved, _changed(saved.id))

    # -- issuing

    def next_number(self, year: int, symbol: str) -> int:
        """Return the next free number of a calendar year under a symbol ("KH-UBND")."""
        with self._database.read() as uow:
            return rules.next_number(uow.plan_versions.numbers(year, symbol))

    def check_issue(self, plan: Plan, number: int | None, day: date | None) -> dict[str, str]:
        """Return field → reason for what keeps a plan from being issued with this number and day."""
        with self._database.read() as uow:
            return self._problems(uow, plan, number, day)

    def warnings(self, plan: Plan, day: date) -> tuple[str, ...]:
        """Return what is unusual about a day of issue; it keeps nobody from issuing."""
        return rules.day_warnings(plan, day, self._today())

    def issue(self, plan_id: str, number: int, day: date) -> LivedPlan:
        """Issue a plan: give it number and day, and keep its file, template and content for good.

        The file is rendered first; number and version are checked again in the transaction that keeps it.

        Raises:
            InvalidInput: the number is taken in that calendar year, or the day cannot be.
            NotFound: there is no such plan.
            Conflict: it is issued already, or changed meanwhile.
            TemplateProblem: the template cannot be filled.
            FileNotWritten: the evidence folder refuses.

        """
        plan = self._plans.get(plan_id)
        _require(plan, Step.ISSUE)
        _raise(self.check_issue(plan, number, day))
        wanted = replace(plan, number=number, date=day, status=PlanStatus.ISSUED)
        template = self._plans.template(plan)
        data, form = self._plans.render(wanted), template.read_bytes()
        name = self._plans.file_name(wanted)
        kept = {
            FILE_NOTE: (name, self._attachments.keep_bytes(data, name)),
            TEMPLATE_NOTE: (template.name, self._attachments.keep_bytes(form, template.name)),
        }
        with self._database.write(self._actor()) as uow:
            _raise(self._problems(uow, plan, number, day))
            saved = uow.plans.save(wanted)
            version = self._version(uow, saved, template.name, data, form)
            uow.plan_versions.issue(version, saved, self._actor())
            for note, (file_name, file) in kept.items():
                owner = OwnerKind.PLAN_VERSION, version.id
                media = media_type_of(file_name)
                uow.attachments.add(Attachment(*owner, file_name, file.sha256, file.size, media, note))
            uow.commit()
        return LivedPlan(saved, _changed(saved.id), self.warnings(plan, day))

    def _problems(self, uow: UnitOfWork, plan: Plan, number: int | None, day: date | None) -> dict[str, str]:
        problems = {}
        if day_problem := rules.day_problem(day, self._today()):
            problems["date"] = day_problem
        taken = uow.plan_versions.numbers(day.year, plan.symbol) if day is not None else {}
        if number_problem := rules.number_problem(number, taken):
            problems["number"] = number_problem
        return problems

    @staticmethod
    def _version(uow: UnitOfWork, plan: Plan, template: str, data: bytes, form: bytes) -> PlanVersion:
        versions = uow.plan_versions.of(plan.id)
        begun = next((version for version in versions if not version.issued), None)
        return replace(
            begun or PlanVersion(plan.id, len(versions) + 1),
            number=plan.number,
            symbol=plan.symbol,
            date=plan.date,
            file_sha256=hashlib.sha256(data).hexdigest(),
            template_name=template,
            template_sha256=hashlib.sha256(form).hexdigest(),
        )

    # -- what was issued

    def versions(self, plan_id: str) -> tuple[PlanVersion, ...]:
        """Return the versions of a plan, the first first; the last may be an amendment under way."""
        with self._database.read() as uow:
            return uow.plan_versions.of(uow.plans.resolve(plan_id))

    def content(self, version_id: str) -> Plan:
        """Return the plan as it was issued in a version.

        Raises:
            NotFound: there is no such version, or it is not issued yet.

        """
        with self._database.read() as uow:
            return uow.plan_versions.content(version_id)

    def differences(self, old_version_id: str, new: str | Plan) -> tuple[PartChange, ...]:
        """Return what became of a version in another one, or in a plan that is being edited."""
        return plan_diff(self.content(old_version_id), self.content(new) if isinstance(new, str) else new)

    def issued_file(self, version_id: str) -> bytes:
        """Return the .docx of a version byte for byte as it was issued.

        Raises:
            NotFound: there is no such version, or it is not issued yet.
            FileUnreadable: what lies in the evidence folder is not what was kept.

        """
        return self._attachments.read(self._issued(version_id).file_sha256)

    def export_issued(self, version_id: str, target: Path) -> Path:
        """Write the .docx of a version, byte for byte as it was issued, to a place a person chose; return it."""
        files.write_atomically(target, self.issued_file(version_id))
        return target

    def viewing_copy(self, version_id: str) -> Path:
        """Return a copy of the issued .docx under a readable name, to be opened in Word."""
        version = self._issued(version_id)
        name = next((file.name for file in self._files(version_id) if file.note == FILE_NOTE), "ke-hoach.docx")
        return self._attachments.viewing_copy_of(version.file_sha256, name)

    def _issued(self, version_id: str) -> PlanVersion:
        with self._database.read() as uow:
            version = uow.plan_versions.get(version_id)
        if not version.file_sha256:
            raise NotFound("bản kế hoạch đã ban hành", version_id)
        return version

    # -- the signed paper

    def scans(self, version_id: str) -> tuple[Attachment, ...]:
        """Return the signed paper of a version: a PDF, or photos in the order they came."""
        return tuple(file for file in self._files(version_id) if file.note == SCAN_NOTE)

    def _files(self, version_id: str) -> tuple[Attachment, ...]:
        return self._attachments.of(OwnerKind.PLAN_VERSION, version_id)

    def attach_scan(self, plan_id: str, paths: Sequence[Path], version_id: str = "") -> Change:
        """Keep the signed paper (PDF or photos) with a version, the last issued one unless said.

        All files are looked at before the first is kept.

        Raises:
            Conflict: the plan has not been issued.
            FileUnreadable: a file is missing, too large, or neither PDF nor picture.
            FileNotWritten: the evidence folder refuses.

        """
        issued = [version for version in self.versions(plan_id) if version.issued]
        if not issued:
            raise Conflict(_NOUN, "chưa ban hành nên chưa có bản ký để lưu")
        for path in paths:
            _require_scan(path)
        owner = version_id or issued[-1].id
        for path in paths:
            self._attachments.add(OwnerKind.PLAN_VERSION, owner, path, SCAN_NOTE)
        return _changed(issued[-1].plan_id)

    def remove_scan(self, attachment_id: str) -> Change:
        """Put a file of the signed paper into the bin."""
        self._attachments.bin(attachment_id)
        return Change(Topic.PLAN)

    def restore_scan(self, attachment_id: str) -> Change:
        """Take a file of the signed paper out of the bin."""
        self._attachments.restore(attachment_id)
        return Change(Topic.PLAN)

    def scan_copy(self, attachment_id: str) -> Path:
        """Return a copy of a file of the signed paper, to be opened."""
        return self._attachments.viewing_copy(attachment_id)


def _require(plan: Plan, step: Step) -> None:
    reason = rules.refusal(plan.status, step)
    if reason:
        raise Conflict(_NOUN, reason)


def _raise(problems: dict[str, str]) -> None:
    if problems:
        raise InvalidInput(problems)


def _changed(plan_id: str) -> Change:
    return Change(Topic.PLAN, (plan_id,))


def _require_scan(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            start = stream.read(16)
    except FileNotFoundError as error:
        raise FileUnreadable(path, UnreadableReason.MISSING) from error
    except OSError as error:
        raise FileUnreadable(path, UnreadableReason.PERMISSION, detail=str(error)) from error
    if not start:
        raise FileUnreadable(path, UnreadableReason.EMPTY)
    if not start.startswith(_SCAN_STARTS) and start[4:8] != b"ftyp":
        raise FileUnreadable(path, UnreadableReason.WRONG_KIND)
