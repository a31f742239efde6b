"""Keeping the register of legal bases with clicks and keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from cchc_desktop.domain.legal_basis import BasisSource
from cchc_desktop.errors import CatalogueProblem
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.catalogue_place import CataloguePlace
from cchc_desktop.ui.screens.legal_basis_page import LegalBasisPage

LEFT = Qt.MouseButton.LeftButton
UPDATE = """\
schema = 1
version = "2026-03-01"
publisher = "Sở Nội vụ"

[[legal_bases]]
kind = "Nghị định"
number = "400/2026/NĐ-CP"
date = 2026-02-20
issuer = "Chính phủ"
subject = "về công tác văn thư"

[[legal_bases]]
kind = "Nghị định"
number = "30/2020/NĐ-CP"
date = 2020-03-05
issuer = "Chính phủ"
subject = "về công tác văn thư"
valid_from = 2020-03-05
valid_to = 2026-12-31
replaced_by = "400/2026/NĐ-CP"
"""


@pytest.fixture
def place(qtbot, unit: Context) -> CataloguePlace:
    made = CataloguePlace(unit)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.refresh()
    made.tabs.setCurrentWidget(made.legal)
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def page(place: CataloguePlace) -> LegalBasisPage:
    return place.legal


def choose(page: LegalBasisPage, number: str) -> None:
    row = next(row for row, basis in enumerate(page.model.rows) if basis.number == number)
    page.table.select_number(row)


def stored(page: LegalBasisPage, number: str):
    return next((one for one in page.context.services.legal_bases.all() if one.number == number), None)


def test_the_register_is_shown_with_what_to_know(place, page, photograph) -> None:
    photograph(place, "catalogue-legal", 0)
    choose(page, "61/2018/NĐ-CP")
    assert page.form.remark.text() == "Đã được thay thế bởi 118/2025/NĐ-CP; hết hiệu lực từ ngày 01/07/2025"
    assert page.form.preview.text().startswith("Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ về")
    assert page.form.source.text() == "Nguồn: kèm theo chương trình"


def test_the_search_of_the_place_finds_without_accents(place, page, qtbot) -> None:
    qtbot.keyClicks(place.search, "mot cua lien thong")
    qtbot.waitUntil(lambda: place.tabs.tabText(4) == "Căn cứ pháp lý (4)")
    assert {basis.number for basis in page.model.rows} == {
        "118/2025/NĐ-CP",
        "367/2025/NĐ-CP",
        "309/2026/NĐ-CP",
        "61/2018/NĐ-CP",
    }


def test_a_document_is_added_by_typing_and_writes_itself(place, page, qtbot, type_text, photograph) -> None:
    place.new()
    assert page.form.lines["number"].hasFocus()
    type_text(page.form.lines["number"], "12/KH-UBND")
    page.form.kind.setFocus()
    page.form.kind.lineEdit().selectAll()
    type_text(page.form.kind.lineEdit(), "Kế hoạch")
    type_text(page.form.days["date"], "5/1")
    type_text(page.form.lines["issuer"], "Ủy ban nhân dân tỉnh Hưng Yên")
    type_text(page.form.subject, "về cải cách hành chính năm 2026")
    photograph(place, "catalogue-legal-new", 0)
    qtbot.waitUntil(lambda: stored(page, "12/KH-UBND") is not None, timeout=6000)
    kept = stored(page, "12/KH-UBND")
    assert (kept.kind, kept.date, kept.source) == ("Kế hoạch", date(2026, 1, 5), BasisSource.OFFICE)
    assert page.table.selected_rows() == [kept]

    type_text(page.form.subject, " và các năm sau")  # going on typing after it was written
    assert page.leave()
    assert stored(page, "12/KH-UBND").subject == "về cải cách hành chính năm 2026 và các năm sau"


def test_an_unsound_document_keeps_the_person_there(page, place, qtbot) -> None:
    place.new()
    qtbot.keyClicks(page.form.lines["number"], "abc")
    assert not place.leave()
    assert page.form.fields["number"].problem == "Số, ký hiệu chưa đúng, ví dụ: 30/2020/NĐ-CP"
    assert page.form.fields["subject"].problem == "Chưa nhập tên hoặc trích yếu"
    assert place.escape()
    assert place.leave()


def test_the_same_document_is_refused(page, place, type_text) -> None:
    place.new()
    type_text(page.form.lines["number"], "30/2020/NĐ-CP")
    type_text(page.form.subject, "về công tác văn thư")
    assert not place.leave()
    assert page.form.fields["number"].problem == "Văn bản này đã có trong danh mục"
    assert place.escape()


def test_checked_today_takes_several_rows(page, qtbot) -> None:
    page.table.selectAll()
    count = len(page.table.selected_rows())
    qtbot.mouseClick(page.checked, LEFT)
    assert page.bar.text == f"Đã ghi ngày kiểm tra hiệu lực cho {count} văn bản."
    assert {basis.checked_on for basis in page.context.services.legal_bases.all()} == {date(2026, 3, 12)}


def test_deleting_is_undone_at_once_or_from_the_bin(page, qtbot, photograph, place) -> None:
    choose(page, "344/2016/TT-BTC")
    qtbot.mouseClick(page.remove, LEFT)
    assert stored(page, "344/2016/TT-BTC") is None
    assert page.bar.text == "Đã xóa Thông tư 344/2016/TT-BTC, 30/12/2016 khỏi danh mục."
    qtbot.mouseClick(page.bar.button("Hoàn tác"), LEFT)
    assert stored(page, "344/2016/TT-BTC") is not None
    choose(page, "344/2016/TT-BTC")
    qtbot.mouseClick(page.remove, LEFT)
    qtbot.mouseClick(page.bin, LEFT)
    assert [basis.number for basis in page.model.rows] == ["344/2016/TT-BTC"]
    assert not page.form.isEnabled()
    photograph(place, "catalogue-legal-bin", 0)
    qtbot.mouseClick(page.remove, LEFT)
    assert page.bar.text == "Đã lấy lại 1 văn bản."
    assert place.escape()
    assert place.escape()
    assert len(page.model.rows) > 20
    assert page.form.isEnabled()


def tick(qtbot, listing, item) -> None:
    listing.scrollToItem(item)
    option = QStyleOptionViewItem()
    listing.initViewItemOption(option)
    option.rect = listing.visualItemRect(item)
    option.index = listing.indexFromItem(item)
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    option.text = item.text()
    box = listing.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, listing)
    qtbot.mouseClick(listing.viewport(), LEFT, pos=box.center())


def test_an_update_file_is_looked_at_and_taken_over(
    place, page, qtbot, fake_ask, tmp_path: Path, photograph, type_text
) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE, encoding="utf-8")
    choose(page, "30/2020/NĐ-CP")
    type_text(page.form.note, "của xã")
    assert page.leave()

    fake_ask.queue("open_file", path)
    qtbot.mouseClick(page.load, LEFT)
    panel = page.update_panel
    assert panel.isVisible()
    assert "Tệp cap-nhat.toml, bản 2026-03-01, Sở Nội vụ lập; thêm mới: 1" in panel.about.text()
    texts = [panel.list.item(row).text() for row in range(panel.list.count())]
    assert texts[0] == "Nghị định 400/2026/NĐ-CP, 20/02/2026 (thêm mới)\nvề công tác văn thư"
    assert "được thay thế bởi: (trống) → 400/2026/NĐ-CP" in texts[1]
    photograph(place, "catalogue-legal-update", 0)
    qtbot.mouseClick(panel.apply, LEFT)
    assert stored(page, "400/2026/NĐ-CP").source is BasisSource.UPDATE
    assert stored(page, "30/2020/NĐ-CP").replaced_by == ""

    fake_ask.queue("open_file", path)
    qtbot.mouseClick(page.load, LEFT)
    assert panel.list.count() == 1
    tick(qtbot, panel.list, panel.list.item(0))
    qtbot.mouseClick(panel.apply, LEFT)
    assert stored(page, "30/2020/NĐ-CP").replaced_by == "400/2026/NĐ-CP"


def test_a_wrong_update_file_is_told_and_changes_nothing(page, qtbot, fake_ask, tmp_path: Path) -> None:
    path = tmp_path / "cap-nhat.toml"
    path.write_text(UPDATE.replace("valid_to", "valid_too"), encoding="utf-8")
    fake_ask.queue("open_file", path)
    fake_ask.expected_errors.append(CatalogueProblem)
    qtbot.mouseClick(page.load, LEFT)
    assert not page.update_panel.isVisible()
    assert stored(page, "400/2026/NĐ-CP") is None
