"""What Word, LibreOffice, browsers and plain editors put on the clipboard, as sections."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from cchc_desktop.domain import outline, plan_paste
from cchc_desktop.domain.paste_html import PastedLine, lines_of_html
from cchc_desktop.domain.plan import Section, SectionKind

WORD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40">
<head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- /* List Definitions */ @list l0 {mso-list-id:1; mso-list-type:hybrid;}
p.MsoListParagraph {margin-left:36.0pt;} --></style></head>
<body lang=EN-US style='tab-interval:36.0pt'><!--StartFragment-->
<p class=MsoNormal style='text-align:justify'><b><span lang=VI style='font-size:14.0pt'>I. MỤC ĐÍCH,
YÊU CẦU<o:p></o:p></span></b></p>
<p class=MsoListParagraphCxSpFirst style='margin-left:54.0pt;text-indent:-18.0pt;
mso-list:l0 level1 lfo1'><![if !supportLists]><b><span
style='mso-fareast-font-family:"Times New Roman"'><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span></b><![endif]><b>Mục
đích<o:p></o:p></b></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>a)<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Nâng cao
nhận thức của cán bộ, <i>công chức</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>b)<span style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>Tạo đồng
thuận.<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l1 level1 lfo2'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>Trên loa truyền thanh;<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='mso-list:l1 level2 lfo2'><![if !supportLists]><span
style='font-family:"Courier New"'><span style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span></span><![endif]>Buổi sáng<br>và buổi chiều.<o:p></o:p></p>
<p class=MsoNormal><b>2. Yêu c&#7847;u</b></p>
<p class=MsoNormal>Thi&#7871;t th&#7921;c, hi&#7879;u qu&#7843;, ti&#7871;t ki&#7879;m.<o:p></o:p></p>
<p class=MsoNormal style='display:none;mso-hide:all'>Chữ ẩn</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<!--EndFragment--></body></html>"""

LIBREOFFICE = """<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN">
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/><title></title>
<meta name="generator" content="LibreOffice 7.4.7.2 (Linux)"/>
<style type="text/css">p { margin-bottom: 0.1in; line-height: 115% }</style></head>
<body lang="vi-VN" link="#000080" vlink="#800000" dir="ltr">
<ol type="I">
	<li><p style="margin-bottom: 0in; line-height: 100%"><font face="Times New Roman, serif"><b>NHIỆM VỤ</b></font></p>
	<ol>
		<li><p style="margin-bottom: 0in"><b>Tuyên truyền</b></p>
		<ol type="a">
			<li><p>Trên hệ thống loa</p></li>
			<li><p>Trên trang thông tin
			điện tử</p>
			<ul>
				<li><p>tin, bài;</p></li>
			</ul></li>
		</ol></li>
		<li value="5"><p><b>Kiểm tra</b></p></li>
	</ol></li>
</ol>
<p>Một đoạn văn thường.</p>
</body></html>"""


def shown(sections, depth=0):
    labels = outline.labels(sections)
    found = []
    for section in sections:
        label = outline.printed_label(section.kind, labels[section.id])
        words = " / ".join(filter(None, [section.title and f"*{section.title}*", section.text.replace("\n", " | ")]))
        found.append("  " * depth + f"{label} {words}".strip())
        found += shown(section.children, depth + 1)
    return found


def test_word_keeps_its_outline():
    assert shown(plan_paste.from_html(WORD)) == [
        "I. *MỤC ĐÍCH, YÊU CẦU*",
        "  1. *Mục đích*",
        "    a) Nâng cao nhận thức của cán bộ, công chức.",
        "    b) Tạo đồng thuận.",
        "      - Trên loa truyền thanh;",
        "        + Buổi sáng | và buổi chiều.",
        "  2. *Yêu cầu*",
        "    Thiết thực, hiệu quả, tiết kiệm.",
    ]


def test_libreoffice_keeps_its_outline():
    assert shown(plan_paste.from_html(LIBREOFFICE)) == [
        "I. *NHIỆM VỤ*",
        "  1. *Tuyên truyền*",
        "    a) Trên hệ thống loa",
        "    b) Trên trang thông tin điện tử",
        "      - tin, bài;",
        "  2. *Kiểm tra*",
        "    Một đoạn văn thường.",
    ]


