"""Repairs of the page set-up on a copy: paper, margins, and a page number where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cchc_desktop.documents.check.document import Section
from cchc_desktop.documents.check.package_copy import OFFICE_RELATIONS, PackageCopy
from cchc_desktop.documents.check.properties import TWIPS_PER_MM
from cchc_desktop.documents.check.roles import Subject
from cchc_desktop.documents.check.verdict import figure
from cchc_desktop.documents.word.package import W
from cchc_desktop.domain.check import CheckResult, CheckRule, Place, Repair

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_HEADER_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"
_SIDES = {"top": "trên", "bottom": "dưới", "left": "trái", "right": "phải"}
_NUMBER_SIZE = 14
_NAMESPACE = W[1:-1]
_BEFORE_TITLE_PAGE = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"),
    *("pgBorders", "lnNumType", "pgNumType", "cols", "formProt", "vAlign", "noEndnote"),
)


def repair_pages(subject: Subject, copy: PackageCopy, result: CheckResult) -> list[Repair]:
    """Mend the sections of a copy; return what was changed."""
    failed = set(result.failed_rules)
    nodes = list(copy.main.iter(W + "sectPr"))
    pairs = [(section, node) for section, node in zip(subject.document.sections, nodes, strict=False)]
    found: list[Repair] = []
    rule = result.book.rule("page.margins")
    if rule is not None and rule.id in failed:
        for section, node in pairs:
            found += _mend_margins(section, node, rule)
    if "page.number" in failed:
        found += _add_numbers(subject, copy, pairs)
    if "page.number_first" in failed and pairs:
        section, node = pairs[0]
        first = section.headers.get("first")
        if first is None or not any(first.page_numbers()):
            _set_title_page(node)
            found.append(Repair("page.number_first", "không in số ở trang đầu", section.place))
    return found


def _mend_margins(section: Section, node: Element, rule: CheckRule) -> list[Repair]:
    margins = node.find(W + "pgMar")
    if margins is None or section.landscape or not _SIDES.keys() <= section.margins.keys():
        return []  # of lying paper only a person knows which side is which
    found = []
    gutter = section.margins.get("gutter", 0.0)
    for side, name in _SIDES.items():
        own = gutter if side == "left" else 0.0
        length = section.margins[side] + own
        wanted = min(max(length, rule.number(f"{side}_min")), rule.number(f"{side}_max"))
        if abs(wanted - length) > 0.5 and wanted - own > 0:
            margins.set(W + side, str(round((wanted - own) * TWIPS_PER_MM)))
            text = f"lề {name} {figure(length)} mm thành {figure(wanted)} mm"
            found.append(Repair(rule.id, text, section.place))
    return found


def _add_numbers(subject: Subject, copy: PackageCopy, pairs: list[tuple[Section, Element]]) -> list[Repair]:
    """Give sections without any header a page number; a header with other text is left to a person."""
    found = []
    for section, node in pairs:
        numbered = any(any(header.page_numbers()) for header in section.headers.values())
        filled = any(not p.blank or p.pictures for h in section.headers.values() for p in h.paragraphs)
        below = any(any(footer.page_numbers()) for footer in section.footers.values())
        if numbered or filled or below or section.even_differs:
            continue
        for reference in node.findall(W + "headerReference"):
            if reference.get(W + "type", "default") == "default":
                node.remove(reference)
        reference = etree.Element(W + "headerReference")
        reference.set(W + "type", "default")
        reference.set(OFFICE_RELATIONS + "id", copy.add("header", _header(), _HEADER_TYPE))
        node.insert(0, reference)
        if section.index == 0:
            _set_title_page(node)
        found.append(Repair("page.number", "thêm số trang ở giữa lề trên", Place(section=section.index + 1)))
    return found


def _set_title_page(node: Element) -> None:
    existing = node.find(W + "titlePg")
    if existing is not None:
        existing.set(W + "val", "1")
        return
    place = sum(str(child.tag).rpartition("}")[2] in _BEFORE_TITLE_PAGE for child in node)
    node.insert(place, etree.Element(W + "titlePg"))


def _header() -> Element:
    header = etree.Element(W + "hdr", nsmap={"w": _NAMESPACE})
    paragraph = etree.SubElement(header, W + "p")
    properties = etree.SubElement(paragraph, W + "pPr")
    spacing = etree.SubElement(properties, W + "spacing")
    for name, value in (("before", "0"), ("after", "0")):
        spacing.set(W + name, value)
    etree.SubElement(properties, W + "jc").set(W + "val", "center")
    for kind in ("begin", "", "separate", "2", "end"):
        run = etree.SubElement(paragraph, W + "r")
        look = etree.SubElement(run, W + "rPr")
        fonts = etree.SubElement(look, W + "rFonts")
        for slot in ("ascii", "hAnsi", "cs"):
            fonts.set(W + slot, "Times New Roman")
        for name in ("sz", "szCs"):
            etree.SubElement(look, W + name).set(W + "val", str(_NUMBER_SIZE * 2))
        if kind in ("begin", "separate", "end"):
            etree.SubElement(run, W + "fldChar").set(W + "fldCharType", kind)
        elif kind:
            etree.SubElement(run, W + "t").text = kind
        else:
            etree.SubElement(run, W + "instrText").text = " PAGE "
    return header
