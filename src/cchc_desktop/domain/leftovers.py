"""The leftover scan: what a plan made from another still carries of it, and what was forgotten, before printing.

Pure rules over a plan and what is known of the office. Each finding has a place that the window can open, and can be
accepted with a reason; its fingerprint holds the words around it, so that an edit there brings it back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.catalogue import DatedTerm, Province
from cchc_desktop.domain.check import Severity
from cchc_desktop.domain.plan import Plan
from cchc_desktop.domain.unit import Signer, Unit


class Spot(StrEnum):
    """Parts of a plan that a finding can stand in."""

    HEADER = "header"
    PREAMBLE = "preamble"
    SECTION = "section"
    CLOSING = "closing"
    RECIPIENTS = "recipients"
    SIGNATURE = "signature"
    TASKS = "tasks"
    NOTES = "notes"


SPOT_NAMES = {
    Spot.HEADER: "Phần đầu",
    Spot.PREAMBLE: "Căn cứ, mở đầu",
    Spot.SECTION: "Nội dung",
    Spot.CLOSING: "Đoạn kết",
    Spot.RECIPIENTS: "Nơi nhận",
    Spot.SIGNATURE: "Chữ ký",
    Spot.TASKS: "Phụ lục nhiệm vụ",
    Spot.NOTES: "Cần xem lại khi nhập",
}
"""The parts as people read them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something left over or forgotten.

    `rule` is a stable id, `reason` Vietnamese, `quote` the words with some around them. `section_id` and `task_id`
    are set where it stands in a section or a task.
    """

    rule: str
    severity: Severity
    reason: str
    quote: str
    spot: Spot
    section_id: str = ""
    task_id: str = ""

    @property
    def fingerprint(self) -> str:
        """Identity of the finding: rule, words and place. It changes when the words around it change."""
        parts = (self.rule, self.quote, self.spot.value, self.section_id, self.task_id)
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Acceptance:
    """That a person accepted a finding, with the reason. `at` is ISO local time."""

    rule: str
    fingerprint: str
    reason: str
    actor: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class JudgedFinding:
    """A finding, and how it was accepted; None while it is open."""

    finding: Finding
    acceptance: Acceptance | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has accepted it yet."""
        return self.acceptance is None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the scan knows beside the plan.

    `source` is the plan it was cloned from; `titles` are those of all other plans; `units` the office over time,
    oldest first; `signers` all who ever signed.
    """

    today: date
    source: Plan | None = None
    titles: tuple[str, ...] = ()
    units: tuple[Unit, ...] = ()
    signers: tuple[Signer, ...] = ()
    terms: tuple[DatedTerm, ...] = ()
    provinces: tuple[Province, ...] = ()

    def unit(self, day: date) -> Unit | None:
        """Return the office as it is on a day; before its first day, as it was then."""
        valid = [unit for unit in self.units if unit.valid_from <= day]
        return valid[-1] if valid else next(iter(self.units), None)


Rule = Callable[[Plan, Surroundings], Iterable[Finding]]


def judge(findings: Iterable[Finding], acceptances: Iterable[Acceptance]) -> tuple[JudgedFinding, ...]:
    """Return findings with their acceptance; one that belongs to words that are gone is passed over."""
    by_key = {(acceptance.rule, acceptance.fingerprint): acceptance for acceptance in acceptances}
    return tuple(JudgedFinding(finding, by_key.get((finding.rule, finding.fingerprint))) for finding in findings)
