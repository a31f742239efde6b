"""What every service works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from cchc_desktop.domain.catalogue import Catalogues
    from cchc_desktop.domain.period import WorkCalendar
    from cchc_desktop.paths import Paths
    from cchc_desktop.storage.attachment_files import AttachmentFiles
    from cchc_desktop.storage.database import Database
    from cchc_desktop.storage.shared.database import SharedDatabase


@dataclass(frozen=True, slots=True)
class Desk:
    """What the services work with.

    Args:
        database: the open database.
        catalogues: the catalogues in use.
        paths: the office's folders.
        shipped: the folder of the packaged catalogues.
        templates: the folder of the packaged templates.
        calendar: returns the working days around a year.
        actor: returns who is working.
        today: returns today.
        evidence: where contents of evidence lie; None: in the folder of this computer.

    """

    database: Database
    catalogues: Catalogues
    paths: Paths
    shipped: Path
    templates: Path
    calendar: Callable[[int], WorkCalendar]
    actor: Callable[[], str]
    today: Callable[[], date]
    evidence: AttachmentFiles | None = None

    @property
    def shared(self) -> SharedDatabase | None:
        """The database when it is one that several people share, else None."""
        return cast("SharedDatabase", self.database) if self.database.is_shared else None

    @property
    def catalogue_folders(self) -> tuple[Path, Path]:
        """The packaged catalogues and the office's own, which win."""
        return self.shipped, self.paths.catalogues
