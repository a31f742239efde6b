"""All services together, as the window and the command line receive them.

Each is made when it is asked for, so that a start imports only what its first screen needs.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cchc_desktop.services.container_gathering import GatheringServices
from cchc_desktop.services.container_office import OfficeServices

if TYPE_CHECKING:
    from cchc_desktop.services.agenda import AgendaService
    from cchc_desktop.services.answers import AnswerService
    from cchc_desktop.services.bin import BinService
    from cchc_desktop.services.board import BoardService
    from cchc_desktop.services.clerk_packs import ClerkPackService
    from cchc_desktop.services.consolidation import ConsolidationService
    from cchc_desktop.services.consolidation_papers import ConsolidationPapers
    from cchc_desktop.services.consolidation_sending import ConsolidationSending
    from cchc_desktop.services.directory import DirectoryService
    from cchc_desktop.services.history import HistoryService
    from cchc_desktop.services.receiving import ReceivingService
    from cchc_desktop.services.saved_views import SavedViewService
    from cchc_desktop.services.search import SearchService
    from cchc_desktop.services.sending import SendingServices
    from cchc_desktop.services.shared_data import SharedDataService
    from cchc_desktop.services.table_imports.service import TableImportService
    from cchc_desktop.services.undo import UndoService


class Services(GatheringServices, OfficeServices):
    """The use cases by noun; `close` lets go of the database."""

    @cached_property
    def sending(self) -> SendingServices:
        """Packages, handovers and keys."""
        from cchc_desktop.services.sending import SendingServices

        return SendingServices(self._desk, self)

    @cached_property
    def consolidation(self) -> ConsolidationService:
        """Adding up what units sent."""
        from cchc_desktop.services.consolidation import ConsolidationService

        desk = self._desk
        return ConsolidationService(
            *(desk.database, self.directory, self.reports, self.units, self.attachments, self._shelf),
            *(desk.actor, desk.today),
        )

    @cached_property
    def consolidation_papers(self) -> ConsolidationPapers:
        """The papers of consolidations."""
        from cchc_desktop.services.consolidation_papers import ConsolidationPapers

        return ConsolidationPapers(
            self._desk.database, self.consolidation, self.units, self.attachments, self.templates, self._desk.actor
        )

    @cached_property
    def consolidation_sending(self) -> ConsolidationSending:
        """Packages and handovers of consolidations."""
        from cchc_desktop.services.consolidation_sending import ConsolidationSending

        return ConsolidationSending(self._desk, self)

    @cached_property
    def agenda(self) -> AgendaService:
        """What is due."""
        from cchc_desktop.services.agenda import AgendaService

        return AgendaService(
            self._desk.database, self.units, self.reports, self._shelf, self._desk.calendar, self._desk.actor
        )

    @cached_property
    def shared_data(self) -> SharedDataService:
        """The database that several people share."""
        from cchc_desktop.services.shared_data import SharedDataService

        return SharedDataService(self._desk, self.backups)

    @cached_property
    def clerk_packs(self) -> ClerkPackService:
        """What a clerk leaves to the successor."""
        from cchc_desktop.services.clerk_packs import ClerkPackService

        return ClerkPackService(self, self._desk.paths, self._desk.actor, self._desk.today)

    @cached_property
    def receiving(self) -> ReceivingService:
        """What units send."""
        from cchc_desktop.services.receiving import ReceivingService

        desk, keys = self._desk, self.sending.keys
        return ReceivingService(
            desk.database,
            desk.paths.evidence,
            self._shelf,
            desk.calendar,
            keys,
            desk.actor,
            desk.today,
            desk.evidence,
        )

    @cached_property
    def directory(self) -> DirectoryService:
        """The units that report to this office."""
        from cchc_desktop.services.directory import DirectoryService

        return DirectoryService(self._desk.database, self.units, self.reports, self._desk.actor, self._desk.today)

    @cached_property
    def board(self) -> BoardService:
        """Who sent what."""
        from cchc_desktop.services.board import BoardService

        desk = self._desk
        return BoardService(
            desk.database, self.directory, self.reports, self._shelf, self.units, self.letters, desk.today
        )

    @cached_property
    def answers(self) -> AnswerService:
        """Receipts and returns for those who sent."""
        from cchc_desktop.services.answers import AnswerService

        desk = self._desk
        return AnswerService(
            desk.database, desk.paths.evidence, self.board, self.units, self.letters, self.sending.keys, desk
        )

    @cached_property
    def table_imports(self) -> TableImportService:
        """Tables into lists."""
        from cchc_desktop.services.table_imports.container import table_imports

        return table_imports(self, self._desk)

    @cached_property
    def search(self) -> SearchService:
        """The one search box."""
        from cchc_desktop.services.search import SearchService

        return SearchService(
            self._desk.database, self._shelf, self.legal_bases.all, self.text_blocks.all, self._desk.today
        )

    @cached_property
    def saved_views(self) -> SavedViewService:
        """Searches and filtered lists with a name."""
        from cchc_desktop.services.saved_views import SavedViewService

        return SavedViewService(self._desk.database, self._desk.actor)

    @cached_property
    def undo(self) -> UndoService:
        """Taking back what was done."""
        from cchc_desktop.services.undo import UndoService

        return UndoService(self._desk.database, self._shelf, self._desk.actor)

    @cached_property
    def bin(self) -> BinService:
        """The bin over all nouns."""
        from cchc_desktop.services.bin import BinService

        return BinService(self._desk.database, self.backups, self._shelf, self._desk.actor)

    @cached_property
    def history(self) -> HistoryService:
        """Who changed what when."""
        from cchc_desktop.services.history import HistoryService

        return HistoryService(self._desk.database, self._shelf)
