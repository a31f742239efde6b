"""A good file broken in one way at a time: each way is caught by its own rule and by no other.

The ways are those that formatting can come down: document defaults, theme, table style, style, the style it is based
on, paragraph, run; and the ways in which people write things wrongly.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cchc_desktop.domain.check import CheckResult, CheckState

Change = Callable[[Any], object]
Checked = Callable[[Any], CheckResult]


def portion(word: str, key: str = "point1", **look: Any) -> Change:
    return lambda g: g.split(key, word, look)


def text(key: str, old: str, new: str) -> Change:
    return lambda g: g.change(key, text=(old, new))


def direct(key: str, **look: Any) -> Change:
    return lambda g: g.change(key, rpr=look)


def paragraph(key: str, **look: Any) -> Change:
    return lambda g: g.change(key, ppr=look)


def style(name: str, ppr: dict[str, Any] | None = None, **look: Any) -> Change:
    return lambda g: g.style(name, ppr=ppr, rpr=look)


def set_margin(section: int, **sides: int) -> Change:
    return lambda g: g.sections[section].margins.update(sides)


def based(key: str, name: str, base: str, ppr: dict[str, Any] | None = None, **look: Any) -> Change:
    """Put a new style between a style of the file and its paragraph, and break that."""

    def change(g: Any) -> None:
        g.styles[name] = g.Style(base, ppr=ppr or {}, rpr=look)
        g.styles[name + "Child"] = g.Style(name)
        g.p[key].style = name + "Child"

    return change


def header(look: dict[str, Any]) -> Change:
    def change(g: Any) -> None:
        g.header.raw = g.page_field(look)

    return change


def in_footer(g: Any) -> None:
    g.header.raw = ""
    g.footer.raw = g.page_field(None)
    for section in g.sections:
        section.footers = {"default": "rIdFooter"}


def even_pages(g: Any) -> None:
    g.settings = "<w:evenAndOddHeaders/>"
    for section in g.sections:
        section.headers["even"] = "rIdBlank"


def many(*changes: Change) -> Change:
    return lambda g: [change(g) for change in changes]


CALIBRI = {"ascii": "Calibri", "hAnsi": "Calibri"}

MUTANTS: dict[str, tuple[str, Change]] = {
    # paper and margins
    "paper letter": ("page.paper", lambda g: g.sections[0].size.update(w=12240, h=15840)),
    "paper A5 in the appendix": ("page.paper", lambda g: g.sections[1].size.update(w=11906, h=8391)),
    "text lies": (
        "page.orientation",
        many(
            lambda g: g.sections[0].size.update(w=16838, h=11906, orient="landscape"),
            paragraph("title_rule", ind={"left": 5600, "right": 5600}),
        ),
    ),
    "top margin 15": ("page.margins", set_margin(0, top=850)),
    "bottom margin 30": ("page.margins", set_margin(0, bottom=1701)),
    "left margin 25": ("page.margins", set_margin(0, left=1417)),
    "left margin 36": ("page.margins", set_margin(0, left=2041)),
    "right margin 25": ("page.margins", set_margin(0, right=1417)),
    "gutter widens the left margin": ("page.margins", set_margin(0, gutter=567)),
    "margin of the appendix": ("page.margins", set_margin(1, top=283)),
    # page number
    "page number in the footer": ("page.number", in_footer),
    "no page number": ("page.number", lambda g: setattr(g.header, "raw", "")),
    "none on even pages": ("page.number", even_pages),
    "no page number in the appendix": ("page.number", lambda g: g.sections[1].headers.update(default="rIdBlank")),
    "page number right by its style": ("page.number_centre", style("PageNumber", {"jc": "right"})),
    "page number left by its paragraph": ("page.number_centre", lambda g: g.header.ppr.update(jc="left")),
    "page number 11 by its run": ("page.number_size", header({"sz": 22})),
    "page number 12 by its style": ("page.number_size", style("PageNumber", sz=24)),
    "page number italic": ("page.number_look", header({"i": True})),
    "page number italic by its style": ("page.number_look", style("PageNumber", i=True)),
    "page numbers in Roman figures": ("page.number_look", lambda g: g.sections[0].numbers.update(fmt="upperRoman")),
    "number on page one": ("page.number_first", lambda g: setattr(g.sections[0], "title_page", False)),
    "number in the first header": ("page.number_first", lambda g: g.sections[0].headers.update(first="rIdNumber")),
    "pages from 0": ("page.number_start", lambda g: g.sections[0].numbers.update(start=0)),
    # font and colour
    "font by the theme": ("text.font", lambda g: g.theme.update(minor="Calibri")),
    "font by the defaults": ("text.font", lambda g: g.run_defaults.update(rFonts=CALIBRI)),
    "theme font named by a style": (
        "text.font",
        lambda g: (g.theme.update(minor="Arial"), g.style("Normal", rpr={"rFonts": {"ascii": "Times New Roman"}})),
    ),
    "font by the style": ("text.font", style("Body", rFonts=CALIBRI)),
    "font by the base of the base": ("text.font", based("point1", "Deep", "Point", rFonts=CALIBRI)),
    "font by the run": ("text.font", direct("point1", rFonts=CALIBRI)),
    "font of one word": ("text.font", portion("công chức", rFonts=CALIBRI)),
    "only the letters with marks": ("text.font", direct("point1", rFonts={"hAnsi": "Arial"})),
    "only the plain letters": ("text.font", direct("point1", rFonts={"ascii": "Arial"})),
    "only the East Asian slot": (
        "text.font",
        lambda g: (
            g.change("point1", text=("ý nghĩa", "“ý nghĩa”")),
            g.change("point1", rpr={"rFonts": {"eastAsia": "SimSun", "hint": "eastAsia"}}),
        ),
    ),
    "font by a character style": (
        "text.font",
        lambda g: (
            g.style("Strong", rpr={"b": False, "rFonts": CALIBRI}),
            g.split("point1", "ý nghĩa", {"rStyle": "Strong"}),
        ),
    ),
    "font in a table cell": ("text.font", direct("cell2", rFonts=CALIBRI)),
    "font by the table style": ("text.font", lambda g: g.style("Grid", rpr={"rFonts": CALIBRI})),
    "font of the page number": ("text.font", header({"rFonts": CALIBRI})),
    "red by the run": ("text.colour", portion("ý nghĩa", color="FF0000")),
    "blue by the style": ("text.colour", style("Body", color="0000FF")),
    "grey by the defaults": ("text.colour", lambda g: g.run_defaults.update(color="595959")),
    "colour by the theme": (
        "text.colour",
        lambda g: (
            g.theme.update(dk1="1F4E79"),
            g.change("point1", rpr={"color": {"val": "auto", "themeColor": "text1"}}),
        ),
    ),
    "legacy font": ("content.legacy", direct("point1", rFonts={"ascii": ".VnTime", "hAnsi": ".VnTime"})),
    "VNI font by the style": ("content.legacy", style("Point", rFonts={"ascii": "VNI-Times", "hAnsi": "VNI-Times"})),
    # Quốc hiệu, Tiêu ngữ
    "nation misspelt": ("nation.text", text("nation", "CHỦ NGHĨA", "CHŨ NGHĨA")),
    "nation 14": ("nation.size", direct("nation", sz=28)),
    "nation light by the run": ("nation.look", direct("nation", b=False)),
    "nation bold turned over by a character style": ("nation.look", direct("nation", rStyle="Strong")),
    "nation left": ("nation.look", paragraph("nation", jc="left")),
    "motto without spaces": ("motto.text", text("motto", " - ", "-")),
    "motto with dashes": ("motto.text", text("motto", " - ", " – ")),
    "motto in small letters": ("motto.text", text("motto", "Tự do", "tự do")),
    "motto 15 by the style": ("motto.size", style("Motto", sz=30)),
    "motto italic": ("motto.look", direct("motto", i=True)),
    "motto in capitals by caps": (
        "motto.look",
        many(direct("motto", caps=True), paragraph("motto_rule", ind={"left": 600, "right": 600})),
    ),
    "motto without rule": ("motto.rule", lambda g: g.p["motto_rule"].ppr.update(pBdr='<w:bottom w:val="none"/>')),
    "motto rule too short": ("motto.rule", paragraph("motto_rule", ind={"left": 2200, "right": 2200})),
    "motto underlined instead": (
        "motto.rule",
        lambda g: (g.drop("motto_rule"), g.change("motto", rpr={"u": "single"})),
    ),
    # issuer
    "issuer 14": ("issuer.size", lambda g: g.change("issuer1", "issuer2", rpr={"sz": 28})),
    "issuer light": ("issuer.look", lambda g: g.change("issuer1", "issuer2", rpr={"b": False})),
    "issuer in small letters": ("issuer.look", lambda g: g.change("issuer2", text="Xã Bình An")),
    "issuer without rule": ("issuer.rule", lambda g: g.drop("issuer_rule")),
    "issuer rule as long as the line": ("issuer.rule", paragraph("issuer_rule", ind={"left": 700, "right": 700})),
    # number and date
    "number 14": ("number.size", direct("number", sz=28)),
    "number bold": ("number.look", direct("number", b=True)),
    "number left by the paragraph": ("number.look", paragraph("number", jc="left")),
    "number without colon": ("number.text", text("number", "Số:", "Số")),
    "number with spaces": ("number.text", text("number", "/KH", " / KH")),
    "spaces around the hyphen": ("number.text", text("number", "KH-UBND", "KH - UBND")),
    "symbol in small letters": ("number.text", text("number", "UBND", "ubnd")),
    "number without zero": ("number.zero", text("number", "07", "7")),
    "the Party's pattern": ("number.party", text("number", "07/KH-UBND", "132-KH/UBND")),
    "another kind's symbol": ("number.kind", text("number", "KH", "BC")),
    "date upright": ("date.look", direct("date", i=False)),
    "date upright by the style": ("date.look", style("PlaceDate", i=False)),
    "date upright by a character style": ("date.look", direct("date", rStyle="Emphasis")),
    "date 12": ("date.size", direct("date", sz=24)),
    "date without comma": ("date.text", text("date", "An,", "An")),
    "date in short": ("date.text", lambda g: g.change("date", text="Bình An, ngày 13/01/2026")),
    "month without zero": ("date.zero", text("date", "tháng 01", "tháng 1")),
    "day without zero": ("date.zero", text("date", "13", "3")),
    "month with a zero too many": ("date.zero", text("date", "tháng 01", "tháng 06")),
    "no such day": ("content.dates", text("date", "13 tháng 01", "31 tháng 4")),
    # tên loại, trích yếu
    "kind 16": ("kind.size", direct("kind", sz=32)),
    "kind light by the style": ("kind.look", style("Kind", b=False)),
    "kind in small letters": ("kind.look", lambda g: g.change("kind", text="Kế hoạch")),
    "no subject": ("title.text", lambda g: g.drop("title", "title_rule")),
    "subject with a full stop": ("title.text", text("title", "2026", "2026.")),
    "subject 12": ("title.size", direct("title", sz=24)),
    "subject italic": ("title.look", direct("title", i=True)),
    "subject in capitals": ("title.look", direct("title", caps=True)),
    "subject left": ("title.look", paragraph("title", jc="left")),
    "no rule below the subject": ("title.rule", lambda g: g.drop("title_rule")),
    "Kính gửi in a plan": (
        "to.text",
        lambda g: g.after("title_rule", "to", g.P("Body", "Kính gửi: Sở Nội vụ tỉnh Hưng Yên")),
    ),
    # bases
    "bases upright by the style": ("bases.look", style("Basis", i=False)),
    "one basis upright": ("bases.look", direct("basis1", i=False)),
    "basis without semicolon": ("bases.end", text("basis1", "2025;", "2025")),
    "basis with a comma": ("bases.end", text("basis1", "2025;", "2025,")),
    "last basis with a semicolon": ("bases.end", text("basis2", "phủ.", "phủ;")),
    "bases 12": ("bases.size", style("Basis", sz=24)),
    # body
    "body 12 by the style": ("body.size", style("Point", sz=24)),
    "body 15 by the base": ("body.size", based("point1", "Deep", "Point", sz=30)),
    "one word 11": ("body.size", portion("ý nghĩa", sz=22)),
    "one paragraph 13": ("body.one_size", direct("point1", sz=26)),
    "body left by the style": ("body.align", style("Body", {"jc": "left"})),
    "body left by the paragraph": ("body.align", paragraph("point1", jc="left")),
    "body right by the base": ("body.align", based("point1", "Deep", "Point", {"jc": "right"})),
    "indent 1.5 cm by the style": ("body.indent", style("Body", {"ind": {"firstLine": 851}})),
    "no indent by the paragraph": ("body.indent", paragraph("point1", ind={"firstLine": 0})),
    "hanging indent": ("body.indent", paragraph("point1", ind={"left": 360, "hanging": 360})),
    "indent in letters": ("body.indent", paragraph("point1", ind={"firstLineChars": 500})),
    "two tabs for an indent": (
        "body.indent",
        lambda g: (g.change("point1", ppr={"ind": {"firstLine": 0}}), g.change("point1", text=("a) ", "\t\ta) "))),
    ),
    "space 3 pt by the style": ("body.spacing", style("Body", {"spacing": {"before": 60}})),
    "no space by the paragraph": ("body.spacing", paragraph("point2", spacing={"before": 0})),
    "space swallowed by the same style": ("body.spacing", style("Point", {"contextualSpacing": True})),
    "two lines by the style": ("body.line", style("Body", {"spacing": {"before": 120, "line": 480}})),
    "line 0.9 by the defaults": (
        "body.line",
        lambda g: g.paragraph_defaults.update(spacing={"line": 216, "lineRule": "auto"}),
    ),
    "line exactly 12 pt": ("body.line", paragraph("point1", spacing={"before": 120, "line": 240, "lineRule": "exact"})),
    "line exactly 30 pt": ("body.line", paragraph("point1", spacing={"before": 120, "line": 600, "lineRule": "exact"})),
    "a whole paragraph italic": ("body.look", direct("closing", i=True)),
    "a point bold": ("heading.text", direct("point2", b=True)),
    "points italic by the style": ("heading.text", style("Point", i=True)),
    "text of an item bold": ("heading.text", direct("numbered1", b=True)),
    "part light": ("heading.part", direct("part1", b=False)),
    "part in small letters by the style": ("heading.part", style("Part", caps=False)),
    "part caps turned over": (
        "heading.part",
        lambda g: (
            g.style("Strong", rpr={"b": False, "caps": True}),
            g.change("part1", rpr={"rStyle": "Strong", "b": True}),
        ),
    ),
    "item light by the style": ("heading.item", style("Item", b=False)),
    "item bold turned over": ("heading.item", direct("item1", rStyle="Strong")),
    "item in capitals": ("heading.item", direct("item1", caps=True)),
    # outline
    "letter with a full stop": ("outline.form", text("point2", "b)", "b.")),
    "number with a slash": ("outline.form", text("numbered2", "2.", "2/")),
    "Roman figure with a dash": ("outline.form", lambda g: g.change("part2", text="II - Tổ chức thực hiện")),
    "point skipped": ("outline.order", text("point2", "b)", "c)")),
    "English letters": (
        "outline.order",
        lambda g: [
            g.after(
                f"point{'2' if i == 0 else f'2{i}'}",
                f"point2{i + 1}",
                g.P("Point", f"{letter}) Việc tiếp theo của bộ phận."),
            )
            for i, letter in enumerate("cde")
        ],
    ),
    "item repeated": ("outline.order", text("item2", "2.", "1.")),
    "part repeated": ("outline.order", text("part2", "II.", "I.")),
    "begins with 2": ("outline.order", many(text("numbered1", "1.", "2."), text("numbered2", "2.", "3."))),
    # end
    "no end mark": ("end.mark", text("closing", "./.", ".")),
    "end mark misspelt": ("end.mark", text("closing", "./.", "/.")),
    "recipients without colon": ("recipients_head.text", text("recipients_head", ":", "")),
    "recipients head 13": ("recipients_head.size", direct("recipients_head", sz=26)),
    "recipients head upright": ("recipients_head.look", direct("recipients_head", i=False)),
    "recipients head light by the style": ("recipients_head.look", style("RecipientsHead", b=False)),
    "recipients 12 by the style": ("recipients.size", style("Recipient", sz=24)),
    "one recipient 14": ("recipients.size", direct("recipient2", sz=28)),
    "recipients italic": ("recipients.look", style("Recipient", i=True)),
    "recipient without semicolon": ("recipients.end", text("recipient2", "thôn;", "thôn")),
    "recipient without dash": ("recipients.end", text("recipient2", "- ", "")),
    "last recipient with a semicolon": ("recipients.end", text("recipient3", "VHXH.", "VHXH;")),
    "no archive": ("recipients.archive", text("recipient3", "Lưu: VT, VHXH", "Trang thông tin điện tử")),
    "archive misspelt": ("recipients.archive", text("recipient3", "Lưu:", "Lưu")),
    "authority misspelt": ("signature.text", text("signing1", "TM.", "T/M")),
    "authority without full stop": ("signature.text", text("signing1", "TM.", "TM")),
    "signature 12": ("signature.size", style("Signing", sz=24)),
    "signature light": ("signature.look", direct("signing2", b=False)),
    "signature in small letters": ("signature.look", direct("signing2", caps=False)),
    "name in capitals": ("signer.look", direct("signer", caps=True)),
    "name light by the style": ("signer.look", style("Signer", b=False)),
    "name 16": ("signer.size", direct("signer", sz=32)),
    "name with a degree": ("signer.titles", text("signer", "Trần", "ThS. Trần")),
    # appendix
    "appendix not mentioned": ("appendix.mentioned", text("numbered2", "tại Phụ lục kèm theo", "có phân công riêng")),
    "appendix goes on counting": ("appendix.pages", lambda g: setattr(g.sections[1], "numbers", {})),
    "appendix numbered in Arabic figures": ("appendix.number", text("appendix", "lục", "lục 1")),
    "appendix in capitals": ("appendix_label.look", lambda g: g.change("appendix", text="PHỤ LỤC")),
    "appendix 13": ("appendix_label.size", direct("appendix", sz=26)),
    "appendix title light": ("appendix_title.look", direct("appendix_title", b=False)),
    "appendix title 12": ("appendix_title.size", direct("appendix_title", sz=24)),
    "appendix title in small letters": (
        "appendix_title.look",
        lambda g: g.change("appendix_title", text="Nhiệm vụ năm 2026"),
    ),
    "reference upright": ("appendix_reference.look", style("Reference", i=False)),
    "reference without brackets": (
        "appendix_reference.text",
        lambda g: g.change("reference", text="Kèm theo Kế hoạch số 07/KH-UBND"),
    ),
    "reference 11": ("appendix_reference.size", direct("reference", sz=22)),
    "appendix without end mark": ("appendix.end", lambda g: g.drop("end")),
    # wording
    "spelling": ("content.spelling", text("point1", "cải cách hành chính", "cải cách hành hành")),
    "spelling in a table": ("content.spelling", text("cell2", "Phát thanh", "Xử lý, sử lý")),
    "doubled word": ("content.spelling", text("point1", "ý nghĩa của", "ý nghĩa của của")),
    "tone marks mixed": ("content.tone", text("point1", "ý nghĩa", "hoà nhã")),
    "two spaces": ("content.spaces", text("point1", "ý nghĩa", "ý  nghĩa")),
    "two spaces over two runs": (
        "content.spaces",
        lambda g: setattr(g.p["point1"], "runs", [("a) Hiểu rõ ", {}), (" ý nghĩa của cải cách hành chính.", {})]),
    ),
    "spaces for an indent": ("content.spaces", text("point1", "a)", "  a)")),
    "space before a comma": ("content.marks", text("point1", "bộ,", "bộ ,")),
    "space before the end mark": ("content.marks", text("closing", "Xã hội./.", "Xã hội ./.")),
    "no space behind a comma": ("content.marks", text("point1", "bộ, công", "bộ,công")),
    "space behind a bracket": ("content.marks", text("numbered2", "(nhiệm", "( nhiệm")),
    "doubled mark": ("content.marks", text("point1", "bộ,", "bộ,,")),
    "hyphen without spaces": ("content.dashes", text("point2", "kinh tế - xã hội", "kinh tế-xã hội")),
    "dash between nouns": ("content.dashes", text("point2", "kinh tế - xã hội", "kinh tế – xã hội")),
    "dash as a bullet": (
        "content.dashes",
        lambda g: g.after("point2", "dash", g.P("Point", "– Tuyên truyền trên loa.")),
    ),
    "no such date": ("content.dates", text("basis2", "15/7/2021", "31/6/2021")),
    "no such long date": ("content.dates", text("basis1", "ngày 16 tháng 6", "ngày 30 tháng 02")),
    "wrong weekday": ("content.weekdays", text("point4", "thứ năm", "thứ sáu")),
    "figures and words differ": ("content.numbers", text("point4", "01 (một)", "02 (một)")),
    "Party's pattern in the text": (
        "content.symbols",
        text("opening", "năm 2026 như sau", "theo Kế hoạch số 15-KH/UBND như sau"),
    ),
    "loose marks": ("content.unicode", text("point1", "hiểu", "hie\u0302\u0309u")),
}


def test_the_good_file_breaks_nothing(good: Any, checked: Checked) -> None:
    result = checked(good)
    assert result.of(CheckState.FAILED) == ()
    assert result.kind == "KẾ HOẠCH"
    unseen = {finding.rule for finding in result.of(CheckState.NOT_CHECKED)}
    assert unseen == {
        "upper.size", "upper.look", "subject.text", "subject.size", "subject.look", "to.end", "to.size", "to.look",
        "heading.article", "recipients.above",
    }  # fmt: skip


@pytest.mark.parametrize("name", MUTANTS)
def test_a_mutant_is_caught_by_its_own_rule_only(good: Any, checked: Checked, name: str) -> None:
    rule, change = MUTANTS[name]
    change(good)
    result = checked(good)
    assert result.failed_rules == (rule,), [(f.rule, f.measured, f.where) for f in result.of(CheckState.FAILED)]


def test_every_way_of_inheriting_and_most_rules_are_broken_once() -> None:
    assert len(MUTANTS) >= 60
    assert len({rule for rule, _ in MUTANTS.values()}) >= 75
