"""Use cases of the consolidation: add up what units sent, freeze it, tell of each total where it came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop.domain import consolidation_frozen
from cchc_desktop.domain import period as periods
from cchc_desktop.domain.attachment import OwnerKind
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.consolidation import (
    Adder,
    Consolidation,
    ConsolidationVersion,
    Source,
    TotalFigure,
)
from cchc_desktop.domain.consolidation_frozen import ConsolidationChange
from cchc_desktop.domain.consolidation_report import as_report, concern, join_texts, narrative
from cchc_desktop.domain.consolidation_selection import Selection, select
from cchc_desktop.domain.figure import Amount
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.received import ReceivedFigure
from cchc_desktop.domain.report_form import FormFigures
from cchc_desktop.domain.report_form_figures import facts_of, figures_of
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import Conflict, InvalidInput
from cchc_desktop.services.attachments import AttachmentService
from cchc_desktop.services.directory import DirectoryService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork
from cchc_desktop.storage.receipts import KeptReceipt

NOUN = "bản tổng hợp"
_EVERY = 100
"""Reports between two steps of the progress."""
_STEPS = "Đang cộng số liệu của các đơn vị"


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a total: a report that was added and its figure, None when it has none of that indicator."""

    source: Source
    figure: ReceivedFigure | None


@dataclass(frozen=True, slots=True)
class MadeConsolidation:
    """A consolidation after it was frozen, with what changed."""

    version: ConsolidationVersion
    change: Change


