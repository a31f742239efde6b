"""The trace that every change leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One change: who did what when, and the fields that changed.

    `at` is ISO local time with its offset. `action` is "create", "update", "remove", "bin" or "restore"; for an
    expectation of a task "skip" (left out with a reason) or "unskip".
    `before` and `after` hold only the fields that changed, as plain JSON values.
    """

    at: str
    actor: str
    action: str
    entity: str
    entity_id: str
    before: Mapping[str, object]
    after: Mapping[str, object]
