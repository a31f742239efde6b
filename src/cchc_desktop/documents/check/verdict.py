"""What measuring a rule gives, and the list of all measures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from cchc_desktop.documents.check.document import Run
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.domain.check import CheckRule, CheckState, Finding, Place
from cchc_desktop.domain.numbers import format_number

NOT_FOUND = "không tìm thấy phần này trong văn bản"
UNKNOWN = "chương trình chưa biết đo quy tắc này"
_MOST_VALUES = 4


@dataclass(frozen=True, slots=True)
class Failure:
    """One place that breaks a rule: what was measured there, and the runs that are to blame."""

    measured: str
    place: Place
    runs: tuple[Run, ...] = ()


@dataclass(slots=True)
class Verdict:
    """Gathers what was measured for one rule. A rule nothing was measured for is "not checked", never "passed"."""

    failures: list[Failure] = field(default_factory=list)
    good: dict[str, None] = field(default_factory=dict)
    looked: int = 0
    unseen: str = ""
    """Why something could not be measured; the rule then cannot be passed."""

    def look(self, holds: bool, measured: str, place: Place, runs: tuple[Run, ...] = ()) -> None:
        """Note one measurement."""
        self.looked += 1
        if holds:
            self.good[measured] = None
        else:
            self.failures.append(Failure(measured, place, runs))

    def fail(self, measured: str, place: Place | None = None) -> None:
        """Note a broken rule."""
        self.look(False, measured, place or Place())

    def skip(self, reason: str) -> None:
        """Note something that cannot be measured."""
        self.unseen = self.unseen or reason

    def findings(self, rule: CheckRule) -> list[Finding]:
        """Return the findings: one for each different value that fails, else a single one."""
        if self.failures:
            groups: dict[str, list[Place]] = {}
            for failure in self.failures:
                places = groups.setdefault(failure.measured, [])
                if failure.place not in places[-1:]:
                    places.append(failure.place)
            return [_finding(rule, CheckState.FAILED, text, tuple(places)) for text, places in groups.items()]
        if self.looked and not self.unseen:
            values = [value for value in self.good if value]
            more = " …" if len(values) > _MOST_VALUES else ""
            return [_finding(rule, CheckState.PASSED, "; ".join(values[:_MOST_VALUES]) + more)]
        return [_finding(rule, CheckState.NOT_CHECKED, self.unseen or NOT_FOUND)]


def _finding(rule: CheckRule, state: CheckState, measured: str, places: tuple[Place, ...] = ()) -> Finding:
    return Finding(rule.id, rule.clause, rule.what, state, measured, rule.expected_text, rule.severity, places)


Measure = Callable[[Subject, CheckRule], Verdict]

MEASURES: dict[str, Measure] = {}
"""Rule id → how it is measured."""


def measures(*rule_ids: str) -> Callable[[Measure], Measure]:
    """Enter a function into `MEASURES`."""

    def enter(measure: Measure) -> Measure:
        for rule_id in rule_ids:
            MEASURES[rule_id] = measure
        return measure

    return enter


def figure(value: float, decimals: int = 1) -> str:
    """Write a measured number as Vietnamese people do: 12,7."""
    text = format_number(Decimal(str(round(value, decimals))))
    return "0" if text == "-0" else text
