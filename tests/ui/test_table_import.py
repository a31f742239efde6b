"""Tables into lists with real clicks and keys: look, match, jump to errors, store, take back, mend and come again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.collaborator import Collaborator
from cchc_desktop.domain.plan import Plan, Task
from cchc_desktop.errors import FileUnreadable
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context, Place
from cchc_desktop.ui.places import make_place
from cchc_desktop.ui.screens.list_exchange import ListExchange
from cchc_desktop.ui.screens.table_import_page import TableImportPage

LEFT = Qt.MouseButton.LeftButton
PEOPLE = (
    ("DANH SÁCH CỘNG TÁC VIÊN",),
    ("TT", "Họ và tên", "Vai trò", "Nơi ở", "Từ ngày"),
    (1, "Vũ Văn Bảy", "CTV", "Đoài", date(2025, 3, 1)),
    (2, "Đỗ Thị Thắm", "Báo cáo viên", "Thượng", "15/4/2025"),
    (3, "Lê Văn Hai", "Trưởng thôn", "Hạ", "31/2/2025"),
    (4, "Trần Thị Lan", "CTV", "Trung", None),
)


def workbook(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Sổ 1"
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


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

    def go(self, key: str) -> Any:
        place: Place = make_place(key, self.context, self.window)
        self.window.show_page(place, place.title, place.corner)
        self.window.mark(key)
        self.window.left_bar.setEnabled(True)
        self.window.show()
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)
        place.refresh()
        self.context.bus.changed.connect(place.refresh)
        return place

    @property
    def page(self) -> TableImportPage:
        page = self.exchange.flow.page
        assert page is not None
        return page

    def begin(self, path: Path, key: str = "people") -> TableImportPage:
        self.context.ask.queue("open_file", path)  # type: ignore[attr-defined]
        self.exchange.import_into(key)
        self.qtbot.waitUntil(lambda: self.exchange.flow.page is not None)
        return self.page

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.context.runner.busy)

    def click(self, button: QPushButton) -> None:
        self.qtbot.mouseClick(button, LEFT)


@pytest.fixture
def frame(qtbot, unit: Context) -> Iterator[Frame]:
    made = Frame(unit, qtbot)
    yield made
    made.settle()
    made.exchange.close()


def names(frame: Frame) -> set[str]:
    return {one.name for one in frame.context.services.registers.collaborators.people.all()}


def test_a_table_comes_in_and_is_taken_back(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("registers")
    place.accept("people")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    assert frame.window.title.text() == "Nhập Excel: Cộng tác viên, báo cáo viên"
    assert [page.tabs.tabText(n) for n in range(5)] == [
        "Trong tệp, chọn cột",
        "Sẽ nhập (3)",
        "Lỗi (1 dòng)",
        "Đã có (0)",
        "Bỏ qua (0)",
    ]
    assert page.apply_button.text() == "Nhập 3 người"
    assert names(frame) == set()
    frame.click(page.apply_button)
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is None)
    assert names(frame) == {"Vũ Văn Bảy", "Đỗ Thị Thắm", "Trần Thị Lan"}
    assert frame.window.stack.currentWidget() is place
    assert frame.window.title.text() == "Sổ theo dõi"
    assert frame.exchange.bar.text == "Đã nhập 3 người từ tệp “ctv.xlsx”."
    assert place.people.model.rowCount() == 3
    frame.click(frame.exchange.bar.button("Hoàn tác"))
    frame.settle()
    assert names(frame) == set()
    assert place.people.model.rowCount() == 0


def test_all_or_nothing_holds_back_what_is_right(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    frame.qtbot.mouseClick(page.only_whole, LEFT, pos=QPoint(8, page.only_whole.height() // 2))
    assert page.only_whole.isChecked()
    assert not page.apply_button.isEnabled()
    assert "Còn 1 dòng lỗi nên chưa nhập dòng nào." in page.summary.text()


def test_a_double_click_on_an_error_goes_to_its_cell(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    page.tabs.setCurrentIndex(2)
    table = page.tables[1]
    assert [table.model().index(row, 2).data() for row in range(2)] == ["C5", "E5"]
    spot = table.visualRect(table.model().index(1, 3)).center()
    frame.qtbot.mouseClick(table.viewport(), LEFT, pos=spot)
    frame.qtbot.mouseDClick(table.viewport(), LEFT, pos=spot)
    assert page.tabs.currentIndex() == 0
    index = page.match.table.currentIndex()
    assert (index.data(), page.match.model.headerData(index.row(), Qt.Orientation.Vertical)) == ("31/2/2025", "5")
    assert "không đọc được ngày" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.BackgroundRole) is not None


def choose(frame: Frame, box: QComboBox, words: str) -> None:
    """Choose an entry as a person does: open the box, type, Enter."""
    box.setFocus()
    box.showPopup()
    row = box.findText(words)
    assert row >= 0, [box.itemText(n) for n in range(box.count())]
    view = box.view()
    view.setCurrentIndex(box.model().index(row, 0))
    frame.qtbot.keyClick(view, Qt.Key.Key_Return)
    frame.settle()


def test_columns_are_matched_above_the_table_and_remembered(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    rows = [("Danh xưng", "Nơi ở"), ("Vũ Văn Bảy", "Đoài"), ("Lan", "Hạ")]
    page = frame.begin(workbook(tmp_path / "a.xlsx", rows))
    assert page.tabs.currentIndex() == 0
    assert "Hãy chọn cột cho: Họ và tên." in page.summary.text()
    assert not page.apply_button.isEnabled()
    choose(frame, page.match.boxes[1], "Họ và tên *")
    assert page.apply_button.text() == "Nhập 2 người"
    choose(frame, page.match.boxes[2], "Địa bàn phụ trách")
    assert page.tables[0].model().index(0, 5).data() == "Đoài"
    frame.click(page.apply_button)
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is None)
    again = frame.begin(workbook(tmp_path / "b.xlsx", [("danh xưng", "NƠI Ở"), ("Bình", "Trung")]))
    assert again.match.boxes[1].currentText() == "Họ và tên *"
    assert again.match.boxes[1].toolTip() == "Như lần nhập trước"
    assert again.apply_button.text() == "Nhập 1 người"


def test_the_heading_can_be_told_and_twins_wanted(frame: Frame, tmp_path: Path) -> None:
    frame.context.services.registers.collaborators.people.save(Collaborator("Lan"))
    frame.go("registers")
    page = frame.begin(workbook(tmp_path / "a.xlsx", [("Họ và tên",), ("Lan",), ("Bình",)]))
    assert page.with_twins.text() == "Nhập cả 1 dòng đã có"
    frame.qtbot.mouseClick(page.with_twins, LEFT, pos=QPoint(8, page.with_twins.height() // 2))
    assert page.apply_button.text() == "Nhập 2 người"
    page.head_row.setFocus()
    page.head_row.selectAll()
    frame.qtbot.keyClicks(page.head_row, "0")
    frame.qtbot.keyClick(page.head_row, Qt.Key.Key_Return)
    frame.settle()
    assert page.head_row.text() == "không có"
    choose(frame, page.match.boxes[1], "Họ và tên *")
    assert page.tables[0].model().rowCount() == 2  # the heading is a row like others now


def test_bare_numbers_become_days_when_ticked(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    page = frame.begin(workbook(tmp_path / "a.xlsx", [("Họ và tên", "Từ ngày"), ("Lan", 45731)]))
    assert page.serials.isVisible()
    frame.qtbot.mouseClick(page.serials, LEFT, pos=QPoint(8, page.serials.height() // 2))
    frame.settle()
    assert page.apply_button.text() == "Nhập 1 người"
    texts = [page.tables[0].model().index(0, n).data() for n in range(11)]
    assert "15/03/2025" in texts


def test_escape_leaves_without_a_trace(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("registers")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    frame.qtbot.keyClick(page.tabs.currentWidget(), Qt.Key.Key_Escape)
    assert frame.exchange.flow.page is None
    assert frame.window.stack.currentWidget() is place
    assert names(frame) == set()


def test_who_walks_away_can_come_back(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("registers")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    frame.window.show_page(place, place.title, place.corner)
    assert frame.exchange.bar.text == "Chưa nhập gì từ tệp “ctv.xlsx”."
    frame.click(frame.exchange.bar.button("Xem lại tệp"))
    assert frame.window.stack.currentWidget() is page
    frame.click(page.drop_button)
    assert frame.window.stack.currentWidget() is place


def test_refused_rows_go_out_to_be_mended(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    page = frame.begin(workbook(tmp_path / "ctv.xlsx", PEOPLE))
    frame.context.ask.queue("save_file", tmp_path / "loi.xlsx")  # type: ignore[attr-defined]
    with frame.qtbot.waitSignal(frame.exchange.flow.exporter.written, timeout=10_000):
        frame.click(page.refused_button)
    sheet = openpyxl.load_workbook(tmp_path / "loi.xlsx").active
    assert sheet.cell(5, sheet.max_column).value.startswith("C5: “Trưởng thôn” không phải là vai trò")


def test_the_template_comes_from_the_button_of_the_list(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("registers")
    place.accept("petitions")
    button = place.page.come_in
    frame.context.ask.queue("save_file", tmp_path / "mau.xlsx")  # type: ignore[attr-defined]
    with frame.qtbot.waitSignal(frame.exchange.flow.exporter.written, timeout=10_000):
        button.menu().actions()[1].trigger()
    assert openpyxl.load_workbook(tmp_path / "mau.xlsx").sheetnames == ["Danh sách", "Hướng dẫn", "Danh mục"]


def test_the_right_click_of_a_list_brings_files_in(frame: Frame, tmp_path: Path) -> None:
    place = frame.go("registers")
    place.accept("people")
    frame.context.services.registers.collaborators.people.save(Collaborator("Lan"))
    place.refresh()
    viewport = place.page.table.viewport()
    spot = QPoint(60, 12)
    QApplication.sendEvent(
        viewport, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, spot, viewport.mapToGlobal(spot))
    )
    menu = frame.exchange.menu
    assert menu is not None
    words = [action.text().partition("\t")[0] for action in menu.actions() if not action.isSeparator()]
    assert words[-3:] == ["Xuất danh sách ra Excel…", "Nhập từ Excel…", "Lưu mẫu Excel để ghi…"]
    frame.context.ask.queue("open_file", workbook(tmp_path / "a.xlsx", PEOPLE))  # type: ignore[attr-defined]
    menu.actions()[-2].trigger()
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is not None)
    menu.close()


def test_an_unreadable_file_is_told_and_nothing_shown(frame: Frame, tmp_path: Path) -> None:
    frame.go("registers")
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"%PDF-1.7")
    ask = frame.context.ask
    ask.expected_errors.append(FileUnreadable)  # type: ignore[attr-defined]
    ask.queue("open_file", path)  # type: ignore[attr-defined]
    frame.exchange.import_into("people")
    frame.settle()
    assert frame.exchange.flow.page is None
    assert len(ask.calls("error")) == 1  # type: ignore[attr-defined]


def test_the_log_takes_the_same_page_from_its_own_buttons(frame: Frame, tmp_path: Path, photograph) -> None:
    place = frame.go("activity")
    rows = [
        ["SỔ THEO DÕI TUYÊN TRUYỀN QUÝ I NĂM 2026"],
        [],
        ["Ngày", "Hình thức", "Nội dung", "Số lượt phát"],
        ["05/03/2026", "Phát thanh", "Bản tin dịch vụ công", "1.200"],
        ["31/02/2026", "Phát thanh", "Ngày không có thật", 3],
        ["Tổng cộng", None, None, 1203],
    ]
    frame.context.ask.queue("open_file", workbook(tmp_path / "sổ.xlsx", rows))  # type: ignore[attr-defined]
    frame.click(frame.window.findChild(QPushButton, "activity_import"))
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is not None)
    page = frame.page
    assert page.match.boxes[4].currentText() == "Số lượng theo đơn vị ở tiêu đề"
    assert page.apply_button.text() == "Nhập 1 hoạt động"
    assert page.tables[1].model().index(0, 2).data() == "A5"
    photograph(frame.window, "activity-import")
    frame.click(page.apply_button)
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is None)
    assert frame.window.stack.currentWidget() is place
    (entry,) = frame.context.services.activities.page(ActivityFilter()).activities
    assert entry.counts == {"luot_phat": Decimal(1200)}
    frame.context.ask.queue("save_file", tmp_path / "mau.xlsx")  # type: ignore[attr-defined]
    with frame.qtbot.waitSignal(frame.exchange.flow.exporter.written, timeout=10_000):
        frame.click(frame.window.findChild(QPushButton, "activity_template"))
    assert openpyxl.load_workbook(tmp_path / "mau.xlsx").sheetnames == ["Nhật ký", "Hình thức"]


def test_tasks_go_into_the_open_plan_as_one_step(frame: Frame, tmp_path: Path) -> None:
    services = frame.context.services
    plan = services.plans.save(
        Plan(2026, "Tuyên truyền", ("ỦY BAN NHÂN DÂN XÃ",), "Đồng Tâm", tasks=(Task("Cũ"),))
    ).plan
    place = frame.go("plan")
    place.accept(plan.id)
    from cchc_desktop.ui.widgets.plan_tasks_panel import TasksPanel

    panel = next(one for one in place.findChildren(TasksPanel))
    rows = [("Nội dung nhiệm vụ", "Chủ trì"), ("Phát thanh", "Phòng Văn hóa"), ("Cũ", "")]
    frame.context.ask.queue("open_file", workbook(tmp_path / "a.xlsx", rows))  # type: ignore[attr-defined]
    panel.import_wanted.emit()
    frame.qtbot.waitUntil(lambda: frame.exchange.flow.page is not None)
    assert frame.page.tabs.tabText(3) == "Đã có (1)"
    frame.click(frame.page.apply_button)
    assert [task.content for task in panel.plan.tasks] == ["Cũ", "Phát thanh"]
    panel.undo_wanted.emit()
    assert [task.content for task in panel.plan.tasks] == ["Cũ"]


def test_photographs_of_the_import(frame: Frame, tmp_path: Path, photograph) -> None:
    frame.context.services.registers.collaborators.people.save(Collaborator("Trần Thị Lan"))
    place = frame.go("registers")
    place.accept("people")
    photograph(frame.window, "import-button")
    for key in ("channels", "petitions", "budget"):
        place.accept(key)
        photograph(frame.window, f"import-button-{key}")
        assert place.page.come_in.isVisible()
    page = frame.begin(workbook(tmp_path / "Cộng tác viên các thôn năm 2026.xlsx", PEOPLE))
    for number, name in enumerate(("file", "good", "wrong", "twins")):
        page.tabs.setCurrentIndex(number)
        photograph(frame.window, f"import-{name}")
        assert page.apply_button.isVisible()
        assert page.rect().contains(page.apply_button.geometry())
    page.tabs.setCurrentIndex(0)
    page.match.go("E5")
    photograph(frame.window, "import-jump")
    assert page.match.boxes[2].x() + 1 >= page.match.table.columnViewportPosition(1)
