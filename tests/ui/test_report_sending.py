"""The report place: handing over, and the superior's answers, with real clicks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QToolButton

from cchc_desktop import wiring
from cchc_desktop.documents.package.read import read_package
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Drive
from cchc_desktop.domain.receipt import ReceiptKind, ReceiptRemark
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import ReportState
from cchc_desktop.domain.unit import Unit, UnitKind
from cchc_desktop.errors import PackageProblem
from cchc_desktop.paths import Paths
from cchc_desktop.services.container import Services
from cchc_desktop.storage.signing_key import FILE_NAME
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_place import ReportPlace

Q1 = "2026-Q1"
REMARKS = (ReceiptRemark("Xem lại số tin bài", "TT07"),)


@dataclass
class Desk:
    """The place in its frame, the stick, and the superior's own program."""

    qtbot: Any
    context: Context
    settle: Callable[[Context], None]
    window: MainWindow
    place: ReportPlace
    stick: Path
    superior: Services

    def press(self, name: str) -> None:
        (button,) = [found for found in self.window.findChildren(QPushButton, name) if found.isVisible()]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle(self.context)

    def shown(self, name: str) -> bool:
        return any(found.isVisible() for found in self.window.findChildren(QPushButton, name))

    def state(self) -> ReportState:
        return self.context.services.report_life.versions(Q1)[0].state

    def answer(self, kind: ReceiptKind, remarks: tuple[ReceiptRemark, ...] = (), at: str = "") -> Path:
        receipts = self.superior.sending.receipts
        package = read_package(next(self.stick.glob("*.zip")))
        made = receipts.answer(package, kind, remarks, number="45")
        return receipts.write(replace(made, at=at or made.at), package, self.stick)

    def send(self) -> None:
        self.press("report_send")
        self.press("handover_go")


@pytest.fixture
def desk(
    unit: Context,
    qtbot: Any,
    settle: Callable[[Context], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Desk]:
    services = unit.services
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    services.report_life.freeze(Q1)
    stick = tmp_path / "USB"
    stick.mkdir()
    drive = Drive(str(stick), "KINGSTON", 3 << 30, 7 << 30, "vfat")
    monkeypatch.setattr(services.sending.handovers, "drives", lambda: (drive,))
    other = Paths.under(tmp_path / "superior")
    other.create()
    superior = wiring.open_services(other, lambda: "Lê Thị Hoa", lambda: date(2026, 3, 20))
    superior.units.save(Unit("2" * 32, date(2025, 7, 1), UnitKind.WARD, "Phố Hiến", "Tỉnh Hưng Yên", "UBND tỉnh"))
    window = MainWindow()
    qtbot.addWidget(window)
    place = ReportPlace(unit, window)
    unit.bus.changed.connect(place.refresh)
    window.show_page(place, place.title, place.corner)
    window.resize(1366, 728)
    window.show()
    place.accept(Q1)
    settle(unit)
    yield Desk(qtbot, unit, settle, window, place, stick, superior)
    superior.close()


def test_a_frozen_report_goes_out_and_the_bar_follows(desk: Desk, photograph: Callable[..., Path]) -> None:
    assert not desk.shown("report_answer")
    desk.press("report_send")
    assert desk.place.sending.page is not None
    assert not desk.shown("report_export"), "the tools of the report are put away"
    photograph(desk.window, "report-handover")
    desk.press("handover_go")
    assert desk.place.sending.page is not None, "the page stays when the report behind it is computed again"
    assert desk.place.sending.page.result.state.text() == "Rút thiết bị an toàn được rồi"
    assert desk.state() is ReportState.SENT
    (cross,) = [found for found in desk.window.findChildren(QToolButton, "page_close") if found.isVisible()]
    desk.qtbot.mouseClick(cross, Qt.MouseButton.LeftButton)
    desk.settle(desk.context)
    assert desk.place.sending.page is None
    assert desk.shown("report_answer")
    assert desk.shown("report_export")
    assert desk.place.life.state.text() == "Đã gửi"


def test_escape_goes_back_to_the_report(desk: Desk) -> None:
    desk.press("report_send")
    assert desk.place.escape()
    assert desk.place.sending.page is None
    assert not desk.place.escape()


def test_a_return_opens_at_its_remarks(desk: Desk, fake_ask: Any) -> None:
    desk.send()
    desk.place.escape()
    fake_ask.queue("open_file", desk.answer(ReceiptKind.RETURNED, REMARKS))
    desk.press("report_answer")
    assert desk.state() is ReportState.RETURNED
    assert desk.place.life.state.text() == "Bị trả lại"
    assert "trả lại báo cáo Quý I năm 2026, lần đầu" in desk.place.bar.text
    assert "Số tiếp nhận: 45" in desk.place.bar.text
    assert "Đã ghi nhận khóa" in desk.place.bar.text
    desk.qtbot.mouseClick(desk.place.bar.button("Xem ý kiến"), Qt.MouseButton.LeftButton)
    desk.settle(desk.context)
    assert desk.place.versions.remark_table.isVisible()
    assert [remark.indicator for remark in desk.place.versions.remarks.rows] == ["TT07"]


def test_an_answer_for_somebody_else_is_told(desk: Desk, fake_ask: Any) -> None:
    desk.send()
    desk.place.escape()
    package = read_package(next(desk.stick.glob("*.zip")))
    receipts = desk.superior.sending.receipts
    made = replace(
        receipts.answer(package, ReceiptKind.ACCEPTED), package_id="e" * 32, unit_code="X", unit_name="xã Khác"
    )
    fake_ask.queue("open_file", receipts.write(made, package, desk.stick))
    fake_ask.expected_errors.append(PackageProblem)
    desk.press("report_answer")
    assert desk.state() is ReportState.SENT
    assert "xã Khác" in fake_ask.calls("error")[0][0].reason


def test_a_changed_key_asks_and_may_be_declined(desk: Desk, fake_ask: Any, tmp_path: Path) -> None:
    desk.send()
    desk.place.escape()
    fake_ask.queue("open_file", desk.answer(ReceiptKind.RETURNED, REMARKS, "2026-03-18T08:00:00+07:00"))
    desk.press("report_answer")
    (tmp_path / "superior" / FILE_NAME).unlink()
    path = desk.answer(ReceiptKind.ACCEPTED)
    for agreed, state in ((False, ReportState.RETURNED), (True, ReportState.RECEIVED)):
        fake_ask.queue("open_file", path)
        fake_ask.queue("confirm", agreed)
        desk.press("report_answer")
        assert desk.state() is state
    assert "đọc dấu khóa" in fake_ask.calls("confirm")[0][0]


def test_no_file_chosen_nothing_happens(desk: Desk, fake_ask: Any) -> None:
    desk.send()
    desk.place.escape()
    fake_ask.queue("open_file", None)
    desk.press("report_answer")
    assert desk.state() is ReportState.SENT
