"""The import of tables with all lists that take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.services.table_imports import directory, registers, texts
from cchc_desktop.services.table_imports.log import LogImport
from cchc_desktop.services.table_imports.service import TableImportService

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cchc_desktop.domain.plan import Task
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.table_imports.rules import ImportRules


def table_imports(services: Services, desk: Desk) -> TableImportService:
    """Return the import with the rules of each list, made when they are asked for: choices change."""

    def tasks(given: Sequence[Task]) -> ImportRules:
        return texts.plan_tasks(services.catalogues.forms, given)

    makers = {
        "channels": lambda: registers.channels(services.registers),
        "broadcasts": lambda: registers.broadcasts(services.registers),
        "people": lambda: registers.people(services.registers),
        "deliveries": lambda: registers.deliveries(services.registers),
        "petitions": lambda: registers.petitions(services.registers),
        "commendations": lambda: registers.commendations(services.registers),
        "budget": lambda: registers.budget_lines(services.registers, desk.today()),
        "spending": lambda: registers.spendings(services.registers),
        "directory_units": lambda: directory.directory_units(services.directory),
        "legal_bases": lambda: texts.legal_bases(services.legal_bases),
        "text_blocks": lambda: texts.text_blocks(services.text_blocks),
        "plan_tasks": lambda: tasks(()),
    }
    log = LogImport(services.activities, lambda: services.catalogues, desk.today)
    return TableImportService(desk.database, services.backups, makers, log, tasks, desk.actor, desk.today)
