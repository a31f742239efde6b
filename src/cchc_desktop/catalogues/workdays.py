"""Public holidays and working days of Vietnam."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from cchc_desktop.catalogues.public_holidays import PUBLIC_HOLIDAYS
from cchc_desktop.domain.catalogue import Catalogues
from cchc_desktop.domain.period import WorkCalendar


@lru_cache(maxsize=64)
def holidays_of(year: int) -> frozenset[date]:
    """Return the public holidays of a year (Labour Code 2019, article 112) with the days off in lieu of weekends.

    Tết and Giỗ Tổ follow the moon. The yearly swaps of working days are left out: they are the office's
    catalogue `holidays.toml`. Years the `holidays` library cannot compute give no holidays.
    """
    known = PUBLIC_HOLIDAYS.get(year)
    if known is None:
        return computed_holidays(year)
    return frozenset(date(year, int(day[:2]), int(day[2:])) for day in known.split())


def computed_holidays(year: int) -> frozenset[date]:
    """Return the public holidays of a year as the `holidays` library computes them."""
    import holidays  # 100 to 200 ms, which the start cannot spare: hence the table

    vietnam = holidays.country_holidays("VN", years=year, language="vi")
    # The library also knows some swaps; it labels the freed day "thay cho ngày …" ("in place of").
    return frozenset(day for day, name in vietnam.items() if day.year == year and "thay cho ngày" not in name)


def work_calendar(catalogues: Catalogues, years: Iterable[int]) -> WorkCalendar:
    """Return the working days of some years: public holidays joined with the catalogue's swaps."""
    return WorkCalendar.build((day for year in years for day in holidays_of(year)), catalogues.swaps)
