"""What a layout check says: rules as data, findings in three states, and where in the document each stands.

The rules themselves (limits, clauses, wording) are the catalogue `check_rules.toml`; how each is measured is
`documents/check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from cchc_desktop.domain.numbers import format_number

Limit = float | str | tuple[str, ...]
"""A limit of a rule: a number (mm, pt, lines), a text, or a list of words."""

QUOTE_LENGTH = 60
"""Most letters of the document that a place quotes."""


class CheckState(StrEnum):
    """What is known of a rule. What was not looked at is never "passed"."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not_checked"


class Severity(StrEnum):
    """How much a broken rule weighs: against the decree, doubtful, or a matter of style."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


STATE_NAMES = {
    CheckState.PASSED: "đạt",
    CheckState.FAILED: "không đạt",
    CheckState.NOT_CHECKED: "không kiểm được",
}
"""The states as people read them."""

SEVERITY_NAMES = {Severity.ERROR: "lỗi", Severity.WARNING: "cảnh báo", Severity.NOTE: "góp ý"}
"""The severities as people read them."""


@dataclass(frozen=True, slots=True)
class CheckRule:
    """A rule of layout or wording.

    `clause` cites its source, `what` names it, `how` tells how it is measured, `expected` is the wanted value with
    the names of limits in braces; all four are Vietnamese.
    """

    id: str
    clause: str
    what: str
    how: str
    expected: str
    severity: Severity = Severity.ERROR
    limits: Mapping[str, Limit] = field(default_factory=dict)

    def number(self, name: str) -> float:
        """Return a limit that is a number; 0 when the rule does not set it."""
        limit = self.limits.get(name, 0)
        return float(limit) if isinstance(limit, int | float) else 0.0

    def words(self, name: str) -> tuple[str, ...]:
        """Return a limit that is a list of words; a single text counts as one word."""
        limit = self.limits.get(name, ())
        if isinstance(limit, tuple):
            return limit
        return (limit,) if isinstance(limit, str) else ()

    def within(self, value: float, tolerance: float = 0.0) -> bool:
        """Tell whether a value lies between the limits `min` and `max`."""
        return self.number("min") - tolerance <= value <= self.number("max") + tolerance

    @property
    def expected_text(self) -> str:
        """The wanted value with its limits filled in.

        Raises:
            KeyError: the text names a limit that the rule does not have.

        """
        return self.expected.format_map({name: _printed(limit) for name, limit in self.limits.items()})


def _printed(limit: Limit) -> str:
    if isinstance(limit, tuple):
        return ", ".join(limit)
    return limit if isinstance(limit, str) else format_number(Decimal(str(limit)))


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document (Decree 30/2020, article 7 and annex III).

    `symbol` is its abbreviation in the symbol ("KH"); `addressed` tells whether "Kính gửi" must stand in it
    (True), must not (False), or may (None).
    """

    name: str
    symbol: str
    addressed: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckWords:
    """The words that the rules look for; catalogue `check_words.toml`."""

    kinds: tuple[DocumentKind, ...] = ()
    bodies: tuple[str, ...] = ()
    """Nouns with which the name of a body begins ("PHÒNG", "TRUNG TÂM")."""
    positions: tuple[str, ...] = ()
    """Positions of signers ("CHỦ TỊCH")."""
    degrees: tuple[str, ...] = ()
    """Academic and honorary titles that do not belong before a signer's name."""
    misspelt: tuple[tuple[str, str], ...] = ()
    """(wrong, right), in lower case."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Equal nouns that are joined by a hyphen with spaces."""


@dataclass(frozen=True, slots=True)
class CheckBook:
    """All rules with the words they need."""

    rules: tuple[CheckRule, ...]
    words: CheckWords = field(default_factory=CheckWords)

    def rule(self, rule_id: str) -> CheckRule | None:
        """Return the rule of that id, None when the office dropped it."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document something stands.

    `paragraph` counts all paragraphs of the main text from 1, those in tables included (0: no paragraph);
    `section` counts its sections from 1; `part` names another part of the file ("đầu trang").
    """

    paragraph: int = 0
    quote: str = ""
    section: int = 0
    part: str = ""

    @property
    def text(self) -> str:
        """The place as people read it: "đoạn 12: “Căn cứ Luật …”"."""
        if self.paragraph:
            return f"đoạn {self.paragraph}: “{self.quote}”" if self.quote else f"đoạn {self.paragraph}"
        if self.section:
            return f"{self.part} của phần {self.section}" if self.part else f"phần {self.section}"
        return self.part or "cả văn bản"


def quoted(text: str) -> str:
    """Return the beginning of a text, short enough to quote."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTE_LENGTH else line[: QUOTE_LENGTH - 1].rstrip() + "…"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says; a failed rule gives one finding for each different value that was measured."""

    rule: str
    clause: str
    what: str
    state: CheckState
    measured: str
    expected: str
    severity: Severity
    places: tuple[Place, ...] = ()

    @property
    def where(self) -> str:
        """The first place, and how many more there are."""
        if not self.places:
            return "cả văn bản"
        more = f" (và {len(self.places) - 1} chỗ khác)" if len(self.places) > 1 else ""
        return self.places[0].text + more


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of a document, in the order of the rules; `kind` is the kind of document it was taken for."""

    findings: tuple[Finding, ...]
    kind: str = ""
    book: CheckBook = field(default=CheckBook(()), compare=False, repr=False)

    def of(self, state: CheckState) -> tuple[Finding, ...]:
        """Return the findings of one state."""
        return tuple(finding for finding in self.findings if finding.state is state)

    @property
    def failed_rules(self) -> tuple[str, ...]:
        """The ids of the broken rules, each once."""
        return tuple(dict.fromkeys(finding.rule for finding in self.of(CheckState.FAILED)))


@dataclass(frozen=True, slots=True)
class Repair:
    """Something that was mended in a copy: by which rule, what (Vietnamese), and where."""

    rule: str
    what: str
    place: Place = field(default_factory=Place)
