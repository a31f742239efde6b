"""A report from the issues to a supplement, with real clicks and keys."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QPushButton

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.figure import FigureState
from cchc_desktop.domain.report_check import IssueRule
from cchc_desktop.domain.report_life import Remark, ReportState
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.report_place import ReportPlace

LEFT = Qt.MouseButton.LeftButton
CODE = "2026-Q1"


class Desk:
    """The place in the real frame, and what a person does with it."""

    def __init__(self, qtbot, context: Context, settle: Callable[[Context], None]) -> None:
        self.qtbot, self.context, self._settle = qtbot, context, settle
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.place = ReportPlace(context, self.window)
        self.wishes: list[tuple[str, object]] = []
        self.place.wanted.connect(lambda key, request: self.wishes.append((key, request)))
        context.bus.changed.connect(self.place.refresh)
        self.window.show_page(self.place, self.place.title, self.place.corner)
        self.window.resize(1366, 728)
        self.window.show()
        self.place.refresh()
        self.settle()

    def settle(self) -> None:
        self._settle(self.context)

    def press(self, name: str) -> None:
        (button,) = [found for found in self.window.findChildren(QPushButton, name) if found.isVisible()]
        assert button.isEnabled(), name
        self.qtbot.mouseClick(button, LEFT)
        self.settle()

    def shown(self, name: str) -> bool:
        return any(found.isVisible() for found in self.window.findChildren(QPushButton, name))

    def turn(self, page) -> None:
        bar = self.place.tabs.tabBar()
        self.qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(self.place.tabs.indexOf(page)).center())
        assert self.place.tabs.currentWidget() is page

    def settle_issues(self) -> None:
        """Do as a clerk in a hurry: all silent figures at once, then one reason for the rest."""
        self.turn(self.place.issues)
        table = self.place.issues.table
        self.qtbot.mouseClick(table.viewport(), LEFT, pos=QPoint(40, 12))
        self.qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.press("report_issue_nil")
        while any(issue.open for issue in self.place.issues.model.rows):
            self.qtbot.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            self.press("report_issue_reason")
            line = self.place.issues.reason.line
            self.qtbot.keyClicks(line, "Da kiem tra")
            self.qtbot.keyClick(line, Qt.Key.Key_Return)
            self.settle()

    @property
    def state(self) -> ReportState:
        return self.context.services.report_desk.open(CODE).state


@pytest.fixture
def desk(qtbot, unit, settle) -> Desk:
    services = unit.services
    services.activities.save(Activity(date(2026, 1, 5), "tin_bai", "Tin về hộ tịch", {"so_bai": Decimal(12)}))
    services.activities.save(
        Activity(date(2026, 2, 9), "phat_thanh", "Phát thanh CCHC", {"luot_phat": Decimal(20), "so_phut": Decimal(300)})
    )
    return Desk(qtbot, unit, settle)


def test_what_is_missing_is_listed_and_opens_its_place(desk, qtbot, photograph) -> None:
    assert desk.place.tabs.tabText(0).startswith("Cần xem (")
    desk.turn(desk.place.issues)
    photograph(desk.window, "report_issues")
    rows = desk.place.issues.model.rows
    number = next(n for n, issue in enumerate(rows) if issue.rule is IssueRule.MISSING)
    desk.place.issues.table.select_number(number)
    qtbot.keyClick(desk.place.issues.table, Qt.Key.Key_Return)
    assert desk.place.tabs.currentWidget() is desk.place.figures
    (figure,) = desk.place.figures.table.chosen()
    assert figure.indicator.code == rows[number].subject
    desk.turn(desk.place.issues)
    number = next(n for n, issue in enumerate(rows) if issue.rule is IssueRule.UNPROVEN)
    desk.place.issues.table.select_number(number)
    desk.press("report_issue_open")
    (wish,) = desk.wishes
    assert wish[0] == "activity"
    assert isinstance(wish[1], ActivityFilter)
    assert wish[1].unproven


def test_silent_figures_are_stated_at_once_and_taken_back(desk) -> None:
    desk.turn(desk.place.issues)
    before = len(desk.place.issues.model.rows)
    desk.place.issues.table.selectAll()
    desk.press("report_issue_nil")
    assert len(desk.place.issues.model.rows) < before - 10
    desk.press("notice_bar_action")
    assert len(desk.place.issues.model.rows) == before


def test_freezing_with_issues_left_leads_to_them(desk) -> None:
    desk.press("report_freeze")
    assert desk.place.tabs.currentWidget() is desk.place.issues
    assert "Chưa chốt được" in desk.place.bar.text
    assert desk.state is ReportState.NONE


def test_a_report_is_frozen_opened_again_sent_and_supplemented(desk, fake_ask, type_text, photograph) -> None:
    desk.settle_issues()
    assert desk.place.tabs.tabText(0) == "Cần xem"
    desk.press("report_freeze")
    assert desk.state is ReportState.FROZEN
    assert desk.place.life.state.text() == "Đã chốt"
    desk.turn(desk.place.versions)
    desk.settle()
    photograph(desk.window, "report_versions")
    assert desk.place.versions.files.count() == 2
    desk.turn(desk.place.narrative)
    assert all(edit.isReadOnly() for edit in desk.place.narrative.editor.texts)
    desk.press("report_unfreeze")
    assert desk.state is ReportState.DRAFT
    desk.press("report_freeze")
    version = desk.context.services.report_life.versions(CODE)[-1]
    assert not desk.shown("report_supplement")
    desk.context.bus.announce(desk.context.services.report_life.sent(version.id, "goi-1"))
    desk.settle()
    assert not desk.shown("report_unfreeze")
    desk.press("report_supplement")
    type_text(desk.place.life.reason.line, "Thiếu bài của thôn Phù Oanh")
    photograph(desk.window, "report_supplement")
    desk.press("supplement_reason_give")
    assert desk.state is ReportState.DRAFT
    assert "Thiếu bài của thôn Phù Oanh" in desk.place.life.text.text()
    fake_ask.queue("confirm", True)
    desk.press("report_drop")
    assert desk.state is ReportState.SENT


def test_late_changes_and_remarks_are_shown_with_their_version(desk, photograph) -> None:
    desk.settle_issues()
    desk.press("report_freeze")
    services = desk.context.services
    version = services.report_life.versions(CODE)[-1]
    services.report_life.sent(version.id, "goi-1")
    remarks = [Remark(version.id, "Lệch với sổ của đài", "TT15"), Remark(version.id, "Thiếu bản ký")]
    services.report_life.came_back(version.id, accepted=False, remarks=remarks)
    late = services.activities.save(Activity(date(2026, 3, 1), "tin_bai", "Tin ghi muộn", {"so_bai": Decimal(3)}))
    desk.context.bus.announce(late.change)
    desk.settle()
    assert "trả lại với 2 ý kiến" in desk.place.life.text.text()
    desk.turn(desk.place.versions)
    desk.place.versions.details.setCurrentIndex(2)
    desk.settle()
    photograph(desk.window, "report_late")
    assert "1 hoạt động thay đổi" in desk.place.versions.since_text.text()
    assert "TT07" in desk.place.versions.since_text.text()
    desk.place.versions.late_table.select_number(0)
    desk.qtbot.keyClick(desk.place.versions.late_table, Qt.Key.Key_Return)
    assert desk.wishes[-1] == ("activity", late.activity.id)
    desk.place.versions.show_remarks()
    desk.place.versions.remark_table.select_number(0)
    photograph(desk.window, "report_remarks")
    desk.press("report_remark_resolve")
    desk.qtbot.keyClicks(desk.place.versions.reason.line, "Da sua")
    desk.qtbot.keyClick(desk.place.versions.reason.line, Qt.Key.Key_Return)
    desk.settle()
    assert [remark.open for remark in services.report_life.remarks(version.id)] == [False, True]
    desk.turn(desk.place.year)
    photograph(desk.window, "report_year")
    assert desk.place.year.model.index(0, 2).data() == "Bị trả lại"


def test_words_are_typed_kept_and_their_figures_stay_live(desk, qtbot, type_text, photograph) -> None:
    desk.turn(desk.place.narrative)
    page = desk.place.narrative
    photograph(desk.window, "report_narrative")
    assert "12 bài" in page.preview.toPlainText()
    edit = page.editor.texts[2]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, "Kết quả tốt, đăng {{TT07}}.")
    qtbot.keyClicks(page.number, "15")
    assert desk.place.leave()
    desk.settle()
    draft = desk.context.services.report_desk.open(CODE).draft
    assert draft.narrative[2].text == "Kết quả tốt, đăng {{TT07}}."
    assert draft.number == 15
    saved = desk.context.services.activities.save(
        Activity(date(2026, 2, 2), "tin_bai", "Tin nữa", {"so_bai": Decimal(8)})
    )
    desk.context.bus.announce(saved.change)
    desk.settle()
    assert "đăng 20 bài." in page.preview.toPlainText()


def test_a_figure_is_put_where_the_cursor_is_and_an_unknown_one_is_an_error(desk, qtbot, type_text) -> None:
    desk.turn(desk.place.narrative)
    page = desk.place.narrative
    edit = page.editor.texts[4]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, "Nghe: ")
    page.insert.set_key("TT15")
    assert edit.toPlainText() == "Nghe: {{TT15}}"
    type_text(edit, " {{TT99}}")
    page.put_away()
    desk.settle()
    issues = desk.context.services.report_desk.open(CODE).issues
    assert [issue.subject for issue in issues if issue.rule is IssueRule.NARRATIVE] == ["{{TT99}}"]
    desk.press("report_freeze")
    assert desk.state is ReportState.DRAFT


def test_a_number_that_is_none_stays_and_is_named(desk, qtbot) -> None:
    desk.turn(desk.place.narrative)
    qtbot.keyClicks(desk.place.narrative.number, "12a")
    assert not desk.place.leave()
    assert "12a" in desk.place.narrative.problem.text()
    assert desk.place.tabs.currentWidget() is desk.place.narrative


def test_the_words_are_written_as_word(desk, fake_ask, tmp_path: Path) -> None:
    target = tmp_path / "Lời báo cáo.docx"
    desk.turn(desk.place.narrative)
    fake_ask.queue("save_file", target)
    desk.press("report_word")
    assert target.read_bytes().startswith(b"PK")
    assert "Lời báo cáo.docx" in desk.place.bar.text


def test_rebuilding_the_words_can_be_taken_back(desk, type_text) -> None:
    desk.turn(desk.place.narrative)
    edit = desk.place.narrative.editor.texts[2]
    edit.setFocus()
    edit.selectAll()
    type_text(edit, "Của tôi")
    desk.press("report_rebuild")
    assert desk.place.narrative.editor.parts()[2].text != "Của tôi"
    desk.press("notice_bar_action")
    assert desk.place.narrative.editor.parts()[2].text == "Của tôi"


def test_figures_of_a_frozen_period_are_not_changed_silently(desk, fake_ask) -> None:
    desk.settle_issues()
    desk.press("report_freeze")
    statements = [f.statement for f in desk.place.figures.model.figures if f.indicator.code == "TT01"]
    desk.place.figures.show_code("TT12")
    assert statements[0] is not None
    assert statements[0].state is FigureState.NIL
    desk.turn(desk.place.figures)
    assert not desk.shown("report_type")
