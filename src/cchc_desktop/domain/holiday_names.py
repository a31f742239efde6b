"""What a public holiday is called (Labour Code 2019, article 112; 24/11 since 2026), found from the days alone.

The days themselves come from the catalogue room; a moved or compensating day off is only called so.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

_FIXED = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng 30/4",
    (5, 1): "Quốc tế Lao động 1/5",
    (9, 2): "Quốc khánh 2/9",
    (11, 24): "Ngày Văn hóa Việt Nam",
}
_IN_LIEU = "Nghỉ bù, nghỉ hoán đổi"


def holiday_name(day: date, holidays: Collection[date]) -> str:
    """Return the name of a day off among the holidays of its year, "" for an ordinary day."""
    if day not in holidays:
        return ""
    fixed = _FIXED.get((day.month, day.day))
    if fixed:
        return fixed
    if day.month in (1, 2) and _run(day, holidays) >= 3:
        return "Tết Nguyên đán"
    if _may_be_ancestors_day(day) and not any(
        _may_be_ancestors_day(other) and other < day for other in holidays if other.year == day.year
    ):
        return "Giỗ Tổ Hùng Vương"
    if day.month == 9 and abs(day.day - 2) == 1:
        return _FIXED[9, 2]
    return _IN_LIEU


def _may_be_ancestors_day(day: date) -> bool:
    """Tell whether the 10th of the third lunar month can fall on a day: 28 March to 29 April."""
    return (3, 28) <= (day.month, day.day) <= (4, 29)


def _run(day: date, holidays: Collection[date]) -> int:
    """Return how many days off in a row, weekends between them included, hold a day."""
    count = 1
    for step in (timedelta(days=1), timedelta(days=-1)):
        other = day + step
        while other in holidays or other.weekday() >= 5:
            count += other in holidays
            other += step
    return count
