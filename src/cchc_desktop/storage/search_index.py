"""The index that searches go by: which entries may have some words, whatever stands around them.

Two tables of FTS5 hold groups of three letters ("trigram") of folded text: `words_of_log` those of the log, over
`activities.folded`, and `words_of_entries` those of all else, over `search_entries.folded`. They keep no positions
(`detail=none`), which takes a quarter of the room; whoever asks compares what comes back with the text itself.

The tables of FTS5 are no part of the schema: they can be thrown away and made anew from the rest at any time. A key
in `meta` says that they are in step. Where it lacks (an old database, a SQLite without trigrams, a damaged index)
every search reads the texts themselves, more slowly and with the same finds.
"""

from __future__ import annotations

import json
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import cached_property, lru_cache

from sqlalchemy import column, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from cchc_desktop.storage import schema
from cchc_desktop.storage.both_engines import Rows, gathered, is_shared
from cchc_desktop.storage.column_types import WHOLE

_log = logging.getLogger(__name__)

VERSION = "1"
"""Raised whenever `fold`, the sources or the tables of FTS5 change: the index is then made anew."""

_PLAIN = f"{VERSION}, without trigrams"

LOG = "words_of_log"
ENTRIES = "words_of_entries"
_CONTENT = {LOG: "activities", ENTRIES: "search_entries"}
_LETTERS = 3
_MOST_GROUPS = 30
_OPTIONS = "content_rowid='seq', tokenize='trigram case_sensitive 1', detail=none, columnsize=0"


class SearchIndex:
    """The index over one session. Without `ready` nothing is written to it and it narrows nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def ready(self) -> bool:
        """Whether the index can be used and is in step."""
        return _has_trigrams() and self._state() == VERSION

    @property
    def is_due(self) -> bool:
        """Whether `rebuild` has something to do."""
        return self._state() != (VERSION if _has_trigrams() else _PLAIN)

    def rebuild(self) -> None:
        """Write all entries anew, and their index where SQLite can keep one."""
        from cchc_desktop.storage.search_sources import rewrite_entries

        self._forget_state()
        for name in _CONTENT if _has_trigrams() else ():
            self._session.execute(text(f"DROP TABLE IF EXISTS {name}"))
        rewrite_entries(self._session)
        for name, content in _CONTENT.items() if _has_trigrams() else ():
            self._session.execute(
                text(f"CREATE VIRTUAL TABLE {name} USING fts5(folded, content='{content}', {_OPTIONS})")
            )
            self._session.execute(text(f"INSERT INTO {name}({name}) VALUES ('rebuild')"))
        self._keep_state(VERSION if _has_trigrams() else _PLAIN)
        self.__dict__.pop("ready", None)

    def forget(self, table: str, seqs: Sequence[int]) -> None:
        """Take rows out of the index. To be called while their old text still stands in the table."""
        if seqs and self.ready:
            self._write(
                f"INSERT INTO {table}({table}, rowid, folded) SELECT 'delete', seq, folded FROM {_CONTENT[table]} "
                "WHERE seq IN (SELECT value FROM json_each(:seqs))",
                seqs,
            )

    def learn(self, table: str, seqs: Sequence[int]) -> None:
        """Put rows into the index, with the text that stands in the table now."""
        if seqs and self.ready:
            self._write(
                f"INSERT INTO {table}(rowid, folded) SELECT seq, folded FROM {_CONTENT[table]} "
                "WHERE seq IN (SELECT value FROM json_each(:seqs))",
                seqs,
            )

    def refresh(self, touched: Iterable[tuple[str, str]]) -> None:
        """Bring the entries of records in step: pairs of entity and id, as the audit calls them."""
        from cchc_desktop.storage.search_sources import refresh_entries

        refresh_entries(self._session, self, touched)

    def narrow(self, table: str, terms: Iterable[str], most: int) -> Rows | None:
        """Return rows among which all are that have the terms; None when there are more than `most`, or none knows.

        Terms of less than three letters narrow nothing.
        """
        groups = dict.fromkeys(group for term in terms for group in _groups(term))
        if not groups or not self.ready:
            return None
        wanted = " AND ".join('"' + group.replace('"', '""') + '"' for group in list(groups)[:_MOST_GROUPS])
        rows = text(f"SELECT rowid AS seq FROM {table} WHERE {table} MATCH :wanted LIMIT :most")
        listed = rows.bindparams(wanted=wanted, most=most + 1).columns(column("seq", WHOLE)).subquery()
        try:
            found = gathered(self._session, listed)
        except DatabaseError as error:
            self._doubt(error)
            return None
        return None if found.number > most else found

    # -- within

    def _state(self) -> str | None:
        found = self._session.execute(text("SELECT value FROM meta WHERE key = :key"), _key())
        return found.scalar_one_or_none()

    def _keep_state(self, state: str) -> None:
        self._session.execute(text("INSERT INTO meta (key, value) VALUES (:key, :value)"), _key(state))

    def _forget_state(self) -> None:
        self._session.execute(text("DELETE FROM meta WHERE key = :key"), _key())
        self.ready = False

    def _write(self, statement: str, seqs: Sequence[int]) -> None:
        try:
            self._session.execute(text(statement), {"seqs": json.dumps(list(seqs))})
        except DatabaseError as error:
            self._doubt(error)
            self._forget_state()  # made anew at the next start; what the person saves now must not fail for it

    def _doubt(self, error: DatabaseError) -> None:
        """Go on without the index when it is the index that is damaged; all else is the caller's.

        Raises:
            DatabaseError: another trouble (disk full, drive gone).

        """
        if getattr(error.orig, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR):
            raise error
        _log.warning("the search index is not used: %s", error.orig)
        self.ready = False


def search_index(session: Session) -> SearchIndex:
    """Return the index as the engine of a session keeps it."""
    if is_shared(session):
        from cchc_desktop.storage.shared.search_index import SharedSearchIndex

        return SharedSearchIndex(session)
    return SearchIndex(session)


def _key(value: str = "") -> dict[str, str]:
    return {"key": schema.SEARCH_KEY, "value": value} if value else {"key": schema.SEARCH_KEY}


def _groups(term: str) -> Iterable[str]:
    return (term[start : start + _LETTERS] for start in range(len(term) - _LETTERS + 1))


@lru_cache(maxsize=1)
def _has_trigrams() -> bool:
    """Tell whether this SQLite has FTS5 with groups of three letters (3.34 of December 2020, and built in)."""
    with closing(sqlite3.connect(":memory:")) as connection:
        try:
            connection.execute("CREATE TABLE t (seq INTEGER PRIMARY KEY, folded TEXT)")
            connection.execute(f"CREATE VIRTUAL TABLE words USING fts5(folded, content='t', {_OPTIONS})")
        except sqlite3.Error:
            return False
    return True
