"""Answers from the board, written to the stick, taken in by the office that sent: the whole way there and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from cchc_desktop import wiring
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.board import BoardState
from cchc_desktop.domain.directory_unit import DirectoryUnit
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Way
from cchc_desktop.domain.receipt import Match, ReceiptRemark, RemarkKind
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import ReportState
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.paths import Paths
from cchc_desktop.services.board import Board
from cchc_desktop.services.container import Services

pytestmark = pytest.mark.timeout(240)

Q1 = "2026-Q1"
TODAY = date(2026, 3, 16)


def opened(folder: Path, code: str, name: str) -> Services:
    services = wiring.open_services(Paths.under(folder / code), lambda: "Người thử", lambda: TODAY)
    services.units.save(
        Unit("0" * 32, date(2025, 7, 1), UnitKind.COMMUNE, name, "Tỉnh Hưng Yên", "Cấp trên", code=code)
    )
    return services


def send(services: Services, stick: Path) -> str:
    """Freeze the report and hand its package over; return the version."""
    silent = [one.subject for one in services.report_desk.open(Q1).issues if one.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    version = services.report_life.freeze(Q1).version.id
    sending = services.sending
    package = sending.packages.pack(version, sending.handovers.offer(version).usual)
    sending.handovers.deliver(version, package, stick, Way.USB)
    return version


@dataclass
class Both:
    """A commune and the office above it."""

    commune: Services
    superior: Services
    stick: Path

    def board(self) -> Board:
        return self.superior.board.board(Q1)

    def newest(self) -> str:
        (row,) = self.board().rows
        assert row.newest is not None
        return row.newest.id

    def bring_back(self) -> Match:
        answers = self.superior.answers
        board = self.board()
        (path,) = answers.write(board, answers.waiting(board), self.stick).paths
        receipts = self.commune.sending.receipts
        found = receipts.open(path)
        receipts.take(found)
        return found.match


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Both]:
    commune, superior = opened(tmp_path, "HY-LX", "Lệ Xá"), opened(tmp_path, "HY", "Hưng Yên")
    commune.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    superior.directory.add_many([DirectoryUnit("HY-LX", "Lệ Xá", parent="HY")])
    stick = tmp_path / "stick"
    stick.mkdir()
    yield Both(commune, superior, stick)
    commune.close()
    superior.close()


def test_a_report_goes_up_comes_back_with_remarks_and_goes_up_again(both: Both) -> None:
    version = send(both.commune, both.stick)
    both.superior.receiving.take([both.stick])
    (row,) = both.board().rows
    assert row.newest is not None
    remarks = [ReceiptRemark("Thấp hơn quý trước", "TT07", RemarkKind.EXPLAIN), ReceiptRemark("Xem lại", "TT01")]
    both.superior.answers.give_back(row.newest.id, remarks, "Đề nghị gửi lại", "15/TN")
    assert both.bring_back() is Match.FITS
    assert both.commune.report_life.versions(Q1)[0].state is ReportState.RETURNED
    told = [(one.indicator, one.text) for one in both.commune.report_life.remarks(version)]
    assert ("TT01", "Xem lại") in told
    assert ("TT07", "Cần giải trình: Thấp hơn quý trước") in told
    assert both.board().rows[0].state is BoardState.RETURNED

    both.commune.report_life.supplement(Q1, "Sửa theo ý kiến cấp trên")
    send(both.commune, both.stick)
    both.superior.receiving.take([both.stick])
    assert both.board().rows[0].state is BoardState.SUPPLEMENTED
    both.superior.answers.accept([both.newest()])
    assert both.bring_back() is Match.FITS
    states = {one.ordinal: one.state for one in both.commune.report_life.versions(Q1)}
    assert states[2] is ReportState.RECEIVED


def test_the_code_on_the_cover_sheet_goes_back_with_the_answer(both: Both) -> None:
    send(both.commune, both.stick)
    both.superior.receiving.take([both.stick])
    both.superior.answers.accept([both.newest()])
    (answer,) = both.superior.answers.answers([both.newest()])[both.newest()]
    (sent,) = both.commune.sending.handovers.sent_packages()
    assert both.superior.answers.receipt(answer).code == sent.code != ""
