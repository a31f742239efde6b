"""Answers taken in through real storage; the superior is a second office with its own data."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop import wiring
from cchc_desktop.documents.package.read import OpenedPackage, read_package
from cchc_desktop.documents.package.receipt_json import write_receipt
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.receipt import Match, Receipt, ReceiptKind, ReceiptRemark, RemarkKind
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import ReportState
from cchc_desktop.domain.trusted_key import KeyVerdict
from cchc_desktop.errors import InvalidInput, PackageFault, PackageProblem
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage.signing_key import FILE_NAME

Q1 = "2026-Q1"
REMARKS = (
    ReceiptRemark("Số tin bài thấp hơn quý trước, xem lại", "TT07"),
    ReceiptRemark("Vì sao không có hội nghị", "TT01", RemarkKind.EXPLAIN),
)


def freeze(services: Services) -> str:
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    return services.report_life.freeze(Q1).version.id


@dataclass
class Both:
    """A commune that sent its report on a stick, and the office that received it."""

    commune: Services
    superior: Services
    version: str
    stick: Path
    package: OpenedPackage

    def state(self) -> ReportState:
        return self.commune.report_life.versions(Q1)[0].state

    def answer(self, kind: ReceiptKind, remarks: tuple[ReceiptRemark, ...] = (), at: str = "") -> Path:
        made = self.superior.sending.receipts.answer(self.package, kind, remarks)
        return self.write(replace(made, at=at or made.at))

    def write(self, receipt: Receipt) -> Path:
        return self.superior.sending.receipts.write(receipt, self.package, self.stick)

    def refused(self, path: Path) -> tuple[PackageFault, str]:
        receipts = self.commune.sending.receipts
        with pytest.raises(PackageProblem) as caught:
            receipts.take(receipts.open(path))
        return caught.value.fault, caught.value.reason


@pytest.fixture
def both(services: Services, empty_office: Path, tmp_path: Path) -> Iterator[Both]:
    folder = tmp_path / "superior"
    shutil.copytree(empty_office, folder)
    superior = wiring.open_services(Paths.under(folder), lambda: "Lê Thị Hoa", lambda: date(2026, 6, 20))
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    version = freeze(services)
    stick = tmp_path / "stick"
    stick.mkdir()
    sending = services.sending
    package = sending.packages.pack(version, sending.handovers.offer(version).usual)
    sending.handovers.deliver(version, package, stick, Way.USB)
    opened = read_package(stick / "CCHC_HY-DT_2026-Q1_v1.cchc.zip")
    yield Both(services, superior, version, stick, opened)
    superior.close()


def test_a_receipt_makes_the_report_received(both: Both) -> None:
    path = both.answer(ReceiptKind.ACCEPTED)
    assert path.name == "CCHC_HY-DT_2026-Q1_v1_TIEP-NHAN.cchc.json"
    receipts = both.commune.sending.receipts
    opened = receipts.open(path)
    assert (opened.match, opened.verdict, opened.known) == (Match.FITS, KeyVerdict.FIRST_SEEN, False)
    taken = receipts.take(opened)
    assert taken.counts
    assert taken.change.ids == (Q1,)
    assert both.state() is ReportState.RECEIVED
    assert receipts.open(path).verdict is KeyVerdict.KNOWN


def test_a_return_brings_its_remarks_to_their_figures_once(both: Both) -> None:
    path = both.answer(ReceiptKind.RETURNED, REMARKS)
    receipts = both.commune.sending.receipts
    receipts.take(receipts.open(path))
    again = receipts.open(path)
    assert again.known
    assert not receipts.take(again).counts
    assert both.state() is ReportState.RETURNED
    found = both.commune.report_life
    with both.commune._desk.database.read() as uow:
        remarks = uow.report_versions.remarks(both.version)
    assert [(one.indicator, one.text) for one in remarks] == [
        ("TT07", "Số tin bài thấp hơn quý trước, xem lại"),
        ("TT01", "Cần giải trình: Vì sao không có hội nghị"),
    ]
    assert found.standings(2026)[0].open_remarks == 2


def test_answers_out_of_order_do_not_turn_the_state_back(both: Both) -> None:
    receipts = both.commune.sending.receipts
    early = both.answer(ReceiptKind.RETURNED, REMARKS, "2026-03-18T08:00:00+07:00")
    late = both.answer(ReceiptKind.ACCEPTED, at="2026-03-20T08:00:00+07:00")
    assert receipts.take(receipts.open(late)).counts
    assert not receipts.take(receipts.open(early)).counts
    assert both.state() is ReportState.RECEIVED


def test_an_answer_to_an_older_version_leaves_the_newer_alone(both: Both) -> None:
    path = both.answer(ReceiptKind.RETURNED, REMARKS)
    commune = both.commune
    commune.report_life.supplement(Q1, "Sót tin")
    second = freeze(commune)
    sending = commune.sending
    package = sending.packages.pack(second, sending.handovers.offer(second).usual)
    sending.handovers.deliver(second, package, both.stick, Way.USB)
    opened = sending.receipts.open(path)
    assert opened.match is Match.OLDER
    sending.receipts.take(opened)
    first, last = commune.report_life.versions(Q1)
    assert (first.state, last.state) == (ReportState.RETURNED, ReportState.SENT)


def test_answers_for_others_and_to_nothing_are_refused(both: Both) -> None:
    made = both.superior.sending.receipts.answer(both.package, ReceiptKind.ACCEPTED)
    fault, reason = both.refused(both.write(replace(made, package_id="e" * 32, unit_code="H1", unit_name="xã Khác")))
    assert fault is PackageFault.WRONG_FACTS
    assert "xã Khác" in reason
    assert "chưa từng gửi" in both.refused(both.write(replace(made, package_id="e" * 32)))[1]
    assert "khác với gói đã gửi" in both.refused(both.write(replace(made, ordinal=2)))[1]
    assert "khác với gói đã gửi" in both.refused(both.write(replace(made, code="00000-00000")))[1]
    assert both.state() is ReportState.SENT


def test_a_changed_key_is_refused_until_somebody_asked(both: Both, tmp_path: Path) -> None:
    receipts = both.commune.sending.receipts
    receipts.take(receipts.open(both.answer(ReceiptKind.RETURNED, REMARKS, "2026-03-18T08:00:00+07:00")))
    (tmp_path / "superior" / FILE_NAME).unlink()
    path = both.answer(ReceiptKind.ACCEPTED)
    assert both.refused(path)[0] is PackageFault.KEY_CHANGED
    assert both.state() is ReportState.RETURNED
    opened = receipts.open(path)
    assert opened.verdict is KeyVerdict.CHANGED
    assert receipts.take(opened, "Gọi chị Hoa ngày 20/3, Sở đổi máy").counts
    assert both.state() is ReportState.RECEIVED
    assert receipts.open(path).verdict is KeyVerdict.KNOWN


def test_an_answer_that_is_no_longer_signed_is_refused_until_somebody_asked(both: Both) -> None:
    receipts = both.commune.sending.receipts
    receipts.take(receipts.open(both.answer(ReceiptKind.RETURNED, REMARKS, "2026-03-18T08:00:00+07:00")))
    path = both.stick / "unsigned.cchc.json"
    write_receipt(path, both.superior.sending.receipts.answer(both.package, ReceiptKind.ACCEPTED))
    assert both.refused(path)[0] is PackageFault.SIGNATURE_DROPPED
    assert receipts.take(receipts.open(path), "Gọi chị Hoa").counts


def test_a_return_without_a_reason_is_not_written(both: Both) -> None:
    with pytest.raises(InvalidInput):
        both.answer(ReceiptKind.RETURNED)
    assert [path.suffix for path in both.stick.iterdir()] == [".zip"]
