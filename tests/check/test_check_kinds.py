"""Documents of other kinds and of other hands: the same rules hold, and nothing good is called wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cchc_desktop.domain.check import CheckResult, CheckState

Checked = Callable[[Any], CheckResult]


def without_appendix(g: Any) -> Any:
    g.change("numbered2", text=(" (nhiệm vụ cụ thể tại Phụ lục kèm theo)", ""))
    g.drop("appendix", "appendix_title", "reference", "cell1", "cell2", "end")
    return g


def letter(g: Any) -> Any:
    """A công văn of a department, with two addressees."""
    without_appendix(g)
    g.drop("kind", "title", "title_rule", "basis1", "basis2", "issuer2")
    g.p["issuer1"] = g.P("Head", "UBND XÃ BÌNH AN")
    g.after("issuer1", "issuer2", g.P("HeadBold", "PHÒNG VĂN HÓA - XÃ HỘI"))
    g.change("number", text="Số: 12/VHXH-CCHC")
    g.after("number", "subject", g.P("Head", "V/v báo cáo cải cách hành chính"))
    g.after("date", "to1", g.P("Normal", "Kính gửi:"))
    g.after("to1", "to2", g.P("Normal", "- Sở Nội vụ tỉnh Hưng Yên;"))
    g.after("to2", "to3", g.P("Normal", "- Ủy ban nhân dân tỉnh Hưng Yên."))
    g.change("recipient1", text="- Như trên;")
    g.change("signing1", text="Trưởng phòng")
    g.drop("signing2")
    return g


def report(g: Any) -> Any:
    without_appendix(g)
    g.change("kind", text="BÁO CÁO")
    g.change("number", text=("KH", "BC"))
    g.drop("basis1", "basis2")
    g.after("title_rule", "to1", g.P("Normal", "Kính gửi: Ủy ban nhân dân tỉnh Hưng Yên", ppr={"jc": "center"}))
    g.change("recipient1", text="- Như trên;")
    return g


def submission(g: Any) -> Any:
    report(g)
    g.change("kind", text="TỜ TRÌNH")
    g.change("number", text=("BC", "TTr"))
    return g


def notice(g: Any) -> Any:
    without_appendix(g)
    g.change("kind", text="THÔNG BÁO")
    g.change("number", text=("KH", "TB"))
    g.drop("basis1", "basis2")
    return g


def decision(g: Any) -> Any:
    without_appendix(g)
    g.change("kind", text="QUYẾT ĐỊNH")
    g.change("number", text=("KH", "QĐ"))
    g.change("basis2", text="Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ;")
    g.after("basis2", "proposal", g.P("Basis", "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội."))
    g.drop(
        "opening", "part1", "item1", "point1", "point2", "item2", "point3", "point4", "part2", "numbered1", "numbered2"
    )
    g.after("title_rule", "authority", g.P("Kind", "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ BÌNH AN"))
    g.after("proposal", "decides", g.P("Kind", "QUYẾT ĐỊNH:"))
    g.after("decides", "article1", g.P("Body", runs=[("Điều 1. ", {"b": True}), ("Ban hành Quy chế làm việc.", {})]))
    g.after(
        "article1",
        "article2",
        g.P("Body", runs=[("Điều 2.", {"b": True}), (" Quyết định có hiệu lực từ ngày ký.", {})]),
    )
    g.after("article2", "clause1", g.P("Body", "1. Văn phòng theo dõi việc thực hiện."))
    g.after("clause1", "clause2", g.P("Body", "2. Các phòng, bộ phận thực hiện."))
    g.after(
        "clause2", "article3", g.P("Body", runs=[("Điều 3. ", {"b": True}), ("Văn phòng, các phòng thi hành.", {})])
    )
    g.change("signing1", text="Chủ tịch")
    g.drop("signing2")
    return g


KINDS = {
    "CÔNG VĂN": letter,
    "BÁO CÁO": report,
    "TỜ TRÌNH": submission,
    "THÔNG BÁO": notice,
    "QUYẾT ĐỊNH": decision,
}


def failed(result: CheckResult) -> list[tuple[str, str, str]]:
    return [(finding.rule, finding.measured, finding.where) for finding in result.of(CheckState.FAILED)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_document_of_any_kind(good: Any, checked: Checked, kind: str) -> None:
    result = checked(KINDS[kind](good))
    assert failed(result) == []
    assert result.kind == kind
    states = {finding.rule: finding.state for finding in result.findings}
    for rule in (
        "nation.text",
        "issuer.look",
        "number.kind",
        "date.look",
        "body.align",
        "recipients.end",
        "signer.look",
    ):
        assert states[rule] is CheckState.PASSED, rule


KIND_MUTANTS = {
    "letter with a kind in its symbol": (letter, "number.kind", lambda g: g.change("number", text="Số: 12/BC-VHXH")),
    "letter to nobody": (letter, "to.text", lambda g: g.drop("to1", "to2", "to3")),
    "addressee without semicolon": (letter, "to.end", lambda g: g.change("to2", text="- Sở Nội vụ tỉnh Hưng Yên.")),
    "Kính gửi bold": (letter, "to.look", lambda g: g.change("to1", rpr={"b": True})),
    "Kính gửi 12": (letter, "to.size", lambda g: g.change("to1", "to2", "to3", rpr={"sz": 24})),
    "upper body bold": (letter, "upper.look", lambda g: g.change("issuer1", rpr={"b": True})),
    "upper body 14": (letter, "upper.size", lambda g: g.change("issuer1", rpr={"sz": 28})),
    "subject italic": (letter, "subject.look", lambda g: g.change("subject", rpr={"i": True})),
    "subject 14": (letter, "subject.size", lambda g: g.change("subject", rpr={"sz": 28})),
    "subject misspelt": (letter, "subject.text", lambda g: g.change("subject", text=("V/v", "V/V"))),
    "report to nobody": (report, "to.text", lambda g: g.drop("to1") or g.change("recipient1", text="- Lãnh đạo xã;")),
    "not as above": (report, "recipients.above", lambda g: g.change("recipient1", text="- Các thôn;")),
    "report with a plan's symbol": (report, "number.kind", lambda g: g.change("number", text=("BC", "KH"))),
    "article light": (
        decision,
        "heading.article",
        lambda g: setattr(g.p["article1"], "runs", [("Điều 1. Ban hành Quy chế làm việc.", {})]),
    ),
    "article skipped": (
        decision,
        "outline.order",
        lambda g: setattr(g.p["article3"], "runs", [("Điều 4. ", {"b": True}), ("Thi hành.", {})]),
    ),
    "proposal without full stop": (
        decision,
        "bases.end",
        lambda g: g.change("proposal", text="Theo đề nghị của Trưởng phòng Văn hóa - Xã hội;"),
    ),
}


@pytest.mark.parametrize("name", KIND_MUTANTS)
def test_a_mutant_of_another_kind(good: Any, checked: Checked, name: str) -> None:
    make, rule, change = KIND_MUTANTS[name]
    change(make(good))
    result = checked(good)
    assert result.failed_rules == (rule,), failed(result)


def shape(length_mm: float) -> str:
    return (
        '<w:r><w:drawing><wp:anchor xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f'<wp:extent cx="{round(length_mm * 36000)}" cy="0"/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:prstGeom prst="line"/></a:graphic>'
        "</wp:anchor></w:drawing></w:r>"
    )


def vml(length_pt: float) -> str:
    return (
        '<w:r><w:pict><v:line xmlns:v="urn:schemas-microsoft-com:vml" from="10pt,2pt" '
        f'to="{10 + length_pt}pt,2pt"/></w:pict></w:r>'
    )


@pytest.mark.parametrize(
    ("rule", "state"),
    [
        (shape(60.5), CheckState.PASSED),
        (vml(171.5), CheckState.PASSED),
        (shape(20), CheckState.FAILED),
        (vml(300), CheckState.FAILED),
    ],
)
def test_rules_drawn_as_shapes_are_measured(good: Any, checked: Checked, rule: str, state: CheckState) -> None:
    good.drop("motto_rule")
    good.p["motto"].raw = rule
    found = next(finding for finding in checked(good).findings if finding.rule == "motto.rule")
    assert found.state is state, found


def test_a_line_that_belongs_to_nothing_is_not_taken_for_a_rule(good: Any, checked: Checked) -> None:
    good.drop("motto_rule")
    good.p["date"].raw = shape(60)
    found = next(finding for finding in checked(good).findings if finding.rule == "motto.rule")
    assert found.state is CheckState.NOT_CHECKED


def test_head_and_end_in_broken_lines(good: Any, checked: Checked) -> None:
    """Many clerks press Shift+Enter instead of Enter."""
    good.change("issuer1", text="ỦY BAN NHÂN DÂN\nXÃ BÌNH AN")
    good.drop("issuer2")
    good.change("recipient1", text="- Thường trực Đảng ủy;\n- Các thôn;\n- Lưu: VT, VHXH.")
    good.drop("recipient2", "recipient3")
    good.change("signing1", text="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH")
    good.drop("signing2")
    assert failed(checked(good)) == []
    good.change("recipient1", text=("thôn;", "thôn"))
    assert checked(good).failed_rules == ("recipients.end",)


def numbered(good: Any) -> None:
    """Points numbered by Word: the labels are not in the text, and the list sets the indent."""
    good.numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%1)"/><w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    for key in ("point1", "point2"):
        good.change(key, text=good.p[key].text[3:], ppr={"numPr": '<w:ilvl w:val="0"/><w:numId w:val="1"/>'})


def test_automatic_labels_count(good: Any, checked: Checked) -> None:
    numbered(good)
    assert failed(checked(good)) == []
    good.p["point1"].ppr.pop("numPr")
    good.change("point1", text="b) Việc thứ nhất của xã.")
    assert checked(good).failed_rules == ("outline.order",)


def test_the_indent_of_a_list_counts(good: Any, checked: Checked) -> None:
    numbered(good)
    good.numbering = good.numbering.replace('w:left="0" w:firstLine="720"', 'w:left="720" w:hanging="360"')
    assert checked(good).failed_rules == ("body.indent",)
    good.change("point1", "point2", ppr={"ind": {"left": 0, "firstLine": 720}})
    assert failed(checked(good)) == []


def test_an_indent_by_a_tab_is_an_indent(good: Any, checked: Checked) -> None:
    good.change("opening", ppr={"ind": {"firstLine": 0}}, text=("Ủy ban", "\tỦy ban"))
    assert failed(checked(good)) == []


def test_a_number_behind_a_middle_tab_is_centred(good: Any, checked: Checked) -> None:
    without_appendix(good)
    good.styles["PageNumber"].ppr = {"tabs": '<w:tab w:val="center" w:pos="4677"/>'}
    good.header.raw = "<w:r><w:tab/></w:r>" + good.header.raw
    assert failed(checked(good)) == []
    good.styles["PageNumber"].ppr = {"tabs": '<w:tab w:val="right" w:pos="9355"/>'}
    assert checked(good).failed_rules == ("page.number_centre",)


def test_tracked_changes_are_read_as_accepted(good: Any, checked: Checked) -> None:
    deleted = '<w:del w:id="1"><w:r><w:delText>sử  lý ,</w:delText></w:r></w:del>'
    inserted = '<w:ins w:id="2"><w:r><w:t xml:space="preserve"> sử lý</w:t></w:r></w:ins>'
    good.p["point2"].raw = deleted
    assert failed(checked(good)) == []
    good.p["point2"].raw = inserted
    assert checked(good).failed_rules == ("content.spelling",)


def test_room_left_for_the_pen_breaks_nothing(good: Any, checked: Checked) -> None:
    good.change("number", text="Số:      /KH-UBND")
    good.change("date", text="Bình An, ngày       tháng       năm 2026")
    result = checked(good)
    assert failed(result) == []
    states = {finding.rule: finding.state for finding in result.findings}
    assert states["number.zero"] is CheckState.NOT_CHECKED
    assert states["date.zero"] is CheckState.NOT_CHECKED


def test_a_short_text_needs_no_page_number_and_is_not_passed_for_it(good: Any, checked: Checked) -> None:
    without_appendix(good)
    good.drop("long")
    good.header.raw = ""
    states = {finding.rule: finding.state for finding in checked(good).findings}
    assert states["page.number"] is CheckState.NOT_CHECKED
    assert states["page.number_size"] is CheckState.NOT_CHECKED


def test_what_is_embedded_is_not_called_sound(good: Any, checked: Checked) -> None:
    """Text of another file that Word would show here was not looked at."""
    good.body_tail = '<w:altChunk r:id="rIdNone"/>'
    result = checked(good)
    assert {finding.rule.partition(".")[0] for finding in result.of(CheckState.PASSED)} == {"page"}
    assert failed(result) == []


def test_an_empty_document_passes_nothing_of_its_text(good: Any, checked: Checked) -> None:
    good.document = lambda: good._wrapped(good.sections[0].xml())
    result = checked(good)
    passed = {finding.rule for finding in result.of(CheckState.PASSED) if not finding.rule.startswith("page.")}
    assert passed <= {"text.font", "text.colour", "content.legacy"}  # of the page number
    assert "nation.text" in result.failed_rules
