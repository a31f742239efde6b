"""The composition root: the one place that joins folders, catalogues, database and services."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.period import WorkCalendar
from cchc_desktop.errors import AppError
from cchc_desktop.paths import Paths, resources_dir, templates_dir
from cchc_desktop.services.activities import ActivityService
from cchc_desktop.services.agenda import AgendaService
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.backups import BackupService
from cchc_desktop.services.catalogues import CatalogueService
from cchc_desktop.services.checks import CheckService
from cchc_desktop.services.container import Services
from cchc_desktop.services.drafts import DraftService
from cchc_desktop.services.evidence import EvidenceService
from cchc_desktop.services.evidence_binder import EvidenceBinderService
from cchc_desktop.services.leftovers import citation_rule
from cchc_desktop.services.legal_bases import LegalBasisService
from cchc_desktop.services.letters import LetterService
from cchc_desktop.services.plan_history import PlanHistoryService
from cchc_desktop.services.plan_life import PlanLifeService
from cchc_desktop.services.plans import PlanService
from cchc_desktop.services.printing import PrintService
from cchc_desktop.services.registers.budget import BudgetService
from cchc_desktop.services.registers.channels import ChannelService
from cchc_desktop.services.registers.collaborators import CollaboratorService
from cchc_desktop.services.registers.commendations import CommendationService
from cchc_desktop.services.registers.container import RegisterServices
from cchc_desktop.services.registers.petitions import PetitionService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.superior_plans import SuperiorPlanService
from cchc_desktop.services.templates import TemplateService
from cchc_desktop.services.text_blocks import TextBlockService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, create_database, database_exists, open_database

_log = logging.getLogger(__name__)


def open_services(
    paths: Paths,
    actor: Callable[[], str],
    today: Callable[[], date] = date.today,
    daily_backup: bool = False,
) -> Services:
    """Open (or, at the very first start, create) the data under `paths` and return the services on it.

    Args:
        paths: the folders to work in.
        actor: returns who is working, for the audit trail.
        today: returns today; tests and rehearsals put another day here.
        daily_backup: make the day's backup when there is none yet.

    Raises:
        AppError: one of the start-up checks of the storage room fails; nothing is changed.
        CatalogueProblem: a catalogue file is wrong.

    """
    for folder in (paths.data, paths.backups, paths.evidence):
        folder.mkdir(parents=True, exist_ok=True)
    catalogues = loader.load(resources_dir() / "catalogues", paths.catalogues)
    if not database_exists(paths.database):
        create_database(paths.database)
    database = open_database(paths.database, paths.backups, evidence=paths.evidence)

    @cache
    def calendar(year: int) -> WorkCalendar:
        return loader.work_calendar(catalogues, (year - 1, year, year + 1))

    catalogue_folders = (resources_dir() / "catalogues", paths.catalogues)
    units = UnitService(database, actor)
    backups = BackupService(paths.database, paths.evidence, paths.backups, today)
    if daily_backup:
        try:
            backups.daily()
        except AppError as error:
            # A full backup folder must not keep a clerk from the data; the settings place shows the last good one.
            _log.warning("the day's backup was not made: %s", error)
    attachments = AttachmentService(database, paths.evidence, actor)
    templates = TemplateService(paths.templates, templates_dir())
    plans = PlanService(database, units, catalogues, templates, actor, today, attachments)

    legal_bases = LegalBasisService(database, partial(loader.legal_bases, *catalogue_folders), actor, today)
    plans.add_leftover_rule(citation_rule(legal_bases.findings))

    reports = ReportService(database, units, catalogues, calendar, actor, today)
    evidence = EvidenceService(database, attachments, actor)

    def close() -> None:
        attachments.close()
        database.close()

    return Services(
        units=units,
        plans=plans,
        activities=ActivityService(database, catalogues, backups, actor, today),
        reports=reports,
        agenda=AgendaService(database, units, reports, catalogues, calendar, actor),
        backups=backups,
        drafts=DraftService(paths.drafts),
        catalogues=catalogues,
        close=close,
        catalogue_files=CatalogueService(resources_dir() / "catalogues", paths.catalogues),
        templates=templates,
        letters=LetterService(units, templates, today),
        printing=PrintService(plans),
        registers=_registers(database, units, catalogues, catalogue_folders, actor, today),
        superior_plans=SuperiorPlanService(database, actor),
        checks=CheckService(resources_dir() / "catalogues", paths.catalogues),
        attachments=attachments,
        evidence=evidence,
        evidence_binder=EvidenceBinderService(reports, units, evidence, attachments, today),
        plan_history=PlanHistoryService(database, plans, DraftService(paths.drafts), actor),
        plan_life=PlanLifeService(database, plans, attachments, actor, today),
        legal_bases=legal_bases,
        text_blocks=TextBlockService(database, units, partial(loader.text_blocks, *catalogue_folders), actor, today),
    )


def _registers(
    database: Database,
    units: UnitService,
    catalogues: Catalogues,
    folders: tuple[Path, Path],
    actor: Callable[[], str],
    today: Callable[[], date],
) -> RegisterServices:
    """Join the registers of the office."""
    settings = partial(loader.petitions, *folders)
    calendar = partial(loader.work_calendar, catalogues)
    return RegisterServices(
        channels=ChannelService(database, catalogues, actor, today),
        collaborators=CollaboratorService(database, actor, today),
        petitions=PetitionService(database, settings, calendar, actor, today),
        commendations=CommendationService(database, actor, today),
        budget=BudgetService(database, units, actor, today),
    )
