"""Use cases of the board: who sent what for a period, what is odd in it, and letters to those who did not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cchc_desktop import files
from cchc_desktop.domain import board as rules
from cchc_desktop.domain.board import TO_REMIND, BoardRow, board_row
from cchc_desktop.domain.board_check import (
    ODD_NAMES,
    Odd,
    OddKind,
    Received,
    by_code,
    odd_figures,
    spreads,
    strangers,
)
from cchc_desktop.domain.catalogue import Catalogues, Indicator
from cchc_desktop.domain.dates import short_date
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit, read_kind
from cchc_desktop.domain.figure import UNKNOWN, Amount
from cchc_desktop.domain.listing import ListField, ListTable, list_table
from cchc_desktop.domain.period import Period, data_year
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.received import ReceivedFigure, ReceivedReport
from cchc_desktop.domain.reminder_letter import LetterSender, reminder_to, reminder_to_all
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.board_history import COUNTING, History
from cchc_desktop.services.directory import DirectoryService
from cchc_desktop.services.letters import LetterService
from cchc_desktop.services.reports import ReportService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork

_CHUNK = 200
"""Reports whose figures, and those of earlier years, are held at a time."""

_LENGTH = 20
"""Days by which the spans of two periods may differ that are set side by side."""


@dataclass(frozen=True, slots=True)
class Board:
    """A period and where its units stand, in the order of their codes; those that nobody expected last."""

    period: Period
    rows: tuple[BoardRow, ...]


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A figure of a received report beside earlier ones of the same unit.

    `earlier` is of the period before in the year, `last_year` of the like period a year ago; UNKNOWN when none came.
    """

    indicator: str
    name: str
    unit: str
    figure: ReceivedFigure | None
    earlier: Amount
    last_year: Amount
    odd: tuple[Odd, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """A received report to look at; `earlier` is the one before it.

    `last_year` are the units whose figures of a year ago it stands beside.

    Of several units their figures were added up: they became this one since.
    """

    report: ReceivedReport
    lines: tuple[FigureLine, ...]
    earlier: ReceivedReport | None
    last_year: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What is odd, by report id."""

    odd: dict[str, tuple[Odd, ...]]

    def of(self, row: BoardRow) -> tuple[Odd, ...]:
        """Return what is odd in the report that counts of a unit."""
        return self.odd.get(row.newest.id, ()) if row.newest else ()


class BoardService:
    """Follows what comes.

    Args:
        database: the open database.
        directory: the units and what is expected of them.
        reports: makes periods.
        catalogues: returns the catalogues as they are now.
        office: this office.
        letters: prints letters.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        directory: DirectoryService,
        reports: ReportService,
        catalogues: Callable[[], Catalogues],
        office: UnitService,
        letters: LetterService,
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._directory = directory
        self._reports = reports
        self._catalogues = catalogues
        self._office = office
        self._letters = letters
        self._today = today

    # ------------------------------------------------------------------ who sent what

    def years(self) -> tuple[int, ...]:
        """Return the report years to choose from: this one, the one before, and those that something came of."""
        this = data_year(self._today(), self._catalogues().periods)
        with self._database.read() as uow:
            came = {int(code[:4]) for code in uow.received.periods() if code[:4].isdigit()}
        return tuple(sorted({this, this - 1, *came}, reverse=True))

    def begin(self) -> Period:
        """Return the period to show first: the last one that has ended, so that reports of it are on their way."""
        today = self._today()
        year = data_year(today, self._catalogues().periods)
        known = [one for number in (year - 1, year) for one in self._reports.periods(number) if not one.special]
        ended = [one for one in known if one.end < today]
        return max(ended, key=lambda one: (one.end, one.start), default=self._reports.next_due())

    def board(self, code: str) -> Board:
        """Return where the units stand in a period.

        Raises:
            NotFound: no rule makes such a period.

        """
        period = self._reports.period(code)
        with self._database.read() as uow:
            came: dict[str, list[ReceivedReport]] = {}
            for one in uow.received.reports(period=period.code):
                came.setdefault(one.unit_code, []).append(one)
        today = self._today()
        rows = [
            board_row(due.unit, due.deadline, came.pop(due.unit.code, ()), today) for due in self._directory.due(period)
        ]
        known = self._directory.on_day(period.end) if came else {}
        for unit_code, reports in sorted(came.items()):
            kind, name = read_kind(reports[0].unit_name, DirectoryKind.AGENCY)
            unit = known.get(unit_code) or DirectoryUnit(unit_code, name, kind)
            rows.append(board_row(unit, period.deadline, reports, today, wanted=False))
        return Board(period, tuple(rows))

    def table(
        self, period: Period, rows: Sequence[BoardRow], odd: Checked, personal: bool = False, note: str = ""
    ) -> ListTable:
        """Return rows as a list to write; who to call only with `personal`; `note` tells what was left out."""
        fields = (
            ListField[BoardRow]("Mã đơn vị", 12, lambda row: row.unit.code),
            ListField[BoardRow]("Đơn vị", 30, lambda row: row.unit.full_name),
            ListField[BoardRow]("Tình trạng", 24, lambda row: row.words),
            ListField[BoardRow]("Hạn gửi", 12, lambda row: row.deadline),
            ListField[BoardRow]("Ngày nhận", 12, received_on),
            ListField[BoardRow]("Lần", 6, lambda row: row.newest.ordinal if row.newest else None),
            ListField[BoardRow]("Đã tiếp nhận", 12, lambda row: "có" if row.accepted else ""),
            ListField[BoardRow]("Điểm cần xem lại", 40, lambda row: odd_words(odd.of(row))),
            ListField[BoardRow]("Người liên hệ", 24, lambda row: row.unit.contact, personal=True),
            ListField[BoardRow]("Điện thoại", 16, lambda row: row.unit.phone, personal=True),
        )
        subtitle = f"({period.name}; tính đến ngày {short_date(self._today())}{'; ' + note if note else ''})"
        return list_table("THEO DÕI GỬI BÁO CÁO CỦA CÁC ĐƠN VỊ", subtitle, fields, rows, personal)

    # ------------------------------------------------------------------ what is odd

    def check(self, board: Board, progress: Progress | None = None) -> Checked:
        """Return what is odd in the reports that count. Reads all their figures: for the worker thread.

        Raises:
            Cancelled: the person stopped it.

        """
        progress = progress or NoProgress()
        indicators = self._indicators(board.period)
        reports = [row.newest for row in board.rows if row.newest is not None]
        own: dict[str, Received] = {}
        found: dict[str, tuple[Odd, ...]] = {}
        with self._database.read() as uow:
            for start in range(0, len(reports), _CHUNK):
                progress.step(start, 3 * len(reports), "Đọc số liệu")
                own |= self._figures(uow, [one.id for one in reports[start : start + _CHUNK]])
            usual = spreads(own.values(), indicators)
            past = History(uow, self._directory.units.all(), board.period, [one.unit_code for one in reports])
            for start in range(0, len(reports), _CHUNK):
                progress.step(len(reports) + 2 * start, 3 * len(reports), "So với các kỳ trước")
                chunk = reports[start : start + _CHUNK]
                likes = past.of([one.unit_code for one in chunk], indicators)
                for report in chunk:
                    received = own.get(report.id, {})
                    history = [like.figures for like in likes[report.unit_code]]
                    odd = odd_figures(board.period, indicators, received, history)
                    found[report.id] = (*odd, *strangers(received, usual))
        return Checked(found)

    def view(self, report_id: str, peers: Checked | None = None) -> ReportView:
        """Return a received report beside earlier ones of its unit.

        Args:
            report_id: of the report.
            peers: what `check` found, for what only shows among the units.

        Raises:
            NotFound: there is none of that id, or its period is gone.

        """
        with self._database.read() as uow:
            report = uow.received.report(report_id)
            period = self._reports.period(report.period)
            others = [one for one in uow.received.reports(unit_code=report.unit_code) if one.standing in COUNTING]
            earlier = self._before(period, others)
            indicators = self._indicators(period)
            past = History(uow, self._directory.units.all(), period, [report.unit_code])
            likes = past.of([report.unit_code], indicators)[report.unit_code]
            if earlier is not None and earlier.period[4:] == report.period[4:]:
                earlier = None  # the first period of a year has none before it but that of a year ago
            figures = self._figures(uow, [earlier.id] if earlier else [])
        own = by_code(report.figures)
        history = [like.figures for like in likes]
        odd = list(odd_figures(period, indicators, own, history))
        if peers is not None:
            odd += [one for one in peers.odd.get(report_id, ()) if one.kind is OddKind.PEERS]
        before = figures.get(earlier.id, {}) if earlier else {}
        last_year = history[0] if history else {}
        lines = tuple(
            FigureLine(
                one.code,
                one.name,
                one.unit,
                own.get(one.code),
                _current(before, one.code),
                _current(last_year, one.code),
                tuple(each for each in odd if each.indicator == one.code),
            )
            for one in (*indicators, *_unknown(report, indicators))
        )
        return ReportView(report, lines, earlier, likes[0].codes if likes else ())

    def file_name(self, report: ReceivedReport) -> str:
        """Return the name under which the file of a report came."""
        with self._database.read() as uow:
            return uow.received.file(report.sha256).name

    def indicator_names(self, period: Period) -> dict[str, str]:
        """Return indicator code → name in a period."""
        return {one.code: one.name for one in self._indicators(period)}

    def _indicators(self, period: Period) -> tuple[Indicator, ...]:
        return self._catalogues().indicators_in(period.start, period.end)

    def _figures(self, uow: UnitOfWork, ids: Sequence[str]) -> dict[str, Received]:
        return {key: by_code(figures) for key, figures in uow.received.figures(ids).items()}

    def _before(self, period: Period, others: Sequence[ReceivedReport]) -> ReceivedReport | None:
        """Return the report of the period that ended last before this one did, of about the same length."""
        found: tuple[date, ReceivedReport] | None = None
        for one in others:
            try:
                other = self._reports.period(one.period)
            except NotFound:  # of a rule that is gone
                continue
            longer = abs((other.end - other.start) - (period.end - period.start)).days
            if other.end < period.end and longer <= _LENGTH and (found is None or other.end > found[0]):
                found = other.end, one
        return found[1] if found else None

    # ------------------------------------------------------------------ reminders

    def remind_all(self, board: Board, rows: Sequence[BoardRow], until: date, target: Path) -> Path:
        """Write one letter that reminds all units of some rows; return the file.

        Raises:
            InvalidInput: nobody is to be reminded.
            FileInUse, FileNotWritten: the place refuses.

        """
        wanted = self._to_remind(rows)
        letter = reminder_to_all(wanted, self._sender(), board.period, until)
        files.write_atomically(target, self._letters.render(letter))
        return target

    def remind_each(
        self, board: Board, rows: Sequence[BoardRow], until: date, folder: Path, progress: Progress | None = None
    ) -> tuple[Path, ...]:
        """Write a letter for each unit into a folder; return the files. What was written before a stop stays.

        Raises:
            InvalidInput: nobody is to be reminded.
            FileInUse, FileNotWritten: the place refuses.
            Cancelled: the person stopped it.

        """
        progress = progress or NoProgress()
        wanted, sender = self._to_remind(rows), self._sender()
        written = []
        for number, row in enumerate(wanted):
            progress.step(number, len(wanted), row.unit.full_name)
            letter = reminder_to(row, sender, board.period, until)
            stem = f"Đôn đốc báo cáo {board.period.name} - {row.unit.code} {row.unit.full_name}"
            target = folder / files.safe_file_name(f"{stem}.docx")
            files.write_atomically(target, self._letters.render(letter))
            written.append(target)
        return tuple(written)

    def _to_remind(self, rows: Sequence[BoardRow]) -> tuple[BoardRow, ...]:
        wanted = tuple(row for row in rows if row.state in TO_REMIND)
        if not wanted:
            raise InvalidInput({"units": "không có đơn vị nào chưa nộp hoặc bị trả lại để đôn đốc"})
        return wanted

    def _sender(self) -> LetterSender:
        today = self._today()
        return LetterSender(self._office.require(today), self._office.signature(today), today)


def received_on(row: BoardRow) -> date | None:
    """Return the day on which the report that counts came."""
    return rules.day_of(row.newest.received_at) if row.newest else None


def odd_words(odd: Sequence[Odd]) -> str:
    """Return what is odd in a few words: "2 không khớp; 1 khác các đơn vị khác"."""
    numbers = {kind: sum(one.kind is kind for one in odd) for kind in OddKind}
    return "; ".join(f"{number} {ODD_NAMES[kind]}" for kind, number in numbers.items() if number)


def _current(received: Received, code: str) -> Amount:
    figure = received.get(code)
    return figure.current if figure else UNKNOWN


def _unknown(report: ReceivedReport, indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return stand-ins for figures whose indicator the catalogue of that period does not have."""
    known = {one.code for one in indicators}
    like = indicators[0] if indicators else None
    return [
        replace(like, code=figure.indicator, name=figure.indicator, unit="", rules=(), formula="")
        for figure in report.figures
        if like is not None and figure.indicator not in known
    ]
