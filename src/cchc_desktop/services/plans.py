"""Use cases of the yearly plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.domain import plan_clone, plan_skeleton
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.plan import FROZEN_STATES, Plan, PlanRow, PlanStatus, Task
from cchc_desktop.domain.plan_clone import CloneOptions, SignerChoice
from cchc_desktop.domain.progress import Progress
from cchc_desktop.domain.task_due import progress_until
from cchc_desktop.domain.unit import Signature
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.templates import TemplateService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database

if TYPE_CHECKING:
    from cchc_desktop.domain.leftovers import Finding, JudgedFinding, Rule
    from cchc_desktop.services.leftovers import LeftoverScan


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as stored (its version moved on) and what changed."""

    plan: Plan
    change: Change


class PlanService:
    """Makes, keeps, clones and prints plans."""

    def __init__(
        self,
        database: Database,
        units: UnitService,
        catalogues: Catalogues,
        templates: TemplateService,
        actor: Callable[[], str],
        today: Callable[[], date],
        attachments: AttachmentService,
    ) -> None:
        self._database = database
        self._units = units
        self._catalogues = catalogues
        self._templates = templates
        self._actor = actor
        self._today = today
        self._attachments = attachments
        self._leftover_rules: tuple[Rule, ...] = ()

    def rows(self, binned: bool = False) -> tuple[PlanRow, ...]:
        """Return the plans, newest year first; with `binned` those in the bin."""
        with self._database.read() as uow:
            return uow.plans.rows(binned)

    def get(self, plan_id: str) -> Plan:
        """Return a plan by its id, or by the first six or more characters of it.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.plans.get(uow.plans.resolve(plan_id))

    def for_year(self, year: int) -> Plan | None:
        """Return the plan that holds for a report year: the issued one, else the latest draft."""
        with self._database.read() as uow:
            return uow.plans.for_year(year)

    def tasks(self, year: int) -> tuple[Task, ...]:
        """Return the tasks of the plan that holds for a report year."""
        with self._database.read() as uow:
            return uow.plans.tasks(year)

    def create(self, year: int) -> SavedPlan:
        """Make a new plan of a year from the built-in skeleton.

        Raises:
            NotFound: the office's particulars are missing.
            InvalidInput: the year is not plausible.

        """
        _check_year(year)
        unit = self._units.require(self._today())
        signature = self._units.signature(self._today())
        return self.save(plan_skeleton.fill(self._catalogues.skeleton, year, unit, signature))

    def read_word(self, path: Path, year: int | None = None, progress: Progress | None = None) -> Plan:
        """Read a plan out of a Word file (.docx; .doc where Word or LibreOffice is installed) without keeping it.

        Raises:
            FileUnreadable: the file is not a Word document that can be read.
            Cancelled: a person stopped the conversion of a .doc.

        """
        from cchc_desktop.documents.plan_import import import_plan

        return import_plan(path, year, progress)

    def import_word(self, path: Path, year: int | None = None) -> SavedPlan:
        """Read a plan out of a Word file and keep it.

        Raises:
            FileUnreadable: the file is not a Word document that can be read.

        """
        return self.save(self.read_word(path, year))

    def save(self, plan: Plan) -> SavedPlan:
        """Keep a draft, or an amendment under way. States change only through `services.plan_life`.

        Raises:
            InvalidInput: the year is not plausible.
            Conflict: it was changed elsewhere since it was read, or it is frozen: with the leader, or issued.

        """
        _check_year(plan.year)
        with self._database.write(self._actor()) as uow:
            _require_editable(plan, uow.plans.status(plan.id) or PlanStatus.DRAFT)
            saved = uow.plans.save(plan)
            uow.commit()
        return SavedPlan(saved, Change(Topic.PLAN, (saved.id,)))

    def clone(self, plan_id: str, year: int, options: CloneOptions = plan_clone.ALL) -> SavedPlan:
        """Make the plan of another year from a plan: years, dates and the office's particulars move on.

        `options` choose what comes along; by default everything, signed by the signer of today.

        Raises:
            NotFound: there is no such plan.
            InvalidInput: the year is not plausible.

        """
        _check_year(year)
        source = self.get(plan_id)
        unit = self._units.current(self._today())
        signature = self._clone_signature(source, options.signer) if unit else source.signature
        carried = plan_clone.reduced(source, options, self.unfinished_tasks(source))
        return self.save(plan_clone.clone(carried, year, unit, signature))

    def _clone_signature(self, source: Plan, choice: SignerChoice) -> Signature:
        if choice is SignerChoice.SAME:
            return source.signature
        today = self._units.signature(self._today())
        return today if choice is SignerChoice.TODAY else replace(today, name="")

    def unfinished_tasks(self, plan: Plan) -> frozenset[str]:
        """Return the ids of a plan's tasks that the log does not show as done."""
        with self._database.read() as uow:
            days = uow.task_days.of(plan.tasks)
        return plan_clone.unfinished(progress_until(plan.tasks, days, date.max))

    def bin(self, plan_id: str) -> Change:
        """Put a plan into the bin."""
        with self._database.write(self._actor()) as uow:
            uow.plans.bin(plan_id)
            uow.commit()
        return Change(Topic.PLAN, (plan_id,))

    def restore(self, plan_id: str) -> Change:
        """Take a plan out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.plans.restore(plan_id)
            uow.commit()
        return Change(Topic.PLAN, (plan_id,))

    def render(self, plan: Plan) -> bytes:
        """Return the plan as a .docx in the layout of Decree 30/2020."""
        from cchc_desktop.documents.plan_export import export_plan

        return export_plan(plan, self.template(plan))

    def export(self, plan_id: str, target: Path, progress: Progress | None = None) -> Path:
        """Write a plan to `target` (.docx, or .pdf where Word or LibreOffice is installed).

        Of an issued plan the file comes out as it was issued, byte for byte, whatever the template is today.

        Raises:
            FileInUse: the target is open in Word.
            FileNotWritten: the place refuses.
            ToolMissing: a PDF is asked for and neither Word nor LibreOffice is installed.
            Cancelled: a person stopped the laying out.

        """
        plan = self.get(plan_id)
        data = self._issued_file(plan) or self.render(plan)
        if target.suffix.lower() == ".pdf":
            from cchc_desktop.documents.pdf import pdf_of

            data = pdf_of(data, progress=progress)
        elif target.suffix.lower() != ".docx":
            target = target.with_name(target.name + ".docx")
        files.write_atomically(target, data)
        return target

    def _issued_file(self, plan: Plan) -> bytes:
        """Return the file an issued plan was issued with, b"" when there is none."""
        if plan.status is not PlanStatus.ISSUED:
            return b""
        with self._database.read() as uow:
            issued = [version for version in uow.plan_versions.of(plan.id) if version.file_sha256]
        return self._attachments.read(issued[-1].file_sha256) if issued else b""

    def leftovers(self, plan_id: str) -> tuple[JudgedFinding, ...]:
        """Return what the leftover scan finds in a plan, with what was accepted.

        Raises:
            NotFound: there is no such plan.

        """
        return self._leftovers.of(plan_id)

    def accept_finding(self, plan_id: str, finding: Finding, reason: str) -> Change:
        """Accept a finding with a reason; it comes back when the words around it change.

        Raises:
            InvalidInput: no reason is given.

        """
        return self._leftovers.accept(plan_id, finding, reason)

    def reopen_finding(self, plan_id: str, finding: Finding) -> Change:
        """Take the acceptance of a finding back."""
        return self._leftovers.reopen(plan_id, finding)

    def add_leftover_rule(self, rule: Rule) -> None:
        """Let a rule of another noun (legal bases) run with the leftover scan."""
        self._leftover_rules += (rule,)

    @cached_property
    def _leftovers(self) -> LeftoverScan:
        # Its words and patterns take longer to import than a list of tasks to be read.
        from cchc_desktop.services.leftovers import LeftoverScan

        scan = LeftoverScan(self._database, self._catalogues, self._actor, self._today)
        scan.extra = self._leftover_rules
        return scan

    def template(self, plan: Plan) -> Path:
        """Return the Word template a plan is printed with: that of the committee, or of a department."""
        from cchc_desktop.domain.letter_drafts import is_department

        return self._templates.path("ke_hoach_phong.docx" if is_department(plan) else "ke_hoach.docx")

    def file_name(self, plan: Plan) -> str:
        """Return the file name to offer for an export."""
        number = f"{plan.number:02d}-" if plan.number is not None else ""
        return files.safe_file_name(f"{number}KH tuyên truyền CCHC {plan.year}.docx")


def _require_editable(plan: Plan, stored: PlanStatus) -> None:
    if stored in FROZEN_STATES:
        raise Conflict("kế hoạch", _FROZEN[stored])
    if plan.status is not stored:
        raise Conflict("kế hoạch", "trạng thái chỉ đổi được bằng các bước trình ký, ban hành, điều chỉnh")


_FROZEN = {
    PlanStatus.SUBMITTED: "đang trình ký nên nội dung được khóa; bấm “Rút lại để sửa” trước",
    PlanStatus.ISSUED: "đã ban hành nên nội dung được khóa; bấm “Điều chỉnh…” để lập bản mới",
}


def _check_year(year: int) -> None:
    if not 2000 <= year <= 2100:
        raise InvalidInput({"year": "năm phải trong khoảng từ 2000 đến 2100"})
