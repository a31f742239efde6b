"""What a command changed: the screens that show it reload, the others do not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Topic(StrEnum):
    """Kinds of record that screens show."""

    UNIT = "unit"
    PLAN = "plan"
    ACTIVITY = "activity"
    FIGURE = "figure"
    BACKUP = "backup"
    SETTINGS = "settings"
    SUPERIOR_PLAN = "superior_plan"
    LEGAL_BASIS = "legal_basis"
    TEXT_BLOCK = "text_block"
    REGISTER = "register"
    CATALOGUE = "catalogue"
    REPORT = "report"
    DIRECTORY = "directory"
    SCORE = "score"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Change:
    """The result of a command: which topic, which records (empty: any of them)."""

    topic: Topic
    ids: tuple[str, ...] = ()
