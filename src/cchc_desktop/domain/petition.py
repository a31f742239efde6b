"""Feedback and proposals of citizens on administrative rules (Decree 20/2008, amended by 48/2013 and 92/2017).

What is not the office's own is transferred within some working days (5: article 9), what is its own answered within
some (15, as provinces set it); both are settings of the catalogue `petitions.toml`. Name, address and phone are
personal data: `without_person` takes them out before anything leaves the program.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.period import WorkCalendar
from cchc_desktop.domain.register import day_problems, text_problems

HIDDEN = "(đã ẩn)"
"""Stands where personal data were taken out of a text."""

# Phones however grouped, identity cards of 9 and 12 figures, e-mail addresses. Grouped amounts stay ("100.000.000").
_CONTACTS = re.compile(
    r"(?<![\d.])(?:\+84|0)(?:[ .\-]?\d){8,11}(?!\d)|(?<!\d)(?:\d{9}|\d{12})(?!\d)|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
)
_SHORTEST_NAME = 4  # a shorter "name" would blot out ordinary words


class PetitionKind(StrEnum):
    """What a person brings forward (article 3)."""

    FEEDBACK = "feedback"
    PROPOSAL = "proposal"


class PetitionAbout(StrEnum):
    """What it is about."""

    REGULATION = "regulation"
    BEHAVIOUR = "behaviour"


class Competence(StrEnum):
    """Who has to deal with it (the sorting of article 9)."""

    UNSORTED = "unsorted"
    OWN = "own"
    OTHER = "other"
    REFUSED = "refused"


class PetitionState(StrEnum):
    """Where a petition stands."""

    NEW = "new"
    SOON = "soon"
    LATE = "late"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"
    REFUSED = "refused"


PETITION_KIND_NAMES = {PetitionKind.FEEDBACK: "Phản ánh", PetitionKind.PROPOSAL: "Kiến nghị"}
PETITION_ABOUT_NAMES = {
    PetitionAbout.REGULATION: "Quy định hành chính",
    PetitionAbout.BEHAVIOUR: "Hành vi của cán bộ, công chức",
}
COMPETENCE_NAMES = {
    Competence.UNSORTED: "Chưa phân loại",
    Competence.OWN: "Thuộc thẩm quyền, đơn vị trả lời",
    Competence.OTHER: "Không thuộc thẩm quyền, phải chuyển",
    Competence.REFUSED: "Không đủ điều kiện tiếp nhận",
}
PETITION_STATE_NAMES = {
    PetitionState.NEW: "Mới",
    PetitionState.SOON: "Sắp hạn",
    PetitionState.LATE: "Quá hạn",
    PetitionState.TRANSFERRED: "Đã chuyển",
    PetitionState.ANSWERED: "Đã trả lời",
    PetitionState.REFUSED: "Không đủ điều kiện",
}


@dataclass(frozen=True, slots=True)
class PetitionRule:
    """The time limits in working days for what is received from a day on; "soon" is `soon_days` before the end."""

    valid_from: date
    transfer_days: int = 5
    answer_days: int = 15
    soon_days: int = 2


@dataclass(frozen=True, slots=True)
class PetitionSettings:
    """The content of the catalogue: rules, oldest first, and what the form offers to choose from."""

    rules: tuple[PetitionRule, ...]
    channels: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    def rule(self, received: date) -> PetitionRule:
        """Return the rule for what is received on a day; before the first rule that one counts."""
        return next((rule for rule in reversed(self.rules) if rule.valid_from <= received), self.rules[0])


@dataclass(frozen=True, slots=True)
class Petition:
    """An entry of the register. `number` counts within the year of `received`; 0 while it has none."""

    received: date
    content: str
    number: int = 0
    channel: str = ""
    person: str = ""
    address: str = ""
    contact: str = ""
    kind: PetitionKind = PetitionKind.FEEDBACK
    about: PetitionAbout = PetitionAbout.REGULATION
    topic: str = ""
    competence: Competence = Competence.UNSORTED
    transferred_to: str = ""
    transferred_on: date | None = None
    answered_on: date | None = None
    answer_number: str = ""
    result: str = ""
    published: str = ""
    note: str = ""
    id: str = field(default_factory=new_id)
    version: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a petition stands: `due` is the open (or kept) time limit, `days` the working days left or too late."""

    state: PetitionState
    due: date | None = None
    days: int = 0
    late: bool = False

    @property
    def words(self) -> str:
        """The standing in words."""
        name = PETITION_STATE_NAMES[self.state]
        if self.state in (PetitionState.TRANSFERRED, PetitionState.ANSWERED):
            return f"{name}, chậm {self.days} ngày làm việc" if self.late and self.days else name
        if self.state is PetitionState.LATE:
            return f"{name} {self.days} ngày làm việc" if self.days else name
        if self.state is PetitionState.REFUSED:
            return name
        if not self.days:
            return f"{name}: hết hạn hôm nay" if self.state is PetitionState.SOON else name
        return f"{name}: còn {self.days} ngày làm việc"


@dataclass(frozen=True, slots=True)
class PetitionRow:
    """A petition with its standing of today."""

    petition: Petition
    standing: Standing


@dataclass(frozen=True, slots=True)
class PetitionCounts:
    """Figures of petitions without anybody in them, for reports. Keys are names as people read them."""

    received: int = 0
    answered: int = 0
    answered_in_time: int = 0
    transferred: int = 0
    open: int = 0
    late: int = 0
    refused: int = 0
    by_kind: Mapping[str, int] = field(default_factory=dict)
    by_about: Mapping[str, int] = field(default_factory=dict)
    by_channel: Mapping[str, int] = field(default_factory=dict)
    by_topic: Mapping[str, int] = field(default_factory=dict)


