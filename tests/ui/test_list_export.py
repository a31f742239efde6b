"""Any list of the window into Excel, with real keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.collaborator import Collaborator
from cchc_desktop.ui.list_titles import LIST_TITLES
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.models.list_source import ListOwner
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.places import make_place
from cchc_desktop.ui.screens.list_exchange import ListExchange
from cchc_desktop.ui.widgets.data_table import DataTable

HEAD = 4


class Frame:
    """A window with one place and the exchange, as the session joins them."""

    def __init__(self, context: Context, qtbot) -> None:
        self.context = context
        self.qtbot = qtbot
        self.window = MainWindow()
        qtbot.addWidget(self.window)
        self.window.set_keys()
        self.window.resize(1366, 728)
        self.exchange = ListExchange(context, self.window)
        self.window.key_pressed.connect(self.exchange.key)

    def go(self, key: str) -> Place:
        place = make_place(key, self.context, self.window)
        self.window.show_page(place, place.title, place.corner)
        self.show()
        place.refresh()
        return place

    def show(self) -> None:
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def export(self, widget: QWidget, target: Path) -> Worksheet:
        self.context.ask.queue("save_file", target)  # type: ignore[attr-defined]
        widget.setFocus()
        with self.qtbot.waitSignal(self.exchange.exporter.written, timeout=20_000):
            self.qtbot.keyClick(widget, "e", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        return openpyxl.load_workbook(target).active


@pytest.fixture
def frame(qtbot, unit: Context) -> Iterator[Frame]:
    made = Frame(unit, qtbot)
    yield made
    made.exchange.close()


def log(context: Context, *activities: Activity) -> None:
    for activity in activities:
        context.services.activities.save(activity)


def cells(sheet: Worksheet) -> list[list[object]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD)]


def test_the_log_leaves_as_filtered_with_days_as_days(frame: Frame, tmp_path: Path) -> None:
    log(
        frame.context,
        Activity(date(2026, 3, 2), "phat_thanh", "=1+1 phát thanh cải cách", {"luot_phat": Decimal(3)}),
        Activity(date(2026, 3, 5), "phat_thanh", "+84 đường dây nóng", {"luot_phat": Decimal(2)}),
        Activity(date(2026, 3, 9), "tin_bai", "Tin khác", {"so_bai": Decimal(1)}),
    )
    place = frame.go("activity")
    place.filters.search.setText("phát thanh")  # type: ignore[attr-defined]
    frame.qtbot.waitUntil(lambda: place.table.model().rowCount() == 2)  # type: ignore[attr-defined]
    sheet = frame.export(place.table, tmp_path / "nhat ky.xlsx")  # type: ignore[attr-defined]
    assert sheet["A1"].value == LIST_TITLES["activity_table"]
    assert "(Tính đến ngày 12/03/2026; 2 dòng; tìm: phát thanh)" in sheet["A2"].value
    head, *rows = cells(sheet)
    assert head[:4] == ["STT", "Ngày", "Hình thức", "Nội dung"]
    assert [row[0] for row in rows] == [1, 2]
    assert rows[0][1] == datetime(2026, 3, 5)
    assert rows[1][3] == "=1+1 phát thanh cải cách"
    assert sheet.cell(HEAD + 2, 4).data_type == "s"
    assert sheet.freeze_panes == "A5"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9
    assert frame.exchange.bar.text == "Đã ghi tệp nhat ky.xlsx."
    frame.qtbot.mouseClick(frame.exchange.bar.button("Mở tệp"), Qt.MouseButton.LeftButton)
    assert frame.context.ask.opened == [tmp_path / "nhat ky.xlsx"]  # type: ignore[attr-defined]


def test_a_log_longer_than_the_screen_leaves_whole(frame: Frame, tmp_path: Path) -> None:
    many = [Activity(date(2026, 1, 1 + number % 28), "tin_bai", f"Tin số {number}") for number in range(4100)]
    with frame.context.services._desk.database.write("thử") as uow:
        uow.activities.save_many(many)
        uow.commit()
    place = frame.go("activity")
    assert place.table.model().rowCount() < 4100  # type: ignore[attr-defined]
    sheet = frame.export(place.table, tmp_path / "dai.xlsx")  # type: ignore[attr-defined]
    titles = [sheet.cell(row, 4).value for row in range(HEAD + 1, sheet.max_row + 1)]
    assert len(titles) == 4100
    assert set(titles) == {one.title for one in many}


def test_hidden_moved_and_sorted_columns_leave_as_they_stand(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("catalogue")
    table = place.forms.table  # type: ignore[attr-defined]
    header = table.horizontalHeader()
    first, second = (table.model().headerData(n, Qt.Orientation.Horizontal) for n in (0, 1))
    header.moveSection(1, 0)
    table.setColumnHidden(2, True)
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    sheet = frame.export(table, tmp_path / "hinh thuc.xlsx")
    head, *rows = cells(sheet)
    assert head[1:3] == [second, first]
    assert len(head) == table.model().columnCount()  # one hidden, one running number
    shown = [table.model().index(row, 0).data() for row in range(table.model().rowCount())]
    assert [row[2] for row in rows] == shown


def test_a_register_asks_about_personal_data_as_its_button_does(frame: Frame, tmp_path: Path) -> None:
    frame.context.services.registers.collaborators.people.save(Collaborator("Vũ Thị Lan", phone="0912345678"))
    place = frame.go("registers")
    place.accept("people")
    page = place.page  # type: ignore[attr-defined]
    target = tmp_path / "nguoi.xlsx"
    frame.context.ask.queue("run", lambda dialog: True)  # type: ignore[attr-defined]
    frame.context.ask.queue("save_file", target)  # type: ignore[attr-defined]
    page.table.setFocus()
    with frame.qtbot.waitSignal(page.exporter.written, timeout=10_000):
        frame.qtbot.keyClick(page.table, "e", Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    texts = [cell.value for row in openpyxl.load_workbook(target).active.iter_rows() for cell in row]
    assert "Vũ Thị Lan" in texts
    assert "0912345678" not in texts


def test_the_right_click_offers_the_export(frame: Frame, tmp_path: Path) -> None:
    log(frame.context, Activity(date(2026, 3, 2), "tin_bai", "Tin"))
    place = frame.go("activity")
    viewport = place.table.viewport()  # type: ignore[attr-defined]
    spot = QPoint(60, 12)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    QApplication.sendEvent(viewport, event)
    menu = frame.exchange.menu
    assert isinstance(menu, QMenu)
    frame.context.ask.queue("save_file", tmp_path / "a.xlsx")  # type: ignore[attr-defined]
    with frame.qtbot.waitSignal(frame.exchange.exporter.written, timeout=10_000):
        next(one for one in menu.actions() if one.text().startswith("Xuất danh sách")).trigger()
    assert (tmp_path / "a.xlsx").exists()
    menu.close()


def test_the_sheet_since_the_last_start_leaves_with_its_groups(frame: Frame, tmp_path: Path) -> None:
    log(frame.context, Activity(date(2026, 3, 11), "tin_bai", "Tin tuyên truyền"))
    from cchc_desktop.domain.agenda import Agenda, since_sheet
    from cchc_desktop.ui.screens.overview_since_page import SincePage

    page = SincePage(frame.context, frame.window)
    done = frame.context.services.activities.similar(Activity(date(2026, 3, 11), "tin_bai", ""))
    page.show_sheet(since_sheet(Agenda(date(2026, 3, 12), (), ()), date(2026, 3, 10), done, 1))
    frame.window.show_page(page, "Tổng quan")
    frame.show()
    sheet = frame.export(page.done_button, tmp_path / "to viec.xlsx")
    assert sheet["A1"].value == "TỪ LẦN MỞ TRƯỚC, 10/03/2026"
    row = [cell.value for cell in sheet[HEAD + 1]]
    assert row[:4] == [1, "Đã làm từ 10/03/2026", "Tin tuyên truyền", datetime(2026, 3, 11)]


@pytest.mark.parametrize("key", ["overview", "plan", "activity", "report", "registers", "catalogue", "settings"])
def test_every_table_of_the_window_has_a_title(frame: Frame, key: str) -> None:
    place = frame.go(key)
    tables = [one for one in place.findChildren(QTableView) if isinstance(one, DataTable)]
    nameless = [one.objectName() for one in tables if not (LIST_TITLES.get(one.objectName()) or one.accessibleName())]
    assert not [name for name in nameless if not name.startswith("import_")]


def test_escape_closes_the_message_first(frame: Frame, tmp_path: Path) -> None:
    log(frame.context, Activity(date(2026, 3, 2), "tin_bai", "Tin"))
    place = frame.go("activity")
    frame.export(place.table, tmp_path / "a.xlsx")  # type: ignore[attr-defined]
    frame.qtbot.keyClick(place.table, Qt.Key.Key_Escape)  # type: ignore[attr-defined]
    assert frame.exchange.bar.isHidden()
    assert not frame.exchange.key("escape")


def test_an_empty_list_is_said_and_nothing_asked(frame: Frame) -> None:
    said: list[str] = []
    object.__setattr__(frame.context, "hint", said.append)
    place = frame.go("activity")
    frame.exchange.export(place.table)  # type: ignore[attr-defined]
    assert said == ["Danh sách đang trống, không có gì để xuất."]


def test_a_failing_export_leaves_the_older_file(frame: Frame, tmp_path: Path) -> None:
    log(frame.context, Activity(date(2026, 3, 2), "tin_bai", "Tin"))
    from cchc_desktop.errors import FileNotWritten

    place = frame.go("activity")
    source = frame.exchange._source(place.table)  # type: ignore[attr-defined]
    older = tmp_path / "cu.xlsx"
    older.write_bytes(b"cu")

    def broken():
        yield (1, "x")
        raise OSError(28, "No space left on device")

    bad = type(source)(source.title, source.columns[:2], 2, broken)
    with pytest.raises(FileNotWritten):
        frame.context.services.lists.export(bad, older)
    assert older.read_bytes() == b"cu"
    assert isinstance(place, Place)
    assert not isinstance(place, ListOwner)


def test_finds_leave_without_anything_personal(frame: Frame, tmp_path: Path) -> None:
    from cchc_desktop.domain.petition import Petition
    from cchc_desktop.ui.screens.search_page import SearchPage

    services = frame.context.services
    log(frame.context, Activity(date(2026, 3, 2), "tin_bai", "Bà Hạnh nhận giải"))
    services.registers.petitions.petitions.save(
        Petition(date(2026, 3, 3), "Bà Hạnh 0912345678 phản ánh", person="Nguyễn Thị Hạnh")
    )
    services.registers.collaborators.people.save(Collaborator("Trần Hạnh", phone="0987654321"))
    place = frame.go("activity")
    page = SearchPage(frame.context, place)
    page.begin()
    page.show_query({"text": "hạnh"})
    assert page.results.hits.rowCount() > 3
    sheet = frame.export(page.box, tmp_path / "tim.xlsx")
    assert sheet["A1"].value == "KẾT QUẢ TÌM KIẾM"
    assert "tìm: hạnh" in sheet["A2"].value
    texts = "|".join(str(cell.value) for row in sheet.iter_rows(min_row=HEAD) for cell in row)
    assert "Bà Hạnh nhận giải" in texts
    assert "Trần Hạnh" in texts
    assert "0912345678" not in texts
    assert "0987654321" not in texts
    assert "phản ánh|" not in texts.replace("Phản ánh, kiến nghị", "")
