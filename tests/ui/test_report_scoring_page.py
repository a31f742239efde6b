"""The points of this office in Báo cáo, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.plan import Plan, PlanStatus, Task
from cchc_desktop.domain.scoring import GapPlace, Side
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.activity_draft import ActivityDraft
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_place import ReportPlace

LEFT = Qt.MouseButton.LeftButton
D = Decimal


def fill(context: Context) -> None:
    tasks = tuple(
        Task(words, time_text=time)
        for words, time in (
            ("Viết tin, bài về thủ tục hành chính trên Trang thông tin điện tử của xã", "Quý I"),
            ("Phát thanh chuyên mục cải cách hành chính trên hệ thống truyền thanh cơ sở", "Hằng tháng"),
            ("Hội nghị đối thoại giữa Chủ tịch Ủy ban nhân dân xã với Nhân dân", "Quý II"),
        )
    )
    plan = Plan(2026, "Tuyên truyền", ("A",), "Lệ Xá", tasks=tasks, date=date(2026, 2, 5), status=PlanStatus.ISSUED)
    with context.services._desk.database.write("Nguyễn Văn Bình") as uow:
        uow.plans.save(plan)
        uow.commit()
    activities = context.services.activities
    proven = activities.save(
        Activity(date(2026, 2, 3), "trang_tin", "Tin", {"so_bai": D(2)}, plan.tasks[0].id)
    ).activity
    context.services.evidence.add_link(proven.id, "https://lexa.example/tin")
    activities.save(Activity(date(2026, 2, 9), "phat_thanh", "Phát thanh", {"luot_phat": D(4)}, plan.tasks[1].id))


class Desk:
    """The place in the real frame, its points on show."""

    def __init__(self, qtbot, context: Context, settle: Callable[[Context], None]) -> None:
        self.qtbot, self.context, self._settle = qtbot, context, settle
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.place = ReportPlace(context, self.window)
        self.wishes: list[tuple[str, object]] = []
        self.place.wanted.connect(lambda key, request: self.wishes.append((key, request)))
        self.window.show_page(self.place, self.place.title, self.place.corner)
        self.window.resize(1366, 728)
        self.window.show()
        self.place.refresh()
        self.settle()
        assert self.place.tabs.scoring is None, "nobody asked for points yet"
        bar = self.place.tabs.tabBar()
        qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(bar.count() - 1).center())
        self.settle()
        assert self.place.tabs.scoring is not None
        self.page = self.place.tabs.scoring
        self.view, self.panel = self.page.view, self.page.view.panel

    def settle(self) -> None:
        self._settle(self.context)

    def press(self, name: str) -> None:
        (button,) = [found for found in self.window.findChildren(QPushButton, name) if found.isVisible()]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def choose(self, code: str) -> None:
        row = next(number for number, line in enumerate(self.view.model.rows) if line.criterion.code == code)
        index = self.view.table.model().index(row, 0)
        self.qtbot.mouseClick(self.view.table.viewport(), LEFT, pos=self.view.table.visualRect(index).center())
        self.settle()

    def line(self, code: str):
        return next(line for line in self.view.model.rows if line.criterion.code == code)

    def open_gap(self, place: GapPlace) -> None:
        table = self.view.gap_table
        self.qtbot.mouseClick(self.page.bar.lists.button(1), LEFT)
        assert table.isVisible()
        row = next(number for number, gap in enumerate(self.view.gaps.rows) if gap.place is place)
        table.select_number(row)
        table.setFocus()
        self.qtbot.keyClick(table, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def desk(qtbot, unit: Context, settle) -> Desk:
    fill(unit)
    return Desk(qtbot, unit, settle)


def test_proposals_with_their_reasons_and_what_is_missing(desk: Desk, photograph) -> None:
    assert desk.line("ke_hoach").proposal.points == D("0.5")
    assert not desk.view.table.isColumnHidden(3)
    assert desk.view.table.isColumnHidden(4), "nobody appraises oneself"
    assert desk.page.bar.total.text().startswith("Tự chấm: ")
    assert {gap.place for gap in desk.view.gaps.rows} >= {GapPlace.TASK, GapPlace.LOG, GapPlace.EVIDENCE}
    desk.choose("da_dang")
    assert "chưa có minh chứng" in desk.panel.proposal.text()
    photograph(desk.window, "report_scoring")
    assert desk.place.life.isHidden(), "it tells of a period, points are of a year"
    desk.qtbot.mouseClick(desk.page.bar.lists.button(1), LEFT)
    assert desk.view.gap_table.hasFocus()
    photograph(desk.window, "report_scoring_gaps")
    desk.place.tabs.setCurrentWidget(desk.place.figures)
    assert not desk.place.life.isHidden()


def test_points_are_typed_with_enter_and_need_a_reason(desk: Desk, type_text) -> None:
    desk.choose("sang_kien")
    desk.panel.points.setFocus()
    type_text(desk.panel.points, "0.5")
    desk.qtbot.keyClick(desk.panel.points, Qt.Key.Key_Return)
    assert "dấu phẩy" in desk.panel.fields["points"].problem
    desk.panel.points.clear()
    type_text(desk.panel.points, "0,5")
    desk.qtbot.keyClick(desk.panel.points, Qt.Key.Key_Return)
    assert "lý do" in desk.panel.fields["reason"].problem
    type_text(desk.panel.reason, "Mô hình “Ngày không hẹn” được công nhận")
    desk.press("score_give")
    assert desk.line("sang_kien").own.points == D("0.5")
    assert desk.line("sang_kien").own.reason == "Mô hình “Ngày không hẹn” được công nhận"
    assert not desk.panel.changed
    desk.press("score_back")
    assert desk.line("sang_kien").own is None


def test_what_is_typed_is_kept_when_another_criterion_or_tab_is_chosen(desk: Desk, type_text) -> None:
    desk.choose("sang_kien")
    type_text(desk.panel.points, "1")
    type_text(desk.panel.reason, "Được công nhận")
    desk.choose("ke_hoach")
    assert desk.line("sang_kien").own.points == 1
    assert desk.panel.line.criterion.code == "ke_hoach"
    type_text(desk.panel.points, "9")
    desk.choose("muc_do")
    assert desk.panel.line.criterion.code == "ke_hoach", "nine points cannot be kept: the person stays"
    assert "từ 0 đến 1" in desk.panel.fields["points"].problem
    assert not desk.place.leave()
    assert desk.place.escape()
    assert desk.panel.points.text() == ""
    assert desk.place.leave()


def test_typed_text_outlives_points_read_anew(desk: Desk, type_text) -> None:
    desk.choose("sang_kien")
    type_text(desk.panel.points, "1")
    desk.page.refresh()
    desk.settle()
    assert desk.panel.points.text() == "1"


def test_all_proposals_at_once_and_taken_back_by_undo(desk: Desk) -> None:
    desk.press("score_take_all")
    assert [line.criterion.code for line in desk.view.model.rows if line.own is None] == ["sang_kien"]
    assert "(đã ghi 4/5" in desk.page.bar.total.text()
    desk.context.services.undo.undo_next()
    desk.page.refresh()
    desk.settle()
    assert all(line.own is None for line in desk.view.model.rows)


def test_each_gap_opens_the_place_where_it_is_closed(desk: Desk) -> None:
    desk.open_gap(GapPlace.TASK)
    desk.open_gap(GapPlace.EVIDENCE)
    desk.open_gap(GapPlace.LOG)
    desk.open_gap(GapPlace.REPORT)
    (task, proof, new, report) = desk.wishes
    assert task[0] == "activity"
    assert isinstance(task[1], ActivityFilter)
    assert task[1].task_id
    assert isinstance(proof[1], ActivityFilter)
    assert proof[1].unproven
    assert "phat_thanh" in proof[1].forms
    assert isinstance(new[1], ActivityDraft)
    assert new[1].day == "12/03/2026"
    assert report == ("report", "2026-Q1")
    desk.open_gap(GapPlace.HAND)
    assert desk.panel.line.criterion.code == "sang_kien"
    assert desk.panel.points.hasFocus()


def test_evidence_is_added_opened_and_dropped(desk: Desk, fake_ask, tmp_path: Path, photograph) -> None:
    file = tmp_path / "Quyết định công nhận sáng kiến.pdf"
    file.write_bytes(b"%PDF-1.4 noi dung")
    desk.choose("sang_kien")
    fake_ask.queue("open_file", file)
    desk.press("score_add_file")
    assert [kept.name for kept in desk.line("sang_kien").files] == [file.name]
    desk.press("score_open_file")
    assert fake_ask.opened[0].read_bytes() == file.read_bytes()
    photograph(desk.window, "report_scoring_evidence")
    desk.press("score_drop_file")
    assert desk.line("sang_kien").files == ()


def test_another_set_is_chosen_and_written_as_word(desk: Desk, fake_ask, tmp_path: Path) -> None:
    box = desk.page.bar.box
    box.setCurrentIndex(box.findData("xuan_loc_2022"))
    box.activated.emit(box.currentIndex())
    desk.settle()
    assert [line.criterion.number for line in desk.view.model.rows] == ["4.1", "4.2"]
    assert "244/PNV" in desk.page.bar.source.text()
    sheet = desk.context.services.scoring.own(2026, "xuan_loc_2022")
    desk.context.services.scoring.give(sheet, "tc_4_1", Side.SELF, D(1), "Đủ nhiệm vụ")
    fake_ask.queue("save_file", tmp_path / "bang diem.docx")
    desk.press("score_export")
    rows = docx.Document(str(tmp_path / "bang diem.docx")).tables[1].rows
    assert [cell.text for cell in rows[1].cells][0:4] == ["4.1", sheet.lines[0].criterion.name, "1", "1"]
    desk.qtbot.mouseClick(desk.page.notice.findChildren(QPushButton)[0], LEFT, pos=QPoint(4, 4))
