"""The sheet of a unit: each criterion with what is proposed, what both sides gave, and the files that prove it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cchc_desktop.domain import scoring
from cchc_desktop.domain.attachment import Attachment
from cchc_desktop.domain.criteria import CriteriaSet, Criterion
from cchc_desktop.domain.scoring import Gap, Proposal, Score, Side


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """A criterion of a unit: what is proposed, what each side gave, the files that prove it."""

    criterion: Criterion
    proposal: Proposal
    own: Score | None = None
    appraisal: Score | None = None
    files: tuple[Attachment, ...] = ()

    def given(self, side: Side) -> Score | None:
        """Return what a side gave."""
        return self.own if side is Side.SELF else self.appraisal

    def points(self, side: Side) -> Decimal | None:
        """Return the points of a side: those given, else those proposed."""
        given = self.given(side)
        return given.points if given else self.proposal.points


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A unit under a criteria set in a year."""

    year: int
    criteria: CriteriaSet
    unit_code: str
    unit_name: str
    lines: tuple[ScoreLine, ...]

    def total(self, side: Side) -> Decimal:
        """Return the sum of a side, with proposals where nothing was given."""
        return scoring.total(self.criteria, {line.criterion.code: line.points(side) for line in self.lines})

    def given(self, side: Side) -> int:
        """Return to how many criteria a side gave points."""
        return sum(line.given(side) is not None for line in self.lines)

    @property
    def unknown(self) -> int:
        """How many criteria have neither points nor a proposal yet."""
        return sum(line.points(Side.SELF) is None for line in self.lines)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What is still missing for points, the next day first; what has no day comes last."""
        found = [gap for line in self.lines for gap in line.proposal.gaps if not self._by_hand(line, gap)]
        return tuple(sorted(found, key=lambda gap: (gap.by is None, gap.by or date.max)))

    def _by_hand(self, line: ScoreLine, gap: Gap) -> bool:
        return gap.place is scoring.GapPlace.HAND and line.own is not None


def printed_rows(sheet: ScoreSheet) -> tuple[tuple[str, str, Decimal, Decimal | None, Decimal | None, str], ...]:
    """Return number, name, most, self-score, appraisal, and reason with files of each criterion, as printed."""
    found = []
    for line in sheet.lines:
        reasons = [given.reason for given in (line.own, line.appraisal) if given and given.reason]
        reasons += ["Minh chứng: " + "; ".join(file.name for file in line.files)] if line.files else []
        own, appraisal = (given.points if given else None for given in (line.own, line.appraisal))
        one = line.criterion
        found.append((one.number, one.name, one.points, own, appraisal, "\n".join(dict.fromkeys(reasons))))
    return tuple(found)
