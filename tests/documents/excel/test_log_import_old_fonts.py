"""A log typed in TCVN3 or VNI: each cell is read by its own font."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

TCVN3 = [
    ("Ngµy", "H×nh thøc", "Néi dung", "Sè l\u00adîng"),
    ("1/3/2025", "tê r¬i", "Ph¸t tê r¬i vÒ c¶i c¸ch hµnh chÝnh", 5),
]
VNI = [
    ("Ngaøy", "Hình thöùc", "Noäi dung", "Soá löôïng"),
    ("1/3/2025", "tôø rôi", "Phaùt tôø rôi veà caûi caùch haønh chính", 5),
]


@pytest.mark.parametrize(("font", "rows"), [(".VnTime", TCVN3), ("VNI-Times", VNI)])
def test_a_log_in_an_old_font_is_read(font: str, rows: list[tuple[Any, ...]], read: Any) -> None:
    def fill(book: Workbook) -> None:
        for row in rows:
            book.active.append(list(row))
        book.active.append(["2/3/2025", "tờ rơi", "Phát tờ rơi có hướng dẫn", 7])
        for cells in book.active.iter_rows(max_row=2):
            for cell in cells:
                cell.font = Font(name=font)

    preview = read(fill)
    assert [row.activity.title for row in preview.accepted] == [
        "Phát tờ rơi về cải cách hành chính",
        "Phát tờ rơi có hướng dẫn",
    ]
    assert {row.activity.form for row in preview.accepted} == {"to_roi"}
    assert preview.refused == ()
