"""Whether the computer's clock can be believed: a dead battery sets it back for years."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from cchc_desktop.domain.dates import short_date

_AHEAD = timedelta(days=400)


def clock_warning(today: date, made: date, seen: Iterable[date]) -> str:
    """Return why `today` cannot be right, in Vietnamese, "" when nothing speaks against it.

    Args:
        today: what the computer says.
        made: the day this version of the program was made; no day before it can be today.
        seen: days of what is already in hand (the report was frozen, signed, sent).

    """
    latest = max(seen, default=date.min)
    if today < made:
        return (
            f"Đồng hồ máy đang là {short_date(today)}, trước ngày làm ra chương trình này ({short_date(made)}). "
            "Hãy chỉnh lại ngày giờ của máy trước khi gửi."
        )
    if today < latest:
        return (
            f"Đồng hồ máy đang là {short_date(today)}, trước ngày của chính báo cáo này ({short_date(latest)}). "
            "Hãy chỉnh lại ngày giờ của máy trước khi gửi."
        )
    if latest > date.min and today - latest > _AHEAD:
        return (
            f"Đồng hồ máy đang là {short_date(today)}, hơn một năm sau ngày của báo cáo ({short_date(latest)}). "
            "Hãy xem lại ngày giờ của máy."
        )
    return ""
