"""Who has sent what for a period: where each unit stands, what in its figures is odd, who is to be reminded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.received import ReceivedReport, ReportStanding


class BoardState(StrEnum):
    """Where a unit stands in a period."""

    OVERDUE = "overdue"
    MISSING = "missing"
    RETURNED = "returned"
    CONFLICT = "conflict"
    LATE = "late"
    SUPPLEMENTED = "supplemented"
    ON_TIME = "on_time"
    NOT_EXPECTED = "not_expected"


BOARD_STATE_NAMES = {
    BoardState.OVERDUE: "quá hạn, chưa nộp",
    BoardState.MISSING: "chưa nộp",
    BoardState.RETURNED: "bị trả lại",
    BoardState.CONFLICT: "hai bản khác nhau",
    BoardState.LATE: "nộp muộn",
    BoardState.SUPPLEMENTED: "đã bổ sung",
    BoardState.ON_TIME: "đúng hạn",
    BoardState.NOT_EXPECTED: "ngoài danh sách",
}
"""How states are called, the ones that need somebody first."""

WITHOUT_REPORT = frozenset({BoardState.OVERDUE, BoardState.MISSING})
"""States of units that have sent nothing yet."""

TO_REMIND = WITHOUT_REPORT | {BoardState.RETURNED}
"""States of units that a reminder is for: what was returned has to come again."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A unit on the board.

    `reports` are its reports of the period, the newest version first, without those set aside. `late_days` counts the
    days after the deadline: of the first report, or until today while there is none. `accepted` tells that the newest
    one was acknowledged. `made_in_time` tells that a late one was frozen by its sender before the deadline: it was on
    its way, or nobody took it in.
    """

    unit: DirectoryUnit
    deadline: date
    state: BoardState
    reports: tuple[ReceivedReport, ...] = ()
    late_days: int = 0
    made_in_time: bool = False

    @property
    def newest(self) -> ReceivedReport | None:
        """The report that counts: the newest version, of several of one version the one in use."""
        return self.reports[0] if self.reports else None

    @property
    def accepted(self) -> bool:
        """Whether the newest report was acknowledged."""
        return self.newest is not None and self.newest.standing is ReportStanding.ACCEPTED

    @property
    def words(self) -> str:
        """The state in words, with the days it is late."""
        name = BOARD_STATE_NAMES[self.state]
        if not self.late_days or self.state not in _COUNTED:
            return name
        return f"{name} ({self.late_days} ngày{', lập trong hạn' if self.made_in_time else ''})"


_COUNTED = (BoardState.LATE, BoardState.OVERDUE)
_ORDER = {
    ReportStanding.ACCEPTED: 0,
    ReportStanding.CURRENT: 1,
    ReportStanding.CONFLICT: 2,
    ReportStanding.RETURNED: 3,
    ReportStanding.OLDER: 4,
}


def board_row(
    unit: DirectoryUnit, deadline: date, reports: Iterable[ReceivedReport], today: date, wanted: bool = True
) -> BoardRow:
    """Return where a unit stands.

    Args:
        unit: the unit.
        deadline: the last day on time.
        reports: what came of it for the period, in any order.
        today: decides whether what lacks is overdue.
        wanted: whether the report is expected of it at all.

    """
    live = [one for one in reports if one.standing is not ReportStanding.SET_ASIDE]
    live.sort(key=lambda one: one.received_at, reverse=True)
    live.sort(key=lambda one: (-one.ordinal, _ORDER.get(one.standing, 9)))
    if not live:
        late = max(0, (today - deadline).days)
        return BoardRow(unit, deadline, BoardState.OVERDUE if late else BoardState.MISSING, (), late)
    first = min((day for one in live if (day := day_of(one.received_at))), default=deadline)
    late = max(0, (first - deadline).days)
    made = [day for one in live if (day := day_of(one.made_at))]
    in_time = bool(late and made) and min(made) <= deadline
    state = _state(live, late) if wanted else BoardState.NOT_EXPECTED
    return BoardRow(unit, deadline, state, tuple(live), late, in_time)


def _state(live: Sequence[ReceivedReport], late: int) -> BoardState:
    newest = live[0]
    if newest.standing is ReportStanding.CONFLICT:
        return BoardState.CONFLICT
    if newest.standing is ReportStanding.RETURNED:
        return BoardState.RETURNED
    # A second version, or a new file in the place of one that was returned.
    again = any(one.standing is ReportStanding.RETURNED for one in live)
    if again or newest.ordinal > 1:
        return BoardState.SUPPLEMENTED
    return BoardState.LATE if late else BoardState.ON_TIME


def day_of(moment: str) -> date | None:
    """Return the day of an ISO moment, None for none."""
    try:
        return datetime.fromisoformat(moment).date()
    except ValueError:
        return None


def counts(rows: Iterable[BoardRow]) -> dict[BoardState, int]:
    """Return how many units stand where, in the order of the states; states without any are left out."""
    found = dict.fromkeys(BoardState, 0)
    for row in rows:
        found[row.state] += 1
    return {state: number for state, number in found.items() if number}


def mail_list(rows: Iterable[BoardRow]) -> tuple[str, tuple[str, ...]]:
    """Return the addresses of units for the line "Tới" of a mail, and the names of those that have none."""
    addresses: dict[str, None] = {}
    without = []
    for row in rows:
        found = [part.strip() for part in row.unit.email.replace(",", ";").split(";") if "@" in part]
        addresses.update(dict.fromkeys(found))
        if not found:
            without.append(row.unit.full_name)
    return "; ".join(addresses), tuple(without)
