"""The exported plan as it lies on paper: every measurable rule of Decree 30/2020, annex I. Lengths are in mm."""

from __future__ import annotations

import itertools

import pytest

pytestmark = pytest.mark.layout

POINT = 25.4 / 72
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
WIDTH, HEIGHT = 210.0, 297.0
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
BLOCK_LENGTHS = range(14, 30)
OPEN_LENGTHS = range(19, 29, 3)


def near(value: float, wanted: float, tolerance: float = 0.4) -> bool:
    return abs(value - wanted) <= tolerance


# --- annex I, part I: the page -------------------------------------------------------------------------------------


def test_the_paper_is_a4(portrait, landscape):
    assert len(portrait) >= 6
    assert len(landscape) >= 3
    assert all(near(sheet.width, WIDTH) and near(sheet.height, HEIGHT) for sheet in portrait)
    assert all(near(sheet.width, HEIGHT) and near(sheet.height, WIDTH) for sheet in landscape)


def test_the_body_lies_between_the_margins_and_fills_them(portrait):
    lines = [line for sheet in portrait for line in sheet.body]
    assert near(min(line.x0 for line in lines), LEFT)
    assert near(max(line.x1 for line in lines), WIDTH - RIGHT)
    assert max(line.y for line in lines) < HEIGHT - BOTTOM
    for sheet in portrait:
        letter_tops = [letter["top"] * POINT for letter in sheet.letters if letter["top"] * POINT > TOP - 2]
        assert TOP - 0.5 < min(letter_tops) < TOP + 4


def test_the_appendix_keeps_the_margins_too(landscape):
    lines = [line for sheet in landscape for line in sheet.body]
    assert min(line.x0 for line in lines) > LEFT
    assert max(line.x1 for line in lines) <= HEIGHT - RIGHT + 0.1
    assert max(line.y for line in lines) < WIDTH - BOTTOM
    edges = [edge for sheet in landscape for rule in sheet.rules for edge in rule[:2]]
    assert near(min(edges), LEFT)
    assert near(max(edges), HEIGHT - RIGHT)


def test_one_black_font_throughout(sample):
    for sheet in sample:
        for letter in sheet.letters:
            assert "Tinos" in letter["fontname"]
            colour = letter["non_stroking_color"]
            assert colour is None or set(colour) == {0}


def test_the_page_number_stands_in_the_top_margin_from_page_two(portrait):
    assert portrait[0].number == []
    for page, sheet in enumerate(portrait[1:], 2):
        (number,) = sheet.number
        assert number.text == str(page)
        assert number.sizes == {14.0}
        assert number.regular
        assert near(number.middle, LEFT + (WIDTH - LEFT - RIGHT) / 2)


def test_every_appendix_counts_its_own_pages(landscape):
    assert landscape[0].number == []
    for page, sheet in enumerate(landscape[1:], 2):
        (number,) = sheet.number
        assert number.text == str(page)
        assert near(number.middle, LEFT + (HEIGHT - LEFT - RIGHT) / 2)


def test_body_is_14_points_with_an_indent_of_half_an_inch(running_text):
    for lines in running_text:
        for line in lines:
            assert line.sizes == {14.0}
            assert not line.italic
            assert near(line.x0, LEFT) or near(line.x0, LEFT + 12.7), line


def test_body_is_justified(running_text):
    checked = 0
    for lines in running_text:
        for line, following in itertools.pairwise(lines):
            if near(following.x0, LEFT):  # so this line is not the last of its paragraph
                assert near(line.x1, WIDTH - RIGHT, 0.8), line
                checked += 1
    assert checked > 40


def test_lines_and_paragraphs_are_spaced_as_allowed(running_text):
    within, between = set(), set()
    for lines in running_text:
        for line, following in itertools.pairwise(lines):
            step = round((following.y - line.y) / POINT, 1)
            (within if near(following.x0, LEFT) else between).add(step)
    single = 14 * 1.149
    assert max(within) - min(within) < 0.5
    assert max(between) - min(between) < 0.5
    assert single <= min(within)
    assert max(within) <= 1.5 * single
    assert min(between) - max(within) >= 5.7  # 6 pt, less what rounding takes


