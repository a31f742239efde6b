"""`cchc gui`: hands the window what it needs without loading the services before it has painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cchc_desktop.paths import Paths

if TYPE_CHECKING:
    from collections.abc import Callable

    from cchc_desktop.services.container import Services


def open_window(paths: Paths) -> int:
    """Open the window and return the exit code when it has closed."""
    from cchc_desktop.ui.app import run

    def open_services(clerk: Callable[[], str]) -> Services:
        from cchc_desktop import wiring
        from cchc_desktop.cli.clerk import system_user

        return wiring.open_services(paths, lambda: clerk() or system_user(), daily_backup=True)

    return run(paths, open_services)
