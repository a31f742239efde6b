"""Mappings of a form: places, tags, what is written, and the file that offices pass on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from cchc_desktop.domain.figure import FigureState
from cchc_desktop.domain.report_form import (
    Absent,
    CellWrite,
    FigureColumn,
    FormFigure,
    FormMapping,
    MappedCell,
    cell_name,
    cell_place,
    column_of_heading,
    problems,
    tags_in,
    value_to_write,
)
from cchc_desktop.domain.report_form_figures import tagged_cells, writes_of
from cchc_desktop.domain.report_form_file import cells_from_json, cells_to_json, from_file, to_file
from cchc_desktop.domain.report_form_grid import Area, CellKind, FormBook, FormCell, FormSheet
from cchc_desktop.errors import InvalidInput

CELLS = (
    MappedCell("Biểu 01", "C6", "TT05", FigureColumn.CURRENT, "Tổng số", "Kỳ này"),
    MappedCell("Biểu 01", "D6", "TT05", FigureColumn.CUMULATIVE),
    MappedCell("Biểu 01", "A1", "don_vi", FigureColumn.FACT, text="Đơn vị: {{don_vi}}\nKỳ: {{ky}}"),
)
MAPPING = FormMapping(
    "Biểu Sở Nội vụ", "bieu.xlsx", "ab" * 32, CELLS, "Q1", Absent.WORDS, Absent.BLANK, date(2026, 1, 1), None, "ghi chú"
)


@pytest.mark.parametrize(
    ("name", "place"),
    [("A1", (1, 1)), ("$B$7", (7, 2)), ("xfd1048576", (1048576, 16384)), ("AA10", (10, 27))],
)
def test_cells_have_names_and_places(name: str, place: tuple[int, int]) -> None:
    assert cell_place(name) == place
    assert cell_place(cell_name(*place)) == place


@pytest.mark.parametrize("name", ["", "A0", "7B", "XFE1", "A1048577", "ô B7", "A1:B2", "Ａ1"])
def test_what_is_no_cell_has_no_place(name: str) -> None:
    assert cell_place(name) is None


def test_tags_are_read_with_their_column_in_any_spelling() -> None:
    tags = tags_in("{{TT05}} và {{ tt06 : Lũy kế }} và {{TT07|cung ky}} và {{don_vi}} và {{TT08:quý sau}} {{}}")
    assert [(tag.code, tag.column) for tag in tags] == [
        ("TT05", FigureColumn.CURRENT),
        ("tt06", FigureColumn.CUMULATIVE),
        ("TT07", FigureColumn.PREVIOUS),
        ("don_vi", FigureColumn.FACT),
        ("TT08", None),
        ("", FigureColumn.CURRENT),
    ]


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Kết quả › Kỳ này", FigureColumn.CURRENT),
        ("Kỳ này › Lũy kế từ đầu năm", FigureColumn.CUMULATIVE),
        ("So với cùng kỳ", FigureColumn.PREVIOUS),
        ("Tỷ lệ so với kế hoạch", FigureColumn.PERCENT),
        ("KẾ HOẠCH GIAO", FigureColumn.TARGET),
        ("Ghi chú", FigureColumn.NOTE),
        ("", FigureColumn.CURRENT),
    ],
)
def test_a_heading_suggests_a_column(heading: str, column: FigureColumn) -> None:
    assert column_of_heading(heading) is column


def test_silence_is_never_written_as_zero() -> None:
    unknown = FormFigure(state=FigureState.UNKNOWN)
    nil = FormFigure(state=FigureState.NIL)
    for choice in Absent:
        assert value_to_write(unknown, choice, Absent.BLANK) is None
        assert value_to_write(None, choice, Absent.BLANK) is None
    assert value_to_write(unknown, Absent.ZERO, Absent.WORDS) == "chưa có số liệu"
    assert value_to_write(nil, Absent.ZERO, Absent.BLANK) == 0
    assert value_to_write(nil, Absent.WORDS, Absent.BLANK) == "không phát sinh"
    assert value_to_write(nil, Absent.BLANK, Absent.BLANK) is None
    assert value_to_write(FormFigure(Decimal(0)), Absent.BLANK, Absent.BLANK) == 0
    assert "unknown" in problems(replace(MAPPING, unknown=Absent.ZERO), ["TT05"])


def test_problems_name_the_cell() -> None:
    assert not problems(MAPPING, ["TT05"])
    assert "TT05" in problems(MAPPING, ["TT06"])["cells"]
    assert "hai lần" in problems(replace(MAPPING, cells=(CELLS[0], CELLS[0])), ["TT05"])["cells"]
    assert "name" in problems(replace(MAPPING, name="  "), ["TT05"])
    assert "valid_to" in problems(replace(MAPPING, valid_to=date(2025, 1, 1)), ["TT05"])


def test_words_around_tags_say_missing_numbers_in_words() -> None:
    cell = MappedCell("S", "A1", "TT05", text="Có {{tt05}} việc, tỷ lệ {{TT28}}, {{TT06}} người")
    figures = {
        ("TT05", FigureColumn.CURRENT): FormFigure(Decimal(1234)),
        ("TT28", FigureColumn.CURRENT): FormFigure(Decimal("66.7"), percent=True),
        ("TT06", FigureColumn.CURRENT): FormFigure(state=FigureState.NIL),
    }
    assert writes_of(replace(MAPPING, cells=(cell,)), figures) == (
        CellWrite("S", "A1", "Có 1.234 việc, tỷ lệ 66,7%, không phát sinh người"),
    )


# ------------------------------------------------------------------ the file


def test_a_mapping_comes_back_from_its_file_and_from_storage() -> None:
    again = from_file(to_file(MAPPING))
    assert replace(again, id=MAPPING.id) == MAPPING
    assert again.id != MAPPING.id
    assert cells_from_json(cells_to_json(MAPPING)) == (CELLS, Absent.WORDS, Absent.BLANK)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": 2}, "mới hơn"),
        ({"schema": "1"}, "phiên bản"),
        ({"format": "khác"}, "không phải"),
        ({"cells": [{"sheet": "S", "cell": "??", "code": "TT05", "column": "current"}]}, "sửa sai"),
        ({"cells": [{"sheet": "S", "cell": "A1", "code": "TT05", "column": "xxx"}]}, "sửa sai"),
        ({"cells": 5}, "sửa sai"),
        ({"name": None}, "sửa sai"),
        ({"valid_from": "hôm nay"}, "sửa sai"),
        ({"cells": [None]}, "sửa sai"),
    ],
)
def test_a_wrong_file_is_refused_in_words(change: dict[str, object], words: str) -> None:
    content = json.loads(to_file(MAPPING)) | change
    with pytest.raises(InvalidInput) as caught:
        from_file(json.dumps(content).encode())
    assert words in caught.value.problems["file"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"[" * 100_000, b"null", "ghép".encode("utf-16"), b"\xff" * 9])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        from_file(data)


# ------------------------------------------------------------------ tags in a form


def test_tags_become_cells_and_unknown_ones_are_refused() -> None:
    cells = {
        (6, 2): FormCell("Số hội nghị", CellKind.TEXT),
        (6, 3): FormCell("{{tt18: lũy kế}}", CellKind.TEXT),
        (7, 3): FormCell("{{TT99}}", CellKind.TEXT),
        (8, 3): FormCell("{{TT18: tuần này}}", CellKind.TEXT),
        (9, 4): FormCell("{{TT18}}", CellKind.TEXT),
        (10, 1): FormCell("Kỳ {{ky}}", CellKind.TEXT),
        (11, 1): FormCell("{{TT18}}", CellKind.FORMULA),
    }
    sheet = FormSheet("Biểu", cells, 12, 6, merges=(Area(9, 3, 9, 4),))
    found, refused = tagged_cells(FormBook("b.xlsx", "", (sheet,)), ["TT18"])
    assert found == (
        MappedCell("Biểu", "C6", "TT18", FigureColumn.CUMULATIVE, "Số hội nghị"),
        MappedCell("Biểu", "A10", "ky", FigureColumn.FACT, text="Kỳ {{ky}}"),
    )
    assert [tag.cell for tag in refused] == ["C7", "C8", "D9"]
