"""Appraisal and ranking in Tổng hợp, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.scoring import Side
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.gathering_place import GatheringPlace

LEFT = Qt.MouseButton.LeftButton
D = Decimal
NAMES = ("Lệ Xá", "Hưng Đạo", "Trần Phú", "An Viên", "Tiên Lữ")


class Desk:
    """The place in the real frame, its points on show."""

    def __init__(self, qtbot, context: Context, settle: Callable[[Context], None]) -> None:
        self.qtbot, self.context, self._settle = qtbot, context, settle
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.place = GatheringPlace(context, self.window)
        self.window.show_page(self.place, self.place.title, self.place.corner)
        self.window.resize(1366, 728)
        self.window.show()
        self.place.refresh()
        self.place.accept("scoring")
        self.settle()
        self.page = self.place.tab("scoring")
        self.view, self.panel = self.page.view, self.page.view.panel

    def settle(self) -> None:
        self._settle(self.context)

    def press(self, name: str) -> None:
        (button,) = [one for one in self.window.findChildren(QAbstractButton, name) if one.isVisible()]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def open(self, code: str) -> None:
        row = next(number for number, line in enumerate(self.page.model.rows) if line.code == code)
        self.page.table.select_number(row)
        self.page.table.setFocus()
        self.qtbot.keyClick(self.page.table, Qt.Key.Key_Return)
        self.settle()

    def choose(self, code: str) -> None:
        row = next(number for number, line in enumerate(self.view.model.rows) if line.criterion.code == code)
        self.view.table.select_number(row)
        self.settle()

    def line(self, code: str):
        return next(line for line in self.view.model.rows if line.criterion.code == code)


@pytest.fixture
def desk(qtbot, unit: Context, settle) -> Desk:
    units = [
        DirectoryUnit(f"33.{number:02d}", name, DirectoryKind.WARD if number == 3 else DirectoryKind.COMMUNE)
        for number, name in enumerate(NAMES, 1)
    ]
    unit.services.directory.add_many(units)
    scoring = unit.services.scoring
    for number, points in enumerate((D("0.5"), D(1), D(1), D("0.25")), 1):
        sheet = scoring.unit(2026, "mau_chung", f"33.{number:02d}")
        scoring.give(sheet, "sang_kien", Side.SELF, D(1), "Có mô hình mới")
        scoring.give(
            scoring.unit(2026, "mau_chung", sheet.unit_code), "sang_kien", Side.APPRAISAL, points, "Đã xem hồ sơ"
        )
    return Desk(qtbot, unit, settle)


def test_the_ranking_shows_ties(desk: Desk, photograph) -> None:
    assert [(line.code, line.rank) for line in desk.page.model.rows] == [
        ("33.02", 1),
        ("33.03", 1),
        ("33.01", 3),
        ("33.04", 4),
        ("33.05", 5),
    ]
    assert "5 đơn vị" in desk.page.bar.total.text()
    photograph(desk.window, "gathering_scoring_ranking")


def test_an_appraisal_that_differs_from_the_self_score_needs_a_reason(desk: Desk, type_text, photograph) -> None:
    desk.open("33.05")
    assert desk.page.frame.heading.text() == "xã Tiên Lữ"
    assert not desk.view.table.isColumnHidden(4)
    desk.press("appraisal_side_1")
    desk.choose("sang_kien")
    type_text(desk.panel.points, "1")
    type_text(desk.panel.reason, "Bản tự chấm ngày 05/3")
    desk.press("score_give")
    desk.press("appraisal_side_0")
    assert "Bản tự chấm" in desk.panel.other.text()
    type_text(desk.panel.points, "0,75")
    desk.qtbot.keyClick(desk.panel.points, Qt.Key.Key_Return)
    assert "lý do" in desk.panel.fields["reason"].problem
    type_text(desk.panel.reason, "Chưa có quyết định công nhận")
    photograph(desk.window, "gathering_scoring_sheet")
    desk.press("score_give")
    kept = desk.line("sang_kien")
    assert (kept.own.points, kept.appraisal.points) == (1, D("0.75"))
    desk.qtbot.keyClick(desk.view.table, Qt.Key.Key_Escape)
    assert desk.place.escape()
    desk.settle()
    assert desk.page.table.isVisible()
    assert desk.page.table.first_selected_row().code == "33.05"
    assert next(line for line in desk.page.model.rows if line.code == "33.05").appraised == 1


def test_typed_points_go_with_the_person_to_the_next_unit(desk: Desk, type_text) -> None:
    desk.open("33.02")
    desk.choose("bao_cao")
    type_text(desk.panel.points, "1,5")
    desk.press("appraisal_step_1")
    assert desk.page.frame.heading.text() == "xã Hưng Đạo", "no reason, so it cannot be kept: the person stays"
    type_text(desk.panel.reason, "Thiếu phụ lục")
    desk.press("appraisal_step_1")
    assert desk.page.frame.heading.text() == "phường Trần Phú"
    kept = desk.context.services.scoring.unit(2026, "mau_chung", "33.02").lines[3].appraisal
    assert (kept.points, kept.reason) == (D("1.5"), "Thiếu phụ lục")
    assert desk.panel.line.criterion.code == "bao_cao"
    assert desk.panel.points.text() == ""


def test_all_proposals_of_a_unit_at_once(desk: Desk) -> None:
    desk.open("33.01")
    desk.press("appraisal_take_all")
    given = {line.criterion.code for line in desk.view.model.rows if line.appraisal}
    assert given == {line.criterion.code for line in desk.view.model.rows if line.proposal.points is not None} | {
        "sang_kien"
    }


def test_self_scores_of_packages_are_taken_in(desk: Desk) -> None:
    desk.press("appraisal_intake")
    assert not desk.page.notice.isHidden()
    assert desk.page.intake.isEnabled()
    desk.open("33.01")
    assert desk.page.intake.isHidden(), "one unit is on show"


def test_ranking_and_sheet_are_written(desk: Desk, fake_ask, tmp_path: Path) -> None:
    fake_ask.queue("save_file", tmp_path / "xep hang.docx")
    desk.press("appraisal_export")
    rows = docx.Document(str(tmp_path / "xep hang.docx")).tables[1].rows
    assert [row.cells[0].text for row in rows] == ["Hạng", "1", "1", "3", "4", "5"]
    desk.open("33.04")
    fake_ask.queue("save_file", tmp_path / "mot don vi.docx")
    desk.press("appraisal_export")
    texts = "\n".join(one.text for one in docx.Document(str(tmp_path / "mot don vi.docx")).paragraphs)
    assert "xã An Viên" in texts


def test_without_units_the_page_leads_to_the_directory(qtbot, unit: Context, settle, photograph) -> None:
    desk = Desk(qtbot, unit, settle)
    assert desk.page.empty.isVisible()
    photograph(desk.window, "gathering_scoring_empty")
    desk.qtbot.mouseClick(desk.page.empty.button, LEFT)
    assert desk.place.page is desk.place.tab("directory")
