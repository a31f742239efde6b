"""The rules of wording, with what they must not take for a slip."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cchc_desktop.domain import check_text
from cchc_desktop.domain.check import CheckBook
from cchc_desktop.domain.check_head import (
    has_official_zeros,
    is_archive_line,
    leading_title,
    list_slips,
    read_date_line,
    read_number_line,
    signing_slip,
)
from cchc_desktop.domain.check_outline import Level, order_slips, read_label
from cchc_desktop.domain.check_text import Slip, Spelling
from cchc_desktop.domain.number_words import read_number_words

PAIRS = (("kinh tế", "xã hội"), ("văn hóa", "xã hội"))


def dashes(text: str) -> list[Slip]:
    return check_text.dash_slips(text, PAIRS)


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (check_text.space_slips, "ngày       tháng       năm 2026"),
        (check_text.space_slips, "Số:      /KH-UBND"),
        (check_text.space_slips, "một dòng có khoảng trắng ở cuối   "),
        (check_text.space_slips, "mục\t\tlục"),
        (check_text.mark_slips, "thực hiện nghiêm túc./."),
        (check_text.mark_slips, "các nội dung sau: (1) tin, bài; (2) phát thanh..."),
        (check_text.mark_slips, "đạt 95,5% (tăng 1.234,5 lượt), 08:30, TP.HCM, v.v."),
        (check_text.mark_slips, "tại http://hungyen.gov.vn/a,b và “một cửa”, “một cửa liên thông”"),
        (check_text.mark_slips, "Kế hoạch số ……/KH-UBND ngày …… của …"),
        (check_text.mark_slips, "tệp .docx và từ .NET"),
        (dashes, "phát triển kinh tế - xã hội"),
        (dashes, "loa pa-nô, ca-ta-lô, in-tơ-nét; COVID-19"),
        (dashes, "- Gạch đầu dòng; giai đoạn 2021-2030"),
        (dashes, "Phòng Văn hóa - Xã hội"),
        (check_text.date_slips, "Nghị định số 30/2020/NĐ-CP, Luật số 72/2025/QH15, tỷ lệ 31/2 hồ sơ"),
        (check_text.date_slips, "ngày 29/02/2024, ngày 29 tháng 02, 31/12/2025, ngày 01/7"),
        (check_text.date_slips, "số điện thoại 0321.13.14.2025, mã 99/13/2025/A"),
        (check_text.weekday_slips, "thứ năm, ngày 15/01/2026; Chủ nhật ngày 18 tháng 01 năm 2026; thứ 2 (19/01/2026)"),
        (check_text.weekday_slips, "lần thứ hai ngày nào cũng được; thứ hai hằng tuần"),
        (check_text.number_slips, "05 (năm) ngày, 1.500.000 đồng (Một triệu năm trăm nghìn đồng)"),
        (check_text.number_slips, "02 (hai) lần/năm (năm 2026); 03 (đã trừ ngày nghỉ); năm 2026 (gọi tắt là Kế hoạch)"),
        (check_text.number_slips, "Quyết định số 15 (một phần), 21 (hai mươi mốt) người"),
        (check_text.symbol_slips, "132/KH-UBND, 15-KH/TU, 36-HD/VPTW, 12/UBND-VX"),
        (check_text.composed_slips, "Tiếng Việt dựng sẵn"),
    ],
)  # fmt: skip
def test_good_wording_is_left_alone(find: Callable[[str], list[Slip]], text: str) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("find", "text", "found"),
    [
        (check_text.space_slips, "hai  từ", "“hai··từ”"),
        (check_text.space_slips, " đầu đoạn", "“·đầu đoạn”"),
        (check_text.mark_slips, "cán bộ , công chức", "“cán bộ , công chức”"),
        (check_text.mark_slips, "( một )", None),
        (dashes, "Kinh tế-Xã hội", "“Kinh tế-Xã hội” → “Kinh tế - Xã hội”"),
        (dashes, "kinh tế -xã hội", "“kinh tế -xã hội” → “kinh tế - xã hội”"),
        (dashes, "đúng -- sai", None),
        (check_text.date_slips, "ngày 31 tháng 9 năm 2026", "“ngày 31 tháng 9 năm 2026”"),
        (check_text.date_slips, "từ 29/02/2026 đến nay", "“29/02/2026”"),
        (check_text.date_slips, "trước ngày 31/6", "“ngày 31/6”"),
        (check_text.weekday_slips, "Thứ Hai, ngày 15 tháng 01 năm 2026", None),
        (check_text.weekday_slips, "thứ 7 ngày 15-01-2026", None),
        (check_text.number_slips, "trong 05 (sáu) ngày", "“05 (sáu)”"),
        (check_text.number_slips, "2.000.000 đồng (hai triệu năm trăm nghìn đồng chẵn)", None),
        (check_text.symbol_slips, "Kế hoạch số 132-KH/UBND", "“132-KH/UBND”"),
        (check_text.composed_slips, "Vie\u0302\u0323t Nam", None),
    ],
)  # fmt: skip
def test_slips_are_found_and_quoted(find: Callable[[str], list[Slip]], text: str, found: str | None) -> None:
    slips = find(text)
    assert slips
    if found is not None:
        assert [slip.text for slip in slips] == [found]


def test_the_shipped_spelling_list_corrects_and_does_not_contradict_itself(book: CheckBook) -> None:
    spelling = Spelling(book.words.misspelt)
    assert [slip.text for slip in spelling.slips("Cải cách  hành hành, Sử lý của của")] == [
        "“Cải cách  hành hành” → “cải cách hành chính”", "“Sử lý” → “xử lý”", "“của của” → “của”",
    ]  # fmt: skip
    for _, right in book.words.misspelt:
        assert spelling.slips(right) == [], right


def test_tone_marks_are_told_apart() -> None:
    old, new = check_text.tone_words("hòa, Thúy, khỏe, ủy; hoà, Thuý, khoẻ, uỷ; quý, quỳ, hoàn, khoảng, thuyền, loài")
    assert [slip.found for slip in old] == ["hòa", "Thúy", "khỏe", "ủy"]
    assert [slip.found for slip in new] == ["hoà", "Thuý", "khoẻ", "uỷ"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("một", 1), ("mười lăm", 15), ("hai mươi mốt", 21), ("một trăm linh năm", 105), ("năm mươi tư", 54),
        ("một nghìn không trăm lẻ hai", 1002), ("Hai tỷ ba trăm triệu đồng chẵn", 2_300_000_000),
        ("bằng chữ: mười hai triệu ba trăm bốn mươi lăm nghìn sáu trăm bảy mươi tám", 12_345_678),
        ("một nghìn tỷ", 10**12), ("năm 2026", None), ("tối đa", None), ("", None), ("hai ba", None), ("đồng", None),
        ("nghìn", None),
    ],
)  # fmt: skip
def test_numbers_in_words(words: str, number: int | None) -> None:
    assert read_number_words(words) == number


@pytest.mark.parametrize(
    ("text", "exact", "party", "number", "groups"),
    [
        ("Số: 07/KH-UBND", True, False, "07", ("KH", "UBND")),
        ("Số: 1234/TTr-UBND", True, False, "1234", ("TTr", "UBND")),
        ("Số: 12/UBND-VX", True, False, "12", ("UBND", "VX")),
        ("Số:      /KH-UBND", True, False, "", ("KH", "UBND")),
        ("Số: …/QĐ-UBND", True, False, "", ("QĐ", "UBND")),
        ("Số: 132-KH/UBND", True, True, "", ("KH",)),
        ("Số : 07/KH-UBND", False, False, "07", ("KH", "UBND")),
        ("Số 07/KH-UBND", False, False, "07", ("KH", "UBND")),
        ("SỐ: 07/KH-UBND", False, False, "07", ("KH", "UBND")),
        ("Số: 07/kh-ubnd", False, False, "07", ("kh", "ubnd")),
        ("Số: 07/KH–UBND", False, False, "07", ("KH–UBND",)),
    ],
)
def test_number_lines(text: str, exact: bool, party: bool, number: str, groups: tuple[str, ...]) -> None:
    line = read_number_line(text)
    assert (line.exact, line.party, line.number, line.groups) == (exact, party, number, groups)


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("Lệ Xá, ngày 13 tháng 01 năm 2025", True),
        ("Phường 1, ngày 05 tháng 6 năm 2026", True),
        ("Thành phố Hồ Chí Minh, ngày     tháng    năm 2026", True),
        ("Lệ Xá, ngày … tháng … năm 20…", True),
        ("Lệ Xá ngày 13 tháng 01 năm 2025", False),
        ("Lệ Xá , ngày 13 tháng 01 năm 2025", False),
        ("lệ Xá, ngày 13 tháng 01 năm 2025", False),
        ("LỆ XÁ, ngày 13 tháng 01 năm 2025", False),
        ("Lệ Xá, ngày 13/01/2025", False),
    ],
)
def test_date_lines(text: str, exact: bool) -> None:
    assert read_date_line(text).exact is exact


def test_official_zeros() -> None:
    right = [("05", "01"), ("29", "6"), ("10", "12"), ("01", "02"), ("09", "9")]
    wrong = [("5", "01"), ("05", "1"), ("29", "06"), ("10", "2")]
    assert [pair for pair in right if not has_official_zeros(*pair)] == []
    assert [pair for pair in wrong if has_official_zeros(*pair)] == []


def test_lists_of_lines() -> None:
    assert list_slips(["- Một;", "- Hai;", "- Ba."], dashes=True) == []
    assert [index for index, _ in list_slips(["- Một", "Hai;", "- Ba;"], dashes=True)] == [0, 1, 2]
    assert is_archive_line("- Lưu: VT, VHXH (02b).")
    assert not is_archive_line("- Lưu VT.")


def test_signing() -> None:
    good = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "TUQ. CHỦ TỊCH", "Q. GIÁM ĐỐC", "CHỦ TỊCH", "TỔ TRƯỞNG"]
    bad = [
        "T/M ỦY BAN NHÂN DÂN",
        "TM ỦY BAN NHÂN DÂN",
        "KT CHỦ TỊCH",
        "K/T CHỦ TỊCH",
        "TM.ỦY BAN NHÂN DÂN",
        "T.M ỦY BAN",
    ]
    assert [line for line in good if signing_slip(line)] == []
    assert [line for line in bad if not signing_slip(line)] == []
    degrees = ("TS.", "ThS.", "Bà", "Tiến sĩ")
    assert leading_title("ThS. Trần Thị Hòa", degrees) == "ThS."
    assert leading_title("Bàng Văn Ân", degrees) == ""
    assert leading_title("Tsering", degrees) == ""


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [
        ("I. x|1. x|a) x|b) x|c) x|d) x|đ) x|e) x|g) x|2. x|a) x|II. x|1. x", []),
        ("I. x|1. x|2. x|II. x|3. x|4. x", []),
        ("Điều 1. x|1. x|2. x|Điều 2. x|1. x", []),
        ("Chương I|Điều 1. x|Điều 2. x|Chương II|Điều 3. x", []),
        ("1. x|1.1. x|1.2. x|2. x|2.1. x", []),
        ("- x|+ x|- x", []),
        ("a) x|b) x|c) x|d) x|e) x", ["đ"]),
        ("I. x|III. x|IV. x", ["II"]),
        ("1. x|3. x|4. x", ["2"]),
        ("I. x|II. x|II. x|III. x", ["III"]),
        ("1. x|1.2. x", ["1.1"]),
        ("2. x", ["1"]),
    ],
)
def test_the_order_of_labels(labels: str, wrong: list[str]) -> None:
    found = [label for text in labels.split("|") if (label := read_label(text)) is not None]
    assert len(found) == labels.count("|") + 1
    assert [slip.wanted for slip in order_slips(found)] == wrong


def test_what_is_no_label() -> None:
    texts = ["Căn cứ Luật", "2026. Năm nay", "1.234 lượt người", "A) x", "12/2026"]
    assert [label.text for text in texts if (label := read_label(text))] == []
    assert read_label("a)Việc") is not None
    part = read_label("II. TỔ CHỨC")
    assert part is not None
    assert (part.level, part.text, part.rest) == (Level.PART, "II", "TỔ CHỨC")


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "piece", [" ", "1", "1.", "a ", "ngày 1 ", "(", "1 (", "-", ",", "....", "o\u0300", "hoà ", "thứ "]
)
def test_a_text_of_many_pages_is_read_in_linear_time(book: CheckBook, piece: str) -> None:
    text = "x" + piece * (300_000 // len(piece)) + "x"
    for find in (
        check_text.space_slips, check_text.mark_slips, dashes, check_text.date_slips, check_text.weekday_slips,
        check_text.number_slips, check_text.tone_words, Spelling(book.words.misspelt).slips, check_text.composed_slips,
        check_text.symbol_slips, read_label, read_number_line, read_date_line, signing_slip,
    ):  # fmt: skip
        find(text)  # type: ignore[operator]
