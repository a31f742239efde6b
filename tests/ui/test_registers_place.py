"""The registers with real clicks and keys."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.channel import Broadcast, Channel, ChannelKind
from cchc_desktop.domain.collaborator import Collaborator, CollaboratorRole, Delivery, DeliveryKind
from cchc_desktop.domain.commendation import Commendation, CommendationKind
from cchc_desktop.domain.petition import Competence, Petition, PetitionAbout, PetitionKind
from cchc_desktop.errors import Conflict
from cchc_desktop.ui.main_window import MainWindow
from cchc_desktop.ui.place import Context
from cchc_desktop.ui.screens.registers_place import RegistersPlace

LEFT = Qt.MouseButton.LeftButton


def day(number: int, month: int = 3) -> date:
    return date(2026, month, number)


@pytest.fixture
def place(qtbot, unit: Context) -> Iterator[RegistersPlace]:
    window = MainWindow()
    qtbot.addWidget(window)
    made = RegistersPlace(unit, window)
    window.show_page(made, made.title, made.corner)
    window.mark("registers")
    window.left_bar.setEnabled(True)
    window.resize(1366, 728)
    window.show()
    made.refresh()
    qtbot.waitExposed(window)
    unit.bus.changed.connect(made.refresh)
    yield made  # not returned: the window would be gone with this frame
    unit.bus.changed.disconnect(made.refresh)


def fill_channels(context: Context) -> None:
    service = context.services.registers.channels
    loud = service.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Cụm loa thôn Đoài", "đầu thôn", "Vũ Văn Bảy")).entry
    web = service.channels.save(
        Channel(ChannelKind.PORTAL, "Trang thông tin điện tử xã Lệ Xá", "lexa.hungyen.gov.vn", "Đỗ Thị Thắm")
    ).entry
    service.channels.save(Channel(ChannelKind.FANPAGE, "Fanpage Lệ Xá quê tôi", active_to=date(2025, 6, 30)))
    for number, title in (
        (2, "Hướng dẫn nộp hồ sơ trực tuyến trên Cổng Dịch vụ công quốc gia"),
        (6, "Phí, lệ phí mới"),
    ):
        service.broadcasts.save(Broadcast(loud.id, day(number), title, "17:00", 15, 2))
    service.broadcasts.save(Broadcast(web.id, day(9), "Kết quả xếp hạng chỉ số cải cách hành chính năm 2025"))


def fill_petitions(context: Context) -> None:
    save = context.services.registers.petitions.petitions.save
    base = {"person": "Nguyễn Thị Hạnh", "address": "Xóm Chùa, thôn Đoài", "contact": "0912345678"}
    save(
        Petition(
            day(2, 2),
            "Bà Nguyễn Thị Hạnh phản ánh bộ phận một cửa mở cửa muộn buổi chiều",
            channel="Đường dây nóng",
            topic="Thái độ, tác phong phục vụ",
            about=PetitionAbout.BEHAVIOUR,
            competence=Competence.OWN,
            answered_on=day(11, 2),
            answer_number="12/UBND-VP",
            result="Đã chấn chỉnh",
            **base,
        )
    )
    save(Petition(day(3), "Đề nghị bỏ yêu cầu nộp bản sao sổ hộ khẩu", kind=PetitionKind.PROPOSAL, **base))
    save(
        Petition(
            day(6),
            "Mẫu đơn đăng ký đất đai khó điền, đề nghị rút gọn",
            kind=PetitionKind.PROPOSAL,
            competence=Competence.OTHER,
            **base,
        )
    )
    save(
        Petition(
            day(5),
            "Hệ thống thanh toán trực tuyến báo lỗi",
            competence=Competence.OTHER,
            transferred_to="Sở Khoa học và Công nghệ",
            transferred_on=day(6),
            **base,
        )
    )


def fill_budget(context: Context) -> None:
    service = context.services.registers.budget
    lines = [
        BudgetLine(2026, "In tờ rơi hướng dẫn dịch vụ công trực tuyến", "tờ", Decimal(1500), 3_500),
        BudgetLine(2026, "Bồi dưỡng báo cáo viên tại hội nghị", "buổi", Decimal(4), 500_000),
        BudgetLine(2026, "Nhuận bút tin, bài", "bài", Decimal(24), 150_000, "Lồng ghép chương trình, dự án"),
    ]
    saved = [service.lines.save(line).entry for line in lines]
    service.spendings.save(Spending(saved[0].id, day(4), "In đợt 1: 1.000 tờ", 3_500_000, "HĐ 0000123"))
    service.spendings.save(Spending(saved[1].id, day(10), "Hội nghị quý I", 2_100_000, "PC 05"))


def show(place: RegistersPlace, key: str, switch: int = 0, qtbot=None) -> None:
    place.tabs.setCurrentIndex(place.keys.index(key))
    tab = place._tabs[place.tabs.currentIndex()]
    if switch or tab.stack.currentIndex() != switch:
        qtbot.mouseClick(tab.switches[switch], LEFT)


def test_every_empty_register_says_one_sentence_with_one_button(place, qtbot, photograph) -> None:
    photograph(place.window(), "registers-empty")
    for key in place.keys:
        show(place, key)
        page = place.page
        assert not page.table.isVisible()
        assert page.halves.empty.button.text() == page.add_text == place.add.text()
        assert not page.form_area.isVisible()
        assert not page.export.isEnabled()
    qtbot.mouseClick(place.page.halves.empty.button, LEFT)
    assert place.budget.form.editors["content"].widget.hasFocus()


def test_a_channel_is_typed_and_writes_itself(place, qtbot, type_text, photograph) -> None:
    qtbot.mouseClick(place.add, LEFT)
    form = place.channels.form
    type_text(form.editors["name"].widget, "Cụm loa thôn Đoài")
    type_text(form.editors["active_from"].widget, "1/1")
    photograph(place.window(), "registers-channel-new")
    shelf = place.context.services.registers.channels.channels
    qtbot.waitUntil(lambda: len(shelf.all()) == 1, timeout=6000)
    (kept,) = shelf.all()
    assert (kept.name, kept.kind, kept.active_from) == ("Cụm loa thôn Đoài", ChannelKind.LOUDSPEAKER, day(1, 1))
    type_text(form.editors["note"].widget, "hỏng một loa")
    assert place.leave()
    assert shelf.all()[0].note == "hỏng một loa"
    assert [row.channel.name for row in place.channels.model.rows] == ["Cụm loa thôn Đoài"]


def test_an_unsound_entry_keeps_the_person_there_and_esc_drops_it(place, qtbot, type_text) -> None:
    show(place, "petitions")
    qtbot.mouseClick(place.add, LEFT)
    form = place.petitions.form
    type_text(form.editors["transferred_on"].widget, "31/2")
    assert not place.leave()
    assert "không phải là ngày" in form.fields["transferred_on"].problem
    assert form.fields["content"].problem == "Chưa nhập nội dung phản ánh, kiến nghị"
    place.tabs.setCurrentIndex(0)
    assert not place.leave()
    assert place.tabs.currentIndex() == place.keys.index("petitions")
    assert place.escape()
    assert place.leave()
    assert place.context.services.registers.petitions.rows() == ()


def test_broadcasts_go_into_the_log_and_come_back(place, qtbot, photograph, unit) -> None:
    fill_channels(unit)
    place.refresh()
    photograph(place.window(), "registers-channels")
    place.channels.table.activated_row.emit(place.channels.model.rows[0])
    page = place.broadcasts
    assert page.isVisible()
    assert [row.channel for row in page.model.rows] == ["Cụm loa thôn Đoài"] * 2
    page.channel_box.setCurrentIndex(0)
    page.refresh()
    page.table.selectAll()
    assert len(page.table.selected_rows()) == 3
    qtbot.mouseClick(page.log, LEFT)
    assert page.bar.text == "Đã ghi 3 hoạt động vào nhật ký."
    found = unit.services.activities.page(ActivityFilter()).activities
    assert {(one.form, one.counts.get("so_phut")) for one in found} == {("phat_thanh", 30), ("trang_tin", None)}
    photograph(place.window(), "registers-broadcasts")
    assert {row.logged for row in page.model.rows} == {True}
    page.table.selectAll()
    assert not page.log.isEnabled()
    qtbot.mouseClick(page.bar.button("Hoàn tác"), LEFT)
    assert unit.services.activities.page(ActivityFilter()).total == 0
    assert {row.logged for row in page.model.rows} == {False}


def test_a_new_broadcast_takes_channel_and_time_of_the_last_one(place, qtbot, type_text, unit) -> None:
    fill_channels(unit)
    place.refresh()
    show(place, "channels", 1, qtbot)
    page = place.broadcasts
    page.show_channel(place.channels.model.rows[0].channel.id)
    place.new()
    editors = page.form.editors
    assert editors["channel_id"].widget.currentText() == "Cụm loa thôn Đoài"
    assert editors["time"].widget.text() == "17:00"
    type_text(editors["programme"].widget, "Bản tin sáng")
    editors["time"].widget.setFocus()
    editors["time"].widget.selectAll()
    type_text(editors["time"].widget, "5h30")
    editors["plays"].widget.selectAll()
    type_text(editors["plays"].widget, "3")
    assert page.form.derived.text() == "Tổng thời lượng: 45 phút"
    assert place.leave()
    first = page.model.rows[0].broadcast
    assert (first.programme, first.time, first.plays) == ("Bản tin sáng", "05:30", 3)
    editors["note"].widget.setFocus()  # the time is written out as it is left: no change
    assert editors["time"].widget.text() == "05:30"
    assert not page._dirty
    type_text(editors["note"].widget, "x")
    assert page._dirty
    qtbot.keyClick(editors["note"].widget, Qt.Key.Key_Backspace)
    assert not page._dirty


def test_people_and_their_deliveries(place, qtbot, photograph, unit) -> None:
    service = unit.services.registers.collaborators
    hoa = service.people.save(
        Collaborator("Phạm Thị Hoa", CollaboratorRole.SPEAKER, "Chủ tịch Hội Phụ nữ", "thôn Đoài", "0912345678")
    ).entry
    service.people.save(Collaborator("Đặng Văn Ẩn", CollaboratorRole.DIGITAL_TEAM, "", "thôn Đông"))
    service.deliveries.save(Delivery(hoa.id, day(8), "Nói chuyện ngày 8/3", DeliveryKind.TALK))
    show(place, "people")
    photograph(place.window(), "registers-people")
    place.people.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row.person.name for row in place.people.model.rows] == ["Đặng Văn Ẩn", "Phạm Thị Hoa"]
    place.people.table.activated_row.emit(place.people.model.rows[1])
    assert [row.delivery.title for row in place.deliveries.model.rows] == ["Nói chuyện ngày 8/3"]
    photograph(place.window(), "registers-deliveries")


def test_petitions_say_where_they_stand_and_hide_names(place, qtbot, photograph, unit) -> None:
    fill_petitions(unit)
    show(place, "petitions")
    page = place.petitions
    for number in range(4):  # to look at an entry is not to change it
        page.table.select_number(number)
        assert not page._dirty
    states = {row.petition.number: row.standing.words for row in page.model.rows}
    assert states == {
        1: "Đã trả lời",
        2: "Quá hạn 2 ngày làm việc",
        3: "Sắp hạn: còn 1 ngày làm việc",
        4: "Đã chuyển",
    }
    shown = " ".join(str(page.model.index(row, column).data()) for row in range(4) for column in range(5))
    assert "0912345678" not in shown
    assert page.halves.foot.text().startswith("4 dòng. Tiếp nhận năm 2026: 4; đã trả lời 1 (đúng hạn 1); đã chuyển 1;")
    row = next(number for number, row in enumerate(page.model.rows) if row.petition.number == 2)
    page.table.select_number(row)
    assert page.form.remark.text().startswith("Quá hạn 2 ngày làm việc (hạn 10/03/2026)")
    photograph(place.window(), "registers-petitions")
    page.form_area.verticalScrollBar().setValue(10_000)
    photograph(place.window(), "registers-petitions-below")
    page.state_box.setCurrentIndex(page.state_box.findText("Đang xử lý"))
    page.state_box.activated.emit(page.state_box.currentIndex())
    assert {row.petition.number for row in page.model.rows} == {2, 3}


def text_of(path: Path) -> str:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


@pytest.mark.parametrize("asked", [False, True])
def test_the_export_has_names_only_when_the_box_is_ticked(
    place, qtbot, fake_ask, settle, photograph, unit, tmp_path: Path, asked: bool
) -> None:
    fill_petitions(unit)
    show(place, "petitions")

    def answer(dialog) -> bool:
        assert not dialog.box.isChecked()
        if asked:
            qtbot.mouseClick(dialog.box, LEFT, pos=QPoint(9, dialog.box.height() // 2))
            assert dialog.box.isChecked()
        else:
            photograph(dialog, "registers-personal", 0)
        return True

    target = tmp_path / "so.xlsx"
    fake_ask.queue("run", answer)
    fake_ask.queue("save_file", target)
    qtbot.mouseClick(place.petitions.export, LEFT)
    settle(unit)
    assert place.petitions.bar.text == "Đã ghi tệp so.xlsx."
    text = text_of(target)
    assert ("Hạnh" in text, "0912345678" in text, "Xóm Chùa" in text) == (asked, asked, asked)
    assert "một cửa mở cửa muộn" in text
    qtbot.mouseClick(place.petitions.bar.button("Mở tệp"), LEFT)
    assert fake_ask.opened == [target]


def test_the_search_finds_in_all_registers_without_accents(place, qtbot, unit) -> None:
    fill_channels(unit)
    fill_petitions(unit)
    place.refresh()
    qtbot.keyClicks(place.search, "truc tuyen")
    qtbot.waitUntil(lambda: "(" in place.tabs.tabText(0), timeout=3000)
    assert place.tabs.tabText(0) == "Kênh tuyên truyền (1)"
    assert place.tabs.tabText(2) == "Phản ánh, kiến nghị (1)"
    place.search.setText("hanh xom chua")
    qtbot.keyClick(place.search, Qt.Key.Key_Return)
    assert place.tabs.tabText(2) == "Phản ánh, kiến nghị (4)"
    place.search.setText("không có gì")
    qtbot.keyClick(place.search, Qt.Key.Key_Return)
    show(place, "petitions")
    assert not place.petitions.table.isVisible()
    assert place.escape()
    assert len(place.petitions.model.rows) == 4
    assert place.tabs.tabText(2) == "Phản ánh, kiến nghị"


def test_deleting_is_undone_at_once_or_from_the_bin(place, qtbot, photograph, unit) -> None:
    fill_petitions(unit)
    show(place, "petitions")
    page = place.petitions
    page.table.select_number(0)
    page.table.selectionModel().select(
        page.model.index(1, 0), QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    )
    qtbot.mouseClick(page.remove, LEFT)
    assert page.bar.text == "Đã xóa 2 phản ánh, kiến nghị."
    assert len(page.model.rows) == 2
    qtbot.mouseClick(page.bar.button("Hoàn tác"), LEFT)
    assert len(page.model.rows) == 4
    page.table.select_number(3)
    qtbot.mouseClick(page.remove, LEFT)
    qtbot.mouseClick(page.bin, LEFT)
    assert [row.petition.number for row in page.model.rows] == [1]
    assert not page.form.isEnabled()
    photograph(place.window(), "registers-bin")
    qtbot.mouseClick(page.remove, LEFT)
    assert page.bar.text == "Đã lấy lại 1 phản ánh, kiến nghị."
    assert not page.table.isVisible()
    assert place.escape()
    assert place.escape()
    assert len(page.model.rows) == 4
    assert page.form.isEnabled()


def test_what_another_window_changed_is_not_overwritten(place, type_text, fake_ask, unit) -> None:
    fill_petitions(unit)
    show(place, "petitions")
    page = place.petitions
    page.table.select_number(0)
    entry = page.model.rows[0].petition
    type_text(page.form.editors["note"].widget, "của tôi")
    shelf = unit.services.registers.petitions.petitions
    theirs = shelf.save(entry).entry
    fake_ask.expected_errors.append(Conflict)
    assert not place.leave()
    assert shelf.some([entry.id]) == (theirs,)
    assert place.leave()


def test_commendations(place, qtbot, type_text, photograph, unit) -> None:
    save = unit.services.registers.commendations.entries.save
    save(Commendation(CommendationKind.INITIATIVE, day(2), "Bộ phận một cửa", "Phiếu hẹn điện tử qua Zalo"))
    show(place, "commendations")
    qtbot.mouseClick(place.add, LEFT)
    editors = place.commendations.form.editors
    type_text(editors["honoured"].widget, "Ông Trần Văn Ổn")
    type_text(editors["title"].widget, "Giúp 120 hộ nộp hồ sơ trực tuyến")
    assert place.leave()
    assert place.commendations.halves.foot.text() == "2 mục. Khen thưởng: 1; Sáng kiến, mô hình: 1."
    photograph(place.window(), "registers-commendations")


def test_money_is_computed_while_it_is_typed(place, qtbot, type_text, photograph, unit) -> None:
    fill_budget(unit)
    show(place, "budget")
    page = place.budget
    assert [row.left for row in page.model.rows] == [1_750_000, -100_000, 3_600_000]
    assert page.model.index(1, 5).data() == "Vượt 100.000"
    assert page.halves.foot.text() == (
        "3 dòng. Dự toán 10.850.000 đồng (mười triệu tám trăm năm mươi nghìn đồng); đã chi 5.600.000; "
        "còn lại 5.250.000 đồng."
    )
    photograph(place.window(), "registers-budget")
    qtbot.mouseClick(place.add, LEFT)
    editors = page.form.editors
    type_text(editors["content"].widget, "Thuê xe lưu động")
    editors["quantity"].widget.selectAll()
    type_text(editors["quantity"].widget, "2,5")
    type_text(editors["price"].widget, "1.200.000")
    assert page.form.derived.text() == "Thành tiền: 3.000.000 đồng\n(Ba triệu đồng)"
    editors["price"].widget.selectAll()
    type_text(editors["price"].widget, "12.00")
    assert not place.leave()
    assert "chưa phải là số" in page.form.fields["price"].problem.casefold()
    editors["price"].widget.selectAll()
    type_text(editors["price"].widget, "1200000")
    assert place.leave()
    assert page.model.rows[-1].line.amount == 3_000_000


def test_spending_tells_what_is_left_of_its_line(place, qtbot, type_text, photograph, unit) -> None:
    fill_budget(unit)
    show(place, "budget", 1, qtbot)
    page = place.spending
    photograph(place.window(), "registers-spending")
    qtbot.mouseClick(place.add, LEFT)
    editors = page.form.editors
    qtbot.keyClicks(editors["line_id"].widget, "nhuan but")
    qtbot.keyClick(editors["line_id"].widget.lineEdit(), Qt.Key.Key_Return)
    type_text(editors["content"].widget, "Quý I")
    type_text(editors["amount"].widget, "4000000")
    assert page.form.remark.text() == "Vượt dự toán của dòng này 400.000 đồng"
    assert page.form.derived.text() == "(Bốn triệu đồng)"
    editors["amount"].widget.selectAll()
    type_text(editors["amount"].widget, "600000")
    assert page.form.derived.text() == "(Sáu trăm nghìn đồng)\nDòng này còn lại 3.000.000 đồng"
    assert place.leave()
    assert unit.services.registers.budget.rows(2026)[2].spent == 600_000


def test_the_budget_goes_to_word_and_excel(place, qtbot, fake_ask, settle, unit, tmp_path: Path) -> None:
    fill_budget(unit)
    show(place, "budget")
    fake_ask.queue("save_file", tmp_path / "phu luc")
    qtbot.mouseClick(place.budget.word, LEFT)
    settle(unit)
    document = docx.Document(str(tmp_path / "phu luc.docx"))
    assert document.paragraphs[-1].text == "Bằng chữ: Mười triệu tám trăm năm mươi nghìn đồng./."
    fake_ask.queue("save_file", tmp_path / "kinh phi.xlsx")
    qtbot.mouseClick(place.budget.export, LEFT)
    settle(unit)
    sheet = openpyxl.load_workbook(tmp_path / "kinh phi.xlsx", data_only=True).worksheets[0]
    assert sheet["F9"].value == 10_850_000
    assert [call[1].name for call in fake_ask.calls("save_file")] == [
        "Phụ lục dự toán kinh phí năm 2026.docx",
        "Kinh phí tuyên truyền cải cách hành chính năm 2026.xlsx",
    ]


def test_a_narrow_window_hides_what_the_form_shows_anyway(place, unit) -> None:
    fill_petitions(unit)
    show(place, "petitions")
    page = place.petitions
    received = [column.key for column in page.model.columns].index("received")
    assert not page.table.isColumnHidden(received)
    place.window().resize(1000, 600)
    assert page.table.isColumnHidden(received)
    page.table._remember_widths()  # as after a drag of another column's edge
    place.window().resize(1366, 728)
    assert not page.table.isColumnHidden(received)
    assert unit.settings.widths("petitions_table")[received] == 95
    assert page.table.columnWidth(received) == 95


def test_other_places_ask_for_a_tab(place) -> None:
    place.accept("budget")
    assert place.page is place.budget
    place.accept("new")
    assert place.add.text() == "Thêm dòng dự toán"
    assert place.budget.form_area.isVisible()
    assert place.escape()
    assert not place.budget.form_area.isVisible()


def test_every_editor_has_a_name_to_be_read_aloud(place) -> None:
    for tab in place._tabs:
        for page in tab.pages:
            assert page.table.accessibleName()
            for editor in page.form.editors.values():
                assert editor.widget.accessibleName(), editor.widget.objectName()
