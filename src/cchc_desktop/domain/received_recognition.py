"""Whose report a received file is and of which period: told from what it says, and never guessed in silence.

What is not certain becomes a proposal with its reason; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_unit import DirectoryUnit, on_day
from cchc_desktop.domain.text import fold

_NO_WORD = re.compile(r"[^a-z0-9]+")
_MOST_WORDS = 8  # of a name: "dac khu" + six
_EARLY = timedelta(days=15)
"""How long before the last day of a period its report may come without a question."""

_PREFIXES = ("uy ban nhan dan ", "ubnd ", "hdnd va ubnd ")


@lru_cache(maxsize=65536)
def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents and marks: "Xã Lệ Xá" → xa, le, xa; "H29.12" → h29, 12."""
    return tuple(_NO_WORD.sub(" ", fold(text)).split())


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit or a period that a file may be of, and what speaks for it."""

    key: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file is of: `key` "" when it is not certain, then with the reason and proposals, likeliest first.

    `unknown` tells that what the file says is certain, but nothing the office knows fits it.
    """

    key: str = ""
    reason: str = ""
    proposals: tuple[Proposal, ...] = ()
    remarks: tuple[str, ...] = ()


class UnitFinder:
    """Finds units of the directory, as they are on a day, by code and name.

    Args:
        units: the whole directory.
        day: the day that counts, the last one of a period.

    """

    def __init__(self, units: Sequence[DirectoryUnit], day: date) -> None:
        self.day = day
        self.living = on_day(units, day)
        self.all = units
        self._names: dict[tuple[str, ...], set[str]] = {}
        self._codes: dict[tuple[str, ...], str] = {}
        for code, unit in self.living.items():
            self._codes[words_of(code)] = code
            for name in (unit.full_name, *unit.aliases):
                self._names.setdefault(words_of(name), set()).add(code)

    def named(self, name: str) -> frozenset[str]:
        """Return the codes of the units that a name is exactly that of; "UBND" before it does not matter."""
        words = " ".join(words_of(name))
        for prefix in _PREFIXES:
            words = words.removeprefix(prefix)
        return frozenset(self._names.get(tuple(words.split()), ()))

    def mentioned(self, text: str) -> frozenset[str]:
        """Return the codes of units whose code or full name stands in a text; the longest names win."""
        words = words_of(text)
        found: set[str] = set()
        place = 0
        while place < len(words):
            for length in range(min(_MOST_WORDS, len(words) - place), 0, -1):
                part = words[place : place + length]
                codes = {self._codes[part]} if part in self._codes and (length > 1 or len(part[0]) > 3) else set()
                codes |= self._names.get(part, set()) if length > 1 else set()
                if codes:
                    found |= codes
                    place += length - 1
                    break
            place += 1
        return frozenset(found)

    def proposal(self, code: str, reason: str) -> Proposal:
        """Return a unit as a proposal."""
        unit = self.living[code]
        return Proposal(code, f"{unit.full_name} ({code})", reason)

    # ------------------------------------------------------------------

    def of_facts(self, code: str, name: str, file_name: str) -> Recognised:
        """Recognise the unit of a file that states its code and name."""
        found = self._of_facts(code, name)
        if not found.key:
            return found
        others = self.mentioned(file_name) - {found.key}
        if others and found.key not in self.mentioned(file_name):
            other = sorted(others)[0]
            reason = f"tên tệp hoặc thư mục ghi {self._title(other)}, nhưng bên trong là {self._title(found.key)}"
            proposals = (self.proposal(found.key, "ghi trong tệp"), self.proposal(other, "tên tệp, thư mục"))
            return Recognised("", reason, proposals)
        return found

    def _title(self, code: str) -> str:
        return self.living[code].full_name

    def _of_facts(self, code: str, name: str) -> Recognised:
        named = self.named(name)
        if code and code in self.living:
            if not name or code in named:
                return Recognised(code)
            reason = f"mã {code} là của {self._title(code)}, nhưng tệp ghi tên “{name}”"
            both = (code, *sorted(named - {code}))
            return Recognised("", reason, tuple(self.proposal(one, "mã hoặc tên trong tệp") for one in both))
        if code and (ended := self._ended(code)) is not None:
            return ended
        if len(named) == 1 and not code:
            (only,) = named
            return Recognised(only, remarks=("tệp không có mã đơn vị; nhận theo tên đầy đủ",))
        if code:
            reason = f"mã đơn vị {code} (“{name}”) không có trong danh bạ"
        elif named:
            reason = f"có {len(named)} đơn vị cùng tên “{name}” và tệp không có mã"
        else:
            reason = f"không có đơn vị nào tên “{name}” trong danh bạ" if name else "tệp không ghi đơn vị"
        return Recognised("", reason, tuple(self.proposal(one, "cùng tên") for one in sorted(named)))

    def _ended(self, code: str) -> Recognised | None:
        old = [unit for unit in self.all if unit.code == code]
        if not old:
            return None
        unit = max(old, key=lambda one: one.valid_to or date.max)
        heirs = tuple(
            self.proposal(one.code, f"tiếp nhận {unit.full_name}")
            for one in self.living.values()
            if code in one.predecessors
        )
        if unit.valid_to is not None and unit.valid_to < self.day:
            reason = f"{unit.full_name} ({code}) không còn từ sau ngày {short_date(unit.valid_to)}"
        else:
            reason = f"{unit.full_name} ({code}) chưa có vào ngày {short_date(self.day)}"
        return Recognised("", reason, heirs)

    def of_texts(self, texts: Iterable[str], file_name: str) -> Recognised:
        """Recognise the unit of a foreign file by what stands above and below its table."""
        found = frozenset[str]().union(*map(self.mentioned, texts))
        by_name = self.mentioned(file_name)
        if len(found) == 1:
            (only,) = found
            if by_name and only not in by_name:
                return self.of_facts(only, self._title(only), file_name)
            return Recognised(only)
        proposals = [self.proposal(one, "ghi trong tệp") for one in sorted(found)]
        proposals += [self.proposal(one, "tên tệp, thư mục") for one in sorted(by_name - found)]
        reason = "trong tệp có tên nhiều đơn vị" if found else "trong tệp không ghi rõ đơn vị"
        return Recognised("", reason, tuple(proposals[:8]))


