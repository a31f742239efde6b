"""The use cases of the office itself, each made when it is asked for; `container.Services` has the others too."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING

from cchc_desktop.catalogues import loader
from cchc_desktop.services.catalogues import CatalogueService, CatalogueShelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cchc_desktop.domain.catalogue import Catalogues
    from cchc_desktop.domain.leftovers import Finding, Surroundings
    from cchc_desktop.domain.plan import Plan
    from cchc_desktop.services.activities import ActivityService
    from cchc_desktop.services.activity_planning import ActivityPlanningService
    from cchc_desktop.services.attachments import AttachmentService
    from cchc_desktop.services.backups import BackupService
    from cchc_desktop.services.catalogue_entries import CatalogueEntryService
    from cchc_desktop.services.checks import CheckService
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.drafts import DraftService
    from cchc_desktop.services.evidence import EvidenceService
    from cchc_desktop.services.evidence_binder import EvidenceBinderService
    from cchc_desktop.services.legal_bases import LegalBasisService
    from cchc_desktop.services.letters import LetterService
    from cchc_desktop.services.lists import ListService
    from cchc_desktop.services.plan_history import PlanHistoryService
    from cchc_desktop.services.plan_life import PlanLifeService
    from cchc_desktop.services.plans import PlanService
    from cchc_desktop.services.printing import PrintService
    from cchc_desktop.services.registers.container import RegisterServices
    from cchc_desktop.services.report_desk import ReportDeskService
    from cchc_desktop.services.report_documents import ReportDocumentService
    from cchc_desktop.services.report_forms import ReportFormService
    from cchc_desktop.services.report_life import ReportLifeService
    from cchc_desktop.services.reports import ReportService
    from cchc_desktop.services.superior_plans import SuperiorPlanService
    from cchc_desktop.services.templates import TemplateService
    from cchc_desktop.services.text_blocks import TextBlockService
    from cchc_desktop.services.units import UnitService


class OfficeServices:
    """The use cases over one office's own data."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shelf = CatalogueShelf(desk.database, desk.catalogues, desk.today)

    @property
    def catalogues(self) -> Catalogues:
        """The catalogues as they are now: ask again rather than keep them."""
        return self._shelf()

    @property
    def is_shared(self) -> bool:
        """Whether the data lie on a server that several people share."""
        return self._desk.shared is not None

    def close(self) -> None:
        """Let go of the database and of copies that were given out for viewing."""
        if "attachments" in self.__dict__:
            self.attachments.close()
        self._desk.database.close()

    @cached_property
    def units(self) -> UnitService:
        """The office and its signers."""
        from cchc_desktop.services.units import UnitService

        return UnitService(self._desk.database, self._desk.actor)

    @cached_property
    def plans(self) -> PlanService:
        """The plans."""
        from cchc_desktop.services.plans import PlanService

        desk = self._desk
        plans = PlanService(
            desk.database, self.units, desk.catalogues, self.templates, desk.actor, desk.today, self.attachments
        )
        plans.add_leftover_rule(self._citation_findings)
        return plans

    @cached_property
    def activities(self) -> ActivityService:
        """The log."""
        from cchc_desktop.services.activities import ActivityService

        return ActivityService(self._desk.database, self._shelf, self.backups, self._desk.actor, self._desk.today)

    @cached_property
    def activity_planning(self) -> ActivityPlanningService:
        """Entries outside the plan that become tasks of it."""
        from cchc_desktop.services.activity_planning import ActivityPlanningService

        desk = self._desk
        return ActivityPlanningService(desk.database, self._shelf, self.plan_life, desk.calendar, desk.actor)

    @cached_property
    def reports(self) -> ReportService:
        """Figures and the workbook."""
        from cchc_desktop.services.reports import ReportService

        return ReportService(
            self._desk.database, self.units, self._shelf, self._desk.calendar, self._desk.actor, self._desk.today
        )

    @cached_property
    def report_desk(self) -> ReportDeskService:
        """Where a report is worked on."""
        from cchc_desktop.services.report_desk import ReportDeskService

        desk = self._desk
        rules = partial(loader.narrative, *desk.catalogue_folders)
        return ReportDeskService(desk.database, self.reports, self.units, rules, desk.actor, desk.today)

    @cached_property
    def report_documents(self) -> ReportDocumentService:
        """The papers of a report."""
        from cchc_desktop.services.report_documents import ReportDocumentService

        return ReportDocumentService(self.report_desk, self.reports, self.units, self.templates)

    @cached_property
    def report_life(self) -> ReportLifeService:
        """Freezing, sending, supplementing reports."""
        from cchc_desktop.services.report_life import ReportLifeService

        desk = self._desk
        return ReportLifeService(
            desk.database,
            self.report_desk,
            self.reports,
            self.units,
            self.attachments,
            self.report_documents,
            desk.actor,
            desk.today,
        )

    @cached_property
    def report_forms(self) -> ReportFormService:
        """The superior's own forms."""
        from cchc_desktop.services.report_forms import ReportFormService

        return ReportFormService(
            self._desk.database,
            self.attachments,
            self.reports,
            self.units,
            lambda: self.catalogues.indicators,
            self._desk.actor,
            self._desk.today,
        )

    @cached_property
    def backups(self) -> BackupService:
        """Backups."""
        from cchc_desktop.services.backups import BackupService

        if self._desk.shared is not None:
            from cchc_desktop.services.shared_backups import SharedBackupService

            return SharedBackupService(self._desk.shared, self._desk.evidence, self._desk.paths, self._desk.today)
        return BackupService(
            self._desk.paths.database, self._desk.paths.evidence, self._desk.paths.backups, self._desk.today
        )

    @cached_property
    def drafts(self) -> DraftService:
        """What is being typed."""
        from cchc_desktop.services.drafts import DraftService

        return DraftService(self._desk.paths.drafts)

    @cached_property
    def catalogue_files(self) -> CatalogueService:
        """The catalogue files in use."""
        return CatalogueService(self._desk.shipped, self._desk.paths.catalogues, self._shelf.use_provinces)

    @cached_property
    def catalogue_entries(self) -> CatalogueEntryService:
        """Changing the catalogues."""
        from cchc_desktop.services.catalogue_entries import CatalogueEntryService

        desk = self._desk
        return CatalogueEntryService(desk.database, self._shelf, desk.calendar, desk.actor, desk.today)

    @cached_property
    def templates(self) -> TemplateService:
        """Word templates."""
        from cchc_desktop.services.templates import TemplateService

        return TemplateService(self._desk.paths.templates, self._desk.templates)

    @cached_property
    def letters(self) -> LetterService:
        """Other official documents."""
        from cchc_desktop.services.letters import LetterService

        return LetterService(self.units, self.templates, self._desk.today)

    @cached_property
    def lists(self) -> ListService:
        """Lists as Excel workbooks."""
        from cchc_desktop.services.lists import ListService

        return ListService(self.units, self._desk.today)

    @cached_property
    def printing(self) -> PrintService:
        """Printing."""
        from cchc_desktop.services.printing import PrintService

        return PrintService(self.plans)

    @cached_property
    def superior_plans(self) -> SuperiorPlanService:
        """The superior's plans."""
        from cchc_desktop.services.superior_plans import SuperiorPlanService

        return SuperiorPlanService(self._desk.database, self._desk.actor)

    @cached_property
    def checks(self) -> CheckService:
        """The layout check."""
        from cchc_desktop.services.checks import CheckService

        return CheckService(self._desk.shipped, self._desk.paths.catalogues)

    @cached_property
    def attachments(self) -> AttachmentService:
        """Files kept with records."""
        from cchc_desktop.services.attachments import AttachmentService

        desk = self._desk
        return AttachmentService(desk.database, desk.paths.evidence, desk.actor, kept=desk.evidence)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Evidence of activities."""
        from cchc_desktop.services.evidence import EvidenceService

        return EvidenceService(self._desk.database, self.attachments, self._desk.actor)

    @cached_property
    def evidence_binder(self) -> EvidenceBinderService:
        """Evidence bound for inspection."""
        from cchc_desktop.services.evidence_binder import EvidenceBinderService

        return EvidenceBinderService(self.reports, self.units, self.evidence, self.attachments, self._desk.today)

    @cached_property
    def plan_history(self) -> PlanHistoryService:
        """Earlier states of plans."""
        from cchc_desktop.services.plan_history import PlanHistoryService

        return PlanHistoryService(self._desk.database, self.plans, self.drafts, self._desk.actor)

    @cached_property
    def plan_life(self) -> PlanLifeService:
        """Signing, issuing, amending."""
        from cchc_desktop.services.plan_life import PlanLifeService

        return PlanLifeService(self._desk.database, self.plans, self.attachments, self._desk.actor, self._desk.today)

    @cached_property
    def legal_bases(self) -> LegalBasisService:
        """The register of legal bases."""
        from cchc_desktop.services.legal_bases import LegalBasisService

        return LegalBasisService(
            self._desk.database,
            partial(loader.legal_bases, *self._desk.catalogue_folders),
            self._desk.actor,
            self._desk.today,
        )

    @cached_property
    def text_blocks(self) -> TextBlockService:
        """Paragraphs to insert."""
        from cchc_desktop.services.text_blocks import TextBlockService

        return TextBlockService(
            self._desk.database,
            self.units,
            partial(loader.text_blocks, *self._desk.catalogue_folders),
            self._desk.actor,
            self._desk.today,
        )

    @cached_property
    def registers(self) -> RegisterServices:
        """The registers."""
        from cchc_desktop.services.registers.container import RegisterServices

        return RegisterServices.of(self._desk, self.units, self._shelf)

    def _citation_findings(self, plan: Plan, around: Surroundings) -> Iterable[Finding]:
        """Return what the leftover scan has to say of a plan's citations; the register is read only now."""
        from cchc_desktop.services.leftovers import citation_rule

        return citation_rule(self.legal_bases.findings)(plan, around)
