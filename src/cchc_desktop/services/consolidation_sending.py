"""Sending a consolidation on: the same packages, handovers and keys as for an own report, so the chain goes up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import TYPE_CHECKING

from cchc_desktop.domain import frozen_report
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.consolidation_report import as_frozen
from cchc_desktop.domain.package import PackageFacts, Part, Role, Scope
from cchc_desktop.domain.report_life import VersionKind
from cchc_desktop.services.consolidation_papers import chunked
from cchc_desktop.services.report_documents import SIGNED_NOTE, WORD_NOTE, WORKBOOK_NOTE
from cchc_desktop.services.report_package import DATA_NAME
from cchc_desktop.services.sending import SendingServices

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cchc_desktop.services.consolidation import ConsolidationService
    from cchc_desktop.services.consolidation_papers import ConsolidationPapers
    from cchc_desktop.services.units import UnitService
    from cchc_desktop.storage.database import Database


class ConsolidationSource:
    """Gives the hand-over what it needs to know of consolidations.

    Args:
        database: the open database.
        consolidation: the frozen consolidations.
        papers: their files.
        units: the sending office.
        actor: returns who is working.

    """

    def __init__(
        self,
        database: Database,
        consolidation: ConsolidationService,
        papers: ConsolidationPapers,
        units: UnitService,
        actor: Callable[[], str],
    ) -> None:
        self._database = database
        self._consolidation = consolidation
        self._papers = papers
        self._units = units
        self._actor = actor

    def facts(self, version_id: str) -> PackageFacts:
        """Return which report a consolidation is: that of the office, with gathered figures.

        Raises:
            NotFound: there is no such consolidation, or the office's particulars are missing.

        """
        version, made = self._consolidation.version(version_id), self._consolidation.content(version_id)
        earlier = [one for one in self._consolidation.versions(version.period) if one.ordinal < version.ordinal]
        return PackageFacts(
            *(made.unit_code, made.unit_name, made.period, made.period_name, made.start, made.end, version.ordinal),
            VersionKind.FIRST if version.ordinal == 1 else VersionKind.SUPPLEMENT,
            reason=version.reason,
            figures_digest=as_frozen(made).digest(),
            previous=earlier[-1].package_id if earlier else "",
            superior=self._units.require(made.end).superior,
            scope=Scope.GATHERED,
        )

    def parts(self, version_id: str) -> tuple[Part, ...]:
        """Return what may go into the package of a consolidation.

        Raises:
            NotFound: there is no such consolidation.

        """
        version, papers = self._consolidation.version(version_id), self._papers
        kept = papers.files(version_id)
        parts = [
            Part(Role.SIGNED, file.name, partial(papers.chunks, file), size=file.size)
            for file in kept
            if file.note == SIGNED_NOTE
        ]
        made = {file.note: file for file in kept}
        for role, note, make in (
            (Role.WORD, WORD_NOTE, partial(papers.word, version_id)),
            (Role.WORKBOOK, WORKBOOK_NOTE, partial(papers.workbook, version_id)),
        ):
            size = made[note].size if note in made else 0
            parts.append(Part(role, papers.name(version, note), partial(chunked, papers, make), size=size))
        said = frozen_report.to_json(as_frozen(self._consolidation.content(version_id)))
        data = json.dumps(said, ensure_ascii=False, indent=1, sort_keys=True).encode()
        return (*parts, Part(Role.DATA, DATA_NAME, data, size=len(data)))

    def seen(self, version_id: str) -> tuple[date, ...]:
        """Return the day a consolidation was frozen."""
        return (date.fromisoformat(self._consolidation.version(version_id).made_at[:10]),)

    def sent(self, version_id: str, package_id: str) -> Change:
        """Write down that a consolidation left the house in a package."""
        with self._database.write(self._actor()) as uow:
            version = uow.consolidations.sent(version_id, package_id)
            uow.commit()
        return Change(Topic.RECEIVED, (version.period,))

    def add_signed(self, version_id: str, path: Path) -> Change:
        """Keep the signed paper (PDF, scan or photo) with a consolidation, so that it goes along.

        Raises:
            NotFound: there is no such consolidation.
            FileUnreadable: the file is missing, empty, too large.
            FileNotWritten: the evidence folder refuses.

        """
        version = self._consolidation.version(version_id)
        self._papers.add_signed(version_id, path, SIGNED_NOTE)
        return Change(Topic.RECEIVED, (version.period,))


@dataclass(frozen=True)
class ConsolidationSending(SendingServices):
    """Packages and handovers of consolidations; keys are those of all sending."""

    @cached_property
    def source(self) -> ConsolidationSource:  # type: ignore[override]  # another that knows versions of its own
        """What of a consolidation goes into its package."""
        own = self.services
        return ConsolidationSource(
            self.desk.database, own.consolidation, own.consolidation_papers, own.units, self.desk.actor
        )
