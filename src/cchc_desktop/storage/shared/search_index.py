"""The index of words on PostgreSQL: groups of three letters, kept by the server itself (pg_trgm).

Where the server has no pg_trgm or this login may not set it up, every search reads the texts themselves, more slowly
and with the same finds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from functools import cached_property

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from cchc_desktop.storage.both_engines import Rows, gathered
from cchc_desktop.storage.search_index import ENTRIES, LOG, VERSION, SearchIndex
from cchc_desktop.storage.tables import ActivityRecord, table
from cchc_desktop.storage.tables_work import SearchEntryRecord
from cchc_desktop.storage.values import escape_like

_log = logging.getLogger(__name__)

_INDEXED = f"{VERSION}, pg_trgm"
_PLAIN = f"{VERSION}, without pg_trgm"
_LETTERS = 3
_TABLES = {LOG: table(ActivityRecord), ENTRIES: table(SearchEntryRecord)}


class SharedSearchIndex(SearchIndex):
    """The index over one session; the server brings it in step by itself."""

    @cached_property
    def ready(self) -> bool:
        """Whether the server keeps the index."""
        return self._state() == _INDEXED

    @property
    def is_due(self) -> bool:
        """Whether `rebuild` has something to do."""
        return self._state() not in (_INDEXED, _PLAIN)

    def rebuild(self) -> None:
        """Write all entries anew, and let the server index their words where it can."""
        from cchc_desktop.storage.search_sources import rewrite_entries

        self._forget_state()
        rewrite_entries(self._session)
        self._keep_state(_INDEXED if self._index_words() else _PLAIN)
        self.__dict__.pop("ready", None)

    def forget(self, table: str, seqs: Sequence[int]) -> None:
        """Do nothing: the server does."""

    def learn(self, table: str, seqs: Sequence[int]) -> None:
        """Do nothing: the server does."""

    def narrow(self, table: str, terms: Iterable[str], most: int) -> Rows | None:
        """Return the rows that have all terms of three letters or more; None when more than `most`, or none knows."""
        rows = _TABLES[table]
        words = [term for term in terms if len(term) >= _LETTERS]
        if not words or not self.ready:
            return None
        conditions = [rows.c.folded.like(f"%{escape_like(word)}%", escape="\\") for word in words]
        found = gathered(self._session, select(rows.c.seq).where(*conditions).limit(most + 1).subquery())
        return None if found.number > most else found

    def _index_words(self) -> bool:
        names = [f"ix_{name}" for name in _TABLES]
        there = text("SELECT count(*) FROM pg_indexes WHERE indexname = ANY (:names) AND schemaname = current_schema()")
        if self._session.execute(there, {"names": names}).scalar_one() == len(names):
            return True  # an owner of the tables set it up, which this login may not be
        try:
            with self._session.begin_nested():
                self._session.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
                for name, rows in _TABLES.items():
                    self._session.execute(
                        text(f"CREATE INDEX IF NOT EXISTS ix_{name} ON {rows.name} USING gin (folded gin_trgm_ops)")
                    )
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            _log.warning("the server keeps no index of words: %s", error.orig)
            return False
        return True
