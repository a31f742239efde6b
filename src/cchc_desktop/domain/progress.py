"""How long work tells where it is, and how it is stopped."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receives steps of long work. The call is also the cancel point."""

    def step(self, done: int, total: int, note: str) -> None:
        """Report `done` of `total` (0: unknown) with a Vietnamese note.

        Raises:
            Cancelled: a person asked to stop.

        """


class NoProgress:
    """For callers who do not watch."""

    def step(self, done: int, total: int, note: str) -> None:
        """Do nothing."""
