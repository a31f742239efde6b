"""The trace that every change leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PRIVATE_FIELDS: Mapping[str, frozenset[str]] = {
    "petition": frozenset({"person", "address", "contact", "content", "result", "note"}),
    "collaborator": frozenset({"phone"}),
}
"""Entity → fields that hold personal data, or may name a person. The trail says that they changed; their values are
kept apart, where they can be deleted for good (Decree 13/2023/NĐ-CP, article 16)."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One change: who did what when, and the fields that changed.

    `at` is ISO local time with its offset. `action` is "create", "update", "remove", "bin", "restore" or "purge"
    (deleted for good); for an expectation of a task "skip" (left out with a reason) or "unskip".
    `before` and `after` hold only the fields that changed, as plain JSON values; a field of `PRIVATE_FIELDS` whose
    value was deleted since holds `ERASED`. `seq` counts up over the whole trail. `step` joins the rows of one act, ""
    in rows older than steps; `undoes` is the step that this one takes back.
    """

    at: str
    actor: str
    action: str
    entity: str
    entity_id: str
    before: Mapping[str, object]
    after: Mapping[str, object]
    seq: int = 0
    step: str = ""
    undoes: str = ""


ERASED = "\x00erased"
"""Stands where a personal value was deleted for good; no text that is kept can equal it."""
