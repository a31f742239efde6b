"""Tổng hợp → Đơn vị with real clicks and keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt

from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit, Expectation
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.gathering_directory_page import DirectoryPage
from cchc_desktop.ui.screens.gathering_place import GatheringPlace

LEFT = Qt.MouseButton.LeftButton

UNITS = (
    ("H29.1", "Tân Hưng", DirectoryKind.COMMUNE, "Phạm Thị Lan", "0912 345 678"),
    ("H29.2", "Trần Hưng Đạo", DirectoryKind.WARD, "Lê Văn Tám", "0934 111 222"),
    ("H29.3", "Hồng Châu", DirectoryKind.WARD, "Đỗ Thị Ngọc Hạnh", ""),
    ("H29.4", "Nghĩa Trụ", DirectoryKind.COMMUNE, "", ""),
)


def fill(context: Context) -> None:
    context.services.directory.add_many(
        [
            DirectoryUnit(code, name, kind, contact=contact, phone=phone, email=f"vp{code[-1]}@hungyen.gov.vn")
            for code, name, kind, contact, phone in UNITS
        ]
    )


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
    made.show_tab("directory")
    made.refresh()
    qtbot.waitExposed(window)
    unit.bus.changed.connect(made.refresh)
    yield made
    unit.bus.changed.disconnect(made.refresh)


@pytest.fixture
def page(place: GatheringPlace) -> DirectoryPage:
    found = place.tab("directory")
    assert isinstance(found, DirectoryPage)
    return found


def choose(page: DirectoryPage, *names: str) -> None:
    table = page.units.table
    table.clearSelection()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for number, row in enumerate(page.units.model.rows):
        if row.name in names:
            table.selectionModel().select(page.units.model.index(number, 0), flags)


def test_an_empty_directory_says_how_to_begin(place, page, qtbot, type_text, photograph) -> None:
    assert not page.units.table.isVisible()
    assert place.main.text() == "Thêm đơn vị"
    photograph(place.window(), "gathering-directory-empty")
    qtbot.mouseClick(place.main, LEFT)
    form = page.units.form
    assert form.editors["code"].widget.hasFocus()
    type_text(form.editors["code"].widget, "H29.1")
    type_text(form.editors["name"].widget, "Tân Hưng")
    type_text(form.editors["aliases"].widget, "UBND Tân Hưng; TH ; TH")
    assert place.leave()
    (kept,) = place.context.services.directory.units.all()
    assert (kept.code, kept.name, kept.aliases) == ("H29.1", "Tân Hưng", ("UBND Tân Hưng", "TH"))
    assert page.units.search("ubnd tan hung") == 1


def test_two_units_merge_and_the_old_names_stay(place, page, qtbot, type_text, photograph) -> None:
    fill(place.context)
    place.refresh()
    photograph(place.window(), "gathering-directory")
    choose(page, "Tân Hưng", "Nghĩa Trụ")

    def work(dialog) -> None:
        dialog.name.clear()
        type_text(dialog.name, "Tân Nghĩa")
        dialog.day.clear()
        type_text(dialog.day, "1/3/2026")
        photograph(dialog, "gathering-merge", 0)
        qtbot.mouseClick(dialog.go, LEFT)

    place.context.ask.queue("run", work)
    page.units.change.menu().actions()[1].trigger()
    assert [row.full_name for row in page.units.model.rows] == [
        "xã Tân Nghĩa",
        "phường Trần Hưng Đạo",
        "phường Hồng Châu",
    ]
    assert "sáp nhập 2 đơn vị thành xã Tân Nghĩa từ ngày 01/03/2026" in page.units.bar.text
    on_day = place.context.services.directory.on_day
    assert on_day(date(2026, 2, 28))["H29.1"].name == "Tân Hưng"
    page.units.times.setCurrentIndex(1)
    page.units.times.activated.emit(1)
    assert len(page.units.model.rows) == 5
    page.units.show_entry(on_day()["H29.1"].id)
    assert "cộng của: xã Nghĩa Trụ" in page.units.form.derived.text()
    photograph(place.window(), "gathering-directory-times")


def test_a_split_asks_again_until_it_is_sound(place, page, qtbot, type_text) -> None:
    fill(place.context)
    place.refresh()
    choose(page, "Hồng Châu")

    def work(dialog) -> None:
        dialog.parts.setPlainText("H29.3 Phường Hồng Châu")
        qtbot.mouseClick(dialog.go, LEFT)
        assert "dấu chấm phẩy" in dialog.problem.text()
        dialog.parts.setPlainText("H29.3; Phường Hồng Châu\n\nH29.9; xã Hồng Nam")
        qtbot.mouseClick(dialog.go, LEFT)

    place.context.ask.queue("run", work)
    page.units.change.menu().actions()[2].trigger()
    found = place.context.services.directory.on_day()
    assert (found["H29.9"].kind, found["H29.9"].name) == (DirectoryKind.COMMUNE, "Hồng Nam")
    assert found["H29.9"].predecessors == ("H29.3",)


def test_a_ministry_adds_the_provinces_with_one_action(place, page, photograph) -> None:
    page.units.change.menu().actions()[-1].trigger()
    assert len(page.units.model.rows) == 34
    assert "34 tỉnh, thành phố" in page.units.bar.text
    photograph(place.window(), "gathering-directory-provinces")


def test_changing_without_a_choice_says_what_to_choose(place, page) -> None:
    fill(place.context)
    place.refresh()
    choose(page, "Hồng Châu")
    page.units.change.menu().actions()[1].trigger()
    assert "hai đơn vị" in page.units.bar.text


def test_what_is_expected_is_typed_and_kept(place, page, qtbot, type_text, photograph) -> None:
    fill(place.context)
    place.refresh()
    qtbot.mouseClick(page.lists.switches[1], LEFT)
    assert place.main.text() == "Thêm chế độ báo cáo"
    photograph(place.window(), "gathering-expectations-empty")
    qtbot.mouseClick(place.main, LEFT)
    form = page.expectations.form
    form.editors["period"].show_value("Q1")
    form.editors["unit_code"].show_value("H29.2")
    type_text(form.editors["deadline"].widget, "25/13")
    assert not place.leave()
    assert "ngày/tháng" in form.fields["deadline"].problem
    form.editors["deadline"].widget.clear()
    type_text(form.editors["deadline"].widget, "25/3")
    photograph(place.window(), "gathering-expectations")
    assert place.leave()
    (kept,) = place.context.services.directory.expectations.all()
    assert kept == Expectation("Q1", "H29.2", deadline=(3, 25), id=kept.id, version=1)
    assert page.expectations.model.data(page.expectations.model.index(0, 1)) == "phường Trần Hưng Đạo"


def test_the_search_needs_no_accents_and_esc_empties_it(place, page, qtbot, type_text) -> None:
    fill(place.context)
    place.refresh()
    qtbot.keyClick(place.window(), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    place.find()
    type_text(page.search, "ngoc hanh")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert [row.name for row in page.units.model.rows] == ["Hồng Châu"]
    assert place.escape()
    assert len(page.units.model.rows) == 4


def test_a_file_of_units_comes_in_with_kinds_read_from_names(services, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["DANH SÁCH XÃ, PHƯỜNG"])
    sheet.append([])
    sheet.append(["STT", "Mã ĐVHC", "Tên xã, phường", "SĐT", "E-mail", "Mã cũ"])
    sheet.append([1, "11983", "Xã Lạc Đạo", 912345678, "lacdao@hungyen.gov.vn", "11980; 11981"])
    sheet.append([2, "11992", "UBND phường Phố Hiến", "0912 000 111", "", ""])
    sheet.append([3, "11992", "phường Phố Hiến", "", "", ""])
    path = tmp_path / "don-vi.xlsx"
    book.save(path)
    imports = services.table_imports
    file = imports.open(path)
    heads = imports.find_heads("directory_units", file)
    preview = imports.preview("directory_units", file, heads)
    units = [row.entry for row in preview.accepted]
    assert [(unit.code, unit.kind, unit.name) for unit in units] == [
        ("11983", DirectoryKind.COMMUNE, "Lạc Đạo"),
        ("11992", DirectoryKind.WARD, "Phố Hiến"),
    ]
    assert units[0].phone == "0912345678"
    assert units[0].predecessors == ("11980", "11981")
    assert len(preview.twins) == 1
    imports.apply("directory_units", preview)
    again = imports.preview("directory_units", file, heads)
    assert (again.accepted, len(again.twins)) == ((), 3)
    imports.apply("directory_units", again, with_twins=True)
    found = services.directory.on_day()
    assert (services.directory.count(), found["11992"].phone) == (2, "0912 000 111")


def test_hundreds_of_units_come_in_as_one_step(services) -> None:
    units = [DirectoryUnit(f"{number:05d}", f"Đơn vị {number}") for number in range(600)]
    services.directory.add_many(units)
    assert services.directory.count() == 600
    services.undo.undo_next()
    assert services.directory.count() == 0
