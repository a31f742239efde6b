"""Task tables with other headings, merges and slips."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cchc_desktop.documents.plan_import.ledger import Ledger
from cchc_desktop.documents.plan_import.tasks import is_task_table, read_tasks
from cchc_desktop.documents.word.text import Cell, Paragraph, Piece, Table
from cchc_desktop.domain.plan import Task


def cell(text: str, span: int = 1, merged: bool = False) -> Cell:
    lines: list[Any] = [Paragraph([Piece(line, False, False)]) for line in text.split("\n")]
    return Cell(lines, span, merged)


def table(*rows: tuple[Any, ...]) -> Table:
    return Table([[found if isinstance(found, Cell) else cell(found) for found in row] for row in rows])


def read(*rows: tuple[Any, ...]) -> tuple[list[Task], Ledger]:
    ledger = Ledger()
    made = table(*rows)
    assert is_task_table(made)
    return read_tasks(made, ledger), ledger


HEAD = ("TT", "Nội dung công việc", "Đơn vị tính", "Chỉ tiêu", "Bộ phận thực hiện", "Tiến độ", "Kinh phí (triệu đồng)")


def test_columns_are_found_by_their_words_in_any_order() -> None:
    [task], ledger = read(HEAD, ("1", "Treo băng rôn", "chiếc", "20", "Văn phòng", "Trước 30/6", "1,5"))
    assert (task.content, task.target, task.target_unit) == ("Treo băng rôn", Decimal(20), "chiếc")
    assert (task.lead, task.time_text, task.cost) == ("Văn phòng", "Trước 30/6", 1_500_000)
    assert ledger.notes == []


def test_what_has_no_column_goes_to_the_note_with_its_heading() -> None:
    head = ("STT", "Hình thức tuyên truyền", "Nội dung", "Đối tượng", "Thời gian")
    [task], _ = read(head, ("1", "Phát thanh", "Dịch vụ công", "Nhân dân", "Hằng tuần"))
    assert task.content == "Dịch vụ công"
    assert task.note == "Hình thức tuyên truyền: Phát thanh\nĐối tượng: Nhân dân"


def test_money_and_targets_that_are_no_numbers_are_kept_as_words() -> None:
    [task], ledger = read(HEAD, ("1", "Hội thi", "", "ít nhất 1", "", "", "theo dự toán"))
    assert (task.target, task.cost) == (None, None)
    assert task.note == "Chỉ tiêu: ít nhất 1\nKinh phí: theo dự toán"
    assert len(ledger.notes) == 2


def test_cells_merged_downwards_count_for_every_row() -> None:
    head = ("STT", "Nội dung", "Cơ quan chủ trì", "Thời gian")
    first, second = read(head, ("1", "Một", "Văn phòng", "Quý I"), ("2", "Hai", cell("", merged=True), "Quý II"))[0]
    assert (first.lead, second.lead) == ("Văn phòng", "Văn phòng")


def test_groups_page_repeats_totals_and_rows_that_ran_over() -> None:
    head = ("STT", "Nội dung", "Sản phẩm", "Thời gian")
    tasks, ledger = read(
        head,
        ("1", "2", "3", "4"),
        (cell("A. Truyền thanh", span=4),),
        ("1", "Phát tin", "Bản tin", "Hằng tuần"),
        head,
        ("", "", "và file ghi âm", ""),
        ("II", "Hội nghị", "", ""),
        ("2", "Tập huấn", "", "Quý II./."),
        ("", "Tổng cộng", "2 việc", ""),
    )
    assert [(task.group, task.content) for task in tasks] == [("Truyền thanh", "Phát tin"), ("Hội nghị", "Tập huấn")]
    assert tasks[0].product == "Bản tin\nvà file ghi âm"
    assert tasks[1].time_text == "Quý II"
    assert [note.quote for note in ledger.notes if "tổng cộng" in note.reason] == ["Tổng cộng | 2 việc"]


def test_heading_of_two_rows_without_vertical_merge() -> None:
    rows = (
        ("STT", "Nội dung", cell("Cơ quan thực hiện", span=2), "Thời gian"),
        ("", "", "Chủ trì", "Phối hợp", ""),
        ("1", "Phát tin", "Đài", "Thôn", "Hằng tuần"),
    )
    [task], _ = read(*rows)
    assert (task.lead, task.support, task.time_text) == ("Đài", "Thôn", "Hằng tuần")


def test_ordinary_tables_are_no_task_tables() -> None:
    assert not is_task_table(table(("Thôn", "Số hộ", "Số loa"), ("Đông", "120", "2")))
    assert not is_task_table(table(("STT", "Nội dung"), ("1", "Một")))
    assert not is_task_table(Table([]))
