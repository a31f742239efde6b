"""What becomes of a file that was read: taken in, waiting for a person, or put apart, each with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cchc_desktop.domain import received_recognition as rules
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.narrative import NarrativePart
from cchc_desktop.domain.period import Period
from cchc_desktop.domain.received import FileKind, FileState, ReceivedFile, ReceivedReport
from cchc_desktop.domain.received_reading import Reading, figures_digest, from_plain, to_plain
from cchc_desktop.domain.received_recognition import KnownPeriod, Proposal, Recognised, UnitFinder
from cchc_desktop.domain.trusted_key import TRUSTED_VERDICTS, KeyVerdict, TrustedKey, key_verdict
from cchc_desktop.storage.received import Arrived, report_id_of

_KEY_REASONS = {
    KeyVerdict.CHANGED: "gói ký bằng khóa khác với khóa đã biết của đơn vị",
    KeyVerdict.FOREIGN: "gói ký bằng khóa của một đơn vị khác",
    KeyVerdict.DROPPED: "đơn vị trước đây có ký, gói này không có chữ ký",
}
_MOST_REASON = 600


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a file. `unit` and `period` are those that are certain, "" where one is not."""

    state: FileState
    reason: str = ""
    unit: str = ""
    period: str = ""
    units: tuple[Proposal, ...] = ()
    periods: tuple[Proposal, ...] = ()
    remarks: tuple[str, ...] = ()
    fingerprint: str = ""
    key: KeyVerdict = KeyVerdict.UNSIGNED


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is kept of a file that is not taken in, or whose columns may be put right later."""

    reading: Reading
    verdict: Verdict
    hint: str = ""


@dataclass
class Recogniser:
    """Tells what becomes of readings.

    Args:
        units: the whole directory.
        period: returns the period of a code, None for one that is not reported in.
        today: returns today.
        keys: the pinned keys.

    """

    units: Sequence[DirectoryUnit]
    period: Callable[[str], Period | None]
    today: Callable[[], date]
    keys: Sequence[TrustedKey] = ()
    _finders: dict[date, UnitFinder] = field(default_factory=dict)
    _periods: dict[str, KnownPeriod] = field(default_factory=dict)

    def judge(self, reading: Reading, hint: str) -> Verdict:
        """Tell what becomes of a file; `hint` is its name and those of folders around it."""
        if reading.trouble:
            return Verdict(FileState.QUARANTINED, reading.trouble)
        period = self._judge_period(reading, hint)
        known = self._known(period.key or reading.period or next((one.key for one in period.proposals), ""))
        finder = self.finder(known.end if known else self.today())
        if reading.kind is FileKind.FOREIGN:
            unit = finder.of_texts(reading.texts, hint)
        else:
            unit = finder.of_facts(reading.unit_code, reading.unit_name, hint)
        fingerprint, key = self._judge_key(reading)
        reasons = [one.reason for one in (unit, period) if not one.key]
        reasons += [_KEY_REASONS[key]] if key in _KEY_REASONS else []
        reasons += reading.doubts
        state = FileState.UNDECIDED if reasons else FileState.ACCEPTED
        remarks = (*unit.remarks, *period.remarks)
        words = "; ".join(reasons)[:_MOST_REASON]
        return Verdict(state, words, unit.key, period.key, unit.proposals, period.proposals, remarks, fingerprint, key)

    def finder(self, day: date) -> UnitFinder:
        """Return what finds units as they are on a day."""
        if day not in self._finders:
            self._finders[day] = UnitFinder(self.units, day)
        return self._finders[day]

    def _known(self, code: str) -> KnownPeriod | None:
        if code and code not in self._periods and (found := self.period(code)) is not None:
            self._periods[code] = KnownPeriod(found.code, found.name, found.start, found.end)
        return self._periods.get(code)

    def _judge_period(self, reading: Reading, hint: str) -> Recognised:
        if reading.kind is not FileKind.FOREIGN:
            self._known(reading.period)
            return rules.of_period(
                reading.period, self._periods, self.today(), reading.period_start, reading.period_end
            )
        named = frozenset[str]().union(*map(rules.periods_in, reading.texts)) | rules.periods_in(hint)
        for code in named:
            self._known(code)
        return rules.of_texts(reading.texts, hint, self._periods, self.today())

    def _judge_key(self, reading: Reading) -> tuple[str, KeyVerdict]:
        fingerprint = ""
        if reading.kind is not FileKind.PACKAGE:
            return fingerprint, KeyVerdict.UNSIGNED
        if reading.public_key:
            from cchc_desktop.documents.package import signature

            fingerprint = signature.fingerprint(bytes.fromhex(reading.public_key))
        verdict = key_verdict(reading.unit_code, reading.unit_name, fingerprint, self.keys)
        return fingerprint, KeyVerdict.UNSIGNED if verdict in TRUSTED_VERDICTS - {KeyVerdict.FIRST_SEEN} else verdict


def arrived(reading: Reading, verdict: Verdict, file: ReceivedFile, hint: str) -> Arrived:
    """Return a file as it is kept, with its report when it is taken in."""
    details = "" if _is_plain(reading, verdict) else details_of(Waiting(reading, verdict, hint))
    kept = ReceivedFile(
        file.sha256,
        file.name,
        file.size,
        file.batch,
        kind=reading.kind,
        state=verdict.state,
        reason=verdict.reason,
        details=details,
    )
    if verdict.state is not FileState.ACCEPTED:
        return Arrived(kept)
    return Arrived(kept, report_of(reading, verdict, file.sha256), reading.figures)


def _is_plain(reading: Reading, verdict: Verdict) -> bool:
    return verdict.state is FileState.QUARANTINED or (
        verdict.state is FileState.ACCEPTED and reading.kind is not FileKind.FOREIGN
    )


def report_of(reading: Reading, verdict: Verdict, sha256: str) -> ReceivedReport:
    """Return the report of a reading whose unit and period are certain."""
    return ReceivedReport(
        verdict.unit,
        reading.unit_name,
        verdict.period,
        reading.ordinal,
        sha256,
        (),
        tuple(NarrativePart(title, text) for title, text in reading.narrative),
        (*reading.warnings, *verdict.remarks),
        reading.package_id,
        reading.made_at,
        digest=figures_digest(reading.figures),
        fingerprint=verdict.fingerprint,
        note=reading.reason,
        id=report_id_of(sha256, verdict.period),
    )


def details_of(waiting: Waiting) -> str:
    """Return what is kept of a file as JSON; of one that is taken in the figures stand elsewhere."""
    verdict = waiting.verdict
    plain = to_plain(waiting.reading)
    if verdict.state is FileState.ACCEPTED:
        plain = {name: value for name, value in plain.items() if name not in ("figures", "narrative", "texts")}
    kept: dict[str, Any] = {
        "reading": plain,
        "unit": verdict.unit,
        "period": verdict.period,
        "units": [[one.key, one.title, one.reason] for one in verdict.units],
        "periods": [[one.key, one.title, one.reason] for one in verdict.periods],
        "remarks": verdict.remarks,
        "fingerprint": verdict.fingerprint,
        "key": verdict.key.value,
        "hint": waiting.hint,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def waiting_of(file: ReceivedFile) -> Waiting | None:
    """Return what is kept of a file, None when nothing is."""
    if not file.details:
        return None
    kept = json.loads(file.details)
    verdict = Verdict(
        file.state,
        file.reason,
        kept["unit"],
        kept["period"],
        tuple(Proposal(*one) for one in kept["units"]),
        tuple(Proposal(*one) for one in kept["periods"]),
        tuple(kept["remarks"]),
        kept["fingerprint"],
        KeyVerdict(kept["key"]),
    )
    return Waiting(from_plain(kept["reading"]), verdict, kept["hint"])
