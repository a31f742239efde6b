"""The registers together, and the way any list of them leaves the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain.listing import ListTable
from cchc_desktop.services.registers.budget import BudgetService
from cchc_desktop.services.registers.channels import ChannelService
from cchc_desktop.services.registers.collaborators import CollaboratorService
from cchc_desktop.services.registers.commendations import CommendationService
from cchc_desktop.services.registers.petitions import PetitionService


@dataclass(frozen=True, slots=True)
class RegisterServices:
    """The use cases of the registers by noun."""

    channels: ChannelService
    collaborators: CollaboratorService
    petitions: PetitionService
    commendations: CommendationService
    budget: BudgetService

    def export_list(self, table: ListTable, target: Path) -> Path:
        """Write a list as an Excel workbook; return the file.

        Raises:
            FileInUse: it is open in Excel.
            FileNotWritten: the place refuses.

        """
        from cchc_desktop.documents.list_workbook import write_list

        files.write_atomically(target, write_list(table))
        return target
