"""Texts and whole numbers as both engines keep them alike.

SQLite keeps 64 bits in every number and compares texts byte by byte. PostgreSQL needs to be told: its INTEGER has 32
bits only, and its texts come in the order of the server's language, which changes with the system under it.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.types import TypeEngine

WORDS: Final[TypeEngine[str]] = Text().with_variant(Text(collation="C"), "postgresql")
"""A text, for the migrations: the columns alone carry the order, statements take it from them."""

WHOLE: Final[TypeEngine[int]] = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number of up to 64 bits."""


def only_where(condition: Any) -> dict[str, Any]:
    """Return the options of an index over the rows that meet a condition."""
    return {"sqlite_where": condition, "postgresql_where": condition}
