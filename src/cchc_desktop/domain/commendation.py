"""Commendations and initiatives in administrative reform."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.register import day_problems, text_problems


class CommendationKind(StrEnum):
    """What is kept."""

    COMMENDATION = "commendation"
    GOOD_EXAMPLE = "good_example"
    INITIATIVE = "initiative"


COMMENDATION_KIND_NAMES = {
    CommendationKind.COMMENDATION: "Khen thưởng",
    CommendationKind.GOOD_EXAMPLE: "Biểu dương, gương điển hình",
    CommendationKind.INITIATIVE: "Sáng kiến, mô hình",
}
"""How kinds are called."""


@dataclass(frozen=True, slots=True)
class Commendation:
    """A commendation or initiative. `form` is how it was honoured ("Giấy khen"), `issuer` by whom."""

    kind: CommendationKind
    date: date
    honoured: str
    title: str
    form: str = ""
    issuer: str = ""
    decision: str = ""
    effect: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


def commendation_problems(entry: Commendation) -> dict[str, str]:
    """Return field → reason for all that forbids keeping an entry."""
    return {
        **text_problems(
            {name: getattr(entry, name) for name in ("honoured", "form", "issuer", "decision")},
            {"title": entry.title, "effect": entry.effect, "note": entry.note},
            {"honoured": "chưa nhập tập thể, cá nhân", "title": "chưa nhập thành tích hoặc tên sáng kiến"},
        ),
        **day_problems({"date": entry.date}),
    }
