"""Use cases of what comes back: read an answer, hold it against what was sent, take it in; write answers to others."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cchc_desktop import __version__
from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.ids import new_id
from cchc_desktop.domain.receipt import (
    REMARK_NAMES,
    Match,
    Receipt,
    ReceiptKind,
    ReceiptRemark,
    RemarkKind,
    SentPackage,
    match_receipt,
    receipt_name,
)
from cchc_desktop.domain.report_life import Remark, ReportState
from cchc_desktop.domain.trusted_key import TRUSTED_VERDICTS, KeyVerdict
from cchc_desktop.errors import PackageFault, PackageProblem
from cchc_desktop.services.handovers import HandoverService
from cchc_desktop.services.trusted_keys import TrustedKeyService
from cchc_desktop.services.units import UnitService
from cchc_desktop.storage.database import Database, UnitOfWork

if TYPE_CHECKING:
    from cchc_desktop.documents.package.read import OpenedPackage

_STATES = {ReceiptKind.ACCEPTED: ReportState.RECEIVED, ReceiptKind.RETURNED: ReportState.RETURNED}


@dataclass(frozen=True, slots=True)
class OpenedReceipt:
    """An answer that was read and held against what was sent; nothing of it is taken in yet.

    `known` tells that this very answer was taken in before. `public_key` is raw, empty when it is not signed.
    """

    path: Path
    receipt: Receipt
    match: Match
    sent: SentPackage | None
    verdict: KeyVerdict
    public_key: bytes
    known: bool
    sha256: str
    content: str


@dataclass(frozen=True, slots=True)
class TakenReceipt:
    """An answer that was taken in: what changed, and whether the state of the version follows it.

    `counts` is False when a newer answer to the same version was taken in before.
    """

    opened: OpenedReceipt
    change: Change
    counts: bool


class ReceiptService:
    """Takes answers in and writes them.

    Args:
        database: the open database.
        handovers: what was sent.
        units: this office.
        keys: judges who signed, and signs.
        actor: returns who is working.
        today: returns today.

    """

    def __init__(
        self,
        database: Database,
        handovers: HandoverService,
        units: UnitService,
        keys: TrustedKeyService,
        actor: Callable[[], str],
        today: Callable[[], date],
    ) -> None:
        self._database = database
        self._handovers = handovers
        self._units = units
        self._keys = keys
        self._actor = actor
        self._today = today

    def open(self, path: Path) -> OpenedReceipt:
        """Read an answer and hold it against what was sent.

        Raises:
            FileUnreadable: it is missing, empty, a folder, or may not be read.
            PackageProblem: it is no answer, altered, of a later version, or its signature does not fit.

        """
        from cchc_desktop.documents.package.receipt_json import parse_receipt, receipt_file

        data = receipt_file(path)
        receipt, public_key = parse_receipt(data, path)
        unit = self._units.current(self._today())
        code, name = (unit.code, unit.full_name) if unit else ("", "")
        match, sent = match_receipt(receipt, code, name, self._handovers.sent_packages())
        with self._database.read() as uow:
            known = uow.receipts.has(receipt.id)
        verdict = self._keys.judge(receipt.issuer_code, receipt.issuer_name, public_key)
        content = data.decode("utf-8-sig")
        return OpenedReceipt(
            path, receipt, match, sent, verdict, public_key, known, hashlib.sha256(data).hexdigest(), content
        )

    def take(self, opened: OpenedReceipt, checked: str = "") -> TakenReceipt:
        """Take an answer in: keep it, move the state of its version, keep the remarks per figure.

        Args:
            opened: what `open` returned.
            checked: with whom a key was compared that is not the pinned one; it is then pinned in its place.

        Raises:
            PackageProblem: it is meant for somebody else or for a package never sent, or its key is not to be trusted;
                nothing changed.

        """
        receipt, sent = opened.receipt, opened.sent
        if sent is None or opened.match not in (Match.FITS, Match.OLDER):
            raise PackageProblem(opened.path, PackageFault.WRONG_FACTS, reason=_mismatch(opened))
        if checked and opened.verdict not in TRUSTED_VERDICTS and opened.public_key:
            self._keys.replace(receipt.issuer_code, receipt.issuer_name, opened.public_key, checked)
        elif not (checked and opened.verdict is KeyVerdict.DROPPED):
            self._keys.admit(opened.path, receipt.issuer_code, receipt.issuer_name, opened.public_key)
        with self._database.write(self._actor()) as uow:
            counts = not opened.known and not _newer(uow, sent.version_id, receipt)
            if not opened.known:
                uow.receipts.add(receipt, sent.version_id, opened.sha256, opened.content)
            gathered = uow.consolidations.has(sent.version_id)
            if not opened.known and not gathered:
                uow.report_versions.add_remarks(_remarks(receipt, sent.version_id))
            if counts and not gathered:  # a consolidation has no state of its own: its receipts tell
                uow.report_versions.move(sent.version_id, _STATES[receipt.kind])
            uow.commit()
        return TakenReceipt(opened, Change(Topic.REPORT, (sent.period,)), counts)

    # -- answering others

    def answer(
        self,
        package: OpenedPackage,
        kind: ReceiptKind,
        remarks: tuple[ReceiptRemark, ...] = (),
        note: str = "",
        number: str = "",
        person: str = "",
    ) -> Receipt:
        """Return this office's answer to a package that it received.

        Raises:
            NotFound: the office's particulars are missing.

        """
        unit, facts = self._units.require(self._today()), package.manifest.facts
        return Receipt(
            kind,
            new_id(),
            package.manifest.id,
            package.code,
            facts.unit_code,
            facts.unit_name,
            facts.period,
            facts.ordinal,
            unit.committee,
            datetime.now().astimezone().isoformat(timespec="seconds"),
            unit.code,
            person or self._actor(),
            number,
            note,
            remarks,
            __version__,
        )

    def write(self, receipt: Receipt, package: OpenedPackage, folder: Path, sign: bool = True) -> Path:
        """Write an answer into a folder, such as the stick the package came on; return its path.

        Raises:
            InvalidInput: it breaks a rule (a return without a reason).
            FileInUse, FileNotWritten: the folder refuses.

        """
        from cchc_desktop.documents.package.receipt_json import write_receipt

        signer, signed_by = self._keys.signer() if sign else (None, "")
        target = folder / receipt_name(receipt, package.manifest.facts)
        write_receipt(target, replace(receipt, fingerprint=signed_by), signer, signed_by)
        return target


def _newer(uow: UnitOfWork, version_id: str, receipt: Receipt) -> bool:
    """Tell whether a later answer to a version is here already: files on sticks overtake each other."""
    return any(_moment(kept.at) > _moment(receipt.at) for kept in uow.receipts.of_version(version_id))


def _moment(at: str) -> float:
    try:
        return datetime.fromisoformat(at).timestamp()
    except (ValueError, OverflowError, OSError):
        return 0.0


def _remarks(receipt: Receipt, version_id: str) -> list[Remark]:
    found = [Remark(version_id, receipt.note, receipt_id=receipt.id)] if receipt.note.strip() else []
    for remark in receipt.remarks:
        text = remark.text
        if remark.kind is not RemarkKind.CORRECT:
            text = f"{REMARK_NAMES[remark.kind]}: {text}"
        found.append(Remark(version_id, text, remark.indicator, receipt.id))
    return found


def _mismatch(opened: OpenedReceipt) -> str:
    receipt = opened.receipt
    if opened.match is Match.OTHER_UNIT:
        return f"biên nhận này gửi cho {receipt.unit_name}, không phải cho đơn vị mình"
    if opened.match is Match.CONTRADICTS:
        return "biên nhận ghi kỳ, lần báo cáo hoặc mã đối chiếu khác với gói đã gửi"
    return "biên nhận trả lời một gói mà máy này chưa từng gửi"
