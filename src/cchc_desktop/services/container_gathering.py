"""Services of an office that appraises others, apart so that the container stays readable."""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, cast

from cchc_desktop.catalogues import loader

if TYPE_CHECKING:
    from cchc_desktop.services.catalogues import CatalogueShelf
    from cchc_desktop.services.container import Services
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.scoring import ScoringService
    from cchc_desktop.services.scoring_packages import ScoreIntake


class GatheringServices:
    """What `Services` has besides."""

    _desk: Desk
    _shelf: CatalogueShelf

    @cached_property
    def score_intake(self) -> ScoreIntake:
        """Self-scores in received packages."""
        from cchc_desktop.services.scoring_packages import ScoreIntake

        desk, services = self._desk, cast("Services", self)
        return ScoreIntake(desk.database, services.attachments, self.scoring, desk.actor)

    @cached_property
    def scoring(self) -> ScoringService:
        """Points: self-score, appraisal, ranking."""
        from cchc_desktop.services.scoring import ScoringService

        desk, services = self._desk, cast("Services", self)
        return ScoringService(
            desk.database,
            services.units,
            services.reports,
            services.directory,
            services.attachments,
            self._shelf,
            partial(loader.criteria, *desk.catalogue_folders),
            desk.actor,
            desk.today,
        )
