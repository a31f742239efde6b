"""The composition root: the one place that joins folders, catalogues, database and services."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from functools import cache

from cchc_desktop.catalogues import loader
from cchc_desktop.domain.period import WorkCalendar
from cchc_desktop.errors import AppError
from cchc_desktop.paths import Paths, resources_dir, templates_dir
from cchc_desktop.services.container import Services
from cchc_desktop.services.desk import Desk
from cchc_desktop.storage.attachment_files import AttachmentFiles
from cchc_desktop.storage.database import Database, create_database, database_exists, open_database

_log = logging.getLogger(__name__)


def open_services(
    paths: Paths,
    actor: Callable[[], str],
    today: Callable[[], date] = date.today,
    daily_backup: bool = False,
) -> Services:
    """Open (or, at the very first start, create) the data under `paths` and return the services on it.

    Args:
        paths: the folders to work in.
        actor: returns who is working, for the audit trail.
        today: returns today; tests and rehearsals put another day here.
        daily_backup: make the day's backup when there is none yet.

    Raises:
        AppError: one of the start-up checks of the storage room fails; nothing is changed.
        CatalogueProblem: a catalogue file is wrong.

    """
    for folder in (paths.data, paths.backups, paths.evidence):
        folder.mkdir(parents=True, exist_ok=True)
    shipped = resources_dir() / "catalogues"
    catalogues = loader.load(shipped, paths.catalogues)
    database, evidence = _open_data(paths)

    @cache
    def calendar(year: int) -> WorkCalendar:
        return loader.work_calendar(catalogues, (year - 1, year, year + 1))

    services = Services(Desk(database, catalogues, paths, shipped, templates_dir(), calendar, actor, today, evidence))
    if daily_backup:
        try:
            services.backups.daily()
        except AppError as error:
            # A full backup folder must not keep a clerk from the data; the settings place shows the last good one.
            _log.warning("the day's backup was not made: %s", error)
    return services


def _open_data(paths: Paths) -> tuple[Database, AttachmentFiles | None]:
    """Open the local file, or the shared database that the settings name; return where its evidence lies, if not here.

    Raises:
        AppError: see `open_services`.

    """
    from cchc_desktop import settings

    found = settings.load(paths.settings)
    if found.database_url:
        from cchc_desktop.services.shared_data import open_data

        return open_data(found.database_url, found.shared_evidence, paths.evidence)
    if not database_exists(paths.database):
        create_database(paths.database)
    return open_database(paths.database, paths.backups, evidence=paths.evidence), None