# --- annex I, part II: the elements --------------------------------------------------------------------------------


def test_nation_and_motto(sample):
    nation, motto = sample[0].line("CỘNG HÒA"), sample[0].line("Độc lập")
    assert nation.text == NATION
    assert motto.text == MOTTO
    assert nation.sizes == {13.0}
    assert motto.sizes == {14.0}
    assert nation.bold
    assert motto.bold
    assert not nation.italic
    assert near(nation.middle, motto.middle)
    assert nation.x0 > WIDTH / 2 - 15


def test_the_rule_under_the_motto_is_as_long_as_its_text(sample):
    motto = sample[0].line("Độc lập")
    x0, x1, _ = sample[0].rule_below(motto)
    assert near(x0, motto.x0)
    assert near(x1, motto.x1)


def test_issuer_is_bold_13_and_its_rule_a_third_to_a_half(sample):
    upper, lower = sample[0].line("ỦY BAN NHÂN DÂN"), sample[0].line("XÃ TÂN HÒA")
    for line in (upper, lower):
        assert line.sizes == {13.0}
        assert line.bold
        assert not line.italic
    assert near(upper.middle, lower.middle)
    assert near(upper.y, sample[0].line("CỘNG HÒA").y)
    sample[0].assert_short_rule(lower)


def test_a_superior_line_is_regular_above_a_bold_issuer(laid_out):
    (sheet,) = laid_out["department"]
    issuer = sheet.line("PHÒNG VĂN HÓA - XÃ HỘI")
    assert issuer.bold
    assert issuer.sizes == {13.0}
    for superior in (sheet.line("ỦY BAN NHÂN DÂN"), sheet.line("XÃ LONG THÀNH")):
        assert superior.regular
        assert superior.sizes == {13.0}
        assert superior.y < issuer.y
    sheet.assert_short_rule(issuer)


def test_number_and_date_stand_on_one_line(sample):
    number, day = sample[0].line("Số:"), sample[0].line("Tân Hòa, ngày")
    assert number.text == "Số: 07/KH-UBND"
    assert day.text == "Tân Hòa, ngày 05 tháng 01 năm 2026"
    assert near(number.y, day.y, 0.5)
    assert number.sizes == {13.0}
    assert number.regular
    assert day.sizes == {14.0}
    assert day.italic
    assert "Tinos-BoldItalic" not in day.fonts
    assert near(number.middle, sample[0].line("XÃ TÂN HÒA").middle)
    assert near(day.middle, sample[0].line("Độc lập").middle)


def test_months_from_march_on_take_no_zero(laid_out):
    assert laid_out["longer_name"][0].line("Phường 1, ngày").text == "Phường 1, ngày 29 tháng 6 năm 2026"


def test_a_draft_leaves_room_for_the_pen(laid_out):
    (sheet,) = laid_out["draft"]
    day = sheet.line("Phường 1, ngày")
    assert day.text.split() == ["Phường", "1,", "ngày", "tháng", "năm", "2026"]
    assert day.x1 - day.x0 > 75  # it would be 60 without the blanks
    number = sheet.line("Số:")
    assert number.text.split() == ["Số:", "/KH-UBND"]


@pytest.mark.parametrize(
    ("name", "issuer"),
    [("long_name", ["XÃ NAM CÁT TIÊN THƯỢNG"]), ("longer_name", ["PHƯỜNG THƯỢNG NAM", "CÁT TIÊN THẠNH MỸ"])],
)
def test_long_names_never_break_the_heading(laid_out, name, issuer):
    (sheet,) = laid_out[name]
    assert sheet.line("CỘNG HÒA").text == NATION
    assert sheet.line("Độc lập").text == MOTTO
    lines = [line for line in sheet.body if line.x1 < sheet.line("CỘNG HÒA").x0 and line.y < sheet.line("Số:").y]
    assert [line.text for line in lines] == ["ỦY BAN NHÂN DÂN", *issuer]
    sheet.assert_short_rule(lines[-1])
    day = next(line for line in sheet.body if ", ngày" in line.text)
    assert day.text.endswith("năm 2026")
    assert day.x1 <= WIDTH - RIGHT + 0.1
    assert day.sizes <= {13.0, 14.0}
    assert near(day.y, sheet.line("Số:").y, 0.5)


