"""Use cases of receiving: take files and folders in, decide what was not certain, choose between two that differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop.domain.catalogue import Catalogues, IndicatorKind
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.period import Period, WorkCalendar, resolve
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.received import FileKind, FileState, ReceivedFigure, ReceivedFile, ReceivedReport
from cchc_desktop.domain.received_reading import Reading
from cchc_desktop.domain.received_recognition import UnitFinder
from cchc_desktop.domain.text import clean_line
from cchc_desktop.domain.trusted_key import KeyVerdict
from cchc_desktop.errors import InvalidInput, NotFound
from cchc_desktop.services.receiving_recognition import Recogniser, Verdict, Waiting, arrived, waiting_of
from cchc_desktop.services.receiving_run import LABELS, TABLES, ReceivingRun, TakenBatch, list_files
from cchc_desktop.services.trusted_keys import TrustedKeyService
from cchc_desktop.storage.received import Arrived, Batch
from cchc_desktop.storage.received_store import ReceivedStore

if TYPE_CHECKING:
    from cchc_desktop.services.receiving_pool import ReadingPool
    from cchc_desktop.storage.attachment_files import AttachmentFiles
    from cchc_desktop.storage.database import Database


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A received file as lists show it, with the report that came of it."""

    file: ReceivedFile
    report: ReceivedReport | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as several files of a unit, period and version say it; None: that file has no such line."""

    indicator: str
    name: str
    figures: tuple[ReceivedFigure | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the files disagree."""
        said = {None if one is None else (one.current, one.cumulative) for one in self.figures}
        return len(said) > 1


