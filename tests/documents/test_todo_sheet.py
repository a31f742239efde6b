"""The to-do list of a day: one page whatever there is to do, nothing left out in silence."""

from __future__ import annotations

import io
from datetime import date

import pytest
from docx import Document

from cchc_desktop.documents.pdf import find_soffice, pdf_of
from cchc_desktop.documents.pdf_pages import page_count
from cchc_desktop.documents.todo_sheet import write_todo_sheet
from cchc_desktop.domain.activity import Activity
from cchc_desktop.domain.agenda import Agenda, since_sheet
from cchc_desktop.domain.plan import Task
from cchc_desktop.domain.task_due import task_dues

TODAY = date(2026, 4, 12)
TIMES = ("Hằng tháng", "Trước 15/4", "Quý II", "Trước 5/5", "Thường xuyên", "Trước 28/2")


def page(count: int, length: int = 1, done: int = 12) -> bytes:
    tasks = [
        Task(f"Tổ chức hội nghị đối thoại giữa người đứng đầu cấp ủy với Nhân dân, lần {number}; " * length,
             time_text=TIMES[number % 6], id=f"t{number}")
        for number in range(count)
    ]  # fmt: skip
    skips = {("t0", date(2026, 1, 31)): "nghỉ Tết"} if tasks else {}
    entries = [Activity(TODAY, "x", f"Phát thanh buổi {number}") for number in range(min(done, 12))]
    agenda = Agenda(TODAY, task_dues(tasks, 2026, {}, TODAY, skips), ())
    return write_todo_sheet(since_sheet(agenda, date(2026, 4, 3), entries, done), "xã Lệ Xá", {"x": "Phát thanh"})


def rows(data: bytes) -> list[str]:
    document = Document(io.BytesIO(data))
    return [row.cells[1].text for table in document.tables for row in table.rows]


@pytest.mark.parametrize("count", [1, 8, 80])
def test_every_item_is_named_or_counted(count: int) -> None:
    texts = rows(page(count, done=30))
    named = sum(text.startswith("Tổ chức") for text in texts)
    late = [text for text in texts if text.startswith("Quá hạn, chậm")]
    assert named
    assert late or count == 1
    counted = sum(int(text.split()[2]) for text in texts if text.startswith("… và"))
    headed = sum(int(text.rpartition("(")[2].rstrip(")")) for text in texts if text.endswith(")") and " (" in text
                 and not text.startswith(("Tổ chức", "Phát thanh")))  # fmt: skip
    shown = named + sum(text.startswith("Phát thanh") for text in texts)
    assert shown + counted == headed


def test_nothing_to_do_is_said() -> None:
    document = Document(io.BytesIO(page(0, done=0)))
    assert not document.tables
    assert document.paragraphs[-1].text == "Không có việc nào đến hạn trong 30 ngày tới."


@pytest.mark.skipif(find_soffice() is None, reason="LibreOffice lays the page out")
@pytest.mark.parametrize(("count", "length"), [(0, 1), (8, 1), (80, 1), (80, 3)])
def test_it_is_one_page(count: int, length: int) -> None:
    assert page_count(pdf_of(page(count, length))) == 1
