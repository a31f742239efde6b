"""What lies in the bin."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BinnedRecord:
    """A record in the bin: the stored parts of its name, when it went there (ISO local time), by whom, in which step.

    `step` is "" where the trail is older than steps.
    """

    entity: str
    id: str
    name: tuple[str, ...]
    at: str
    actor: str
    step: str
