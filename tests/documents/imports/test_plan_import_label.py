"""Labels as they are typed, and text that only looks like one."""

from __future__ import annotations

import pytest

from cchc_desktop.documents.plan_import.label import auto_label, typed_label
from cchc_desktop.documents.word.numbering import AutoLabel, format_counter
from cchc_desktop.domain.plan import SectionKind

PART, ITEM, POINT, DASH, PLUS, TEXT = SectionKind


@pytest.mark.parametrize(
    ("text", "kind", "value", "rest"),
    [
        ("I. MỤC ĐÍCH", PART, 1, "MỤC ĐÍCH"),
        ("I.MỤC ĐÍCH", PART, 1, "MỤC ĐÍCH"),
        ("II/ NỘI DUNG", PART, 2, "NỘI DUNG"),
        ("III - TỔ CHỨC", PART, 3, "TỔ CHỨC"),
        ("IV) TỔ CHỨC", PART, 4, "TỔ CHỨC"),
        ("IX.\tTỔ CHỨC", PART, 9, "TỔ CHỨC"),
        ("V\tTỔ CHỨC", PART, 5, "TỔ CHỨC"),
        ("I MỤC ĐÍCH, YÊU CẦU", PART, 1, "MỤC ĐÍCH, YÊU CẦU"),
        ("Phần I", PART, 1, ""),
        ("PHẦN II. NỘI DUNG", PART, 2, "NỘI DUNG"),
        ("Phần thứ ba: Tổ chức", PART, 3, "Tổ chức"),
        ("Phần 2. Nội dung", PART, 2, "Nội dung"),
        ("B. NHIỆM VỤ", PART, 2, "NHIỆM VỤ"),
        ("1. Mục đích", ITEM, 1, "Mục đích"),
        ("1.Mục đích", ITEM, 1, "Mục đích"),
        ("  12/  Mục đích", ITEM, 12, "Mục đích"),
        ("3) Kinh phí", ITEM, 3, "Kinh phí"),
        ("1.2. Yêu cầu", POINT, 2, "Yêu cầu"),
        ("1.2 Yêu cầu", POINT, 2, "Yêu cầu"),
        ("1.2 Ứng dụng", POINT, 2, "Ứng dụng"),
        ("a.Đẩy mạnh", POINT, 1, "Đẩy mạnh"),
        ("1.2.3. Yêu cầu", DASH, 3, "Yêu cầu"),
        ("a) nội dung", POINT, 1, "nội dung"),
        ("đ) nội dung", POINT, 5, "nội dung"),
        ("đ.\tNội dung", POINT, 5, "Nội dung"),
        ("g/ nội dung", POINT, 7, "nội dung"),
        ("(b) nội dung", POINT, 2, "nội dung"),
        ("(1) nội dung", DASH, 1, "nội dung"),
        ("- nội dung", DASH, 0, "nội dung"),
        ("–nội dung", DASH, 0, "nội dung"),
        ("• nội dung", DASH, 0, "nội dung"),
        ("+ nội dung", PLUS, 0, "nội dung"),
        ("I. 5. hai nhãn", PART, 1, "5. hai nhãn"),
    ],
)
def test_labels(text: str, kind: SectionKind, value: int, rest: str) -> None:
    found = typed_label(text)
    assert found is not None
    label, start = found
    assert (label.kind, label.value, text[start:]) == (kind, value, rest)


@pytest.mark.parametrize(
    "text",
    [
        "Mục đích",
        "2025 là năm đầu tiên",
        "15/3 hằng năm tổ chức",
        "10.000 tờ rơi",
        "1,5 triệu đồng",
        "1.5 triệu đồng",
        "30%",
        "v.v. và các việc khác",
        "(Nhiệm vụ cụ thể theo Phụ lục)",
        "Vì vậy cần tuyên truyền",
        "Iso 9001",
        "Xã Bình An",
        "CCHC là nhiệm vụ",
        "Phần lớn người dân đồng tình",
        "phần mềm một cửa",
        "-",
        "-----",
        "",
        "a",
        "e-mail của xã",
    ],
)
def test_no_labels(text: str) -> None:
    assert typed_label(text) is None


@pytest.mark.parametrize(
    ("auto", "kind", "value"),
    [
        (AutoLabel("II.", "upperRoman", 2, 0), PART, 2),
        (AutoLabel("Phần I", "upperRoman", 1, 0), PART, 1),
        (AutoLabel("3", "decimal", 3, 1), ITEM, 3),
        (AutoLabel("2.1.", "decimal", 1, 1), POINT, 1),
        (AutoLabel("e)", "lowerLetter", 5, 2), POINT, 5),
        (AutoLabel("\uf0b7", "bullet", 1, 0), DASH, 0),
        (AutoLabel("\uf02d", "bullet", 1, 0), DASH, 0),
        (AutoLabel("+", "bullet", 1, 0), PLUS, 0),
        (AutoLabel("o", "bullet", 1, 0), DASH, 0),
    ],
)
def test_labels_drawn_by_word(auto: AutoLabel, kind: SectionKind, value: int) -> None:
    label = auto_label(auto)
    assert label is not None
    assert (label.kind, label.value, label.auto) == (kind, value, True)


def test_counters_in_words_formats() -> None:
    assert format_counter(14, "upperRoman") == "XIV"
    assert format_counter(3, "lowerRoman") == "iii"
    assert format_counter(28, "lowerLetter") == "bb"
    assert format_counter(4, "decimalZero") == "04"
    assert format_counter(4, "none") == ""
    assert format_counter(4, "ordinal") == "4"
