"""A plan as it was issued, and the amendment that is under way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from cchc_desktop.domain.ids import new_id


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One issue of a plan: `ordinal` 1 is the first, the others are amendments with a `reason`.

    `issued_at` is ISO local time, "" while an amendment is being written: such a version has no number, date or
    file yet. `file_sha256` is the .docx as it was issued, `template_name` and `template_sha256` what it was made
    with; both lie in the evidence folder.
    """

    plan_id: str
    ordinal: int
    number: int | None = None
    symbol: str = ""
    date: date | None = None
    reason: str = ""
    issued_at: str = ""
    actor: str = ""
    file_sha256: str = ""
    template_name: str = ""
    template_sha256: str = ""
    id: str = field(default_factory=new_id)

    @property
    def issued(self) -> bool:
        """Whether it has been issued; else it is an amendment under way."""
        return bool(self.issued_at)

    @property
    def number_text(self) -> str:
        """Number and symbol, "07/KH-UBND"."""
        return f"{self.number:02d}/{self.symbol}" if self.number is not None else f"…/{self.symbol}"
