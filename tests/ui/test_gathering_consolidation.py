"""Tổng hợp → Số liệu tổng hợp with real clicks and keys through real services."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton

from cchc_desktop.domain.change import Change, Topic
from cchc_desktop.domain.handover import Way
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.gathering_consolidation_page import ConsolidationPage
from cchc_desktop.ui.screens.gathering_consolidation_view import CHANGED, LEFT_OUT, MISSING, ConsolidationView

Q1 = "2026-Q1"
SIZE = 1150, 640
Settle = Callable[[Context], None]
Gather = Callable[..., dict[str, str]]


def sums(context: Context) -> list[str]:
    period = context.services.reports.period(Q1)
    indicators = context.services.catalogues.indicators_in(period.start, period.end)
    return [one.code for one in indicators if one.kind.value == "sum"]


@pytest.fixture
def sent(unit: Context, gather: Gather) -> Context:
    """Three units, of which two reported; one of before."""
    services, (a, b, *_) = unit.services, sums(unit)
    gather(services, Q1, {"H-AN": {a: 3, b: None}, "H-BE": {a: 4, b: 5}, "H-DA": None})
    gather(services, Q1, {"H-CU": {a: 10}}, directory=False)
    return unit


@pytest.fixture
def page(sent: Context, qtbot: Any) -> ConsolidationPage:
    made = ConsolidationPage(sent)
    qtbot.addWidget(made)
    made.resize(*SIZE)
    made.show()
    with qtbot.waitSignal(made.loaded, timeout=20_000):
        made.refresh()
    qtbot.waitUntil(lambda: made.view.behind_model.rowCount() > 0)
    return made


def click(qtbot: Any, button: QPushButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def choose(view: ConsolidationView, action: QAction) -> None:
    """Choose from the menu of the export button."""
    assert view.export.isEnabled()
    assert action in view.export.menu().actions()
    assert action.isEnabled()
    action.trigger()


def cells(table: Any, row: int) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def freeze(page: ConsolidationPage, qtbot: Any, settle: Settle) -> None:
    with qtbot.waitSignal(page.loaded, timeout=60_000):
        page.new()
        settle(page._context)


def test_totals_lead_to_the_units_and_from_there_to_file_and_cell(
    page: ConsolidationPage, sent: Context, qtbot: Any, settle: Settle, fake_ask: Any
) -> None:
    view, code = page.view, sums(sent)[0]
    assert view.period.currentData() == Q1
    assert view.summary.text().startswith("Đã tổng hợp 2/3 đơn vị; 1 đơn vị chưa có báo cáo.")
    place = [row.code for row in view.totals_model.rows].index(code)
    view.totals.select_number(place)
    qtbot.waitUntil(lambda: view.of.text().startswith(f"{code}."))
    assert cells(view.totals, place)[3:8] == ["7", "14", "2", "0", "0"]
    view.totals.setFocus()
    qtbot.keyClick(view.totals, Qt.Key.Key_Return)
    assert view.behind.hasFocus()
    assert cells(view.behind, 0) == ["xã An", "3", "6", "Số liệu, D7", "Báo cáo An.xlsx"]
    qtbot.keyClick(view.behind, Qt.Key.Key_Return)
    settle(sent)
    qtbot.waitUntil(lambda: bool(fake_ask.opened))
    assert fake_ask.opened[0].name == "Báo cáo An.xlsx"
    qtbot.keyClick(view.behind, Qt.Key.Key_Down)
    click(qtbot, view.open_file)
    settle(sent)
    qtbot.waitUntil(lambda: len(fake_ask.opened) == 2)
    assert fake_ask.opened[1].name == "Báo cáo Be.xlsx"


def test_what_is_missing_and_what_is_not_added_is_named(page: ConsolidationPage) -> None:
    view = page.view
    assert view.details.tabText(MISSING) == "Chưa có báo cáo (1)"
    assert cells(view.missing, 0)[:3] == ["H-DA", "xã Da", "chưa nộp"]
    assert view.details.tabText(LEFT_OUT) == "Không cộng (1)"
    assert "không có trong danh bạ" in cells(view.left_out, 0)[1]
    assert not view.details.isTabVisible(CHANGED)
    assert not view.workbook.isEnabled()
    assert "Chốt tổng hợp trước" in view.workbook.toolTip()


def test_units_of_before_are_added_by_a_tick(page: ConsolidationPage, sent: Context, qtbot: Any) -> None:
    with sent.services._desk.database.write("x") as uow:
        heir = next(one for one in uow.directory_units.all() if one.code == "H-AN")
        uow.directory_units.save(replace(heir, predecessors=("H-CU",)))
        uow.commit()
    view = page.view
    with qtbot.waitSignal(page.loaded):
        qtbot.keyClick(view.old, Qt.Key.Key_Space)
    assert view.old.isChecked()
    place = [row.code for row in view.totals_model.rows].index(sums(sent)[0])
    assert cells(view.totals, place)[3] == "17"


def test_frozen_printed_filled_into_a_form_and_sent(
    page: ConsolidationPage,
    sent: Context,
    qtbot: Any,
    settle: Settle,
    fake_ask: Any,
    tmp_path: Path,
    photograph: Callable[..., Path],
) -> None:
    view, code = page.view, sums(sent)[0]
    assert page.action == "Chốt tổng hợp"
    freeze(page, qtbot, settle)
    assert view.version.currentText().startswith("Bản lần đầu (")
    assert "Nguyễn Văn Bình chốt; chưa gửi." in view.summary.text()
    for button, name in ((view.workbook, "a.xlsx"), (view.word, "b.docx")):
        fake_ask.queue("save_file", tmp_path / name)
        choose(view, button)
        settle(sent)
        qtbot.waitUntil(lambda name=name: f"Đã ghi “{name}”." in view.bar.label.text())
        assert (tmp_path / name).stat().st_size > 10_000
    form = openpyxl.Workbook()
    form.active["B2"] = f"{{{{{code}}}}}"
    form.save(tmp_path / "bieu.xlsx")
    fake_ask.queue("open_file", tmp_path / "bieu.xlsx")
    fake_ask.queue("save_file", tmp_path / "dien.xlsx")
    choose(view, view.form)
    settle(sent)
    qtbot.waitUntil(lambda: "dien.xlsx" in view.bar.label.text())
    assert openpyxl.load_workbook(tmp_path / "dien.xlsx").active["B2"].value == 7
    photograph(page, "tong-hop", *SIZE)

    click(qtbot, view.send)
    assert page.handover is not None
    assert page.action == ""
    assert page.handover.heading.text() == "Gửi báo cáo Quý I năm 2026, lần đầu"
    stick = tmp_path / "gui"
    stick.mkdir()
    page.handover.target.ways[Way.FOLDER].click()
    page.handover.target.set_folder(stick)
    click(qtbot, page.handover.go)
    settle(sent)
    qtbot.waitUntil(lambda: bool(list(stick.glob("*.cchc.zip"))) and not sent.runner.busy, timeout=20_000)
    settle(sent)
    with qtbot.waitSignal(page.loaded):
        assert page.escape()
    assert page.handover is None
    assert "đã gửi." in view.summary.text()


def test_a_supplement_asks_for_its_reason_and_shows_what_changed(
    page: ConsolidationPage, sent: Context, qtbot: Any, settle: Settle, gather: Gather, type_text: Any, tmp_path: Path
) -> None:
    view, services, code = page.view, sent.services, sums(sent)[0]
    version = services.consolidation.make(Q1).version
    sending = services.consolidation_sending
    package = sending.packages.pack(version.id, sending.handovers.offer(version.id).usual)
    sending.handovers.deliver(version.id, package, tmp_path, Way.FOLDER)
    gather(services, Q1, {"H-DA": {code: 5}}, directory=False)
    with qtbot.waitSignal(page.loaded):
        page.refresh()
    page.new()
    assert view.reason.line.hasFocus()
    qtbot.keyClick(view.reason.line, Qt.Key.Key_Escape)
    assert view.reason.isHidden()
    page.new()
    type_text(view.reason.line, "Xã Da gửi muộn")
    with qtbot.waitSignal(page.loaded, timeout=60_000):
        qtbot.keyClick(view.reason.line, Qt.Key.Key_Return)
        settle(sent)
    assert view.version.currentText().startswith("Bản bổ sung lần 1")
    assert "Lý do bổ sung: Xã Da gửi muộn." in view.summary.text()
    assert view.details.isTabVisible(CHANGED)
    assert cells(view.change, 0)[2:5] == ["7", "12", "+5"]
    assert services.consolidation.versions(Q1)[1].reason == "Xã Da gửi muộn"


def test_nothing_to_freeze_is_said_in_the_page(unit: Context, qtbot: Any, settle: Settle) -> None:
    page = ConsolidationPage(unit)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.loaded):
        page.refresh()
    assert "chưa nhận được báo cáo nào" in page.view.summary.text()
    page.new()
    settle(unit)
    qtbot.waitUntil(lambda: "chưa có báo cáo nào" in page.view.bar.label.text())
    assert page.escape()
    assert not page.escape()


def test_a_form_without_tags_says_so(
    page: ConsolidationPage, sent: Context, qtbot: Any, settle: Settle, fake_ask: Any, tmp_path: Path
) -> None:
    from cchc_desktop.errors import FormProblem

    book = openpyxl.Workbook()
    book.active["A1"] = "Biểu"
    book.save(tmp_path / "bieu.xlsx")
    fake_ask.queue("open_file", tmp_path / "bieu.xlsx")
    fake_ask.queue("save_file", tmp_path / "dien.xlsx")
    fake_ask.expected_errors.append(FormProblem)
    choose(page.view, page.view.form)
    settle(sent)
    qtbot.waitUntil(lambda: bool(fake_ask.calls("error")))
    assert not (tmp_path / "dien.xlsx").exists()


def test_many_units_fit_the_screen(unit: Context, gather: Gather, qtbot: Any, photograph: Callable[..., Path]) -> None:
    chance = random.Random(2)
    names = "Lệ Xá,Hưng Hà,Tiên Lữ,Hoàng Hoa Thám,Phù Cừ,Nguyễn Trãi,Ân Thi,Xuân Trúc,Phạm Ngũ Lão"
    for place, word in enumerate(names.split(",")):
        figures = {code: chance.choice([None, "", chance.randrange(900)]) for code in sums(unit)}
        gather(unit.services, Q1, {f"H29-{word}": figures if place % 4 else None})
    page = ConsolidationPage(unit)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.loaded):
        page.refresh()
    qtbot.waitUntil(lambda: page.view.behind_model.rowCount() > 0)
    photograph(page, "tong-hop-nhieu", 1130, 600)
    assert page.minimumSizeHint().width() <= 1130


def test_new_reports_show_when_they_are_announced(
    page: ConsolidationPage, sent: Context, gather: Gather, qtbot: Any
) -> None:
    assert Change(Topic.RECEIVED).topic in page.topics
    gather(sent.services, Q1, {"H-DA": {sums(sent)[0]: 5}}, directory=False)
    with qtbot.waitSignal(page.loaded):
        page.refresh()
    assert page.view.summary.text().startswith("Đã tổng hợp 3/3 đơn vị")


def test_the_place_shows_the_tab_with_its_main_button(sent: Context, qtbot: Any) -> None:
    from cchc_desktop.ui.screens.gathering_place import GatheringPlace

    place = GatheringPlace(sent)
    qtbot.addWidget(place)
    place.show()
    place.accept(("consolidation", "2025-Y"))
    page = place.tab("consolidation")
    assert isinstance(page, ConsolidationPage)
    assert place.main.text() == "Chốt tổng hợp"
    assert page.view.period.currentData() == "2025-Y"
    qtbot.waitUntil(lambda: "chưa nhận được báo cáo nào" in page.view.summary.text())
