from __future__ import annotations

import pytest

from cchc_desktop.documents.report_workbook.lines import ROW_LIMIT, line_count, row_height, text_width


def test_accents_do_not_change_the_width_of_a_letter_but_the_horn_does() -> None:
    assert text_width("ấ") == text_width("a")
    assert text_width("ự") == text_width("ư") > text_width("u")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 100, 1),
        ("ngắn", 100, 1),
        ("một\nhai\n\nbốn", 100, 4),
        ("từ " * 40, 100, 6),
        ("x" * 100, 100, 7),
    ],
)
def test_words_wrap_and_long_words_break(text: str, width: float, lines: int) -> None:
    assert line_count(text, width) == lines


def test_bold_needs_at_least_as_many_lines() -> None:
    text = "Phát thanh trên hệ thống truyền thanh cơ sở của xã và các thôn"
    assert line_count(text, 90, bold=True) >= line_count(text, 90)


def test_a_row_is_never_higher_than_excel_allows() -> None:
    assert row_height(1000) == ROW_LIMIT
