"""Use cases of answers: acknowledge or return what came, and write the answers as small files, all in one go."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import __version__, files
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.package import PackageFacts
from cchc_desktop.domain.progress import NoProgress, Progress
from cchc_desktop.domain.receipt import Receipt, ReceiptKind, ReceiptRemark, receipt_name
from cchc_desktop.domain.received import ReceivedReport, ReportStanding
from cchc_desktop.domain.reminder_letter import LetterSender, return_letter
from cchc_desktop.domain.text import clean
from cchc_desktop.errors import AppError, Conflict
from cchc_desktop.services.board import Board
from cchc_desktop.storage.answers import KeptAnswer
from cchc_desktop.storage.database import Database, UnitOfWork
from cchc_desktop.storage.received_store import ReceivedStore

if TYPE_CHECKING:
    from cchc_desktop.services.board import BoardService
    from cchc_desktop.services.desk import Desk
    from cchc_desktop.services.letters import LetterService
    from cchc_desktop.services.trusted_keys import TrustedKeyService
    from cchc_desktop.services.units import UnitService

_STANDINGS = {ReceiptKind.ACCEPTED: ReportStanding.ACCEPTED, ReceiptKind.RETURNED: ReportStanding.RETURNED}
_NO_PACKAGE = "0" * 32
"""Stands in an answer to a report that came without a package: such an answer is printed, never read by a program."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What an answer says."""

    kind: ReceiptKind
    remarks: tuple[ReceiptRemark, ...]
    note: str
    number: str


@dataclass(frozen=True, slots=True)
class Written:
    """What `write` did: the files, and the names of units whose answer needs no file (accepted, sent no package)."""

    paths: tuple[Path, ...]
    without: tuple[str, ...] = ()


