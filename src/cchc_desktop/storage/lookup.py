"""Finding a record by the beginning of its id, as people type it on the command line."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from cchc_desktop.domain.text import clean_line
from cchc_desktop.errors import Conflict, NotFound

SHORTEST_PREFIX = 6


def resolve_prefix(session: Session, column: InstrumentedAttribute[str], prefix: str, noun: str) -> str:
    """Return the one id in `column` that begins with `prefix`, or is it.

    Raises:
        NotFound: there is none, or the prefix has fewer than 6 characters and is no whole id.
        Conflict: several begin so.

    """
    prefix = clean_line(prefix)
    found = session.scalars(
        select(column).where(column >= prefix, column < prefix + "\U0010ffff").order_by(column).limit(2)
    ).all()
    if found and found[0] == prefix:
        return prefix
    if not found or len(prefix) < SHORTEST_PREFIX:
        raise NotFound(noun, prefix)
    if len(found) > 1:
        raise Conflict(noun, f"có nhiều mã bắt đầu bằng “{prefix}”")
    return found[0]
