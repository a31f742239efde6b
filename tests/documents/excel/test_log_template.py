from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from cchc_desktop.documents.log_import import read_log
from cchc_desktop.documents.log_template import write_log_template


def test_a_filled_in_template_is_imported_without_a_word_changed(house: Any, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_log_template(house.forms, 2025)))
    sheet = book["Nhật ký"]
    names = [row[0].value for row in book["Hình thức"].iter_rows(min_row=2)]
    assert names == [form.name for form in house.forms]
    for row, name in enumerate(names, 5):
        for column, value in enumerate((row - 4, datetime(2025, 3, row), name, f"Việc {row}"), 1):
            sheet.cell(row, column, value)
    path = tmp_path / "mau.xlsx"
    book.save(path)
    preview = read_log(path, house.forms, house.tasks, datetime(2025, 3, 20).date())
    assert [row.activity.form for row in preview.accepted] == [form.code for form in house.forms]
    assert not preview.refused
    assert all(row.remarks == ("chưa có số lượng",) for row in preview.accepted)


def test_an_empty_template_gives_an_empty_preview(house: Any, tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    path.write_bytes(write_log_template(house.forms, 2025))
    preview = read_log(path, house.forms, house.tasks, datetime(2025, 3, 20).date())
    assert not preview.accepted
    assert not preview.refused


def test_the_forms_are_offered_as_a_list(house: Any) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write_log_template(house.forms, 2025)))["Nhật ký"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]
    assert lists[0].formula1 == f"'Hình thức'!$A$2:$A${len(house.forms) + 1}"
    assert "C5" in str(lists[0].sqref)
