"""Tables from outside into every list: matched, looked at, stored as one step, taken back as one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from cchc_desktop.domain.activity import Activity, ActivityFilter
from cchc_desktop.domain.budget import BudgetLine
from cchc_desktop.domain.channel import Channel, ChannelKind
from cchc_desktop.domain.collaborator import Collaborator, CollaboratorRole
from cchc_desktop.domain.petition import Petition
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.table_import import ImportPreview, Matched, TableFile
from cchc_desktop.domain.text_block import BlockSection, BlockTopic
from cchc_desktop.errors import FileInUse, FileNotWritten, InvalidInput
from cchc_desktop.services.container import Services
from cchc_desktop.services.table_imports import texts

Rows = Sequence[Sequence[Any]]


def workbook(path: Path, rows: Rows, title: str = "Sổ 1") -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def look(services: Services, key: str, path: Path, **more: Any) -> tuple[TableFile, ImportPreview]:
    imports = services.table_imports
    file = imports.open(path)
    return file, imports.preview(key, file, imports.find_heads(key, file), **more)


def take_back(services: Services) -> None:
    assert services.undo.undo(services.undo.last) is not None


def reasons(preview: ImportPreview) -> list[str]:
    return [f"{one.sheet}!{one.cell}: {one.reason}" for one in preview.refused]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    rows = [
        ["ỦY BAN NHÂN DÂN XÃ ĐỒNG TÂM"],
        [],
        ["DANH SÁCH CỘNG TÁC VIÊN NĂM 2026"],
        ["TT", "HỌ VÀ  TÊN", "Vai tro", "Số ĐT", "Thôn", "Từ ngày (dd/mm)", "Cột lạ"],
        [1, "Vũ Văn Bảy", "CTV", 912345678, "Đoài", date(2025, 3, 1), "x"],
        [2, "Đỗ Thị Thắm", "báo cáo viên", "0987 654 321", "Thượng", "15/4/2025", None],
        [3, "", "CTV", None, "Trung", None, None],
        [4, "Lê Văn Hai", "Trưởng thôn", None, "Hạ", "31/02/2025", None],
        ["Tổng cộng: 4 người"],
        [None, "Người lập biểu"],
    ]
    return workbook(tmp_path / "ctv.xlsx", rows)


def test_a_table_with_a_letterhead_above_is_found_matched_and_read(services: Services, people: Path) -> None:
    _, preview = look(services, "people", people)
    head = preview.heads[0]
    assert (head.sheet, head.top, head.bottom) == ("Sổ 1", 4, 4)
    assert head.matches == {2: "name", 3: "role", 4: "phone", 5: "area", 6: "active_from"}
    first, second = (row.entry for row in preview.accepted)
    assert (first.name, first.role, first.phone) == ("Vũ Văn Bảy", CollaboratorRole.COLLABORATOR, "0912345678")
    assert preview.accepted[0].remarks == ("số 912345678 hiểu là 0912345678 (Excel bỏ mất số 0 đứng đầu)",)
    assert (second.role, second.active_from) == (CollaboratorRole.SPEAKER, date(2025, 4, 15))
    assert preview.accepted[1].texts[:3] == ("Đỗ Thị Thắm", "Báo cáo viên", "")
    said = reasons(preview)
    assert said[0] == "Sổ 1!B7: thiếu họ và tên"
    assert said[1].startswith("Sổ 1!C8: “Trưởng thôn” không phải là vai trò; hãy ghi một trong: “Cộng tác viên”")
    assert said[2] == "Sổ 1!F8: không đọc được ngày “31/02/2025”; hãy ghi đủ ngày/tháng/năm"
    assert [one.reason for one in preview.skipped] == ["dòng tổng cộng", "phần dưới bảng (chữ ký, nơi nhận)"]
    assert services.registers.collaborators.people.all() == ()


def test_what_was_accepted_is_stored_and_taken_back_as_one_step(services: Services, people: Path) -> None:
    imports = services.table_imports
    _, preview = look(services, "people", people)
    result = imports.apply("people", preview)
    shelf = services.registers.collaborators.people
    assert {one.name for one in shelf.all()} == {"Vũ Văn Bảy", "Đỗ Thị Thắm"}
    assert result.rows == 2
    assert services.backups.all()
    _, again = look(services, "people", people)
    assert not again.accepted
    assert {row.twin for row in again.twins} == {"đã có trong danh sách"}
    take_back(services)
    assert shelf.all() == ()
    assert len(shelf.all(binned=True)) == 2


def test_twins_come_in_only_when_wanted(services: Services, tmp_path: Path) -> None:
    services.registers.collaborators.people.save(Collaborator("Vũ Văn Bảy"))
    path = workbook(tmp_path / "a.xlsx", [["Họ và tên", "Địa bàn"], ["VŨ VĂN BẢY", "Đoài"], ["An", ""], ["an", ""]])
    _, preview = look(services, "people", path)
    assert [row.entry.name for row in preview.accepted] == ["An"]
    assert [row.twin for row in preview.twins] == ["đã có trong danh sách", "giống hệt dòng 3 của trang “Sổ 1”"]
    assert services.table_imports.apply("people", preview, with_twins=True).rows == 3
    assert len(services.registers.collaborators.people.all()) == 4


def test_a_heading_once_matched_by_a_person_is_known_next_time(services: Services, tmp_path: Path) -> None:
    rows = [["Danh xưng", "Nơi ở"], ["Vũ Văn Bảy", "Đoài"], ["Lan", "Hạ"]]
    imports = services.table_imports
    file = imports.open(workbook(tmp_path / "a.xlsx", rows))
    (head,) = imports.find_heads("people", file)
    assert not head.matches
    first = imports.preview("people", file, (head,))
    assert reasons(first) == ["Sổ 1!A1: chưa có cột nào được chọn cho “Họ và tên”; cả bảng chưa đọc được"]
    head = imports.match("people", imports.match("people", head, 1, "area"), 2, "area")
    assert head.matches == {2: "area"}  # a field is filled by one column
    head = imports.match("people", head, 1, "name")
    imports.apply("people", imports.preview("people", file, (head,)))
    other = imports.open(workbook(tmp_path / "b.xlsx", [["Sổ năm sau"], ["DANH XƯNG:", "nơi  ở"], ["Bình", "Thượng"]]))
    (known,) = imports.find_heads("people", other)
    assert known.matches == {1: "name", 2: "area"}
    assert {column.matched for column in known.columns} == {Matched.REMEMBERED}
    assert [row.entry.name for row in imports.preview("people", other, (known,)).accepted] == ["Bình"]


def test_a_heading_can_stand_elsewhere_or_nowhere(services: Services, tmp_path: Path) -> None:
    imports = services.table_imports
    file = imports.open(workbook(tmp_path / "a.xlsx", [["Lan", "Hạ"], ["Bình", "Thượng"]]))
    head = imports.head_at("people", file, "Sổ 1", 0)
    assert [column.heading for column in head.columns] == ["", ""]
    head = imports.match("people", imports.match("people", head, 1, "name"), 2, "area")
    assert [row.entry.area for row in imports.preview("people", file, (head,)).accepted] == ["Hạ", "Thượng"]


def test_two_columns_of_one_name_are_left_to_the_person(services: Services, tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [["Họ và tên", "Địa bàn", "Địa bàn"], ["Lan", "Hạ", "Trung"]])
    _, preview = look(services, "people", path)
    assert preview.heads[0].matches == {1: "name"}


def test_merged_headings_of_two_rows(services: Services, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Họ và tên", "Thời gian", None, "Ghi chú"], [None, "Từ ngày", "Đến ngày", None]):
        sheet.append(row)
    sheet.append(["Lan", date(2025, 1, 2), date(2025, 3, 4), "x"])
    for area in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(area)
    book.save(tmp_path / "a.xlsx")
    _, preview = look(services, "people", tmp_path / "a.xlsx")
    (row,) = preview.accepted
    assert (row.entry.active_from, row.entry.active_to) == (date(2025, 1, 2), date(2025, 3, 4))


def test_merged_cells_among_the_rows_are_asked_about(services: Services, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Họ và tên", "Địa bàn"], ["Lan", "Hạ"], ["Bình", None]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.save(tmp_path / "a.xlsx")
    _, preview = look(services, "people", tmp_path / "a.xlsx")
    assert not preview.accepted
    assert reasons(preview)[0].endswith("B2: ô gộp B2:B3; hãy bỏ gộp và ghi vào từng dòng")


@pytest.mark.parametrize(("from_1904", "serial"), [(False, 45731), (True, 44269)])
def test_a_bare_number_is_a_day_only_when_a_person_says_so(
    services: Services, tmp_path: Path, from_1904: bool, serial: int
) -> None:
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    for row in (["Họ và tên", "Từ ngày", "Đến ngày"], ["Lan", serial, date(2025, 4, 1)]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    _, preview = look(services, "people", tmp_path / "a.xlsx")
    assert preview.serials == 1
    assert "mà không có định dạng ngày" in reasons(preview)[0]
    _, preview = look(services, "people", tmp_path / "a.xlsx", serials=True)
    (row,) = preview.accepted
    assert (row.entry.active_from, row.entry.active_to) == (date(2025, 3, 15), date(2025, 4, 1))
    assert row.remarks == (f"số {serial} hiểu là ngày 15/03/2025",)


def test_broadcasts_name_their_channel(services: Services, tmp_path: Path) -> None:
    channel = services.registers.channels.channels.save(Channel(ChannelKind.LOUDSPEAKER, "Cụm loa thôn Đoài")).entry
    rows = [
        ["Ngày phát", "Giờ", "Kênh", "Nội dung", "Thời lượng (phút)", "Lượt"],
        [date(2026, 3, 2), time(17, 0), "cum loa thon doai", "Nộp hồ sơ trực tuyến", 15, 2],
        ["5.3.2026", "5h30", "Cụm loa thôn Đoài", "Phí, lệ phí", "", "1.234"],
        [date(2026, 3, 6), "tối", "Loa thôn Hạ", "Khác", 1.5, "O"],
    ]
    _, preview = look(services, "broadcasts", workbook(tmp_path / "a.xlsx", rows))
    first, second = (row.entry for row in preview.accepted)
    assert (first.channel_id, first.time, first.minutes, first.plays) == (channel.id, "17:00", 15, 2)
    assert (second.time, second.minutes, second.plays) == ("05:30", 0, 1234)
    said = reasons(preview)
    assert [one.partition(":")[0] for one in said] == ["Sổ 1!B4", "Sổ 1!C4", "Sổ 1!E4", "Sổ 1!F4"]
    assert "không có kênh “Loa thôn Hạ” trong sổ" in said[1]


def test_money_is_computed_again_and_compared(services: Services, tmp_path: Path) -> None:
    rows = [
        ["Năm", "Nội dung chi", "ĐVT", "Số lượng", "Đơn giá", "Thành tiền"],
        [2026, "In tờ rơi", "tờ", 1000, 1500, "1.500.000 đồng"],
        ["Năm 2026", "Băng rôn", "cái", "2,5", "200 000", None],
        [None, "Trang trí", "gói", None, None, 5000000],
        [2026, "Sai", "cái", 3, 100, 999999],
        [2026, "Mơ hồ", "cái", "1,234", "1,5 triệu", None],
        [2026, "Lẻ", "cái", 1.234, 100, None],
    ]
    _, preview = look(services, "budget", workbook(tmp_path / "a.xlsx", rows))
    lines = [row.entry for row in preview.accepted]
    assert [(one.content, one.quantity, one.price, one.amount) for one in lines] == [
        ("In tờ rơi", Decimal(1000), 1500, 1_500_000),
        ("Băng rôn", Decimal("2.5"), 200_000, 500_000),
        ("Trang trí", Decimal(1), 5_000_000, 5_000_000),
    ]
    assert {one.year for one in lines} == {2026}
    said = reasons(preview)
    assert "Sổ 1!F5: thành tiền ghi 999.999 nhưng số lượng × đơn giá là 300" in said
    assert [one.partition(":")[0] for one in said] == ["Sổ 1!F5", "Sổ 1!D6", "Sổ 1!E6", "Sổ 1!D7"]
    services.table_imports.apply("budget", preview)
    assert [row.line.position for row in services.registers.budget.rows(2026)] == [1, 2, 3]


def test_spending_names_its_line_with_the_year_where_two_are_alike(services: Services, tmp_path: Path) -> None:
    lines = services.registers.budget.lines
    old, new = (lines.save(BudgetLine(year, "In tờ rơi", price=1)).entry for year in (2025, 2026))
    rows = [
        ["Ngày chi", "Dòng dự toán", "Nội dung", "Số tiền"],
        ["2/3/2026", "In tờ rơi (2026)", "Đợt 1", "-1.500.000đ"],
        ["2/3/2026", "In tờ rơi", "Đợt 2", 5],
    ]
    _, preview = look(services, "spending", workbook(tmp_path / "a.xlsx", rows))
    (row,) = preview.accepted
    assert (row.entry.line_id, row.entry.amount) == (new.id, -1_500_000)
    assert reasons(preview) == ["Sổ 1!B3: “In tờ rơi” có thể là nhiều dòng dự toán khác nhau"]
    assert old.id != new.id


def test_numbers_of_petitions_are_given_or_refused_when_taken(services: Services, tmp_path: Path) -> None:
    shelf = services.registers.petitions.petitions
    shelf.save(Petition(date(2026, 1, 5), "Cũ"))
    rows = [
        ["Số", "Ngày tiếp nhận", "Nội dung phản ánh", "Họ tên", "Loại"],
        [1, "6/1/2026", "Trùng số", "An", "Kiến nghị"],
        [7, "7/1/2026", "Có số", "Bình", ""],
        [None, "8/1/2026", "Chưa có số", "Chi", "phản ánh"],
        [7, "9/1/2026", "Trùng số dòng trên", "Dũng", ""],
    ]
    _, preview = look(services, "petitions", workbook(tmp_path / "a.xlsx", rows))
    assert [row.entry.content for row in preview.accepted] == ["Có số", "Chưa có số"]
    assert [one.cell for one in preview.refused] == ["A2", "A5"]
    services.table_imports.apply("petitions", preview)
    assert {one.content: one.number for one in shelf.all()} == {"Cũ": 1, "Có số": 7, "Chưa có số": 8}


def test_legal_bases_know_a_document_however_its_number_is_typed(services: Services, tmp_path: Path) -> None:
    known = next(one for one in services.legal_bases.all() if one.number)
    rows = [
        ["Loại văn bản", "Số, ký hiệu", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu", "Được sửa đổi bởi"],
        [known.kind, known.number.lower(), known.date, known.issuer, known.subject, ""],
        ["Quyết định", "15/QĐ-UBND", "2/1/2026", "UBND xã Đồng Tâm", "phân công nhiệm vụ", "16/QĐ-UBND; 17/QĐ-UBND"],
        ["Quyết định", "không số", "2/1/2026", "UBND xã", "x", ""],
    ]
    _, preview = look(services, "legal_bases", workbook(tmp_path / "a.xlsx", rows))
    assert [row.entry.number for row in preview.twins] == [known.number.lower()]
    (row,) = preview.accepted
    assert row.entry.amended_by == ("16/QĐ-UBND", "17/QĐ-UBND")
    assert reasons(preview) == ["Sổ 1!B4: số, ký hiệu chưa đúng, ví dụ: 30/2020/NĐ-CP"]
    services.table_imports.apply("legal_bases", preview)
    assert row.entry.key in {one.key for one in services.legal_bases.all()}
    take_back(services)
    assert row.entry.key not in {one.key for one in services.legal_bases.all()}


def test_text_blocks_with_several_topics(services: Services, tmp_path: Path) -> None:
    rows = [
        ["Tên đoạn mẫu", "Phần của kế hoạch", "Chủ đề", "Kiểu đoạn", "Lời văn"],
        [
            "Mục đích chung",
            "mục đích",
            "Chuyển đổi số; Một cửa, một cửa liên thông",
            "Gạch đầu dòng",
            "Nâng cao\nnhận thức",
        ],
        ["Thiếu", "Mục đích", "", "", ""],
    ]
    _, preview = look(services, "text_blocks", workbook(tmp_path / "a.xlsx", rows))
    assert [one.cell for one in preview.refused] == ["E3"]
    services.table_imports.apply("text_blocks", preview)
    own = [one for one in services.text_blocks.all() if one.own]
    assert len(own) == len(preview.accepted)
    assert len(own) == 1
    for block in own:
        assert block.section is BlockSection.PURPOSE
        assert block.topics == (BlockTopic.TRANSFORMATION, BlockTopic.ONE_STOP)
    take_back(services)
    assert not [one for one in services.text_blocks.all() if one.own]


def test_tasks_go_where_the_plan_is_open(services: Services, tmp_path: Path) -> None:
    form = services.catalogues.forms[0]
    rules = texts.plan_tasks(services.catalogues.forms, [Task("Đã có")])
    rows = [
        ["STT", "Nội dung nhiệm vụ", "Chủ trì", "Thời gian thực hiện", "Chỉ tiêu", "Hình thức", "Số đo", "Kinh phí"],
        [
            1,
            "Phát thanh hằng tuần",
            "Phòng Văn hóa - Xã hội",
            "Hằng tuần",
            50,
            form.name,
            form.measures[0].name,
            "2.000.000",
        ],
        [2, "Đã có", "", "", "", "", "", ""],
        [3, "Lạ", "", "", "", "không rõ", "", ""],
    ]
    imports = services.table_imports
    file = imports.open(workbook(tmp_path / "a.xlsx", rows))
    preview = imports.preview("plan_tasks", file, imports.find_heads("plan_tasks", file), rules=rules)
    (row,) = preview.accepted
    task = row.entry
    assert (task.form, task.measure, task.target, task.cost) == (
        form.code,
        form.measures[0].code,
        Decimal(50),
        2_000_000,
    )
    assert [one.entry.content for one in preview.twins] == ["Đã có"]
    assert [one.cell for one in preview.refused] == ["F4"]


def test_the_log_takes_the_same_way_and_keeps_its_own_reading(services: Services, tmp_path: Path) -> None:
    services.activities.save(Activity(date(2026, 3, 1), "tin_bai", "Đã ghi"))
    rows = [
        ["Thời điểm diễn ra", "Hình thức", "Nội dung", "Số lượng"],
        ["1/3/2026", "Tin, bài", "Đã ghi", "1 bài"],
        ["2/3/2026", "Phát thanh", "Loa sáng", "3 lượt phát"],
        ["2/3/2026", "Nhảy dù", "Loa sáng", ""],
    ]
    imports = services.table_imports
    file = imports.open(workbook(tmp_path / "a.xlsx", rows))
    heads = imports.find_heads("activity", file)
    assert "date" not in heads[0].matches.values()
    heads = (imports.match("activity", heads[0], 1, "date"),)
    preview = imports.preview("activity", file, heads)
    assert [row.texts[2] for row in preview.twins] == ["Đã ghi"]
    assert [row.entry.counts for row in preview.accepted] == [{"luot_phat": Decimal(3)}]
    assert [one.cell for one in preview.refused] == ["B4"]
    imports.apply("activity", preview)
    assert services.activities.page(ActivityFilter()).total == 2
    assert "date" in imports.find_heads("activity", file)[0].matches.values()  # remembered
    take_back(services)
    assert services.activities.page(ActivityFilter()).total == 1


def test_refused_rows_go_out_and_come_back_mended(services: Services, people: Path, tmp_path: Path) -> None:
    imports = services.table_imports
    file, preview = look(services, "people", people)
    target = imports.export_refused("people", file, preview, tmp_path / "loi.xlsx")
    sheet = openpyxl.load_workbook(target).active
    head = [cell.value for cell in sheet[4]]
    assert head[-1] == "Lý do chưa nhập được"
    assert sheet.max_row == 6
    assert "C8: “Trưởng thôn”" in sheet.cell(6, len(head)).value
    assert "F8: không đọc được ngày" in sheet.cell(6, len(head)).value
    book = openpyxl.load_workbook(target)
    sheet = book.active
    sheet.cell(5, head.index("Họ và tên") + 1, "Trần Văn Ba")
    sheet.cell(6, head.index("Vai trò") + 1, "CTV")
    sheet.cell(6, head.index("Từ ngày") + 1, "28/2/2025")
    book.save(target)
    _, mended = look(services, "people", target)
    assert not mended.refused
    assert [row.entry.name for row in mended.accepted] == ["Trần Văn Ba", "Lê Văn Hai"]


@pytest.mark.parametrize(
    "key",
    ["channels", "broadcasts", "people", "deliveries", "petitions", "commendations", "budget", "spending",
     "legal_bases", "text_blocks", "plan_tasks"],
)  # fmt: skip
def test_a_template_is_recognised_whole_and_holds_no_row(services: Services, tmp_path: Path, key: str) -> None:
    services.registers.channels.channels.save(Channel(ChannelKind.ZALO, "Zalo xã"))
    target = services.table_imports.export_template(key, tmp_path / f"{key}.xlsx")
    _, preview = look(services, key, target)
    fields = [one.name for one in services.table_imports.target(key).fields]
    assert sorted(preview.heads[0].matches.values()) == sorted(fields)
    assert (preview.accepted, preview.refused) == ((), ())


def test_an_exported_register_is_known_again(services: Services, tmp_path: Path) -> None:
    shelf = services.registers.collaborators.people
    made = [shelf.save(Collaborator(name, area="Đoài", phone="0912345678")).entry for name in ("Lan", "=1+1 Bình")]
    table = services.registers.collaborators.table([one.id for one in made], personal=True)
    services.registers.export_list(table, tmp_path / "a.xlsx")
    _, preview = look(services, "people", tmp_path / "a.xlsx")
    assert not preview.refused
    assert not preview.accepted
    assert [row.entry.phone for row in preview.twins] == ["0912345678", "0912345678"]


@pytest.mark.parametrize(
    ("encoding", "divider"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1258", ";")],
)
def test_csv_in_the_letters_of_many_programs(services: Services, tmp_path: Path, encoding: str, divider: str) -> None:
    import unicodedata

    text = (
        divider.join(["Họ và tên", "Địa bàn", "Từ ngày"]) + "\r\n" + divider.join(['"Vũ Văn Bảy"', "Đoài", "1/3/2025"])
    )
    if encoding == "cp1258":  # Windows writes Vietnamese with marks that combine
        marks = "\u0300\u0301\u0303\u0309\u0323"
        parts = []
        for letter in text:
            whole = unicodedata.normalize("NFD", letter)
            tones = "".join(mark for mark in whole if mark in marks)
            parts.append(unicodedata.normalize("NFC", "".join(mark for mark in whole if mark not in marks)) + tones)
        text = "".join(parts)
    path = tmp_path / "a.csv"
    path.write_bytes(text.encode(encoding))
    _, preview = look(services, "people", path)
    (row,) = preview.accepted
    assert (row.entry.name, row.entry.area, row.entry.active_from) == ("Vũ Văn Bảy", "Đoài", date(2025, 3, 1))


def test_the_list_that_changed_meanwhile_refuses_all_rows(services: Services, tmp_path: Path) -> None:
    rows = [["Số", "Ngày tiếp nhận", "Nội dung"], [1, "6/1/2026", "A"], [2, "7/1/2026", "B"]]
    _, preview = look(services, "petitions", workbook(tmp_path / "a.xlsx", rows))
    services.registers.petitions.petitions.save(Petition(date(2026, 1, 9), "Chen ngang", number=2))
    with pytest.raises(InvalidInput):
        services.table_imports.apply("petitions", preview)
    assert [one.content for one in services.registers.petitions.petitions.all()] == ["Chen ngang"]


def test_the_file_may_change_or_vanish_after_it_was_read(services: Services, people: Path) -> None:
    imports = services.table_imports
    file = imports.open(people)
    people.unlink()
    preview = imports.preview("people", file, imports.find_heads("people", file))
    assert imports.apply("people", preview).rows == 2


def test_a_template_over_an_open_file_leaves_it(services: Services, tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "mau.xlsx"
    target.write_bytes(b"cu")

    def held(source: str, to: str) -> None:
        error = PermissionError(13, "sharing violation")
        error.winerror = 32  # type: ignore[attr-defined]
        raise error

    monkeypatch.setattr("cchc_desktop.files.os.replace", held)
    monkeypatch.setattr("cchc_desktop.files.time.sleep", lambda seconds: None)
    with pytest.raises((FileInUse, FileNotWritten)):
        services.table_imports.export_template("people", target)
    assert target.read_bytes() == b"cu"


def test_an_exported_log_is_known_again(services: Services, tmp_path: Path) -> None:
    from cchc_desktop.domain.listing import ListColumn, ListSource

    services.activities.save(Activity(date(2026, 3, 1), "tin_bai", "=1+1", {"so_bai": Decimal(2)}, people="Lan"))
    heads = ("STT", "Ngày", "Hình thức", "Nội dung", "Số lượng", "Nhiệm vụ", "Tệp", "Người thực hiện")
    form = services.catalogues.form("tin_bai")
    assert form is not None
    row = (1, date(2026, 3, 1), form.name, "=1+1", "2 bài", "", "–", "Lan")
    source = ListSource("NHẬT KÝ", tuple(ListColumn(head, 16) for head in heads), 1, lambda: [row])
    services.lists.export(source, tmp_path / "a.xlsx")
    _, preview = look(services, "activity", tmp_path / "a.xlsx")
    assert not preview.refused
    assert [row.entry.note for row in preview.twins] == [""]


def test_thousands_of_rows_come_in_as_one_step(services: Services, tmp_path: Path) -> None:
    rows = [["Họ và tên", "Địa bàn"], *([f"Người {number}", "Đoài"] for number in range(3000))]
    _, preview = look(services, "people", workbook(tmp_path / "a.xlsx", rows))
    assert len(preview.accepted) == 3000
    services.table_imports.apply("people", preview)
    assert services.undo.size(services.undo.last) == 3000
