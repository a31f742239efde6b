"""Tổng hợp → Theo dõi with real clicks and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtGui import QGuiApplication

from cchc_desktop.domain.board import BoardState
from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.gathering_board_page import BoardPage
from cchc_desktop.ui.screens.gathering_place import GatheringPlace

LEFT = Qt.MouseButton.LeftButton
Q1 = "2026-Q1"
NAMES = (
    ("Tân Hưng", DirectoryKind.COMMUNE, "Phạm Thị Lan", "0912 345 678"),
    ("Trần Hưng Đạo", DirectoryKind.WARD, "Lê Văn Tám", "0934 111 222"),
    ("Hồng Châu", DirectoryKind.WARD, "Đỗ Thị Ngọc Hạnh", "0977 000 111"),
    ("Nghĩa Trụ", DirectoryKind.COMMUNE, "", ""),
    ("Phố Hiến", DirectoryKind.WARD, "Vũ Đình Khôi", "0912 999 888"),
    ("Lạc Đạo", DirectoryKind.COMMUNE, "Trần Thị Mơ", "0915 123 123"),
    ("Đại Đồng", DirectoryKind.COMMUNE, "", ""),
    ("Như Quỳnh", DirectoryKind.COMMUNE, "Ngô Văn Sở", "0912 222 333"),
    ("Mỹ Hào", DirectoryKind.WARD, "Bùi Thị Xuân", "0914 555 666"),
    ("Đường Hào", DirectoryKind.WARD, "", ""),
    ("Yên Mỹ", DirectoryKind.COMMUNE, "Đặng Hữu Nghĩa", "0988 777 666"),
    ("Việt Yên", DirectoryKind.COMMUNE, "", ""),
)


def fill(context: Context, send) -> None:
    context.services.directory.add_many(
        [
            DirectoryUnit(f"H29.{number + 20}", name, kind, contact=contact, phone=phone, email=f"vp{number}@hy.gov.vn")
            for number, (name, kind, contact, phone) in enumerate(NAMES)
        ]
    )
    for number, (name, kind, _, _) in enumerate(NAMES[:9]):
        full = DirectoryUnit("", name, kind).full_name
        code = f"H29.{number + 20}"
        figures = {"TT02": 20, "TT03": 12, "TT05": 14 + 2 * number, "TT06": 300 + 40 * number, "TT15": 90}
        if number == 2:
            figures |= {"TT05": 14_000, "TT03": 25}
        send(code, full, Q1, figures, on="2026-03-18" if number == 3 else "2026-03-13")
        if number == 4:
            send(code, full, Q1, figures | {"TT05": 30}, ordinal=2, on="2026-03-19")
        if number in (2, 5):
            send(code, full, "2025-Q1", {"TT05": 15, "TT06": 320}, on="2025-03-14")
        if number == 6:
            send(code, full, Q1, figures | {"TT06": 9}, on="2026-03-13")
    send("H29.99", "xã Lạ", Q1, {"TT05": 22}, on="2026-03-13")


@pytest.fixture
def unit(unit: Context, monkeypatch: pytest.MonkeyPatch) -> Context:
    """An office one day after the deadline of the first quarter."""
    from dataclasses import replace
    from datetime import date

    services = unit.services
    desk = replace(services._desk, today=lambda: date(2026, 3, 20))
    monkeypatch.setattr(services, "_desk", desk)
    services._shelf._today = desk.today
    for name in ("reports", "units", "letters"):
        services.__dict__.pop(name, None)
    return replace(unit, today=desk.today)


@pytest.fixture
def place(qtbot, unit: Context) -> Iterator[GatheringPlace]:
    window = MainWindow()
    qtbot.addWidget(window)
    made = GatheringPlace(unit, window)
    window.show_page(made, made.title, made.corner)
    window.left_bar.setEnabled(True)
    window.left_bar.buttons["gathering"].show()
    window.mark("gathering")
    window.resize(1366, 728)
    window.show()
    made.show_tab("board")
    made.refresh()
    qtbot.waitExposed(window)
    yield made  # not returned: the window would be gone with this frame
    window.close()


@pytest.fixture
def page(place: GatheringPlace) -> BoardPage:
    found = place.tab("board")
    assert isinstance(found, BoardPage)
    return found


@pytest.fixture
def filled(qtbot, place: GatheringPlace, page: BoardPage, send) -> BoardPage:
    fill(place.context, send)
    place.refresh()
    qtbot.waitUntil(lambda: page.checked is not None, timeout=10_000)
    return page


def choose(page: BoardPage, *codes: str) -> None:
    table, model = page.view.table, page.view.model
    table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for number, line in enumerate(model.rows):
        if line.row.unit.code in codes:
            table.selectionModel().select(model.index(number, 0), flags)


def show(page: BoardPage, wanted: str) -> None:
    page.view.filter.setCurrentIndex(page.view.filter.findData(wanted))
    page.view.filter.activated.emit(page.view.filter.currentIndex())


def test_without_units_the_board_leads_to_the_directory(qtbot, place, page, photograph) -> None:
    photograph(place.window(), "gathering-board-empty")
    assert place.main.isHidden()
    qtbot.mouseClick(page.view.empty.button, LEFT)
    assert place.tabs.tabText(place.tabs.currentIndex()) == "Đơn vị"


def test_the_board_tells_states_in_words_and_what_is_odd(place, filled, photograph) -> None:
    assert filled.view.period.currentData() == Q1
    states = {line.row.unit.code: line.row.state for line in filled.view.model.rows}
    assert states["H29.20"] is BoardState.ON_TIME
    assert states["H29.23"] is BoardState.LATE
    assert states["H29.24"] is BoardState.SUPPLEMENTED
    assert states["H29.26"] is BoardState.CONFLICT
    assert states["H29.30"] is BoardState.OVERDUE
    assert states["H29.99"] is BoardState.NOT_EXPECTED
    odd = {line.row.unit.code: line.odd_text for line in filled.view.model.rows}
    assert "không khớp" in odd["H29.22"]
    assert "khác các kỳ trước" in odd["H29.22"]
    assert "khác các đơn vị khác" in odd["H29.22"]
    assert odd["H29.30"] == ""
    assert "Quá hạn, chưa nộp: 3" in filled.view.sums.text()
    photograph(place.window(), "gathering-board")
    show(filled, "odd")
    assert [line.row.unit.code for line in filled.view.model.rows] == ["H29.22"]
    show(filled, "lacking")
    assert {line.row.state for line in filled.view.model.rows} == {BoardState.OVERDUE}


def test_the_search_needs_no_accents(qtbot, place, filled, type_text) -> None:
    place.find()
    assert filled.view.search.hasFocus()
    type_text(filled.view.search, "ngoc hanh")
    qtbot.keyClick(filled.view.search, Qt.Key.Key_Return)
    assert [line.row.unit.code for line in filled.view.model.rows] == ["H29.22"]
    assert place.escape()
    assert len(filled.view.model.rows) == 13


def test_a_report_is_looked_at_remarked_on_and_returned(qtbot, place, filled, type_text, photograph) -> None:
    filled.view.table.select_number(2)
    qtbot.keyClick(filled.view.table, Qt.Key.Key_Return)
    report = filled.report
    assert report.isVisible()
    assert "phường Hồng Châu: Quý I năm 2026, lần 1" in report.heading.text()
    report.only_odd.setChecked(True)
    codes = [line.indicator for line in report.model.rows]
    assert "TT05" in codes
    report.table.select_number(codes.index("TT05"))
    line = report.model.rows[codes.index("TT05")]
    assert line.last_year.value == 15
    assert {odd.kind.value for odd in line.odd} == {"history", "peers"}
    qtbot.mouseClick(report.return_button, LEFT)
    assert "mà không nêu lý do" in report.bar.text
    qtbot.keyClick(report.table, Qt.Key.Key_Return)
    assert report.remark.hasFocus()
    type_text(report.remark, "Thừa ba số 0, đề nghị kiểm tra")
    report.table.select_number(codes.index("TT03"))
    report.kind.setCurrentIndex(1)
    type_text(report.remark, "Hoàn thành nhiều hơn số nhiệm vụ?")
    type_text(report.note, "Đề nghị gửi lại trước 25/3")
    photograph(place.window(), "gathering-report")
    source = report.list_source()
    assert source.title.startswith("PHƯỜNG HỒNG CHÂU")
    assert any("Thừa ba số 0, đề nghị kiểm tra" in row for row in source.rows())
    # Closed and opened again, what was typed is there.
    assert place.escape()
    filled.open_line(next(line for line in filled.view.model.rows if line.row.unit.code == "H29.22"))
    assert report.note.text() == "Đề nghị gửi lại trước 25/3"
    assert report.remarks["TT05"][1] == "Thừa ba số 0, đề nghị kiểm tra"
    qtbot.mouseClick(report.return_button, LEFT)
    assert filled.view.isVisible()
    line = next(line for line in filled.view.model.rows if line.row.unit.code == "H29.22")
    assert line.row.state is BoardState.RETURNED
    assert line.answer_text == "trả lại, chưa ghi tệp"
    filled.open_line(line)
    assert report.note.text() == ""
    assert report.remarks == {}


def test_many_are_accepted_and_all_answers_written_in_one_go(
    qtbot, place, filled, tmp_path: Path, settle, photograph
) -> None:
    choose(filled, "H29.20", "H29.21", "H29.22", "H29.26")
    assert filled.view.accept.text() == "Tiếp nhận (3)"  # two files of H29.26 differ: nobody has chosen yet
    place.context.ask.queue("confirm", False)
    qtbot.mouseClick(filled.view.accept, LEFT)
    assert not place.context.services.answers.waiting(filled.board)
    place.context.ask.queue("confirm", True)
    qtbot.mouseClick(filled.view.accept, LEFT)
    settle(place.context)
    assert "phường Hồng Châu" in place.context.ask.calls("confirm")[0][0]
    assert filled.view.write.text() == "Ghi phản hồi (3)…"
    assert filled.checked is not None  # figures do not change by being acknowledged
    photograph(place.window(), "gathering-board-answers")
    place.context.ask.queue("folder", tmp_path)
    qtbot.mouseClick(filled.view.write, LEFT)
    settle(place.context)
    names = sorted(path.name for path in tmp_path.glob("CCHC_*.cchc.json"))
    assert names == [f"CCHC_H29-{number}_2026-Q1_v1_TIEP-NHAN.cchc.json" for number in (20, 21, 22)]
    assert json.loads((tmp_path / names[0]).read_text(encoding="utf-8"))["answers"]["unit_code"] == "H29.20"
    assert "Đã ghi 3 tệp" in filled.view.bar.text
    assert not filled.view.write.isEnabled()


def test_reminders_name_the_missing_and_give_their_addresses(
    qtbot, place, filled, tmp_path: Path, settle, type_text, photograph
) -> None:
    assert place.main.text() == "Đôn đốc đơn vị chưa nộp"

    def one(dialog) -> None:
        photograph(dialog, "gathering-reminder", 0)
        qtbot.mouseClick(dialog.copy, LEFT)
        dialog.day.clear()
        qtbot.mouseClick(dialog.go, LEFT)
        assert dialog.problem.isVisible()
        type_text(dialog.day, "25/3/2026")
        qtbot.mouseClick(dialog.go, LEFT)

    place.context.ask.queue("run", one)
    place.context.ask.queue("save_file", tmp_path / "chung.docx")
    qtbot.mouseClick(place.main, LEFT)
    settle(place.context)
    assert QGuiApplication.clipboard().text() == "vp9@hy.gov.vn; vp10@hy.gov.vn; vp11@hy.gov.vn"
    text = "\n".join(paragraph.text for paragraph in docx.Document(tmp_path / "chung.docx").paragraphs)
    assert "3 đơn vị" in text
    assert "ngày 25 tháng 3 năm 2026" in text

    def each(dialog) -> None:
        dialog.each_box.click()
        qtbot.mouseClick(dialog.go, LEFT)

    place.context.ask.queue("run", each)
    place.context.ask.queue("folder", tmp_path)
    qtbot.mouseClick(place.main, LEFT)
    settle(place.context)
    assert len(list(tmp_path.glob("Đôn đốc*.docx"))) == 3
    assert "3 công văn" in filled.view.bar.text


def test_the_list_leaves_as_shown(qtbot, place, filled, tmp_path: Path, settle) -> None:
    show(filled, "lacking")
    place.context.ask.queue("run", lambda dialog: dialog.accept())
    place.context.ask.queue("save_file", tmp_path / "theo-doi.xlsx")
    qtbot.mouseClick(filled.view.export, LEFT)
    settle(place.context)
    sheet = openpyxl.load_workbook(tmp_path / "theo-doi.xlsx").active
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "xã Việt Yên" in texts
    assert "xã Tân Hưng" not in texts
    assert not any("0912" in text for text in texts)
    assert any("chưa nộp, bị trả lại (3)" in text for text in texts)


def test_a_unit_without_a_report_opens_in_the_directory(place, filled) -> None:
    filled.open_line(next(line for line in filled.view.model.rows if line.row.unit.code == "H29.30"))
    directory = place.tab("directory")
    assert place.page is directory
    assert directory.units.record.name == "Yên Mỹ"


def test_two_files_that_differ_lead_to_where_one_is_chosen(qtbot, place, filled) -> None:
    filled.open_line(next(line for line in filled.view.model.rows if line.row.unit.code == "H29.26"))
    assert not filled.report.accept_button.isEnabled()
    assert not filled.report.return_button.isEnabled()
    assert "hai tệp" in filled.report.bar.text
    qtbot.mouseClick(filled.report.bar.button("Đến thẻ Tiếp nhận"), LEFT)
    assert place.tabs.tabText(place.tabs.currentIndex()) == "Tiếp nhận"


def test_another_period_is_another_board(qtbot, place, filled) -> None:
    filled.view.year.setCurrentIndex(filled.view.year.findData(2025))
    filled.view.year.activated.emit(filled.view.year.currentIndex())
    assert filled.board.period.code == "2025-Q1"
    states = {line.row.unit.code: line.row.state for line in filled.view.model.rows}
    assert states["H29.22"] is BoardState.ON_TIME
    assert states["H29.21"] is BoardState.OVERDUE
    filled.accept(Q1)
    assert filled.board.period.code == Q1