class ConsolidationService:
    """Consolidates.

    Args:
        database: the open database.
        directory: knows of whom which report is expected.
        reports: knows the periods.
        units: the office that consolidates.
        attachments: keeps received files and what is made of them.
        catalogues: returns the catalogues as they are now.
        actor: returns who is working.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        reports: ReportService,
        units: UnitService,
        attachments: AttachmentService,
        catalogues: Callable[[], Catalogues],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._directory = directory
        self._reports = reports
        self._units = units
        self._attachments = attachments
        self._catalogues = catalogues
        self._actor = actor
        self._today = today

    # -- adding up

    def compute(self, code: str, with_predecessors: bool = False, progress: Progress | None = None) -> Consolidation:
        """Return what the reports of a period come to now; nothing is kept.

        Raises:
            NotFound: no rule makes such a period, or the office's particulars are missing.
            Cancelled: a person stopped it.

        """
        period = self._reports.period(code)
        unit = self._units.require(period.end)
        wanted = {due.unit.code for due in self._directory.due(period)}
        with self._database.read() as uow:
            chosen = self._chosen(uow, period, unit.code, wanted, with_predecessors)
            adder = self._added(uow, period, chosen, progress or NoProgress())
            made = Consolidation(
                *(period.code, period.name, period.start, period.end, period.deadline, unit.code, unit.full_name),
                adder.totals(len(chosen.missing), self._year_ago(uow, period)),
                *(chosen.sources, chosen.missing, chosen.left_out),
                tuple(sorted(adder.strangers.items())),
                cumulative_from=self._since(period),
                with_predecessors=with_predecessors,
            )
            passed_on = [one for one in join_texts(self._texts(uow, made.sources)) if concern(one[0])]
        return replace(made, narrative=narrative(made, passed_on))

    def _chosen(
        self, uow: UnitOfWork, period: Period, own_code: str, wanted: Collection[str], with_predecessors: bool
    ) -> Selection:
        given = [one for one in uow.consolidations.candidates(period.code) if one.unit_code != own_code or not own_code]
        return select(given, uow.directory_units.all(), wanted, period.end, with_predecessors)

    def _added(self, uow: UnitOfWork, period: Period, chosen: Selection, progress: Progress) -> Adder:
        adder = Adder(self._catalogues().indicators_in(period.start, period.end))
        ids = [source.report_id for source in chosen.sources]
        for _, lines in uow.consolidations.lines(ids):
            adder.add(lines)
            if adder.reports % _EVERY == 0:
                progress.step(adder.reports, len(ids), _STEPS)
        return adder

    @staticmethod
    def _year_ago(uow: UnitOfWork, period: Period) -> dict[str, Amount]:
        before = uow.consolidations.of(periods.same_period_last_year(period)) if not period.special else ()
        if not before:
            return {}
        return {one.code: one.current.amount for one in uow.consolidations.content(before[-1].id).figures}

    def _since(self, period: Period) -> date:
        year = next((one for one in self._reports.periods(period.year) if one.code.endswith("-Y")), period)
        return min(year.start, period.start)

    @staticmethod
    def _texts(uow: UnitOfWork, sources: Sequence[Source]) -> Iterator[tuple[str, tuple[NarrativePart, ...]]]:
        names = {source.report_id: source.unit_name for source in sources}
        for key, parts in uow.consolidations.texts(list(names)):
            yield names[key], parts

    # -- keeping

    def make(
        self, code: str, reason: str = "", with_predecessors: bool = False, progress: Progress | None = None
    ) -> MadeConsolidation:
        """Freeze the consolidation of a period: the first, or a supplement when the last one left the house.

        One that never left is replaced; when nothing changed since, it is returned as it is.

        Raises:
            NotFound: no rule makes such a period, or the office's particulars are missing.
            InvalidInput: a supplement without a reason, or there is no report to add.
            Conflict: nothing changed since what was sent, or somebody else froze it meanwhile.
            Cancelled: a person stopped it; nothing is kept.

        """
        made = self.compute(code, with_predecessors, progress)
        if not made.sources:
            raise InvalidInput({"sources": "kỳ này chưa có báo cáo nào của đơn vị để tổng hợp"})
        with self._database.write(self._actor()) as uow:
            known = uow.consolidations.of(made.period)
            last = known[-1] if known else None
            same = last is not None and _same(uow.consolidations.content(last.id), made)
            left = last is not None and _left(uow, last)
            if last is not None and same:
                if left:
                    raise Conflict(NOUN, "không có gì thay đổi so với bản đã gửi")
                return MadeConsolidation(last, _changed(made.period))
            version = self._next(made.period, last, left, clean_line(reason))
            if last is not None and not left:
                for kind in (OwnerKind.CONSOLIDATION, OwnerKind.PACKAGE):
                    for file in uow.attachments.of(kind, last.id):
                        uow.attachments.bin(file.id)
                uow.consolidations.drop(last.id)
            stored = uow.consolidations.freeze(version, made, self._actor())
            uow.commit()
        return MadeConsolidation(stored, _changed(made.period))

    @staticmethod
    def _next(period: str, last: ConsolidationVersion | None, left: bool, reason: str) -> ConsolidationVersion:
        if last is None:
            return ConsolidationVersion(period, 1)
        if not left:
            return ConsolidationVersion(period, last.ordinal, reason=reason or last.reason)
        if not reason:
            raise InvalidInput({"reason": "bản trước đã gửi; hãy ghi lý do bổ sung"})
        return ConsolidationVersion(period, last.ordinal + 1, reason=reason)

    def needs_reason(self, code: str) -> bool:
        """Tell whether the next freezing of a period is a supplement, which needs a reason."""
        with self._database.read() as uow:
            known = uow.consolidations.of(code)
            return bool(known) and _left(uow, known[-1])

    # -- looking back

    def versions(self, code: str) -> tuple[ConsolidationVersion, ...]:
        """Return the frozen consolidations of a period, the first first."""
        with self._database.read() as uow:
            return uow.consolidations.of(code)

    def version(self, version_id: str) -> ConsolidationVersion:
        """Return a frozen consolidation.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.consolidations.get(version_id)

    def content(self, version_id: str) -> Consolidation:
        """Return what a frozen consolidation says.

        Raises:
            NotFound: there is none.

        """
        with self._database.read() as uow:
            return uow.consolidations.content(version_id)

    def change_of(self, version_id: str) -> ConsolidationChange | None:
        """Return what a supplement changed against the version before it, None of the first."""
        with self._database.read() as uow:
            version = uow.consolidations.get(version_id)
            earlier = [one for one in uow.consolidations.of(version.period) if one.ordinal < version.ordinal]
            if not earlier:
                return None
            old, new = uow.consolidations.content(earlier[-1].id), uow.consolidations.content(version_id)
        return consolidation_frozen.change(old, new)

    def answers(self, version_id: str) -> tuple[KeptReceipt, ...]:
        """Return what the superior answered to a consolidation, in the order it came back."""
        with self._database.read() as uow:
            return uow.receipts.of_version(version_id)

    def received_periods(self) -> tuple[str, ...]:
        """Return the codes of the periods of which anything was received."""
        with self._database.read() as uow:
            return uow.consolidations.periods()

    def behind(self, made: Consolidation, figure: TotalFigure) -> tuple[Behind, ...]:
        """Return the figures of the units behind a total, with the place each was read from."""
        ids = [source.report_id for source in made.sources]
        with self._database.read() as uow:
            found = uow.consolidations.of_indicator(ids, figure.code)
        return tuple(Behind(source, found.get(source.report_id)) for source in made.sources)

    def received_file(self, source: Source) -> Path:
        """Return a copy of the file a report came in, to be opened; what is kept cannot be changed through it.

        Raises:
            NotFound: it is not in the evidence folder.
            FileUnreadable: it is not what was kept.

        """
        return self._attachments.viewing_copy_of(source.sha256, source.file_name)

    # -- going on

    def form_figures(self, made: Consolidation) -> FormFigures:
        """Return the values for the next superior's own form by code and column."""
        report = as_report(made)
        day = report.period.end
        unit = self._units.current(day)
        signer = self._units.signature(day).name if unit else ""
        return figures_of(report, facts_of(unit, signer, report.period, self._today()))


def _same(old: Consolidation, new: Consolidation) -> bool:
    return consolidation_frozen.digest(old) == consolidation_frozen.digest(new)


def _left(uow: UnitOfWork, version: ConsolidationVersion) -> bool:
    """Tell whether a consolidation may have left the house: a mail that nobody confirmed may have been sent."""
    return bool(version.package_id or uow.handovers.of_version(version.id))


def _changed(period: str) -> Change:
    return Change(Topic.RECEIVED, (period,))
