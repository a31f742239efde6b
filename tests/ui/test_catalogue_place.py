"""The catalogue: search, periods of a year, and the office's own files."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from cchc_desktop.errors import CatalogueProblem
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.catalogue_place import CataloguePlace, CatalogueTable

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def place(qtbot, unit: Context) -> CataloguePlace:
    """The place, filled and shown."""
    made = CataloguePlace(unit)
    qtbot.addWidget(made)
    made.resize(1180, 640)
    made.show()
    made.refresh()
    return made


def _texts(page: CatalogueTable) -> list[list[str]]:
    return [[column.text(row) for column in page.model.columns] for row in page.model.rows]


def _tabs(place: CataloguePlace) -> list[str]:
    return [place.tabs.tabText(number) for number in range(place.tabs.count())]


def test_all_catalogues_are_shown(place: CataloguePlace, unit: Context) -> None:
    known = unit.services.catalogues
    assert _tabs(place) == [
        f"Hình thức ({len(known.forms)})",
        f"Chỉ tiêu ({len(known.indicators)})",
        "Kỳ báo cáo (5)",
        "Tỉnh, thành phố (34)",
        f"Căn cứ pháp lý ({len(unit.services.legal_bases.all())})",
        "Mẫu văn bản (6)",
    ]
    loud = next(row for row in _texts(place.forms) if "Phát thanh" in row[1])
    assert "Số lượt phát (lượt phát)" in loud[2]
    assert "loa" in loud[3]
    how = {row[0]: row[4] for row in _texts(place.indicators)}
    assert how["TT01"] == "Nhập tay từng kỳ, không lấy từ nhật ký."
    assert how["TT05"] == "Đếm số hoạt động trong nhật ký, mọi hình thức."
    assert how["TT07"] == "Cộng “Số tin, bài” ghi trong nhật ký, hình thức: Tin, bài trên báo, đài, bản tin."
    assert how["TT04"].startswith("Tỷ lệ %: TT03 “Nhiệm vụ")


def test_search_works_on_all_of_them_without_accents(place: CataloguePlace, qtbot) -> None:
    place.find()
    qtbot.keyClicks(place.search, "hai duong")
    qtbot.waitUntil(lambda: place.tabs.tabText(3) == "Tỉnh, thành phố (1)")
    assert _texts(place.provinces) == [["31", "Thành phố Hải Phòng", "Tỉnh Hải Dương, Thành phố Hải Phòng"]]
    assert place.tabs.tabText(0) == "Hình thức (0)"
    assert place.escape()
    assert place.tabs.tabText(3) == "Tỉnh, thành phố (34)"
    assert not place.escape()


def test_periods_of_another_year(place: CataloguePlace, qtbot) -> None:
    place.tabs.setCurrentIndex(2)
    assert _texts(place.periods)[0] == ["Quý I năm 2026", "15/12/2025", "14/03/2026", "17/03/2026, còn 5 ngày"]
    qtbot.keyClick(place.year_box, Qt.Key.Key_Down)
    assert _texts(place.periods)[0][:3] == ["Quý I năm 2025", "15/12/2024", "14/03/2025"]
    assert _texts(place.periods)[0][3].endswith("đã qua")


def test_the_offices_own_folder_opens_with_samples(place: CataloguePlace, qtbot, fake_ask, paths) -> None:
    assert "chưa có tệp riêng" in place.sources.text()
    qtbot.mouseClick(place.folder_button, LEFT)
    assert fake_ask.opened == [paths.catalogues]
    assert (paths.catalogues / "mau" / "forms.toml").is_file()
    assert str(paths.catalogues) in place.bar.text


def test_a_mistake_in_an_own_file_is_told_before_the_next_start(place: CataloguePlace, qtbot, paths) -> None:
    qtbot.mouseClick(place.check_button, LEFT)
    assert place.bar.text == "Các tệp danh mục đều đúng."
    own: Path = paths.catalogues
    own.mkdir()
    (own / "periods.toml").write_text('schema = 1\n\n[[periods]]\ncode = "Q1"\nname = 5\n', encoding="utf-8")
    qtbot.mouseClick(place.check_button, LEFT)
    assert "periods.toml, dòng " in place.bar.text
    assert "Tệp riêng của đơn vị: periods.toml" in place.sources.text()


def test_another_file_of_provinces_counts_at_once_and_can_be_dropped(
    place: CataloguePlace, qtbot, photograph, tmp_path: Path
) -> None:
    place.tabs.setCurrentWidget(place.provinces)
    assert place.drop_provinces.isHidden()
    wrong = tmp_path / "sai.toml"
    wrong.write_text(
        'schema = 1\n[[provinces]]\ncode = "01"\nname = "Một"\n[[provinces]]\ncode = "01"\nname = "Hai"\n', "utf-8"
    )
    place.context.ask.queue("open_file", wrong)
    place.context.ask.expected_errors.append(CatalogueProblem)
    qtbot.mouseClick(place.take_provinces, LEFT)
    assert len(place.context.services.catalogues.provinces) == 34
    own = tmp_path / "moi.toml"
    own.write_text('schema = 1\n[[provinces]]\ncode = "01"\nname = "Thành phố Hà Nội"\n', "utf-8")
    place.context.ask.queue("open_file", own)
    qtbot.mouseClick(place.take_provinces, LEFT)
    assert [province.name for province in place.context.services.catalogues.provinces] == ["Thành phố Hà Nội"]
    assert place.provinces.model.rowCount() == 1
    assert "provinces.toml" in place.sources.text()
    photograph(place, "catalogue-provinces")
    qtbot.mouseClick(place.drop_provinces, LEFT)
    assert len(place.context.services.catalogues.provinces) == 34
    assert place.drop_provinces.isHidden()
