"""All services together, as the window and the command line receive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.services.activities import ActivityService
from cchc_desktop.services.agenda import AgendaService
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.backups import BackupService
from cchc_desktop.services.catalogues import CatalogueService
from cchc_desktop.services.checks import CheckService
from cchc_desktop.services.drafts import DraftService
from cchc_desktop.services.evidence import EvidenceService
from cchc_desktop.services.evidence_binder import EvidenceBinderService
from cchc_desktop.services.legal_bases import LegalBasisService
from cchc_desktop.services.letters import LetterService
from cchc_desktop.services.plan_history import PlanHistoryService
from cchc_desktop.services.plan_life import PlanLifeService
from cchc_desktop.services.plans import PlanService
from cchc_desktop.services.printing import PrintService
from cchc_desktop.services.registers.container import RegisterServices
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.superior_plans import SuperiorPlanService
from cchc_desktop.services.templates import TemplateService
from cchc_desktop.services.text_blocks import TextBlockService
from cchc_desktop.services.units import UnitService


@dataclass(frozen=True, slots=True)
class Services:
    """The use cases by noun; `close` lets go of the database."""

    units: UnitService
    plans: PlanService
    activities: ActivityService
    reports: ReportService
    backups: BackupService
    drafts: DraftService
    catalogues: Catalogues
    close: Callable[[], None]
    catalogue_files: CatalogueService
    attachments: AttachmentService
    plan_life: PlanLifeService
    plan_history: PlanHistoryService
    checks: CheckService
    superior_plans: SuperiorPlanService
    legal_bases: LegalBasisService
    text_blocks: TextBlockService
    templates: TemplateService
    letters: LetterService
    printing: PrintService
    agenda: AgendaService
    registers: RegisterServices
    evidence: EvidenceService
    evidence_binder: EvidenceBinderService
