"""The unit of work: what is changed together is kept together, or not at all.

The repositories are made when they are asked for: a start that shows the overview must not import the code of
twenty nouns first.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from cchc_desktop.storage.audit import AuditRepo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlalchemy.orm import Session

    from cchc_desktop.domain.directory_unit import Expectation
    from cchc_desktop.storage.accepted_findings import AcceptedFindingRepo
    from cchc_desktop.storage.activities import ActivityRepo
    from cchc_desktop.storage.answers import AnswerRepo
    from cchc_desktop.storage.attachments import AttachmentRepo
    from cchc_desktop.storage.catalogue_entries import CatalogueEntryRepo
    from cchc_desktop.storage.column_matches import ColumnMatchRepo
    from cchc_desktop.storage.consolidations import ConsolidationRepo
    from cchc_desktop.storage.directory_units import DirectoryUnitRepo
    from cchc_desktop.storage.handovers import HandoverRepo
    from cchc_desktop.storage.legal_bases import LegalBasisRepo
    from cchc_desktop.storage.members import MemberRepo
    from cchc_desktop.storage.plan_snapshots import PlanSnapshotRepo
    from cchc_desktop.storage.plan_versions import PlanVersionRepo
    from cchc_desktop.storage.plans import PlanRepo
    from cchc_desktop.storage.receipts import ReceiptRepo
    from cchc_desktop.storage.received import ReceivedRepo
    from cchc_desktop.storage.record_names import RecordNameRepo
    from cchc_desktop.storage.register_repos import RegisterRepos
    from cchc_desktop.storage.registers import RegisterRepo
    from cchc_desktop.storage.report_forms import ReportFormRepo
    from cchc_desktop.storage.report_versions import ReportVersionRepo
    from cchc_desktop.storage.reports import ReportRepo
    from cchc_desktop.storage.saved_views import SavedViewRepo
    from cchc_desktop.storage.scores import ScoreRepo
    from cchc_desktop.storage.search import SearchRepo
    from cchc_desktop.storage.search_index import SearchIndex
    from cchc_desktop.storage.skips import SkipRepo
    from cchc_desktop.storage.statements import StatementRepo
    from cchc_desktop.storage.steps import StepRepo
    from cchc_desktop.storage.superior_plans import SuperiorPlanRepo
    from cchc_desktop.storage.task_days import TaskDayRepo
    from cchc_desktop.storage.text_blocks import TextBlockRepo
    from cchc_desktop.storage.trusted_keys import TrustedKeyRepo
    from cchc_desktop.storage.units import UnitRepo


class UnitOfWork:
    """The repositories over one transaction. Nothing is kept without `commit()`.

    Args:
        session: bound to one connection.
        actor: who changes; None when the unit of work only reads.
        committed: called after a commit.
        allow: called with action and entity of each change before it is written; raises what forbids it.

    """

    def __init__(
        self,
        session: Session,
        actor: str | None,
        committed: Callable[[], None],
        allow: Callable[[str, str], None] | None = None,
    ) -> None:
        self._session = session
        self._reading = actor is None
        self._committed = committed
        self.audit = AuditRepo(session, actor, allow)

    @cached_property
    def units(self) -> UnitRepo:
        """The office and its signers."""
        from cchc_desktop.storage.units import UnitRepo

        return UnitRepo(self._session, self.audit)

    @cached_property
    def plans(self) -> PlanRepo:
        """The plans."""
        from cchc_desktop.storage.plans import PlanRepo

        return PlanRepo(self._session, self.audit)

    @cached_property
    def activities(self) -> ActivityRepo:
        """The log."""
        from cchc_desktop.storage.activities import ActivityRepo

        return ActivityRepo(self._session, self.audit)

    @cached_property
    def plan_versions(self) -> PlanVersionRepo:
        """Plans as they were issued."""
        from cchc_desktop.storage.plan_versions import PlanVersionRepo

        return PlanVersionRepo(self._session, self.audit)

    @cached_property
    def plan_snapshots(self) -> PlanSnapshotRepo:
        """Earlier states of plans."""
        from cchc_desktop.storage.plan_snapshots import PlanSnapshotRepo

        return PlanSnapshotRepo(self._session)

    @cached_property
    def accepted_findings(self) -> AcceptedFindingRepo:
        """Findings that people accepted."""
        from cchc_desktop.storage.accepted_findings import AcceptedFindingRepo

        return AcceptedFindingRepo(self._session, self.audit)

    @cached_property
    def attachments(self) -> AttachmentRepo:
        """Files kept with records."""
        from cchc_desktop.storage.attachments import AttachmentRepo

        return AttachmentRepo(self._session, self.audit)

    @cached_property
    def statements(self) -> StatementRepo:
        """What people said of indicators."""
        from cchc_desktop.storage.statements import StatementRepo

        return StatementRepo(self._session, self.audit)

    @cached_property
    def reports(self) -> ReportRepo:
        """Reports under work."""
        from cchc_desktop.storage.reports import ReportRepo

        return ReportRepo(self._session, self.audit)

    @cached_property
    def report_versions(self) -> ReportVersionRepo:
        """Reports as they were frozen."""
        from cchc_desktop.storage.report_versions import ReportVersionRepo

        return ReportVersionRepo(self._session, self.audit)

    @cached_property
    def superior_plans(self) -> SuperiorPlanRepo:
        """The superior's plans."""
        from cchc_desktop.storage.superior_plans import SuperiorPlanRepo

        return SuperiorPlanRepo(self._session, self.audit)

    @cached_property
    def legal_bases(self) -> LegalBasisRepo:
        """The office's legal bases."""
        from cchc_desktop.storage.legal_bases import LegalBasisRepo

        return LegalBasisRepo(self._session, self.audit)

    @cached_property
    def catalogue_entries(self) -> CatalogueEntryRepo:
        """The office's own entries of the catalogues."""
        from cchc_desktop.storage.catalogue_entries import CatalogueEntryRepo

        return CatalogueEntryRepo(self._session, self.audit)

    @cached_property
    def text_blocks(self) -> TextBlockRepo:
        """The office's text blocks."""
        from cchc_desktop.storage.text_blocks import TextBlockRepo

        return TextBlockRepo(self._session, self.audit)

    @cached_property
    def task_days(self) -> TaskDayRepo:
        """The log added up by task and day."""
        from cchc_desktop.storage.task_days import TaskDayRepo

        return TaskDayRepo(self._session)

    @cached_property
    def skips(self) -> SkipRepo:
        """What is left out with a reason."""
        from cchc_desktop.storage.skips import SkipRepo

        return SkipRepo(self._session, self.audit)

    @cached_property
    def steps(self) -> StepRepo:
        """What was done of late."""
        from cchc_desktop.storage.steps import StepRepo

        return StepRepo(self._session, self)

    @cached_property
    def search_index(self) -> SearchIndex:
        """The index that searches go by."""
        from cchc_desktop.storage.search_index import search_index

        return search_index(self._session)

    @cached_property
    def search(self) -> SearchRepo:
        """What can be found outside of the log."""
        from cchc_desktop.storage.search import SearchRepo

        return SearchRepo(self._session, self.search_index)

    @cached_property
    def saved_views(self) -> SavedViewRepo:
        """Searches and filtered lists with a name."""
        from cchc_desktop.storage.saved_views import SavedViewRepo

        return SavedViewRepo(self._session, self.audit)

    @cached_property
    def handovers(self) -> HandoverRepo:
        """What went where."""
        from cchc_desktop.storage.handovers import HandoverRepo

        return HandoverRepo(self._session, self.audit)

    @cached_property
    def trusted_keys(self) -> TrustedKeyRepo:
        """Public keys of others."""
        from cchc_desktop.storage.trusted_keys import TrustedKeyRepo

        return TrustedKeyRepo(self._session, self.audit)

    @cached_property
    def report_forms(self) -> ReportFormRepo:
        """The superior's forms and their cells."""
        from cchc_desktop.storage.report_forms import ReportFormRepo

        return ReportFormRepo(self._session, self.audit)

    @cached_property
    def record_names(self) -> RecordNameRepo:
        """What records are called; the bin over all nouns."""
        from cchc_desktop.storage.record_names import RecordNameRepo

        return RecordNameRepo(self._session, self.audit)

    @cached_property
    def receipts(self) -> ReceiptRepo:
        """What came back."""
        from cchc_desktop.storage.receipts import ReceiptRepo

        return ReceiptRepo(self._session, self.audit)

    @cached_property
    def registers(self) -> RegisterRepos:
        """The registers."""
        from cchc_desktop.storage.register_repos import RegisterRepos

        return RegisterRepos(self._session, self.audit)

    @cached_property
    def members(self) -> MemberRepo:
        """Who works on a shared database."""
        from cchc_desktop.storage.members import MemberRepo

        return MemberRepo(self._session, self.audit)

    @cached_property
    def received(self) -> ReceivedRepo:
        """What units sent."""
        from cchc_desktop.storage.received import ReceivedRepo

        return ReceivedRepo(self._session, self.audit)

    @cached_property
    def column_matches(self) -> ColumnMatchRepo:
        """Columns of foreign tables as they were matched."""
        from cchc_desktop.storage.column_matches import ColumnMatchRepo

        return ColumnMatchRepo(self._session)

    @cached_property
    def answers(self) -> AnswerRepo:
        """Receipts and returns that were given to units."""
        from cchc_desktop.storage.answers import AnswerRepo

        return AnswerRepo(self._session, self.audit)

    @cached_property
    def directory_units(self) -> DirectoryUnitRepo:
        """The units that report to the office."""
        return self.registers.directory_units

    @cached_property
    def expectations(self) -> RegisterRepo[Expectation]:
        """Which reports are expected of whom."""
        return self.registers.expectations

    @cached_property
    def consolidations(self) -> ConsolidationRepo:
        """What was made of received reports."""
        from cchc_desktop.storage.consolidations import ConsolidationRepo

        return ConsolidationRepo(self._session, self.audit)

    @cached_property
    def scores(self) -> ScoreRepo:
        """Points that people gave."""
        from cchc_desktop.storage.scores import ScoreRepo

        return ScoreRepo(self._session, self.audit)

    def commit(self) -> None:
        """Keep everything done so far, with its audit rows.

        Raises:
            RuntimeError: the unit of work was opened for reading.

        """
        if self._reading:
            raise RuntimeError("a unit of work opened with read() has nothing to commit")
        self.audit.flush()
        if self.audit.touched:
            touched, self.audit.touched = self.audit.touched, {}
            self._session.flush()
            self.search_index.refresh(touched)
            self._tell(touched)
        self._keep()
        self._committed()

    def _tell(self, touched: Iterable[tuple[str, str]]) -> None:
        """Tell others what this changes, once it is kept; on a file of this computer there is nobody to tell."""

    def _keep(self) -> None:
        self._session.commit()