def test_typed_labels_of_plain_text_become_levels():
    text = """
    I. NHIỆM VỤ
    1. Công tác tuyên truyền
    - Tin bài trên loa;
    + buổi sáng
    1.1. Trên mạng
    2. Giao Văn phòng thống kê theo dõi.
    II/ TỔ CHỨC THỰC HIỆN
    Các đơn vị thực hiện.
    """
    assert shown(plan_paste.from_text(text)) == [
        "I. *NHIỆM VỤ*",
        "  1. *Công tác tuyên truyền*",
        "    - Tin bài trên loa;",
        "      + buổi sáng",
        "    a) Trên mạng",
        "  2. Giao Văn phòng thống kê theo dõi.",
        "II. *TỔ CHỨC THỰC HIỆN*",
        "  Các đơn vị thực hiện.",
    ]


def test_what_looks_like_a_label_and_is_none_stays_text():
    for line in (
        "15/3/2026 là hạn cuối",
        "1.000 tờ rơi",
        "Văn phòng",
        "I đầu dòng",
        "-",
        "50% thủ tục",
        "e-mail",
        "cán bộ",
    ):
        (section,) = plan_paste.from_text(line)
        assert (section.kind, section.text) == (SectionKind.TEXT, line)


def test_labels_are_not_kept_in_the_text():
    lines = [
        "Phần II. CHUNG",
        "IV. BỐN",
        "10. Mười",
        "đ) chữ đ",
        "– gạch dài",
        "• chấm",
        "+ cộng",
        "(b) ngoặc",
        "3.2 Hai số",
    ]
    found = [section for line in lines for section in plan_paste.from_text(line)]
    assert [section.title or section.text for section in found] == [
        "CHUNG", "BỐN", "Mười", "chữ đ", "gạch dài", "chấm", "cộng", "ngoặc", "Hai số",
    ]  # fmt: skip
    kinds = [section.kind for section in found]
    assert kinds == [
        SectionKind.PART, SectionKind.PART, SectionKind.ITEM, SectionKind.POINT, SectionKind.DASH,
        SectionKind.DASH, SectionKind.PLUS, SectionKind.POINT, SectionKind.POINT,
    ]  # fmt: skip


def test_decomposed_and_invisible_letters_are_cleaned():
    (section,) = plan_paste.from_html("<p>tuye\u0302\u0300n\u200b&nbsp;&nbsp;thông</p>")
    assert section.text == "tuyền thông"


def test_tables_and_broken_markup_lose_no_word():
    html = "<table><tr><td>Ô một<td>Ô <b>hai</table></p></b><li>ba<p>bốn</i><ul><li>năm"
    assert [line.text for line in lines_of_html(html)] == ["Ô một", "Ô hai", "ba", "bốn", "năm"]


def test_a_paragraph_is_bold_only_when_all_of_it_is():
    lines = lines_of_html(
        "<p><b>đậm</b></p><p><b>đậm</b> thường</p><p style='font-weight:700'>nặng</p>"
        "<p><b><span style='font-weight:normal'>nhẹ</span></b></p><h2>đề mục</h2>"
    )
    assert [line.bold for line in lines] == [True, False, True, False, True]


def test_word_counts_on_where_its_labels_are_lower_roman():
    lines = [PastedLine("mẹ", "a)", 1), PastedLine("con", "ii.", 2)]
    assert shown(plan_paste.sections_of(lines)) == ["a) mẹ", "  - con"]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text("ab đIVX1.2)-+•(<>&/\n\t", max_size=12), max_size=12))
def test_no_letter_but_of_labels_is_lost(lines):
    text = "\n".join(lines)
    found = plan_paste.from_text(text)

    def words(section: Section) -> str:
        return section.title + section.text + "".join(map(words, section.children))

    kept = "".join("".join(map(words, found)).split())
    whole = iter("".join(text.split()))
    assert all(letter in whole for letter in kept)  # in order, nothing added


@settings(max_examples=200, deadline=None)
@given(st.text("<>/pbliolsty='!-[]& a1;", max_size=60))
@example("<![1")
@example("chữ <![if")
def test_no_markup_breaks_it(html):
    plan_paste.from_html(html)
