"""The registers through their services: numbers, sums, the log, and what leaves the program."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
import pytest

from cchc_desktop.domain.activity import ActivityFilter
from cchc_desktop.domain.budget import BudgetLine, Spending
from cchc_desktop.domain.change import Topic
from cchc_desktop.domain.channel import Broadcast, Channel, ChannelKind
from cchc_desktop.domain.collaborator import Collaborator, CollaboratorRole, Delivery
from cchc_desktop.domain.commendation import Commendation, CommendationKind
from cchc_desktop.domain.petition import Competence, Petition, PetitionState
from cchc_desktop.errors import Conflict, FileNotWritten, InvalidInput
from cchc_desktop.services.container import Services

DAY = date(2026, 3, 2)


@pytest.fixture
def registers(services: Services):
    return services.registers


@pytest.fixture
def channel(registers) -> Channel:
    made = Channel(ChannelKind.LOUDSPEAKER, "  Cụm loa  thôn Đoài ", person="Vũ Văn Bảy")
    return registers.channels.channels.save(made).entry


def test_texts_are_tidied_and_problems_told(registers, channel) -> None:
    assert channel.name == "Cụm loa thôn Đoài"
    saved = registers.channels.channels.save(replace(channel, note=" một\r\nhai "))
    assert saved.entry.note == "một\nhai"
    assert (saved.change.topic, saved.change.ids) == (Topic.REGISTER, (channel.id,))
    with pytest.raises(InvalidInput) as caught:
        registers.channels.channels.save(replace(saved.entry, name=" "))
    assert set(caught.value.problems) == {"name"}
    with pytest.raises(Conflict):
        registers.channels.channels.save(channel)


def test_broadcasts_become_entries_of_the_log_once(services: Services, registers, channel) -> None:
    shelf = registers.channels.broadcasts
    first = shelf.save(Broadcast(channel.id, DAY, "Nộp hồ sơ trực tuyến", "17:00", 15, 2)).entry
    second = shelf.save(Broadcast(channel.id, date(2026, 3, 4), "Phí, lệ phí")).entry
    logged = registers.channels.log([first.id, second.id])
    assert (len(logged.activity_ids), logged.skipped) == (2, 0)
    assert {change.topic for change in logged.changes} == {Topic.ACTIVITY, Topic.REGISTER}
    entries = services.activities.page(ActivityFilter(words="phat thanh")).activities
    assert [(one.title, one.counts["luot_phat"]) for one in entries] == [
        ("Phí, lệ phí", 1),
        ("Nộp hồ sơ trực tuyến", 2),
    ]
    assert [row.logged for row in registers.channels.broadcast_rows()] == [True, True]

    again = registers.channels.log([first.id, second.id])
    assert (again.activity_ids, again.skipped) == ((), 2)
    assert services.activities.page(ActivityFilter()).total == 2

    registers.channels.unlog(logged)
    assert services.activities.page(ActivityFilter()).total == 0
    assert [row.logged for row in registers.channels.broadcast_rows()] == [False, False]


def test_an_entry_thrown_out_of_the_log_can_be_logged_anew(services: Services, registers, channel) -> None:
    saved = registers.channels.broadcasts.save(Broadcast(channel.id, DAY, "Bản tin")).entry
    services.activities.bin(registers.channels.log([saved.id]).activity_ids)
    assert [row.logged for row in registers.channels.broadcast_rows()] == [False]
    assert len(registers.channels.log([saved.id]).activity_ids) == 1


def test_channels_show_what_went_over_them_this_year(registers, channel) -> None:
    shelf = registers.channels.broadcasts
    shelf.save(Broadcast(channel.id, DAY, "a", minutes=10, plays=3))
    shelf.save(Broadcast(channel.id, date(2026, 1, 5), "b", minutes=5, plays=1))
    shelf.save(Broadcast(channel.id, date(2025, 12, 31), "c", minutes=99, plays=9))
    (row,) = registers.channels.rows()
    assert (row.plays, row.minutes, row.last) == (4, 35, DAY)
    registers.channels.channels.bin([channel.id])
    assert registers.channels.rows() == ()
    assert {one.channel for one in registers.channels.broadcast_rows()} == {"Cụm loa thôn Đoài"}


def test_people_show_what_they_delivered(registers) -> None:
    person = registers.collaborators.people.save(
        Collaborator("Phạm Thị Hoa", CollaboratorRole.SPEAKER, phone="0912345678")
    ).entry
    for day, quantity in ((DAY, 2), (date(2026, 2, 1), 1), (date(2025, 2, 1), 7)):
        registers.collaborators.deliveries.save(Delivery(person.id, day, "Tin", quantity=quantity))
    (row,) = registers.collaborators.rows()
    assert (row.delivered, row.last) == (3, DAY)
    assert {one.name for one in registers.collaborators.delivery_rows()} == {"Phạm Thị Hoa"}
    heads = [column.title for column in registers.collaborators.table([person.id]).columns]
    assert "Điện thoại" not in heads
    assert "0912345678" in registers.collaborators.table([person.id], personal=True).rows[0]


PERSON = Petition(
    DAY,
    "Bà Nguyễn Thị Hạnh phản ánh cửa mở muộn, gọi 0912 345 678",
    channel="Đường dây nóng",
    person="Nguyễn Thị Hạnh",
    address="Xóm Chùa, thôn Đoài",
    contact="0912345678",
    competence=Competence.OWN,
    result="Đã xin lỗi bà Nguyễn Thị Hạnh",
)


def test_petitions_are_numbered_by_year(registers) -> None:
    save = registers.petitions.petitions.save
    assert [save(Petition(day, "x")).entry.number for day in (DAY, date(2025, 5, 5), date(2026, 1, 1))] == [1, 1, 2]
    with pytest.raises(InvalidInput) as caught:
        save(Petition(DAY, "y", 2))
    assert caught.value.problems == {"number": "số 2 của năm 2026 đã có trong sổ"}
    assert save(Petition(date(2025, 7, 7), "y", 2)).entry.number == 2


def test_limits_follow_holidays_and_the_catalogue(registers) -> None:
    # Hùng Kings' day 2026 falls on Sunday 26 April, made up for on Monday 27; then 30 April and 1 May.
    petition = replace(PERSON, received=date(2026, 4, 24), competence=Competence.OTHER)
    assert registers.petitions.row(petition).standing.due == date(2026, 5, 6)
    assert registers.petitions.settings.rule(DAY).answer_days == 15
    assert "Đường dây nóng" in registers.petitions.settings.channels


def test_counts_are_of_a_span_and_of_nobody(registers) -> None:
    for day in (DAY, date(2026, 3, 9), date(2025, 12, 1)):
        registers.petitions.petitions.save(replace(PERSON, id=f"{day:%Y%m%d}".rjust(32, "0"), received=day))
    counts = registers.petitions.counts(date(2025, 12, 15), date(2026, 3, 14))
    assert counts.received == 2
    assert "Hạnh" not in repr(counts)


def all_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


def test_no_personal_data_leave_unless_asked_for(registers, tmp_path: Path) -> None:
    saved = registers.petitions.petitions.save(PERSON).entry
    target = tmp_path / "so.xlsx"
    registers.export_list(registers.petitions.table([saved.id]), target)
    text = all_text(target.read_bytes())
    for secret in ("Hạnh", "Xóm Chùa", "0912"):
        assert secret not in text
    assert "cửa mở muộn" in text
    registers.export_list(registers.petitions.table([saved.id], personal=True), target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    heads = [cell.value for cell in sheet[4]]
    row = dict(zip(heads, (cell.value for cell in sheet[5]), strict=True))
    assert (row["Họ tên, tổ chức"], row["Địa chỉ"]) == ("Nguyễn Thị Hạnh", "Xóm Chùa, thôn Đoài")
    assert row["Ngày tiếp nhận"].date() == DAY
    assert row["Số"] == 1


def test_a_list_is_written_in_the_order_given_and_never_as_formulas(registers, tmp_path: Path) -> None:
    save = registers.commendations.entries.save
    made = [
        save(Commendation(CommendationKind.INITIATIVE, DAY, honoured, "=1+1")).entry
        for honoured in ("Ấp Bắc", "Anh Ba", "=cmd|'x'!A1")
    ]
    target = registers.export_list(
        registers.commendations.table([one.id for one in reversed(made)]), tmp_path / "khen.xlsx"
    )
    sheet = openpyxl.load_workbook(target).worksheets[0]
    assert [sheet.cell(row, 4).value for row in (5, 6, 7)] == ["=cmd|'x'!A1", "Anh Ba", "Ấp Bắc"]
    assert {sheet.cell(row, column).data_type for row in (5, 6, 7) for column in (4, 5)} == {"s"}
    with pytest.raises(FileNotWritten):
        registers.export_list(registers.commendations.table([]), tmp_path / "none" / "x.xlsx")


@pytest.fixture
def lines(registers) -> list[BudgetLine]:
    made = [
        BudgetLine(2026, "In tờ rơi", "tờ", Decimal(500), 3_500),
        BudgetLine(2026, "Chi báo cáo viên", "buổi", Decimal("2.5"), 500_000, "Ngân sách cấp trên bổ sung"),
    ]
    return [registers.budget.lines.save(line).entry for line in made]


def test_money_is_summed_by_year(registers, lines) -> None:
    assert [line.position for line in lines] == [1, 2]
    registers.budget.spendings.save(Spending(lines[0].id, DAY, "Đợt 1", 1_000_000))
    registers.budget.spendings.save(Spending(lines[0].id, DAY, "Đợt 2", 900_000))
    first, second = registers.budget.rows(2026)
    assert (first.line.amount, first.spent, first.left) == (1_750_000, 1_900_000, -150_000)
    assert (second.line.amount, second.left) == (1_250_000, 1_250_000)
    assert registers.budget.rows(2025) == ()
    assert registers.budget.years() == (2026,)
    assert [row.line for row in registers.budget.spending_rows(2026)] == ["In tờ rơi"] * 2
    registers.budget.lines.bin([lines[0].id])
    assert [row.line for row in registers.budget.spending_rows(2026)] == ["In tờ rơi (đã xóa)"] * 2
    with pytest.raises(InvalidInput):
        registers.budget.spendings.save(Spending(lines[0].id, DAY, "Đợt 3", 1))


def test_the_task_of_the_plan_stands_beside_its_line(services: Services, registers, lines) -> None:
    plan = services.plans.create(2026).plan
    registers.budget.lines.save(replace(lines[0], task_id=plan.tasks[0].id))
    assert registers.budget.rows(2026)[0].task == plan.tasks[0].content


def test_the_excel_table_computes_and_says_the_total(registers, lines, tmp_path: Path) -> None:
    ids = [line.id for line in lines]
    target = registers.budget.export_workbook(2026, ids, tmp_path / "kinh phi.xlsx")
    formulas = openpyxl.load_workbook(target).worksheets[0]
    values = openpyxl.load_workbook(target, data_only=True).worksheets[0]
    assert formulas["F6"].value == "=ROUND(D6*E6,0)"
    assert formulas["F8"].value == "=SUM(F6:F7)"
    assert [values[cell].value for cell in ("F6", "F7", "F8", "K8")] == [1_750_000, 1_250_000, 3_000_000, 3_000_000]
    assert values["A9"].value == "Tổng dự toán bằng chữ: Ba triệu đồng."
    empty = registers.budget.workbook(2026, [])
    assert openpyxl.load_workbook(io.BytesIO(empty)).worksheets[0]["F6"].value == 0


def test_the_word_appendix_follows_the_decree(registers, lines) -> None:
    ids = [line.id for line in reversed(lines)]
    document = docx.Document(io.BytesIO(registers.budget.appendix(2026, ids)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["Phụ lục", "DỰ TOÁN KINH PHÍ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2026"]
    assert "Ủy ban nhân dân xã Đồng Tâm" in texts[2]
    assert texts[-1] == "Bằng chữ: Ba triệu đồng./."
    (table,) = document.tables
    assert [cell.text for cell in table.rows[1].cells] == [
        *("1", "Chi báo cáo viên", "buổi", "2,5", "500.000", "1.250.000", "Ngân sách cấp trên bổ sung", "")
    ]
    assert table.rows[-1].cells[5].text == "3.000.000"
    assert table.rows[-1].cells[0].text == "Tổng cộng"
    assert {
        run.font.size.pt for row in table.rows for cell in row.cells for p in cell.paragraphs for run in p.runs
    } == {13}
    normal = document.styles["Normal"]
    assert (normal.font.name, normal.font.size.pt) == ("Times New Roman", 14)
    section = document.sections[0]
    sides = (section.left_margin, section.right_margin, section.top_margin, section.page_width)
    assert [round(side.mm) for side in sides] == [30, 15, 20, 297]


def test_late_is_told_from_the_day_of_today(registers) -> None:
    saved = registers.petitions.petitions.save(replace(PERSON, received=date(2025, 1, 6), competence=Competence.OTHER))
    (row,) = registers.petitions.rows()
    assert row.petition == saved.entry
    assert row.standing.state is PetitionState.LATE
    assert row.standing.days > 200
