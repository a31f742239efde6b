"""Use cases of petitions: their time limits, their list without personal data, and figures for reports."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.domain.period import WorkCalendar
from cchc_desktop.domain.petition import (
    COMPETENCE_NAMES,
    PETITION_ABOUT_NAMES,
    PETITION_KIND_NAMES,
    Petition,
    PetitionCounts,
    PetitionRow,
    PetitionSettings,
    petition_counts,
    petition_problems,
    standing,
    without_person,
)
from cchc_desktop.errors import InvalidInput
from cchc_desktop.services.registers.shelf import Shelf, ShelfRules, in_order
from cchc_desktop.storage.database import Database
from cchc_desktop.storage.register_repos import RegisterRepos

_TEXTS = frozenset({"content", "result", "note"})

_FIELDS: tuple[ListField[PetitionRow], ...] = (
    ListField("Số", 7, lambda row: row.petition.number),
    ListField("Ngày tiếp nhận", 12, lambda row: row.petition.received),
    ListField("Kênh tiếp nhận", 16, lambda row: row.petition.channel),
    ListField("Họ tên, tổ chức", 20, lambda row: row.petition.person, personal=True),
    ListField("Địa chỉ", 20, lambda row: row.petition.address, personal=True),
    ListField("Điện thoại, thư điện tử", 18, lambda row: row.petition.contact, personal=True),
    ListField("Nội dung", 40, lambda row: row.petition.content),
    ListField("Loại", 11, lambda row: PETITION_KIND_NAMES[row.petition.kind]),
    ListField("Về", 14, lambda row: PETITION_ABOUT_NAMES[row.petition.about]),
    ListField("Lĩnh vực", 16, lambda row: row.petition.topic),
    ListField("Thẩm quyền", 17, lambda row: COMPETENCE_NAMES[row.petition.competence]),
    ListField("Chuyển đến", 17, lambda row: row.petition.transferred_to),
    ListField("Ngày chuyển", 12, lambda row: row.petition.transferred_on),
    ListField("Hạn", 12, lambda row: row.standing.due),
    ListField("Ngày trả lời", 12, lambda row: row.petition.answered_on),
    ListField("Số văn bản trả lời", 13, lambda row: row.petition.answer_number),
    ListField("Kết quả", 26, lambda row: row.petition.result),
    ListField("Công khai ở đâu", 15, lambda row: row.petition.published),
    ListField("Tình trạng", 16, lambda row: row.standing.words),
    ListField("Ghi chú", 14, lambda row: row.petition.note),
)


class PetitionService:
    """The register of petitions.

    Args:
        database: where they are kept.
        settings: reads the catalogue of limits; done at the first use.
        calendar: returns the working days of some years.
        actor: returns who works, for the audit trail.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        settings: Callable[[], PetitionSettings],
        calendar: Callable[[Iterable[int]], WorkCalendar],
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._read_settings = settings
        self._settings: PetitionSettings | None = None
        self._calendar = calendar
        self._calendars: dict[tuple[int, int], WorkCalendar] = {}
        self._today = today
        rules = ShelfRules[Petition](lambda repos: repos.petitions, petition_problems, _TEXTS, _numbered)
        self.petitions = Shelf(database, actor, rules)

    @property
    def settings(self) -> PetitionSettings:
        """The limits, and what the form offers.

        Raises:
            CatalogueProblem: the file is wrong.

        """
        if self._settings is None:
            self._settings = self._read_settings()
        return self._settings

    def rows(self, binned: bool = False) -> tuple[PetitionRow, ...]:
        """Return the petitions with where they stand today, newest first.

        Raises:
            CatalogueProblem: the file of the limits is wrong.

        """
        return tuple(self.row(petition) for petition in self.petitions.all(binned))

    def row(self, petition: Petition) -> PetitionRow:
        """Return a petition, stored or not, with where it stands today."""
        today = self._today()
        rule = self.settings.rule(petition.received)
        return PetitionRow(petition, standing(petition, rule, self._days(petition.received.year), today))

    def counts(self, start: date, end: date) -> PetitionCounts:
        """Return figures of what was received from `start` to `end`, both inside; nobody can be read out of them."""
        return petition_counts([row for row in self.rows() if start <= row.petition.received <= end])

    def table(self, ids: Sequence[str], personal: bool = False) -> ListTable:
        """Return petitions, in this order, as a list to write.

        Without `personal` neither name, address and contact nor their mention in the texts are in it.
        """
        rows = {row.petition.id: row for row in self.rows()}
        chosen = in_order(rows, ids)
        if not personal:
            chosen = [replace(row, petition=without_person(row.petition)) for row in chosen]
        title = "SỔ THEO DÕI PHẢN ÁNH, KIẾN NGHỊ"
        return list_table(title, f"(Tính đến ngày {short_date(self._today())})", _FIELDS, chosen, personal)

    def _days(self, year: int) -> WorkCalendar:
        span = (min(year, self._today().year), max(year, self._today().year))
        if span not in self._calendars:
            self._calendars[span] = self._calendar(range(span[0], span[1] + 2))
        return self._calendars[span]


def _numbered(repos: RegisterRepos, petition: Petition) -> Petition:
    """Give a petition the next number of its year, or see that its number is free."""
    year = petition.received.year
    start, end = f"{year}-01-01", f"{year}-12-31"
    if not petition.number:
        return replace(petition, number=repos.petitions.largest("number", start, end, by="received") + 1)
    same = repos.petitions.all(number=petition.number)
    if any(other.id != petition.id and other.received.year == year for other in same):
        raise InvalidInput({"number": f"số {petition.number} của năm {year} đã có trong sổ"})
    return petition
