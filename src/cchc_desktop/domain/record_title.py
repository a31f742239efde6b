"""What a record is called in lists of many kinds: the bin, what was done of late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.text import clean_line

_DATED = frozenset({"activity", "broadcast", "delivery", "spending"})
_BY_YEAR = frozenset({"plan", "budget_line"})
_CATALOGUES = {"forms": "Hình thức", "indicators": "Chỉ tiêu", "periods": "Kỳ báo cáo"}


def record_title(entity: str, parts: Sequence[str]) -> str:
    """Return the name of a record from the stored parts of it (see `storage.record_names`), on one line.

    >>> record_title("activity", ("2026-03-01", "Họp thôn"))
    'Họp thôn (01/03/2026)'
    """
    if entity in _DATED:
        day, text = parts
        return clean_line(f"{text} ({written_day(day)})")
    if entity == "petition":
        received, number = parts
        return f"số {number}, tiếp nhận ngày {written_day(received)}" if number != "0" else written_day(received)
    if entity == "legal_basis":
        kind, number, subject = parts
        return clean_line(f"{kind} {number} {subject}")
    if entity in _BY_YEAR:
        year, text = parts
        return clean_line(text if year in text else f"{text} (năm {year})")
    if entity == "catalogue_entry":
        catalogue, code = parts
        return f"{_CATALOGUES.get(catalogue, catalogue)} “{code}”"
    return clean_line(", ".join(filter(None, parts)))


def written_day(stored: str) -> str:
    """Return a stored ISO day as 01/03/2026; what is none stays as it is."""
    try:
        return short_date(date.fromisoformat(stored))
    except ValueError:
        return stored
