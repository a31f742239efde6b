"""Use cases of searches and filtered lists with a name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from cchc_desktop.domain import saved_view
from cchc_desktop.domain.saved_view import SavedView
from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import InvalidInput
from cchc_desktop.storage.database import Database


class SavedViewService:
    """Keeps what lists were asked for, under a name."""

    def __init__(self, database: Database, actor: Callable[[], str]) -> None:
        self._database = database
        self._actor = actor

    def of(self, place: str) -> tuple[SavedView, ...]:
        """Return the views of a place ("search", "activity"), in the order in which they were made."""
        with self._database.read() as uow:
            return uow.saved_views.of(place)

    def save(self, place: str, name: str, query: Mapping[str, str]) -> SavedView:
        """Keep what a place shows under a name.

        Raises:
            InvalidInput: no name, too long a name, or one that the place has already.

        """
        return self._keep(SavedView(place, clean_line(name), dict(query)))

    def rename(self, view: SavedView, name: str) -> SavedView:
        """Give a view another name.

        Raises:
            InvalidInput: as for `save`.
            Conflict: it was changed elsewhere.

        """
        return self._keep(replace(view, name=clean_line(name)))

    def bin(self, view_id: str) -> None:
        """Put a view into the bin."""
        with self._database.write(self._actor()) as uow:
            uow.saved_views.bin(view_id)
            uow.commit()

    def restore(self, view_id: str) -> None:
        """Take a view out of the bin."""
        with self._database.write(self._actor()) as uow:
            uow.saved_views.restore(view_id)
            uow.commit()

    def _keep(self, view: SavedView) -> SavedView:
        with self._database.write(self._actor()) as uow:
            problems = saved_view.problems(view, uow.saved_views.of(view.place))
            if problems:
                raise InvalidInput(problems)
            saved = uow.saved_views.save(view)
            uow.commit()
        return saved
