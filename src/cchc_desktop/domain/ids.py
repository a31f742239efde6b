"""Identities that never collide between two offices."""

from __future__ import annotations

from uuid import uuid4


def new_id() -> str:
    """Return a new random UUID as 32 hexadecimal digits."""
    return uuid4().hex