class ReceivingService:
    """Takes in what units send.

    Args:
        database: the open database.
        folder: the evidence folder.
        catalogues: returns the catalogues as they are now.
        calendar: returns the working days around a year.
        keys: the pinned keys.
        actor: returns who is working.
        today: returns today.
        evidence: keeps contents elsewhere too, for others who share the database; None where nobody does.

    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        catalogues: Callable[[], Catalogues],
        calendar: Callable[[int], WorkCalendar],
        keys: TrustedKeyService,
        actor: Callable[[], str],
        today: Callable[[], date],
        evidence: AttachmentFiles | None = None,
    ) -> None:
        self._database = database
        self._folder = folder
        self._catalogues = catalogues
        self._calendar = calendar
        self._keys = keys
        self._actor = actor
        self._today = today
        self._evidence = evidence

    # ------------------------------------------------------------------ taking in

    def take(self, paths: Sequence[Path], progress: Progress | None = None) -> TakenBatch:
        """Take in files and whole folders; what was received before is known by its content and left alone.

        Stopped half-way, what came so far stays; given again, the rest follows and the result is the same.

        Raises:
            FileNotWritten: the disk refuses; what came so far stays.

        """
        listed = list_files(paths)
        batch = new_id()
        with self.pool() as pool:
            run = ReceivingRun(
                self._database, self._recogniser(), pool, batch, self._actor(), self._keys, self._evidence
            )
            return run.take(listed, progress or NoProgress())

    def pool(self, size: int = 0) -> ReadingPool:
        """Return processes that read files; whoever asks closes them."""
        from cchc_desktop.documents.received.catalogue import KnownIndicator, to_plain
        from cchc_desktop.services.receiving_pool import ReadingPool

        indicators = [
            KnownIndicator(one.code, one.name, one.unit, one.decimals, one.kind is IndicatorKind.RATIO)
            for one in self._catalogues().indicators
        ]
        return ReadingPool(self._folder, to_plain(indicators), size)

    def _recogniser(self) -> Recogniser:
        with self._database.read() as uow:
            units, keys = uow.directory_units.all(), uow.trusted_keys.all()
        return Recogniser(units, self.period, self._today, keys)

    def period(self, code: str) -> Period | None:
        """Return the period of a code, None for one that is not reported in."""
        year = code[:4]
        if not (year.isascii() and year.isdigit()):
            return None
        return resolve(code, self._catalogues().periods, self._calendar(int(year)))

    def units_on(self, day: date) -> UnitFinder:
        """Return the units that exist on a day."""
        return self._recogniser().finder(day)

    # ------------------------------------------------------------------ what came

    def batches(self) -> tuple[Batch, ...]:
        """Return the batches, newest first."""
        with self._database.read() as uow:
            return uow.received.batches()

    def rows(self, batch: str = "", state: FileState | None = None, limit: int = 0) -> tuple[ReceivedRow, ...]:
        """Return files with their reports as lists show them, newest first: without details, words and figures."""
        with self._database.read() as uow:
            return tuple(ReceivedRow(*pair) for pair in uow.received.rows(batch, state, limit))

    def report_of(self, sha256: str) -> ReceivedReport | None:
        """Return the report that came of a file with its words, without its figures; None when none did."""
        with self._database.read() as uow:
            return next(iter(uow.received.reports_of([sha256])), None)

    def waiting(self, sha256: str) -> Waiting | None:
        """Return what is kept of a file that waits for a person; None when nothing is."""
        with self._database.read() as uow:
            return waiting_of(uow.received.file(sha256))

    def kept_copy(self, sha256: str) -> Path:
        """Return where the copy of a file lies.

        Raises:
            NotFound: it was not kept (empty, too large).

        """
        if self._evidence is not None:
            return self._evidence.find(sha256)
        found = ReceivedStore(self._folder).find(sha256)
        if found is None:
            raise NotFound("bản lưu của tệp", sha256[:12])
        return found

    # ------------------------------------------------------------------ deciding

    def read_again(
        self,
        sha256: str,
        columns: Mapping[int, str] | None = None,
        labels: Mapping[str, str] | None = None,
        sheet: str = "",
        heading: int = 0,
    ) -> Reading:
        """Read the kept copy of a file again, with columns (number → field) and rows as a person says.

        Raises:
            NotFound: its copy was not kept.

        """
        from cchc_desktop.documents.received.foreign import label_print
        from cchc_desktop.services.receiving_pool import Task

        path = self.kept_copy(sha256)
        with self._database.read() as uow:
            name = uow.received.file(sha256).name
        told = {"": {str(number): field for number, field in columns.items()}} if columns else {}
        rows = {label_print(label): code for label, code in (labels or {}).items()}
        task = Task(0, path, name, told, rows, sheet, heading)
        with self.pool(1) as pool:
            return next(iter(pool.read([task]))).reading

    def decide(
        self,
        sha256: str,
        unit_code: str,
        period: str,
        reading: Reading | None = None,
        labels: Mapping[str, str] | None = None,
        note: str = "",
    ) -> Change:
        """Take a file in for a unit and a period; how its table was read is remembered for the unit.

        Args:
            sha256: of the file.
            unit_code: of the unit.
            period: code of the period.
            reading: what `read_again` gave, when a person changed columns or rows.
            labels: rows a person put to indicators: label → code.
            note: with whom an unknown key was compared, or why.

        Raises:
            NotFound: there is no such file.
            InvalidInput: no such unit in that period, no such period, nothing to take in, or a key without a note.

        """
        from cchc_desktop.documents.received.foreign import label_print

        with self._database.read() as uow:
            file = uow.received.file(sha256)
        waiting = waiting_of(file)
        if reading is None and waiting is None:
            raise InvalidInput({"file": "tệp này không đọc được, không có gì để nhận"})
        found = reading or (waiting.reading if waiting else Reading())
        known = self._decided(unit_code, period, found)
        verdict = self._verdict(found, unit_code, period, clean_line(note))
        if verdict.key in (KeyVerdict.CHANGED, KeyVerdict.FOREIGN) and found.public_key:
            self._keys.replace(unit_code, known, bytes.fromhex(found.public_key), clean_line(note))
        one = arrived(replace(found, doubts=(), unit_name=found.unit_name or known), verdict, file, "")
        with self._database.write(self._actor()) as uow:
            uow.received.settle_file(sha256, FileState.ACCEPTED, "", one.file.details, one)
            if found.table is not None and found.kind is FileKind.FOREIGN:
                columns = {column.number: column.field for column in found.table.columns if column.field}
                uow.column_matches.save(TABLES, found.table.fingerprint, columns, unit_code)
                for label, code in (labels or {}).items():
                    uow.column_matches.save(LABELS, label_print(label), {1: code}, unit_code)
            uow.commit()
        return Change(Topic.RECEIVED, (sha256,))

    def _decided(self, unit_code: str, period: str, reading: Reading) -> str:
        """Return the name of the unit that a person chose."""
        problems = {}
        if not reading.figures:
            problems["file"] = "tệp không có số liệu nào đọc được"
        when = self.period(period)
        if when is None:
            problems["period"] = "hãy chọn kỳ báo cáo"
        elif when.start > self._today():
            problems["period"] = "kỳ này chưa bắt đầu"
        unit = self.units_on(when.end if when else self._today()).living.get(unit_code)
        if unit is None:
            problems["unit"] = "hãy chọn một đơn vị có trong kỳ này"
        if problems:
            raise InvalidInput(problems)
        assert unit is not None
        return unit.full_name

    def _verdict(self, reading: Reading, unit_code: str, period: str, note: str) -> Verdict:
        judged = self._recogniser().judge(reading, "")
        if judged.key not in (KeyVerdict.UNSIGNED, KeyVerdict.FIRST_SEEN) and not note:
            raise InvalidInput({"note": "khóa ký không khớp; hãy ghi đã đối chiếu với ai, khi nào"})
        remarks = (*judged.remarks, "đơn vị, kỳ hoặc cách ghép cột do người nhận xác nhận", *reading.doubts)
        if note:
            remarks += (note,)
        return replace(judged, state=FileState.ACCEPTED, reason="", unit=unit_code, period=period, remarks=remarks)

    def put_aside(self, sha256: str, reason: str) -> Change:
        """Put a file apart, for a reason.

        Raises:
            NotFound: there is no such file.
            InvalidInput: no reason.

        """
        reason = clean_line(reason)
        if not reason:
            raise InvalidInput({"reason": "hãy ghi lý do"})
        with self._database.write(self._actor()) as uow:
            details = uow.received.file(sha256).details
            uow.received.settle_file(sha256, FileState.QUARANTINED, reason, details, None)
            uow.commit()
        return Change(Topic.RECEIVED, (sha256,))

    def recheck(self) -> int:
        """Judge all files that wait once more, after the directory or catalogue changed; return how many came in."""
        with self._database.read() as uow:
            files = uow.received.files(state=FileState.UNDECIDED)
        changed: list[Arrived] = []
        recogniser = self._recogniser() if files else None
        for file in files:
            waiting = waiting_of(file)
            if waiting is None or recogniser is None:
                continue
            verdict = recogniser.judge(waiting.reading, waiting.hint)
            if (verdict.state, verdict.reason) != (file.state, file.reason):
                changed.append(arrived(waiting.reading, verdict, file, waiting.hint))
        if not changed:
            return 0
        with self._database.write(self._actor()) as uow:
            for one in changed:
                uow.received.settle_file(one.file.sha256, one.file.state, one.file.reason, one.file.details, one)
            uow.commit()
        return sum(one.file.state is FileState.ACCEPTED for one in changed)

    # ------------------------------------------------------------------ two that differ

    def rivals(self, report_id: str) -> tuple[ReceivedReport, ...]:
        """Return the reports of the same unit, period and version, with their figures, in the order they came."""
        with self._database.read() as uow:
            own = uow.received.report(report_id)
            same = [one for one in uow.received.reports(own.period, own.unit_code) if one.ordinal == own.ordinal]
            figures = uow.received.figures([one.id for one in same])
        return tuple(
            replace(one, figures=figures.get(one.id, ()))
            for one in sorted(same, key=lambda one: (one.received_at, one.id))
        )

    def compare(self, reports: Sequence[ReceivedReport]) -> tuple[Compared, ...]:
        """Return what reports say, side by side, in the order of the catalogue."""
        names = {one.code: one.name for one in self._catalogues().indicators}
        said = [{figure.indicator: figure for figure in report.figures} for report in reports]
        codes = dict.fromkeys([*(code for code in names if any(code in one for one in said))])
        codes |= dict.fromkeys(code for one in said for code in one)
        return tuple(Compared(code, names.get(code, ""), tuple(one.get(code) for one in said)) for code in codes)

    def choose(self, report_id: str, note: str = "") -> Change:
        """Take one of several reports of a unit, period and version; the others stay, set aside.

        Raises:
            NotFound: there is no such report.

        """
        with self._database.write(self._actor()) as uow:
            uow.received.choose(report_id, note)
            uow.commit()
        return Change(Topic.RECEIVED, (report_id,))