def test_kind_and_title_are_bold_14_in_the_middle(sample):
    kind = sample[0].line("KẾ HOẠCH")
    title = [line for line in sample[0].body if kind.y < line.y < sample[0].line("Căn cứ Luật").y]
    assert " ".join(line.text for line in title).startswith("Tuyên truyền công tác cải cách hành chính năm 2026")
    for line in (kind, *title):
        assert line.bold
        assert not line.italic
        assert line.sizes == {14.0}
        assert near(line.middle, LEFT + (WIDTH - LEFT - RIGHT) / 2)
    sample[0].assert_short_rule(title[-1])


def test_only_three_rules_are_drawn(portrait):
    assert len(portrait[0].rules) == 3
    assert not any(sheet.rules for sheet in portrait[1:])


def test_bases_are_italic_and_end_as_they_must(sample):
    part = sample[0].line("I. ")
    title_end = sample[0].line("Căn cứ Luật").y
    opening = sample[0].line("Thực hiện chỉ đạo")
    bases = [line for line in sample[0].body if title_end <= line.y < opening.y]
    assert all(line.italic and line.sizes == {14.0} for line in bases)
    text = " ".join(line.text for line in bases)
    assert text.count(";") == 2
    assert text.endswith("dân tỉnh.")
    assert all(line.regular for line in sample[0].body if opening.y <= line.y < part.y)


def test_headings_by_level(sample):
    part, item, point = sample[0].line("I. "), sample[0].line("1. Mục đích"), sample[0].line("a) Nâng cao")
    assert part.text == "I. MỤC ĐÍCH, YÊU CẦU, ĐỐI TƯỢNG"
    assert part.bold
    assert item.bold
    assert point.regular
    plain = [line for sheet in sample for line in sheet.body if line.text.startswith("1. Kinh phí bố trí")]
    assert plain[0].regular


def test_the_text_ends_with_its_mark(running_text):
    lines = running_text[-1]
    assert lines[-1].text.endswith("quyết định./.")


# --- signature and recipients --------------------------------------------------------------------------------------


def test_recipients(portrait):
    sheet = portrait[-1]
    head = sheet.line("Nơi nhận:")
    assert head.sizes == {12.0}
    assert head.fonts == {"Tinos-BoldItalic"}
    assert near(head.x0, LEFT)
    names = [line for line in sheet.body if line.y > head.y and line.x1 < WIDTH / 2]
    assert all(line.sizes == {11.0} and line.regular and near(line.x0, LEFT) for line in names)
    starts = [index for index, line in enumerate(names) if line.text.startswith("- ")]
    ends = [names[following - 1].text[-1] for following in (*starts[1:], len(names))]
    assert ends == [";"] * 7 + ["."]
    assert names[-1].text == "- Lưu: VT, VHXH."


def test_signature(portrait):
    sheet = portrait[-1]
    capital = [sheet.line("TM. ỦY BAN"), sheet.line("KT. CHỦ TỊCH"), sheet.line("PHÓ CHỦ TỊCH")]
    name = sheet.line("Nguyễn Thị Minh Hạnh")
    for line in (*capital, name):
        assert line.bold
        assert not line.italic
        assert line.sizes == {14.0}
        assert near(line.middle, name.middle)
        assert line.x0 > WIDTH / 2 - 5
    assert near(capital[0].y, sheet.line("Nơi nhận:").y, 1.5)
    assert 20 < name.y - capital[-1].y < 45


