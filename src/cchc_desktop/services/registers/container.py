"""The registers together, and the way any list of them leaves the program."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import files
from cchc_desktop.catalogues import loader
from cchc_desktop.domain.listing import ListTable
from cchc_desktop.services.registers.budget import BudgetService
from cchc_desktop.services.registers.channels import ChannelService
from cchc_desktop.services.registers.collaborators import CollaboratorService
from cchc_desktop.services.registers.commendations import CommendationService
from cchc_desktop.services.registers.petitions import PetitionService

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.domain.catalogue import Catalogues
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.units import UnitService


@dataclass(frozen=True, slots=True)
class RegisterServices:
    """The use cases of the registers by noun."""

    channels: ChannelService
    collaborators: CollaboratorService
    petitions: PetitionService
    commendations: CommendationService
    budget: BudgetService

    @classmethod
    def of(cls, desk: Desk, units: UnitService, catalogues: Callable[[], Catalogues]) -> RegisterServices:
        """Join the registers of the office."""
        database, actor, today = desk.database, desk.actor, desk.today
        settings = partial(loader.petitions, *desk.catalogue_folders)
        calendar = partial(loader.work_calendar, desk.catalogues)
        return cls(
            channels=ChannelService(database, catalogues, actor, today),
            collaborators=CollaboratorService(database, actor, today),
            petitions=PetitionService(database, settings, calendar, actor, today),
            commendations=CommendationService(database, actor, today),
            budget=BudgetService(database, units, actor, today),
        )

    def export_list(self, table: ListTable, target: Path) -> Path:
        """Write a list as an Excel workbook; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        from cchc_desktop.documents.list_workbook import write_list

        files.write_atomically(target, write_list(table))
        return target