# ------------------------------------------------------------------ periods

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_QUARTER = re.compile(r"\bquy (i{1,3}|iv|[1-4]) (?:nam )?(20\d\d)\b")
_MONTHS = re.compile(r"\b(6|9|sau|chin) thang (?:dau )?(?:nam )?(20\d\d)\b")
_CODE = re.compile(r"\b(20\d\d) (q[1-4]|6m|9m|y|cd\d{1,2})\b")
_YEAR = re.compile(r"\b(?:bao cao|so lieu|ket qua|ky|tong hop)\b.*?(?<!thang )(?<!\d )\bnam (20\d\d)\b")
_DATE = re.compile(r"\bngay \d+ thang \d+ nam 20\d\d\b|\bthang \d+ nam 20\d\d\b|\bke hoach (?:nam )?20\d\d\b")


def periods_in(text: str) -> frozenset[str]:
    """Return the codes of the periods a text names: "Quý I năm 2026" → 2026-Q1, "6 tháng đầu năm 2026" → 2026-6M.

    A year alone counts only behind words such as "báo cáo" and when no shorter period stands beside it.
    """
    plain = _DATE.sub(" ", " ".join(words_of(text)))
    found = {f"{match[1]}-{match[2].upper()}" for match in _CODE.finditer(plain)}
    found |= {f"{match[2]}-Q{_ROMAN.get(match[1], match[1])}" for match in _QUARTER.finditer(plain)}
    found |= {f"{match[2]}-{'6M' if match[1] in ('6', 'sau') else '9M'}" for match in _MONTHS.finditer(plain)}
    if not found:
        found = {f"{match[1]}-Y" for match in _YEAR.finditer(plain)}
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class KnownPeriod:
    """A period the office reports in."""

    code: str
    name: str
    start: date
    end: date


def of_period(code: str, known: Mapping[str, KnownPeriod], today: date, start: str = "", end: str = "") -> Recognised:
    """Recognise the period of a file that states its code, and perhaps its days (ISO)."""
    period = known.get(code)
    if period is None:
        reason = f"kỳ “{code}” không có trong danh mục kỳ báo cáo" if code else "tệp không ghi kỳ báo cáo"
        return Recognised("", reason)
    if period.start > today or period.end - today > _EARLY:
        reason = f"{period.name} chưa đến: ngày chốt số liệu là {short_date(period.end)}"
        return Recognised("", reason, (Proposal(code, period.name, "ghi trong tệp"),))
    remarks = []
    if today < period.end:
        remarks.append(f"gửi trước ngày chốt số liệu {short_date(period.end)}")
    if (start and start != period.start.isoformat()) or (end and end != period.end.isoformat()):
        remarks.append("ngày đầu, ngày cuối của kỳ trong tệp khác với danh mục kỳ báo cáo ở đây")
    return Recognised(code, remarks=tuple(remarks))


def of_texts(texts: Iterable[str], file_name: str, known: Mapping[str, KnownPeriod], today: date) -> Recognised:
    """Recognise the period of a foreign file by what stands above and below its table."""
    found = frozenset[str]().union(*map(periods_in, texts))
    if any(not code.endswith("-Y") for code in found):  # "… quý I … so với kế hoạch năm": the year is no period then
        found = frozenset(code for code in found if not code.endswith("-Y"))
    by_name = periods_in(file_name)
    if len(found) == 1:
        (only,) = found
        if by_name and only not in by_name:
            both = [*sorted(found), *sorted(by_name)]
            reason = "kỳ ghi trong tệp và kỳ ở tên tệp khác nhau"
            return Recognised("", reason, _period_proposals(both, known, "trong tệp, tên tệp"))
        return of_period(only, known, today)
    reason = "trong tệp có nhiều kỳ báo cáo" if found else "trong tệp không ghi rõ kỳ báo cáo"
    proposals = _period_proposals(sorted(found), known, "ghi trong tệp")
    proposals += _period_proposals(sorted(by_name - found), known, "tên tệp")
    return Recognised("", reason, proposals)


def _period_proposals(codes: Iterable[str], known: Mapping[str, KnownPeriod], reason: str) -> tuple[Proposal, ...]:
    return tuple(Proposal(code, known[code].name, reason) for code in dict.fromkeys(codes) if code in known)