class AnswerService:
    """Answers those who sent.

    Args:
        database: the open database.
        folder: the evidence folder, where received files are kept.
        board: makes periods of codes.
        office: this office.
        letters: prints the paper for units without this program.
        keys: signs, when this office has a key.
        desk: who works, and today.

    """

    def __init__(
        self,
        database: Database,
        folder: Path,
        board: BoardService,
        office: UnitService,
        letters: LetterService,
        keys: TrustedKeyService,
        desk: Desk,
    ) -> None:
        self._database = database
        self._folder = folder
        self._board = board
        self._office = office
        self._letters = letters
        self._keys = keys
        self._desk = desk

    def accept(
        self, report_ids: Sequence[str], note: str = "", number: str = "", progress: Progress | None = None
    ) -> Change:
        """Acknowledge reports, all of them or none; those acknowledged before stay as they are.

        Raises:
            NotFound: one does not exist, or the office's particulars are missing.
            Conflict: two files of one of them differ and nobody has chosen yet.
            Cancelled: the person stopped it; nothing changed.

        """
        progress = progress or NoProgress()
        codes = self._codes(report_ids, progress)
        with self._database.write(self._desk.actor()) as uow:
            for place, report_id in enumerate(report_ids):
                progress.step(len(report_ids) + place, 2 * len(report_ids), "Ghi phản hồi")
                report = uow.received.report(report_id)
                if report.standing is not ReportStanding.ACCEPTED:
                    said = _Said(ReceiptKind.ACCEPTED, (), note, number)
                    self._answer(uow, report, said, codes.get(report_id, ""))
            uow.commit()
        return Change(Topic.RECEIVED, tuple(report_ids))

    def give_back(self, report_id: str, remarks: Sequence[ReceiptRemark], note: str = "", number: str = "") -> Change:
        """Return a report with remarks on figures, or with a note on the whole.

        Raises:
            InvalidInput: no reason is given, or a remark is too long.
            NotFound: it does not exist.
            Conflict: two files of it differ and nobody has chosen yet.

        """
        tidy = tuple(replace(one, text=clean(one.text).strip()) for one in remarks if one.text.strip())
        code = self._codes([report_id], NoProgress()).get(report_id, "")
        with self._database.write(self._desk.actor()) as uow:
            said = _Said(ReceiptKind.RETURNED, tidy, clean(note).strip(), number)
            self._answer(uow, uow.received.report(report_id), said, code)
            uow.commit()
        return Change(Topic.RECEIVED, (report_id,))

    def answers(self, report_ids: Sequence[str]) -> dict[str, tuple[KeptAnswer, ...]]:
        """Return report → its answers, the newest first."""
        with self._database.read() as uow:
            return uow.answers.of_reports(report_ids)

    def receipt(self, answer: KeptAnswer) -> Receipt:
        """Return an answer as it was given."""
        from cchc_desktop.documents.package.receipt_json import parse_receipt

        return parse_receipt(answer.content.encode(), Path(answer.id))[0]

    def waiting(self, board: Board) -> tuple[KeptAnswer, ...]:
        """Return the newest answers of a board's reports that were not written to a folder yet."""
        reports = [one.id for row in board.rows for one in row.reports]
        newest = (answers[0] for answers in self.answers(reports).values())
        return tuple(one for one in newest if not one.handed_over)

    def write(
        self, board: Board, answers: Sequence[KeptAnswer], folder: Path, progress: Progress | None = None
    ) -> Written:
        """Write answers into a folder or onto a stick, one small file for each unit, signed with this office's key.

        A return to a unit that sent no package is written as a letter in Word. What was written before a stop stays,
        and is noted as handed over.

        Raises:
            FileInUse, FileNotWritten: the place refuses.
            Cancelled: the person stopped it.

        """
        progress = progress or NoProgress()
        reports = {one.id: one for row in board.rows for one in row.reports}
        paths: list[Path] = []
        done: list[str] = []
        without: list[str] = []
        try:
            for number, answer in enumerate(answers):
                report = reports[answer.report_id]
                progress.step(number, len(answers), report.unit_name)
                path = self._write_one(board, report, answer, folder)
                if path is not None:
                    paths.append(path)
                else:
                    without.append(report.unit_name)
                done.append(answer.id)
        finally:
            if done:
                with self._database.write(self._desk.actor()) as uow:
                    uow.answers.hand_over(done)
                    uow.commit()
        return Written(tuple(paths), tuple(without))

    # ------------------------------------------------------------------ one answer

    def _answer(self, uow: UnitOfWork, report: ReceivedReport, said: _Said, code: str) -> None:
        from cchc_desktop.documents.package.receipt_json import receipt_bytes

        if report.standing is ReportStanding.CONFLICT:
            raise Conflict("báo cáo đã nhận", "có hai tệp cùng lần mà số liệu khác nhau; hãy chọn bản đúng trước")
        if report.standing in (ReportStanding.OLDER, ReportStanding.SET_ASIDE):
            raise Conflict("báo cáo đã nhận", "không phải bản đang dùng; chỉ trả lời bản mới nhất")
        office = self._office.require(self._desk.today())
        receipt = Receipt(
            said.kind,
            new_id(),
            report.package_id or _NO_PACKAGE,
            code,
            report.unit_code,
            report.unit_name,
            report.period,
            report.ordinal,
            office.committee,
            datetime.now().astimezone().isoformat(timespec="seconds"),
            office.code,
            self._desk.actor(),
            said.number,
            said.note,
            said.remarks,
            __version__,
        )
        content = receipt_bytes(receipt).decode()
        uow.answers.add(receipt, report.id, content)
        uow.received.stand(report.id, _STANDINGS[said.kind], said.note, report.version)

    def _codes(self, report_ids: Sequence[str], progress: Progress) -> dict[str, str]:
        """Return report → short code on the cover sheet of its package, as far as its copy can still be read."""
        from cchc_desktop.documents.package.read import read_package

        store = ReceivedStore(self._folder)
        with self._database.read() as uow:
            packed = [(one, uow.received.report(one)) for one in report_ids]
        found: dict[str, str] = {}
        for place, (report_id, report) in enumerate(packed):
            progress.step(place, 2 * len(packed), report.unit_name)
            path = store.find(report.sha256) if report.package_id else None
            with contextlib.suppress(AppError):
                if path is not None:
                    found[report_id] = read_package(path).code
        return found

    def _write_one(self, board: Board, report: ReceivedReport, answer: KeptAnswer, folder: Path) -> Path | None:
        receipt = self.receipt(answer)
        period = board.period
        facts = PackageFacts(
            report.unit_code, report.unit_name, period.code, period.name, period.start, period.end, report.ordinal
        )
        if report.package_id:
            from cchc_desktop.documents.package.receipt_json import write_receipt

            signer, signed_by = self._keys.signer()
            target = folder / receipt_name(receipt, facts)
            write_receipt(target, replace(receipt, fingerprint=signed_by), signer, signed_by)
            return target
        if receipt.kind is ReceiptKind.ACCEPTED:
            return None
        today = self._desk.today()
        sender = LetterSender(self._office.require(today), self._office.signature(today), today)
        names = self._board.indicator_names(period)
        remarks = [(names.get(one.indicator, one.indicator), one.text) for one in receipt.remarks]
        letter = return_letter(report.unit_name, sender, period, receipt.note, remarks)
        target = folder / files.safe_file_name(
            f"Trả lại báo cáo {period.name} - {report.unit_code} {report.unit_name}.docx"
        )
        files.write_atomically(target, self._letters.render(letter))
        return target
