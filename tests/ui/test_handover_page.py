"""The page that hands a report over, with real clicks and keys through real services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from cchc_desktop.documents.package.read import read_package
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.figure import FigureState, Statement
from cchc_desktop.domain.handover import Drive, Way
from cchc_desktop.domain.package import Role
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import ReportState
from cchc_desktop.errors import DeliveryFault, DeliveryProblem
from cchc_desktop.services.container import Services
from cchc_desktop.storage import delivery
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.handover_page import HandoverPage

Q1 = "2026-Q1"
SIZE = 1150, 620
NAME = "CCHC_H29-12_2026-Q1_v1.cchc.zip"


def freeze(services: Services) -> str:
    services.activities.save(Activity(date(2026, 2, 3), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(3)}))
    silent = [issue.subject for issue in services.report_desk.open(Q1).issues if issue.rule is IssueRule.MISSING]
    services.reports.state(*(Statement(Q1, subject, FigureState.NIL) for subject in silent))
    for issue in services.report_desk.open(Q1).open_issues:
        services.report_desk.answer(Q1, "Đã kiểm tra", issue)
    return services.report_life.freeze(Q1).version.id


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "KINGSTON"
    folder.mkdir()
    return folder


@pytest.fixture
def page(
    unit: Context, stick: Path, qtbot: Any, settle: Callable[[Context], None], monkeypatch: pytest.MonkeyPatch
) -> HandoverPage:
    drive = Drive(str(stick), "KINGSTON", 3 << 30, 7 << 30, "vfat")
    version = freeze(unit.services)
    monkeypatch.setattr(unit.services.sending.handovers, "drives", lambda: (drive,))
    made = HandoverPage(unit, version)
    qtbot.addWidget(made)
    made.resize(1150, 620)
    made.show()
    return made


def click(qtbot: Any, button: Any) -> None:
    place = QPoint(12, button.height() // 2)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=place)


def standing(page: HandoverPage) -> ReportState:
    return page._context.services.report_life.versions(Q1)[0].state


def test_a_stick_is_written_proven_and_may_be_pulled_out(
    page: HandoverPage, stick: Path, qtbot: Any, settle: Callable[[Context], None], photograph: Callable[..., Path]
) -> None:
    assert page.heading.text() == "Gửi báo cáo Quý I năm 2026, lần đầu"
    assert page.go.text() == "Ghi và kiểm tra"
    assert "KINGSTON" in page.target.drive.currentText()
    assert "3,0 GB" in page.target.drive.currentText()
    assert page.result.state.text() == "Chưa gửi"
    photograph(page, "handover-empty", *SIZE)
    sent: list[str] = []
    page.sent.connect(sent.append)
    click(qtbot, page.go)
    assert not page.go.isEnabled()
    settle(page._context)
    assert page.result.state.text() == "Rút thiết bị an toàn được rồi"
    arrived = read_package(stick / NAME)
    assert page.result.code.text() == arrived.code
    assert sent == [page.version_id]
    assert standing(page) is ReportState.SENT
    assert [line.way for line in page.result.model.rows] == [Way.USB]
    assert page.go.isEnabled()
    photograph(page, "handover-written", *SIZE)


def test_what_is_ticked_off_stays_at_home_and_the_signed_paper_goes_along(
    page: HandoverPage, stick: Path, tmp_path: Path, qtbot: Any, settle: Callable[[Context], None], fake_ask: Any
) -> None:
    scan = tmp_path / "Bản ký.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    assert "Chưa có bản ký" in page.contents.total.text()
    evidence = next(box for box in page.contents.boxes if "minh chứng" in box.text())
    click(qtbot, evidence)
    fake_ask.queue("open_file", scan)
    click(qtbot, page.contents.add_signed)
    settle(page._context)
    assert "Chưa có bản ký" not in page.contents.total.text()
    click(qtbot, page.contents.sign)
    click(qtbot, page.go)
    settle(page._context)
    manifest = read_package(stick / NAME).manifest
    roles = [file.role for file in manifest.files]
    assert Role.SIGNED in roles
    assert Role.EVIDENCE_LIST not in roles
    assert manifest.signed_by == ""


def test_nothing_ticked_nothing_sent(page: HandoverPage, qtbot: Any) -> None:
    for box in page.contents.boxes:
        if box.isChecked():
            click(qtbot, box)
    assert page.contents.total.text() == "Chưa chọn tệp nào"
    assert not page.go.isEnabled()


def test_a_stick_too_small_is_told_before(page: HandoverPage, stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    small = Drive(str(stick), "CŨ", 1000, 1 << 20, "vfat")
    monkeypatch.setattr(page._sending.handovers, "drives", lambda: (small,))
    page.target._drives = page._sending.handovers.drives
    page.target.refresh_drives()
    assert page.room.text().startswith("Không đủ chỗ")
    assert not page.go.isEnabled()


def test_without_a_stick_there_is_a_word_and_no_button(page: HandoverPage, monkeypatch: pytest.MonkeyPatch) -> None:
    page.target._drives = lambda: ()
    page.target.refresh_drives()
    assert not page.target.no_drive.isHidden()
    assert not page.go.isEnabled()
    page.target._drives = lambda: (Drive("/media/x", "x", 1 << 30, 1 << 30),)
    page.target.refresh_drives()
    assert page.go.isEnabled()


def test_a_stick_pulled_out_is_told_and_nothing_is_said_to_be_sent(
    page: HandoverPage,
    stick: Path,
    qtbot: Any,
    settle: Callable[[Context], None],
    fake_ask: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def gone(chunks: Any, target: Path, expected: Any, progress: Any) -> None:
        raise DeliveryProblem(target, DeliveryFault.GONE)

    monkeypatch.setattr(delivery, "deliver", gone)
    fake_ask.expected_errors.append(DeliveryProblem)
    click(qtbot, page.go)
    settle(page._context)
    assert page.result.state.text() == "Chưa gửi"
    assert standing(page) is ReportState.FROZEN
    (line,) = page.result.model.rows
    assert not line.verified
    assert "USB bị rút ra" in line.note
    assert page.go.isEnabled()


def test_another_package_of_the_name_is_replaced_only_when_told(
    page: HandoverPage, tmp_path: Path, qtbot: Any, settle: Callable[[Context], None], fake_ask: Any
) -> None:
    (tmp_path / NAME).write_bytes(b"older")
    click(qtbot, page.target.ways[Way.FOLDER])
    fake_ask.queue("folder", tmp_path)
    click(qtbot, page.target.findChild(QPushButton, "handover_folder_choose"))
    fake_ask.queue("confirm", False)
    click(qtbot, page.go)
    settle(page._context)
    assert (tmp_path / NAME).read_bytes() == b"older"
    assert page.result.model.rows == ()
    fake_ask.queue("confirm", True)
    click(qtbot, page.go)
    settle(page._context)
    assert page.result.state.text() == "Đã ghi xong, đọc lại khớp"
    assert read_package(tmp_path / NAME).code == page.result.code.text()
    click(qtbot, page.result.open_folder)
    assert fake_ask.opened == [tmp_path]


def test_a_mail_is_written_opened_and_said_to_be_sent(
    page: HandoverPage,
    tmp_path: Path,
    qtbot: Any,
    settle: Callable[[Context], None],
    fake_ask: Any,
    photograph: Callable[..., Path],
) -> None:
    click(qtbot, page.target.ways[Way.EMAIL])
    assert page.go.text() == "Soạn thư"
    fake_ask.queue("folder", tmp_path)
    click(qtbot, page.target.findChild(QPushButton, "handover_mail_folder_choose"))
    qtbot.keyClicks(page.target.to, "sonoivu")
    click(qtbot, page.go)
    settle(page._context)
    assert "không phải địa chỉ" in page.target.to_field.problem
    qtbot.keyClicks(page.target.to, "@hungyen.gov.vn")
    click(qtbot, page.go)
    settle(page._context)
    mail = tmp_path / "CCHC_H29-12_2026-Q1_v1.eml"
    assert mail.is_file()
    assert page.result.state.text() == "Thư đã soạn, chờ gửi"
    assert page.target.to_field.problem == ""
    assert standing(page) is ReportState.FROZEN
    click(qtbot, page.result.open_mail)
    assert fake_ask.opened == [mail]
    click(qtbot, page.result.copy)
    assert page.result.code.text() in QGuiApplication.clipboard().text()
    assert QGuiApplication.clipboard().text().startswith("[CCHC] UBND xã Lệ Xá")
    photograph(page, "handover-mail", *SIZE)
    click(qtbot, page.result.sent)
    assert standing(page) is ReportState.SENT
    assert not page.result.sent.isEnabled()
    assert page._context.settings.value.mail_to == "sonoivu@hungyen.gov.vn"


def test_the_cover_sheet_is_saved_for_word(
    page: HandoverPage, tmp_path: Path, qtbot: Any, settle: Callable[[Context], None], fake_ask: Any
) -> None:
    click(qtbot, page.go)
    settle(page._context)
    fake_ask.queue("save_file", tmp_path / "phieu")
    click(qtbot, page.result.save_sheet)
    settle(page._context)
    assert (tmp_path / "phieu.docx").read_bytes().startswith(b"PK")
    assert page.bar.text == "Đã lưu phiếu “phieu.docx”."
    click(qtbot, page.bar.button("Mở phiếu"))
    assert fake_ask.opened == [tmp_path / "phieu.docx"]


def test_a_wrong_clock_is_told_at_the_top(
    page: HandoverPage, monkeypatch: pytest.MonkeyPatch, photograph: Callable[..., Path]
) -> None:
    assert page.warning.isHidden()
    monkeypatch.setattr(page._sending.handovers, "_clock", lambda: date(2019, 1, 1))
    page.refresh()
    assert "01/01/2019" in page.warning.text()
    assert not page.warning.isHidden()
    photograph(page, "handover-clock", *SIZE)


def test_writing_can_be_stopped(
    page: HandoverPage, stick: Path, qtbot: Any, settle: Callable[[Context], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = page._sending.packages.pack

    def slow(version: str, parts: Any, sign: bool, progress: Any) -> Any:
        real(version, parts, sign)
        while True:
            progress.step(1, 2, "…")

    monkeypatch.setattr(page._sending.packages, "pack", slow)
    click(qtbot, page.go)
    assert page.stop.isVisible()
    click(qtbot, page.stop)
    settle(page._context)
    assert list(stick.iterdir()) == []
    assert "dở dang" in page.result.told.text()
    assert page.go.isEnabled()
    assert page.stop.isHidden()


def test_it_fits_a_small_screen(page: HandoverPage) -> None:
    """1366 x 768 at 125 % leaves 920 x 500 beside the bars."""
    for way in Way:
        page.target.ways[way].click()
        assert page.minimumSizeHint().width() <= 920
        assert page.minimumSizeHint().height() <= 500


def test_a_supplement_names_itself(page: HandoverPage, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = page._sending.source.facts(page.version_id)
    monkeypatch.setattr(page._sending.source, "facts", lambda version: replace(facts, ordinal=3))
    page.refresh()
    assert page.heading.text().endswith("bổ sung lần 2")


def test_the_next_day_the_package_is_known_and_the_mail_asked_about(
    page: HandoverPage, tmp_path: Path, qtbot: Any, settle: Callable[[Context], None], fake_ask: Any
) -> None:
    context = page._context
    sending = context.services.sending
    package = sending.packages.pack(page.version_id, page.contents.chosen())
    sending.handovers.make_mails(page.version_id, package, "so@hungyen.gov.vn", 20 << 20, tmp_path)
    again = HandoverPage(context, page.version_id)
    qtbot.addWidget(again)
    again.show()
    settle(context)
    assert again.result.code.text() == package.code
    assert again.result.print_sheet.isVisible()
    assert "so@hungyen.gov.vn" in again.bar.text
    click(qtbot, again.bar.button("Tôi đã gửi thư"))
    assert standing(again) is ReportState.SENT
    assert again.bar.text == ""
    assert sending.handovers.waiting_mail(page.version_id) is None
