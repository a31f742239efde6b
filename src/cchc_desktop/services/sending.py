"""The services that take a report out of the house, each made when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.handovers import HandoverService
    from cchc_desktop.services.packages import PackageService
    from cchc_desktop.services.receipts import ReceiptService
    from cchc_desktop.services.report_package import ReportVersionSource
    from cchc_desktop.services.trusted_keys import TrustedKeyService


@dataclass(frozen=True)
class SendingServices:
    """Packages, handovers and keys.

    Args:
        desk: what services work with.
        services: the others.

    """

    desk: Desk
    services: Services

    @cached_property
    def source(self) -> ReportVersionSource:
        """What of a report version goes into its package."""
        from cchc_desktop.services.report_package import ReportVersionSource
        from cchc_desktop.services.scoring_packages import score_parts

        own = self.services
        scores = partial(score_parts, lambda: own.scoring)
        return ReportVersionSource(
            self.desk.database, own.report_life, own.units, own.attachments, own.evidence_binder, scores
        )

    @cached_property
    def keys(self) -> TrustedKeyService:
        """Keys: our own and those of others."""
        from cchc_desktop.services.trusted_keys import TrustedKeyService

        return TrustedKeyService(self.desk.database, self.desk.paths.data, self.desk.actor)

    @cached_property
    def packages(self) -> PackageService:
        """Packages of reports."""
        from cchc_desktop.services.packages import PackageService

        units, kept = self.services.units, self.services.attachments
        return PackageService(self.desk.database, self.source, units, kept, self.keys, self.desk.actor)

    @cached_property
    def handovers(self) -> HandoverService:
        """What leaves the house."""
        from cchc_desktop.services.handovers import HandoverService

        kept = self.services.attachments
        return HandoverService(self.desk.database, self.source, self.packages, kept, self.desk.actor)

    @cached_property
    def receipts(self) -> ReceiptService:
        """What comes back."""
        from cchc_desktop.services.receipts import ReceiptService

        desk = self.desk
        return ReceiptService(desk.database, self.handovers, self.services.units, self.keys, desk.actor, desk.today)