@pytest.mark.parametrize("lines", BLOCK_LENGTHS)
def test_recipients_and_signature_stay_on_one_page_with_the_end_of_the_text(laid_out, lines):
    sheets = laid_out[f"block{lines}"]
    wanted = ("Yêu cầu các đơn vị", "Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN", "CHỦ TỊCH", "Trần Văn Bình")
    places = [[index for index, sheet in enumerate(sheets) if sheet.has(start)] for start in wanted]
    assert places == [[len(sheets) - 1]] * len(wanted)
    assert all(line.y < HEIGHT - BOTTOM for sheet in sheets for line in sheet.body)


@pytest.mark.parametrize("lines", OPEN_LENGTHS)
def test_without_a_closing_the_last_section_goes_with_the_signature(laid_out, lines):
    last = laid_out[f"open{lines}"][-1]
    assert any(line.text.endswith(f"Việc thứ {lines}./.") for line in last.body)
    assert last.has("Nơi nhận:")
    assert last.has("Trần Văn Bình")


def test_the_lengths_tried_reach_over_the_end_of_the_page(laid_out):
    pages = [len(laid_out[f"block{lines}"]) for lines in BLOCK_LENGTHS]
    assert pages[0] == 1
    assert pages[-1] == 2
    assert pages == sorted(pages)
    assert pages.count(1) >= 3
    assert pages.count(2) >= 8  # with the block moved whole, from the first line that does not fit


def test_empty_parts_leave_no_gap(laid_out):
    (sheet,) = laid_out["unsigned"]
    assert sheet.line("c) Việc thứ 3").text.endswith("3./.")
    assert sheet.line("- Lưu").text == "- Lưu: VT."
    heading, first = sheet.line("1. Nhiệm vụ"), sheet.line("a) Việc")
    assert first.y - heading.y < 10
    assert heading.y - sheet.line("Tuyên truyền").y < 16


# --- the appendix --------------------------------------------------------------------------------------------------


def test_appendix_heading(landscape):
    label, title, reference = landscape[0].body[:3]
    assert label.text == "Phụ lục"
    assert label.bold
    assert title.text == "NHIỆM VỤ TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2026"
    assert title.bold
    assert reference.text == (
        "(Kèm theo Kế hoạch số 07/KH-UBND ngày 05 tháng 01 năm 2026 của Ủy ban nhân dân xã Tân Hòa)"
    )
    assert reference.italic
    assert not reference.bold
    for line in (label, title, reference):
        assert line.sizes == {14.0}
        assert near(line.middle, LEFT + (HEIGHT - LEFT - RIGHT) / 2)


def test_column_headings_repeat_and_rows_stay_whole(landscape):
    numbers = []
    for sheet in landscape:
        assert len([line for line in sheet.body if line.text.startswith("STT") and line.bold]) == 1
        numbers += [int(line.text) for line in sheet.body if line.text.isdigit() and line.x1 < LEFT + 12]
        first = min(line.y for line in sheet.body if line.text.isdigit() and line.x1 < LEFT + 12)
        between = [line for line in sheet.body if line.y < first - 1 and not line.bold and not line.italic]
        assert between == []  # the rest of a row that began on the page before
    assert numbers == list(range(1, 41))


def test_the_appendix_ends_with_its_mark_beside_the_table(landscape):
    last = landscape[-1].body[-1]
    assert last.text == "./."
    assert len(landscape[-1].body) > 3


def test_cells_are_13_points_and_groups_bold(landscape):
    cells = landscape[1].body
    assert all(line.sizes == {13.0} for line in cells)
    groups = [line for sheet in landscape for line in sheet.body if line.text == "Tuyên truyền trực quan"]
    assert groups[0].bold
    money = [line for sheet in landscape for line in sheet.body if "20.000.000" in line.text]
    assert len(money) == 1


def test_columns_nobody_fills_are_left_out(laid_out):
    sheet = laid_out["bare_tasks"][-1]
    heads = " ".join(line.text for line in sheet.body if line.bold)
    assert "Thời gian" in heads
    assert "Kinh phí" not in heads
    assert "Ghi chú" not in heads
    edges = [edge for rule in sheet.rules for edge in rule[:2]]
    assert near(min(edges), LEFT)
    assert near(max(edges), HEIGHT - RIGHT)
