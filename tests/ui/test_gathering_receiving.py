"""Tổng hợp → Tiếp nhận with real clicks, real storage and real reading processes."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QComboBox

from cchc_desktop.domain.directory_unit import DirectoryKind, DirectoryUnit
from cchc_desktop.domain.received import FileState, ReportStanding
from cchc_desktop.ui.folder_watch import FolderWatch
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.received_rows import Shown
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.gathering_place import GatheringPlace
from cchc_desktop.ui.screens.gathering_receiving_page import ReceivingPage
from cchc_desktop.ui.screens.received_columns_dialog import ReceivedColumnsDialog
from cchc_desktop.ui.screens.received_compare_dialog import ReceivedCompareDialog

_spec = importlib.util.spec_from_file_location(
    "received_files", Path(__file__).parents[1] / "services" / "received_files.py"
)
assert _spec is not None
assert _spec.loader is not None
made: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)

LEFT = Qt.MouseButton.LeftButton
PERIOD = "2025-Y"
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def page(qtbot, unit: Context) -> Iterator[ReceivingPage]:
    unit.services.directory.add_many(
        [
            DirectoryUnit("HY-A", "Tân Hưng", valid_from=date(2020, 1, 1)),
            DirectoryUnit("HY-B", "Trần Hưng Đạo", DirectoryKind.WARD),
            DirectoryUnit("HY-C", "Hồng Châu", DirectoryKind.WARD),
        ]
    )
    window = MainWindow()
    qtbot.addWidget(window)
    place = GatheringPlace(unit, window)
    window.show_page(place, place.title, place.corner)
    window.left_bar.setEnabled(True)
    window.left_bar.buttons["gathering"].show()
    window.mark("gathering")
    window.resize(1366, 728)
    window.show()
    place.show_tab("receiving")
    place.refresh()
    qtbot.waitExposed(window)
    unit.bus.changed.connect(place.refresh)
    found = place.tab("receiving")
    assert isinstance(found, ReceivingPage)
    yield found
    unit.bus.changed.disconnect(place.refresh)


def settled(qtbot, page: ReceivingPage) -> None:
    """Wait until nothing is taken in or read any more."""
    qtbot.waitUntil(lambda: page._job is None and not page._context.runner._reads, timeout=60_000)


def take(qtbot, page: ReceivingPage, *paths: Path) -> None:
    page.take(paths)
    settled(qtbot, page)


def select(page: ReceivingPage, name: str) -> None:
    for number, row in enumerate(page.model.rows):
        if row.file.name == name:
            page.table.select_number(number)
            return
    raise AssertionError(name)


def drop(page: ReceivingPage, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    page.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, Qt.KeyboardModifier.NoModifier))


@pytest.fixture
def folder(tmp_path: Path, unit: Context) -> Path:
    """What a morning brings: good, double, doubtful, different and harmful files."""
    stick = tmp_path / "USB"
    made.package(
        (stick / "a").with_suffix(".cchc.zip"), "HY-A", "xã Tân Hưng", {"TT01": 5, "TT06": 320}, 1, PERIOD
    ) if (stick.mkdir() is None) else None
    made.ours(stick / "bao cao TT1.xlsx", "HY-B", "phường Trần Hưng Đạo", {"TT01": 7, "TT06": 1250}, PERIOD)
    made.ours(stick / "bao cao TT2.xlsx", "HY-B", "phường Trần Hưng Đạo", {"TT01": 8, "TT06": 1250}, PERIOD)
    made.ours(stick / "khong ro.xlsx", "HY-X", "xã Lạ", {"TT01": 2}, PERIOD)
    names = {one.code: one.name for one in unit.services.catalogues.indicators}
    rows = [
        ["UBND PHƯỜNG HỒNG CHÂU"],
        ["BÁO CÁO NĂM 2025"],
        ["Việc làm", "Con số"],
        [names["TT07"], "12 bài"],
        ["Việc lạ hoắc", 4],
    ]
    made.xlsx(stick / "tu lam.xlsx", {"Biểu": rows})
    (stick / "hong.xlsx").write_bytes((stick / "bao cao TT1.xlsx").read_bytes()[:900])
    return stick


def test_a_folder_that_is_dropped_comes_in(qtbot, page: ReceivingPage, folder: Path, photograph) -> None:
    photograph(page.window(), "gathering-receiving-empty")
    drop(page, folder)
    settled(qtbot, page)
    assert "Đã xem 6 tệp: 3 đã nhận, 2 chờ xác nhận, 1 để riêng" in page.bar.text
    kinds = {page.shown.itemData(place): page.shown.itemText(place) for place in range(page.shown.count())}
    assert kinds[Shown.CONFLICT.value] == "Chờ chọn (2)"
    select(page, "khong ro.xlsx")
    photograph(page.window(), "gathering-receiving")
    take(qtbot, page, folder)
    assert "Đã xem 6 tệp: 6 đã có từ trước" in page.bar.text


def test_a_person_decides_whose_it_is(qtbot, page: ReceivingPage, folder: Path) -> None:
    take(qtbot, page, folder)
    select(page, "khong ro.xlsx")
    assert "không có trong danh bạ" in page.panel.reason.text()
    qtbot.mouseClick(page.panel.take_button, LEFT)
    assert page.panel.fields["unit"].problem
    page.panel.unit.set_key("HY-A")
    qtbot.mouseClick(page.panel.take_button, LEFT)
    settled(qtbot, page)
    taken = {row.file.name: row for row in page.model.rows}["khong ro.xlsx"]
    assert taken.report is not None
    assert (taken.report.unit_code, taken.report.standing) == ("HY-A", ReportStanding.CONFLICT)


def test_two_that_differ_are_compared_and_one_is_chosen(
    qtbot, page: ReceivingPage, folder: Path, fake_ask, photograph
) -> None:
    take(qtbot, page, folder)
    select(page, "bao cao TT2.xlsx")

    def work(dialog: ReceivedCompareDialog) -> None:
        photograph(dialog, "gathering-receiving-compare")
        assert dialog.model.rowCount() == 1
        assert {dialog.model.index(0, column).data() for column in (1, 2)} == {"7", "8"}
        qtbot.mouseClick(dialog.buttons[1], LEFT)

    fake_ask.queue("run", work)
    qtbot.mouseClick(page.panel.compare_button, LEFT)
    settled(qtbot, page)
    standing = {row.file.name: row.report.standing for row in page.model.rows if row.report}
    pair = [standing["bao cao TT1.xlsx"], standing["bao cao TT2.xlsx"]]
    assert sorted(pair) == [ReportStanding.CURRENT, ReportStanding.SET_ASIDE]


def test_columns_and_rows_are_put_right_by_hand(qtbot, page: ReceivingPage, folder: Path, fake_ask, photograph) -> None:
    take(qtbot, page, folder)
    select(page, "tu lam.xlsx")

    def work(dialog: ReceivedColumnsDialog) -> None:
        dialog.heading.setValue(3)
        qtbot.mouseClick(dialog.again, LEFT)
        qtbot.waitUntil(lambda: set(dialog.columns) == {1, 2}, timeout=30_000)
        for number, field in ((1, "name"), (2, "current")):
            box = dialog.findChild(QComboBox, f"received_column_{number}")
            box.setCurrentIndex(box.findData(field))
        qtbot.mouseClick(dialog.again, LEFT)
        qtbot.waitUntil(lambda: len(dialog.reading.figures) == 1, timeout=30_000)
        dialog.labels["Việc lạ hoắc"].set_key("TT01")
        qtbot.mouseClick(dialog.again, LEFT)
        qtbot.waitUntil(lambda: len(dialog.reading.figures) == 2, timeout=30_000)
        photograph(dialog, "gathering-receiving-columns")
        qtbot.mouseClick(dialog.use, LEFT)

    fake_ask.queue("run", work)
    page.panel.unit.set_key("HY-C")
    page.panel.period.set_key(PERIOD)
    qtbot.mouseClick(page.panel.columns_button, LEFT)
    settled(qtbot, page)
    taken = {row.file.name: row for row in page.model.rows}["tu lam.xlsx"]
    assert taken.file.state is FileState.ACCEPTED


def test_what_waits_is_judged_again_by_a_directory_that_knows_more(
    qtbot, page: ReceivingPage, folder: Path, unit: Context
) -> None:
    take(qtbot, page, folder)
    assert page.again.isVisible()
    unit.services.directory.add_many([DirectoryUnit("HY-X", "Lạ")])
    qtbot.mouseClick(page.again, LEFT)
    qtbot.waitUntil(lambda: not unit.runner.busy, timeout=30_000)
    settled(qtbot, page)
    assert "1 tệp nay được nhận" in page.bar.text
    assert {row.file.name: row for row in page.model.rows}["khong ro.xlsx"].report is not None


def test_a_watched_folder_tells_files_once_they_lie_still(qtbot, tmp_path: Path) -> None:
    watch, told = FolderWatch(), []
    watch.arrived.connect(told.append)
    watch.start(tmp_path)
    (tmp_path / "a.xlsx").write_bytes(b"1")
    watch.look()
    assert told == []
    (tmp_path / "a.xlsx").write_bytes(b"12")
    watch.look()
    assert told == []
    watch.look()
    watch.look()
    assert told == [[tmp_path / "a.xlsx"]]
    watch.stop()
