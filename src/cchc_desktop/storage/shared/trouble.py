"""The border of the room on a server: errors of PostgreSQL become ours here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from cchc_desktop.errors import AppError, DatabaseAway, DatabaseBusy, ServerFault

_BUSY = ("55P03", "40P01", "40001")
"""Lock not available, deadlock, serialisation: another clerk is at it."""
_LOGIN = ("28000", "28P01")
_NO_DATABASE = "3D000"
_RIGHTS = ("42501", "25006")
_FULL = ("53100", "53200", "53300")
_GONE = ("57P01", "57P02", "57P03", "25P03")
"""Shut down by its administrator, crashed, starting up, let go as idle."""


@contextlib.contextmanager
def translated(label: str) -> Iterator[None]:
    """Turn the expected errors of a server into `AppError`; others pass, they are bugs.

    Raises:
        DatabaseBusy: another clerk holds what is needed, for longer than `address.BUSY_SECONDS`.
        DatabaseAway: the server does not answer, refuses, or went away in the middle: nothing half was kept.

    """
    try:
        yield
    except PoolTimeout as error:
        raise DatabaseBusy(Path(label)) from error
    except DBAPIError as error:
        found = translate(label, error.orig, error.connection_invalidated)
        if found is None:
            raise
        raise found from error
    except psycopg.Error as error:
        found = translate(label, error)
        if found is None:
            raise
        raise found from error


def translate(label: str, error: BaseException | None, lost: bool = False) -> AppError | None:
    """Return our error for one of the server's; None when it is a bug of ours. `lost`: the connection is gone."""
    if not isinstance(error, psycopg.Error):
        return None
    state, detail = error.sqlstate or "", str(error).strip()
    if state in _BUSY:
        return DatabaseBusy(Path(label))
    if state in _LOGIN or "password authentication failed" in detail or "no password supplied" in detail:
        return DatabaseAway(label, ServerFault.LOGIN, detail)
    if state == _NO_DATABASE or ('database "' in detail and "does not exist" in detail):
        return DatabaseAway(label, ServerFault.NO_DATABASE, detail)
    if state in _RIGHTS:
        return DatabaseAway(label, ServerFault.RIGHTS, detail)
    if state in _FULL:
        return DatabaseAway(label, ServerFault.FULL, detail)
    gone = (
        lost or state in _GONE or state.startswith("08") or (isinstance(error, psycopg.OperationalError) and not state)
    )
    return DatabaseAway(label, ServerFault.AWAY, detail) if gone else None