def working_days_after(start: date, end: date, calendar: WorkCalendar) -> int:
    """Return how many working days lie after `start` up to and with `end`; 0 when `end` is not later.

    Counted by weeks, not day by day: a long list has entries that are years late.
    """
    if end <= start:
        return 0
    weekdays = _weekdays_until(end) - _weekdays_until(start)
    special = {day for day in calendar.holidays | calendar.worked if start < day <= end}
    return weekdays + sum(calendar.is_working(day) - (day.weekday() < 5) for day in special)


def _weekdays_until(day: date) -> int:
    """Return how many days from Monday to Friday there are from 1 January of the year 1, a Monday, to `day`."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)


def transfer_due(petition: Petition, rule: PetitionRule, calendar: WorkCalendar) -> date:
    """Return the last day to transfer it; the day of receipt does not count."""
    return calendar.add(petition.received, rule.transfer_days)


def answer_due(petition: Petition, rule: PetitionRule, calendar: WorkCalendar) -> date:
    """Return the last day to answer it; the day of receipt does not count."""
    return calendar.add(petition.received, rule.answer_days)


def standing(petition: Petition, rule: PetitionRule, calendar: WorkCalendar, today: date) -> Standing:
    """Return where a petition stands.

    Until it is known to be the office's own, the limit for transferring runs. Once transferred, the other body's
    time runs, not ours.
    """
    # What was answered without being transferred was dealt with as the office's own, sorted or not.
    own = petition.competence is Competence.OWN or (
        petition.answered_on is not None and petition.transferred_on is None
    )
    due = answer_due(petition, rule, calendar) if own else transfer_due(petition, rule, calendar)
    if petition.answered_on is not None:
        done = petition.answered_on if own else petition.transferred_on
        return _closed(PetitionState.ANSWERED, due, done, calendar)
    if petition.competence is Competence.REFUSED:
        return Standing(PetitionState.REFUSED)
    if petition.transferred_on is not None and not own:
        return _closed(PetitionState.TRANSFERRED, due, petition.transferred_on, calendar)
    if today > due:
        return Standing(PetitionState.LATE, due, working_days_after(due, today, calendar), True)
    left = working_days_after(today, due, calendar)
    return Standing(PetitionState.SOON if left <= rule.soon_days else PetitionState.NEW, due, left)


def _closed(state: PetitionState, due: date, done: date | None, calendar: WorkCalendar) -> Standing:
    if done is None or done <= due:
        return Standing(state, due)
    return Standing(state, due, working_days_after(due, done, calendar), True)


def petition_problems(petition: Petition) -> dict[str, str]:
    """Return field → reason for all that forbids keeping a petition."""
    lines = ("channel", "person", "address", "contact", "topic", "transferred_to", "answer_number", "published")
    found = {
        **text_problems(
            {name: getattr(petition, name) for name in lines},
            {name: getattr(petition, name) for name in ("content", "result", "note")},
            {"content": "chưa nhập nội dung phản ánh, kiến nghị"},
        ),
        **day_problems({name: getattr(petition, name) for name in ("received", "transferred_on", "answered_on")}),
    }
    if not 0 <= petition.number <= 1_000_000:
        found["number"] = "số tiếp nhận chưa đúng"
    for name in ("transferred_on", "answered_on"):
        day = getattr(petition, name)
        if day is not None and day < petition.received:
            found[name] = f"trước ngày tiếp nhận {short_date(petition.received)}"
    if petition.transferred_on is not None:
        if not petition.transferred_to.strip():
            found["transferred_to"] = "chưa nhập nơi được chuyển đến"
        if petition.competence is Competence.OWN:
            found["competence"] = "đã chuyển nơi khác thì không phải thuộc thẩm quyền của đơn vị"
    return found


def without_person(petition: Petition) -> Petition:
    """Return the petition without personal data: no name, address, contact, and none of them within the texts."""
    texts = ("content", "result", "note", "channel", "transferred_to", "answer_number", "published", "topic")
    hidden = {name: _hide(getattr(petition, name), petition) for name in texts}
    return replace(petition, person="", address="", contact="", **hidden)  # type: ignore[arg-type]


def _hide(text: str, petition: Petition) -> str:
    for known in (petition.person, petition.address, petition.contact):
        if len(known.strip()) >= _SHORTEST_NAME:
            text = re.sub(re.escape(known.strip()), HIDDEN, text, flags=re.IGNORECASE)
    return _CONTACTS.sub(HIDDEN, text)


def petition_counts(rows: Sequence[PetitionRow]) -> PetitionCounts:
    """Count petitions; nobody's name, address or words are in the result."""
    states = Counter(row.standing.state for row in rows)
    answered = [row.standing for row in rows if row.standing.state is PetitionState.ANSWERED]
    petitions = [row.petition for row in rows]
    return PetitionCounts(
        received=len(rows),
        answered=len(answered),
        answered_in_time=sum(not standing.late for standing in answered),
        transferred=sum(petition.transferred_on is not None for petition in petitions),
        open=states[PetitionState.NEW] + states[PetitionState.SOON] + states[PetitionState.LATE],
        late=states[PetitionState.LATE],
        refused=states[PetitionState.REFUSED],
        by_kind=_tally(PETITION_KIND_NAMES[petition.kind] for petition in petitions),
        by_about=_tally(PETITION_ABOUT_NAMES[petition.about] for petition in petitions),
        by_channel=_tally(petition.channel or "(không ghi)" for petition in petitions),
        by_topic=_tally(petition.topic or "(không ghi)" for petition in petitions),
    )


def _tally(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())
